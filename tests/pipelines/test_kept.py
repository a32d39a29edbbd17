"""What is kept as evidence, asked for row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.items import StoreError
from pipelines import bodies
from pipelines.database import Database
from tests.exports.made import document, fill
from tests.pipelines.make import capture, listing, save, snapshot


def test_the_snapshot_that_counts_comes_first_of_its_capture(database: Database) -> None:
    genuine = bodies.digest(b"<p>listed</p>")
    row = capture(3, genuine)
    others = [snapshot(row, "other", fetched_at="2026-05-01T00:00:00Z"), snapshot(capture(0), "early")]
    save(database, listing(row, capture(0)), *others, snapshot(row, "listed", headers=(("content-type", "text/html"),)))
    kept = list(database.kept([1]))
    assert [(item.capture.timestamp, item.body_digest) for item in kept] == [
        (capture(0).timestamp, bodies.digest(b"<p>early</p>")),
        (row.timestamp, genuine),
        (row.timestamp, bodies.digest(b"<p>other</p>")),
    ]
    assert kept[1].headers == (("content-type", "text/html"),)
    assert kept[1].capture == row
    assert list(database.kept([])) == []


def test_evidence_is_the_captures_own_body_if_it_has_one(database: Database) -> None:
    fill(database, document(), {0: "same", 5: "same", 9: "same"})
    (version,) = database.versions(1)
    for day in (0, 5, 9):
        row = capture(day, original="https://vendor.example/privacy")
        found = database.evidence(version.text_id, "vendor.example", "privacy", row.timestamp, row.original)
        assert found.timestamp == row.timestamp


def test_evidence_of_one_vendor_is_not_anothers(database: Database) -> None:
    for domain in ("one.example", "two.example"):
        fill(database, document(domain), {0: "same words"})
    (version,) = database.versions(2)
    row = capture(0)
    found = [database.evidence(version.text_id, name, "privacy", row.timestamp, "") for name in ("one.example", "two.example")]
    assert [(item.document_id, item.vendor) for item in found] == [(1, "One.Example"), (2, "Two.Example")]
    with pytest.raises(KeyError):
        database.evidence(version.text_id, "two.example", "terms", row.timestamp, "")


def test_one_state_is_answered_from_whatever_is_added_meanwhile(database: Database, tmp_path: Path) -> None:
    fill(database, document(), {0: "first"})
    with Database.open(tmp_path / "policies.db") as reader:
        with reader.still():
            assert len(list(reader.kept([1]))) == 1
            fill(database, document(), {9: "second"})
            assert len(list(reader.kept([1]))) == 1
            assert len(reader.versions(1)) == 1
        assert len(list(reader.kept([1]))) == 2


def test_a_state_that_is_held_ends_with_an_error_too(database: Database) -> None:
    with pytest.raises(StoreError), database.still():
        raise StoreError("broken")
    fill(database, document(), {0: "written after it"})
    assert len(database.versions(1)) == 1
