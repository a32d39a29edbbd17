"""Whose fault it is: an answer that cannot be read and a page that breaks the archive cost themselves, and no pause of all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.manners.handlers import LONGEST_LINE, REFUSALS
from crawler.manners.suspicion import Suspicion
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import Answer, Twist, with_header
from tests.archive.prose import policy_html
from tests.manners.asking import BARE, Asking
from tests.reactor import ReactorProcess
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
CSP = "x-archive-orig-content-security-policy"
ONE_BY_ONE = {"DOWNLOAD_SLOTS": {"web": {"concurrency": 1, "delay": 0, "jitter": 0}}}

Crawl = Callable[..., dict[str, Any]]


@pytest.fixture(params=["aiohttp", "twisted"])
def crawl(request: pytest.FixtureRequest, tmp_path: Path) -> Crawl:
    """Crawl one document, or ask for paths alone, with either of the two HTTP clients; return the stats."""

    def crawled(server: LoopbackServer, *, urls: str = "", **more: Any) -> dict[str, Any]:
        settings = project_settings(tmp_path, server.url, **((BARE if urls else {}) | more))
        arguments = {"urls": urls} if urls else {"url": URL}
        if request.param == "aiohttp":
            return run_crawl(settings, Asking if urls else "policies", **arguments).stats
        process: ReactorProcess = request.getfixturevalue("reactor")
        if urls:
            settings["SPIDER_MODULES"] = "tests.manners.asking"
        return process.crawl(settings, "asking" if urls else "policies", **arguments)

    return crawled


def archive(twist: Twist | None = None) -> FakeArchive:
    """Four captures, the last of them with a twist."""
    filled = FakeArchive()
    for year in range(2010, 2014):
        filled.add(URL, f"{year}0101000000", policy_html(year % 5), twist=twist if year == 2013 else None)
    return filled


def framed_as_is(*headers: tuple[str, str]) -> Twist:
    return lambda due: replace(due, headers=(*due.headers, *headers), framing="as-is")


def begun(due: Answer) -> Answer:
    """The beginning of an answer (100), and the connection is closed."""
    return replace(due, status=100, reason="Continue", headers=(), body=b"", framing="as-is", label="begun")


def quiet(due: Answer) -> Answer:
    return replace(due, silent=True, broken="close", label="closed")


@pytest.mark.parametrize("length", [20_000, 70_000])
def test_a_long_archived_header_is_read(crawl: Crawl, length: int) -> None:
    with LoopbackServer(archive(with_header(CSP, "x" * length))) as server:
        stats = crawl(server)
    assert stats["run/exit_status"] == 0
    assert stats["run/outcomes"] == {"read": 4}
    assert "archive/throttled" not in stats


@pytest.mark.parametrize(
    "twist",
    [
        with_header(CSP, "x" * (LONGEST_LINE + 100)),
        framed_as_is(("Content-Length", "abc")),
        framed_as_is(("Content-Length", "10"), ("Content-Length", "20")),
        lambda due: replace(due, status=101, reason="Switching", body=b"", framing="as-is", headers=()),
    ],
    ids=["longest", "bad length", "two lengths", "101"],
)
def test_an_answer_that_cannot_be_read_is_that_capture_s_fault(crawl: Crawl, twist: Twist, tmp_path: Path) -> None:
    with LoopbackServer(archive(twist)) as server:
        stats = crawl(server)
        assert server.count("web") <= 3 + REFUSALS
    assert (stats["run/exit_status"], stats["finish_reason"]) == (3, "finished")
    assert stats["run/outcomes"] == {"read": 3, "failed": 1}
    assert "archive/throttled" not in stats
    with closing(sqlite3.connect(tmp_path / "policies.db")) as database:
        ((reason,),) = database.execute("select reason from captures where outcome = 'failed'")
    assert "Failure" not in reason
    assert "answer" in reason


def test_an_answer_that_breaks_off_before_its_body_is_asked_for_again(crawl: Crawl) -> None:
    cut = archive()
    cut.script("web", ["ok", begun])
    with LoopbackServer(cut) as server:
        stats = crawl(server)
        assert server.count("web") == 5
    assert stats["run/outcomes"] == {"read": 4}
    assert "archive/throttled" not in stats


def test_a_page_that_closes_the_connection_costs_one_pause_at_most(crawl: Crawl) -> None:
    paths = [f"/web/{year}0101000000id_/{URL}" for year in range(2010, 2014)]
    shutting = archive()
    shutting.always(quiet, paths[-1])
    with LoopbackServer(shutting) as server:
        stats = crawl(server, urls=" ".join(paths), **ONE_BY_ONE)
        assert sum(request.path == paths[-1] for request in server.requests) == REFUSALS
    assert (stats["asked/200"], stats["asked/DownloadFailedError"]) == (3, 1)
    assert stats["archive/throttled"] == 1


def test_an_archive_that_closes_every_connection_is_a_refusal_though_it_served_before(crawl: Crawl) -> None:
    paths = [f"/web/{year}0101000000id_/{URL}" for year in range(2010, 2014)]
    shutting = archive()
    shutting.script("web", ["ok"])
    shutting.always(quiet)
    with LoopbackServer(shutting) as server:
        stats = crawl(server, urls=" ".join(paths))
        assert server.count() <= 2 + 3 * REFUSALS
    assert stats["archive/throttled"] >= 2
    assert stats["asked/RateLimitedError"] >= 1


def test_the_latest_news_of_others_tells_whose_fault_it_is() -> None:
    suspicion = Suspicion()
    suspicion.refused("a")
    assert not suspicion.falls_on("a", struck=True)
    suspicion.served("b")
    assert suspicion.falls_on("a", struck=False)
    suspicion.refused("a")
    assert suspicion.falls_on("a", struck=True)
    assert not suspicion.falls_on("a", struck=False)
    suspicion.refused("c")
    assert not suspicion.falls_on("a", struck=True)
    for number in range(1000):
        suspicion.served(str(number))
    assert suspicion.falls_on("a", struck=True)
