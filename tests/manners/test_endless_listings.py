"""Listings that never end by themselves: the crawl ends them, and keeps what they had."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from crawler.wayback import COLUMNS
from tests.archive import FakeArchive, LoopbackServer, urlkey
from tests.archive.answers import Answer
from tests.archive.prose import policy_html
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"


@pytest.mark.parametrize("keys", [1, 2, 3])
def test_a_listing_whose_keys_go_round_is_asked_for_once_around(keys: int, tmp_path: Path) -> None:
    archive = FakeArchive()
    rows = []
    for year in range(2010, 2013):
        capture = archive.add(URL, f"{year}0101000000", policy_html(year % 3))
        rows.append([urlkey(URL), capture.timestamp, URL, "text/html", "200", capture.digest, "900"])
    wheel = itertools.cycle(f"key{number}" for number in range(keys))
    archive.always(lambda _: Answer(body=json.dumps([COLUMNS, *rows, [], [next(wheel)]]).encode()), "cdx")
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url, CLOSESPIDER_TIMEOUT=10), url=URL).stats
        assert server.count("cdx") == keys + 1
    assert (stats["run/exit_status"], stats["run/outcomes"]) == (0, {"read": 3})
