"""What a URL and a timestamp mean to the archive: the keys that match, the spellings, the distance in time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import unquote

from crawler import wayback

MatchType = Literal["exact", "prefix", "host", "domain"]

#: Sorts behind every character that a URL key can hold.
_LAST: Final = "\U0010ffff"


@lru_cache(maxsize=1024)  # surt takes 30 microseconds, and an archive holds few URLs many times
def urlkey(url: str) -> str:
    """Return the archive's key of ``url``, or the text itself where surt gives up: it is findable by itself at least."""
    try:
        return wayback.urlkey(url)
    except (ValueError, AttributeError):
        return url


def bounds(url: str, match_type: MatchType) -> tuple[str, str]:
    """Return the first URL key that matches, and the first behind it that does not."""
    key = urlkey(url)
    host, bracket, _ = key.partition(")")
    if match_type == "host" and bracket:
        return f"{host})", f"{host})" + _LAST
    if match_type == "domain" and bracket:
        return f"{host})", f"{host}-"  # a subdomain's key goes on with a comma, and ")" < "," < "-"
    if match_type == "prefix":
        slash = "/" if url.endswith("/") and not key.endswith("/") else ""
        return key + slash, key + slash + _LAST
    return key, key + "\0"


def spellings(url: str) -> list[str]:
    """Return what a playback address may mean by ``url``: as it stands, or decoded if its scheme was encoded."""
    if not re.match(r"https?%3a", url, re.IGNORECASE):
        return [url]
    address, slash, rest = url.partition("//")
    host, slash2, path = rest.partition("/")
    return [unquote(address) + slash + unquote(host) + slash2 + path, unquote(url)]


def moment(timestamp: str) -> float:
    """Return seconds on a scale of time for 0 to 14 digits; days and months that cannot be count as the first."""
    digits = (timestamp.ljust(4, "0") + "0101000000"[len(timestamp[4:]) :]).ljust(14, "0")
    year, month, day, hour, minute, second = int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, 14, 2))
    try:
        then = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        then = datetime(max(year, 1), min(max(month, 1), 12), 1, tzinfo=UTC)
    return then.timestamp()
