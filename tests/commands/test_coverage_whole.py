"""Coverage hides nothing: narrow terminals, vendors of which there is nothing, rows of years that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Capture, Document, Listing, ListingOutcome
from crawler.offline.coverage import blocks
from crawler.wayback import captured_at, urlkey
from pipelines.database import Database
from tests.commands import invoke

NOW = "2026-11-22T00:00:00Z"


def document(domain: str) -> Document:
    url = f"http://www.{domain}/privacy"
    return Document(vendor=domain, domain=domain, kind="privacy", url=url, urlkey=urlkey(url))


def listed(of: Document, *timestamps: str) -> Listing:
    captures = tuple(
        Capture(
            urlkey=of.urlkey,
            timestamp=timestamp,
            captured_at=captured_at(timestamp),
            original=of.url,
            mimetype="text/html",
            statuscode="200",
            digest=timestamp,
        )
        for timestamp in timestamps
    )
    return Listing(document=of, captures=captures, listed_at=NOW, complete=True)


def unlisted(domain: str, outcome: str) -> ListingOutcome:
    return ListingOutcome(document=document(domain), outcome=outcome, reason="so", due_at=NOW, decided_at=NOW)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "policies.db", write=True) as records:
        every = [f"{year}{month}01000000" for year in range(1996, 2027) for month in ("01", "07")]
        records.save_listing(listed(document("long.example"), *every))
        records.save_listing(listed(document("none.example")))
        for outcome in ("excluded", "failed"):
            records.save_listing_outcome(unlisted(f"{outcome}.example", outcome))
    return tmp_path / "policies.db"


@given(st.integers(0, 60), st.integers(-5, 200))
def test_blocks_hold_every_year_once_and_fit(count: int, columns: int) -> None:
    span = range(1990, 1990 + count)
    found = list(blocks(span, columns))
    assert [year for block in found for year in block] == list(span)
    assert all(0 < 2 * len(block) <= max(2, columns) for block in found)


@pytest.mark.parametrize("columns", [20, 40, 60, 79, 80, 81, 160])
def test_every_half_year_is_shown_however_narrow_the_terminal_is(
    columns: int, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = invoke(capsys, "coverage", DATABASE=database).out.splitlines()
    own = [line for line in lines if line.startswith("long.")]
    assert sum(line.count("!") for line in own) == 62  # pending
    assert all(len(line) <= columns for line in own)
    years = "".join("".join(line.split()) for line in lines if line.strip() and not line.strip(" 0123456789"))
    assert years == "".join(f"{year % 100:02}" for year in range(1996, 2027))


def test_a_vendor_of_which_there_is_nothing_is_told_with_the_reason(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = invoke(capsys, "coverage", DATABASE=database).out.splitlines()
    told = dict(line.split(maxsplit=1) for line in lines if ".example " in line)
    assert told["excluded.example"] == "excluded by the archive"
    assert told["failed.example"] == "listing failed"
    assert told["none.example"] == "nothing archived"
    assert "excluded by the archive" in invoke(capsys, "coverage", "excluded.example", DATABASE=database).out
    assert "listing failed" in invoke(capsys, "coverage", "failed.example", DATABASE=database).out


def test_a_map_of_such_vendors_alone_is_one_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Database.open(tmp_path / "policies.db", write=True) as records:
        records.save_listing_outcome(unlisted("gone.example", "excluded"))
    ran = invoke(capsys, "coverage", DATABASE=tmp_path / "policies.db")
    assert ran.status == 0
    assert "gone.example excluded by the archive" in ran.out


def test_a_listing_that_failed_later_is_told_beside_what_is_there(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Database.open(database, write=True) as records:
        records.save_listing_outcome(unlisted("long.example", "failed"))
    out = invoke(capsys, "coverage", DATABASE=database).out
    assert "long.example: 1 listing(s) failed" in out
    assert "1 listing(s) failed" in invoke(capsys, "coverage", "long.example", DATABASE=database).out


def test_the_json_has_a_row_for_what_has_no_capture(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(invoke(capsys, "coverage", "--json", DATABASE=database).out)
    (row,) = (row for row in rows if row["domain"] == "excluded.example")
    assert (row["half_year"], row["read"], row["listing"]) == (None, 0, "excluded")
    assert {row["listing"] for row in rows if row["domain"] == "failed.example"} == {"failed"}
    assert {row["listing"] for row in rows if row["domain"] == "long.example"} == {None}


@pytest.mark.parametrize("words", [[], ["long.example"]])
def test_an_unknown_kind_is_a_mistake_and_another_kind_is_none(
    words: list[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = invoke(capsys, "coverage", *words, "--kind", "bogus", DATABASE=database)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "privacy, terms" in ran.err
    ran = invoke(capsys, "coverage", *words, "--kind", "cookies", DATABASE=database)
    assert (ran.status, ran.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("year", ["9999", "0999", "1900", "2099"])
def test_a_row_of_a_year_that_cannot_be_stretches_nothing(
    year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "policies.db"
    with Database.open(path, write=True) as records:
        records.save_listing(listed(document("odd.example"), "20150101000000", f"{year}0101000000"))
    assert max(map(len, invoke(capsys, "coverage", DATABASE=path).out.splitlines())) < 100
    out = invoke(capsys, "coverage", "odd.example", DATABASE=path).out
    assert len(out.splitlines()) < 8
    assert "no date that can be" in out
    rows = json.loads(invoke(capsys, "coverage", "--json", DATABASE=path).out)
    assert [row["half_year"] for row in rows] == ["2015H1", None]
