"""Asking again after faults that pass: how often, after which delays, and never for what is archived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request

from crawler.manners import middlewares
from crawler.manners.governor import STEP
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import Answer, hang, truncated, unavailable
from tests.manners.asking import BARE, Asking
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
PATH = f"/web/20150101000000id_/{URL}"
RETRIES = 3

Ask = Callable[..., tuple[dict[str, Any], int]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask for one page that the archive has, under the given faults; the stats and the number of requests that it took."""

    def asked(*steps: Any, path: str = PATH, slot: str = "web", **settings: Any) -> tuple[dict[str, Any], int]:
        archive = FakeArchive()
        archive.add(URL, "20150101000000", b"words " * 500)
        archive.add(URL, "20160101000000", b"Sorry", status=503)
        archive.script("*", list(steps))
        with LoopbackServer(archive) as server:
            more = BARE | {"ARCHIVE_RETRIES": RETRIES} | settings
            stats = run_crawl(project_settings(tmp_path, server.url, **more), Asking, urls=path, slot=slot).stats
            return stats, server.count()

    return asked


@pytest.mark.parametrize("fault", ["500", "502", "503", "504", "408", "truncated"])
def test_a_fault_that_passes_costs_one_request_more(fault: str, ask: Ask) -> None:
    stats, sent = ask(fault)
    assert (stats["asked/200"], sent, stats["archive/repeated"]) == (1, 2, 1)


def test_a_time_out_does_too(ask: Ask) -> None:
    stats, sent = ask(hang(), DOWNLOAD_TIMEOUT=0.3)
    assert (stats["asked/200"], sent) == (1, 2)


def test_what_does_not_pass_is_asked_for_so_often_and_then_handed_on(ask: Ask) -> None:
    stats, sent = ask(*[unavailable(503)] * 10)
    assert (stats["asked/503"], sent) == (1, 1 + RETRIES)
    stats, sent = ask(*[truncated()] * 10)
    assert (stats["asked/200"], sent) == (1, 1 + RETRIES)


def test_an_archived_error_is_asked_for_once(ask: Ask) -> None:
    stats, sent = ask(path=f"/web/20160101000000id_/{URL}")
    assert (stats["asked/503"], sent) == (1, 1)
    assert "archive/repeated" not in stats


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_the_archive_means_is_not_asked_again(status: int, ask: Ask) -> None:
    stats, sent = ask(Answer(status, "No", framing="length"))
    assert (stats[f"asked/{status}"], sent) == (1, 1)


def test_each_repetition_waits_twice_as_long_as_the_one_before(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    delays: list[float] = []

    async def slept(self: object, seconds: float) -> None:
        if seconds:
            delays.append(seconds)

    monkeypatch.setattr(middlewares.PassingFaultMiddleware, "_sleep", slept)
    ask(*[unavailable(503)] * 10, ARCHIVE_RETRY_DELAY=0.2)
    assert delays == [0.2, 0.4, 0.8]


def test_what_was_refused_for_its_size_is_not_asked_for_again(ask: Ask) -> None:
    stats, sent = ask(DOWNLOAD_MAXSIZE=100)
    assert (stats["asked/DownloadCancelledError"], sent) == (1, 1)
    assert "archive/repeated" not in stats


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was slept, in seconds; nothing is."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    monkeypatch.setattr(middlewares.asyncio, "sleep", nap)
    return naps


def middleware(monkeypatch: pytest.MonkeyPatch, stopping: Callable[[], bool]) -> middlewares.PassingFaultMiddleware:
    monkeypatch.setattr(middlewares, "stopping", lambda _: stopping())
    return middlewares.PassingFaultMiddleware(None, RETRIES, 1.0)  # type: ignore[arg-type]


def test_a_request_that_says_so_waits_before_it_goes_out_once(monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> None:
    own = middleware(monkeypatch, lambda: False)
    request = Request("http://a.example/", meta={middlewares.WAIT: 1.1})
    asyncio.run(own.process_request(request))
    asyncio.run(own.process_request(request))
    assert sum(slept) == pytest.approx(1.1, abs=STEP)
    assert max(slept) <= STEP


def test_nobody_waits_on_once_the_crawl_is_stopped(monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> None:
    own = middleware(monkeypatch, lambda: len(slept) >= 3)
    asyncio.run(own.process_request(Request("http://a.example/", meta={middlewares.WAIT: 60.0})))
    assert len(slept) == 3


def test_a_record_that_is_only_a_beginning_is_asked_for_again(ask: Ask) -> None:
    whole = b"words " * 500
    headers = (("Memento-Datetime", "Thu, 01 Jan 2015 00:00:00 GMT"), ("x-archive-orig-content-length", str(len(whole))))
    stats, sent = ask(Answer(200, "OK", headers, whole[:700]))
    assert (stats["asked/200"], sent) == (1, 2)
