"""Discovery on its way through a run that ends early: nothing is concluded, and the next run searches anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import hang, throttled
from tests.archive.prose import policy_html
from tests.support import CrawlResult, project_settings, run_crawl

DOMAIN = "voxline.example"
HOME = '<html><body><h1>Voxline</h1><p>Voice for programmers.</p><a href="/privacy">Privacy Policy</a></body></html>'


def site() -> FakeArchive:
    archive = FakeArchive()
    archive.add(f"http://www.{DOMAIN}/", "20150101000000", HOME)
    archive.add(f"http://www.{DOMAIN}/privacy", "20150102000000", policy_html(1, company="Voxline"))
    return archive


def run(tmp_path: Path, server: LoopbackServer, **settings: Any) -> CrawlResult:
    return run_crawl(project_settings(tmp_path, server.url, **settings), domain=DOMAIN)


@pytest.mark.parametrize("match", ["cdx", "web"])
def test_a_rate_limit_during_the_search_concludes_nothing(match: str, tmp_path: Path) -> None:
    archive = site()
    archive.always(throttled(), match)
    with LoopbackServer(archive) as server:
        limited = run(tmp_path, server)
        assert (limited.reason, limited.stats["run/exit_status"]) == ("rate_limited", 4)
        assert limited.items == []
        assert "1 domain(s) not searched yet" in limited.stats["run/sentence"]
        assert server.count(match) == 3
        archive.calm()
        again = run(tmp_path, server)
    assert [document.url for document in again.discovered[0].documents] == [f"http://www.{DOMAIN}/privacy"]
    assert again.stats["run/outcomes"] == {"read": 1}


def test_a_search_that_is_interrupted_concludes_nothing(tmp_path: Path) -> None:
    archive = site()
    archive.always(hang(), "web")
    with LoopbackServer(archive) as server:
        stopped = run(tmp_path, server, CLOSESPIDER_TIMEOUT=1)
    assert (stopped.items, stopped.stats["run/exit_status"]) == ([], 130)


def test_a_page_that_does_not_come_is_something_learnt_and_the_search_goes_on(tmp_path: Path) -> None:
    archive = site()
    archive.always(hang(), "web")
    with LoopbackServer(archive) as server:
        result = run(tmp_path, server, DOWNLOAD_TIMEOUT=0.1)
    assert [document.url for document in result.discovered[0].documents] == [f"http://www.{DOMAIN}/privacy"]
    assert (result.stats["run/exit_status"], result.stats["run/outcomes"]) == (3, {"failed": 1})
