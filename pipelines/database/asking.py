"""What the database knows, as frozen items. Rows are streamed: a document with 200,000 captures costs no memory."""

# ruff: noqa: S608 - queries are put together from constants of the project; values are parameters

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from crawler.items import Capture, Document, Known, PolicyText, Rejected, Ruling, StoredCapture, Version
from pipelines import views
from pipelines.database.connection import Connection
from pipelines.database.rows import CAPTURE_COLUMNS
from pipelines.database.texts import text_item

_KNOWN = f"""
SELECT timestamp, captured_at, original, mimetype, statuscode, digest, length, problem, shows, wording, text_id, ending, due_at
FROM ({views.scoped(views.KNOWLEDGE)}) AS k WHERE NOT k.impossible ORDER BY k.place
"""
_CAPTURES = f"{views.scoped(views.CAPTURES)} ORDER BY o.place"


class Asking(Connection):
    """Answers questions. Ids are the database's own: they name things within one open database only."""

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

    def document(self, document_id: int) -> Document:
        """Return a document by its id; raise ``KeyError`` if there is none."""
        for row in self._rows("SELECT * FROM document WHERE id = ?", document_id):
            return Document(**{name: row[name] for name in Document.__dataclass_fields__})
        raise KeyError(document_id)

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield a document's captures in time order with what each shows, noise included, leaving out impossible rows.

        The text of a wording comes with the first capture that shows it. ``waiting``: what failed and is not due at ``now``
        (ISO 8601), or will never be had.
        """
        told: set[str] = set()
        for row in self._rows(_KNOWN, document_id):
            text = ""
            if row["wording"] is not None and row["wording"] not in told:
                told.add(row["wording"])
                text = self._plain_text(row["text_id"])
            ending = row["ending"]
            presumed = ending == "excluded" and row["due_at"] != ""
            lost = ending in ("unplayable", "excluded", "archived-error")
            waiting = row["due_at"] > now if ending == "failed" or presumed else lost
            capture = Capture(urlkey="", **{name: row[name] for name in CAPTURE_COLUMNS})
            yield Known(capture=capture, state=row["shows"], text=text, waiting=waiting, presumed=presumed)

    def redirects(self, document_ids: Sequence[int]) -> list[tuple[int, str, str]]:
        """Return where captures of these documents redirect to: (document id, target, timestamp of the first), each once,
        those that most captures redirect to first.
        """
        rows = self._rows(
            """
            SELECT c.document_id, e.target, min(c.timestamp) AS timestamp
            FROM ending AS e JOIN capture AS c ON c.id = e.capture_id
            WHERE e.outcome = 'redirect' AND e.target <> '' AND c.document_id IN (SELECT value FROM json_each(?))
            GROUP BY c.document_id, e.target ORDER BY count(*) DESC, min(c.timestamp), e.target
            """,
            json.dumps(list(document_ids)),
        )
        return [(row["document_id"], row["target"], row["timestamp"]) for row in rows]

    def barren(self, since: str) -> list[Document]:
        """Return the targets of redirects of which nothing was archived when they were listed at ``since`` (ISO 8601) or later.

        What a run over a part of time listed is left out: the rest of time may hold captures.
        """
        rows = self._rows(
            """
            SELECT d.* FROM document AS d JOIN listing AS l ON l.document_id = d.id
            WHERE d.found_by LIKE 'redirect %' AND l.outcome = 'complete' AND l.decided_at >= ?
              AND NOT EXISTS (SELECT 1 FROM capture AS c WHERE c.document_id = d.id)
              AND NOT EXISTS (SELECT 1 FROM run AS r WHERE r.started_at <= l.decided_at
                AND (r.finished_at = '' OR r.finished_at >= l.decided_at)
                AND coalesce(json_extract(r.arguments, '$.since'), json_extract(r.arguments, '$.until'), '') <> '')
            """,
            since,
        )
        names = Document.__dataclass_fields__
        return [Document(**{name: row[name] for name in names}) for row in rows]

    def lists(self, document_id: int, timestamp: str) -> bool:
        """Tell whether a document has a capture of this 14-digit timestamp."""
        found = self._rows("SELECT 1 FROM capture WHERE document_id = ? AND timestamp = ? LIMIT 1", document_id, timestamp)
        return bool(list(found))

    def flags(self, capture_id: int) -> tuple[str, ...]:
        """Return the remarks on a capture's snapshots, none if it has no snapshot."""
        rows = self._rows("SELECT flags FROM snapshot WHERE capture_id = ? ORDER BY fetched_at", capture_id)
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

    def searched(self, since: str) -> frozenset[str]:
        """Return the domains whose policies were searched for, to an answer, at ``since`` (ISO 8601) or later."""
        query = "SELECT domain FROM discovery WHERE decided_at >= ? AND state NOT IN ('running', 'unanswered')"
        return frozenset(row["domain"] for row in self._rows(query, since))

    def versions(self, document_id: int, *, ruled: bool = True) -> list[Version]:
        """Return a document's versions in time order; without rulings on noise if ``ruled`` is off."""
        query = views.scoped(views.VERSIONS if ruled else views.VERSIONS_UNRULED)
        return [Version(**row) for row in self._rows(f"{query} ORDER BY v.version", document_id)]

    def rulings(self, document_id: int) -> list[Ruling]:
        """Return which of a document's wordings are noise, and why, by time."""
        names = ", ".join(Ruling.__dataclass_fields__)
        rows = self._rows(f"SELECT {names} FROM ruling WHERE document_id = ? ORDER BY since, until, wording", document_id)
        return [Ruling(**row) for row in rows]

    def captures(self, document_id: int) -> Iterator[StoredCapture]:
        """Yield a document's captures in time order, each with its outcome."""
        return (StoredCapture(**row) for row in self._rows(_CAPTURES, document_id))

    def outcomes(self, document_id: int, since: str = "", until: str = "") -> dict[str, int]:
        """Return how many captures, from ``since`` to ``until`` (1 to 14 digits, empty: open), ended in which outcome."""
        if since or until:
            rows = self._rows(views.scoped(views.OUTCOMES_WITHIN), document_id, since, until)
        else:
            rows = self._rows(views.scoped(views.OUTCOMES), document_id)
        return {row["outcome"]: row["n"] for row in rows}

    def tally(self, document_ids: Sequence[int]) -> tuple[int, int]:
        """Return how many captures of these documents are listed, and of how many a body is stored: quick, however many."""
        ids = json.dumps(list(document_ids))
        (listed,) = self._rows("SELECT count(*) AS n FROM capture WHERE document_id IN (SELECT value FROM json_each(?))", ids)
        (fetched,) = self._rows(
            """
            SELECT count(DISTINCT s.capture_id) AS n FROM snapshot AS s JOIN capture AS c ON c.id = s.capture_id
            WHERE c.document_id IN (SELECT value FROM json_each(?))
            """,
            ids,
        )
        return listed["n"], fetched["n"]

    def rejected(self, document_id: int) -> Iterator[Rejected]:
        """Yield a document's snapshots that are no policy, in time order, each with the judge's verdict and reasons."""
        query = f"""
            SELECT c.domain, c.kind, c.timestamp, c.original, c.snapshot_url, t.id AS text_id, t.title, t.words, t.verdict,
              t.score, t.reasons
            FROM ({views.scoped(views.CAPTURES)}) AS c JOIN text AS t ON t.id = c.text_id
            WHERE c.outcome = 'not-policy' ORDER BY c.captured_at, c.timestamp, c.original"""
        for row in self._rows(query, document_id):
            row["reasons"] = tuple(json.loads(row["reasons"]))
            yield Rejected(**row)

    def text(self, text_id: int) -> PolicyText:
        """Return a text by its id; raise ``KeyError`` if there is none."""
        for row in self._rows("SELECT * FROM text WHERE id = ?", text_id):
            return text_item(row)
        raise KeyError(text_id)

    def _plain_text(self, text_id: int) -> str:
        return "".join(row["text"] for row in self._rows("SELECT text FROM text WHERE id = ?", text_id))
