"""The database: tables of facts (singular names), and views that derive everything else (plural names, the contract).

Only facts are stored: rows listed, bodies, texts, how a capture ended. Which captures are ``between``, where a version begins,
which version returns: all of that is derived by the views, so that the order of arrival, a crash or a merge cannot corrupt it.
Every join and window is partitioned by document, so that SQLite can push a ``document_id = ?`` down to one document.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

#: Marks the file as ours (``PRAGMA application_id``; "POLH" in ASCII), so that a foreign database is recognised as one.
APPLICATION_ID: Final = 0x504F4C48

#: ``PRAGMA user_version``: raised whenever a migration is added, so that an older program refuses a newer file.
SCHEMA_VERSION: Final = 1

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
  capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
  body_id INTEGER NOT NULL REFERENCES body (id),
  delivered TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  flags TEXT NOT NULL CHECK (json_valid(flags))
) STRICT;
CREATE INDEX snapshot_body ON snapshot (body_id);

CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  markdown TEXT NOT NULL,
  text TEXT NOT NULL,
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
  extractor TEXT NOT NULL REFERENCES extractor (name)
) STRICT;
CREATE INDEX text_wording ON text (wording);

CREATE TABLE extractor (name TEXT PRIMARY KEY, adopted_at TEXT NOT NULL) STRICT;

CREATE TABLE reading (
  capture_id INTEGER NOT NULL REFERENCES snapshot (capture_id),
  extractor TEXT NOT NULL REFERENCES extractor (name),
  text_id INTEGER NOT NULL REFERENCES text (id),
  PRIMARY KEY (capture_id, extractor)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_text ON reading (text_id);

CREATE TABLE ruling (
  document_id INTEGER NOT NULL REFERENCES document (id),
  wording TEXT NOT NULL,
  stands_for TEXT NOT NULL,
  noise TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (document_id, wording)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
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

# The archive's address of a capture, spelt as the format's rule H3 wants it: every colon and space of the URL escaped.
_SNAPSHOT_URL: Final = """'https://web.archive.org/web/' || {0}.timestamp || 'id_/' ||
  replace(replace({0}.original, ':', '%3A'), ' ', '%20')"""

_FACT_VIEWS: Final = (
    """
CREATE VIEW documents AS
SELECT id, vendor, domain, kind, url, urlkey, found_by, found_at, fragment, since FROM document;
""",
    # A document's texts are those of the extractor that has read the most of its snapshots; of several, the one adopted last.
    # So a new extractor takes over at the moment at which it has read everything, and never in the middle.
    """
CREATE VIEW current_extractor AS
SELECT document_id, extractor FROM (
  SELECT c.document_id, r.extractor,
    row_number() OVER (PARTITION BY c.document_id ORDER BY count(*) DESC, x.adopted_at DESC, r.extractor DESC) AS place
  FROM capture AS c JOIN reading AS r ON r.capture_id = c.id JOIN extractor AS x ON x.name = r.extractor
  GROUP BY c.document_id, r.extractor
) WHERE place = 1;
""",
    """
CREATE VIEW own_text AS
SELECT c.document_id, c.id AS capture_id, c.digest, c.captured_at, c.timestamp, c.original, r.text_id
FROM current_extractor AS x
JOIN capture AS c ON c.document_id = x.document_id
JOIN reading AS r ON r.capture_id = c.id AND r.extractor = x.extractor;
""",
    # What a digest shows, by its earliest reading: equality of digests is a sound "same content" (protocol 2.9).
    """
CREATE VIEW digest_text AS
SELECT document_id, digest, text_id FROM (
  SELECT document_id, digest, text_id,
    row_number() OVER (PARTITION BY document_id, digest ORDER BY captured_at, timestamp, original) AS place
  FROM own_text WHERE digest <> '-'
) WHERE place = 1;
""",
    # Every capture with what is known of it. `state` is what it shows: a wording, another kind of page, a redirect's target.
    """
CREATE VIEW knowledge AS
SELECT c.id AS capture_id, c.document_id, c.captured_at, c.timestamp, c.original, c.digest, c.statuscode, c.mimetype, c.problem,
  coalesce(o.text_id, CASE WHEN c.statuscode IN ('200', '-') AND e.outcome IS NULL THEN d.text_id END) AS text_id,
  o.text_id AS own_text_id, t.verdict, t.wording, coalesce(r.stands_for, t.wording) AS stands_for,
  e.outcome AS ending, e.reason AS ending_reason, e.target, e.due_at,
  CASE
    WHEN e.outcome = 'redirect' THEN '-> ' || e.target
    WHEN t.verdict = 'policy' THEN coalesce(r.stands_for, t.wording)
    WHEN t.verdict IS NOT NULL THEN 'not-policy: ' || t.verdict
  END AS state,
  CASE WHEN c.statuscode LIKE '3%' THEN c.original ELSE '' END AS track
FROM capture AS c
LEFT JOIN own_text AS o ON o.document_id = c.document_id AND o.capture_id = c.id
LEFT JOIN digest_text AS d ON d.document_id = c.document_id AND d.digest = c.digest
LEFT JOIN ending AS e ON e.capture_id = c.id
LEFT JOIN text AS t
  ON t.id = coalesce(o.text_id, CASE WHEN c.statuscode IN ('200', '-') AND e.outcome IS NULL THEN d.text_id END)
LEFT JOIN ruling AS r ON r.document_id = c.document_id AND r.wording = t.wording;
""",
)

_EMPTY_BODY: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"  # SHA-1 of no bytes: a 200 row with it holds nothing (protocol 2.8)

_CAPTURES: Final = f"""
CREATE VIEW captures AS
WITH grouped AS (
  SELECT *,
    count(state) OVER (PARTITION BY document_id, track
      ORDER BY captured_at, timestamp, original, digest, statuscode, mimetype ROWS UNBOUNDED PRECEDING) AS since_state,
    count(state) OVER (PARTITION BY document_id, track
      ORDER BY captured_at DESC, timestamp DESC, original DESC, digest DESC, statuscode DESC, mimetype DESC
      ROWS UNBOUNDED PRECEDING) AS until_state
  FROM knowledge
), neighboured AS (
  SELECT *,
    max(state) OVER (PARTITION BY document_id, track, since_state) AS state_before,
    max(state) OVER (PARTITION BY document_id, track, until_state) AS state_after
  FROM grouped
), decided AS (
  SELECT *, CASE
    WHEN problem <> '' THEN 'malformed'
    WHEN own_text_id IS NOT NULL AND verdict = 'policy' THEN 'read'
    WHEN own_text_id IS NOT NULL THEN 'not-policy'
    WHEN ending IS NOT NULL THEN ending
    WHEN text_id IS NOT NULL THEN 'same-digest'
    WHEN statuscode GLOB '[45]*' THEN 'archived-error'
    WHEN statuscode = '200' AND digest = '{_EMPTY_BODY}' THEN 'unplayable'
    WHEN since_state > 0 AND until_state > 0 AND state_before = state_after THEN 'between'
    ELSE 'pending'
  END AS outcome FROM neighboured
)
SELECT n.capture_id AS id, n.document_id, d.domain, d.kind, n.timestamp, n.captured_at, n.original, n.mimetype, n.statuscode,
  n.digest, c.length, n.outcome,
  CASE
    WHEN n.outcome = 'malformed' THEN n.problem
    WHEN n.outcome = 'not-policy' THEN n.verdict
    WHEN n.ending = n.outcome THEN n.ending_reason
    WHEN n.outcome = 'archived-error' THEN 'the vendor answered ' || n.statuscode
    WHEN n.outcome = 'unplayable' THEN 'the archive holds no bytes of it'
    ELSE ''
  END AS reason,
  coalesce(n.due_at, '') AS due_at, n.text_id, {_SNAPSHOT_URL.format("n")} AS snapshot_url, coalesce(n.target, '') AS target
FROM decided AS n JOIN document AS d ON d.id = n.document_id JOIN capture AS c ON c.id = n.capture_id;
"""

_TEXTS: Final = """
CREATE VIEW texts AS
SELECT id, title, markdown, text, language, words, exact, wording, substance, verdict, score, reasons, extractor, kind,
  language_confidence, kept_words, kept_headings, kept_items, stated_date
FROM text;
"""


def _versions(name: str, wording: str) -> str:
    """Gaps and islands over capture time: a version is a longest run of captures that show one wording."""
    return f"""
CREATE VIEW {name} AS
WITH sighting AS (
  SELECT document_id, captured_at, timestamp, original, text_id, wording AS own_wording, {wording} AS wording,
    row_number() OVER (PARTITION BY document_id
      ORDER BY captured_at, timestamp, original, digest, statuscode, mimetype) AS place
  FROM knowledge WHERE problem = '' AND verdict = 'policy' AND (ending IS NULL OR own_text_id IS NOT NULL)
), stepped AS (
  SELECT *, wording IS NOT lag(wording) OVER (PARTITION BY document_id ORDER BY place) AS changed FROM sighting
), numbered AS (
  SELECT *, sum(changed) OVER (PARTITION BY document_id ORDER BY place ROWS UNBOUNDED PRECEDING) AS version FROM stepped
), chosen AS (
  SELECT *,
    row_number() OVER (PARTITION BY document_id, version ORDER BY own_wording <> wording, place) AS choice
  FROM numbered
), span AS (
  SELECT document_id, version, wording, count(*) AS captures, min(place) AS first_place, max(place) AS last_place
  FROM chosen GROUP BY document_id, version
), dated AS (
  SELECT s.document_id, s.version, s.wording, s.captures, f.timestamp AS first_timestamp, l.timestamp AS last_timestamp,
    lag(l.timestamp) OVER (PARTITION BY s.document_id ORDER BY s.version) AS previous_timestamp,
    min(s.version) OVER (PARTITION BY s.document_id, s.wording) AS first_version
  FROM span AS s
  JOIN sighting AS f ON f.document_id = s.document_id AND f.place = s.first_place
  JOIN sighting AS l ON l.document_id = s.document_id AND l.place = s.last_place
)
SELECT v.document_id, d.domain, d.kind, d.url, v.version, v.first_timestamp, v.last_timestamp, v.previous_timestamp, v.captures,
  t.title, t.words, c.text_id, CASE WHEN v.first_version < v.version THEN v.first_version END AS same_as,
  {_SNAPSHOT_URL.format("c")} AS snapshot_url, c.timestamp, c.original, v.wording
FROM dated AS v
JOIN document AS d ON d.id = v.document_id
JOIN chosen AS c ON c.document_id = v.document_id AND c.version = v.version AND c.choice = 1
JOIN text AS t ON t.id = c.text_id;
"""


_RUNS: Final = """
CREATE VIEW runs AS
SELECT id, started_at, finished_at, arguments, counts, reason, exit_status FROM run;
"""

_VIEWS: Final = (
    *_FACT_VIEWS,
    _CAPTURES,
    _TEXTS,
    _versions("versions", "stands_for"),
    _versions("versions_unruled", "wording"),
    _RUNS,
)


@migrations()
def first(db: Database) -> None:
    """Make the tables, the full-text index and the views."""
    for statement in _statements(_TABLES):
        db.execute(statement)
    for view in _VIEWS:
        db.execute(view)


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
