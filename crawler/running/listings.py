"""The listings of a run's documents: page by page, in smaller windows where the archive cannot answer a larger one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.items import Document, Listing, ListingOutcome
from crawler.manners import answers
from crawler.manners.answers import ListingExcluded, ListingRejected, ListingTooHeavy
from crawler.manners.governor import StoppingError
from crawler.manners.headers import plain_headers
from crawler.running import outcomes, requests
from crawler.running.outcomes import now
from crawler.running.tracking import Tracking, identity
from crawler.wayback import ListingError, ListingPage, of_resource

Item = Listing | ListingOutcome

#: Smallest windows given up one after the other, with no answer between them, after which the archive is asked for no further
#: ones: then it is no heavy spot but an outage. They are two months of captures, and up to there it takes 38 requests; the
#: governor pauses after 48 such answers (chosen 2026-11-22).
IN_A_ROW: Final = 6


class Listings:
    """Asks for listings; what comes of them are items: a `Listing` a page, or a `ListingOutcome` that says why there is none.

    ``tracked`` is the run's own: a document that is asked for is entered there.
    """

    def __init__(self, asking: requests.Asking, tracked: dict[Document, Tracking]) -> None:
        self._asking = asking
        self._tracked = tracked
        self._entered: set[tuple[str, ...]] = set()

    def of(self, track: Tracking) -> Iterator[Request]:
        """Enter a document, and yield the request for its listing's first page; nothing if it is entered already.

        A document may be named, stored and discovered in one run, each time with another spelling of its URL.
        """
        if identity(track.document) not in self._entered:
            self._entered.add(identity(track.document))
            self._tracked[track.document] = track
            yield self._asking.listing(track, self.parse, self.lost)

    def parse(self, response: Response, document: Document, keys: Sequence[str]) -> Iterator[Item | Request]:
        """Take a page of a listing and ask for the next one. ``keys`` are the resume keys that led here."""
        track = self._tracked[document]
        try:
            listed = answers.listed(response.status, plain_headers(response.headers), requests.listing_body(response))
        except ListingExcluded as error:
            yield outcomes.unlisted(document, "excluded", str(error))
        except ListingTooHeavy as error:
            yield self._narrower(track, str(error))
        except ListingRejected as error:
            yield outcomes.unlisted(document, "failed", str(error))
        except ListingError as error:
            yield requests.again(response, self._asking) or self._without(track, str(error))
        else:
            yield from self._page(track, of_resource(listed, document.url), keys)

    def lost(self, failure: Failure) -> Iterator[Item | Request]:
        """Take a time-out for a query that is too heavy; any other loss is due again."""
        track = self._tracked[failure.request.cb_kwargs["document"]]  # type: ignore[attr-defined]
        if isinstance(failure.value, StoppingError):
            return
        reason = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"
        if isinstance(failure.value, (DownloadTimeoutError, DownloadCancelledError)):  # too slow, or too large
            yield self._narrower(track, reason)
        else:
            yield outcomes.unlisted(track.document, "failed", reason)

    def _page(self, track: Tracking, page: ListingPage, keys: Sequence[str]) -> Iterator[Item | Request]:
        """Go on behind a page, unless its key was among the ``keys`` that led here: such a listing goes round for ever."""
        more = bool(page.resume_key) and bool(page.captures) and page.resume_key not in keys
        if not more:
            track.to_list.pop(0)
        track.given_up_in_a_row = 0
        complete = not (more or track.to_list or track.given_up)
        yield Listing(document=track.document, captures=page.captures, listed_at=now(), complete=complete)
        if more:
            yield self._asking.listing(track, self.parse, self.lost, (*keys, page.resume_key))
        elif not complete:
            yield self._next(track)

    def _narrower(self, track: Tracking, reason: str) -> Item | Request:
        """Go on with half the window; with the next one if it is too narrow for that: it is due again with the listing."""
        if track.split(now().translate(str.maketrans("", "", "-:TZ"))):
            return self._next(track)
        return self._without(track, reason)

    def _without(self, track: Tracking, reason: str) -> Item | Request:
        track.give_up(reason)
        return self._next(track)

    def _next(self, track: Tracking) -> Item | Request:
        """Return what comes after a window: the request for the next one, or which windows could not be had."""
        if track.to_list and track.given_up_in_a_row < IN_A_ROW:
            return self._asking.listing(track, self.parse, self.lost)
        return outcomes.unlisted(track.document, "failed", track.not_listed)
