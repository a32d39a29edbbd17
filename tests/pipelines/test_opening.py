"""Files that cannot be used are refused in one line, and left as they are; older ones are brought forward."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

from crawler.items import StoreError
from pipelines import schema
from pipelines.database import Database, opening
from tests.pipelines.make import capture, listing, same, save, snapshot


def refused(path: Path, *, write: bool = False) -> str:
    with pytest.raises(StoreError) as raised:
        Database.open(path, write=write)
    line = str(raised.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def made(path: Path) -> Path:
    with Database.open(path, write=True) as database:
        save(database, listing(capture(1), capture(2)), snapshot(capture(0), "one"))
    return path


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    assert "no database there yet" in refused(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_database_is_made_on_first_use_with_its_folder(tmp_path: Path) -> None:
    with Database.open(tmp_path / "new" / "folder" / "policies.db", write=True) as database:
        assert database.documents() == []
    with Database.open(tmp_path / "new" / "folder" / "policies.db") as database:
        assert database.documents() == []


def test_an_empty_file_becomes_a_database_only_when_written(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert "an empty file" in refused(path)
    assert path.stat().st_size == 0
    Database.open(path, write=True).close()
    Database.open(path).close()


@pytest.mark.parametrize("write", [False, True])
def test_a_foreign_database_is_left_alone(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "foreign.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert "not a database of this program" in refused(path, write=write)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("content", [b"no database\n" * 999, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_is_left_alone(tmp_path: Path, content: bytes, write: bool) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(content)
    refused(path, write=write)
    assert path.read_bytes() == content


@pytest.mark.parametrize("write", [False, True])
def test_a_file_of_a_newer_program_is_refused(tmp_path: Path, write: bool) -> None:
    path = made(tmp_path / "newer.db")
    db = sqlite_utils.Database(path)
    db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    db.close()
    assert "newer program" in refused(path, write=write)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    refused(tmp_path)
    refused(tmp_path, write=True)


def test_a_locked_database_is_said_after_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    path = made(tmp_path / "locked.db")
    with Database.open(path, write=True) as database, Database.open(path, write=True) as other, other._saving():
        with pytest.raises(StoreError, match="locked"):
            save(database, listing(capture(3)))
        with Database.open(path) as reader:
            assert sum(reader.outcomes(1).values()) == 3  # readers are never kept waiting


def test_a_database_opened_to_be_read_cannot_be_changed(tmp_path: Path) -> None:
    with Database.open(made(tmp_path / "read.db")) as database, pytest.raises(StoreError, match="readonly"):
        save(database, listing(capture(3)))


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    path, before = made(tmp_path / "full.db"), made(tmp_path / "before.db")
    with Database.open(path, write=True) as database:
        pages = database.db.execute("PRAGMA page_count").fetchone()[0]
        database.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="full"):
            save(database, *(snapshot(capture(day), "long words " * 9000 + str(day)) for day in range(9, 40)))
        database.db.execute(f"PRAGMA max_page_count = {pages * 1000}")
        assert list(database.faults()) == []
    with Database.open(path) as database, Database.open(before) as other:
        assert set(other.facts()) <= set(database.facts())


@pytest.mark.parametrize("write", [False, True])
def test_an_older_file_is_brought_forward_without_loss(tmp_path: Path, write: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    path, expected = made(tmp_path / "older.db"), made(tmp_path / "expected.db")
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)

    later = sqlite_utils.Migrations("policies")
    later._migrations.extend(schema.migrations._migrations)
    later(name="remarks")(lambda db: db.execute("CREATE TABLE remark (text TEXT) STRICT"))
    monkeypatch.setattr(schema, "migrations", later)
    monkeypatch.setitem(schema._VIEWS, "runs", "SELECT id, exit_status FROM run")

    with Database.open(path, write=write) as database:
        assert database.db.table("remark").exists()
        assert [column.name for column in database.db["runs"].columns] == ["id", "exit_status"]
        assert database.db.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION
    assert same(path, expected)


def test_a_migration_that_fails_leaves_the_older_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, expected = made(tmp_path / "older.db"), made(tmp_path / "expected.db")
    with monkeypatch.context() as later:
        later.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
        later.setitem(schema._VIEWS, "runs", "SELECT FROM nothing")
        refused(path, write=True)
    assert same(path, expected)


def test_names_with_signs_of_a_uri_are_names(tmp_path: Path) -> None:
    path = made(tmp_path / "what?mode=ro#50%.db")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    Database.open(path).close()
