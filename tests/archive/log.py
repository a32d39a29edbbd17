"""What was asked of the fake archive, when, and over which connection."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

LISTING_PATHS = ("/cdx/search/cdx", "/cdx/search/xd", "/web/timemap/cdx", "/web/timemap/json")


@dataclass(slots=True, eq=False)
class Request:
    """One request as it arrived. ``at`` is seconds of the monotonic clock, ``path`` the raw target with its query.

    ``kind`` is ``cdx`` (listing), ``web`` (playback) or ``other``; ``answered`` names the answer (``200``, ``429``,
    ``reset``, ``hang``...) and is empty until it is decided.
    """

    kind: str
    path: str
    params: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    connection: int
    at: float = field(default_factory=time.monotonic)
    answered: str = ""


def kind_of(path: str) -> str:
    """Which of the archive's limits a path counts against: ``cdx``, ``web`` or ``other``."""
    bare = path.partition("?")[0]
    if bare in LISTING_PATHS:
        return "cdx"
    return "web" if bare.startswith("/web/") else "other"


def parse_request(head: bytes, connection: int) -> Request | None:
    """A request head (everything before the blank line) as a ``Request``, or None where it is not HTTP."""
    first, *rest = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        return None
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
    kind = kind_of(parts[1])
    query = urlsplit(parts[1]).query if kind == "cdx" else ""
    pairs = tuple(parse_qsl(query, keep_blank_values=True))
    return Request(kind, parts[1], dict(pairs), pairs, headers, connection)


def peak(moments: Iterable[float], window: float) -> int:
    """The largest number of moments that lie in any half-open window of that many seconds."""
    ordered = sorted(moments)
    best = start = 0
    for end, moment in enumerate(ordered):
        while moment - ordered[start] >= window:
            start += 1
        best = max(best, end - start + 1)
    return best
