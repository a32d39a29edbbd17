"""Rows that an earlier program stored with moments that the archive cannot have: the file is mended when it is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils

from crawler.items import Capture
from crawler.wayback import captured_at
from pipelines import schema
from pipelines.database import Database
from tests.pipelines.make import capture, listing, save, snapshot

#: Timestamp -> the moment that the earlier program made of it.
STORED = {
    "01990101000000": "199-01-01T00:00:00Z",
    "19500101000000": "1950-01-01T00:00:00Z",
    "99990101000000": "9999-01-01T00:00:00Z",
}


def older(path: Path, *captures: Capture) -> Path:
    """Return a file as the program of schema 1 left it, with these captures listed and one of them read."""
    with pytest.MonkeyPatch.context() as before:
        first = sqlite_utils.Migrations("policies")
        first._migrations.append(schema.migrations._migrations[0])
        before.setattr(schema, "migrations", first)
        before.setattr(schema, "SCHEMA_VERSION", 1)
        with Database.open(path, write=True) as database:
            save(database, listing(*captures), snapshot(captures[0], "words"))
    return path


@pytest.mark.parametrize("write", [False, True])
def test_impossible_moments_are_taken_back_and_nothing_else_is_touched(tmp_path: Path, write: bool) -> None:
    sound = capture(1)
    odd = [replace(sound, timestamp=digits, captured_at=moment) for digits, moment in STORED.items()]
    path = older(tmp_path / "older.db", sound, *odd)
    with Database.open(path, write=write) as database:
        kept = {c.timestamp: c for c in database.captures(1)}
        assert [item.capture.timestamp for item in database.known(1, "")] == [sound.timestamp]
        assert list(database.faults()) == []
    assert (kept[sound.timestamp].captured_at, kept[sound.timestamp].outcome) == (sound.captured_at, "read")
    for timestamp in STORED:
        told = kept[timestamp]
        assert (told.captured_at, told.outcome, told.reason) == ("", "malformed", f"the timestamp {timestamp!r} is no moment")
        assert captured_at(timestamp) == told.captured_at
    assert len(kept) == 1 + len(STORED)
