"""Playback: ``/web/<timestamp><flag>/<url>`` finds a capture, or a neighbour, or says that there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from . import pages
from .answers import Answer, Header, page
from .log import Request
from .model import Stored, moment, urlkey

if TYPE_CHECKING:
    from .fake import FakeArchive

_ADDRESS = re.compile(r"/web/(?P<timestamp>\d{0,14})(?P<flag>[a-z]{2}_)?/?(?P<url>.+)", re.DOTALL)
_ENCODED = re.compile(r"https?%3a", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A playback address taken apart. ``flag`` is ``id_`` for the stored body, empty for the rewritten view."""

    timestamp: str
    flag: str
    url: str


def read_address(path: str) -> Address | None:
    """The address of a playback path; the URL's tail is decoded only where it begins encoded."""
    found = _ADDRESS.fullmatch(path)
    if not found:
        return None
    url = found["url"]
    return Address(found["timestamp"], found["flag"] or "", unquote(url) if _ENCODED.match(url) else url)


def httpdate(timestamp: str) -> str:
    return format_datetime(moment(timestamp), usegmt=True)


def answer_playback(archive: FakeArchive, request: Request, base: str) -> Answer:
    """The answer to a playback request."""
    address = read_address(request.path)
    if address is None:
        return pages.home()
    key = urlkey(address.url)
    shelf = archive.shelves.get(key)
    there = [] if shelf is None else [c for c in shelf.playable(address.timestamp) if not archive.hides(c)]
    if not there:
        return pages.never_archived(address.url)
    exact = [capture for capture in there if capture.timestamp == address.timestamp]
    if not exact:
        return to_nearest(min(there, key=lambda c: _distance(c.timestamp, address.timestamp)), address, base)
    capture = next((c for c in exact if c.original == address.url), exact[0])
    answer = play(archive, capture, there, address, base)
    return capture.twist(answer) if capture.twist else answer


def _distance(one: str, other: str) -> timedelta:
    return abs(moment(one) - moment(other or "19960101"))


def to_nearest(capture: Stored, address: Address, base: str) -> Answer:
    """The machine's own redirect: 302, no Memento-Datetime, empty body."""
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Location", f"{base}/web/{capture.timestamp}{address.flag}/{capture.original}"),
        ("x-archive-redirect-reason", f"found capture at {capture.timestamp}"),
        *pages.SERVED_BY,
    )
    return Answer(302, "FOUND", headers, framing="length", label="302 machine")


def play(archive: FakeArchive, capture: Stored, there: list[Stored], address: Address, base: str) -> Answer:
    """A capture's own answer: archived status, headers and body, with Memento-Datetime."""
    payload = capture
    if capture.revisit_of:
        found = [c for c in there if c.timestamp == capture.revisit_of and not c.revisit_of]
        if not found:
            text = "Missing original for revisit record"
            return page(404, "Not Found", text, *pages.SERVED_BY, label="404 lost original")
        payload = found[0]
    if payload.target and not address.flag:
        return pages.crawl_time_redirect(payload.status, payload.target, capture.timestamp)
    body = payload.body
    headers = (
        ("Server", "nginx"),
        *((("Content-Type", payload.content_type),) if payload.content_type is not None else ()),
        *((("Location", location(payload, capture.timestamp, address.flag, base)),) if payload.target else ()),
        ("memento-datetime", httpdate(capture.timestamp)),
        ("link", link(capture, there, base)),
        *original_headers(payload, capture.timestamp, len(body)),
        ("x-archive-src", f"crawl-{capture.timestamp[:6]}/part-00001.warc.gz"),
        *pages.SERVED_BY,
    )
    return Answer(payload.status, payload.reason, headers, body if address.flag else with_toolbar(body))


def original_headers(capture: Stored, timestamp: str, size: int) -> tuple[Header, ...]:
    """The vendor's own headers under ``x-archive-orig-``; a date and the stored body's size unless given."""
    given = {name.lower(): value for name, value in capture.headers}
    known = {"date": httpdate(timestamp), "content-length": str(size)}
    return tuple((f"x-archive-orig-{name}", value) for name, value in (known | given).items())


def location(capture: Stored, timestamp: str, flag: str, base: str) -> str:
    """Where an archived redirect leads: the same timestamp, the target, in one of the three spellings."""
    target = capture.target if urlsplit(capture.target).scheme else urljoin(capture.original, capture.target)
    path = f"/web/{timestamp}{flag}/{target}"
    return {"absolute": f"{base}{path}", "protocol-relative": f"//{urlsplit(base).netloc}{path}", "path": path}[
        capture.spelling
    ]


def link(capture: Stored, there: list[Stored], base: str) -> str:
    """The ``link`` header: original, timemap, timegate and neighbouring mementos, without flag, ``&`` escaped."""
    at = there.index(capture)
    last = len(there) - 1
    marks = {at - 1: "prev", at + 1: "next", at: ""} | {0: "first", last: "last"}
    original = capture.original.replace("&", "&amp;")
    parts = [
        f'<{original}>; rel="original"',
        f'<{base}/web/timemap/link/{original}>; rel="timemap"; type="application/link-format"',
        f'<{base}/web/{original}>; rel="timegate"',
    ]
    for index, mark in sorted(marks.items()):
        if 0 <= index < len(there):
            other = there[index]
            rel = f"{mark} memento".strip()
            url = f"{base}/web/{other.timestamp}/{other.original.replace('&', '&amp;')}"
            parts.append(f'<{url}>; rel="{rel}"; datetime="{httpdate(other.timestamp)}"')
    return ", ".join(parts)


def with_toolbar(body: bytes) -> bytes:
    """The view for people: a toolbar in front of the page."""
    bar = b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp'>toolbar</div><!-- END WAYBACK TOOLBAR INSERT -->"
    return bar + body
