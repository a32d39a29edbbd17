"""The replay download handler inside whole crawls: no network, no reactor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.exceptions import DownloadCancelledError, NotSupported
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.manners.governor import StoppingError
from crawler.replay import ReplayHandler
from tests.replay.warcs import Stored, write_warc

HOST = "https://web.archive.org"
URL = "http://www.ringwave.example/privacy?b=2&a=1|c"


class Asking(Spider):
    """Asks for each address of the argument ``ask``; yields each answer, or what failed."""

    name = "asking"

    async def start(self) -> AsyncIterator[Any]:
        for url in self.ask:
            meta = {"verbatim_url": True, "handle_httpstatus_all": True, "dont_redirect": True}
            yield Request(url, self.answered, errback=self.failed, meta=meta)

    def answered(self, response: Response) -> Any:
        yield {"url": response.url, "response": response}

    def failed(self, failure: Failure) -> Any:
        yield {"url": failure.request.url, "failure": failure.value}


def ask(archive: Path | str, *urls: str, **more: Any) -> dict[str, Any]:
    """Return the response or the error for each address."""
    handlers = dict.fromkeys(("http", "https"), ReplayHandler)
    settings = {"ARCHIVE": str(archive), "DOWNLOAD_HANDLERS": handlers, "TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False}
    doors = {"TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "COOKIES_ENABLED": False, "RETRY_ENABLED": False}
    found: dict[str, Any] = {}

    async def crawl() -> None:
        crawler = AsyncCrawlerRunner(Settings(settings | doors | more)).create_crawler(Asking)

        def scraped(item: dict[str, Any]) -> None:
            found[item["url"]] = item.get("response") or item["failure"]

        crawler.signals.connect(scraped, signals.item_scraped)
        await AsyncCrawlerRunner(crawler.settings).crawl(crawler, ask=urls)

    asyncio.run(crawl())
    return found


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    moved = (("Content-Type", "text/html"), ("Location", "/moved"))
    return write_warc(
        tmp_path / "a.warc.gz",
        Stored("20160101000000", URL, b"<p>Hello</p>"),
        Stored("20170101000000", URL, b"", status="302 Found", headers=moved),
        Stored("20180101000000", URL, b"x" * 5000),
    )


def test_listing_and_playback_are_answered_like_the_archive_does(warc: Path) -> None:
    listing = f"{HOST}/cdx/search/cdx?url=www.ringwave.example%2F&matchType=host&output=json"
    page, moved = f"{HOST}/web/20160101000000id_/{URL}", f"{HOST}/web/20170101000000id_/{URL}"
    near, nothing = f"{HOST}/web/2016id_/{URL}", f"{HOST}/web/2016id_/http://nobody.example/"
    found = ask(warc, listing, page, moved, near, nothing)
    assert [row[1][:4] for row in found[listing].json()[1:]] == ["2016", "2017", "2018"]
    assert isinstance(found[page], HtmlResponse)
    assert (found[page].status, found[page].body) == (200, b"<p>Hello</p>")
    assert found[page].headers["Memento-Datetime"] == b"Fri, 01 Jan 2016 00:00:00 GMT"
    assert found[moved].status == 302
    assert found[moved].headers["Location"] == f"{HOST}/web/20170101000000id_/http://www.ringwave.example/moved".encode()
    assert (found[near].status, found[near].headers["Location"]) == (302, page.encode())
    assert found[nothing].status == 404


@pytest.mark.parametrize(
    "url", ["https://www.ringwave.example/", "http://web.archive.org/web/2016id_/x", "https://web.archive.org.evil.example/"]
)
def test_any_other_host_is_refused(warc: Path, url: str) -> None:
    error = ask(warc, url)[url]
    assert isinstance(error, NotSupported)
    assert "only https://web.archive.org is answered" in str(error)


def test_every_request_fails_with_the_reason_when_the_archive_cannot_be_opened(tmp_path: Path) -> None:
    urls = [f"{HOST}/web/{year}id_/{URL}" for year in (2016, 2017)]
    errors = ask(tmp_path / "missing.warc.gz", *urls)
    assert [type(errors[url]) for url in urls] == [ValueError, ValueError]
    assert "missing.warc.gz: no such file or folder" in str(errors[urls[0]])


def test_the_archive_is_a_path_below_the_current_directory(warc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(warc.parent)
    url = f"{HOST}/web/20160101000000id_/{URL}"
    assert ask(warc.name, url)[url].status == 200


def test_a_body_above_the_limit_is_cancelled(warc: Path) -> None:
    url = f"{HOST}/web/20180101000000id_/{URL}"
    assert isinstance(ask(warc, url, DOWNLOAD_MAXSIZE=1000)[url], DownloadCancelledError)
    assert ask(warc, url, DOWNLOAD_MAXSIZE=5000)[url].status == 200


def test_a_crawl_that_is_stopped_waits_for_no_index(warc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReplayHandler, "_stopped", lambda self: True)
    url = f"{HOST}/web/20160101000000id_/{URL}"
    assert isinstance(ask(warc, url)[url], StoppingError)


def test_a_file_that_changed_since_it_was_indexed_is_said_so(warc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = ReplayHandler._opened

    async def spoiled(self: ReplayHandler) -> Any:
        archive = await original(self)
        warc.write_bytes(b"something else")
        return archive

    monkeypatch.setattr(ReplayHandler, "_opened", spoiled)
    url = f"{HOST}/web/20160101000000id_/{URL}"
    error = ask(warc, url)[url]
    assert isinstance(error, NotSupported)
    assert "changed while it was read" in str(error)
