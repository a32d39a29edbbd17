"""Stored bodies read again by the present extractor, and what that moved.

Texts of two extractors are never compared: a document's old texts stay in force until the new extractor has read every body
of it. What changes then is our reading, not the policy, and is reported as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.history.ruling import rulings_of
from crawler.items import Document, Page, Reading, StoredBody, Version
from crawler.reading import Reader
from crawler.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What reading again did to a document: bodies read, versions before and after, and which beginnings went and came.

    ``gone`` and ``new`` are the 14-digit timestamps at which a version began before and does no longer, and the reverse.
    """

    document: Document
    read: int
    before: int
    after: int
    gone: tuple[str, ...]
    new: tuple[str, ...]


def reextract(
    records: Records,
    documents: Iterable[tuple[int, Document]],
    reader: Reader,
    extractor: str,
    step: Callable[[], None] = lambda: None,
) -> Iterator[Moved]:
    """Read what ``extractor`` has not read of these documents; yield for each what it moved. ``step`` is called per body.

    Each text is stored as it comes, so a run that is cut short goes on where it was. Rulings on noise are made anew even where
    nothing is left to read: the run before may have been cut short just before it made them. Raises `StoreError`.
    """
    for document_id, document in documents:
        before = records.versions(document_id)
        read = 0
        for item in read_again(records.unread(document_id, extractor), reader):
            records.save_reading(item)
            read += 1
            step()
        records.save_rulings(rulings_of(document, records.known(document_id, _now()), _now()))
        yield _moved(document, read, before, records.versions(document_id))


def read_again(bodies: Iterable[tuple[StoredBody, Page]], reader: Reader) -> Iterator[Reading]:
    """Yield the readings of stored bodies, in the order in which they are done."""
    for stored, text in reader.read_many(bodies):
        yield Reading(
            document=stored.document, capture=stored.capture, body_digest=stored.body_digest, text=text, read_at=_now()
        )


def _moved(document: Document, read: int, before: Sequence[Version], after: Sequence[Version]) -> Moved:
    began, begin = {version.first_timestamp for version in before}, {version.first_timestamp for version in after}
    return Moved(
        document=document,
        read=read,
        before=len(before),
        after=len(after),
        gone=tuple(sorted(began - begin)),
        new=tuple(sorted(begin - began)),
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
