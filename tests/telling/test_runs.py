"""A run's own account: what breaks it is told by its status, and what does not is not; one row a run."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from crawler.items import Capture, Document, Listing, Outcome, StoreError
from crawler.running import outcomes, tracking
from crawler.spiders.policies import PoliciesSpider
from crawler.wayback import urlkey
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import CrawlResult, project_settings, run_crawl

URL = "http://www.vendor.example/privacy"


@pytest.fixture
def server() -> Any:
    archive = FakeArchive()
    for year in (2015, 2016, 2017):
        archive.add(URL, f"{year}0101000000", policy_html(year % 5))
    with LoopbackServer(archive) as server:
        yield server


def crawl(server: LoopbackServer, tmp_path: Path, **settings: Any) -> CrawlResult:
    return run_crawl(project_settings(tmp_path, server.url, **settings), url=URL)


def runs(tmp_path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tmp_path / "policies.db")) as connection:
        return connection.execute("SELECT arguments, counts, reason, exit_status, finished_at FROM runs ORDER BY id").fetchall()


def test_one_row_a_run_with_its_arguments_counts_and_end(server: LoopbackServer, tmp_path: Path) -> None:
    crawl(server, tmp_path)
    crawl(server, tmp_path)
    rows = runs(tmp_path)
    assert len(rows) == 2
    for arguments, counts, reason, status, finished_at in rows:
        assert json.loads(arguments) == {"url": URL}
        assert json.loads(counts) == {"read": 3}
        assert (reason, status) == ("finished", 0)
        assert finished_at


def test_what_is_due_outside_the_time_asked_for_is_another_runs_affair(server: LoopbackServer, tmp_path: Path) -> None:
    """An earlier run had listed 2010 and was interrupted, and 2012 had failed; this one asks for 2015 and later."""
    document = Document(vendor="vendor.example", domain="vendor.example", kind="privacy", url=URL, urlkey=urlkey(URL))
    old = [
        Capture(
            urlkey=document.urlkey,
            timestamp=f"{year}0101000000",
            captured_at=f"{year}-01-01T00:00:00Z",
            original=URL,
            mimetype="text/html",
            statuscode="200",
            digest=str(year) * 8,
        )
        for year in (2010, 2012)
    ]
    moment = "2026-11-22T00:00:00Z"
    failed = Outcome(document=document, capture=old[1], outcome="failed", reason="", due_at=moment, decided_at=moment)
    with Database.open(tmp_path / "policies.db", write=True) as database:
        database.save_listing(Listing(document=document, captures=tuple(old), listed_at=moment, complete=False))
        database.save_outcome(failed)
    settings = project_settings(tmp_path, server.url)
    windowed = run_crawl(settings, url=URL, since="2015").stats
    assert (windowed["run/exit_status"], windowed["run/outcomes"]) == (0, {"read": 3})
    assert "pending" not in windowed["run/sentence"]
    assert json.loads(runs(tmp_path)[0][1]) == {"read": 3}
    assert run_crawl(settings, url=URL, until="2009").stats["run/exit_status"] == 5
    assert run_crawl(settings, url=URL, until="2012", plan="1").stats["run/exit_status"] == 3


def test_an_error_that_a_library_logs_is_no_broken_crawl(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = outcomes.page

    def page(*given: Any) -> Any:
        logging.getLogger("trafilatura.core").error("empty HTML tree: None")
        logging.getLogger("pdfminer.six").error("no such page")
        return own(*given)

    monkeypatch.setattr(outcomes, "page", page)
    assert crawl(server, tmp_path).stats["run/exit_status"] == 0


@pytest.mark.parametrize("name", ["crawler.manners.handlers", "pipelines.store", "scrapy.core.scraper", "asyncio", "policies"])
def test_an_error_of_our_own_or_of_the_framework_is_one(
    name: str, server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = outcomes.page

    def page(*given: Any) -> Any:
        logging.getLogger(name).error("something went wrong")
        return own(*given)

    monkeypatch.setattr(outcomes, "page", page)
    assert crawl(server, tmp_path).stats["run/exit_status"] == 1


def test_a_bug_in_a_callback_costs_the_exit_status(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(*given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(outcomes, "page", page)
    stats = crawl(server, tmp_path).stats
    assert stats["run/exit_status"] == 1
    assert stats["spider_exceptions/count"] > 0


@pytest.mark.parametrize("method", ["next", "heard", "sample"])
def test_a_bug_in_a_signal_handler_ends_the_run(
    method: str, server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tracking.Tracking, method, broken)
    result = crawl(server, tmp_path)
    assert (result.reason, result.stats["run/exit_status"]) == ("broken", 1)
    assert runs(tmp_path)[0][2:4] == ("broken", 1)


def test_a_bug_when_all_is_done_ends_the_run(server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tracking, "targets", broken)
    assert crawl(server, tmp_path).stats["run/exit_status"] == 1


@pytest.mark.parametrize("method", ["save_snapshot", "save_listing", "save_document", "known", "redirects", "save_rulings"])
def test_a_store_that_fails_ends_the_run_with_one_line(
    method: str, server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise StoreError("policies.db: disk I/O error")

    monkeypatch.setattr(Database, method, broken)
    result = crawl(server, tmp_path)
    assert (result.reason, result.stats["run/exit_status"]) == ("store_failed", 1)
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == ["policies.db: disk I/O error"]
    assert not any(record.exc_info for record in errors)


def test_nothing_is_fetched_that_cannot_be_kept(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise StoreError("policies.db: database or disk is full")

    monkeypatch.setattr(Database, "save_listing", broken)
    crawl(server, tmp_path)
    assert server.count("web") == 0


def test_a_callback_that_meets_a_failing_store_ends_the_run(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: PoliciesSpider, response: Response, **_: Any) -> Any:
        raise StoreError("policies.db: database disk image is malformed")
        yield

    monkeypatch.setattr(PoliciesSpider, "parse_capture", broken)
    result = crawl(server, tmp_path)
    assert (result.reason, result.stats["run/exit_status"]) == ("store_failed", 1)


def test_a_ledger_that_cannot_be_written_in_the_middle_ends_the_run(server: LoopbackServer, tmp_path: Path) -> None:
    server.archive.add_many(URL, 1, lambda _: ("20180101000000", _break_ledger(tmp_path)))
    result = crawl(server, tmp_path)
    assert (result.reason, result.stats["run/exit_status"]) == ("store_failed", 1)


def _break_ledger(tmp_path: Path) -> bytes:
    for file in (tmp_path / "ledger").glob("*.json"):
        if file.is_file():
            file.unlink()
            file.mkdir()
    return policy_html(1).encode()
