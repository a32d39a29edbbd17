"""Bodies that are stored, as pages to be read again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crawler.items import Capture, Page, StoredBody, StoreError
from pipelines import bodies
from pipelines.database.asking import Asking
from pipelines.database.rows import CAPTURE_COLUMNS


class StoredBodies(Asking):
    """Hands out stored bodies one by one, so that they may be larger together than memory."""

    def unread(self, document_id: int, extractor: str) -> Iterator[tuple[StoredBody, Page]]:
        """Yield a document's stored bodies that an extractor has not read, oldest capture first, as pages to be read.

        Results may be saved (`save_reading`) meanwhile. Raises `StoreError` at a body that is damaged.
        """
        document = self.document(document_id)
        for snapshot_id in self._unread_ids(document_id, extractor):
            for row in self._rows(_SNAPSHOT, snapshot_id):
                headers = dict(json.loads(row["headers"]))
                capture = Capture(urlkey=document.urlkey, **{name: row[name] for name in CAPTURE_COLUMNS})
                yield (
                    StoredBody(document=document, capture=capture, body_digest=row["body_digest"]),
                    Page(
                        body=self._unpacked(row["body_digest"], row["data"], row["size"]),
                        url=row["delivered_original"],
                        content_type=headers.get("content-type", ""),
                        kind=document.kind,
                        fragment=document.fragment,
                    ),
                )

    def unread_count(self, document_id: int, extractor: str) -> int:
        """Return how many of a document's stored bodies an extractor has not read."""
        return len(self._unread_ids(document_id, extractor))

    def body(self, digest: str) -> bytes:
        """Return a stored body by its digest; raise ``KeyError`` if there is none, `StoreError` if it is damaged."""
        for row in self._rows("SELECT digest, data, size FROM body WHERE digest = ?", digest):
            return self._unpacked(digest, row["data"], row["size"])
        raise KeyError(digest)

    def _unread_ids(self, document_id: int, extractor: str) -> list[int]:
        rows = self._rows(
            """
            SELECT s.id FROM capture AS c JOIN snapshot AS s ON s.capture_id = c.id
            WHERE c.document_id = ? AND NOT EXISTS (SELECT 1 FROM reading WHERE snapshot_id = s.id AND extractor = ?)
            ORDER BY c.captured_at, c.timestamp, c.original, s.id
            """,
            document_id,
            extractor,
        )
        return [row["id"] for row in rows]

    def _unpacked(self, digest: str, data: bytes, size: int) -> bytes:
        try:
            return bodies.unpack(data, size)
        except ValueError as error:
            raise StoreError(f"{self.path}: body {digest} is {error}; `scrapy verify` tells what else is") from error


_SNAPSHOT = """
SELECT c.*, s.original AS delivered_original, s.headers, b.digest AS body_digest, b.size, b.data
FROM snapshot AS s JOIN capture AS c ON c.id = s.capture_id JOIN body AS b ON b.id = s.body_id WHERE s.id = ?
"""
