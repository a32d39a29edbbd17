"""What the database answers: rows of its views, and what sampling is seeded with."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.items.words import Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A capture with what the database knows of it: the seed of a document's sampling.

    ``state`` names what the capture shows (a wording, another kind of page, a redirect's target), or is None. ``text`` is
    the plain policy text, for telling noise. ``waiting`` is set for a failure that is not due yet. ``presumed``: it was not
    asked for, because the archive excludes the captures around it.
    """

    capture: Capture
    state: str | None = None
    text: str = field(default="", repr=False)
    waiting: bool = False
    presumed: bool = False


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
class Evidence:
    """The stored body that a text was read out of: which capture's it is, and what makes sure of it.

    ``digest`` is what the archive's listing says of the capture (``-`` if nothing), ``body_digest`` the base32 SHA-1 of the
    bytes themselves, ``body_size`` how many there are. ``flags`` as in `crawler.items.Snapshot`.
    """

    document_id: int
    vendor: str
    timestamp: str
    original: str
    digest: str
    body_digest: str
    body_size: int
    fetched_at: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSnapshot:
    """A capture whose body is stored, without the body. The fields are those of `crawler.items.Snapshot`."""

    document_id: int
    capture: Capture
    body_digest: str
    delivered: str
    fetched_at: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    flags: tuple[str, ...] = ()


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
