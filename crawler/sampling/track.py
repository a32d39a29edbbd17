"""One series of captures, of which as few as possible are to be fetched, and what is known of each."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from crawler.sampling.gaps import wanted

#: Failed captures of one digest after which the others of that digest are not tried: the same payload under another
#: timestamp is often the same lost record. Chosen 2026-11-22.
FAILURES_OF_A_DIGEST: Final = 3


class Track:
    """Positions in time order; positions of one class (equal digest) share one answer.

    ``times`` are seconds, ascending; ``classes`` name each position's class; ``full`` says of each position whether its own
    record holds the payload (0 for a revisit, which is better fetched through a full record of its class).
    """

    def __init__(self, times: Sequence[int], classes: Sequence[int], full: Sequence[int], reach: int) -> None:
        self.times = times
        self.reach = reach
        self.known: dict[int, str] = {}
        self.failed: set[int] = set()
        self._classes = classes
        self._full = full
        self._members = _shared(classes)
        self._failures: dict[int, int] = {}

    def class_of(self, position: int) -> int:
        """Return the class of a position."""
        return self._classes[position]

    def members(self, position: int) -> Sequence[int]:
        """Return all positions that share the answer of ``position``, itself included, in time order."""
        return self._members.get(self._classes[position], (position,))

    def wanted(self, standing: Mapping[int, str | None]) -> list[int]:
        """Return the positions that the present knowledge leaves open, in time order.

        ``standing`` says what each known position shows; None: nothing to go by, so it is replaced like a failed one. Fetching
        all of them and asking again, until there is none, is the whole procedure.
        """
        anchors = [-1, *sorted(at for at, state in standing.items() if state is not None), len(self.times)]
        useless = sorted(self.failed.union(at for at, state in standing.items() if state is None))
        positions: list[int] = []
        for left, right in pairwise(anchors):
            if right - left > 1:
                barred = useless[bisect_right(useless, left) : bisect_left(useless, right)] if useless else ()
                differ = standing.get(left) != standing.get(right)
                positions += wanted(self.times, left, right, differ=differ, reach=self.reach, barred=barred)
        return positions

    def stand_in(self, position: int) -> int:
        """Return the position to fetch for ``position``: itself, or for a revisit the first full record of its class."""
        if self._full[position]:
            return position
        return next((other for other in self.members(position) if self._full[other] and other not in self.failed), position)

    def answer(self, position: int, state: str | None) -> None:
        """Note what a position shows, for its whole class; None: it could not be had."""
        if state is not None:
            self.known.update(dict.fromkeys(self.members(position), state))
            self.failed.difference_update(self.members(position))
            return
        if position in self.known:
            return
        self.failed.add(position)
        number = self._classes[position]
        self._failures[number] = self._failures.get(number, 0) + 1
        if self._failures[number] >= FAILURES_OF_A_DIGEST:
            self.failed.update(self.members(position))


def _shared(classes: Sequence[int]) -> dict[int, array[int]]:
    """Return the positions of each class that has more than one."""
    first: dict[int, int] = {}
    members: dict[int, array[int]] = {}
    for position, number in enumerate(classes):
        if number not in first:
            first[number] = position
        elif number in members:
            members[number].append(position)
        else:
            members[number] = array("i", (first[number], position))
    return members


#: Given the known looks at a document, (captured_at, state) in time order: the state that stands at each; None where a look
#: says nothing.
Settle = Callable[[Sequence[tuple[str, str]]], Sequence[str | None]]
