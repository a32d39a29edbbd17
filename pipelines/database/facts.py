"""Every fact by its natural name: two databases that know the same give the same facts, whatever their ids."""

# ruff: noqa: S608 - queries are put together from constants of the project; values are parameters

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipelines.database.connection import Connection, errors

_CAPTURE: Final = (
    "d.domain, d.kind, d.urlkey, d.fragment, c.captured_at, c.timestamp, c.original, c.digest, c.statuscode, c.mimetype"
)
_CAPTURES: Final = "document AS d JOIN capture AS c ON c.document_id = d.id"

_BODIES: Final = f"{_CAPTURES} JOIN snapshot AS s ON s.capture_id = c.id JOIN body AS b ON b.id = s.body_id"

#: Table -> (what a fact says, moments of our own, where from). Bodies and texts are named by what they hold.
_FACTS: Final = {
    "document": ("vendor, domain, kind, url, urlkey, fragment, since, found_by", "found_at", "document"),
    "listing": (
        "domain, kind, urlkey, fragment, outcome, reason",
        "due_at, decided_at",
        "listing JOIN document ON id = document_id",
    ),
    "capture": (f"{_CAPTURE}, c.length, c.problem", "''", _CAPTURES),
    "ending": (
        f"{_CAPTURE}, e.outcome, e.reason, e.target",
        "e.due_at, e.decided_at",
        f"{_CAPTURES} JOIN ending AS e ON e.capture_id = c.id",
    ),
    "body": ("digest, size", "''", "body"),
    "snapshot": (
        f"{_CAPTURE}, b.digest, s.delivered, s.original, s.headers, s.flags",
        "s.fetched_at",
        _BODIES,
    ),
    "extractor": ("name", "adopted_at", "extractor"),
    "text": ("name", "''", "text"),
    "reading": (
        f"{_CAPTURE}, b.digest, r.extractor, t.name",
        "''",
        f"{_BODIES} JOIN reading AS r ON r.snapshot_id = s.id JOIN text AS t ON t.id = r.text_id",
    ),
    "ruling": (
        "domain, kind, urlkey, fragment, wording, r.since, until, stands_for, noise, reason",
        "''",
        "ruling AS r JOIN document ON id = document_id",
    ),
    "discovery": ("domain, state, line, account", "decided_at", "discovery"),
    "run": ("name, arguments, counts, reason, exit_status", "started_at, finished_at", "run"),
}


class Facts(Connection):
    """Tells what the database knows in a form that can be compared."""

    def facts(self, *, moments: bool = True) -> Iterator[tuple[object, ...]]:
        """Yield every fact as a tuple that starts with its table's name, sorted within its table.

        Without ``moments``, the times at which we learnt of things are left out, and so are the runs.
        """
        for table, (said, when, source) in _FACTS.items():
            if table == "run" and not moments:
                continue
            columns = f"{said}, {when}" if moments else said
            count = columns.count(",") + 1
            order = ", ".join(str(place) for place in range(1, count + 1))
            with errors(self.path):
                for row in self.db.execute(f"SELECT {columns} FROM {source} ORDER BY {order}"):
                    yield (table, *row)
