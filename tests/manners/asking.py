"""A spider that asks the archive for the paths that it is given: the way out alone, without listings, reading or store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

#: The project's settings without its store, which wants items of its own.
BARE: Final[dict[str, Any]] = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}}


class Asking(Spider):
    """Asks for each of ``urls`` (with blanks between them; paths are the archive's), ``slot`` says at which pace.

    What came is left in the stats: ``asked/<status>`` or ``asked/<error's class>``, counted.
    """

    name = "asking"
    urls = ""
    slot = "web"

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls.split():
            address = f"{self.settings['ARCHIVE']}{url}" if url.startswith("/") else url
            yield Request(address, self.parse, errback=self.lost, meta={"download_slot": self.slot, "verbatim_url": True})

    def parse(self, response: Response) -> Any:
        self._count(response.status)
        yield {"status": response.status, "body": response.body}

    def lost(self, failure: Failure) -> None:
        self._count(type(failure.value).__name__)

    def _count(self, what: object) -> None:
        assert self.crawler.stats
        self.crawler.stats.inc_value(f"asked/{what}")
