"""Later runs: one request a document when nothing is new, failures when they are due, rows that come late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.running import outcomes
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer, pages
from tests.archive.prose import policy_html
from tests.archive.situations import SITUATIONS
from tests.crawls.facts import facts
from tests.crawls.killing import settings_of
from tests.crawls.vendor import HOST, archive
from tests.support import project_settings, run_crawl

URL = f"{HOST}/privacy"


def yearly(versions: dict[int, int]) -> FakeArchive:
    """One capture a year: year -> version."""
    filled = FakeArchive()
    for year, version in versions.items():
        filled.add(URL, f"{year}0601000000", policy_html(version, furniture_seed=year))
    return filled


def history(folder: Path) -> list[tuple[str, str, str | None]]:
    """The versions: first and last timestamp, and the last one before the change."""
    with Database.open(folder / "policies.db") as database:
        return [
            (version.first_timestamp[:4], version.last_timestamp[:4], (version.previous_timestamp or "")[:4])
            for document_id, _ in database.documents()
            for version in database.versions(document_id)
        ]


def test_a_second_run_makes_one_request_a_document_and_changes_nothing(tmp_path: Path) -> None:
    with LoopbackServer(archive()) as server:
        settings = settings_of(tmp_path, server)
        run_crawl(settings)
        before = facts(tmp_path / "policies.db")
        server.forget()
        assert run_crawl(settings).stats["run/exit_status"] == 0
        assert (server.count("cdx"), server.count("web")) == (len(before["documents"]), 0)
    assert facts(tmp_path / "policies.db") == before


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_no_situation_is_asked_for_twice(name: str, tmp_path: Path) -> None:
    """What has ended for good is not asked for again; what failed is not due yet."""
    filled = FakeArchive()
    expected = SITUATIONS[name](filled)
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url, **dict(expected.settings))
        if run_crawl(settings, url=expected.url).stats["run/exit_status"] == 4:
            pytest.skip("the rate limit ended it: what was never asked for is asked for by the next run")
        server.forget()
        run_crawl(settings, url=expected.url)
        assert server.count("web") == 0


def test_what_failed_is_asked_for_again_when_it_is_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = yearly({2015: 0, 2016: 1})
    filled.always(pages.home(), "20160601000000")
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        assert run_crawl(settings, url=URL).stats["run/exit_status"] == 3
        filled.calm()
        server.forget()
        assert run_crawl(settings, url=URL).stats["run/exit_status"] == 3
        assert server.count("web") == 0
        assert run_crawl(settings, url=URL, refresh="1").stats["run/exit_status"] == 0
        assert server.count("web") == 1
    assert len(history(tmp_path)) == 2


def test_what_failed_is_due_after_hours_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = yearly({2015: 0, 2016: 1})
    filled.always(pages.home(), "20160601000000")
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        filled.calm()
        server.forget()
        later = _clock(timedelta(hours=7))
        monkeypatch.setattr(outcomes, "datetime", later)
        assert run_crawl(settings, url=URL).stats["run/exit_status"] == 0
        assert server.count("web") == 1


def _clock(later: timedelta) -> Any:
    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = UTC) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + later

    return Later


def test_rows_that_come_late_change_versions_only_where_they_must(tmp_path: Path) -> None:
    filled = yearly({2010: 0, 2012: 0, 2014: 1, 2016: 1})
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        assert history(tmp_path) == [("2010", "2012", ""), ("2014", "2016", "2012")]
        filled.add(URL, "20130601000000", policy_html(1, furniture_seed=3))
        server.forget()
        run_crawl(settings, url=URL)
        assert history(tmp_path) == [("2010", "2012", ""), ("2013", "2016", "2012")]
        assert server.count("web") == 1
        filled.add(URL, "20080601000000", policy_html(5, furniture_seed=4))
        server.forget()
        run_crawl(settings, url=URL)
        assert history(tmp_path) == [("2008", "2008", ""), ("2010", "2012", "2008"), ("2013", "2016", "2012")]
        assert server.count("web") == 1


def test_the_order_in_which_rows_come_does_not_matter(tmp_path: Path) -> None:
    years = {2008: 5, 2010: 0, 2012: 0, 2013: 1, 2014: 1, 2016: 1, 2018: 0}
    with LoopbackServer(yearly(years)) as server:
        run_crawl(project_settings(tmp_path, server.url), url=URL)
    whole = history(tmp_path)
    late = tmp_path / "late"
    late.mkdir()
    filled = FakeArchive()
    with LoopbackServer(filled) as server:
        for year in (2014, 2010, 2018, 2008, 2016, 2013, 2012):
            filled.add(URL, f"{year}0601000000", policy_html(years[year], furniture_seed=year))
            run_crawl(project_settings(late, server.url), url=URL)
    assert history(late) == whole
