"""What saving, asking, merging and verifying share: the connection, transactions, and errors as one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from crawler.items import StoreError


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into one `StoreError` that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {error}") from error


def query(db: sqlite_utils.Database, path: Path, sql: str, *parameters: object) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query as dictionaries; raise `StoreError`."""
    with errors(path):
        yield from db.query(sql, list(parameters))


class Connection:
    """An open database. It belongs to the thread that opened it."""

    def __init__(self, db: sqlite_utils.Database, path: Path) -> None:
        self.db = db
        self.path = path

    def close(self) -> None:
        """Close the file. In WAL mode the last writer to close folds the log back into it."""
        self.db.close()

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """One transaction. It takes the writer's place at once: one that reads first may find it taken when it must write."""
        with errors(self.path):
            try:
                self.db.execute("BEGIN IMMEDIATE")
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
