"""The words the judge goes by, read from the TOML files beside this module, which say what each list is for.

Phrases are looked for at the start of words, in a text whose punctuation is gone; in Japanese, which has no spaces, anywhere.
All languages are looked for at once: the words of one hardly ever occur in another, and a page may be in two.
"""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from crawler.extraction.judge.pieces import Piece, Pieces

Evidence = tuple[Piece, ...]


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


def _phrases(by_language: dict[str, list[str]]) -> tuple[str, ...]:
    phrases = dict.fromkeys(phrase for listed in by_language.values() for phrase in listed)
    return tuple(phrase if ord(phrase[-1]) > 0x3000 else f" {phrase}" for phrase in phrases)


_NAMES, _WORDS, _SHAPES = _file("names"), _file("words"), _file("shapes")

#: Kind -> what a document of that kind is called, in the order in which kinds are tried.
NAMES: Final = {kind: Piece(listed) for kind, listed in _NAMES["names"].items()}
#: Words that documents' names are made of, and words that say nothing beside them.
NAME_WORD: Final = re.compile("|".join(_NAMES["plain"]["words"]))
BESIDE_NAMES: Final = frozenset(_NAMES["plain"]["beside"])
#: A title that begins with a document's whole name.
WHOLE_NAME: Final = re.compile(rf"^\W*({'|'.join(_NAMES['whole']['names'])})")
#: Kind -> what such a document speaks of.
CLAUSES: Final = {kind: frozenset(_phrases(listed)) for kind, listed in _WORDS["clauses"].items()}
#: What only a policy says: it speaks of itself, or binds.
BINDING: Final = _phrases(_WORDS["binding"])
#: Languages whose words are listed (ISO 639-1).
LANGUAGES: Final = frozenset(_WORDS["binding"]) - {"other"}
#: All of these at once: 650 phrases are found in 0.04 ms, where each by itself costs 2.2 (10,000 characters, 2026-11).
_PHRASES: Final = AhoCorasick(dict.fromkeys((*BINDING, *(phrase for listed in CLAUSES.values() for phrase in listed))))
#: Shape that is no policy -> pieces of evidence; shape -> the reason in words.
SHAPES: Final[dict[str, Evidence]] = {name: tuple(map(Piece, shape["evidence"])) for name, shape in _SHAPES["shapes"].items()}
SHAPE_REASON: Final[dict[str, str]] = {name: shape["reason"] for name, shape in _SHAPES["shapes"].items()}
#: Other kinds of page, and home pages -> pieces of evidence.
GENRES: Final[dict[str, Evidence]] = {genre["name"]: tuple(map(Piece, genre["evidence"])) for genre in _SHAPES["genres"]}
HOME: Final[Evidence] = tuple(map(Piece, _SHAPES["home"]["evidence"]))
#: What titles and addresses are asked for, and what texts are.
IN_TITLES: Final = Pieces(NAMES.values())
IN_TEXTS: Final = Pieces(chain(*SHAPES.values(), *GENRES.values(), HOME))


def phrases_in(text: str) -> frozenset[str]:
    """Give those phrases of `CLAUSES` and `BINDING` that stand in a text: small letters, a space before each word."""
    return frozenset(_PHRASES.find_matches_as_strings(text, overlapping=True))
