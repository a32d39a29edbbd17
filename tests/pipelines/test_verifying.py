"""What is damaged is found, and named; nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import bodies, schema
from pipelines.database import Database
from tests.pipelines.make import capture, listing, outcome, ruling, save, snapshot

ONE, TWO = snapshot(capture(0), "one"), snapshot(capture(4), "two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "policies.db", write=True) as database:
        save(database, listing(*(capture(day) for day in range(9))), ONE, TWO, snapshot(capture(6), "two"))
        save(database, outcome(capture(8), "redirect", target="https://new.example/"), ruling("two", "two", 0, 1))
    return tmp_path / "policies.db"


#: What is done to the database -> where the fault is, and words of what is said.
DAMAGE = {
    "UPDATE body SET data = x'00112233' WHERE digest = '{one}'": ("body {one}", "damaged"),
    "UPDATE body SET size = size + 1 WHERE digest = '{one}'": ("body {one}", "not the"),
    "UPDATE body SET data = (SELECT data FROM body WHERE digest = '{two}'), size = 10 WHERE digest = '{one}'": (
        "body {one}",
        "its bytes have the digest {two}",
    ),
    "INSERT INTO body (digest, size, data) SELECT 'X', size, data FROM body LIMIT 1": ("X", "belongs to no capture"),
    "DELETE FROM reading WHERE snapshot_id = 1": ("", "read out of no body"),
    "UPDATE text SET title = 'Another' WHERE id = 1": ("text ", "does not say what its name stands for"),
    "UPDATE reading SET extractor = 'reader 9' WHERE snapshot_id = 1": ("", "another extractor"),
    "INSERT INTO versions_fts (versions_fts, rowid, title, text) SELECT 'delete', id, title, text FROM text LIMIT 1": (
        "",
        "full-text index lacks",
    ),
    "UPDATE capture SET document_id = 99 WHERE id = 2": ("capture 2", "names a row of document that is not there"),
    "DELETE FROM snapshot WHERE id = 1": ("reading ", "names a row of snapshot"),
}


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_found_and_named(statement: str, path: Path) -> None:
    digests = {"one": ONE.body_digest, "two": TWO.body_digest}
    with Database.open(path, write=True) as database:
        database.db.execute("PRAGMA foreign_keys = OFF")
        database.db.execute("INSERT INTO extractor VALUES ('reader 9', '2026-01-01T00:00:00Z')")
        database.db.execute(statement.format(**digests))
    where, what = (words.format(**digests) for words in DAMAGE[statement])
    with Database.open(path) as database:
        faults = list(database.faults())
    assert any(where in fault.where and what in fault.what for fault in faults), faults


def test_a_sound_database_has_no_faults_and_is_not_changed(path: Path) -> None:
    before = path.read_bytes()
    steps: list[tuple[int, int]] = []
    with Database.open(path) as database:
        assert list(database.faults(lambda done, total: steps.append((done, total)))) == []
    assert path.read_bytes() == before
    assert steps[-1] == (len(steps), len(steps)) == (5, 5)  # two bodies, two texts, one document


@pytest.mark.parametrize(
    ("view", "wrong", "what"),
    [
        ("CAPTURES", ("WHEN before = after THEN 'between'", "WHEN TRUE THEN 'between'"), "follows to be pending"),
        ("CAPTURES", ("ELSE 'pending'", "ELSE 'lost in thought'"), "which is no outcome"),
        ("VERSIONS", ("sum(changed)", "sum(changed * 2)"), "another version"),
        ("VERSIONS", ("WHERE k.wording IS NOT NULL", "WHERE k.wording IS NOT NULL AND k.place > 1"), "versions are told"),
    ],
)
def test_a_derivation_that_went_wrong_is_found(
    view: str, wrong: tuple[str, str], what: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import views
    from pipelines.database import asking

    query = getattr(views, view)
    assert wrong[0] in query
    monkeypatch.setattr(views, view, query.replace(*wrong))
    monkeypatch.setattr(asking, "_CAPTURES", f"{views.scoped(views.CAPTURES)} ORDER BY o.place")
    with Database.open(path) as database:
        faults = list(database.faults())
    assert any(what in fault.what and "https://vendor.example/privacy" in fault.where for fault in faults), faults


def test_a_page_of_the_file_that_is_overwritten_is_found(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 3 + 2000] = b"\x07" * 2000
    path.write_bytes(content)
    with Database.open(path) as database:
        faults = list(database.faults())
    assert faults
    assert faults[0].where == "the file"


def test_bodies_are_unpacked_no_further_than_they_should_be() -> None:
    bomb = bodies.pack(b"\0" * 50_000_000)
    with pytest.raises(ValueError, match="not the 10 bytes"):
        bodies.unpack(bomb, 10)
    with pytest.raises(ValueError, match="damaged"):
        bodies.unpack(bodies.pack(b"cut off")[:-3], 7)
    assert bodies.unpack(bodies.pack(b""), 0) == b""


def test_statements_of_the_schema_are_split_where_they_end() -> None:
    statements = schema._statements(schema._TABLES)
    assert all(statement.strip().endswith(";") for statement in statements)
    assert sum("CREATE TRIGGER" in statement for statement in statements) == 2
