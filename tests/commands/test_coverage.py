"""Half-years: counts that add up, signs, no gaps; and the command that shows them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import OUTCOMES, StoredCapture
from crawler.offline.coverage import COLUMNS, SIGNS, halves, line, sign, years
from crawler.wayback import captured_at
from pipelines.database import Database
from tests.archive import LoopbackServer
from tests.commands import invoke
from tests.crawls.killing import settings_of
from tests.crawls.vendor import archive
from tests.support import run_crawl


def stored(timestamp: str, outcome: str = "read") -> StoredCapture:
    return StoredCapture(
        id=1,
        document_id=1,
        domain="v.example",
        kind="privacy",
        timestamp=timestamp,
        captured_at=captured_at(timestamp),
        original="http://v.example/privacy",
        mimetype="text/html",
        statuscode="200",
        digest="D",
        length=1,
        outcome=outcome,
        reason="",
        due_at="",
        text_id=None,
        snapshot_url="",
        target="",
    )


def test_every_outcome_stands_in_one_column() -> None:
    assert sorted(outcome for outcomes in COLUMNS.values() for outcome in outcomes) == sorted(OUTCOMES)
    assert set(SIGNS) == set(COLUMNS)


@given(st.lists(st.tuples(st.integers(1996, 2025), st.integers(1, 12), st.sampled_from(OUTCOMES)), max_size=40))
def test_the_counts_add_up_to_the_captures_and_no_half_year_is_left_out(rows: list[tuple[int, int, str]]) -> None:
    found = halves(stored(f"{year}{month:02}15000000", outcome) for year, month, outcome in rows)
    assert sum(sum(counts.values()) for counts in found.values()) == len(rows)
    assert list(found) == sorted(found)
    if rows:
        first, last = min(found), max(found)
        assert len(found) == (int(last[:4]) - int(first[:4])) * 2 + int(last[-1]) - int(first[-1]) + 1


def test_a_half_year_ends_with_june_and_a_row_without_a_moment_has_none() -> None:
    found = halves([stored("20150630235959"), stored("20150701000000"), stored("20151399000000", "malformed")])
    assert found == {"2015H1": Counter(read=1), "2015H2": Counter(read=1), "": Counter(missing=1)}


def test_signs_and_lines() -> None:
    assert sign({}) == " "
    assert sign({"read": 1, "failed": 3}) == "#"
    assert sign({"unchanged": 1, "missing": 3}) == "="
    found = halves([stored("20150101000000"), stored("20160101000000", "failed"), stored("20161231000000", "excluded")])
    assert line(found, years([found])) == "# !x"
    assert list(years([{}])) == []


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vendor's database, to read."""
    folder = tmp_path_factory.mktemp("coverage")
    with LoopbackServer(archive()) as server:
        run_crawl(settings_of(folder, server))
    return folder / "policies.db"


def test_the_tables_of_a_vendor_fit_eighty_columns_and_add_up(
    capsys: pytest.CaptureFixture[str], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = invoke(capsys, "coverage", "vendor.example", DATABASE=database)
    assert ran.status == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "vendor.example cookies: 2 URLs" in ran.out
    rows = [row for row in ran.out.splitlines() if row[4:5] == "H" or row.startswith("no date")]
    figures = [int(word) for row in rows for word in row.split() if word.isdigit()]
    with Database.open(database) as records:
        assert sum(figures) == sum(sum(records.outcomes(id_).values()) for id_, _ in records.documents())


def test_the_map_of_all_vendors_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = invoke(capsys, "coverage", DATABASE=database)
    header, vendor = ran.out.splitlines()[:2]
    assert header.split() == ["10111213141516171819"]
    assert vendor.startswith("vendor.example")
    assert len(vendor) <= 80
    assert "#" in vendor


def test_the_figures_as_json(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    rows = json.loads(invoke(capsys, "coverage", "vendor.example", "--kind", "terms", "--json", DATABASE=database).out)
    assert {row["kind"] for row in rows} == {"terms"}
    assert rows[0].keys() == {"domain", "kind", "url", "half_year", *COLUMNS, "listing"}
    assert [row["half_year"] for row in rows][-1] is None  # the row whose time cannot be
    assert sum(row["read"] + row["unchanged"] for row in rows) > 20


def test_what_is_not_there_is_said_in_one_line(capsys: pytest.CaptureFixture[str], database: Path, tmp_path: Path) -> None:
    ran = invoke(capsys, "coverage", "unknown.example", DATABASE=database)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    ran = invoke(capsys, "coverage", DATABASE=tmp_path / "none.db")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
