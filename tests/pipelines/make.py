"""Items for tests of the store, made of as few words as a test needs; and whole histories for hypothesis."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crawler.items import (
    Capture,
    Document,
    Listing,
    ListingOutcome,
    Outcome,
    PolicyText,
    Reading,
    Ruling,
    Rulings,
    Snapshot,
    StoredCapture,
)
from pipelines import bodies
from pipelines.database import Database

EMPTY = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
POLICY = Document(
    vendor="Vendor",
    domain="vendor.example",
    kind="privacy",
    url="https://vendor.example/privacy",
    urlkey="example,vendor)/privacy",
)
NOW = "2026-11-22T00:00:00Z"

Item = Listing | ListingOutcome | Snapshot | Outcome


def capture(day: int, digest: str = "-", status: str = "200", **more: Any) -> Capture:
    """The capture of a day, counted from 2020-01-01; every day a month has 28."""
    year, rest = divmod(day, 336)
    month, date = divmod(rest, 28)
    timestamp = f"{2020 + year}{month + 1:02}{date + 1:02}120000"
    moment = f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}T12:00:00Z"
    values = {"urlkey": POLICY.urlkey, "timestamp": timestamp, "captured_at": moment, "original": POLICY.url}
    return Capture(**(values | {"statuscode": status, "digest": digest, "mimetype": "text/html"} | more))


def stamp(day: int) -> str:
    """The timestamp of a day's capture."""
    return capture(day).timestamp


def text(words: str, verdict: str = "policy", extractor: str = "reader 1") -> PolicyText:
    """A text whose wording is a fingerprint of its words and its extractor."""
    fingerprint = hashlib.sha256(f"{extractor} {words}".encode("utf-8", "surrogatepass")).hexdigest()
    return PolicyText(
        title=f"About {words.split()[0] if words else 'nothing'}",
        markdown=f"# {words}",
        text=words,
        words=len(words.split()),
        exact=fingerprint,
        wording=fingerprint,
        substance=fingerprint,
        verdict=verdict,
        extractor=extractor,
    )


def snapshot(of: Capture, words: str, *, body: bytes | None = None, **more: Any) -> Snapshot:
    """A capture fetched on ``fetched_at``, whose body is its words; ``verdict`` and ``extractor`` are the text's."""
    about = {name: more.pop(name) for name in ("verdict", "extractor") if name in more}
    body = f"<p>{words}</p>".encode() if body is None else body
    values = {"document": POLICY, "capture": of, "delivered": of.timestamp, "fetched_at": "2026-01-01T00:00:00Z"}
    return Snapshot(**(values | {"body": body, "body_digest": bodies.digest(body), "text": text(words, **about)} | more))


def outcome(of: Capture, name: str, reason: str = "a reason", **more: Any) -> Outcome:
    """A capture that ended without a body."""
    values = {"document": POLICY, "capture": of, "decided_at": "2026-01-01T00:00:00Z"}
    return Outcome(**(values | {"outcome": name, "reason": reason} | more))


def listing(*captures: Capture, document: Document = POLICY, **more: Any) -> Listing:
    """A listing of one page."""
    return Listing(document=document, captures=captures, listed_at="2026-01-01T00:00:00Z", **more)


def reading(of: Snapshot, words: str, extractor: str, read_at: str = "2026-02-01T00:00:00Z") -> Reading:
    """A snapshot's body read again."""
    values = {"document": of.document, "capture": of.capture, "body_digest": of.body_digest, "read_at": read_at}
    return Reading(**values, text=text(words, extractor=extractor))


def ruling(words: str, stands_for: str, since: int, until: int) -> Rulings:
    """One wording ruled to be noise from one day to another; ``stands_for`` empty: it tells nothing."""
    moments = capture(since).captured_at, capture(until).captured_at
    found = Ruling(
        wording=text(words).wording,
        stands_for=text(stands_for).wording if stands_for else "",
        since=moments[0],
        until=moments[1],
        noise="variant",
        reason="comes and goes",
    )
    return Rulings(document=POLICY, rulings=(found,), decided_at=NOW)


def save(database: Database, *items: object) -> None:
    """Store items as the pipeline does."""
    for item in items:
        match item:
            case Listing():
                database.save_listing(item)
            case ListingOutcome():
                database.save_listing_outcome(item)
            case Snapshot():
                database.save_snapshot(item)
            case Outcome():
                database.save_outcome(item)
            case Reading():
                database.save_reading(item)
            case Rulings():
                database.save_rulings(item)
            case _:
                raise TypeError(item)


def told(database: Database, document_id: int = 1) -> dict[str, StoredCapture]:
    """The captures of a document by timestamp."""
    return {captured.timestamp: captured for captured in database.captures(document_id)}


def same(one: Path, other: Path, *, moments: bool = True) -> bool:
    """Whether two databases know the same."""
    with Database.open(one) as first, Database.open(other) as second:
        return list(first.facts(moments=moments)) == list(second.facts(moments=moments))


# ------------------------------------------------------------------------------------------------------------- histories

_DAYS = st.integers(0, 12)
_DIGESTS = st.sampled_from(["-", "A", "B", "C", EMPTY, bodies.digest(b"<p>one</p>")])
_STATUS = st.sampled_from(["200", "200", "200", "-", "301", "304", "404", "206"])
_WORDS = st.sampled_from(["one", "two", "three"])
_VERDICTS = st.sampled_from(["policy", "policy", "policy", "soft-404", "unreadable"])
_MOMENTS = st.integers(1, 9).map("2026-01-0{}T00:00:00Z".format)
_EXTRACTORS = st.sampled_from(["reader 1", "reader 2", "reader 3"])
_OTHER = replace(POLICY, kind="terms", url="https://vendor.example/terms", urlkey="example,vendor)/terms")

captures = st.builds(
    capture,
    _DAYS,
    _DIGESTS,
    _STATUS,
    original=st.sampled_from([POLICY.url, "http://vendor.example/privacy"]),
    length=st.integers(0, 3),
    problem=st.sampled_from(["", "", "", "", "no such month"]),
)
documents = st.builds(
    replace,
    st.sampled_from([POLICY, POLICY, _OTHER]),
    since=st.sampled_from(["", "20200105000000"]),
    found_by=st.sampled_from(["catalogue", "argument"]),
    vendor=st.sampled_from(["Vendor", "Vendor Inc."]),
)
_listings = st.builds(
    Listing, document=documents, captures=st.lists(captures, max_size=8).map(tuple), listed_at=_MOMENTS, complete=st.booleans()
)
_unlisted = st.builds(
    ListingOutcome,
    document=documents,
    outcome=st.sampled_from(["failed", "excluded"]),
    reason=st.sampled_from(["a", "b"]),
    decided_at=_MOMENTS,
)
_outcomes = st.builds(
    Outcome,
    document=documents,
    capture=captures,
    outcome=st.sampled_from(["failed", "redirect", "unplayable", "excluded", "archived-error"]),
    reason=st.sampled_from(["a", "b"]),
    target=st.sampled_from(["", "https://vendor.example/new", "https://vendor.example/newer"]),
    decided_at=_MOMENTS,
    due_at=_MOMENTS,
)
_snapshots = st.builds(
    snapshot,
    captures,
    _WORDS,
    body=st.sampled_from([b"<p>one</p>", b"<p>two</p>", b"<p>three</p>"]),
    document=documents,
    verdict=_VERDICTS,
    extractor=_EXTRACTORS,
    fetched_at=_MOMENTS,
    flags=st.sampled_from([(), (), ("cut off",)]),
    headers=st.sampled_from([(), (("content-type", "text/html"),)]),
)
#: Rulings as no judge would make them: overlapping, in a ring, on wordings that are not there; some say "tells nothing".
rulings = st.builds(
    lambda held: Rulings(document=POLICY, rulings=tuple({(r.wording, r.since): r for r in held}.values()), decided_at=NOW),
    st.lists(
        st.builds(
            lambda words, other, extractor, since, until: Ruling(
                wording=text(words, extractor=extractor).wording,
                stands_for=text(other, extractor=extractor).wording if other else "",
                since=capture(since).captured_at,
                until=capture(until).captured_at,
                noise="variant",
                reason="any",
            ),
            _WORDS,
            st.one_of(_WORDS, st.just("")),
            _EXTRACTORS,
            _DAYS,
            _DAYS,
        ),
        max_size=6,
    ),
)
#: What a crawl may bring, in any order, any of it several times.
items = st.lists(st.one_of(_listings, _outcomes, _snapshots, _snapshots, _unlisted), max_size=14)
