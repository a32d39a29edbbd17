"""The one way out: the download handler that every request passes.

It refuses any host but the archive's, holds requests at the governor's gate (a middleware could not: what already queues in
the downloader would still go out), keeps throttling answers to itself and asks again after the pause. With ``ARCHIVE`` naming
a WARC file or folder, nothing is sent at all.
Scrapy: docs/topics/settings, DOWNLOAD_HANDLERS; measured facts: stack notes 3.5.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from platformdirs import user_state_path
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.items import StoreError
from crawler.manners import answers, ending
from crawler.manners.governor import (
    FAULTY,
    STEP,
    TIMED_OUT,
    Governor,
    Ledger,
    RateLimitedError,
    StoppingError,
    UnreachableError,
)
from crawler.manners.headers import plain_headers, retry_after
from crawler.manners.pacing import Pauses
from crawler.manners.reach import FAILED, closed_quietly, no_way, unread, words
from crawler.manners.suspicion import Suspicion
from crawler.manners.voice import Voice

#: The archive that is played when ``ARCHIVE`` names a WARC file: addresses keep its form (format, rule H4).
PUBLIC_ARCHIVE: Final = "https://web.archive.org"

#: Times that one request may meet a refusal before it is given up by itself: it may be the request that is at fault.
REFUSALS: Final = 4

#: How much of a fault it is that a listing takes too long: it may be the query's. Its window is halved then, which comes to
#: forty requests at most.
SLOW_LISTING: Final = 0.25

#: Bytes of one line of an answer's headers that are read (Twisted's default is 16,384, aiohttp's 8,190): archived headers
#: of 20 KB, policies about content and cookies, were seen (2026-11), and a page must not be lost for that.
LONGEST_LINE: Final = 256 * 1024

#: Schemes' own ports, which addresses may leave out.
_PORTS: Final = {"http": 80, "https": 443}

_T = TypeVar("_T")


class ForeignHostError(Exception):
    """A request to a host that is not the archive; it was not sent. Raised by `ArchiveHandler.download_request`."""


def archive_url(settings: BaseSettings) -> str:
    """Return the base URL of the archive that addresses are built with, without a final slash."""
    archive = str(settings["ARCHIVE"])
    return archive.rstrip("/") if is_live(settings) else PUBLIC_ARCHIVE


def is_live(settings: BaseSettings) -> bool:
    """Tell whether ``ARCHIVE`` is an address to send requests to, not a WARC file or folder."""
    return str(settings["ARCHIVE"]).startswith(("http://", "https://"))


class ArchiveHandler(BaseDownloadHandler):
    """Sends requests to the archive, and to nothing else. Settings: ``ARCHIVE`` and the group "pace" of the settings."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self.host = urlsplit(archive_url(settings)).netloc
        self.scheme = urlsplit(archive_url(settings)).scheme
        self.voice = Voice(crawler)
        self.governor = governor(settings, self._stopping, self.voice.waits) if is_live(settings) else None
        self.suspicion = Suspicion()
        # Scrapy 2.19 does not hold to the concurrency of its slots under asyncio (11 under way where 1 was set: what is
        # taken from the queue counts only once its task has begun), and every further one is a fresh connection
        slots = settings.getdict("DOWNLOAD_SLOTS")
        self.lanes = {pool: asyncio.Semaphore(int(slot.get("concurrency", 1))) for pool, slot in slots.items()}

    @cached_property
    def inner(self) -> BaseDownloadHandler:
        """What sends, or plays out of WARC files. Made when it is needed: Scrapy has one of these for either scheme, only one
        of them is the archive's, and to read the system's certificates takes 24 ms of CPU (2026-11).
        """
        settings = self.crawler.settings
        name = settings["DOWNLOAD_HANDLERS_BASE"]["https"] if self.governor else settings["REPLAY_HANDLER"]
        inner: BaseDownloadHandler = build_from_crawler(load_object(name), self.crawler)
        # Twisted and aiohttp repeat a request by themselves when a kept-alive connection breaks: one that nobody has counted
        if pool := getattr(inner, "_pool", None):
            from twisted.web._newclient import HTTPClientParser  # it has no public name, its limit has (LineReceiver's)

            pool.retryAutomatically = False
            HTTPClientParser.MAX_LENGTH = LONGEST_LINE
        if session := getattr(inner, "_session", None):
            session._retry_connection = False  # noqa: SLF001 - it has no public switch
            session._max_line_size = session._max_field_size = LONGEST_LINE  # noqa: SLF001 - Scrapy makes the session
        return inner

    async def download_request(self, request: Request) -> Response:
        """Return the archive's answer.

        Raises `ForeignHostError`, `StoppingError`, `RateLimitedError`, or Scrapy's own download errors.
        """
        parts = urlsplit(request.url)
        if (parts.scheme, parts.netloc) != (self.scheme, self.host):
            raise ForeignHostError(f"{parts.scheme}://{parts.netloc} is not the archive")
        if self.governor is None:
            return await self.inner.download_request(request)
        async with self.lanes[request.meta["download_slot"]]:
            try:
                return await self._governed(request, self.governor)
            except RateLimitedError as error:
                if not self._stopping():
                    self.voice.ends(error, self.governor.paused_until)
                ending.end(self.crawler, ending.RATE_LIMITED)
                raise
            except UnreachableError as error:
                # nothing is known of what was asked for: unlike after a refusal, it is due at once
                if not self._stopping():
                    self.voice.ends(error, self.governor.paused_until)
                ending.end(self.crawler, ending.UNREACHABLE)
                raise StoppingError from error
            except StoppingError as error:
                if getattr(self.crawler.spider, "stopped_because", "") == ending.RATE_LIMITED:
                    # what waited through the pauses as well is recorded as due when the archive may have forgiven
                    raise RateLimitedError("the archive refused other requests after every pause") from error
                raise
            except StoreError as error:  # the ledger: without it nobody knows what may be sent
                ending.broke(self.crawler, error)
                raise StoppingError from error

    async def close(self) -> None:
        """Close the connections."""
        if "inner" in self.__dict__:
            await self.inner.close()

    async def _governed(self, request: Request, governor: Governor) -> Response:
        pool, struck = request.meta["download_slot"], False
        for refusal in range(1, REFUSALS + 1):
            sent_at = await governor.turn(pool)
            self.voice.count(f"archive/requests/{pool}")
            try:
                response = await self._sent(request, governor, sent_at)
            except DownloadTimeoutError:
                self._late(request, governor, sent_at)
                raise
            except FAILED as error:
                if broken := unread(error):
                    governor.failed(sent_at)
                    raise broken from error
                if (refusal == 1 and closed_quietly(error)) or self._at_fault(request, error, struck=struck):
                    governor.failed(sent_at)
                else:
                    struck = True
                    self._failed(governor, sent_at, error)
                self.suspicion.refused(request.url)
                if refusal == REFUSALS:
                    raise
                continue
            headers = plain_headers(response.headers)
            if not answers.throttles(response.status, headers):
                if answers.fails(response.status, headers, response.body):
                    slow = pool == "cdx" and response.status in answers.TOO_SLOW
                    self.voice.asks(governor.faulty(sent_at, SLOW_LISTING if slow else 1.0), FAULTY, governor.paused_until)
                else:
                    governor.answered(sent_at)
                    self.suspicion.served(request.url)
                return response
            self.suspicion.refused(request.url)
            asked, why = retry_after(headers.get("retry-after", ""), datetime.now(UTC)), f"status {response.status}"
            self.voice.asks(governor.throttled(sent_at, asked, why), why, governor.paused_until)
        raise DownloadFailedError(f"refused {REFUSALS} times")

    async def _sent(self, request: Request, governor: Governor, sent_at: float) -> Response:
        """Send a request whose turn it is. Time-outs and failed connections are for the caller to judge."""
        try:
            return await unless(self._stopping, self.inner.download_request(request))
        except (DownloadTimeoutError, *FAILED):
            raise
        except BaseException:  # a body too large, a bug, the end of the crawl: others may be waiting for this probe to return
            governor.failed(sent_at)
            raise

    def _at_fault(self, request: Request, error: Exception, *, struck: bool) -> bool:
        """Tell whether a connection that was made and broke off is the fault of what was asked for."""
        broke_off = isinstance(error, DownloadFailedError) and not no_way(error)
        return broke_off and self.suspicion.falls_on(request.url, struck=struck)

    def _late(self, request: Request, governor: Governor, sent_at: float) -> None:
        """Note a time-out, and tell of the first one in a row: the next minutes may be silent."""
        self.suspicion.refused(request.url)
        pause = governor.timed_out(sent_at, heavy=request.meta["download_slot"] == "cdx")
        self.voice.asks(pause, TIMED_OUT, governor.paused_until)
        if governor.first_timeout:
            self.voice.late(request.url)

    def _failed(self, governor: Governor, sent_at: float, error: Exception) -> None:
        if no_way(error):
            pause = governor.unreachable(sent_at, words(error))
            self.voice.unreachable(pause, words(error), governor.paused_until)
        else:
            why = f"connection refused or broken off: {words(error)}"
            self.voice.asks(governor.throttled(sent_at, why=why), why, governor.paused_until)

    def _stopping(self) -> bool:
        return ending.stopping(self.crawler)


def governor(
    settings: BaseSettings, stopping: Callable[[], bool], waiting: Callable[[float, str, float], None] = lambda *_: None
) -> Governor:
    """Return the governor that the settings describe."""
    pauses = Pauses(
        blip=settings.getfloat("ARCHIVE_RETRY_DELAY"),
        first=settings.getfloat("ARCHIVE_PAUSE"),
        second=settings.getfloat("ARCHIVE_LONG_PAUSE"),
        most=settings.getfloat("ARCHIVE_LONGEST_PAUSE"),
    )
    intervals = {
        "cdx": 60 / settings.getfloat("ARCHIVE_CDX_PER_MINUTE"),
        "web": 1 / settings.getfloat("ARCHIVE_PLAYBACK_PER_SECOND"),
    }
    return Governor(ledger(settings), intervals, pauses, stopping, waiting)


def ledger(settings: BaseSettings) -> Ledger:
    """Return the ledger of the archive's host and port, however spelled; raise `StoreError` if it cannot be written."""
    folder = Path(settings["ARCHIVE_LEDGER"]) if settings["ARCHIVE_LEDGER"] else user_state_path("policy-history")
    parts = urlsplit(archive_url(settings))
    name = (parts.hostname or "").rstrip(".").replace(":", "-")
    try:
        port = "" if parts.port in (None, _PORTS[parts.scheme]) else f"-{parts.port}"
    except ValueError:  # no port that could be; to send there is what fails
        port = ""
    return Ledger(folder / f"{name}{port}.json", settings.getfloat("ARCHIVE_LONGEST_PAUSE"))


async def unless(stopping: Callable[[], bool], work: Coroutine[object, object, _T]) -> _T:
    """Await ``work``; give it up with `StoppingError` as soon as the crawl is being stopped (an answer may take a minute)."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=STEP))[0]:
            if stopping():
                raise StoppingError
        return task.result()
    finally:
        task.cancel()


__all__ = [
    "ArchiveHandler",
    "ForeignHostError",
    "RateLimitedError",
    "StoppingError",
    "archive_url",
    "is_live",
    "unless",
]
