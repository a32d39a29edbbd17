"""From settings and spider arguments to the run's assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from scrapy.settings import BaseSettings

from crawler import catalogue
from crawler.items import Document
from crawler.records import Records
from crawler.running.assignment import Assignment, assignment

#: Days after which a run over the whole catalogue looks again for the policies of a vendor of which it found none. Vendors
#: put a policy up once; a search costs up to 20 requests (chosen 2026-11).
SEARCH_DAYS: Final = 90


#: Days after which the target of a redirect is listed again of which nothing was archived: the archive learns of such an
#: address as of any other, by chance and seldom (chosen 2026-11-22).
BARREN_DAYS: Final = 30


def work_of(settings: BaseSettings, arguments: Mapping[str, str], records: Records) -> Assignment:
    """Return what a run is asked to do. Raises `UserError` (arguments, catalogue) and `StoreError`."""

    def stored(domain: str) -> Iterable[Document]:
        lately = barren(records, refresh=arguments.get("refresh") == "1")
        found = (document for _, document in records.documents([domain] if domain else []))
        return [document for document in found if document not in lately]

    return assignment(
        arguments,
        catalogue=catalogue.load(settings["VENDORS"]),
        stored=stored,
        searched=records.searched(_days_ago(SEARCH_DAYS)),
        resolution=settings.getfloat("RESOLUTION"),
        budget=settings.getint("DISCOVERY_REQUESTS"),
    )


def barren(records: Records, *, refresh: bool) -> list[Document]:
    """Return the targets of redirects of which nothing was archived lately; none if everything is to be asked again."""
    return [] if refresh else records.barren(_days_ago(BARREN_DAYS))


def _days_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
