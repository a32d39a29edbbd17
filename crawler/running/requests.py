"""Requests to the archive, as Scrapy's: their addresses, headers, slots, and what goes with them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, Self

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler import wayback
from crawler.discovery import ListingAsk
from crawler.items import Capture, Document
from crawler.manners.answers import ListingTooHeavy, Neighbour
from crawler.manners.handlers import archive_url
from crawler.manners.middlewares import REPEATED, REPETITIONS, WAIT
from crawler.reading.task import LARGEST_BODY
from crawler.running.tracking import Tracking

#: Bytes of a listing page, unpacked or not, that are taken in. 5,000 rows have 1 to 2 MB; parsed they take twenty times that.
MOST_LISTING: Final = 8 * 1024 * 1024

#: What of a request's meta goes with its repetition: Scrapy leaves things of its own there too (2.19: download_latency).
_OWN_META: Final = ("download_slot", "verbatim_url", "download_maxsize", REPETITIONS)

Callback = Callable[..., Any]


class Listener(Protocol):
    """Who wants to know what became of a capture's request."""

    @property
    def parse_capture(self) -> Callback:
        """Take the archive's answer."""

    @property
    def capture_lost(self) -> Callback:
        """Take the error that came instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How requests are made: the archive's base URL, who we say we are, how often a fault is met by asking again, and after
    how many seconds at first.
    """

    archive: str
    agent: str
    retries: int
    delay: float = 0.0

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the settings; ``ARCHIVE_CONTACT`` becomes part of the User-Agent (manners: protocol 3.3)."""
        contact = str(settings["ARCHIVE_CONTACT"]).strip()
        agent = f"{settings['USER_AGENT']} (+{contact})" if contact else str(settings["USER_AGENT"])
        retries, delay = settings.getint("ARCHIVE_RETRIES"), settings.getfloat("ARCHIVE_RETRY_DELAY")
        return cls(archive=archive_url(settings), agent=agent, retries=retries, delay=delay)

    def listing(self, track: Tracking, parse: Callback, lost: Callback, keys: Sequence[str] = ()) -> Request:
        """Return the request for the next page of a document's listing. ``keys`` led there: the last one is its place."""
        window, key = track.to_list[0], keys[-1] if keys else ""
        url = wayback.listing_url(self.archive, track.document.url, since=window.since, until=window.until, resume_key=key)
        return self._request("cdx", url, parse, lost, {"document": track.document, "keys": keys})

    def query(self, ask: ListingAsk, parse: Callback, lost: Callback) -> Request:
        """Return the request for one of discovery's listings."""
        url = wayback.listing_url(
            self.archive,
            ask.url,
            since=ask.since,
            until=ask.until,
            limit=ask.limit,
            match_type=ask.match_type,
            filters=ask.filters,
            collapse=ask.collapse,
        )
        return self._request("cdx", url, parse, lost, {"ask": ask})

    def capture(self, document: Document, capture: Capture, listener: Listener) -> Request:
        """Return the request for a capture's stored body."""
        kwargs = {"document": document, "capture": capture}
        return self.playback(capture, listener.parse_capture, listener.capture_lost, kwargs)

    def playback(self, capture: Capture, parse: Callback, lost: Callback, kwargs: dict[str, Any]) -> Request:
        """Return the request for a capture's stored body, with what goes with it to the callbacks."""
        url = wayback.playback_url(self.archive, capture.timestamp, capture.original)
        return self._request("web", url, parse, lost, kwargs)

    def _request(self, slot: str, url: str, parse: Callback, lost: Callback, kwargs: dict[str, Any], **meta: object) -> Request:
        lists = slot == "cdx"
        if lists:
            # a heavy query is met by halving its window; asking the same again costs the archive as much once more
            meta[REPETITIONS] = 1
        meta["download_maxsize"] = MOST_LISTING if lists else LARGEST_BODY
        return Request(
            url,
            callback=parse,
            errback=lost,
            cb_kwargs=kwargs,
            meta={"download_slot": slot, "verbatim_url": True, **meta},
            # a listing shrinks to a tenth; a page comes as it is stored: the archive's own compression lies (protocol 2.8)
            headers={"User-Agent": self.agent, "Accept-Encoding": "gzip" if lists else "identity"},
            priority=1 if lists else 0,
        )

    def neighbour(self, document: Document, capture: Capture, answer: Neighbour, listener: Listener) -> Request:
        """Return the request for a neighbour that the archive plays instead of ``capture``, and does not list."""
        neighbour = replace(
            capture,
            timestamp=answer.timestamp,
            captured_at=wayback.captured_at(answer.timestamp),
            original=answer.original,
            digest="-",
            length=0,
        )
        request = self.capture(document, neighbour, listener)
        request.cb_kwargs["instead_of"] = capture
        return request


def again(response: Response, asking: Asking) -> Request | None:
    """Return the request of a broken answer once more, after a growing delay; None if it was repeated often enough."""
    request = response.request
    assert request is not None
    repeated = request.meta.get(REPEATED, 0)
    if repeated >= asking.retries:
        return None
    meta: dict[str, Any] = {name: request.meta[name] for name in _OWN_META if name in request.meta}
    meta |= {REPEATED: repeated + 1, WAIT: asking.delay * 2**repeated}
    return request.replace(dont_filter=True, meta=meta)


def listing_body(response: Response) -> bytes:
    """Return a listing's bytes, unpacked by what they are, not by what the headers say.

    Raises `ListingTooHeavy` if there are more than `MOST_LISTING` of them: a smaller window has fewer.
    """
    body = response.body
    if not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(wbits=31)
    try:
        unpacked = packed.decompress(body, MOST_LISTING)
    except zlib.error:
        return body
    if packed.unconsumed_tail:
        raise ListingTooHeavy(f"the listing has more than {MOST_LISTING >> 20} MB")
    return unpacked
