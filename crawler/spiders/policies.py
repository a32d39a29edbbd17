"""Listing, sample, fetch, read, next: one run over the documents of an assignment.

The spider only wires. What to fetch is `crawler.sampling`'s business, what an answer means and when a request may go out
`crawler.manners`'. The next captures of a document are asked for when the store has kept the last ones
(signal ``item_scraped``), so that a crash at any moment leaves a database from which the same run goes on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Self, TypeVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import Discovery
from crawler.extraction import EXTRACTOR
from crawler.items import (
    Capture,
    Discovered,
    Document,
    Listing,
    ListingOutcome,
    Outcome,
    Page,
    PolicyText,
    Reading,
    Snapshot,
    StoreBusyError,
    StoreError,
)
from crawler.manners import answers, ending
from crawler.manners.answers import Ended, Neighbour
from crawler.manners.handlers import RateLimitedError, StoppingError, unless
from crawler.manners.headers import plain_headers
from crawler.reading import Reader
from crawler.records import Records, open_records
from crawler.running import findings, outcomes, requests, tracking
from crawler.running.assignment import Assignment
from crawler.running.deliberation import Deliberation
from crawler.running.listings import Listings
from crawler.running.lock import CrawlLock
from crawler.running.outcomes import now
from crawler.running.searching import Search
from crawler.running.tracking import Tracking, Window
from crawler.running.work import barren, work_of

Item = Listing | ListingOutcome | Snapshot | Outcome | Discovered
T = TypeVar("T")


class PoliciesSpider(Spider):
    """The history of policies out of the Wayback Machine; arguments: `crawler.running.assignment.ARGUMENTS`."""

    name = "policies"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **arguments: str) -> Self:
        """Check the arguments (`UserError`), open the database (`StoreError`), and prepare reading."""
        settings = crawler.settings
        lock = CrawlLock(settings["DATABASE"])
        records = open_records(settings, write=True, blocking=False)
        work = work_of(settings, arguments, records)
        spider = super().from_crawler(
            crawler,
            arguments=arguments,
            records=records,
            work=work,
            deliberation=Deliberation(settings, work, lambda: not crawler.crawling),
            reader=Reader(settings.getint("EXTRACTION_WORKERS"), settings.getfloat("EXTRACTION_TIMEOUT")),
            asking=requests.Asking.from_settings(settings),
            lock=lock,
        )
        crawler.signals.connect(spider.stored, signals.item_scraped)
        crawler.signals.connect(spider.not_stored, signals.item_error)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        crawler.signals.connect(spider.finish, signals.spider_closed)
        return spider

    def __init__(
        self,
        *,
        arguments: dict[str, str],
        records: Records,
        work: Assignment,
        deliberation: Deliberation,
        reader: Reader,
        asking: requests.Asking,
        lock: CrawlLock,
    ) -> None:
        super().__init__()
        self.arguments = arguments
        self.records = records
        self.work = work
        self.deliberation = deliberation
        self.reader = reader
        self.asking = asking
        self.lock = lock
        self.tracked: dict[Document, Tracking] = {}
        self.listings = Listings(asking, self.tracked)
        self.discovered: list[Discovered] = []
        #: Why the run is being ended before its end: one word, as ``runs.reason`` keeps it.
        self.stopped_because = ""

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the listing of every document of the assignment, and begin to look for those of unknown vendors."""
        for listing in self._track(self.work.documents):
            yield listing
        for discovery in () if self.work.plan else self.work.discover:
            for request in Search(discovery, self.asking, self._discovered).go_on():
                yield request

    # ------------------------------------------------------------------------------------------------------- captures

    async def parse_capture(
        self, response: Response, document: Document, capture: Capture, instead_of: Capture | None = None
    ) -> AsyncIterator[Item | Request]:
        """Read a capture, or store how it ended; then how the one ended that it was played ``instead_of``.

        In this order, because a crash may come in between: the other way round nobody would ask for the neighbour again.
        """
        answer = answers.played(capture, response.status, plain_headers(response.headers), response.body)
        if isinstance(answer, Neighbour):
            track = self.tracked[document]
            asked = answer.timestamp in track.neighbours
            if instead_of or asked or self.records.lists(track.document_id, answer.timestamp):
                yield outcomes.ended(document, instead_of or capture, outcomes.played_instead(answer))
            else:
                track.neighbours.add(answer.timestamp)
                yield self.asking.neighbour(document, capture, answer, self)
            return
        if isinstance(answer, Ended):
            yield outcomes.ended(document, capture, answer)
        elif "dataloss" in response.flags:
            yield outcomes.ended(document, capture, outcomes.cut_off(response))
        else:
            text = await self._read(outcomes.page(document, response, answer))
            if text is None:
                return
            yield outcomes.snapshot(document, capture, response, answer, text, instead_of)
        if instead_of:
            yield outcomes.ended(document, instead_of, outcomes.played_instead(capture))

    def capture_lost(self, failure: Failure) -> Iterator[Item]:
        """Store that a capture could not be had, and when it is due again."""
        if isinstance(failure.value, StoppingError):
            return
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        reason = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"
        hours = answers.BLOCK_HOURS if isinstance(failure.value, RateLimitedError) else answers.RETRY_HOURS
        how = Ended(outcome="failed", reason=reason, due_days=hours / 24)
        if isinstance(failure.value, DownloadCancelledError):
            how = outcomes.too_large()
        yield outcomes.ended(kwargs["document"], kwargs.get("instead_of") or kwargs["capture"], how)

    async def _read(self, page: Page) -> PolicyText | None:
        """Read a page; None if the run is ended meanwhile."""
        try:
            return await unless(lambda: ending.stopping(self.crawler), self.reader.read(page))
        except StoppingError:
            return None

    def _discovered(self, discovery: Discovery) -> Iterator[Discovered]:
        found = findings.discovered(discovery, self.work.vendors.get(discovery.domain, discovery.domain), now())
        self.logger.info("%s", found.line)
        yield found

    # --------------------------------------------------------------------------------------------------------- signals

    async def stored(self, item: Item) -> None:
        """Go on once the store has kept what came last."""
        with ending.ends_on_error(self.crawler), suppress(StoppingError):
            if isinstance(item, Discovered):
                self.discovered.append(item)
                self._crawl(self._track(self.work.wanted(item.documents)))
                return
            track = self.tracked[item.document]
            async with track.turn:
                await self._go_on(item, track)

    async def _go_on(self, item: Listing | ListingOutcome | Snapshot | Outcome, track: Tracking) -> None:
        if isinstance(item, (Listing, ListingOutcome)):
            track.document_id = await self._kept(self.records.save_document, item.document, now())
        if isinstance(item, (Snapshot, Outcome)):
            await self.deliberation.heard(track, item)
        if self.work.plan:
            return
        if isinstance(item, ListingOutcome) or (isinstance(item, Listing) and item.complete) or track.surprised:
            # after a listing that failed, what is known from earlier ones is still sampled
            await self._reread(track)
            await self.deliberation.sample(track)
        if track.listed:
            if track.barred:
                await self._presume(track)
            self._crawl(self.asking.capture(item.document, capture, self) for capture in track.next())
            if track.sampler.done:
                await self._kept(self.records.save_rulings, await self.deliberation.rulings(track))

    async def _reread(self, track: Tracking) -> None:
        """Read stored bodies again that another extractor has read: texts of two extractors are never compared."""
        for stored, page in self.records.unread(track.document_id, EXTRACTOR):
            text = await self._read(page)
            if text is None:
                return
            reading = Reading(
                document=stored.document, capture=stored.capture, body_digest=stored.body_digest, text=text, read_at=now()
            )
            await self._kept(self.records.save_reading, reading)

    async def _presume(self, track: Tracking) -> None:
        """End what is left of a document that the archive excludes from playback, without asking for it."""
        while captures := track.next():
            ended = [outcomes.presumed(track.document, capture) for capture in captures]
            await self._kept(self.records.save_outcomes, ended)
            for outcome in ended:
                await self.deliberation.heard(track, outcome)

    async def _kept(self, save: Callable[..., T], *args: Any) -> T:
        """Save once no other program writes; `StoppingError` if the run is interrupted before that."""
        try:
            return await self.records.patiently(lambda: not self.crawler.crawling, save, *args)
        except StoreBusyError as error:
            if self.crawler.crawling:
                raise
            raise StoppingError from error

    def not_stored(self, failure: Failure) -> None:
        """End the run when the store fails: what is not kept must not be fetched."""
        if isinstance(failure.value, StoreBusyError) and not self.crawler.crawling:
            return  # interrupted while another program was writing: it is fetched again
        ending.broke(self.crawler, failure.value or RuntimeError(str(failure)))

    def callback_failed(self, failure: Failure) -> None:
        """End the run when the store fails under a callback. Other errors there cost one document, and the exit status."""
        if isinstance(failure.value, StoreError):
            ending.broke(self.crawler, failure.value)

    def idle(self) -> None:
        """When nothing is left to do, follow the redirects found: their targets are further URLs of the vendor."""
        with ending.ends_on_error(self.crawler):
            found = self.records.redirects([track.document_id for track in self.tracked.values()])
            lately = barren(self.records, refresh=self.work.refresh)
            fresh = [] if self.work.plan else tracking.targets(found, self.tracked, lately)
            self._crawl(self._track(fresh))
            if fresh and not ending.stopping(self.crawler):
                raise DontCloseSpider

    async def finish(self) -> None:
        """Let go of the reading processes and the database."""
        await self.reader.close()
        self.records.close()
        self.lock.release()

    # --------------------------------------------------------------------------------------------------------- helpers

    def _track(self, documents: Iterable[Document]) -> Iterator[Request]:
        for document in documents:
            since = max(self.work.since, document.since)
            yield from self.listings.of(Tracking(document, Window(since, self.work.until)))

    def _crawl(self, further: Iterable[Request]) -> None:
        assert self.crawler.engine
        for request in further:
            if ending.stopping(self.crawler):
                return
            self.crawler.engine.crawl(request)
