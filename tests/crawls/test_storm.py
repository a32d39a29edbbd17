"""A storm of faults ends with the same history as a calm day: more requests and pauses, nothing lost, nothing wrong stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.faults import STEPS
from tests.crawls.facts import facts
from tests.crawls.killing import settings_of
from tests.crawls.vendor import archive
from tests.support import run_crawl

#: Every 7th answer a 429 without Retry-After, every 11th a 503, every 13th a reset, every 17th cut off; one capture in 20 is
#: never played.
STORM: dict[int, Any] = {7: "429", 11: "503", 13: "reset", 17: "truncated"}
ONE_IN = 20
#: Crawls after which nothing may be due any more. A page that says "maintenance" is not asked for again in the same crawl, so
#: that with one at every third request it is chance when the last capture is had: 3 to 10 crawls were seen (2026-11-22).
MOST_CRAWLS = 30


def crawled(folder: Path, filled: FakeArchive) -> tuple[dict[str, list[str]], dict[str, Any], LoopbackServer]:
    """Crawl the vendor until nothing is due, as cron would; the facts, the last crawl's stats, the server with its log."""
    with LoopbackServer(filled) as server:
        for _ in range(MOST_CRAWLS):
            stats = run_crawl(settings_of(folder, server, ARCHIVE_RETRIES=6), refresh="1").stats
            if stats["run/exit_status"] == 0:
                break
            filled.faults.drift()
        return facts(folder / "policies.db"), stats, server


@pytest.mark.slow
def test_a_storm_of_faults_ends_with_the_versions_of_a_calm_run(tmp_path: Path) -> None:
    calm, stormy = archive(24), archive(24)
    for filled, every in ((calm, {}), (stormy, STORM)):
        filled.storm(every, unplayable_one_in=ONE_IN)
    wanted, stats, _ = crawled(tmp_path / "calm", calm)
    assert stats["run/exit_status"] == 0
    found, stats, server = crawled(tmp_path / "storm", stormy)
    assert stats["run/exit_status"] == 0
    answered = [request.answered for request in server.requests]
    assert {"429", "503", "reset", "truncated"} <= set(answered)
    assert found == wanted
    assert len(found["versions"]) > 15


@pytest.mark.slow
# an empty listing says that there are no captures, an empty body that its bytes are lost: neither looks like a fault
@pytest.mark.parametrize("fault", sorted(set(STEPS) - {"ok", "hang", "robots-text", "empty"}))
def test_any_one_fault_at_every_third_request_changes_nothing(tmp_path: Path, fault: str) -> None:
    calm, stormy = archive(9), archive(9)
    stormy.storm({3: fault})
    wanted, _, _ = crawled(tmp_path / "calm", calm)
    found, stats, _ = crawled(tmp_path / "storm", stormy)
    assert stats["run/exit_status"] == 0
    for name in ("documents", "versions", "texts", "rulings"):
        assert found[name] == wanted[name], name
