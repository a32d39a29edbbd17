"""The types that cross every border: between archive, reading, sampling, pipelines and commands.

Timestamps are the archive's: 14 digits, UTC, ``YYYYMMDDhhmmss``. Moments of our own (``..._at``) are ISO 8601, UTC, with
seconds: ``2016-10-30T11:47:35Z``. Lengths are bytes. Everything here is frozen: an item is a fact, and facts do not change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

#: Every capture ends in exactly one of these (design, section 4, "Outcomes").
OUTCOMES: Final = (
    "read",
    "same-digest",
    "between",
    "redirect",
    "archived-error",
    "not-policy",
    "unplayable",
    "excluded",
    "malformed",
    "failed",
    "pending",
)

#: Kind of document -> its plain name, as it stands in exported texts (format, rule H2).
KINDS: Final = {
    "privacy": "privacy policy",
    "terms": "terms of service",
    "cookies": "cookie policy",
    "dpa": "data processing agreement",
    "acceptable-use": "acceptable use policy",
    "policy": "policy",
}

#: The verdict of a text that is a policy; every other verdict names what the page is instead.
POLICY: Final = "policy"


class StoreError(Exception):
    """The database cannot be used or written. Raised by `pipelines`; its text is one line for people. It stops the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One policy of a vendor at one URL key.

    ``domain`` is the vendor's registrable domain, not the host of ``url``. ``since`` is a 14-digit timestamp before which
    the URL was not the vendor's (it belonged to the company that bought it), or empty. ``fragment`` chooses one of several
    documents on one page. ``found_by`` says how we know: ``catalogue``, ``argument``, ``redirect <url>``, ``discovery``.
    """

    vendor: str
    domain: str
    kind: str
    url: str
    urlkey: str
    fragment: str = ""
    since: str = ""
    found_by: str = "catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One row of the archive's listing: at this time the archive recorded this URL.

    ``timestamp`` is what the listing says, even when it cannot be (the archive plays it back under that name only);
    ``captured_at`` is the same moment as ISO 8601, repaired where the rule is known, empty where it is not. ``statuscode``
    and ``digest`` may be ``-``. ``length`` is the size of the compressed record in the archive, in bytes, 0 if unknown.
    ``problem`` says why the row cannot be used; it is empty for all others.
    """

    urlkey: str
    timestamp: str
    captured_at: str
    original: str
    mimetype: str = "-"
    statuscode: str = "-"
    digest: str = "-"
    length: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What reading gets: the body as stored in the archive, and what is known about it.

    ``url`` is the captured URL (links are resolved against it), ``content_type`` the archived header, ``kind`` what the
    document is expected to be, ``fragment`` which of several documents on the page is meant.
    """

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""
    kind: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """What was read out of a snapshot.

    ``markdown`` and ``text`` are the body alone, without header and title line (``crawler.export_format`` adds them).
    ``exact``, ``wording`` and ``substance`` are the fingerprints (hexadecimal SHA-256). ``verdict`` is ``policy``, or the
    name of what the page is instead; ``kind`` is what the text says it is, ``score`` how sure that is (0 to 1), ``reasons``
    why, in words. ``kept_*`` are the shares (0 to 1) of the located region's visible words, headings and list items that
    reached the text. ``stated_date`` is the date the text itself gives (``YYYY-MM-DD``), or empty. ``extractor`` names the
    reader, its version and its options: texts of different extractors are never compared.
    """

    title: str
    markdown: str = field(repr=False)
    text: str = field(repr=False)
    words: int
    exact: str
    wording: str
    substance: str
    verdict: str
    extractor: str
    kind: str = ""
    language: str = ""
    language_confidence: float = 0.0
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    kept_words: float = 1.0
    kept_headings: float = 1.0
    kept_items: float = 1.0
    stated_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the archive's listing of a document. The last page of a complete listing has ``complete`` set."""

    document: Document
    captures: tuple[Capture, ...] = field(repr=False)
    listed_at: str
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingOutcome:
    """A listing that could not be had: ``excluded`` (the archive will not show it) or ``failed`` (due again)."""

    document: Document
    outcome: str
    reason: str
    decided_at: str
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A capture's body as fetched, bytes untouched, and the text read out of it.

    ``body_digest`` is the base32 SHA-1 of ``body``, the archive's own kind of digest. ``delivered`` is the 14-digit
    timestamp that the archive says it played. ``headers`` are the archived ones that reading and evidence need.
    ``flags`` are remarks in words (``digest differs``, ``neighbour played``). ``original`` is the captured URL as delivered,
    against which links were resolved; empty: that of ``capture``.
    """

    document: Document
    capture: Capture
    body: bytes = field(repr=False)
    body_digest: str
    delivered: str
    fetched_at: str
    text: PolicyText
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    flags: tuple[str, ...] = ()
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBody:
    """Names one body of a capture in the database. ``body_digest`` as in `Snapshot`."""

    document: Document
    capture: Capture
    body_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stored body read again: what an extractor reads out of it that had not read it before."""

    document: Document
    capture: Capture
    body_digest: str
    text: PolicyText
    read_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A capture that ended without a body: one of ``OUTCOMES``, why, and when it is due again (``failed`` only).

    ``target`` is the absolute URL that an archived redirect leads to.
    """

    document: Document
    capture: Capture
    outcome: str
    reason: str
    decided_at: str
    target: str = ""
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """How the discovery of a domain ended: the documents it accepted, a word for the end, one line for people.

    ``account`` is JSON: every candidate with score, reasons and evidence, the rejected ones too.
    """

    domain: str
    state: str
    line: str
    documents: tuple[Document, ...]
    account: str = field(repr=False)
    decided_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A wording that is no change of policy: seen from ``since`` to ``until`` (ISO 8601), it stands for ``stands_for``.

    ``noise`` is the class (``broken``, ``variant``, ``furniture``), ``reason`` what the history shows, in words.
    """

    wording: str
    stands_for: str
    since: str
    until: str
    noise: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """All rulings on a document, in place of those before: they follow from all its texts together."""

    document: Document
    rulings: tuple[Ruling, ...]
    decided_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A capture with what the database knows of it: the seed of a document's sampling.

    ``state`` names what the capture shows (a wording, another kind of page, a redirect's target), or is None. ``text`` is
    the plain policy text, for telling noise. ``waiting`` is set for a failure that is not due yet.
    """

    capture: Capture
    state: str | None = None
    text: str = field(default="", repr=False)
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One row of the view ``versions``: a stretch of time in which a policy's wording did not change.

    The change to it lies between ``previous_timestamp`` (None for the first) and ``first_timestamp``. ``same_as`` is the
    number of the first version with this wording, if this one is a return to it. ``timestamp`` and ``original`` name the
    capture that ``text_id`` and ``snapshot_url`` belong to.
    """

    document_id: int
    domain: str
    kind: str
    url: str
    version: int
    first_timestamp: str
    last_timestamp: str
    previous_timestamp: str | None
    captures: int
    title: str
    words: int
    text_id: int
    same_as: int | None
    snapshot_url: str
    timestamp: str
    original: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """One row of the view ``captures``."""

    id: int
    document_id: int
    domain: str
    kind: str
    timestamp: str
    captured_at: str
    original: str
    mimetype: str
    statuscode: str
    digest: str
    length: int
    outcome: str
    reason: str
    due_at: str
    text_id: int | None
    snapshot_url: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A snapshot whose text is no policy: what it is instead (``verdict``), how sure that is, and why."""

    domain: str
    kind: str
    timestamp: str
    original: str
    snapshot_url: str
    text_id: int
    title: str
    words: int
    verdict: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A version whose text holds what was searched for; ``excerpt`` shows where, the words found between ``[`` and ``]``."""

    version: Version
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a database that cannot be: ``where`` names the row by what it is about, ``what`` says what is wrong."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the crawler: what it was asked, and how it ended. ``counts`` are outcomes of the documents it touched."""

    started_at: str
    finished_at: str
    arguments: dict[str, str]
    counts: dict[str, int]
    reason: str
    exit_status: int | None
