"""What a text says about itself, as numbers: how much of a policy of each kind, how much of each other shape, is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.extraction.judge_shapes import GENRES, HOME, SHAPES
from crawler.extraction.judge_words import BINDING, CLAUSES, NAMES, PLAIN_NAME

#: Characters of a text that are judged: a policy is known by its first pages, and time stays bounded.
LONGEST: Final = 60_000
#: Characters in which shapes and genres are looked for: pages of those shapes are short, or show it at the top.
_TOP: Final = 6_000

_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPACES: Final = re.compile(r"\s+")
_LINK: Final = re.compile(r"\[([^\]\[]{1,200})\]\([^)\s]{1,500}[^)]{0,200}\)")
_WORD: Final = re.compile(r"[^\W_]+")
_SEGMENT: Final = re.compile(r"\s[|·•«»:–—-]\s|[|«»]|: ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page's words in small letters: its ``titles`` (parts of the title, first headings), its URL's, and its text's."""

    titles: tuple[str, ...]
    url: str
    text: str
    words: int
    link_words: int
    prose_words: int
    headings: str


def gather(title: str, text: str, markdown: str, url: str, headings: Sequence[str]) -> Evidence:
    """Make the evidence of one page; words of scripts without spaces are counted as two signs each."""
    text, markdown = text[:LONGEST], markdown[:LONGEST]
    lines = text.splitlines()
    titles = [
        *_SEGMENT.split(title.lower()),
        *(line.lower() for line in lines[:2] if len(line) < 100),
        *(h.lower() for h in headings[:2]),
    ]
    return Evidence(
        titles=tuple(dict.fromkeys(part for each in titles if (part := _SPACES.sub(" ", each).strip(" .!")))),
        url=_url_words(url),
        text=_SPACES.sub(" ", text.lower().replace("’", "'")),
        words=count_words(text),
        link_words=sum(count_words(match[1]) for match in _LINK.finditer(markdown)),
        prose_words=sum(count for line in lines if (count := count_words(line)) >= 12),
        headings=" ".join(headings).lower()[:_TOP],
    )


def count_words(text: str) -> int:
    """Count words; two signs of a script without spaces are one word."""
    signs = len(_IDEOGRAPHS.findall(text))
    return len(_WORD.findall(_IDEOGRAPHS.sub(" ", text) if signs else text)) + signs // 2


def title_points(evidence: Evidence, kind: str) -> float:
    """Points (0 to 3) for a title of that kind; a title that says nothing else gets most."""
    named = [part for part in evidence.titles if NAMES[kind].search(part)]
    if any(len(part) < 80 and PLAIN_NAME.search(part) for part in named) or any(
        len(_IDEOGRAPHS.findall(part)) > 4 for part in named
    ):
        return 3.0
    return 1.2 if named else 0.0


def clause_points(evidence: Evidence, kind: str) -> float:
    """Points (0 to 3) for what such a document speaks of, by the number of different things, against the length of the text."""
    found = sum(phrase in evidence.text for phrase in CLAUSES[kind])
    return 3.0 * min(1.0, found / (4 + min(evidence.words, 600) / 60))


def url_points(evidence: Evidence, kind: str) -> float:
    """Points (0 or 1) for a URL that names the kind."""
    return 1.0 if NAMES[kind].search(evidence.url) else 0.0


def binding(evidence: Evidence) -> list[str]:
    """List the phrases by which the text binds somebody, or speaks of itself as a policy."""
    return [phrase for phrase in BINDING if phrase in evidence.text]


def shapes(evidence: Evidence) -> dict[str, int]:
    """Count the pieces of evidence for each shape that is no policy; one in the title or a heading counts twice."""
    top, titles = evidence.text[:_TOP], "\n".join(evidence.titles)
    return {name: sum(bool(p.search(top)) + bool(p.search(titles)) for p in patterns) for name, patterns in SHAPES.items()}


def genres(evidence: Evidence) -> dict[str, int]:
    """Count the pieces of evidence for each other kind of page."""
    top = " ".join(evidence.titles) + " " + evidence.text[:_TOP]
    return {name: sum(bool(p.search(top)) for p in patterns) for name, patterns in GENRES.items()}


def home_points(evidence: Evidence) -> int:
    """Count what only home pages say."""
    said = evidence.headings + " " + evidence.text[:_TOP]
    return sum(bool(p.search(said)) for p in HOME)


def _url_words(url: str) -> str:
    """Spell a URL's path and query as words: ``/legal/Privacy_Policy.html`` -> ``legal privacy policy html``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return " ".join(_WORD.findall(unquote(f"{parts.path} {parts.query} {parts.fragment}").lower().replace("_", " ")))
