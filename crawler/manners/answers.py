"""What the archive's answers mean. Pure: status, headers and body in; one named meaning out.

The rule above all others: an answer with Memento-Datetime is archived content, whatever its status; without it the archive
itself is talking, and nothing it says is a policy (protocol 2.7). The cases are those of the protocol's situation table (5).
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from html import unescape
from typing import Final
from urllib.parse import urljoin

from crawler import wayback
from crawler.items import Capture
from crawler.manners.headers import http_date, number

#: SHA-1 of no bytes: what the archive lists for an empty body (protocol 2.8).
EMPTY_DIGEST: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"

#: A capture played by a neighbour may stand up to this far from the one asked for, in days (edgi-wayback's default, 24 h).
NEIGHBOUR_DAYS: Final = 1.0

#: Days after which a capture that the index lists and playback does not know is asked for again: the index runs ahead of
#: playback by hours to days (protocol 1.4).
LAG_DAYS: Final = 7.0

#: Hours after which what the rate limit has stopped is due again: blocks last an hour (2023-11, protocol 3.1).
BLOCK_HOURS: Final = 1.0

#: Hours after which a capture that failed for a passing reason is due again: "a second pass hours later often succeeds"
#: (protocol 5).
RETRY_HOURS: Final = 6.0

#: Statuses that say that the archive took too long.
TOO_SLOW: Final = (408, 504)

#: What the archive's own pages say. Looked for in the first bytes of answers without Memento-Datetime only.
_EXCLUDED = re.compile(rb"has been excluded from the Wayback Machine|AccessControlException|Blocked Site Error", re.IGNORECASE)
_ROBOTS = re.compile(rb"RobotAccessControlException|Blocked By Robots", re.IGNORECASE)
_VIEW_REDIRECT = re.compile(rb"Got an? HTTP 3\d\d response at crawl time")
_IMPATIENT = re.compile(rb"""class=["']impatient["'][^>]*>\s*<a\s+href=["']([^"']+)""")
_LIMITED = re.compile(r"^([a-z]+:)?(//[^/?#]*)?/429\.html([?#]|$)", re.IGNORECASE)
_STUB = re.compile(rb"\s*Invalid UR[IL]\s*\Z")
_HEAVY = re.compile(rb"SocketTimeoutException|Scheduled Maintenance", re.IGNORECASE)
_SEEN: Final = 200_000  # bytes of a page of the archive's own that are looked at; the largest recorded has 94,000

_PACKED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip, zstd (protocol 2.8)
_NO_SIGNS: Final = str.maketrans("", "", "-:TZ")

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Archived content. ``delivered`` is the 14-digit time that the archive says it played; ``flags`` are remarks."""

    delivered: str
    original: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The capture ends without a body: one of the outcomes, why, where it leads, and after how many days it is due again."""

    outcome: str
    reason: str
    target: str = ""
    due_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The archive plays another capture instead (machine redirect): this one, ``days`` away."""

    timestamp: str
    original: str
    days: float


class ListingExcluded(wayback.ListingError):
    """The archive will not list this URL: excluded by its owner or by robots.txt. Permanent."""


class ListingRejected(wayback.ListingError):
    """The archive does not understand the query. Asking the same again is pointless."""


class ListingTooHeavy(wayback.ListingError):
    """The query took the archive too long. A smaller window may answer."""


def played(capture: Capture, status: int, headers: Headers, body: bytes) -> Body | Ended | Neighbour:
    """Say what the archive's answer to a playback request for ``capture`` means.

    ``headers`` have lower-case names; ``body`` is as received. Throttling never gets here: the download handler keeps it.
    """
    if "memento-datetime" in headers:
        return _memento(capture, status, headers, body)
    if 300 <= status < 400:
        return _machine_redirect(capture, headers)
    return _archives_own(status, headers, body[:_SEEN])


def listed(status: int, headers: Headers, body: bytes) -> wayback.ListingPage:
    """Return the page of a listing that an answer holds.

    Raises `ListingExcluded`, `ListingTooHeavy`, or plain `ListingError` when it holds none for another reason.
    """
    head = body[:_SEEN]
    said = headers.get("x-archive-wayback-runtime-error", "").encode() + head
    rows = status == 200 and head.lstrip().startswith(b"[")  # then such words stand in the URLs listed
    if status == 403 or (not rows and (_EXCLUDED.search(said) or _ROBOTS.search(said))):
        by = "robots.txt" if _ROBOTS.search(said) else "its owner or the archive"
        raise ListingExcluded(f"excluded from the archive by {by}")
    if status in TOO_SLOW or (not rows and _HEAVY.search(head[:2000])):
        raise ListingTooHeavy(f"the archive took too long over the listing (status {status})")
    if status == 400:
        raise ListingRejected(f"the archive rejected the query: {_gist(head)}")
    if status != 200:
        raise wayback.ListingError(f"the archive answered {status} instead of a listing")
    return wayback.parse_listing(body)


def throttles(status: int, headers: Headers) -> bool:
    """Tell whether an answer means "slow down": a live 429, a redirect to the archive's page about it, or a 503 that says
    how long to stay away (RFC 9110; asking for something else meanwhile would not heed it).
    """
    if "memento-datetime" in headers:
        return False
    if 300 <= status < 400:
        return _LIMITED.search(headers.get("location", "")) is not None
    return status == 429 or (status == 503 and "retry-after" in headers)


def passes(status: int, headers: Headers) -> bool:
    """Tell whether an answer is a fault of the archive's that may pass (a gateway error), so that asking again may help."""
    return "memento-datetime" not in headers and status in (408, 413, 421, 500, 502, 503, 504, 520, 523, 599)


def fails(status: int, headers: Headers, body: bytes) -> bool:
    """Tell whether an answer says nothing about what was asked for, but that something is wrong with the archive itself:
    a gateway error, or a page of its own on 200 (maintenance, its front page).
    """
    if "memento-datetime" in headers or status != 200:
        return passes(status, headers)
    head = body[:_SEEN]
    says = _EXCLUDED.search(head) or _ROBOTS.search(head) or _VIEW_REDIRECT.search(head)
    return says is None and head.lstrip().startswith(b"<")


def cut_off(headers: Headers, body: bytes) -> str:
    """Return what is missing of an archived body, in words; an empty string if it is whole as far as can be told.

    The vendor's own Content-Length tells, unless the page was compressed on its way to the archive (protocol 2.3, 2.8).
    """
    length = headers.get("x-archive-orig-content-length", "")
    coded = headers.get("content-encoding", "") + headers.get("x-archive-orig-content-encoding", "")
    if coded or body.startswith(_PACKED) or _STUB.match(body[:100]):
        return ""  # the length counts other bytes than these, or these are no page at all
    whole = number(length)
    if whole and 0 < len(body) < whole:
        return f"cut off after {len(body)} of {whole} bytes"
    return ""


def body_digest(body: bytes) -> str:
    """Return the archive's kind of digest: base32 SHA-1, 32 characters."""
    return b32encode(sha1(body, usedforsecurity=False).digest()).decode()


def _memento(capture: Capture, status: int, headers: Headers, body: bytes) -> Body | Ended | Neighbour:
    delivered = _delivered(headers) or capture.timestamp
    original = _original(headers) or capture.original
    if 300 <= status < 400:
        return _archived_redirect(capture, status, headers)
    if status >= 400:
        return Ended(outcome="archived-error", reason=f"the vendor answered {status}")
    if not wayback.same_resource(original, capture.original):
        return Ended(outcome="unplayable", reason=f"the archive plays another page instead: {original}")
    if delivered != capture.timestamp and wayback.days_between(delivered, capture.timestamp) > 0:
        days = wayback.days_between(delivered, capture.timestamp)
        return _neighbour(Neighbour(timestamp=delivered, original=original, days=days))
    if not body:
        return Ended(outcome="unplayable", reason="the archive has lost the bytes of it")
    if _STUB.match(body[:100]):
        return Ended(outcome="unplayable", reason="the archive holds a stub (Invalid URI) instead of the page")
    if missing := cut_off(headers, body):
        return Ended(outcome="unplayable", reason=missing)
    return Body(delivered=delivered, original=original, flags=_flags(capture, headers, body))


def _flags(capture: Capture, headers: Headers, body: bytes) -> tuple[str, ...]:
    flags = []
    if capture.digest not in ("-", body_digest(body), body_digest(body + b"\n")):
        flags.append("the bytes differ from the listed digest")
    date = headers.get("x-archive-orig-date", "")
    if date and _days_off(date, capture) > NEIGHBOUR_DAYS:
        flags.append(f"the vendor's own clock said {date}")
    return tuple(flags)


def _days_off(date: str, capture: Capture) -> float:
    said = http_date(date)
    if said is None:
        return 0.0
    return wayback.days_between(said.strftime("%Y%m%d%H%M%S"), capture.captured_at.translate(_NO_SIGNS))


def _archived_redirect(capture: Capture, status: int, headers: Headers) -> Ended:
    location = headers.get("location", "")
    parts = wayback.memento_parts(_joined("https://web.archive.org/", location)) if location else None
    target = parts[1] if parts else _joined(capture.original, location)
    if not location or not wayback.is_web_url(target):
        return Ended(outcome="redirect", reason=f"the vendor answered {status} with no usable address")
    return Ended(outcome="redirect", reason=f"the vendor answered {status}", target=target)


def _joined(base: str, location: str) -> str:
    """Return where a Location leads; nothing if it is no address at all (``A://[``)."""
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _machine_redirect(capture: Capture, headers: Headers) -> Ended | Neighbour:
    parts = wayback.memento_parts(headers.get("location", ""))
    if parts is None:
        return Ended(outcome="unplayable", reason="the archive leads to a page of its own")
    timestamp, original = parts
    if not wayback.same_resource(original, capture.original):
        return Ended(outcome="unplayable", reason=f"the archive plays another page instead: {original}")
    return _neighbour(
        Neighbour(timestamp=timestamp, original=original, days=wayback.days_between(timestamp, capture.timestamp))
    )


def _neighbour(neighbour: Neighbour) -> Ended | Neighbour:
    if neighbour.days > NEIGHBOUR_DAYS:
        reason = f"the archive plays {neighbour.timestamp} instead, {neighbour.days:.0f} days away"
        return Ended(outcome="unplayable", reason=reason)
    return neighbour


def _archives_own(status: int, headers: Headers, body: bytes) -> Ended:
    said = headers.get("x-archive-wayback-runtime-error", "").encode() + body
    if _ROBOTS.search(said):
        return Ended(outcome="excluded", reason="excluded from the archive by robots.txt")
    if _EXCLUDED.search(said):
        return Ended(outcome="excluded", reason="excluded from the archive by its owner or the archive")
    if status == 200 and "x-archive-src" in headers and _VIEW_REDIRECT.search(body):
        link = _IMPATIENT.search(body)
        parts = wayback.memento_parts(unescape(link[1].decode("utf-8", "replace"))) if link else None
        return Ended(outcome="redirect", reason="the vendor redirected", target=parts[1] if parts else "")
    if status == 404:
        reason = "listed, but the archive does not play it (its index may run ahead)"
        return Ended(outcome="failed", reason=reason, due_days=LAG_DAYS)
    if status == 200:
        reason = "the archive answered with a page of its own"
        return Ended(outcome="failed", reason=reason, due_days=RETRY_HOURS / 24)
    return Ended(outcome="failed", reason=f"the archive answered {status}", due_days=RETRY_HOURS / 24)


def _gist(body: bytes) -> str:
    return " ".join(re.sub(rb"<[^>]*>", b" ", body[:2000]).decode("utf-8", "replace").split())[:80]


def _delivered(headers: Headers) -> str:
    moment = http_date(headers["memento-datetime"])
    return moment.strftime("%Y%m%d%H%M%S") if moment else ""


def _original(headers: Headers) -> str:
    for link in headers.get("link", "").split(",\n" if ",\n" in headers.get("link", "") else ", <"):
        if 'rel="original"' in link:
            return unescape(link.strip().removeprefix("<").split(">")[0])
    return ""
