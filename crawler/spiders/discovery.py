"""The search for one domain's policies by itself: nothing is stored, the answer goes to whoever started it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.discovery import Discovery
from crawler.running.requests import Asking
from crawler.running.searching import Search


class DiscoverySpider(Spider):
    """Runs a discovery to its end and keeps its last state in ``discovery``."""

    name = "discovery"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Leave the store alone: what is found goes to whoever asked."""
        super().update_settings(settings)
        settings.set("ITEM_PIPELINES", {}, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, discovery: Discovery, **__: Any) -> Self:
        """Take the discovery to run, in its first state."""
        return super().from_crawler(crawler, discovery=discovery, asking=Asking.from_settings(crawler.settings))

    def __init__(self, *, discovery: Discovery, asking: Asking) -> None:
        super().__init__()
        self.discovery = discovery
        self.asking = asking
        #: Why the search is being ended before its end; `crawler.manners.ending` sets it.
        self.stopped_because = ""

    async def start(self) -> AsyncIterator[Any]:
        """Ask the first question."""
        for request in Search(self.discovery, self.asking, self._done).go_on():
            yield request

    def _done(self, discovery: Discovery) -> Iterator[Any]:
        self.discovery = discovery
        yield from ()
