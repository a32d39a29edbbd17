r"""Pieces of evidence: each is any of several phrases, plain ones or regular expressions, that may stand in a text.

A page is asked for 400 of them, and has a handful. So every expression is given a needle, letters without which it cannot
match, and all phrases and needles are looked for in one pass; only what is left is searched (0.2 ms a page in place of 1.1,
2026-11).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from functools import cache, lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick

#: Signs that make a phrase a regular expression.
_META: Final = re.compile(r"[\\^$.*+?{}\[\]|()]")
#: What of an expression need not stand in a text as it is written, from the inside out; a NUL marks its place.
_CLASS: Final = re.compile(r"\\\w|\[[^\]]*\]")
_GROUP: Final = re.compile(r"\([^()]*\)")
#: A sign that stands for itself, and where such signs are put meanwhile: characters that no expression has (Unicode, 23.5).
_ESCAPED: Final = re.compile(r"\\([^\w\s])", re.ASCII)
_PRIVATE: Final = 0xE000
_REPEATED: Final = re.compile(r".(?:[?*]|\{[^}]*\})|[.^$+]")


def needle(expression: str) -> str:
    """Find the longest string that stands in whatever a regular expression matches; empty if there is none to be sure of."""
    rest = _CLASS.sub("\0", _ESCAPED.sub(lambda sign: chr(_PRIVATE + ord(sign[1])), expression))
    while _GROUP.search(rest):
        rest = _GROUP.sub("\0", rest)
    certain = _REPEATED.sub("\0", rest)
    return "" if "|" in certain else _plain(max(certain.split("\0"), key=len))


def _plain(string: str) -> str:
    return "".join(chr(ord(sign) - _PRIVATE) if _PRIVATE <= ord(sign) < _PRIVATE + 128 else sign for sign in string)


class Piece:
    """One piece of evidence: any of several phrases."""

    def __init__(self, alternatives: list[str]) -> None:
        self.plain = frozenset(each for each in alternatives if not _META.search(each))
        self.expressions = tuple((needle(each), each) for each in alternatives if _META.search(each))

    @property
    def needles(self) -> frozenset[str]:
        """One of these stands in every text that holds the piece; the empty one stands in all."""
        return self.plain.union(needle for needle, _ in self.expressions)

    def stands(self, text: str, needles: Set[str]) -> bool:
        """Say whether one of the phrases stands in a text in small letters that holds these ``needles``."""
        likely = (expression for needle, expression in self.expressions if needle in needles)
        return not self.plain.isdisjoint(needles) or any(_search(expression)(text) for expression in likely)


class Pieces:
    """Finds those of many pieces that stand in a text."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._holders: defaultdict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            for each in piece.needles:
                self._holders[each].append(piece)
        self._needles = AhoCorasick(sorted(filter(None, self._holders)))
        self.standing = lru_cache(maxsize=16)(self._standing)

    def _standing(self, text: str) -> frozenset[Piece]:
        """Find the pieces that stand in a text in small letters."""
        readable = text.encode("utf-8", "replace").decode()  # a page may have halves of characters, which Rust does not read
        found = {"", *self._needles.find_matches_as_strings(readable, overlapping=True)}
        likely = {piece for each in found for piece in self._holders.get(each, ())}
        return frozenset(piece for piece in likely if piece.stands(text, found))


@cache
def _search(expression: str) -> Callable[[str], re.Match[str] | None]:
    """Compile an expression; one for the beginning of a text is tried there alone, which ``search`` does everywhere."""
    compiled = re.compile(expression)
    return compiled.match if expression.startswith("^") else compiled.search
