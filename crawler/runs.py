"""Extension: keeps one row a run (view ``runs``), and says at the end how it went.

It only observes. The exit status is left in the stats (``run/exit_status``), where the command finds it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.ending import STORE_FAILED, ends_on_error
from crawler.items import Known, Run, StoreError
from crawler.plan import Plan, plan
from crawler.records import Records, open_records
from crawler.spiders.policies import PoliciesSpider
from crawler.summary import exit_status, sentence
from crawler.tracking import Tracking

logger = logging.getLogger(__name__)

#: First parts of the names of loggers whose errors mean that the crawl broke.
OURS: Final = frozenset({"crawler", "pipelines", "policies", "scrapy", "twisted", "asyncio", "root", "py"})


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
        return recorder

    def opened(self, spider: PoliciesSpider) -> None:
        """Store that the run began, and begin to count errors."""
        logging.getLogger().addHandler(self.errors)
        with ends_on_error(self.crawler), open_records(self.crawler.settings, write=True) as records:
            self.run_id = records.start_run(self.started_at, spider.arguments)

    def closed(self, spider: PoliciesSpider, reason: str) -> None:
        """Count the outcomes of the run's documents, decide on the exit status, store both and log the last line."""
        assert self.crawler.stats
        stats = self.crawler.stats
        reason = spider.stopped_because or reason
        outcomes: dict[str, int] = {}
        unlisted: dict[str, int] = {}
        try:
            with open_records(self.crawler.settings, write=True) as records:
                outcomes, unlisted = _counts(records, spider)
                errors = stats.get_value("spider_exceptions/count", 0) + self.errors.count
                status = exit_status(reason, outcomes, unlisted, errors, plan=spider.work.plan)
                if spider.work.plan:
                    stats.set_value("run/plan", self._plan(records, spider))
                self._finish(records, spider, reason, outcomes, status)
        except StoreError as error:
            if reason != STORE_FAILED:  # else it has been said
                logger.error("%s", error)  # noqa: TRY400 - one line is what an operator needs
            status = 1
        logging.getLogger().removeHandler(self.errors)
        stats.set_value("run/exit_status", status)
        stats.set_value("run/outcomes", outcomes)
        unasked = sum(not track.document_id for track in spider.tracked.values())
        unsearched = 0 if spider.work.plan else len(spider.work.discover) - len(spider.discovered)
        stats.set_value("run/sentence", sentence(status, outcomes, unlisted, unasked=unasked, unsearched=unsearched))

    def _plan(self, records: Records, spider: PoliciesSpider) -> list[Plan]:
        work, now = spider.work, _now()

        def known(track: Tracking) -> Iterator[Known]:
            return (item for item in records.known(track.document_id, now) if track.window.holds(item.capture))

        plans = [
            plan(f"{document.kind} {document.url}", partial(known, track), work.resolution, refresh=work.refresh)
            for document, track in spider.tracked.items()
        ]
        return [each for each in plans if each.captures]

    def _finish(self, records: Records, spider: PoliciesSpider, reason: str, counts: dict[str, int], status: int) -> None:
        run = Run(
            started_at=self.started_at,
            finished_at=_now(),
            arguments=spider.arguments,
            counts=counts,
            reason=reason,
            exit_status=status,
        )
        records.finish_run(self.run_id, run)


def _counts(records: Records, spider: PoliciesSpider) -> tuple[dict[str, int], dict[str, int]]:
    ids = [track.document_id for track in spider.tracked.values() if track.document_id]
    outcomes: Counter[str] = Counter()
    for document_id in ids:
        outcomes.update(records.outcomes(document_id))
    unlisted = Counter(records.unlisted(ids))
    unlisted["failed"] += sum(found.state == "unanswered" for found in spider.discovered)
    return dict(outcomes), {why: n for why, n in unlisted.items() if n}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
