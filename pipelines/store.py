"""The item pipeline: every item of the spider becomes facts in the database, one transaction each.

Setting: ``DATABASE``. A store that fails raises `StoreError`; the spider hears of it (signal ``item_error``) and ends the run.
"""

from __future__ import annotations

from typing import Self, TypeVar

from scrapy.crawler import Crawler

from crawler.items import Discovered, Listing, ListingOutcome, Outcome, Reading, Rulings, Snapshot
from pipelines.database import Database

T = TypeVar("T")


class StorePipeline:
    """Keeps every kind of item. It waits for nobody: a transaction takes about two milliseconds."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the database; raise `StoreError` if that cannot be."""
        return cls(Database.open(crawler.settings["DATABASE"], write=True))

    def process_item(self, item: T) -> T:
        """Store an item and pass it on."""
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
        return item

    def close_spider(self) -> None:
        """Close the database."""
        self.database.close()
