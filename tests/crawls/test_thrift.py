"""No request twice, none in vain: what one document is called, where it redirects to, what the archive will not play."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.running import outcomes, work
from crawler.running.tracking import EXCLUDED, QUERIES, TARGETS
from tests.archive import FakeArchive, LoopbackServer, pages
from tests.archive.prose import policy_html
from tests.crawls.vendor import CATALOGUE, HOST, archive
from tests.support import project_settings, run_crawl

URL = f"{HOST}/privacy"


def listed(server: LoopbackServer) -> Counter[str]:
    """How often each URL was listed exactly (not by discovery)."""
    return Counter(request.params["url"] for request in server.of("cdx") if request.params.get("matchType", "exact") == "exact")


def test_a_document_named_in_three_spellings_is_one(tmp_path: Path) -> None:
    with LoopbackServer(archive(6)) as server:
        settings = project_settings(tmp_path, server.url)
        result = run_crawl(settings, url=f"{URL},https://vendor.example/privacy/,HTTP://WWW.VENDOR.EXAMPLE/Privacy")
        assert server.count("cdx") == 1
        assert set(Counter(request.path for request in server.of("web")).values()) == {1}
    assert sum(result.stats["run/outcomes"].values()) == 10


def test_a_refresh_lists_every_document_once(tmp_path: Path) -> None:
    (tmp_path / "vendors.toml").write_text(CATALOGUE, encoding="utf-8")
    filled = archive(3)
    filled.add(f"{HOST}/", "20150101000000", f'<html><body><p>Vendor.</p><a href="{URL}">Privacy Policy</a></body></html>')
    filled.latency = 0.02
    with LoopbackServer(filled) as server:
        result = run_crawl(project_settings(tmp_path, server.url), domain="vendor.example", refresh="1")
        exact = listed(server)
    assert {url: exact[url] for url in (URL, f"{HOST}/terms", f"{HOST}/cookies")} == dict.fromkeys(
        (URL, f"{HOST}/terms", f"{HOST}/cookies"), 1
    )
    assert len(result.discovered) == 1
    assert result.stats.get("spider_exceptions/count", 0) == 0


def test_a_domain_named_in_three_spellings_is_searched_once(tmp_path: Path) -> None:
    filled = FakeArchive()
    filled.add(f"{HOST}/", "20150101000000", '<html><body><h1>V</h1><a href="/privacy">Privacy Policy</a></body></html>')
    filled.add(URL, "20150102000000", policy_html(1))
    filled.latency = 0.02
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        result = run_crawl(settings, domain="vendor.example,www.vendor.example,VENDOR.example")
        assert listed(server)[URL] <= 1
    assert len(result.discovered) == 1
    assert result.stats["run/outcomes"] == {"read": 1}
    assert result.stats.get("spider_exceptions/count", 0) == 0


def sessions(count: int, address: str) -> FakeArchive:
    """An archive in which a policy's page redirects to so many addresses, ``{}`` being their number."""
    filled = FakeArchive()
    filled.add(URL, "20100101000000", policy_html(0))
    for n in range(count):
        filled.redirect(URL, f"2012{n // 28 + 1:02}{n % 28 + 1:02}000000", HOST + address.format(n))
    return filled


@pytest.mark.parametrize(("address", "most"), [("/legal?session={:04}", 1), ("/s{:04}/legal", TARGETS), ("/legal#{}", TARGETS)])
def test_redirects_to_ever_new_addresses_are_followed_so_far_and_no_further(address: str, most: int, tmp_path: Path) -> None:
    with LoopbackServer(sessions(40, address)) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        assert server.count("cdx") == 1 + most
        server.forget()
        run_crawl(settings, url=URL)  # what is not archived is not asked for on every run
        run_crawl(settings, domain="vendor.example")
        assert (server.count("cdx"), server.count("web")) == (2, 0)
        server.forget()
        run_crawl(settings, url=URL, refresh="1")
        assert server.count("cdx") == 1 + most


def test_a_target_that_was_not_archived_is_asked_for_again_after_some_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = sessions(1, "/legal/privacy")
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        filled.add(f"{HOST}/legal/privacy", "20130101000000", policy_html(1))
        server.forget()
        assert run_crawl(settings, url=URL).stats["run/outcomes"] == {"read": 1, "redirect": 1}
        assert server.count() == 1
        monkeypatch.setattr(work, "BARREN_DAYS", -1)
        assert run_crawl(settings, url=URL).stats["run/outcomes"] == {"read": 2, "redirect": 1}
        monkeypatch.undo()
        server.forget()
        run_crawl(settings, domain="vendor.example")  # archived now: never barren again
        assert server.count("cdx") == 2


def test_a_run_over_a_part_of_time_does_not_say_that_a_target_is_not_archived(tmp_path: Path) -> None:
    filled = sessions(1, "/legal/privacy")
    filled.redirect(URL, "20200101000000", f"{HOST}/legal/privacy")
    filled.add(f"{HOST}/legal/privacy", "20130101000000", policy_html(1))
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL, since="2019")
        assert run_crawl(settings, url=URL).stats["run/outcomes"] == {"read": 2, "redirect": 2}


def test_targets_that_a_query_tells_apart_are_documents_while_they_are_few(tmp_path: Path) -> None:
    filled = sessions(QUERIES, "/legal?doc={}")
    for n in range(QUERIES):
        filled.add(f"{HOST}/legal?doc={n}", "20130101000000", policy_html(n))
    with LoopbackServer(filled) as server:
        result = run_crawl(project_settings(tmp_path, server.url), url=URL)
    assert result.stats["run/outcomes"] == {"read": 1 + QUERIES, "redirect": QUERIES}


class Later(datetime):
    """A clock that is ahead by more than the days after which presumed exclusions are tried again."""

    @classmethod
    def now(cls, tz: Any = UTC) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(days=outcomes.EXCLUDED_DAYS + 1)


def monthly(count: int = 120) -> FakeArchive:
    filled = FakeArchive()
    for n in range(count):
        filled.add(URL, f"{2010 + n // 12}{n % 12 + 1:02}15120000", policy_html(n % 7, furniture_seed=n))
    return filled


@pytest.mark.parametrize("status", [200, 403])
def test_an_address_that_is_excluded_from_playback_is_asked_for_a_few_times(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = monthly()
    filled.always(pages.excluded(status), "web")
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        assert run_crawl(settings, url=URL).stats["run/outcomes"] == {"excluded": 120}
        assert server.count("web") == EXCLUDED
        server.forget()
        assert run_crawl(settings, url=URL).stats["run/outcomes"] == {"excluded": 120}
        assert server.count("web") == 0
        assert run_crawl(settings, url=URL, refresh="1").stats["run/outcomes"] == {"excluded": 120}
        assert server.count("web") == 1
        filled.calm()
        monkeypatch.setattr(outcomes, "datetime", Later)
        counts = run_crawl(settings, url=URL).stats["run/outcomes"]
    assert counts["read"] > 20
    assert counts["read"] + counts.get("between", 0) + counts["excluded"] == 120


def test_one_excluded_capture_among_others_ends_itself_alone(tmp_path: Path) -> None:
    filled = monthly(12)
    filled.always(pages.excluded(403), "20100115")
    with LoopbackServer(filled) as server:
        counts = run_crawl(project_settings(tmp_path, server.url), url=URL, resolution="0").stats["run/outcomes"]
    assert counts == {"excluded": 1, "read": 11}


def test_a_neighbour_that_plays_for_many_is_fetched_once(tmp_path: Path) -> None:
    filled = FakeArchive()
    filled.add(URL, "20100101000000", policy_html(0))
    for n in range(8):
        filled.add(URL, f"2015010100{n:02}00", policy_html(1, furniture_seed=n), playable=False)
    filled.add(URL, "20150101003000", policy_html(1), listed=False)
    filled.add(URL, "20200101000000", policy_html(2))
    filled.latency = 0.05
    with LoopbackServer(filled) as server:
        result = run_crawl(project_settings(tmp_path, server.url), url=URL, resolution="0")
        assert max(Counter(request.path for request in server.of("web")).values()) == 1
    assert result.stats["run/outcomes"] == {"read": 3, "unplayable": 8}
