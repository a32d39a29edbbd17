"""Extension: how far a crawl has come. A bar on a terminal, else a line in the log every minute. It only observes."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from crawler.items import Listing, ListingOutcome, Outcome, Snapshot
from crawler.spiders.policies import PoliciesSpider

logger = logging.getLogger(__name__)

#: Seconds between two lines in the log, and between two looks at a bar.
LINES: Final = 60.0
LOOKS: Final = 0.5


class ProgressReport:
    """Shows documents listed and captures done, of those known to be needed: their number grows as changes are found."""

    def __init__(self, crawler: Crawler, *, terminal: bool) -> None:
        self.crawler = crawler
        self.listed = 0
        self.done = 0
        self.bar = _bar() if terminal else None
        self._task: Any = None
        self._said = ""
        self._call: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the signals. A log file is no terminal, whatever the error stream is."""
        if crawler.spidercls is not PoliciesSpider or not crawler.settings.getbool("LOG_ENABLED"):
            raise NotConfigured
        report = cls(crawler, terminal=sys.stderr.isatty() and not crawler.settings["LOG_FILE"])
        crawler.signals.connect(report.opened, signals.spider_opened)
        crawler.signals.connect(report.stored, signals.item_scraped)
        crawler.signals.connect(report.closed, signals.spider_closed)
        return report

    def opened(self) -> None:
        """Begin to show."""
        if self.bar:
            self.bar.start()
            self._task = self.bar.add_task("", total=None)
            _log_to(sys.stderr)  # which the bar now stands in for, so that lines of the log appear above it
        self._call = create_looping_call(self.show)
        self._call.start(LOOKS if self.bar else LINES, now=False)

    def stored(self, item: object) -> None:
        """Count what was stored."""
        self.listed += isinstance(item, ListingOutcome) or (isinstance(item, Listing) and item.complete)
        self.done += isinstance(item, (Snapshot, Outcome))

    def show(self) -> None:
        """Show how far it is."""
        tracked = getattr(self.crawler.spider, "tracked", {}).values()
        planned = self.done + sum(track.sampler.planned() for track in tracked if track.listed)
        said = f"{self.listed} of {len(tracked)} documents listed"
        if self.bar:
            self.bar.update(self._task, description=said, completed=self.done, total=planned or None)
        elif (line := f"{said}, {self.done} of at least {planned} captures done") != self._said:
            self._said = line
            logger.info("%s", line)

    def closed(self) -> None:
        """Show the end, and let go of the terminal."""
        if self._call and self._call.running:
            self._call.stop()
        if self.bar:
            self.show()
            self.bar.stop()
            _log_to(sys.stderr)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("captures"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _log_to(stream: Any) -> None:
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler):
        handler.setStream(stream)
