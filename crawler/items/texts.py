"""What reading gets, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field


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

    ``markdown`` and ``text`` are the body alone, without header and title line (``crawler.exports.text_format`` adds them).
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
