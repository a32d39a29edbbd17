"""Requests to the archive, as Scrapy's: their addresses, headers, slots, and what goes with them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, Self

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler import wayback
from crawler.answers import Ended, Neighbour
from crawler.discovery import ListingAsk
from crawler.handlers import archive_url
from crawler.items import Capture, Document
from crawler.middlewares import REPEATED, REPETITIONS
from crawler.tracking import Tracking

#: Bytes of an unpacked listing page: 5,000 rows have at most 2 MB unless every URL in them is a kilobyte long.
MOST_LISTING: Final = 64 * 1024 * 1024

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
    """How requests are made: the archive's base URL, who we say we are, and how often a fault is met by asking again."""

    archive: str
    agent: str
    retries: int

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the settings; ``ARCHIVE_CONTACT`` becomes part of the User-Agent (manners: protocol 3.3)."""
        contact = str(settings["ARCHIVE_CONTACT"]).strip()
        agent = f"{settings['USER_AGENT']} (+{contact})" if contact else str(settings["USER_AGENT"])
        return cls(archive=archive_url(settings), agent=agent, retries=settings.getint("ARCHIVE_RETRIES"))

    def listing(self, track: Tracking, parse: Callback, lost: Callback, resume_key: str = "", rows: int = 0) -> Request:
        """Return the request for the next page of a document's listing."""
        window = track.to_list[0]
        url = wayback.listing_url(
            self.archive, track.document.url, since=window.since, until=window.until, resume_key=resume_key
        )
        kwargs = {"document": track.document, "rows": rows}
        return self._request("cdx", url, parse, lost, kwargs, resume_key=resume_key)

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
        request.cb_kwargs["flags"] = (f"not listed; the archive plays it as the neighbour of {capture.timestamp}",)
        return request


def again(response: Response, asking: Asking) -> Request | None:
    """Return the request of a broken answer once more, or None if it was repeated often enough."""
    request = response.request
    assert request is not None
    repeated = request.meta.get(REPEATED, 0)
    if repeated >= asking.retries:
        return None
    repetition = request.replace(dont_filter=True)
    repetition.meta[REPEATED] = repeated + 1
    return repetition


def listing_body(response: Response) -> bytes:
    """Return a listing's bytes, unpacked by what they are, not by what the headers say; at most `MOST_LISTING`."""
    body = response.body
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MOST_LISTING)
    except zlib.error:
        return body


def played_instead(answer: Neighbour) -> Ended:
    """Return how a capture ends that the archive plays by a neighbour."""
    return Ended(outcome="unplayable", reason=f"the archive plays its neighbour {answer.timestamp} instead")
