"""Opening the file: made on first use, brought forward if older, refused in one line if it is not ours to use."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

import sqlite_utils

from crawler.items import StoreError
from pipelines import schema
from pipelines.database.connection import begin

#: How long a writer waits for another one, in seconds. A transaction of ours takes milliseconds, a copy of the file may take
#: longer (chosen 2026-11).
BUSY_SECONDS: Final = 30.0
#: The same where SQLite itself waits: with its log (WAL) readers wait for nobody, but for a moment while another program
#: opens a file that a killed one has left.
RECOVERY_SECONDS: Final = 2.0


def open_for_reading(path: Path) -> sqlite_utils.Database:
    """Open a file that is there, and cannot be changed through this connection. An older one is brought forward first.

    Raises `StoreError`, ``sqlite3.Error`` or ``OSError``.
    """
    if not path.is_file():
        raise StoreError(f"{path}: no database there yet; `scrapy crawl policies` makes it")
    db = _connect(f"{path.resolve().as_uri()}?mode=ro")
    try:
        if _checked(db, path) == schema.SCHEMA_VERSION:
            return db
    except sqlite3.OperationalError as error:
        db.close()
        if _is_still(path, error):
            return _open_still(path)
        raise
    except BaseException:
        db.close()
        raise
    db.close()
    open_for_writing(path).close()
    return open_for_reading(path)


def open_for_writing(path: Path, *, blocking: bool = False) -> sqlite_utils.Database:
    """Open a file, made if it is not there, with the tables and views of this version.

    With ``blocking``, once no other program writes: whoever may wait learns here whether anything can be stored.

    Raises `StoreError`, ``sqlite3.Error`` or ``OSError``; then nothing of the file was changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    db = _connect(path.resolve().as_uri())
    try:
        _settle(db, path)
        if blocking:
            begin(db, path, BUSY_SECONDS)
            db.rollback()
    except BaseException:
        db.close()
        raise
    return db


def _is_still(path: Path, error: sqlite3.OperationalError) -> bool:
    """Tell whether a file could not be opened only because its log (WAL) needs a file beside it that cannot be made there.

    A log that is there and has something in it must be read; without it, the database would be another one.
    """
    beside = Path(f"{path}-wal")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or os.access(path.parent, os.W_OK):
        return False
    if beside.exists() and beside.stat().st_size:
        raise StoreError(f"{path}: {beside.name} belongs to it and cannot be read where nothing can be written; copy both")
    return True


def _open_still(path: Path) -> sqlite_utils.Database:
    """Open a file that nobody changes, in a place that cannot be written: without a log."""
    db = _connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1")
    try:
        if _checked(db, path) == schema.SCHEMA_VERSION:
            return db
    except BaseException:
        db.close()
        raise
    db.close()
    raise StoreError(f"{path}: made by an older program, and cannot be brought forward where nothing can be written; copy it")


def _connect(uri: str) -> sqlite_utils.Database:
    return sqlite_utils.Database(sqlite3.connect(uri, uri=True, timeout=min(BUSY_SECONDS, RECOVERY_SECONDS)))


def _settle(db: sqlite_utils.Database, path: Path) -> None:
    fresh = _number(db, "application_id") == 0 and not db.table_names()
    version = 0 if fresh else _checked(db, path)
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may lose the last transactions, never damage the file
    db.execute("PRAGMA foreign_keys = ON")
    if version < schema.SCHEMA_VERSION:
        begin(db, path, BUSY_SECONDS)
        try:
            if _number(db, "user_version") < schema.SCHEMA_VERSION:  # another process may have been faster
                schema.bring_forward(db)
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def _checked(db: sqlite_utils.Database, path: Path) -> int:
    """Return the schema's version of a file that is ours; raise `StoreError` if it is not, or is newer than this program."""
    if _number(db, "application_id") != schema.APPLICATION_ID:
        if not path.stat().st_size:
            raise StoreError(f"{path}: an empty file, no database yet; `scrapy crawl policies` makes it one")
        raise StoreError(f"{path}: not a database of this program; name another file (-s DATABASE=...)")
    version = _number(db, "user_version")
    if version > schema.SCHEMA_VERSION:
        raise StoreError(f"{path}: made by a newer program (schema {version}, this one knows {schema.SCHEMA_VERSION})")
    return version


def _number(db: sqlite_utils.Database, pragma: str) -> int:
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])
