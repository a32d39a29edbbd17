from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import invoke


def test_versions_lists_each_stretch_with_its_bounds(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "privacy", DATABASE=sample_database)
    assert ran.status == 0
    assert "2013-07-11     2013-12-02" in ran.out
    assert "again version 2" in ran.out
    assert "moved 2016-08-22 from http://www.ringwave.example/privacy to https://www.ringwave.example/legal" in ran.out


def test_versions_as_json_name_their_evidence(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "terms", "--json", DATABASE=sample_database)
    (line,) = json.loads(ran.out)
    rows = line["stretches"]
    assert [(row["first_timestamp"], row["number"]) for row in rows] == [("20120130082011", 1), ("20180526073301", 2)]
    assert rows[1]["snapshot_url"] == "https://web.archive.org/web/20180526073301id_/https%3A//www.ringwave.example/legal/terms"


def test_versions_of_an_unknown_vendor_say_what_to_do(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "unknown.example", DATABASE=sample_database)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "scrapy crawl policies -a domain=unknown.example" in ran.err


def test_versions_of_an_unknown_kind_name_the_known_ones(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "cookies", DATABASE=sample_database)
    assert ran.status == 1
    assert "known are dpa, privacy, terms" in ran.err
