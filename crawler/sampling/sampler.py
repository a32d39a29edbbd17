"""The conversation: which captures now, what they showed, which next."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from crawler.items import Capture
from crawler.sampling.columns import Columns
from crawler.sampling.oracle import Oracle, Rows, ordered
from crawler.sampling.rows import CaptureKey, capture_key, decided_by_listing, is_full, is_redirect
from crawler.sampling.track import Settle, Track

#: Days. A wording that stands for less than a month is rarely a version that was meant (design, section 4, "Sampling").
RESOLUTION: Final = 30.0

#: Days. Sites redirect http to https, or an old path to a new one, for years, and whoever follows redirects only asks where
#: to: one look a year shows each target that held a year, bisecting dates each change found. Chosen 2026-11-22.
REDIRECT_RESOLUTION: Final = 365.0

_DAY: Final = 86_400  # seconds


class Sampler:
    """Decides which captures of one document to fetch (the rules: ``crawler.sampling``).

    Ask ``next()``, report each capture by ``heard()``, ask again, until ``done``. ``known`` maps what earlier runs learnt,
    ``capture_key`` -> state (None: it failed and is not due again). A state is any string that names what a capture shows, the
    fingerprint of its wording as a rule; a page that is no policy is a state as well (named by its verdict), and so is a
    redirect (named by its target). ``settle`` is asked between rounds which states are noise (``crawler.noise``).

    >>> sampler = Sampler([Capture(urlkey="k", timestamp="20200101000000", captured_at="2020-01-01T00:00:00Z", original="o")])
    >>> [capture.timestamp for capture in sampler.next()]
    ['20200101000000']
    """

    def __init__(
        self,
        captures: Iterable[Capture] = (),
        resolution: float = RESOLUTION,
        known: Mapping[CaptureKey, str | None] | None = None,
        *,
        redirect_resolution: float = REDIRECT_RESOLUTION,
        settle: Settle | None = None,
    ) -> None:
        self._columns = Columns()
        self._texts = array("i")
        self._redirects: dict[str, array[int]] = {}
        self._reaches = (_reach(resolution), _reach(redirect_resolution) if resolution > 0 else -1)
        self._known = {} if known is None else known  # read when the first captures are asked for; not copied: it may be long
        self._settle = settle
        self._full: set[int] = set()
        self._tracks: list[Rows] = []
        self._seeds: list[tuple[Rows, int, str | None]] = []
        self._queue: deque[tuple[Rows, int]] = deque()
        self._out: dict[CaptureKey, list[tuple[Rows, int]]] = {}
        self._started = False
        self._done = False
        self.add(captures)

    def add(self, captures: Iterable[Capture]) -> None:
        """Take more rows of the listing; to be called before the first ``next()``.

        Raises:
            ValueError: the sampler has started. Build another one, with what is known by now.

        """
        if self._started:
            raise ValueError("rows that come late need a new Sampler, seeded with what is known")
        for capture in captures:
            if decided_by_listing(capture) is None:
                row = self._columns.add((capture,)).start
                rows = self._redirects.setdefault(capture.original, array("i")) if is_redirect(capture) else self._texts
                rows.append(row)
                if not is_full(capture):
                    self._full.add(row)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to fetch."""
        self.start()
        return self._done

    def planned(self) -> int:
        """Return how many captures will be fetched at least, counting those asked for and not heard of yet."""
        self.start()
        return len(self._queue) + len(self._out)

    def next(self, limit: int | None = None) -> list[Capture]:
        """Return the captures to fetch now, each once, at most ``limit``; none while answers are awaited, or when done.

        The ends come first and then ever finer steps, so that a run that is cut short has seen a little of everything.
        """
        self.start()
        captures: list[Capture] = []
        while self._queue and (limit is None or len(captures) < limit):
            rows, position = self._queue.popleft()
            capture = self._columns.capture(rows.rows[position])
            self._out.setdefault(capture_key(capture), []).append((rows, position))
            captures.append(capture)
        return captures

    def heard(self, capture: Capture, state: str | None) -> None:
        """Note what a capture shows; None: it could not be had.

        Raises:
            ValueError: ``next()`` did not return this capture, or it was heard of before.

        """
        asked = self._out.pop(capture_key(capture), None)
        if asked is None:
            raise ValueError(f"capture {capture.timestamp} of {capture.original} is not awaited")
        for rows, position in asked:
            rows.track.answer(position, state)
        if not self._queue and not self._out:
            self._advance()

    def start(self) -> None:
        """Work out the first round now, which otherwise the first question does; on long listings it takes a second."""
        if not self._started:
            self._started = True
            self._columns.close()
            texts, redirects = self._reaches
            self._tracks = [self._rows(self._texts, texts, by_digest=True)]
            self._tracks += [self._rows(rows, redirects, by_digest=False) for _, rows in sorted(self._redirects.items())]
            self._seeds = list(self._seeded()) if self._known else []
            self._advance()

    def _rows(self, numbers: Sequence[int], reach: int, *, by_digest: bool) -> Rows:
        """Put rows into time order, the same capture once, and make them a track."""
        rows = ordered(self._columns, numbers, self._full)
        classes = array("q", range(len(rows)))
        if by_digest:
            digests = self._columns.digests
            numbers_of = (self._columns.digest[row] for row in rows)
            classes = array("q", (-1 - at if digests[number] == "-" else number for at, number in enumerate(numbers_of)))
        full = bytearray(row not in self._full for row in rows)
        times = array("q", (self._columns.seconds[row] for row in rows))
        return Rows(rows, Track(times, classes, full, reach))

    def _seeded(self) -> Iterable[tuple[Rows, int, str | None]]:
        """Yield what earlier runs knew of the rows listed now."""
        columns = self._columns
        for rows in self._tracks:
            for position, row in enumerate(rows.rows):
                key = (columns.timestamp(row), columns.originals[columns.original[row]], columns.digests[columns.digest[row]])
                if key in self._known:
                    yield rows, position, self._known[key]

    def _advance(self) -> None:
        """Compute round after round out of what is known, until a round needs the archive."""
        oracle = Oracle(self._seeds)
        while True:
            asked = self._round(oracle)
            if asked is None and not oracle.strays(self._tracks):
                self._done = True
                return
            if asked is None:  # all is settled but for what earlier runs read beside it, which may open it again
                oracle.tell_all(self._tracks)
            elif asked and oracle.strays(tracks := [rows for rows, _ in asked]):
                oracle.tell_all(tracks)
            elif asked:
                self._queue.extend(_coarse_to_fine(asked))
                return

    def _round(self, oracle: Oracle) -> list[tuple[Rows, int]] | None:
        """Return what the archive must be asked this round, empty if earlier runs knew all of it; None: no further round."""
        wanted = [(rows, at) for rows in self._tracks for at in rows.track.wanted(self._standing(rows))]
        if not wanted:
            return None
        once: dict[tuple[int, int], tuple[Rows, int]] = {}
        for rows, position in wanted:
            once.setdefault((id(rows), rows.track.class_of(position)), (rows, rows.track.stand_in(position)))
        return [(rows, position) for rows, position in once.values() if not oracle.answers(rows, position)]

    def _standing(self, rows: Rows) -> Mapping[int, str | None]:
        """Return what each known position shows; of texts, once noise is settled."""
        known = rows.track.known
        if self._settle is None or rows is not self._tracks[0]:
            return {**known}
        at = sorted(known)
        return dict(zip(at, self._settle([(self._columns.captured_at(rows.rows[p]), known[p]) for p in at]), strict=True))


def _reach(days: float) -> int:
    """Days -> seconds; -1 for 0 days: then captures of one second are told apart as well."""
    return int(days * _DAY) if days > 0 else -1


def _coarse_to_fine(asked: Sequence[tuple[Rows, int]]) -> list[tuple[Rows, int]]:
    """Put both ends first, then the middle, then the middles of the halves, and so on."""
    order = [0, len(asked) - 1] if len(asked) > 1 else [0]
    halves = deque([(0, len(asked) - 1)])
    while halves:
        left, right = halves.popleft()
        if right - left > 1:
            middle = (left + right) // 2
            order.append(middle)
            halves += [(left, middle), (middle, right)]
    return [asked[index] for index in order]
