"""Asking again after faults that pass: gateway errors, time-outs, bodies cut off. Throttling is the download handler's.

Never for an answer with Memento-Datetime: an archived 503 is a fact, and asking again for it is endless (protocol 2.7).
Scrapy: docs/topics/downloader-middleware.
"""

from __future__ import annotations

import asyncio
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Response

from crawler.manners import answers
from crawler.manners.ending import stopping
from crawler.manners.governor import STEP
from crawler.manners.headers import plain_headers

#: Request.meta: how often this request was repeated; how many repetitions it is worth (default: the setting).
REPEATED: Final = "repeated"
REPETITIONS: Final = "repetitions"

#: Request.meta: seconds to wait before it goes out, for who repeats a request for a fault that shows in the body only.
WAIT: Final = "wait"


class PassingFaultMiddleware:
    """Repeats a request after a passing fault, after ``ARCHIVE_RETRY_DELAY`` seconds, then twice as many, and so on.

    After ``ARCHIVE_RETRIES`` repetitions the last answer or error goes to the spider, which records it.
    """

    def __init__(self, crawler: Crawler, retries: int, delay: float) -> None:
        self.crawler = crawler
        self.retries = retries
        self.delay = delay

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings ``ARCHIVE_RETRIES`` and ``ARCHIVE_RETRY_DELAY`` (seconds)."""
        settings = crawler.settings
        return cls(crawler, settings.getint("ARCHIVE_RETRIES"), settings.getfloat("ARCHIVE_RETRY_DELAY"))

    async def process_request(self, request: Request) -> None:
        """Hold a request back for as long as it says."""
        await self._sleep(request.meta.pop(WAIT, 0.0))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Repeat after a gateway error of the archive's own, or a body that was cut off."""
        headers = plain_headers(response.headers)
        broken = "dataloss" in response.flags or ("memento-datetime" in headers and answers.cut_off(headers, response.body))
        if broken or answers.passes(response.status, headers):
            return await self._again(request) or response
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Repeat after a time-out or a broken transfer. Failed connections are met by the download handler, and all paused."""
        if isinstance(exception, (DownloadTimeoutError, ResponseDataLossError)):
            return await self._again(request)
        return None

    async def _again(self, request: Request) -> Request | None:
        repeated = request.meta.get(REPEATED, 0)
        if repeated >= request.meta.get(REPETITIONS, self.retries):
            return None
        if self.crawler.stats:
            self.crawler.stats.inc_value("archive/repeated")
        await self._sleep(self.delay * 2**repeated)
        again = request.replace(dont_filter=True)
        again.meta[REPEATED] = repeated + 1
        return again

    async def _sleep(self, seconds: float) -> None:
        """Sleep in steps, so that Ctrl-C need not wait for it."""
        while seconds > 0 and not stopping(self.crawler):
            await asyncio.sleep(min(seconds, STEP))
            seconds -= STEP
