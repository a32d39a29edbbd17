"""What is derived from the facts, as SQL: which extractor counts, what a capture shows, its outcome, and the versions.

Each query stands here once. `pipelines.schema` makes a view of it, for outside scripts; `scoped` makes of the same text the
query for one document that this program asks. The mark below is where the scope goes: SQLite cannot push a document through
windows and CTEs that are used twice, and one document of many must not cost what all of them cost.
`pipelines.derivation` says the same in Python; ``scrapy verify`` and the tests hold the two against each other.
"""

# ruff: noqa: S608 - queries are put together from constants of the project; values are parameters

from __future__ import annotations

from typing import Final

_MARK: Final = "/* of all documents */"

_EMPTY: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"  # SHA-1 of no bytes: a 200 with it holds nothing (protocol 2.8)

# One snapshot counts for each capture, even if several bodies were fetched for it: the one that is proven by the listing's
# digest, then one without remarks, then the one fetched last. Its readings compete by extractor: the extractor adopted last
# counts, once it has read whatever the earlier ones had read of the document. So a new one takes over when it is complete.
_CURRENT: Final = f"""
chosen AS (
  SELECT document_id, capture_id, snapshot_id FROM (
    SELECT c.document_id, c.id AS capture_id, s.id AS snapshot_id,
      row_number() OVER (PARTITION BY s.capture_id
        ORDER BY b.digest <> c.digest, s.flags <> '[]', s.fetched_at DESC, b.digest) AS place
    FROM capture AS c JOIN snapshot AS s ON s.capture_id = c.id JOIN body AS b ON b.id = s.body_id
    WHERE TRUE {_MARK}
  ) WHERE place = 1
), readings AS (
  SELECT h.document_id, h.capture_id, r.extractor, x.adopted_at || ' ' || x.name AS adopted,
    min(x.adopted_at || ' ' || x.name) OVER (PARTITION BY h.capture_id) AS first_adopted
  FROM chosen AS h JOIN reading AS r ON r.snapshot_id = h.snapshot_id JOIN extractor AS x ON x.name = r.extractor
), tally AS (
  SELECT document_id, extractor, adopted, count(*) AS has_read, sum(adopted = first_adopted) AS first_read
  FROM readings GROUP BY document_id, extractor
), covered AS (
  SELECT *, sum(first_read) OVER (PARTITION BY document_id ORDER BY adopted) AS read_so_far FROM tally
), current AS (
  SELECT document_id, extractor FROM (
    SELECT document_id, extractor, row_number() OVER (PARTITION BY document_id ORDER BY adopted DESC) AS place
    FROM covered WHERE has_read = read_so_far
  ) WHERE place = 1
)"""

# Every capture with its own facts, looked up one by one: the planner does not index the CTEs above for a join this large.
# (An ORDER BY of SQLite cannot name columns of an outer query; hence the selects within selects.) `place` numbers the captures
# of a document in their order, which is that of an index; rows are kept narrow, as they are sorted three times.
_OWN: Final = f"""
listed AS (
  SELECT c.id, c.document_id, c.captured_at, c.digest, c.statuscode, c.problem <> '' OR c.captured_at = '' AS impossible,
    c.problem = '' AND c.digest NOT IN ('-', '{_EMPTY}') AND c.statuscode NOT LIKE '3%' AS shares,
    CASE WHEN c.statuscode LIKE '3%' OR c.statuscode = '-' AND c.digest = '{_EMPTY}' THEN c.original ELSE '' END AS track,
    row_number() OVER (PARTITION BY c.document_id
      ORDER BY c.captured_at, c.timestamp, c.original, c.digest, c.statuscode, c.mimetype) AS place
  FROM capture AS c WHERE TRUE {_MARK}
), fetched AS (
  SELECT c.*, (
    SELECT id FROM (
      SELECT s.id, b.digest <> c.digest AS unproven, s.flags <> '[]' AS flagged, s.fetched_at, b.digest
      FROM snapshot AS s JOIN body AS b ON b.id = s.body_id WHERE s.capture_id = c.id
    ) ORDER BY unproven, flagged, fetched_at DESC, digest LIMIT 1) AS snapshot_id
  FROM listed AS c
), chosen_text AS (
  SELECT c.*, CASE WHEN snapshot_id IS NOT NULL THEN (
    SELECT text_id FROM (
      SELECT r.text_id, x.adopted_at || ' ' || x.name AS adopted,
        r.extractor = (SELECT extractor FROM current WHERE document_id = c.document_id) AS is_current
      FROM reading AS r JOIN extractor AS x ON x.name = r.extractor WHERE r.snapshot_id = c.snapshot_id
    ) ORDER BY is_current DESC, adopted DESC LIMIT 1) END AS own_text_id
  FROM fetched AS c
), own AS (
  SELECT c.id, c.document_id, c.captured_at, c.digest, c.statuscode, c.impossible, c.shares, c.track, c.place, c.own_text_id,
    CASE WHEN t.id IS NOT NULL
      THEN t.extractor = (SELECT extractor FROM current WHERE document_id = c.document_id) END AS own_current,
    b.digest = c.digest AS genuine, e.outcome AS ending, e.target
  FROM chosen_text AS c
  LEFT JOIN snapshot AS s ON s.id = c.snapshot_id
  LEFT JOIN body AS b ON b.id = s.body_id
  LEFT JOIN text AS t ON t.id = c.own_text_id
  LEFT JOIN ending AS e ON e.capture_id = c.id
)"""

# Equality of digests is a sound "same content" (protocol 2.9): what one capture of a digest shows, all of them show. Rows of
# redirects are left out, as they all have the digest of no bytes. Witnesses come first in a digest's row; then those that are
# lost for good, of which three speak for the others that follow (crawler.sampling.track.FAILURES_OF_A_DIGEST).
_SHARED: Final = """
ranked AS (
  SELECT *, CASE WHEN own_current AND genuine THEN 0 WHEN own_current THEN 1
    WHEN own_text_id IS NULL AND ending = 'redirect' THEN 2
    WHEN ending IN ('unplayable', 'excluded', 'archived-error') THEN 3 ELSE 4 END AS rank
  FROM own
), evidence AS (
  SELECT *,
    first_value(CASE WHEN rank < 2 THEN own_text_id END) OVER alike AS near_text_id,
    first_value(CASE WHEN rank = 2 THEN target END) OVER alike AS near_target,
    sum(ending IN ('unplayable', 'excluded', 'archived-error')) OVER alike >= 3 AND shares AS lost
  FROM ranked
  WINDOW alike AS (PARTITION BY document_id, CASE WHEN shares THEN digest END ORDER BY rank, place ROWS UNBOUNDED PRECEDING)
)"""

# `shows` names what a capture shows: a wording, another kind of page, a redirect's target. `state` is the same with the
# rulings on noise applied, nothing where a ruling says that the capture tells nothing. `track`: texts are one series, redirects
# one for each original.
_KNOWLEDGE: Final = """
told AS (
  SELECT *, own_text_id IS NULL AND shares AND (near_text_id IS NOT NULL OR near_target IS NOT NULL)
    AND (ending IS NULL OR ending IN ('failed', 'unplayable')) AS same_digest
  FROM evidence
), worded AS (
  SELECT k.*, t.id AS text_id, CASE WHEN own_current OR same_digest THEN t.verdict END AS verdict,
    CASE WHEN own_text_id IS NOT NULL THEN t.verdict END AS own_verdict,
    CASE WHEN (own_current OR same_digest) AND t.verdict = 'policy' THEN t.wording END AS wording
  FROM told AS k LEFT JOIN text AS t ON t.id = coalesce(k.own_text_id, CASE WHEN k.same_digest THEN k.near_text_id END)
), settled AS (
  SELECT *,
    coalesce((SELECT r.stands_for FROM ruling AS r WHERE r.document_id = worded.document_id
      AND r.wording = worded.wording AND r.since <= captured_at AND r.until >= captured_at
      ORDER BY r.since DESC LIMIT 1), wording) AS stands_for,
    CASE
      WHEN verdict <> 'policy' THEN 'not-policy: ' || verdict
      WHEN own_text_id IS NULL AND ending = 'redirect' THEN '-> ' || target
      WHEN same_digest THEN '-> ' || near_target
    END AS other
  FROM worded
), knowledge AS (
  SELECT id AS capture_id, document_id, place, track, impossible, statuscode, digest, own_text_id, own_verdict, text_id,
    verdict, wording, stands_for, same_digest, lost, ending,
    coalesce(wording, other) AS shows, nullif(coalesce(stands_for, other), '') AS state
  FROM settled
)"""

# The archive's address of a capture, spelt as the format's rule H3 wants it: every colon and space of the URL escaped.
_SNAPSHOT_URL: Final = """'https://web.archive.org/web/' || n.timestamp || 'id_/' ||
    replace(replace(n.original, ':', '%3A'), ' ', '%20')"""

_FACTS: Final = f"WITH {_CURRENT}, {_OWN}, {_SHARED}, {_KNOWLEDGE}"

# Between: not known itself, and the known captures nearest on both sides show the same. `seen` numbers the known captures of
# a track, so that a known one and the unknown ones behind it make one group.
CAPTURES: Final = f"""
{_FACTS}, counted AS (
  SELECT capture_id, document_id, track, place, state, text_id,
    CASE
      WHEN impossible THEN 'malformed'
      WHEN own_text_id IS NOT NULL AND own_verdict = 'policy' THEN 'read'
      WHEN own_text_id IS NOT NULL THEN 'not-policy'
      WHEN same_digest THEN 'same-digest'
      WHEN ending IS NOT NULL THEN ending
      WHEN statuscode GLOB '[45]*' THEN 'archived-error'
      WHEN statuscode = '304' OR statuscode LIKE '2%' AND digest = '{_EMPTY}' THEN 'unplayable'
    END AS known, lost,
    count(state) OVER (PARTITION BY document_id, track ORDER BY place ROWS UNBOUNDED PRECEDING) AS seen
  FROM knowledge
), bracketed AS (
  SELECT *,
    max(state) OVER (PARTITION BY document_id, track ORDER BY seen GROUPS CURRENT ROW) AS before,
    max(state) OVER (PARTITION BY document_id, track ORDER BY seen GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS after
  FROM counted
), decided AS (
  SELECT *, CASE
    WHEN known IS NOT NULL THEN known
    WHEN before = after THEN 'between'
    WHEN lost THEN 'unplayable'
    ELSE 'pending'
  END AS outcome FROM bracketed
)
SELECT n.id, n.document_id, d.domain, d.kind, n.timestamp, n.captured_at, n.original, n.mimetype, n.statuscode,
  n.digest, n.length, o.outcome,
  CASE
    WHEN o.outcome = 'malformed' THEN coalesce(nullif(n.problem, ''), 'the row gives no moment')
    WHEN o.outcome = 'not-policy' THEN (SELECT verdict FROM text WHERE id = o.text_id)
    WHEN e.outcome = o.outcome THEN e.reason
    WHEN o.outcome = 'archived-error' THEN 'the vendor answered ' || n.statuscode
    WHEN o.outcome = 'unplayable' AND o.lost THEN 'three captures of the same digest cannot be played'
    WHEN o.outcome = 'unplayable' THEN 'the archive holds no bytes of it'
    ELSE ''
  END AS reason,
  CASE WHEN e.outcome = o.outcome THEN e.due_at ELSE '' END AS due_at, o.text_id,
  {_SNAPSHOT_URL} AS snapshot_url,
  CASE WHEN e.outcome = o.outcome THEN e.target ELSE '' END AS target
FROM decided AS o
JOIN document AS d ON d.id = o.document_id
JOIN capture AS n ON n.id = o.capture_id
LEFT JOIN ending AS e ON e.capture_id = o.capture_id"""

#: How many captures of each document ended in which outcome.
OUTCOMES: Final = f"{CAPTURES[: CAPTURES.index('SELECT n.id')]} SELECT outcome, count(*) AS n FROM decided GROUP BY outcome"

#: The same of captures from parameter 2 to parameter 3: digits of a timestamp, compared as far as they go; empty: open.
OUTCOMES_WITHIN: Final = f"""{CAPTURES[: CAPTURES.index("SELECT n.id")]}, dated AS (
  SELECT o.outcome, replace(replace(replace(replace(n.captured_at, '-', ''), ':', ''), 'T', ''), 'Z', '') AS digits
  FROM decided AS o JOIN capture AS n ON n.id = o.capture_id
)
SELECT outcome, count(*) AS n FROM dated WHERE digits >= ?2 AND (?3 = '' OR substr(digits, 1, length(?3)) <= ?3)
GROUP BY outcome"""

# Gaps and islands over capture time: a version is a longest run of captures that show one wording. What a ruling calls a
# capture that tells nothing is none of them: it neither begins nor ends nor parts a version. Its text is that of its
# first capture with that very wording, one with a body of its own if there is any. Where all of its captures show noise beside
# that wording, the text comes from a capture of another stretch that shows it plainly.
VERSIONS: Final = f"""
{_FACTS}, sighting AS (
  SELECT k.document_id, k.capture_id, k.place, k.text_id, n.captured_at || n.timestamp AS moment,
    k.wording <> k.stands_for AS odd, k.own_text_id IS NULL AS borrowed, k.stands_for AS wording
  FROM knowledge AS k JOIN capture AS n ON n.id = k.capture_id
  WHERE k.wording IS NOT NULL AND NOT k.impossible AND k.stands_for <> ''
), stepped AS (
  SELECT *, wording IS NOT lag(wording) OVER (PARTITION BY document_id ORDER BY place) AS changed FROM sighting
), numbered AS (
  SELECT *, sum(changed) OVER (PARTITION BY document_id ORDER BY place ROWS UNBOUNDED PRECEDING) AS version FROM stepped
), span AS (
  SELECT document_id, version, min(wording) AS wording, count(*) AS captures,
    substr(min(moment), 21) AS first_timestamp, substr(max(moment), 21) AS last_timestamp,
    min(printf('%d%d%012d%012d%012d', odd, borrowed, place, capture_id, text_id)) AS choice
  FROM numbered GROUP BY document_id, version
), dated AS (
  SELECT *, lag(last_timestamp) OVER (PARTITION BY document_id ORDER BY version) AS previous_timestamp,
    min(version) OVER (PARTITION BY document_id, wording) AS first_version,
    cast(substr(choice, 15, 12) AS INTEGER) AS capture_id, cast(substr(
      CASE WHEN choice < '1' THEN choice ELSE min(choice) OVER (PARTITION BY document_id, wording) END, 27
    ) AS INTEGER) AS text_id
  FROM span
)
SELECT v.document_id, d.domain, d.kind, d.url, v.version, v.first_timestamp, v.last_timestamp, v.previous_timestamp,
  v.captures, t.title, t.words, v.text_id, CASE WHEN v.first_version < v.version THEN v.first_version END AS same_as,
  {_SNAPSHOT_URL} AS snapshot_url, n.timestamp, n.original, v.wording
FROM dated AS v
JOIN document AS d ON d.id = v.document_id
JOIN capture AS n ON n.id = v.capture_id
JOIN text AS t ON t.id = v.text_id"""

#: The same without rulings on noise.
VERSIONS_UNRULED: Final = VERSIONS.replace("k.stands_for", "k.wording")

#: What every capture shows, with its row of the listing and how it ended.
KNOWLEDGE: Final = f"""
{_FACTS} SELECT k.*, n.timestamp, n.captured_at, n.original, n.mimetype, n.length, n.problem, e.reason AS ending_reason,
  e.target, e.due_at
FROM knowledge AS k JOIN capture AS n ON n.id = k.capture_id LEFT JOIN ending AS e ON e.capture_id = k.capture_id"""

CURRENT_EXTRACTOR: Final = f"WITH {_CURRENT} SELECT document_id, extractor FROM current"


def scoped(query: str) -> str:
    """Return a query of this module for the one document whose id is the first parameter."""
    return query.replace(_MARK, "AND c.document_id = ?1")
