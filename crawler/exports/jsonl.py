"""One line a version, one file a vendor: what a script needs to quote a policy, and to check the quotation.

The fields stand in the order of `FIELDS`. ``markdown`` and ``text`` are the bodies that the fingerprints are of.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from crawler.exports.files import safe_name, whole
from crawler.exports.order import Order, bar, counted
from crawler.exports.versions import Told, told
from crawler.history.changes import change_class

#: Field -> what it says. Timestamps have 14 digits, UTC; ``null`` and ``""`` both mean: there is none.
FIELDS: Final = {
    "domain": "the vendor's registrable domain",
    "vendor": "its name",
    "kind": "kind of document: privacy, terms, ...",
    "policy": "URL at which this policy was first seen: the same for all its versions, wherever it moved",
    "url": "URL of the document at which this version was first seen",
    "version": "number of the version along the policy's history, from 1, as `scrapy versions` counts",
    "first_timestamp": "first capture that shows it",
    "last_timestamp": "last capture that shows it",
    "previous_timestamp": "last capture that shows the version before: the change lies between it and first_timestamp",
    "captures": "how many captures are known to show it",
    "same_as": "number of an earlier version with the same wording",
    "change": "what changed with it: wording, numbers; empty for the first",
    "places": "where it stood: url, first_timestamp, last_timestamp of each stay",
    "title": "title of the page",
    "language": "ISO 639 code",
    "language_confidence": "0 to 1",
    "stated_date": "date that the text gives itself, YYYY-MM-DD",
    "words": "number of words",
    "verdict": "what the text was judged to be: policy",
    "score": "how sure that is, 0 to 1",
    "reasons": "why, in words",
    "extractor": "what read the text: name, version, options",
    "exact": "SHA-256 of `markdown` in UTF-8",
    "wording": "SHA-256 of the text as a reader sees it; versions are told apart by it",
    "substance": "SHA-256 of the words alone, without numbers and punctuation",
    "timestamp": "capture that the snapshot's URL names",
    "original": "its URL, as captured",
    "snapshot_url": "where it stands on the Wayback Machine",
    "read_timestamp": "capture out of whose body the text was read: that one, or one that shows the same",
    "read_original": "its URL, as captured",
    "digest": "its digest in the archive's listing, SHA-1 in base32; `-` if it has none",
    "body_digest": "SHA-1 in base32 of the bytes that were read: equal to `digest` where the archive delivered what it lists",
    "body_size": "how many bytes these are",
    "fetched_at": "when they were fetched, ISO 8601, UTC",
    "flags": "remarks on them, in words",
    "document_id": "the document's row in the database exported from",
    "text_id": "the text's row there",
    "markdown": "the text in Markdown, without header",
    "text": "the plain text, without header",
}


def to_jsonl(order: Order) -> str:
    """Write ``nexmo.com.jsonl`` and so on; see `crawler.exports.order.Export`."""
    histories = {
        domain: [(line, stretch) for line in found for stretch in line.stretches] for domain, found in order.timelines().items()
    }
    total = sum(map(len, histories.values()))
    with bar(total) as advance:
        for domain, pairs in histories.items():
            with whole(order.folder / f"{safe_name(domain)}.jsonl") as file:
                for version in told(order.records, pairs):
                    file.write(f"{line_of(version)}\n".encode())
                    advance()
    return f"{counted(total, 'version')} in {counted(len(histories), 'file')} in {order.folder}"


def line_of(version: Told) -> str:
    """Return a version as one line of JSON, without its end."""
    stretch, text, evidence = version.stretch, version.text, version.evidence
    known = asdict(text) | asdict(stretch) | asdict(evidence)
    known |= {
        "policy": version.line.urls[0],
        "url": stretch.places[0].url,
        "version": stretch.number,
        "change": change_class(version.before, text) if version.before else "",
        "wording": text.wording,
        "timestamp": stretch.timestamp,
        "original": stretch.original,
        "read_timestamp": evidence.timestamp,
        "read_original": evidence.original,
    }
    return json.dumps({name: known[name] for name in FIELDS}, ensure_ascii=False, separators=(",", ":"))
