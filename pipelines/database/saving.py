"""Items become facts: one item, one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from uuid import uuid4

from crawler.items import (
    Capture,
    Discovered,
    Document,
    Listing,
    ListingOutcome,
    Outcome,
    PolicyText,
    Reading,
    Rulings,
    Run,
    Snapshot,
    StoreError,
)
from pipelines import bodies
from pipelines.database.rows import CAPTURE_COLUMNS, CAPTURE_KEY, Rows
from pipelines.database.texts import storable, text_row


class Saving(Rows):
    """Stores items. Each method is one transaction, and may be called again with the same item, in any order with others."""

    def save_document(self, document: Document, found_at: str) -> int:
        """Store a document and return its id. Of two ways in which it was found, the earlier one stays."""
        with self._saving():
            return self._document(document, found_at)

    def save_listing(self, listing: Listing) -> None:
        """Store a page of a listing; its last page also says that the listing is complete."""
        with self._saving():
            document_id = self._document(listing.document, listing.listed_at)
            self._put_captures(document_id, map(_capture_row, listing.captures))
            if listing.complete:
                row = {"outcome": "complete", "reason": "", "due_at": "", "decided_at": listing.listed_at}
                self._put_listing(document_id, row)

    def save_listing_outcome(self, item: ListingOutcome) -> None:
        """Store that a document's listing could not be had. Of several answers the last one counts; rows listed stay."""
        with self._saving():
            document_id = self._document(item.document, item.decided_at)
            row = {name: storable(getattr(item, name)) for name in ("outcome", "reason", "due_at", "decided_at")}
            self._put_listing(document_id, row)

    def save_outcome(self, item: Outcome) -> None:
        """Store how a capture ended without a body. What lasts outranks what is due again; of equals the later one counts."""
        self.save_outcomes([item])

    def save_outcomes(self, items: Iterable[Outcome]) -> None:
        """Store how captures ended, all of them or none, each as by ``save_outcome``."""
        with self._saving():
            for item in items:
                capture_id = self._capture(self._document(item.document, item.decided_at), item.capture)
                names = ("outcome", "reason", "target", "due_at", "decided_at")
                self._put_ending(capture_id, {name: storable(getattr(item, name)) for name in names})

    def save_snapshot(self, item: Snapshot) -> None:
        """Store a capture's body (once per digest), its headers and its text, all or nothing."""
        with self._saving():
            capture_id = self._capture(self._document(item.document, item.fetched_at), item.capture)
            body_id = self._body_id(item.body_digest)
            if body_id is None:
                body_id = self._insert("body", digest=item.body_digest, size=len(item.body), data=bodies.pack(item.body))
            snapshot_id = self._put_snapshot(
                capture_id,
                body_id,
                {
                    "delivered": item.delivered,
                    "original": storable(item.original or item.capture.original),
                    "fetched_at": item.fetched_at,
                    "headers": storable(json.dumps(item.headers, ensure_ascii=False)),
                    "flags": storable(json.dumps(item.flags, ensure_ascii=False)),
                },
            )
            self._read(snapshot_id, item.text, item.fetched_at)

    def save_reading(self, item: Reading) -> None:
        """Store what an extractor has read out of a body that is stored; raise `StoreError` if it is not."""
        with self._saving():
            document_id = self._document(item.document, item.read_at)
            capture_id = self._capture(document_id, item.capture)
            snapshot_id = self._value(
                "SELECT s.id FROM snapshot AS s JOIN body AS b ON b.id = s.body_id WHERE s.capture_id = ? AND b.digest = ?",
                *(capture_id, item.body_digest),
            )
            if snapshot_id is None:
                raise StoreError(f"{self.path}: no body {item.body_digest} is stored for capture {item.capture.timestamp}")
            self._read(int(snapshot_id), item.text, item.read_at)

    def save_discovered(self, item: Discovered) -> None:
        """Store how the search for a vendor's policies ended, and the documents that it found."""
        with self._saving():
            for document in item.documents:
                self._document(document, item.decided_at)
            self._put_discovery({name: getattr(item, name) for name in ("domain", "state", "line", "account", "decided_at")})

    def save_rulings(self, item: Rulings) -> None:
        """Store which of a document's wordings are noise, in place of what was held before."""
        with self._saving():
            document_id = self._document(item.document, item.decided_at)
            self.db.execute("DELETE FROM ruling WHERE document_id = ?", [document_id])
            self.db.table("ruling").insert_all({"document_id": document_id, **asdict(ruling)} for ruling in item.rulings)

    def start_run(self, started_at: str, arguments: dict[str, str]) -> int:
        """Store that a run began, and return its id."""
        with self._saving():
            return self._insert(
                "run",
                name=uuid4().hex,
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

    def _document(self, document: Document, found_at: str) -> int:
        row = {name: storable(value) for name, value in asdict(document).items()}
        return self._put_document(row | {"found_at": found_at})

    def _capture(self, document_id: int, capture: Capture) -> int:
        self._put_captures(document_id, [_capture_row(capture)])
        return self._capture_id(document_id, tuple(storable(getattr(capture, name)) for name in CAPTURE_KEY))

    def _read(self, snapshot_id: int, text: PolicyText, read_at: str) -> None:
        self._put_extractor(text.extractor, read_at)
        self._put_reading(snapshot_id, text_row(text))


def _capture_row(capture: Capture) -> tuple[object, ...]:
    return tuple(storable(getattr(capture, name)) for name in CAPTURE_COLUMNS)
