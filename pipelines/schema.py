"""The database: tables of facts (singular names), and views that derive everything else (plural names, the contract).

Only facts are stored: rows listed, bodies, texts, how a capture ended. Which captures are ``between``, where a version begins,
which version returns: all of that is derived (`pipelines.views`), so that the order of arrival, a crash or a merge cannot
corrupt it. The one table that is no fact is ``ruling``: the verdicts of `crawler.noise` on all of a document's captures.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

from pipelines import views

#: Marks the file as ours (``PRAGMA application_id``; "POLH" in ASCII), so that a foreign database is recognised as one.
APPLICATION_ID: Final = 0x504F4C48

#: ``PRAGMA user_version``: raised whenever a migration is added or a view changes, so that an older program refuses a newer
#: file, and an older file gets the views of this program.
SCHEMA_VERSION: Final = 2

migrations: Final = Migrations("policies")

_TABLES: Final = """
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  vendor TEXT NOT NULL,
  domain TEXT NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  urlkey TEXT NOT NULL,
  fragment TEXT NOT NULL,
  since TEXT NOT NULL,
  found_by TEXT NOT NULL,
  found_at TEXT NOT NULL,
  UNIQUE (domain, kind, urlkey, fragment)
) STRICT;

CREATE TABLE listing (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'excluded', 'failed')),
  reason TEXT NOT NULL,
  due_at TEXT NOT NULL,
  decided_at TEXT NOT NULL
) STRICT;

CREATE TABLE capture (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document (id),
  timestamp TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  original TEXT NOT NULL,
  mimetype TEXT NOT NULL,
  statuscode TEXT NOT NULL,
  digest TEXT NOT NULL,
  length INTEGER NOT NULL,
  problem TEXT NOT NULL,
  UNIQUE (document_id, captured_at, timestamp, original, digest, statuscode, mimetype)
) STRICT;
CREATE INDEX capture_digest ON capture (document_id, digest);

CREATE TABLE ending (
  capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('redirect', 'archived-error', 'unplayable', 'excluded', 'failed')),
  reason TEXT NOT NULL,
  target TEXT NOT NULL,
  due_at TEXT NOT NULL,
  decided_at TEXT NOT NULL
) STRICT;

CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES capture (id),
  body_id INTEGER NOT NULL REFERENCES body (id),
  delivered TEXT NOT NULL,
  original TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  flags TEXT NOT NULL CHECK (json_valid(flags)),
  UNIQUE (capture_id, body_id)
) STRICT;
CREATE INDEX snapshot_body ON snapshot (body_id);

CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  language_confidence REAL NOT NULL,
  words INTEGER NOT NULL,
  exact TEXT NOT NULL,
  wording TEXT NOT NULL,
  substance TEXT NOT NULL,
  verdict TEXT NOT NULL,
  kind TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  kept_words REAL NOT NULL,
  kept_headings REAL NOT NULL,
  kept_items REAL NOT NULL,
  stated_date TEXT NOT NULL,
  extractor TEXT NOT NULL REFERENCES extractor (name),
  markdown TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX text_wording ON text (wording);

CREATE TABLE extractor (name TEXT PRIMARY KEY, adopted_at TEXT NOT NULL) STRICT;

CREATE TABLE reading (
  snapshot_id INTEGER NOT NULL REFERENCES snapshot (id),
  extractor TEXT NOT NULL REFERENCES extractor (name),
  text_id INTEGER NOT NULL REFERENCES text (id),
  PRIMARY KEY (snapshot_id, extractor)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_text ON reading (text_id);

CREATE TABLE ruling (
  document_id INTEGER NOT NULL REFERENCES document (id),
  wording TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  stands_for TEXT NOT NULL,
  noise TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (document_id, wording, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE discovery (
  domain TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  line TEXT NOT NULL,
  account TEXT NOT NULL CHECK (json_valid(account)),
  decided_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  arguments TEXT NOT NULL CHECK (json_valid(arguments)),
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  reason TEXT NOT NULL,
  exit_status INTEGER
) STRICT;

CREATE VIRTUAL TABLE versions_fts USING fts5 (
  title, text, content = 'text', content_rowid = 'id', tokenize = 'porter unicode61'
);
CREATE TRIGGER text_added AFTER INSERT ON text BEGIN
  INSERT INTO versions_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER text_removed AFTER DELETE ON text BEGIN
  INSERT INTO versions_fts (versions_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
"""

_VIEWS: Final = {
    "documents": "SELECT id, vendor, domain, kind, url, urlkey, found_by, found_at, fragment, since FROM document",
    "texts": """
SELECT id, title, markdown, text, language, words, exact, wording, substance, verdict, score, reasons, extractor, kind,
  language_confidence, kept_words, kept_headings, kept_items, stated_date
FROM text""",
    "runs": "SELECT id, started_at, finished_at, arguments, counts, reason, exit_status FROM run",
    "discoveries": "SELECT domain, state, line, account, decided_at FROM discovery",
    # Where policies were sent to: archived redirects that lead to another address, not only from http to https.
    "moves": """
SELECT c.document_id, d.domain, d.kind, min(c.original) AS from_url, e.target AS to_url, min(c.timestamp) AS first_timestamp,
  max(c.timestamp) AS last_timestamp, count(*) AS captures
FROM ending AS e JOIN capture AS c ON c.id = e.capture_id JOIN document AS d ON d.id = c.document_id
WHERE e.outcome = 'redirect' AND e.target <> ''
  AND rtrim(replace(lower(e.target), 'https:', 'http:'), '/') <> rtrim(replace(lower(c.original), 'https:', 'http:'), '/')
GROUP BY c.document_id, e.target""",
    "captures": views.CAPTURES,
    "versions": views.VERSIONS,
    "versions_unruled": views.VERSIONS_UNRULED,
    "knowledge": views.KNOWLEDGE,
    "current_extractor": views.CURRENT_EXTRACTOR,
}


@migrations()
def first(db: Database) -> None:
    """Make the tables and the full-text index."""
    for statement in _statements(_TABLES):
        db.execute(statement)


@migrations()
def moments(db: Database) -> None:
    """Take back moments that the archive cannot have (before it began, after tomorrow): until 2026-11 rows were stored with
    them, those before the year 1000 misspelt, and no run got past such a row. The bounds are those of `crawler.wayback`.
    """
    db.execute(
        """
        UPDATE capture SET captured_at = '',
          problem = CASE problem WHEN '' THEN 'the timestamp ''' || timestamp || ''' is no moment' ELSE problem END
        WHERE captured_at <> '' AND (length(captured_at) <> 20 OR captured_at < '1996'
          OR captured_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 day'))
        """
    )


def bring_forward(db: Database) -> None:
    """Make the file one of this version: whatever migration it lacks, and all views anew. Within the caller's transaction."""
    migrations.apply(db)
    for name, query in _VIEWS.items():
        db.execute(f"DROP VIEW IF EXISTS {name}")
        db.execute(f"CREATE VIEW {name} AS {query}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _statements(script: str) -> list[str]:
    """Split a script at its statements' ends; ``executescript`` would commit the migration's transaction."""
    statements, begun = [], ""
    for line in script.splitlines():
        begun += line + "\n"
        inside_trigger = begun.lstrip().startswith("CREATE TRIGGER") and not line.startswith("END;")
        if line.rstrip().endswith(";") and not inside_trigger:
            statements.append(begun)
            begun = ""
    return statements
