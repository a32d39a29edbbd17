"""The facts about one document, and what follows from them: the types of `pipelines.derivation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from crawler.items import POLICY

#: SHA-1 of no bytes in base32: every redirect has it, and a 200 with it holds nothing (protocol notes, 2.8).
EMPTY_DIGEST: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


@dataclass(frozen=True, slots=True)
class Text:
    """What one extractor read out of a body."""

    text_id: int
    verdict: str
    wording: str

    @property
    def shows(self) -> str:
        """Return the state that a capture with this text is in."""
        return self.wording if self.verdict == POLICY else f"not-policy: {self.verdict}"


@dataclass(frozen=True, slots=True)
class Body:
    """A body fetched for a capture, with its readings by extractor."""

    digest: str
    fetched_at: str
    flagged: bool
    readings: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a capture ended without a body."""

    outcome: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A capture with all facts about it."""

    id: int
    timestamp: str
    captured_at: str
    original: str
    digest: str
    statuscode: str
    mimetype: str
    problem: str
    bodies: Sequence[Body] = ()
    ending: Ending | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Return the place in time, and what tells two rows of one moment apart."""
        return (self.captured_at, self.timestamp, self.original, self.digest, self.statuscode, self.mimetype)

    @property
    def impossible(self) -> bool:
        """Tell whether the row cannot be used."""
        return bool(self.problem) or not self.captured_at

    @property
    def track(self) -> str:
        """Return the series that the row belongs to: its own URL for a redirect, the empty string for texts."""
        revisit_of_nothing = self.statuscode == "-" and self.digest == EMPTY_DIGEST
        return self.original if self.statuscode.startswith("3") or revisit_of_nothing else ""

    @property
    def shares(self) -> bool:
        """Tell whether an equal digest says anything about this row."""
        return not self.problem and self.digest not in ("-", EMPTY_DIGEST) and not self.statuscode.startswith("3")

    @property
    def body(self) -> Body | None:
        """Return the body that counts: proven by the listing, without remarks, fetched last."""
        latest = sorted(self.bodies, key=lambda body: body.digest)
        latest.sort(key=lambda body: body.fetched_at, reverse=True)
        return min(latest, key=lambda body: (body.digest != self.digest, body.flagged), default=None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A version: its number, the captures it is made of, and what the view says of it."""

    version: int
    wording: str
    first_timestamp: str
    last_timestamp: str
    previous_timestamp: str | None
    captures: int
    same_as: int | None
    text_id: int
    timestamp: str
    original: str


@dataclass(slots=True)
class Derived:
    """What follows from a document's facts: outcome and text of each capture by its id, and the versions."""

    extractor: str | None = None
    outcomes: dict[int, str] = field(default_factory=dict)
    texts: dict[int, int] = field(default_factory=dict)
    versions: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A capture with what is known of it: ``own`` text, the text it shows (``comparable`` with others), ``state``."""

    row: Row
    own: Text | None = None
    text: Text | None = None
    comparable: bool = False
    same_digest: bool = False
    state: str | None = None
