"""Rows of facts, and the rules for two of them that meet. A rule looks at what the rows say, never at which came first.

Every method works within the caller's transaction. Saving items and merging databases both end here, so both follow one rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipelines.database.connection import Connection

#: What tells one row of a listing from another, and the columns of a capture.
CAPTURE_KEY: Final = ("captured_at", "timestamp", "original", "digest", "statuscode", "mimetype")
CAPTURE_COLUMNS: Final = ("timestamp", "captured_at", "original", "mimetype", "statuscode", "digest", "length", "problem")

#: Verdicts of texts that say only that reading failed: another machine, with more time or memory, may have read the page.
NOT_READ: Final = ("unreadable", "too-large")

Row = Mapping[str, Any]


class Rows(Connection):
    """Puts one fact at a time into its table."""

    def _put_document(self, row: Row) -> int:
        """Of two ways in which a document was found keep the earlier one, of two histories the wider one."""
        self.db.execute(
            """
            INSERT INTO document (vendor, domain, kind, url, urlkey, fragment, since, found_by, found_at)
            VALUES (:vendor, :domain, :kind, :url, :urlkey, :fragment, :since, :found_by, :found_at)
            ON CONFLICT (domain, kind, urlkey, fragment) DO UPDATE SET since = min(since, excluded.since)
            WHERE excluded.since < since
            """,
            dict(row),
        )
        self.db.execute(
            """
            UPDATE document SET vendor = :vendor, url = :url, found_by = :found_by, found_at = :found_at
            WHERE domain = :domain AND kind = :kind AND urlkey = :urlkey AND fragment = :fragment
              AND (:found_at, :url, :found_by, :vendor) < (found_at, url, found_by, vendor)
            """,
            dict(row),
        )
        return int(
            self._value(
                "SELECT id FROM document WHERE domain = ? AND kind = ? AND urlkey = ? AND fragment = ?",
                *(row["domain"], row["kind"], row["urlkey"], row["fragment"]),
            )
        )

    def _put_listing(self, document_id: int, row: Row) -> None:
        """Let the listing count that was asked for last."""
        self.db.execute(
            """
            INSERT INTO listing (document_id, outcome, reason, due_at, decided_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (document_id) DO UPDATE SET
              outcome = excluded.outcome, reason = excluded.reason, due_at = excluded.due_at, decided_at = excluded.decided_at
            WHERE (excluded.decided_at, excluded.outcome, excluded.reason, excluded.due_at)
              > (decided_at, outcome, reason, due_at)
            """,
            [document_id, row["outcome"], row["reason"], row["due_at"], row["decided_at"]],
        )

    def _put_captures(self, document_id: int, rows: Iterable[tuple[object, ...]]) -> None:
        """Rows as in ``CAPTURE_COLUMNS``. The same capture listed with two lengths keeps the greater one (0 is unknown)."""
        self.db.conn.executemany(
            """
            INSERT INTO capture
              (document_id, timestamp, captured_at, original, mimetype, statuscode, digest, length, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET length = max(length, excluded.length), problem = max(problem, excluded.problem)
            WHERE excluded.length > length OR excluded.problem > problem
            """,
            ((document_id, *row) for row in rows),
        )

    def _capture_id(self, document_id: int, key: tuple[object, ...]) -> int:
        """Return the id of a capture that is stored; ``key`` as in ``CAPTURE_KEY``."""
        return int(
            self._value(
                """
                SELECT id FROM capture WHERE document_id = ? AND captured_at = ? AND timestamp = ? AND original = ?
                  AND digest = ? AND statuscode = ? AND mimetype = ?
                """,
                *(document_id, *key),
            )
        )

    def _put_ending(self, capture_id: int, row: Row) -> None:
        """Let what lasts outrank what is due again, and of equals the later one."""
        self.db.execute(
            """
            INSERT INTO ending (capture_id, outcome, reason, target, due_at, decided_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (capture_id) DO UPDATE SET
              outcome = excluded.outcome, reason = excluded.reason, target = excluded.target,
              due_at = excluded.due_at, decided_at = excluded.decided_at
            WHERE (excluded.outcome <> 'failed', excluded.decided_at, excluded.outcome, excluded.reason, excluded.target,
                excluded.due_at)
              > (outcome <> 'failed', decided_at, outcome, reason, target, due_at)
            """,
            [capture_id, row["outcome"], row["reason"], row["target"], row["due_at"], row["decided_at"]],
        )

    def _body_id(self, digest: str) -> int | None:
        found = self._value("SELECT id FROM body WHERE digest = ?", digest)
        return None if found is None else int(found)

    def _put_snapshot(self, capture_id: int, body_id: int, row: Row) -> int:
        """Of two fetches of one body, the earlier one stays. Another body of the same capture is another snapshot."""
        values = [row[name] for name in ("fetched_at", "delivered", "original", "headers", "flags")]
        self.db.execute(
            """
            INSERT INTO snapshot (capture_id, body_id, fetched_at, delivered, original, headers, flags)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (capture_id, body_id) DO UPDATE SET
              fetched_at = excluded.fetched_at, delivered = excluded.delivered, original = excluded.original,
              headers = excluded.headers, flags = excluded.flags
            WHERE (excluded.fetched_at, excluded.delivered, excluded.original, excluded.headers, excluded.flags)
              < (fetched_at, delivered, original, headers, flags)
            """,
            [capture_id, body_id, *values],
        )
        return int(self._value("SELECT id FROM snapshot WHERE capture_id = ? AND body_id = ?", capture_id, body_id))

    def _put_extractor(self, name: str, adopted_at: str) -> None:
        self.db.execute(
            """
            INSERT INTO extractor (name, adopted_at) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET adopted_at = excluded.adopted_at WHERE excluded.adopted_at < adopted_at
            """,
            [name, adopted_at],
        )

    def _put_reading(self, snapshot_id: int, text: Row) -> None:
        """Of two texts that one extractor read out of one body, one that could be read counts; of such, that of lesser name.

        ``text`` is a row of the table, without id, its extractor already stored.
        """
        found = list(
            self._rows(
                "SELECT t.id, t.name, t.verdict FROM reading JOIN text AS t ON t.id = text_id "
                "WHERE snapshot_id = ? AND reading.extractor = ?",
                *(snapshot_id, text["extractor"]),
            )
        )
        if found and _rank(found[0]) <= _rank(text):
            return
        self.db.execute(
            "INSERT OR REPLACE INTO reading (snapshot_id, extractor, text_id) VALUES (?, ?, ?)",
            [snapshot_id, text["extractor"], self._text_id(text)],
        )
        for row in found:
            self._drop_unread_text(row["id"])

    def _text_id(self, text: Row) -> int:
        found = self._value("SELECT id FROM text WHERE name = ?", text["name"])
        return int(found) if found is not None else self._insert("text", **text)

    def _drop_unread_text(self, text_id: int) -> None:
        self.db.execute("DELETE FROM text WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM reading WHERE text_id = ?1)", [text_id])

    def _put_discovery(self, row: Row) -> None:
        """Let the search for a vendor's policies count that ended last."""
        self.db.execute(
            """
            INSERT INTO discovery (domain, state, line, account, decided_at)
            VALUES (:domain, :state, :line, :account, :decided_at)
            ON CONFLICT (domain) DO UPDATE SET
              state = excluded.state, line = excluded.line, account = excluded.account, decided_at = excluded.decided_at
            WHERE (excluded.decided_at, excluded.state, excluded.line, excluded.account) > (decided_at, state, line, account)
            """,
            dict(row),
        )

    def _put_run(self, row: Row) -> None:
        """Let a run that is known to have ended have ended."""
        self.db.execute(
            """
            INSERT INTO run (name, started_at, finished_at, arguments, counts, reason, exit_status)
            VALUES (:name, :started_at, :finished_at, :arguments, :counts, :reason, :exit_status)
            ON CONFLICT (name) DO UPDATE SET
              finished_at = excluded.finished_at, counts = excluded.counts, reason = excluded.reason,
              exit_status = excluded.exit_status
            WHERE excluded.finished_at > finished_at
            """,
            dict(row),
        )


def _rank(text: Row) -> tuple[bool, str]:
    return text["verdict"] in NOT_READ, text["name"]
