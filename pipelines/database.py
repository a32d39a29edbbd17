"""Open, save, read: with `pipelines.schema`, the only module that speaks SQL.

Saving is idempotent and independent of order: each ``save_...`` is one transaction, and saving the same fact twice changes
nothing. Where two facts about one thing can meet (two endings of a capture), a rule that does not ask which came first decides.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import sqlite_utils

from crawler.items import (
    Capture,
    Document,
    Known,
    Listing,
    ListingOutcome,
    Outcome,
    PolicyText,
    Run,
    Snapshot,
    StoredCapture,
    StoreError,
    Version,
)
from pipelines import bodies, schema

#: How long a writer waits for another one, in seconds. A transaction of ours takes milliseconds, a copy of the file may take
#: longer (chosen 2026-11).
BUSY_SECONDS: Final = 30.0

_CAPTURE_COLUMNS: Final = ("timestamp", "captured_at", "original", "mimetype", "statuscode", "digest", "length", "problem")


class Database:
    """A policy database. Open it with `Database.open`; it is a context manager, and belongs to the thread that opened it."""

    def __init__(self, db: sqlite_utils.Database, path: Path) -> None:
        self.db = db
        self.path = path

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> Self:
        """Open the file at ``path``; with ``write``, make it on first use and bring an older one forward.

        Raises `StoreError` with one line when the file is missing (reading), is not ours, is damaged, newer than this
        program, or cannot be opened.
        """
        path = Path(path)
        with _errors(path):
            if write:
                return cls(_open_for_writing(path), path)
            if not path.is_file():
                raise StoreError(f"{path}: no database there yet; `scrapy crawl policies` makes it")
            return cls(_open_for_reading(path), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. In WAL mode the last writer to close folds the log back into it."""
        self.db.close()

    # ---------------------------------------------------------------------------------------------------------- saving

    def save_document(self, document: Document, found_at: str) -> int:
        """Store a document and return its id. Of two ways in which it was found, the earlier one stays."""
        with self._saving():
            return self._document(document, found_at)

    def save_listing(self, listing: Listing) -> None:
        """Store a page of a listing; its last page also says that the listing is complete."""
        with self._saving():
            document_id = self._document(listing.document, listing.listed_at)
            self._captures(document_id, listing.captures)
            if listing.complete:
                self._listing(document_id, "complete", "", "", listing.listed_at)

    def save_listing_outcome(self, item: ListingOutcome) -> None:
        """Store that a document's listing could not be had. A listing that once was complete stays so."""
        with self._saving():
            document_id = self._document(item.document, item.decided_at)
            self._listing(document_id, item.outcome, item.reason, item.due_at, item.decided_at)

    def save_outcome(self, item: Outcome) -> None:
        """Store how a capture ended without a body. What lasts outranks what is due again; of equals the later one stays."""
        with self._saving():
            capture_id = self._capture(self._document(item.document, item.decided_at), item.capture)
            self.db.execute(
                """
                INSERT INTO ending (capture_id, outcome, reason, target, due_at, decided_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (capture_id) DO UPDATE SET
                  outcome = excluded.outcome, reason = excluded.reason, target = excluded.target,
                  due_at = excluded.due_at, decided_at = excluded.decided_at
                WHERE (excluded.outcome <> 'failed', excluded.decided_at, excluded.outcome, excluded.reason, excluded.target)
                  > (outcome <> 'failed', decided_at, outcome, reason, target)
                """,
                [capture_id, item.outcome, item.reason, item.target, item.due_at, item.decided_at],
            )

    def save_snapshot(self, item: Snapshot) -> None:
        """Store a capture's body (once per digest), its headers and its text, all or nothing."""
        with self._saving():
            capture_id = self._capture(self._document(item.document, item.fetched_at), item.capture)
            body_id = self._body(item.body_digest, item.body)
            self.db.table("snapshot").insert(
                {
                    "capture_id": capture_id,
                    "body_id": body_id,
                    "delivered": item.delivered,
                    "fetched_at": item.fetched_at,
                    "headers": json.dumps(item.headers, ensure_ascii=False),
                    "flags": json.dumps(item.flags, ensure_ascii=False),
                },
                ignore=True,
            )
            self._reading(capture_id, item.text, item.fetched_at)

    def start_run(self, started_at: str, arguments: dict[str, str]) -> int:
        """Store that a run began, and return its id."""
        with self._saving():
            return self._insert(
                "run",
                started_at=started_at,
                finished_at="",
                arguments=json.dumps(arguments, ensure_ascii=False, sort_keys=True),
                counts="{}",
                reason="",
                exit_status=None,
            )

    def finish_run(self, run_id: int, run: Run) -> None:
        """Store how a run ended."""
        with self._saving():
            self.db.execute(
                "UPDATE run SET finished_at = ?, counts = ?, reason = ?, exit_status = ? WHERE id = ?",
                [run.finished_at, json.dumps(run.counts, sort_keys=True), run.reason, run.exit_status, run_id],
            )

    # --------------------------------------------------------------------------------------------------------- reading

    def documents(self, domains: Sequence[str] = ()) -> list[tuple[int, Document]]:
        """Return the documents of these vendors (all if none is named), with their ids, by domain, kind and URL key."""
        rows = self._rows(
            """
            SELECT * FROM document WHERE ?1 = '[]' OR domain IN (SELECT value FROM json_each(?1))
            ORDER BY domain, kind, urlkey, fragment
            """,
            json.dumps(list(domains)),
        )
        names = Document.__dataclass_fields__
        return [(row["id"], Document(**{name: row[name] for name in names})) for row in rows]

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield a document's captures in time order with what each shows, leaving out those that the listing decides."""
        rows = self._rows(
            """
            SELECT c.*, k.state, CASE WHEN k.verdict = 'policy' THEN t.text ELSE '' END AS text,
              coalesce(k.ending = 'failed' AND k.due_at > ?2 OR k.ending IN ('unplayable', 'excluded', 'archived-error'), 0)
                AS waiting
            FROM knowledge AS k JOIN capture AS c ON c.id = k.capture_id LEFT JOIN text AS t ON t.id = k.own_text_id
            WHERE k.document_id = ?1 AND k.problem = '' ORDER BY c.captured_at, c.timestamp, c.original, c.digest
            """,
            document_id,
            now,
        )
        for row in rows:
            capture = Capture(urlkey="", **{name: row[name] for name in _CAPTURE_COLUMNS})
            yield Known(capture=capture, state=row["state"], text=row["text"] or "", waiting=bool(row["waiting"]))

    def redirects(self, document_ids: Sequence[int]) -> list[tuple[int, str, str]]:
        """Return where captures of these documents redirect to: (document id, target, timestamp of the first), each once."""
        rows = self._rows(
            """
            SELECT c.document_id, e.target, min(c.timestamp) AS timestamp
            FROM ending AS e JOIN capture AS c ON c.id = e.capture_id
            WHERE e.outcome = 'redirect' AND e.target <> '' AND c.document_id IN (SELECT value FROM json_each(?))
            GROUP BY c.document_id, e.target
            """,
            json.dumps(list(document_ids)),
        )
        return [(row["document_id"], row["target"], row["timestamp"]) for row in rows]

    def lists(self, document_id: int, timestamp: str) -> bool:
        """Tell whether a document has a capture of this 14-digit timestamp."""
        found = self._rows("SELECT 1 FROM capture WHERE document_id = ? AND timestamp = ? LIMIT 1", document_id, timestamp)
        return bool(list(found))

    def flags(self, capture_id: int) -> tuple[str, ...]:
        """Return the remarks on a capture's snapshot, none if it has no snapshot."""
        rows = self._rows("SELECT flags FROM snapshot WHERE capture_id = ?", capture_id)
        return tuple(flag for row in rows for flag in json.loads(row["flags"]))

    def unlisted(self, document_ids: Sequence[int]) -> dict[str, int]:
        """Return how many of these documents' listings are not complete, by why: ``excluded``, ``failed``."""
        rows = self._rows(
            """
            SELECT outcome, count(*) AS n FROM listing
            WHERE outcome <> 'complete' AND document_id IN (SELECT value FROM json_each(?)) GROUP BY outcome
            """,
            json.dumps(list(document_ids)),
        )
        return {row["outcome"]: row["n"] for row in rows}

    def versions(self, document_id: int, *, ruled: bool = True) -> list[Version]:
        """Return a document's versions in time order; without rulings on noise if ``ruled`` is off."""
        view = "SELECT * FROM versions" if ruled else "SELECT * FROM versions_unruled"
        rows = self._rows(f"{view} WHERE document_id = ? ORDER BY version", document_id)
        return [Version(**row) for row in rows]

    def captures(self, document_id: int) -> Iterator[StoredCapture]:
        """Yield a document's captures in time order, each with its outcome."""
        rows = self._rows("SELECT * FROM captures WHERE document_id = ? ORDER BY captured_at, timestamp, id", document_id)
        return (StoredCapture(**row) for row in rows)

    def outcomes(self, document_id: int) -> dict[str, int]:
        """Return how many of a document's captures ended in which outcome."""
        rows = self._rows("SELECT outcome, count(*) AS n FROM captures WHERE document_id = ? GROUP BY outcome", document_id)
        return {row["outcome"]: row["n"] for row in rows}

    def text(self, text_id: int) -> PolicyText:
        """Return a text by its id; raise ``KeyError`` if there is none."""
        for row in self._rows("SELECT * FROM text WHERE id = ?", text_id):
            row["reasons"] = tuple(json.loads(row["reasons"]))
            return PolicyText(**{name: row[name] for name in PolicyText.__dataclass_fields__})
        raise KeyError(text_id)

    # --------------------------------------------------------------------------------------------------------- helpers

    @contextmanager
    def _saving(self) -> Iterator[None]:
        with _errors(self.path), self.db.atomic():
            yield

    def _rows(self, sql: str, *parameters: object) -> Iterator[dict[str, Any]]:
        with _errors(self.path):
            yield from self.db.query(sql, list(parameters))

    def _value(self, sql: str, *parameters: object) -> Any:
        row = self.db.execute(sql, list(parameters)).fetchone()
        return row and row[0]

    def _insert(self, table: str, **row: object) -> int:
        return int(self.db.table(table).insert(row).last_pk or 0)

    def _document(self, document: Document, found_at: str) -> int:
        row = asdict(document) | {"found_at": found_at}
        self.db.execute(
            """
            INSERT INTO document (vendor, domain, kind, url, urlkey, fragment, since, found_by, found_at)
            VALUES (:vendor, :domain, :kind, :url, :urlkey, :fragment, :since, :found_by, :found_at)
            ON CONFLICT (domain, kind, urlkey, fragment) DO UPDATE SET
              vendor = excluded.vendor, url = excluded.url, since = min(since, excluded.since),
              found_by = excluded.found_by, found_at = excluded.found_at
            WHERE (excluded.found_at, excluded.url, excluded.found_by) < (found_at, url, found_by)
            """,
            row,
        )
        return int(
            self._value(
                "SELECT id FROM document WHERE domain = ? AND kind = ? AND urlkey = ? AND fragment = ?",
                *(document.domain, document.kind, document.urlkey, document.fragment),
            )
        )

    def _listing(self, document_id: int, outcome: str, reason: str, due_at: str, decided_at: str) -> None:
        self.db.execute(
            """
            INSERT INTO listing (document_id, outcome, reason, due_at, decided_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (document_id) DO UPDATE SET
              outcome = excluded.outcome, reason = excluded.reason, due_at = excluded.due_at, decided_at = excluded.decided_at
            WHERE (excluded.decided_at, excluded.outcome) > (decided_at, outcome)
            """,
            [document_id, outcome, reason, due_at, decided_at],
        )

    def _captures(self, document_id: int, captures: Iterable[Capture]) -> None:
        self.db.conn.executemany(
            """
            INSERT INTO capture
              (document_id, timestamp, captured_at, original, mimetype, statuscode, digest, length, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET length = max(length, excluded.length) WHERE excluded.length > length
            """,
            ((document_id, *(getattr(capture, name) for name in _CAPTURE_COLUMNS)) for capture in captures),
        )

    def _capture(self, document_id: int, capture: Capture) -> int:
        self._captures(document_id, [capture])
        return int(
            self._value(
                """
                SELECT id FROM capture WHERE document_id = ? AND captured_at = ? AND timestamp = ? AND original = ?
                  AND digest = ? AND statuscode = ? AND mimetype = ?
                """,
                *(document_id, capture.captured_at, capture.timestamp, capture.original),
                *(capture.digest, capture.statuscode, capture.mimetype),
            )
        )

    def _body(self, digest: str, body: bytes) -> int:
        found = self._value("SELECT id FROM body WHERE digest = ?", digest)
        return int(found) if found else self._insert("body", digest=digest, size=len(body), data=bodies.pack(body))

    def _reading(self, capture_id: int, text: PolicyText, adopted_at: str) -> None:
        self.db.table("extractor").insert({"name": text.extractor, "adopted_at": adopted_at}, ignore=True)
        text_id = self._text(text)
        row = {"capture_id": capture_id, "extractor": text.extractor, "text_id": text_id}
        self.db.table("reading").insert(row, ignore=True)

    def _text(self, text: PolicyText) -> int:
        row = asdict(text) | {"reasons": json.dumps(text.reasons, ensure_ascii=False)}
        name = sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
        found = self._value("SELECT id FROM text WHERE name = ?", name)
        return int(found) if found else self._insert("text", name=name, **row)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one line that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {error}") from error


def _open_for_reading(path: Path) -> sqlite_utils.Database:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    db = sqlite_utils.Database(connection)
    _check(db, path)
    return db


def _open_for_writing(path: Path) -> sqlite_utils.Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite_utils.Database(sqlite3.connect(path, timeout=BUSY_SECONDS))
    if db.execute("PRAGMA application_id").fetchone()[0] or db.table_names():
        _check(db, path)
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    if schema.migrations.pending(db):
        with db.atomic():
            schema.migrations.apply(db)
            db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
    return db


def _check(db: sqlite_utils.Database, path: Path) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise StoreError(f"{path}: not a database of this program; name another file (-s DATABASE=...)")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.SCHEMA_VERSION:
        raise StoreError(f"{path}: made by a newer program (schema {version}, this one knows {schema.SCHEMA_VERSION})")
