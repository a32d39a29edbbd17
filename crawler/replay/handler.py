"""Download handler that answers the archive's protocol out of WARC files: the same spider, offline.

The setting ``ARCHIVE`` names a WARC file or a folder of them (relative to the current directory); requests go to
``https://web.archive.org`` as ever and never reach a network. Rules: the Wayback protocol notes, sections 1 and 2.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, NotSupported
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import run_in_thread

from crawler.manners.governor import StoppingError
from crawler.replay.captures import BodyTooLargeError
from crawler.replay.index import Playback, WarcArchive
from crawler.replay.listing import Answer, answer_listing
from crawler.replay.records import DamagedRecordError

logger = logging.getLogger(__name__)

#: The archive that is played: its addresses stand in requests, in redirects, and in what is exported (format, rule H4).
PLACE_OF_RECORD: Final = "https://web.archive.org"

_LISTING: Final = re.compile(r"/cdx/search/cdx\?(.*)", re.DOTALL)
_PLAYBACK: Final = re.compile(r"/web/(\d{0,14})id_/(.+)", re.DOTALL)
_TEXT: Final = (("Content-Type", "text/plain; charset=utf-8"),)
#: Archived headers that a memento carries under their own name; all others come as ``x-archive-orig-`` only (protocol 2.3).
_OWN_NAME: Final = ("content-type", "content-encoding", "content-language")
#: Archived headers that have no ``x-archive-orig-`` copy, or describe a framing that is undone here (protocol 2.3).
_NO_COPY: Final = ("content-encoding", "location", "transfer-encoding", "connection", "keep-alive")


def answer(archive: WarcArchive, url: str, most: int) -> Answer:
    """Answer a request for ``url``, of which the archive's scheme and host are cut off already."""
    if found := _LISTING.fullmatch(url):
        return answer_listing(archive, parse_qs(found[1], keep_blank_values=True))
    if found := _PLAYBACK.fullmatch(url):
        return answer_playback(archive, found[1], found[2], most)
    return 404, _TEXT, b"A replay answers /cdx/search/cdx?... and /web/<timestamp>id_/<url> only.\n"


def answer_playback(archive: WarcArchive, timestamp: str, url: str, most: int = 1 << 30) -> Answer:
    """Answer a playback request: the memento, a machine redirect to the nearest one, or "not archived" (protocol 2.3-2.7).

    Raises DamagedRecordError, OSError and BodyTooLargeError (above ``most`` bytes) as ``WarcArchive.play`` does.
    """
    if playback := archive.play(timestamp, url, most):
        return playback.response.status, tuple(_memento_headers(playback)), playback.response.body
    if near := archive.nearest(timestamp, url):
        reason = ("X-Archive-Redirect-Reason", f"found capture at {near.row.timestamp}")
        return 302, (*_TEXT, ("Location", _address(near.row.timestamp, near.row.original)), reason), b""
    return 404, _TEXT, b"The Wayback Machine has not archived that URL.\n"


class ReplayHandler(BaseDownloadHandler):
    """Answers requests to the archive out of the WARC files that the setting ``ARCHIVE`` names; refuses all others.

    The files are indexed once, in a thread, when the first request comes. If that fails, every request fails with the
    ValueError that says why (``WarcArchive.check`` finds it before a crawl begins); StoppingError, if the crawl was stopped.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._path = Path(crawler.settings.get("ARCHIVE") or "")
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE") or 1 << 62
        self._archive: asyncio.Future[WarcArchive] | None = None
        self._closed = False

    async def download_request(self, request: Request) -> Response:
        """Return the archive's answer. Raises NotSupported for another host, DownloadCancelledError for a giant body."""
        if not request.url.startswith(f"{PLACE_OF_RECORD}/"):
            raise NotSupported(f"{request.url} refused: only {PLACE_OF_RECORD} is answered, out of {self._path}")
        archive = await self._opened()
        try:
            status, headers, body = await run_in_thread(
                answer, archive, request.url.removeprefix(PLACE_OF_RECORD), request.meta.get("download_maxsize") or self._most
            )
        except BodyTooLargeError as error:
            raise DownloadCancelledError(f"{request.url}: {error}") from error
        except DamagedRecordError as error:
            raise NotSupported(f"{request.url}: {self._path} changed while it was read ({error})") from error
        return _response(request.url, status, headers, body)

    async def close(self) -> None:
        """Stop indexing, if it is still going on."""
        self._closed = True
        if self._archive and not self._archive.done():
            await asyncio.wait([self._archive])

    async def _opened(self) -> WarcArchive:
        if self._archive is None:
            self._archive = asyncio.ensure_future(run_in_thread(_open, self._path, self._stopped))
        # shielded, because a request that is cancelled must not cancel the indexing that the others wait for
        try:
            return await asyncio.shield(self._archive)
        except InterruptedError as error:
            raise StoppingError(str(error)) from error

    def _stopped(self) -> bool:
        return self._closed or not self.crawler.crawling


def _open(path: Path, stopped: Callable[[], bool]) -> WarcArchive:
    archive = WarcArchive.open(path, stopped)
    logger.info("%s: %d captures", path, len(archive))
    if archive.damaged:
        logger.warning("%s: %d damaged records left out", path, archive.damaged)
    return archive


def _response(url: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> Response:
    fields = Headers()
    for name, value in headers:
        fields.appendlist(name, value)
    kind = responsetypes.from_args(headers=fields, url=url, body=body)
    return kind(url=url, status=status, headers=fields, body=body)


def _memento_headers(playback: Playback) -> list[tuple[str, str]]:
    row, response = playback.row, playback.response
    moment = datetime.strptime(row.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    own = [(name, value) for name, value in response.headers if name.lower() in _OWN_NAME]
    copies = [(f"X-Archive-Orig-{name}", value) for name, value in response.headers if name.lower() not in _NO_COPY]
    location = [("Location", _address(row.timestamp, playback.location))] if playback.location else []
    return [
        ("Memento-Datetime", format_datetime(moment, usegmt=True)),
        ("Link", f'<{row.original}>; rel="original"'),
        *own,
        *location,
        *copies,
    ]


def _address(timestamp: str, url: str) -> str:
    return f"{PLACE_OF_RECORD}/web/{timestamp}id_/{url}"
