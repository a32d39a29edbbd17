"""What the fake archive holds: captures on shelves, one shelf for each URL key, in order of time."""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import merge
from itertools import takewhile

from surt import surt

from .answers import Header, Twist

Body = bytes | str | Callable[[], bytes]
EMPTY_DIGEST = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def urlkey(url: str) -> str:
    """The archive's key of a URL (SURT): scheme, ``www``, default port, case and trailing slash are folded."""
    return str(surt(url if "://" in url.partition("?")[0] or url.startswith("mailto:") else f"http://{url}"))


def digest_of(body: bytes) -> str:
    """Base32 SHA-1, as the archive writes it."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def moment(timestamp: str) -> datetime:
    """The moment of a timestamp; an inserted ``00`` is dropped as of old, what stays impossible becomes its year's start."""
    whole = timestamp.ljust(14, "0")
    for text in (whole, f"{whole[:4]}{whole[6:]}00", f"{whole[:6]}{whole[8:]}00", f"{whole[:4]}0101000000"):
        try:
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime(1996, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture: its row (all strings, as listed) and what playback gives.

    ``copies`` is how often the row is listed (0: not at all), ``playable`` whether playback has it. ``target`` and
    ``spelling`` belong to archived redirects, ``revisit_of`` is the timestamp whose payload a revisit row plays.
    ``twist`` changes the answer that playback would give.
    """

    urlkey: str
    timestamp: str
    original: str
    mimetype: str
    statuscode: str
    digest: str
    length: str
    status: int = 200
    reason: str = "OK"
    content: bytes | Callable[[], bytes] = field(default=b"", repr=False)
    content_type: str | None = None
    headers: tuple[Header, ...] = ()
    target: str = ""
    spelling: str = "absolute"
    revisit_of: str = ""
    copies: int = 1
    playable: bool = True
    twist: Twist | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The seven columns of the listing."""
        return (self.urlkey, self.timestamp, self.original, self.mimetype, self.statuscode, self.digest, self.length)

    @property
    def body(self) -> bytes:
        """The payload; made on demand where it was given as a function."""
        return self.content() if callable(self.content) else self.content


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the listing that stands for nothing that could be played. ``fields`` may be of any number."""

    urlkey: str
    timestamp: str
    fields: tuple[str, ...]
    copies: int = 1
    playable: bool = False


Entry = Stored | RawRow


@dataclass(frozen=True, slots=True)
class Generated:
    """Many captures of one URL key that are made when asked for: ``make(0)`` to ``make(count - 1)``, in order of time."""

    count: int
    make: Callable[[int], Stored]

    def index(self, timestamp: str) -> int:
        """The first index whose timestamp is not before the given one."""
        return bisect_left(range(self.count), timestamp, key=lambda i: self.make(i).timestamp)

    def since(self, timestamp: str) -> Iterator[Entry]:
        """The captures from that timestamp on."""
        return (self.make(i) for i in range(self.index(timestamp), self.count))

    def around(self, timestamp: str) -> Iterator[Entry]:
        """The first, the last, and the captures next to that timestamp."""
        here = self.index(timestamp)
        near = {0, *range(here - 2, here + 3), self.count - 1}
        return (self.make(i) for i in sorted(near) if 0 <= i < self.count)


class Shelf:
    """All captures of one URL key."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.generated: list[Generated] = []

    def put(self, entry: Entry) -> None:
        insort(self.entries, entry, key=lambda e: e.timestamp)

    def between(self, start: str = "", end: str = "") -> Iterator[Entry]:
        """Entries in order of time; both ends are prefixes of 14 digits and count as inside."""
        fixed = self.entries[bisect_left(self.entries, start, key=lambda e: e.timestamp) :]
        every = merge(fixed, *(g.since(start) for g in self.generated), key=lambda e: e.timestamp)
        return takewhile(lambda e: e.timestamp[: len(end)] <= end, every) if end else every

    def playable(self, timestamp: str) -> list[Stored]:
        """Playable captures in order of time: all of them, of generated ones those near the timestamp, first and last."""
        every = merge(self.entries, *(g.around(timestamp) for g in self.generated), key=lambda e: e.timestamp)
        return [e for e in every if isinstance(e, Stored) and e.playable]
