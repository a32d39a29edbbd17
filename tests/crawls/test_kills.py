"""Kill -9 at any moment, any number of times: the database comes to what an undisturbed crawl makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls.killing import kill_many

#: Kills in every run of the tests; ``scripts/kill_many.py`` does more.
KILLS = 50


@pytest.mark.slow
def test_fifty_kills_leave_no_trace(tmp_path: Path) -> None:
    kills = kill_many(tmp_path, KILLS, seed=20261122)
    assert kills.faults == []
    assert kills.killed >= KILLS
    assert kills.requests > 200  # they came at every stage, not all at the start
