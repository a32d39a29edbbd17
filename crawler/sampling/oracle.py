"""The rows of a track in time order, and what earlier runs knew of them."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterator, Sequence

from crawler.sampling.columns import Columns
from crawler.sampling.track import Track


class Rows:
    """A track, and the row numbers of its positions."""

    def __init__(self, rows: Sequence[int], track: Track) -> None:
        self.rows = rows
        self.track = track


class Oracle:
    """What earlier runs knew, told as if the archive answered it."""

    def __init__(self, seeds: Sequence[tuple[Rows, int, str | None]]) -> None:
        self._seeds = seeds
        self._own = {(id(rows), position): state for rows, position, state in seeds}
        self._shared = {
            (id(rows), rows.track.class_of(position)): state for rows, position, state in seeds if state is not None
        }

    def answers(self, rows: Rows, position: int) -> bool:
        """Answer for a capture if it, or another of its digest, is known."""
        own = (id(rows), position)
        state = self._shared.get((id(rows), rows.track.class_of(position)))
        if state is None and own not in self._own:
            return False
        rows.track.answer(position, state)
        return True

    def strays(self, tracks: Sequence[Rows]) -> bool:
        """Tell whether earlier runs read captures on these tracks that the rounds have not come across.

        Then they went by another listing or resolution, and their captures must be taken as they are.
        """
        return any(state is not None and position not in rows.track.known for rows, position, state in self._of(tracks))

    def tell_all(self, tracks: Sequence[Rows]) -> None:
        """Answer for every capture on these tracks that earlier runs knew."""
        for rows, position, state in self._of(tracks):
            if position not in rows.track.known:
                rows.track.answer(position, state)

    def _of(self, tracks: Sequence[Rows]) -> Iterator[tuple[Rows, int, str | None]]:
        meant = {id(rows) for rows in tracks}
        return (seed for seed in self._seeds if id(seed[0]) in meant)


def ordered(columns: Columns, numbers: Sequence[int], revisits: Container[int]) -> array[int]:
    """Return row numbers by moment, original and digest, the same capture once (its full record, where there is one)."""

    def order(row: int) -> tuple[int, str, str, str, bool, int]:
        original, digest = columns.originals[columns.original[row]], columns.digests[columns.digest[row]]
        return columns.seconds[row], original, digest, columns.timestamp(row), row in revisits, row

    seconds = columns.seconds
    by_moment = sorted(numbers, key=seconds.__getitem__)
    rows = array("i")
    start = 0
    for end in range(1, len(by_moment) + 1):
        if end == len(by_moment) or seconds[by_moment[end]] != seconds[by_moment[start]]:
            if end - start == 1:
                rows.append(by_moment[start])
            else:
                last: tuple[object, ...] = ()
                for key in sorted(map(order, by_moment[start:end])):
                    if key[:4] != last:
                        rows.append(key[-1])
                    last = key[:4]
            start = end
    return rows
