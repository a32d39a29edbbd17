"""The stored captures as WARC 1.1: one file a vendor, to be kept, played back and crawled again (``-s ARCHIVE=``).

Of each document come the snapshots, in time order; behind them what has the digest of one of them, as ``revisit`` records; and
the redirects found, without which nobody would learn that a policy moved. What ended otherwise has no content to keep.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final, NamedTuple

from warcio.warcwriter import WARCWriter

from crawler.exports import warc_records
from crawler.exports.files import safe_name, whole
from crawler.exports.order import Order, bar, counted
from crawler.exports.warc_records import Original
from crawler.items import Capture, Document, StoredCapture
from crawler.offline.console import NothingKnownError
from crawler.records import Records

#: Version of the format (ISO 28500:2017).
WARC_VERSION: Final = "1.1"

SORTS: Final = ("response", "revisit", "redirect")

_COVERAGE: Final = "`scrapy coverage` tells what became of the captures"


class Written(NamedTuple):
    """A record of warcio's, which of `SORTS` it is, and when its body was fetched (empty: it has none)."""

    sort: str
    record: Any
    fetched_at: str = ""


def to_warc(order: Order) -> str:
    """Write ``nexmo.com.warc.gz`` and so on; see `crawler.exports.order.Export`."""
    vendors = _with_bodies(order)
    counts: Counter[str] = Counter()
    with bar() as advance:
        for domain, documents in vendors:
            counts += _write(order, domain, documents, advance)
    parts = ", ".join(counted(counts[sort], f"{sort} record") for sort in SORTS if counts[sort])
    return f"{parts} in {counted(len(vendors), 'file')} in {order.folder}"


def _with_bodies(order: Order) -> list[tuple[str, dict[int, Document]]]:
    """Return the vendors of which a body is stored, with their documents. Raises `NothingKnownError` as the order would."""
    vendors = []
    for domain, documents in order.documents():
        if order.records.tally(list(documents))[1]:
            vendors.append((domain, documents))
        else:
            order.leave_out(NothingKnownError(f"no body of {domain} is stored; {_COVERAGE}"))
    if not vendors:
        raise NothingKnownError(f"no body of a capture is stored; {_COVERAGE}")
    return vendors


def _write(order: Order, domain: str, documents: Mapping[int, Document], advance: Callable[[], None]) -> Counter[str]:
    """Write a vendor's file and return how many records of which sort it has; the first one says so, so it comes last."""
    counts: Counter[str] = Counter()
    latest = ""
    order.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=order.folder) as records:  # it has no name: nothing of it stays, whatever happens
        writer = _writer(records)
        for written in _records(order.records, documents):
            writer.write_record(written.record)
            counts[written.sort] += 1
            latest = max(latest, written.fetched_at)
            advance()
        with whole(order.folder / f"{safe_name(domain)}.warc.gz") as file:
            _writer(file).write_record(warc_records.warcinfo(domain, documents.values(), counts, latest))
            records.seek(0)
            shutil.copyfileobj(records, file)
    return counts


def _records(records: Records, documents: Mapping[int, Document]) -> Iterator[Written]:
    """Yield a vendor's records by URL key: documents of one key share their captures, and each is written once."""
    by_key: dict[str, list[int]] = {}
    for document_id, document in documents.items():
        by_key.setdefault(document.urlkey, []).append(document_id)
    for key in sorted(by_key):
        rows: set[tuple[str, ...]] = set()
        originals: dict[str, Original] = {}
        yield from _responses(records, by_key[key], rows, originals)
        for document_id in by_key[key]:
            yield from _others(records, document_id, rows, originals, shared=len(by_key[key]) > 1)


def _responses(
    records: Records, document_ids: list[int], rows: set[tuple[str, ...]], originals: dict[str, Original]
) -> Iterator[Written]:
    """Yield the snapshots, and note their captures and, by digest, the first record of each payload."""
    bodies: set[tuple[str, ...]] = set()
    for kept in records.kept(document_ids):
        row = _row(kept.capture)
        if kept.capture.captured_at and (*row, kept.body_digest) not in bodies:
            bodies.add((*row, kept.body_digest))
            rows.add(row)
            originals.setdefault(warc_records.digest_of(kept), Original.of(kept))
            yield Written("response", warc_records.response(kept, records.body(kept.body_digest)), kept.fetched_at)


def _others(
    records: Records, document_id: int, rows: set[tuple[str, ...]], originals: Mapping[str, Original], *, shared: bool
) -> Iterator[Written]:
    """Yield the captures of a document that repeat a snapshot, and its redirects, in time order."""
    for capture in records.captures(document_id):
        if _row(capture) in rows:
            continue
        if capture.outcome == "same-digest" and capture.digest in originals:
            yield Written("revisit", warc_records.revisit(capture, originals[capture.digest]))
        elif capture.outcome == "redirect" and capture.target:
            yield Written("redirect", warc_records.redirect(capture))
        else:
            continue
        if shared:  # a document alone at its URL has no row twice; there may be hundreds of thousands of them
            rows.add(_row(capture))


def _row(capture: Capture | StoredCapture) -> tuple[str, ...]:
    return capture.captured_at, capture.original, capture.digest, capture.statuscode, capture.mimetype


def _writer(stream: IO[bytes]) -> Any:
    return WARCWriter(stream, gzip=True, warc_version=WARC_VERSION)
