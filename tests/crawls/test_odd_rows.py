"""Listings with rows that cannot be, or are none of the document's: a crawl counts them, and takes nothing of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.errors import UserError
from crawler.running.preflight import preflight
from crawler.running.tracking import Window
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import _settings, project_settings, run_crawl

HOST = "http://www.vendor.example"
URL = f"{HOST}/privacy"
NOW = "20261122120000"


def policies(*paths: str) -> FakeArchive:
    archive = FakeArchive()
    for path in paths:
        for version, timestamp in enumerate(("20100101000000", "20130101000000")):
            archive.add(f"{HOST}{path}", timestamp, policy_html(version))
    return archive


def crawled(archive: FakeArchive, home: Path, url: str = URL, **more: str) -> tuple[int, Counter[str], list[str]]:
    """Crawl; return the exit status, the outcomes of all captures, and the documents' URLs."""
    with LoopbackServer(archive) as server:
        result = run_crawl(project_settings(home, server.url), url=url, **more)
    with Database.open(home / "policies.db") as database:
        documents = database.documents()
        counts: Counter[str] = Counter()
        for document_id, _ in documents:
            counts.update(capture.outcome for capture in database.captures(document_id))
        assert list(database.faults()) == []
    return result.stats["run/exit_status"], counts, [document.url for _, document in documents]


@pytest.mark.parametrize("timestamp", ["01990101000000", "99991231000000"])
def test_a_row_of_an_impossible_year_costs_that_row_and_no_run(timestamp: str, tmp_path: Path) -> None:
    archive = policies("/privacy")
    archive.add_row(("example,vendor)/privacy", timestamp, URL, "text/html", "200", "A" * 32, "9"))
    for _ in range(2):
        assert crawled(archive, tmp_path) == (0, {"read": 2, "malformed": 1}, [URL])
    archive.hide(URL, timestamp)
    assert crawled(archive, tmp_path, plan="1")[:2] == (0, {"read": 2, "malformed": 1})


@pytest.mark.parametrize("window", [Window("0500"), Window("", "2014"), Window("", "2031"), Window("20100101", "2026")])
def test_halves_of_a_window_lie_within_the_archive_s_time(window: Window) -> None:
    older, newer = window.halves(NOW)
    assert (older.since, newer.until) == (window.since, window.until)
    assert "1996" < older.until < newer.since < NOW


@pytest.mark.parametrize("window", [Window("", "0500"), Window("", "1995"), Window("2027"), Window("99991231")])
def test_a_window_in_which_the_archive_has_nothing_is_not_halved(window: Window) -> None:
    assert window.halves(NOW) == ()


def test_a_final_asterisk_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    settings = _settings(project_settings(tmp_path, "https://web.archive.org"))
    for url in (f"{HOST}/*", f"{HOST}/*#top", "www.vendor.example*"):
        with pytest.raises(UserError, match=r"ends in \*|names no host") as caught:
            preflight(settings, {"url": url})
        assert "\n" not in str(caught.value)


def test_a_redirect_to_an_address_with_a_final_asterisk_is_not_followed(tmp_path: Path) -> None:
    archive = policies("/privacy", "/legal/privacy", "/legal/terms")
    archive.redirect(URL, "20140101000000", f"{HOST}/legal/*")
    assert crawled(archive, tmp_path) == (0, {"read": 2, "redirect": 1}, [URL])


def test_rows_of_other_pages_are_none_of_the_document_s_and_add_up(tmp_path: Path) -> None:
    archive = policies("/privacy", "/privacy/cookies")
    foreign = ("example,vendor)/privacy/cookies", "20110101000000", f"{URL}/cookies", "text/html", "200", "B" * 32, "9")
    archive.add_row(foreign, under=URL)
    assert crawled(archive, tmp_path) == (0, {"read": 2, "malformed": 1}, [URL])
