"""From settings and spider arguments to the run's assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scrapy.settings import BaseSettings

from crawler import catalogue
from crawler.assignment import Assignment, assignment
from crawler.items import Document
from crawler.records import Records


def work_of(settings: BaseSettings, arguments: Mapping[str, str], records: Records) -> Assignment:
    """Return what a run is asked to do. Raises `UserError` (arguments, catalogue) and `StoreError`."""

    def stored(domain: str) -> Iterable[Document]:
        return [document for _, document in records.documents([domain] if domain else [])]

    return assignment(
        arguments,
        catalogue=catalogue.load(settings["VENDORS"]),
        stored=stored,
        resolution=settings.getfloat("RESOLUTION"),
    )
