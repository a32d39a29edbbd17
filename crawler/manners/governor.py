"""One governor for all requests to the archive, shared by all crawls of a user on this machine.

The state (`crawler.manners.pacing.Pace`) lives in a small file that every crawl locks for the moment of asking: two crawls
keep one pace between them, and a 429 seen by one pauses the other.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import math
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from crawler.items import StoreError
from crawler.manners import pacing
from crawler.manners.pacing import Pace, Pauses

#: Longest sleep between two looks at whether the crawl is being stopped, in seconds: Ctrl-C must end within 2 s.
STEP: Final = 0.25

#: Read time-outs in a row that count as a refusal: a handshake that hangs looks just like a slow answer (protocol 3.2).
TIMEOUTS: Final = 3

#: Faults of the archive's own (gateway errors, maintenance) in a row, with no good answer between them, that count as a
#: refusal: an outage. It takes three requests that are each repeated three times, so single broken records are none. Such
#: outages took minutes several times a day (2026-09) and whole days (2026-01): asking on would only use captures up.
FAULTS: Final = 12

#: What such strikes are called, for people.
TIMED_OUT: Final = "time-outs in a row"
FAULTY: Final = "faults in a row"

#: Seconds of a pause that are worth a line.
NOTICEABLE: Final = 1.0

#: Bytes of the ledger that are read; a state has about 300. Characters of a reason that are kept in it.
_MOST: Final = 4096
_WORDS: Final = 120

_T = TypeVar("_T")


class StoppingError(Exception):
    """The crawl is being stopped; the request was not sent. Raised by `Governor.turn`."""


class RateLimitedError(Exception):
    """The archive kept refusing after every pause; the crawl must end. Raised by `Governor.throttled`."""


class UnreachableError(Exception):
    """There is no way to the archive from here; the crawl must end. Raised by `Governor.unreachable`."""


class Ledger:
    """The shared state, in a file. A missing or damaged file is a fresh start; one that cannot be written is a `StoreError`.

    ``longest`` is the longest pause in seconds, ``clock`` the clock that all crawls share (seconds).
    """

    def __init__(self, path: Path, longest: float, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.longest = longest
        self._clock = clock
        self.update(lambda pace, _: (pace, None))

    def update(self, change: Callable[[Pace, float], tuple[Pace, _T]]) -> _T:
        """Replace the state by ``change(state, now)`` under the file's lock, and return what it says besides.

        One write replaces the state, so that a crawl killed at any moment leaves a pause standing; what a longer state
        before it had at its end is ignored by the reader.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                now = self._clock()
                pace, answer = change(self._sane(_pace(os.pread(file, _MOST, 0)), now), now)
                os.pwrite(file, json.dumps(asdict(pace)).encode(), 0)
            finally:
                os.close(file)
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror or error}; name another folder (-s ARCHIVE_LEDGER=...)") from error
        return answer

    def _sane(self, pace: Pace, now: float) -> Pace:
        """Bring times that a clock set back has put into the future down to what they can be at most."""
        sent = {pool: min(at, now) for pool, at in pace.sent.items()}
        known = asdict(pace) | {"sent": sent, "struck_at": min(pace.struck_at, now)}
        known["paused_until"] = min(pace.paused_until, now + self.longest)
        known["probing_until"] = min(pace.probing_until, now + pacing.PROBE_SECONDS)
        return Pace(**known)


class Governor:
    """Lets requests out at their pool's pace, holds all of them through pauses, and says when it is enough.

    ``waiting`` is told once of each pause that stands in the ledger without this governor having made it: its seconds,
    why, and its end. ``paused_until`` is the end of the last pause known here; 0.0 if none is. Both ends on the ledger's clock.
    """

    def __init__(
        self,
        ledger: Ledger,
        intervals: Mapping[str, float],
        pauses: Pauses,
        stopping: Callable[[], bool],
        waiting: Callable[[float, str, float], None] = lambda *_: None,
    ) -> None:
        self.ledger = ledger
        self.waiting = waiting
        self.paused_until = 0.0
        self.intervals = intervals
        self.pauses = pauses
        self.stopping = stopping
        self._queues = {pool: asyncio.Lock() for pool in intervals}
        self._timeouts = 0
        self._hung = False
        self._faults = 0.0

    async def turn(self, pool: str) -> float:
        """Wait until a request of ``pool`` may go out; return the moment of sending. Raise `StoppingError` if it never may."""
        async with self._queues[pool]:
            while not self.stopping():
                wait, now, pace = self.ledger.update(lambda pace, now: self._ask(pace, pool, now))
                if wait <= 0:
                    return now
                self._tell(pace, now)
                await asyncio.sleep(min(wait, STEP))
        raise StoppingError

    def answered(self, sent_at: float) -> None:
        """Note that a request sent at ``sent_at`` got an answer of the archive's that is neither fault nor refusal."""
        self._timeouts, self._hung, self._faults = 0, False, 0.0
        self.ledger.update(lambda pace, _: (pacing.good(pace, sent_at=sent_at), None))

    def failed(self, sent_at: float) -> None:
        """Note that a request came to nothing, and that nothing was learnt about the archive: the next one may probe."""
        self.ledger.update(lambda pace, _: (pacing.inconclusive(pace, sent_at=sent_at), None))

    @property
    def first_timeout(self) -> bool:
        """Tell whether the last time-out was the first in a row, and made no pause."""
        return self._timeouts == 1

    def timed_out(self, sent_at: float, *, heavy: bool = False) -> float:
        """Note a time-out; several in a row count as a refusal, and so does the one of a probe. Return the seconds of the
        pause that follows, 0.0 if none does; raise `RateLimitedError` when that was one too many.

        A ``heavy`` query may itself be what takes so long: as a probe it counts only where time-outs made the pause.
        """
        self._timeouts += 1
        probe = self.ledger.update(lambda pace, _: (pace, pacing.probes(pace, sent_at))) and (self._hung or not heavy)
        enough = probe or self._timeouts >= TIMEOUTS
        self._hung = self._hung or enough
        return self._one_of_many(sent_at, enough=enough, why=TIMED_OUT)

    def faulty(self, sent_at: float, share: float = 1.0) -> float:
        """Note an answer that is a fault of the archive's own, or a ``share`` of one; many in a row count as a refusal, as for
        `timed_out`.
        """
        self._faults += share
        return self._one_of_many(sent_at, enough=self._faults >= FAULTS, why=FAULTY)

    def _one_of_many(self, sent_at: float, *, enough: bool, why: str) -> float:
        if enough:
            self._timeouts, self._faults = 0, 0.0
            return self.throttled(sent_at, why=why)
        self.failed(sent_at)
        return 0.0

    def throttled(self, sent_at: float, asked: float | None = None, why: str = "") -> float:
        """Note a refusal and return the seconds of the pause; raise `RateLimitedError` when it was the last strike."""
        strikes, pause = self._struck(sent_at, self.pauses, asked, why)
        if strikes >= pacing.LAST_STRIKE:
            raise RateLimitedError(f"the archive refused {strikes} times in a row, the last time after a pause of minutes")
        return pause

    def unreachable(self, sent_at: float, why: str) -> float:
        """Note that there was no way to the archive, and return the seconds of the pause; raise `UnreachableError` at the end.

        It goes as after a refusal, all held and one probe, but with shorter pauses: nobody must be spared.
        """
        pauses = replace(self.pauses, first=self.pauses.blip, second=self.pauses.first)
        strikes, pause = self._struck(sent_at, pauses, None, f"it could not be reached: {why}")
        if strikes >= pacing.LAST_STRIKE:
            raise UnreachableError(f"The archive cannot be reached ({why}); the same command goes on where this run stopped")
        return pause

    def _struck(self, sent_at: float, pauses: Pauses, asked: float | None, why: str) -> tuple[int, float]:
        """Note a strike; return how many there are, and for how many seconds nothing is sent."""

        def change(pace: Pace, now: float) -> tuple[Pace, tuple[int, float, float]]:
            struck = pacing.strike(pace, sent_at=sent_at, now=now, pauses=pauses, asked=asked, why=why[:_WORDS])
            return struck, (struck.strikes, struck.paused_until - now, struck.paused_until)

        strikes, pause, self.paused_until = self.ledger.update(change)
        return strikes, pause

    def _ask(self, pace: Pace, pool: str, now: float) -> tuple[Pace, tuple[float, float, Pace]]:
        pace, wait = pacing.ask(pace, pool, self.intervals[pool], now)
        return pace, (wait, now, pace)

    def _tell(self, pace: Pace, now: float) -> None:
        """Tell of a pause that somebody else has met, or a run before this one."""
        if pace.paused_until > max(self.paused_until, now + NOTICEABLE):
            self.paused_until = pace.paused_until
            self.waiting(pace.paused_until - now, pace.why, pace.paused_until)


def _pace(data: bytes) -> Pace:
    try:
        known, _ = json.JSONDecoder().raw_decode(data.decode())
        sent = {str(pool): _number(at) for pool, at in known["sent"].items()}
        times = {name: _number(known[name]) for name in ("struck_at", "paused_until", "probing_until")}
        slowness = min(pacing.SLOWEST, max(1.0, _number(known["slowness"])))
        why = "".join(filter(str.isprintable, str(known.get("why", ""))))[:_WORDS]
        return Pace(sent=sent, slowness=slowness, strikes=max(0, int(_number(known["strikes"]))), why=why, **times)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Pace()


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
