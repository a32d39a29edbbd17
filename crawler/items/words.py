"""The nouns of the project: document and capture, the outcomes and kinds, and the one error that crosses the border."""

from __future__ import annotations

from dataclasses import dataclass
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


class StoreBusyError(StoreError):
    """Another program is writing to the database. Nothing was saved; the same may be tried again."""


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
