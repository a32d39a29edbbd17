"""A run that the archive ends: it stops early, nothing is lost, and the same command goes on to the end of a calm run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.manners.governor import FAULTS
from crawler.manners.handlers import REFUSALS, SLOW_LISTING
from crawler.manners.pacing import LAST_STRIKE
from tests.archive import FakeArchive, LoopbackServer, pages
from tests.archive.answers import throttled, unavailable
from tests.archive.prose import policy_html
from tests.crawls.facts import facts
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
#: More than an outage that is told by single faults may use up.
CAPTURES = LAST_STRIKE * FAULTS + 18


def archive() -> FakeArchive:
    filled = FakeArchive()
    for number in range(CAPTURES):
        timestamp = f"{2010 + number // 12}{number % 12 + 1:02}01000000"
        filled.add(URL, timestamp, policy_html(number // 7, furniture_seed=number))
    return filled


def crawl(folder: Path, server: LoopbackServer, **arguments: str) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    settings = project_settings(folder, server.url, RESOLUTION=0, ARCHIVE_RETRY_DELAY=0)
    return run_crawl(settings, url=URL, **arguments).stats


#: What the archive says from some moment on -> requests after which the run must have ended. Requests that are under way
#: meanwhile (four) may be asked anew once more.
ENDS = {
    "429": (throttled(), LAST_STRIKE + REFUSALS),
    "503 with Retry-After": (replace(unavailable(503), headers=(("Retry-After", "0"),)), LAST_STRIKE + REFUSALS),
    "503": (unavailable(503), LAST_STRIKE * FAULTS + REFUSALS),
    "maintenance": (pages.maintenance(), LAST_STRIKE * FAULTS + REFUSALS),
}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a run comes to that nothing disturbs."""
    folder = tmp_path_factory.mktemp("calm")
    with LoopbackServer(archive()) as server:
        assert crawl(folder, server)["run/exit_status"] == 0
    return facts(folder / "policies.db")


@pytest.mark.parametrize("what", ENDS)
def test_all_that_was_listed_is_due_and_the_next_run_ends_as_a_calm_one(
    what: str, calm: dict[str, list[str]], tmp_path: Path
) -> None:
    answer, most = ENDS[what]
    filled = archive()
    filled.script("web", ["ok"] * 10)
    filled.always(answer, "web")
    with LoopbackServer(filled) as server:
        stats = crawl(tmp_path / "ended", server)
        assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "rate_limited")
        assert server.count("web") <= 10 + most
        outcomes = Counter(stats["run/outcomes"])
        assert outcomes.total() == CAPTURES
        assert set(outcomes) <= {"read", "between", "failed", "pending"}
        assert outcomes["read"] == 10
        assert outcomes["failed"] > 1  # with the one that was refused last those that waited at the gate
        filled.calm()
        assert crawl(tmp_path / "ended", server, refresh="1")["run/exit_status"] == 0
    assert facts(tmp_path / "ended" / "policies.db") == calm


def test_one_listing_that_is_too_heavy_throughout_is_no_outage(tmp_path: Path) -> None:
    filled = archive()
    filled.always("504", "cdx")
    with LoopbackServer(filled) as server:
        stats = crawl(tmp_path, server)
        assert FAULTS < server.count("cdx") <= 40
    assert (stats["run/exit_status"], stats["finish_reason"]) == (3, "finished")
    assert "archive/throttled" not in stats


def test_an_archive_that_is_too_slow_for_any_listing_is_one(tmp_path: Path) -> None:
    filled = archive()
    filled.always("504", "cdx")
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url, ARCHIVE_RETRY_DELAY=0)
        stats = run_crawl(settings, url=",".join(f"{URL}/{number}" for number in range(20))).stats
        assert server.count("cdx") <= LAST_STRIKE * FAULTS / SLOW_LISTING + 4
    assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "rate_limited")
