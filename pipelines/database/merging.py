"""Another database's facts taken over: all of them in one transaction, by the rules by which items are saved."""

# ruff: noqa: S608 - queries are put together from constants of the project; values are parameters

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from crawler.items import StoreError
from pipelines import bodies
from pipelines.database.connection import errors, query
from pipelines.database.opening import open_for_reading
from pipelines.database.rows import CAPTURE_COLUMNS, CAPTURE_KEY, Rows
from pipelines.database.texts import text_name

#: Asks the other database: SQL and parameters -> rows.
Query = Callable[..., Iterator[dict[str, Any]]]

#: Told how many documents are done, and of how many.
Progress = Callable[[int, int], None]

_KEY = ", ".join(f"c.{name}" for name in CAPTURE_KEY)


class Merging(Rows):
    """Takes over what another database knows."""

    def merge(self, other: str | Path, progress: Progress = lambda _done, _total: None) -> tuple[int, int]:
        """Take over all facts of the database at ``other``, or none; return how many documents and captures have come.

        Rulings on noise are not taken over: they follow from all texts of a document together, and must be made anew.
        An older file is brought forward first. Raises `StoreError` if the other database cannot be read, or a body of it is
        damaged.
        """
        other = Path(other)
        with errors(other), closing(open_for_reading(other)) as db, self._saving():
            before = self._size()
            db.execute("BEGIN")  # one state of the other database, whatever a crawl adds to it meanwhile
            try:
                self._take_over(partial(query, db, other), progress)
            except _DamagedError as error:
                raise StoreError(f"{other}: {error}; nothing was taken over, `scrapy verify` on it tells more") from error
            documents, captures = self._size()
            return documents - before[0], captures - before[1]

    def _size(self) -> tuple[int, int]:
        row = self.db.execute("SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM capture)").fetchone()
        return int(row[0]), int(row[1])

    def _take_over(self, other: Query, progress: Progress) -> None:
        for row in other("SELECT name, adopted_at FROM extractor"):
            self._put_extractor(row["name"], row["adopted_at"])
        documents = list(other("SELECT * FROM document ORDER BY id"))
        for done, document in enumerate(documents):
            progress(done, len(documents))
            self._take_over_document(other, document)
        progress(len(documents), len(documents))
        for row in other("SELECT * FROM discovery"):
            self._put_discovery(row)
        for row in other("SELECT * FROM run"):
            self._put_run(row)

    def _take_over_document(self, other: Query, document: dict[str, Any]) -> None:
        theirs = document["id"]
        ours = self._put_document(document)
        for row in other("SELECT * FROM listing WHERE document_id = ?", theirs):
            self._put_listing(ours, row)
        captures = other("SELECT * FROM capture WHERE document_id = ?", theirs)
        self._put_captures(ours, (tuple(row[name] for name in CAPTURE_COLUMNS) for row in captures))
        for row in other(_ENDINGS, theirs):
            self._put_ending(self._capture_of(ours, row), row)
        for row in other(_SNAPSHOTS, theirs):
            capture_id = self._capture_of(ours, row)
            body_id = self._take_over_body(other, row["body_digest"])
            snapshot_id = self._put_snapshot(capture_id, body_id, row | {"original": row["delivered_original"]})
            for text in other(_TEXTS, row["id"]):
                self._put_reading(snapshot_id, {"name": text_name(text), **text})

    def _capture_of(self, document_id: int, row: dict[str, Any]) -> int:
        return self._capture_id(document_id, tuple(row[name] for name in CAPTURE_KEY))

    def _take_over_body(self, other: Query, digest: str) -> int:
        body_id = self._body_id(digest)
        if body_id is not None:
            return body_id
        row = next(other("SELECT digest, size, data FROM body WHERE digest = ?", digest))
        try:
            genuine = bodies.digest(bodies.unpack(row["data"], row["size"])) == digest
        except ValueError as error:
            raise _DamagedError(f"body {digest} is {error}") from error
        if not genuine:
            raise _DamagedError(f"body {digest} is not what its name says")
        return self._insert("body", **row)


class _DamagedError(Exception):
    """A body of the other database is not what it should be."""


_ENDINGS = f"SELECT e.*, {_KEY} FROM capture AS c JOIN ending AS e ON e.capture_id = c.id WHERE c.document_id = ?"

_SNAPSHOTS = f"""
SELECT {_KEY}, s.id, s.delivered, s.fetched_at, s.headers, s.flags, b.digest AS body_digest, s.original AS delivered_original
FROM capture AS c JOIN snapshot AS s ON s.capture_id = c.id JOIN body AS b ON b.id = s.body_id WHERE c.document_id = ?
"""

_TEXTS = """
SELECT t.title, t.language, t.language_confidence, t.words, t.exact, t.wording, t.substance, t.verdict, t.kind, t.score,
  t.reasons, t.kept_words, t.kept_headings, t.kept_items, t.stated_date, t.extractor, t.markdown, t.text
FROM reading AS r JOIN text AS t ON t.id = r.text_id WHERE r.snapshot_id = ?
"""
