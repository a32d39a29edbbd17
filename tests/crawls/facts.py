"""What a database says, in a form that two databases can be compared in: no ids, no moments of our own, no order."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

_PORT = re.compile(r"(?<=http://127\.0\.0\.1):\d+")
_SUBJECT = "d.domain, d.kind, d.urlkey, d.fragment"
#: What is compared -> the query that gives it. Every fact of a crawl is in one of them.
QUERIES: Final = {
    "documents": f"SELECT {_SUBJECT}, d.vendor, d.url, d.since, d.found_by FROM document AS d",
    "listings": f"SELECT {_SUBJECT}, l.outcome, l.reason FROM listing AS l JOIN document AS d ON d.id = l.document_id",
    "captures": f"""SELECT {_SUBJECT}, c.timestamp, c.captured_at, c.original, c.mimetype, c.statuscode, c.digest, c.length,
        c.outcome, c.reason, c.target, c.snapshot_url, t.exact, t.wording
        FROM captures AS c JOIN document AS d ON d.id = c.document_id LEFT JOIN texts AS t ON t.id = c.text_id""",
    "snapshots": f"""SELECT {_SUBJECT}, c.timestamp, c.original, b.digest, s.delivered, s.headers, s.flags, hex(b.data)
        FROM snapshot AS s JOIN capture AS c ON c.id = s.capture_id JOIN document AS d ON d.id = c.document_id
        JOIN body AS b ON b.id = s.body_id""",
    "texts": """SELECT title, markdown, text, language, words, exact, wording, substance, verdict, score, reasons, extractor
        FROM texts""",
    "versions": f"""SELECT {_SUBJECT}, v.version, v.first_timestamp, v.last_timestamp, v.previous_timestamp, v.captures,
        v.title, v.words, v.same_as, v.snapshot_url, v.wording FROM versions AS v JOIN document AS d ON d.id = v.document_id""",
    "rulings": f"""SELECT {_SUBJECT}, r.wording, r.stands_for, r.noise, r.reason
        FROM ruling AS r JOIN document AS d ON d.id = r.document_id""",
}


def facts(database: Path) -> dict[str, list[str]]:
    """Return every fact as one line, sorted, by kind. A loopback archive's port is none of them."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return {name: sorted(_PORT.sub("", repr(row)) for row in connection.execute(sql)) for name, sql in QUERIES.items()}


def stored(database: Path) -> set[str]:
    """Return the playback paths of captures whose end is known for good: nobody must ask for them again."""
    if not database.exists():
        return set()
    sql = """SELECT c.timestamp, c.original FROM capture AS c WHERE c.id IN (SELECT capture_id FROM snapshot)
        OR c.id IN (SELECT capture_id FROM ending WHERE outcome <> 'failed')"""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return {f"/web/{timestamp}id_/{original}" for timestamp, original in connection.execute(sql)}
        except sqlite3.OperationalError:  # killed before the tables were made
            return set()


def sound(database: Path) -> Iterator[str]:
    """Yield what SQLite finds wrong with the file."""
    with closing(sqlite3.connect(database)) as connection:
        yield from (line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok")
        yield from (f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check"))
