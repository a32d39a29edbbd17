"""Discovery on its way through a run: its asks become requests, the archive's answers become what it hears.

Which URLs are policies is decided by `crawler.discovery`, which is pure; here are the requests, one at a time, because each
answer decides what is worth asking next. All go through the download handler like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from twisted.python.failure import Failure as DownloadFailure

from crawler.discovery import Answer, Ask, Body, Discovery, Failure, ListingAsk, PageAsk, Redirect, Rows
from crawler.extraction.unpack import ReadingError, unpack
from crawler.items import Capture
from crawler.manners import answers
from crawler.manners.answers import Ended, ListingExcluded, ListingTooHeavy, Neighbour
from crawler.manners.handlers import RateLimitedError, StoppingError
from crawler.manners.headers import plain_headers
from crawler.manners.middlewares import REPETITIONS
from crawler.running.requests import Asking, listing_body
from crawler.wayback import ListingError, captured_at, memento_parts

#: Machine redirects from a page asked for to the capture that is played: a short timestamp takes one, a moved host another.
HOPS: Final = 2

T = TypeVar("T")


class Search(Generic[T]):
    """The discovery of one domain. ``done`` is called once with its last state and yields what comes next."""

    def __init__(self, discovery: Discovery, asking: Asking, done: Callable[[Discovery], Iterator[T]]) -> None:
        self.discovery = discovery
        self.asking = asking
        self.done = done
        self._spent = 0

    def go_on(self) -> Iterator[Request | T]:
        """Yield the next request, or what comes of the search when there is none left."""
        for ask in self.discovery.next_requests()[:1]:
            self._spent = 1
            if isinstance(ask, ListingAsk):
                yield _once(self.asking.query(ask, self.heard_listing, self.lost))
            else:
                yield self._page(ask, ask.timestamp, ask.original)
            return
        yield from self.done(self.discovery)

    def heard_listing(self, response: Response, ask: ListingAsk) -> Iterator[Request | T]:
        """Take the archive's answer to a listing."""
        try:
            page = answers.listed(response.status, plain_headers(response.headers), listing_body(response))
        except ListingExcluded:
            answer: Answer = Failure("excluded")
        except ListingTooHeavy:
            answer = Failure("timeout")
        except ListingError as error:
            answer = Failure(str(error))
        else:
            usable = tuple(capture for capture in page.captures if not capture.problem)
            answer = Rows(usable, complete=not page.resume_key)
        yield from self._heard(ask, answer)

    def heard_page(self, response: Response, ask: PageAsk, capture: Capture) -> Iterator[Request | T]:
        """Take the archive's answer to a page, following it to the capture that it plays."""
        headers = plain_headers(response.headers)
        parts = memento_parts(headers.get("location", ""))
        more = self._spent <= HOPS and self.discovery.spent + self._spent < self.discovery.budget
        if "memento-datetime" not in headers and 300 <= response.status < 400 and parts and more:
            self._spent += 1
            yield self._page(ask, *parts)
            return
        yield from self._heard(ask, _answer(capture, response, headers))

    def lost(self, failure: DownloadFailure) -> Iterator[Request | T]:
        """Take an error that came instead of an answer."""
        if isinstance(failure.value, (StoppingError, RateLimitedError)):
            return  # nothing is known of the domain: the next run searches anew
        reason = "timeout" if isinstance(failure.value, DownloadTimeoutError) else type(failure.value).__name__
        yield from self._heard(failure.request.cb_kwargs["ask"], Failure(reason))  # type: ignore[attr-defined]

    def _heard(self, ask: Ask, answer: Answer) -> Iterator[Request | T]:
        self.discovery = self.discovery.heard(ask, answer, requests=self._spent)
        yield from self.go_on()

    def _page(self, ask: PageAsk, timestamp: str, original: str) -> Request:
        capture = Capture(urlkey="", timestamp=timestamp, captured_at=captured_at(timestamp), original=original)
        return _once(self.asking.playback(capture, self.heard_page, self.lost, {"ask": ask, "capture": capture}))


def _once(request: Request) -> Request:
    """Return a request that is not repeated after a fault: the budget counts what is sent, and other asks may do as well."""
    request.meta[REPETITIONS] = 0
    return request


def _answer(capture: Capture, response: Response, headers: dict[str, str]) -> Answer:
    played = answers.played(capture, response.status, headers, response.body)
    if isinstance(played, answers.Body):
        try:
            body = unpack(response.body)
        except ReadingError as error:
            return Failure(error.reason)
        return Body(body, played.original, played.delivered, headers.get("content-type", ""))
    if isinstance(played, Ended) and played.outcome == "redirect" and played.target:
        return Redirect(played.target, capture.timestamp)
    if isinstance(played, Neighbour):
        return Failure(f"played by a neighbour {played.days:.1f} days away")
    return Failure(played.outcome if played.outcome == "excluded" else played.reason)
