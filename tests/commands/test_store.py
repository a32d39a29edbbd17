"""The commands about the store: reextract, merge, verify, search, show --rejected."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crawler.extraction import EXTRACTOR
from pipelines.database import Database
from tests.commands import invoke
from tests.pipelines.make import capture, ruling, same, save, snapshot, stamp


@pytest.fixture
def sample(sample_database: Path, tmp_path: Path) -> Path:
    """The sample archive's database, to be written to."""
    path = tmp_path / "sample.db"
    with Database.open(sample_database) as database:
        database.db.execute("VACUUM INTO ?", [str(path)])
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "other.db", write=True) as database:
        parked = snapshot(capture(4), "this domain is for sale", verdict="parked")
        save(database, snapshot(capture(0), "we share data with nobody"), parked)
    return tmp_path / "other.db"


def test_verify_finds_nothing_wrong_with_the_sample(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "verify", DATABASE=sample_database)
    assert (ran.status, ran.out) == (0, f"{sample_database}: nothing is wrong\n")


def test_verify_names_what_is_wrong_and_ends_with_1(capsys: pytest.CaptureFixture[str], other: Path) -> None:
    with Database.open(other, write=True) as database:
        database.db.execute("UPDATE text SET title = 'Another' WHERE id = 1")
    ran = invoke(capsys, "verify", "--json", DATABASE=other)
    assert ran.status == 1
    ((where, what),) = [fault.values() for fault in json.loads(ran.out)]
    assert where.startswith("text ")
    assert "does not say" in what
    assert "1 faults" in invoke(capsys, "verify", DATABASE=other).out


def test_verify_finds_rulings_that_do_not_follow(capsys: pytest.CaptureFixture[str], other: Path) -> None:
    with Database.open(other, write=True) as database:
        save(database, ruling("we share data with nobody", "something else", 0, 9))
    ran = invoke(capsys, "verify", DATABASE=other)
    assert ran.status == 1
    assert "rulings on noise do not follow" in ran.out


def test_merge_takes_over_what_others_know(
    capsys: pytest.CaptureFixture[str], sample: Path, other: Path, tmp_path: Path
) -> None:
    ran = invoke(capsys, "merge", str(sample), str(other), DATABASE=tmp_path / "all.db")
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == f"{other}: 1 documents and 2 captures more"
    ran = invoke(capsys, "merge", str(other), str(sample), DATABASE=tmp_path / "reverse.db")
    assert same(tmp_path / "all.db", tmp_path / "reverse.db")
    ran = invoke(capsys, "merge", str(other), DATABASE=tmp_path / "all.db")
    assert ran.out == f"{other}: 0 documents and 0 captures more\n"
    assert same(tmp_path / "all.db", tmp_path / "reverse.db")
    assert invoke(capsys, "verify", DATABASE=tmp_path / "all.db").status == 0
    with Database.open(sample) as before, Database.open(tmp_path / "all.db") as after:
        assert set(before.facts()) <= set(after.facts())  # rulings among them: they are made anew, and come out the same


def test_merge_with_a_name_that_is_wrong_takes_nothing_over(
    capsys: pytest.CaptureFixture[str], other: Path, tmp_path: Path
) -> None:
    ran = invoke(capsys, "merge", str(other), str(tmp_path / "typo.db"), DATABASE=tmp_path / "all.db")
    assert (ran.status, ran.out) == (1, "")
    assert "typo.db: no database there yet" in ran.err
    assert not (tmp_path / "all.db").exists()


def test_merge_refuses_a_damaged_body_and_keeps_what_is_there(
    capsys: pytest.CaptureFixture[str], other: Path, sample: Path, tmp_path: Path
) -> None:
    shutil.copy(other, tmp_path / "before.db")
    with Database.open(sample, write=True) as database:
        database.db.execute("UPDATE body SET data = x'28b52ffd' WHERE id = 3")
    ran = invoke(capsys, "merge", str(sample), DATABASE=other)
    assert (ran.status, ran.out) == (1, "")
    assert str(sample) in ran.err
    assert "nothing was taken over" in ran.err
    assert same(other, tmp_path / "before.db")


def test_reextract_reads_only_what_the_extractor_has_not_read(capsys: pytest.CaptureFixture[str], sample: Path) -> None:
    ran = invoke(capsys, "reextract", DATABASE=sample, EXTRACTION_WORKERS=0)
    assert ran.status == 0
    assert ran.out.startswith("0 bodies of ")
    with Database.open(sample, write=True) as database:
        rows = list(database.facts(moments=False))
        for statement in (
            "UPDATE extractor SET name = 'older reader'",
            "UPDATE text SET extractor = 'older reader', name = 'older ' || name",
            "UPDATE reading SET extractor = 'older reader'",
        ):
            database.db.execute("PRAGMA foreign_keys = OFF")
            database.db.execute(statement)
        bodies = sum(database.unread_count(number, EXTRACTOR) for number, _ in database.documents())
    assert bodies > 10
    ran = invoke(capsys, "reextract", "--json", DATABASE=sample, EXTRACTION_WORKERS=0)
    results = json.loads(ran.out)
    assert sum(result["read"] for result in results) == bodies
    assert not any(result["gone"] or result["new"] for result in results)  # the same reader under another name
    with Database.open(sample) as database:
        assert set(rows) <= set(database.facts(moments=False))


def test_reextract_of_one_vendor(capsys: pytest.CaptureFixture[str], other: Path) -> None:
    ran = invoke(capsys, "reextract", "vendor.example", DATABASE=other, EXTRACTION_WORKERS=0)
    assert ran.status == 0
    assert ran.out.splitlines()[-1].startswith("2 bodies of 1 documents read by ")
    assert "Versions that the new reading moved (the policies did not change)" in ran.out
    assert "nothing known of" in invoke(capsys, "reextract", "unknown.example", DATABASE=other).err


def test_search_shows_versions_and_where(capsys: pytest.CaptureFixture[str], other: Path) -> None:
    ran = invoke(capsys, "search", '"share data"', "nob*", DATABASE=other)
    assert ran.status == 0
    assert "we [share data] with [nobody]" in ran.out
    (hit,) = json.loads(invoke(capsys, "search", "share", "--json", DATABASE=other).out)
    assert (hit["version"]["domain"], hit["version"]["first_timestamp"]) == ("vendor.example", stamp(0))


@pytest.mark.parametrize(
    ("words", "status"), [(["sale"], 1), (["-"], 2), (["share", "--limit", "0"], 2), (["share", "--domain", "x.example"], 1)]
)
def test_search_that_finds_nothing_or_cannot_be_says_so(
    words: list[str], status: int, capsys: pytest.CaptureFixture[str], other: Path
) -> None:
    ran = invoke(capsys, "search", *words, DATABASE=other)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.count("\n") == 1


def test_show_rejected_lists_what_is_no_policy(capsys: pytest.CaptureFixture[str], other: Path) -> None:
    ran = invoke(capsys, "show", "vendor.example", "--rejected", DATABASE=other)
    assert ran.status == 0
    assert "1 captures of vendor.example that are no policy" in ran.out
    assert f"{stamp(4)}  privacy  parked" in ran.out
    (row,) = json.loads(invoke(capsys, "show", "vendor.example", "--rejected", "--json", DATABASE=other).out)
    assert (row["timestamp"], row["verdict"]) == (stamp(4), "parked")


@pytest.mark.parametrize("name", ["merge", "verify", "search", "reextract"])
def test_help_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = invoke(capsys, name, "--help")
    assert ran.status == 0
    assert f"Example: scrapy {name}" in " ".join(ran.out.split())
