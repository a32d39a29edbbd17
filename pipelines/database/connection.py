"""What saving, asking, merging and verifying share: the connection, transactions, waiting, and errors as one line."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import sqlite_utils

from crawler.items import StoreBusyError, StoreError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds between two tries to become the writer. A transaction of ours takes two milliseconds (2026-11).
STEP: Final = 0.02
#: Seconds of waiting after which it is said what for: a crawl that stands still must say why.
SAY: Final = 1.0
#: Steps of SQLite's machine between two looks at whether a query is still wanted: about a millisecond (2026-11).
_LOOK: Final = 100_000


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into one `StoreError` that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise (StoreBusyError if _is_busy(error) else StoreError)(f"{path}: {error}") from error


class Wait:
    """Waiting for another program that writes the file at ``path``: until when, and whether it has been said."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = path
        self._since = time.monotonic()
        self._seconds = seconds

    def over(self) -> bool:
        """Tell whether it has taken too long; say once, for all that wait for this file, that it takes long."""
        waited = time.monotonic() - self._since
        if waited >= min(SAY, self._seconds) and self._path not in _said:
            _said.add(self._path)
            logger.warning("%s: waiting for another program that has the database locked", self._path)
        return waited >= self._seconds

    def done(self) -> None:
        """Whoever waits next is to say it again."""
        _said.discard(self._path)


#: Files of which it has been said that they are waited for: a crawl has several connections, and many items to store.
_said: Final = set[Path]()


def begin(db: sqlite_utils.Database, path: Path, seconds: float) -> None:
    """Become the writer, at most ``seconds`` after another one has finished; raise ``sqlite3.OperationalError``.

    The waiting is done here and not in SQLite, inside of which no signal is heard.
    """
    wait = Wait(path, seconds)
    (before,) = db.conn.execute("PRAGMA busy_timeout").fetchone()
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or not seconds or wait.over():
                    raise
                time.sleep(STEP)
            else:
                wait.done()
                return
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {before}")


def _is_busy(error: Exception) -> bool:
    """Tell whether another program has the file locked; the upper bits of a code say in which way."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def query(db: sqlite_utils.Database, path: Path, sql: str, *parameters: object) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query as dictionaries; raise `StoreError`."""
    with errors(path):
        yield from db.query(sql, list(parameters))


class Connection:
    """An open database. It belongs to the thread that opened it.

    ``patience`` is how many seconds a writer waits for another one; if ``blocking`` is off, not here but in `patiently`.
    """

    def __init__(self, db: sqlite_utils.Database, path: Path, patience: float = 0.0, *, blocking: bool = True) -> None:
        self.db = db
        self.path = path
        self._patience = patience
        self._blocking = blocking

    def close(self) -> None:
        """Close the file. In WAL mode the last writer to close folds the log back into it."""
        self.db.close()

    async def patiently(self, unless: Callable[[], bool], save: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``save(...)``; while another program is writing, wait for it without blocking the event loop.

        `StoreBusyError` if it takes longer than the patience with which the file was opened, or once ``unless`` is true.
        """
        wait = Wait(self.path, self._patience)
        while True:
            try:
                return save(*args, **kwargs)
            except StoreBusyError:
                if unless() or wait.over():
                    raise
            await asyncio.sleep(STEP)

    def break_off_when(self, given_up: Callable[[], bool]) -> None:
        """Break queries off, with a `StoreError`, once ``given_up`` is true; it is asked in between, in the query's thread."""
        self.db.conn.set_progress_handler(given_up, _LOOK)

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """One transaction. It takes the writer's place at once: one that reads first may find it taken when it must write."""
        with errors(self.path):
            try:
                begin(self.db, self.path, self._patience if self._blocking else 0)
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def _rows(self, sql: str, *parameters: object) -> Iterator[dict[str, Any]]:
        return query(self.db, self.path, sql, *parameters)

    def _value(self, sql: str, *parameters: object) -> Any:
        row = self.db.execute(sql, list(parameters)).fetchone()
        return row and row[0]

    def _insert(self, table: str, **row: object) -> int:
        return int(self.db.table(table).insert(row).last_pk or 0)
