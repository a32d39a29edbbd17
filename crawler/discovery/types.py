"""What discovery asks the archive, what it hears, and what it says in the end. All frozen; timestamps have 14 digits."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.items import Capture, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingAsk:
    """A question to the archive's listing.

    ``match_type`` is ``exact``, ``prefix``, ``host`` or ``domain``; ``filters`` and ``collapse`` are the archive's own
    parameters of these names, ``since`` and ``until`` its ``from`` and ``to`` (1 to 14 digits, or empty), ``limit`` counts
    rows. ``why`` says in words what is hoped for; two asks that differ in it alone are the same ask.
    """

    url: str
    match_type: str = "exact"
    filters: tuple[str, ...] = ()
    collapse: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    limit: int
    why: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsk:
    """A question for one capture's body, raw: ``original`` as it was recorded at ``timestamp``."""

    timestamp: str
    original: str
    why: str = field(compare=False)


Ask = ListingAsk | PageAsk


@dataclass(frozen=True, slots=True)
class Rows:
    """A listing's rows. ``complete`` is false when the limit cut it short."""

    captures: tuple[Capture, ...] = field(repr=False)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """A capture's bytes, decompressed. ``url`` and ``timestamp`` are those of the capture that was really played."""

    body: bytes = field(repr=False)
    url: str
    timestamp: str
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An archived redirect: at ``timestamp`` the vendor's own server sent visitors to ``target``, an absolute URL."""

    target: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer: ``reason`` is ``excluded`` (for good), ``timeout`` (too heavy, or the archive is down) or another word."""

    reason: str


Answer = Rows | Body | Redirect | Failure


@dataclass(frozen=True, slots=True)
class Move:
    """From ``timestamp`` on, ``from_url`` led to ``to_url``, which stands on another registrable domain."""

    from_url: str
    to_url: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to look at a URL.

    ``source`` is ``catalogue``, ``index``, ``home``, ``hub``, ``policy``, ``history`` or ``redirect``; ``timestamp`` the
    capture that showed it; ``where`` the URL that was looked at; ``words`` the link's text and ``position`` its place there.
    """

    source: str
    timestamp: str
    where: str
    words: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A URL that may be a policy of the vendor: ``score`` (0 to 1) and ``reasons`` in words.

    ``first_timestamp`` and ``last_timestamp`` span the captures in which it answered with a page (empty: none is known).
    ``since`` is the time before which it was another company's, or empty. ``rejected_because`` is empty if ``accepted``.
    """

    url: str
    urlkey: str
    kind: str
    score: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...] = field(repr=False)
    first_timestamp: str = ""
    last_timestamp: str = ""
    captures: int = 0
    language: str = ""
    fragment: str = ""
    since: str = ""
    accepted: bool = False
    rejected_because: str = ""

    def document(self, vendor: str, domain: str) -> Document:
        """Return the document that this candidate is for the vendor called ``vendor`` at ``domain``."""
        redirect = next((evidence for evidence in self.evidence if evidence.source == "redirect"), None)
        foreign = bool(self.since) and redirect is not None
        return Document(
            vendor=vendor,
            domain=domain,
            kind=self.kind,
            url=self.url,
            urlkey=self.urlkey,
            fragment=self.fragment,
            since=self.since,
            found_by=f"redirect {redirect.where}" if foreign and redirect else "discovery",
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """How a discovery ended.

    ``state`` is ``found``, ``no-policy``, ``parked``, ``nothing-archived``, ``excluded``, ``unanswered`` or ``running``.
    ``line`` says it in one line. ``exit_status`` is 0, 5 (nothing to be had) or 3 (the archive did not answer: try again).
    """

    state: str
    line: str
    exit_status: int
