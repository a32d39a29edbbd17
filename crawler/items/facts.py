"""What a run finds out and the database keeps: the items that spiders yield and pipelines store."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.items.texts import PolicyText
from crawler.items.words import Capture, Document


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

    An empty ``stands_for`` says that it tells nothing about the policy: a fragment of it, or another page served by turns. Such
    captures are no sightings: they begin, end and part no version. ``noise`` is the class (``broken``, ``variant``,
    ``furniture``), ``reason`` what the history shows, in words.
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
