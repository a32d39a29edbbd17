"""Listings that the archive cannot answer as a whole: what stays out is due, and everything else is had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.running import outcomes
from crawler.running.listings import IN_A_ROW
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.log import Request
from tests.archive.prose import policy_html
from tests.crawls.test_thrift import Later
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
YEARS = range(2010, 2021)


def touching(first: str, last: str) -> Callable[[Request], bool]:
    """Return what tells of a listing whether its window holds any moment from first to last (14 digits)."""

    def touches(request: Request) -> bool:
        since, until = request.params.get("from", ""), request.params.get("to", "")
        return request.kind == "cdx" and since.ljust(14, "0") <= last and until.ljust(14, "9") >= first

    return touches


def yearly() -> FakeArchive:
    archive = FakeArchive()
    for year in YEARS:
        archive.add(URL, f"{year}0315000000", policy_html(year - 2010))
    return archive


def listing(folder: Path) -> tuple[str, str, str]:
    with Database.open(folder / "policies.db") as database:
        (row,) = database.db.query("SELECT outcome, reason, due_at FROM listing")
    return row["outcome"], row["reason"], row["due_at"]


def test_a_window_that_stays_out_is_due_and_all_others_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = yearly()
    archive.always("504", touching("20140910000000", "20140910000000"))
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        stats = run_crawl(settings, url=URL).stats
        assert stats["run/exit_status"] == 3
        assert stats["run/outcomes"] == {"read": 11}
        outcome, reason, due_at = listing(tmp_path)
        assert (outcome, "took too long" in reason, bool(due_at)) == ("failed", True, True)
        since, until = reason.split("not listed: ")[1].split(" to ")
        assert "20140827" < since < "20140910000000" < until < "20140924"
        archive.calm()
        monkeypatch.setattr(outcomes, "datetime", Later)  # of two answers within one second none is the later one
        assert run_crawl(settings, url=URL).stats["run/exit_status"] == 0
    assert listing(tmp_path)[0] == "complete"


def test_two_heavy_stretches_are_both_named(tmp_path: Path) -> None:
    archive = yearly()
    for moment in ("20120901000000", "20180901000000"):
        archive.always("504", touching(moment, moment))
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL).stats
    assert stats["run/outcomes"] == {"read": 11}
    assert {text.split()[0][:4] for text in listing(tmp_path)[1].split("not listed: ")[1].split(", ")} == {"2012", "2018"}


def test_what_is_older_than_a_heavy_last_window_is_sampled(tmp_path: Path) -> None:
    archive = yearly()
    archive.always("504", touching("20250601000000", "99991231235959"))
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL).stats
    assert stats["run/outcomes"] == {"read": 11}
    assert stats["run/exit_status"] == 3


def test_a_window_that_is_answered_with_something_else_every_time_costs_itself_alone(tmp_path: Path) -> None:
    archive = yearly()
    archive.too_heavy(days=366 * 20)
    archive.always("html", lambda request: request.kind == "cdx" and "to" in request.params and "from" not in request.params)
    archive.add(URL, "20000101000000", policy_html(12))
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL).stats
    assert stats["run/outcomes"]["read"] >= 9
    assert stats["run/exit_status"] == 3
    assert "not listed: the first to 2011" in listing(tmp_path)[1]


def test_an_archive_that_answers_no_window_at_all_is_not_asked_for_every_week_of_thirty_years(tmp_path: Path) -> None:
    archive = yearly()
    archive.always("504", "cdx")
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL).stats
        assert server.count("cdx") <= 2 * (11 + 2 * IN_A_ROW) <= 48
    assert stats["run/exit_status"] in (3, 4)
