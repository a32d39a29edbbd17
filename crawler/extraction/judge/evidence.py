"""What a text says about itself, as numbers: how much of a policy of each kind, how much of each other shape, is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.extraction.judge.pieces import Piece
from crawler.extraction.judge.words import (
    BESIDE_NAMES,
    BINDING,
    CLAUSES,
    GENRES,
    HOME,
    IN_TEXTS,
    IN_TITLES,
    NAME_WORD,
    NAMES,
    SHAPES,
    WHOLE_NAME,
    phrases_in,
)

#: Characters of a text that are judged, some 1,500 words: a policy is known by its first pages, and time stays bounded.
LONGEST: Final = 10_000
#: Characters in which shapes and genres are looked for: pages of those shapes are short, or show it at the top.
_TOP: Final = 3_000

_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPACES: Final = re.compile(r"\s+")
_LINK: Final = re.compile(r"\[([^\]\[]{1,200})\]\([^)\s]{1,500}[^)]{0,200}\)")
_BARE_WORD: Final = re.compile(r"[\w'-]+")
_PUNCTUATION: Final = re.compile(r"[^\w\s'-]")
_WORD: Final = re.compile(r"[^\W_]+")
_SEGMENT: Final = re.compile(r"\s[|·•«»:–—-]\s|[|«»]|: ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page's words in small letters: its ``titles`` (parts of the title, first headings), its URL's, and its text's.

    ``text`` is on one line; ``phrases`` are those of a policy that stand in it. ``place`` is host and path.
    """

    titles: tuple[str, ...]
    url: str
    place: str
    text: str
    phrases: frozenset[str]
    words: int
    link_share: float
    headings: str


def gather(title: str, text: str, markdown: str, url: str, headings: Sequence[str]) -> Evidence:
    """Make the evidence of one page; words of scripts without spaces are counted as two signs each."""
    judged, rest, markdown = text[:LONGEST], text[LONGEST:], markdown[:LONGEST]
    first_lines = [line for line in judged[:400].splitlines()[:2] if len(line) < 100]
    titles = [*_SEGMENT.split(title.lower()), *map(str.lower, first_lines), *map(str.lower, headings[:2])]
    host, path, query = _address(url)
    flat = " ".join(judged.lower().replace("’", "'").split())
    bare = _PUNCTUATION.sub(" ", flat).split()
    words = count_words(judged) if _IDEOGRAPHS.search(judged) else len(bare)
    return Evidence(
        titles=tuple(dict.fromkeys(part for each in titles if (part := _SPACES.sub(" ", each).strip(" .!")))),
        url=" ".join(_WORD.findall(f"{path} {query}".replace("_", " "))),
        place=host + path,
        text=flat,
        phrases=phrases_in(" " + " ".join(bare)),
        words=words + count_words(rest),
        link_share=sum(count_words(match[1]) for match in _LINK.finditer(markdown)) / max(1, words),
        headings=" ".join(headings).lower()[:_TOP],
    )


def count_words(text: str) -> int:
    """Count words; two signs of a script without spaces are one word."""
    signs = len(_IDEOGRAPHS.findall(text))
    return len(_WORD.findall(_IDEOGRAPHS.sub(" ", text) if signs else text)) + signs // 2


def title_points(evidence: Evidence, kind: str) -> float:
    """Points (0 to 3) for a title of that kind; a title that says nothing else gets most."""
    named = [part for part in evidence.titles if NAMES[kind] in IN_TITLES.standing(part)]
    if any(_is_name(part) or len(_IDEOGRAPHS.findall(part)) > 4 for part in named):
        return 3.0
    if any(WHOLE_NAME.search(part) for part in named):
        return 2.4
    return 1.2 if named else 0.0


def _is_name(title: str) -> bool:
    """Say whether a title is a document's name and little else: one other word beside one word of a name, two beside more."""
    words = _BARE_WORD.findall(title)
    names = sum(bool(NAME_WORD.fullmatch(word)) for word in words)
    others = sum(not NAME_WORD.fullmatch(word) and word not in BESIDE_NAMES for word in words)
    return others <= min(names, 2) and names > 0


def clause_points(evidence: Evidence, kind: str) -> float:
    """Points (0 to 3) for what such a document speaks of, by the number of different things, against the length of the text."""
    found = len(CLAUSES[kind] & evidence.phrases)
    most = 1.5 if kind == "policy" else 3.0  # its words are common to all
    return most * min(1.0, found / (4 + min(evidence.words, 600) / 60))


def url_points(evidence: Evidence, kind: str) -> float:
    """Points (0 or 1) for a URL that names the kind."""
    return 1.0 if NAMES[kind] in IN_TITLES.standing(evidence.url) else 0.0


def binding(evidence: Evidence) -> list[str]:
    """List the phrases by which the text binds somebody, or speaks of itself as a policy."""
    return [phrase.strip() for phrase in BINDING if phrase in evidence.phrases]


def shapes(evidence: Evidence) -> dict[str, int]:
    """Count the pieces of evidence for each shape that is no policy; one in the title or a heading counts twice."""
    return _counted(SHAPES, evidence.text[:_TOP], "\n".join(evidence.titles))


def genres(evidence: Evidence) -> dict[str, int]:
    """Count the pieces of evidence for each other kind of page."""
    titles = "\n".join(evidence.titles)
    return _counted(GENRES, f"{titles} {evidence.text[:_TOP]}", titles)


def _counted(evidence: Mapping[str, Iterable[Piece]], top: str, titles: str) -> dict[str, int]:
    in_top, in_titles = IN_TEXTS.standing(top), IN_TEXTS.standing(titles)
    return {name: sum((p in in_top) + (p in in_titles) for p in pieces) for name, pieces in evidence.items()}


def home_points(evidence: Evidence) -> int:
    """Count what only home pages say."""
    said = evidence.headings + " " + evidence.text[:_TOP]
    return len(IN_TEXTS.standing(said).intersection(HOME))


def _address(url: str) -> tuple[str, str, str]:
    """Split a URL into host, path, and query with fragment, all in small letters; a URL that is none has no parts."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", unquote(parts.path).lower(), unquote(f"{parts.query} {parts.fragment}").lower()
    except ValueError:
        return "", "", ""
