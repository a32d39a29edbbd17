"""Extension: keeps one row a run (view ``runs``), and says at the end how it went.

It only observes. The exit status is left in the stats (``run/exit_status``), where the command finds it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from crawler.items import Run, StoreBusyError, StoreError
from crawler.manners.ending import STORE_FAILED, ends_on_error
from crawler.records import Records, open_records
from crawler.spiders.policies import PoliciesSpider
from crawler.telling.account import Account, account_of
from crawler.telling.summary import exit_status, sentence

logger = logging.getLogger(__name__)

#: First parts of the names of loggers whose errors mean that the crawl broke.
OURS: Final = frozenset({"crawler", "pipelines", "policies", "scrapy", "twisted", "asyncio", "root", "py"})

#: Scrapy's word for a run that a signal has ended.
INTERRUPTED: Final = "shutdown"

#: Seconds between two looks at whether the spider is closed.
LOOK: Final = 0.02


class ErrorCount(logging.Handler):
    """Counts the errors that this program and its framework log. Libraries that read pages call a page without text one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record, if it is ours."""
        self.count += record.name.split(".")[0] in OURS


class RunRecorder:
    """Writes the run's row when the spider opens, and completes it when the spider has closed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run_id = 0
        self.begun: asyncio.Future[None]
        self.errors = ErrorCount()
        self.started_at = _now()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the signals; only the spider ``policies`` has runs to record."""
        if crawler.spidercls is not PoliciesSpider:
            raise NotConfigured
        recorder = cls(crawler)
        crawler.signals.connect(recorder.opened, signals.spider_opened)
        crawler.signals.connect(recorder.closed, signals.spider_closed)
        crawler.signals.connect(recorder.stopped, signals.engine_stopped)
        return recorder

    async def opened(self, spider: PoliciesSpider) -> None:
        """Store that the run began, as soon as no other program writes, and begin to count errors."""
        logging.getLogger().addHandler(self.errors)
        # not awaited: Scrapy hears no signal before the spider is open (2.19)
        self.begun = asyncio.ensure_future(self._begin(spider))
        if self._interrupted():  # a signal that comes while the spider is being opened is heard by nobody else (2.19)
            raise CloseSpider(INTERRUPTED)

    async def closed(self, spider: PoliciesSpider, reason: str) -> None:
        """Count the outcomes of the run's documents, decide on the exit status, store both and log the last line."""
        assert self.crawler.stats
        stats = self.crawler.stats
        reason = spider.stopped_because or reason
        account = Account()
        await self.begun
        try:
            account = await account_of(self.crawler.settings, spider, self._interrupted)
            if account.uncounted and reason == "finished":
                reason = INTERRUPTED
            errors = stats.get_value("spider_exceptions/count", 0) + self.errors.count
            status = exit_status(
                reason, account.outcomes, account.unlisted, errors, plan=spider.work.plan, unsearched=_unsearched(spider)
            )
            await self._finish(spider, reason, account, status)
        except StoreError as error:
            if reason != STORE_FAILED:  # else it has been said
                logger.error("%s", error)  # noqa: TRY400 - one line is what an operator needs
            status = 1
        logging.getLogger().removeHandler(self.errors)
        stats.set_value("run/exit_status", status)
        stats.set_value("run/outcomes", account.outcomes)
        if account.plans is not None:
            stats.set_value("run/plan", account.plans)
        said = sentence(
            status,
            account.outcomes,
            account.unlisted,
            unasked=sum(not track.document_id for track in spider.tracked.values()),
            unsearched=_unsearched(spider),
            uncounted=account.uncounted,
            plan=spider.work.plan,
            paused_until=_moment(stats.get_value("archive/paused_until")),
        )
        stats.set_value("run/sentence", said)

    async def stopped(self) -> None:
        """Wait until the spider is closed: Scrapy does not, if it is told to stop while it is closing it (2.19)."""
        while self.crawler.engine and self.crawler.engine.spider:
            await asyncio.sleep(LOOK)

    async def _begin(self, spider: PoliciesSpider) -> None:
        with ends_on_error(self.crawler), self._open() as records, self._interruptible():
            self.run_id = await records.patiently(self._interrupted, records.start_run, self.started_at, spider.arguments)

    async def _finish(self, spider: PoliciesSpider, reason: str, account: Account, status: int) -> None:
        run = Run(
            started_at=self.started_at,
            finished_at=_now(),
            arguments=spider.arguments,
            counts=account.outcomes,
            reason=reason,
            exit_status=status,
        )
        with self._open() as records, self._interruptible():
            # a store that has failed already is not waited for again
            unless = (lambda: True) if reason == STORE_FAILED else self._interrupted
            await records.patiently(unless, records.finish_run, self.run_id, run)

    def _open(self) -> Records:
        return open_records(self.crawler.settings, write=True, blocking=False)

    def _interrupted(self) -> bool:
        return not self.crawler.crawling

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Say that the run's row is left as it is, if somebody will not wait until another program has finished writing."""
        try:
            yield
        except StoreBusyError as error:
            if not self._interrupted():
                raise
            logger.warning("%s; the run's own row is left as it is", error)


def _unsearched(spider: PoliciesSpider) -> int:
    return len(spider.work.discover) - len(spider.discovered)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(stat: str | float | None) -> str:
    """Return a moment from the stats as ISO 8601; there it may be seconds since 1970, too."""
    if not isinstance(stat, (int, float)):
        return stat or ""
    return datetime.fromtimestamp(stat, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
