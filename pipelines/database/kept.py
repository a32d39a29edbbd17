"""What is kept as evidence, for those who carry it elsewhere: which body a text was read out of, and every snapshot."""

# ruff: noqa: S608 - queries are put together from constants of the project; values are parameters

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crawler.items import Capture, Evidence, KeptSnapshot
from pipelines.database.bodies_read import StoredBodies
from pipelines.database.connection import errors
from pipelines.database.rows import CAPTURE_COLUMNS


class Kept(StoredBodies):
    """Hands out evidence, row by row."""

    @contextmanager
    def still(self) -> Iterator[None]:
        """Answer everything out of one state of the database, whatever a crawl adds to it meanwhile."""
        with errors(self.path):
            self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.rollback()

    def evidence(self, text_id: int, domain: str, kind: str, timestamp: str, original: str) -> Evidence:
        """Return the stored body that a text of a vendor's documents of this kind was read out of.

        Of several the capture's own, named by ``timestamp`` and ``original``; then one that the listing gives the same digest;
        then the earliest. Raises ``KeyError`` if no such body is stored.
        """
        for query in (_OWN, _ANOTHERS):
            for row in self._rows(query, text_id, domain, kind, timestamp, original):
                row["flags"] = tuple(json.loads(row["flags"]))
                return Evidence(**row)
        raise KeyError(text_id)

    def kept(self, document_ids: Sequence[int]) -> Iterator[KeptSnapshot]:
        """Yield the snapshots of these documents in time order; of several of one capture the one that counts comes first.

        Bodies are not among it: `body` returns them one by one.
        """
        for row in self._rows(_KEPT, json.dumps(list(document_ids))):
            yield KeptSnapshot(
                document_id=row["document_id"],
                capture=Capture(**{name: row[name] for name in ("urlkey", *CAPTURE_COLUMNS)}),
                body_digest=row["body_digest"],
                delivered=row["delivered"],
                fetched_at=row["fetched_at"],
                headers=tuple((name, value) for name, value in json.loads(row["headers"])),
                flags=tuple(json.loads(row["flags"])),
            )


_READ_OUT_OF = """
SELECT c.document_id, d.vendor, c.timestamp, c.original, c.digest, b.digest AS body_digest, b.size AS body_size, s.fetched_at,
  s.flags
FROM reading AS r JOIN snapshot AS s ON s.id = r.snapshot_id JOIN body AS b ON b.id = s.body_id
JOIN capture AS c ON c.id = s.capture_id JOIN document AS d ON d.id = c.document_id
WHERE r.text_id = ?1 AND d.domain = ?2 AND d.kind = ?3
"""

_OWN = f"""{_READ_OUT_OF} AND c.timestamp = ?4 AND c.original = ?5
ORDER BY b.digest <> c.digest, s.flags <> '[]', c.document_id, b.digest LIMIT 1"""

# asked only where the version's capture has no body of its own; the listing of one document is looked through for it
_ANOTHERS = f"""{_READ_OUT_OF}
ORDER BY c.digest NOT IN (
    SELECT n.digest FROM capture AS n JOIN document AS o ON o.id = n.document_id
    WHERE o.domain = ?2 AND o.kind = ?3 AND n.timestamp = ?4 AND n.original = ?5),
  b.digest <> c.digest, c.captured_at, c.timestamp, c.original, b.digest, c.document_id LIMIT 1"""

# of several snapshots of a capture the one that counts comes first: the order is that of pipelines.views
_KEPT = """
SELECT c.*, d.urlkey, b.digest AS body_digest, s.delivered, s.fetched_at, s.headers, s.flags
FROM capture AS c JOIN snapshot AS s ON s.capture_id = c.id JOIN body AS b ON b.id = s.body_id
JOIN document AS d ON d.id = c.document_id
WHERE c.document_id IN (SELECT value FROM json_each(?))
ORDER BY c.captured_at, c.timestamp, c.original, c.digest, c.statuscode, c.mimetype,
  b.digest <> c.digest, s.flags <> '[]', s.fetched_at DESC, b.digest, d.kind, d.fragment
"""
