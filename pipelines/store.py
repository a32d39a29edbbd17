"""The item pipeline: every item of the spider becomes facts in the database, one transaction each.

Setting: ``DATABASE``. A store that fails raises `StoreError`; the spider hears of it (signal ``item_error``) and ends the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self, TypeVar

from scrapy.crawler import Crawler

from crawler.items import Discovered, Listing, ListingOutcome, Outcome, Reading, Rulings, Snapshot, StoreError
from pipelines.database import Database

T = TypeVar("T")


class StorePipeline:
    """Keeps every kind of item. A transaction takes about two milliseconds; while another program writes, it waits for it.

    ``interrupted`` tells whether somebody wants the crawl to end now: then nobody waits.
    """

    def __init__(self, database: Database, interrupted: Callable[[], bool]) -> None:
        self.database = database
        self.interrupted = interrupted
        self._turn = asyncio.Lock()
        self._failed: StoreError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database; raise `StoreError` if that cannot be."""
        database = Database.open(crawler.settings["DATABASE"], write=True, blocking=False)
        return cls(database, lambda: not crawler.crawling)

    async def process_item(self, item: T) -> T:
        """Store an item and pass it on. `StoreError`, also if another program keeps the database to itself.

        One after the other, and nothing more after one that failed: an outcome may say that a snapshot is kept elsewhere.
        """
        async with self._turn:
            if self._failed:
                raise type(self._failed)(*self._failed.args)
            try:
                await self.database.patiently(self.interrupted, self._save, item)
            except StoreError as error:
                self._failed = error
                raise
        return item

    def close_spider(self) -> None:
        """Close the database."""
        self.database.close()

    def _save(self, item: object) -> None:
        match item:
            case Listing():
                self.database.save_listing(item)
            case ListingOutcome():
                self.database.save_listing_outcome(item)
            case Snapshot():
                self.database.save_snapshot(item)
            case Outcome():
                self.database.save_outcome(item)
            case Reading():
                self.database.save_reading(item)
            case Rulings():
                self.database.save_rulings(item)
            case Discovered():
                self.database.save_discovered(item)
