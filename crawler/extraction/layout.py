"""Where the words of a page stand: one walk over a tree, read by locating, trimming and the loss meter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "st1"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
WORD: Final = re.compile(r"\w+")
#: Words from which a run of text counts as prose, and the share of them that may be links.
PROSE_WORDS: Final = 12
PROSE_LINKS: Final = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two block boundaries: words ``start`` to ``end`` of the layout, of which ``linked`` stand in links."""

    start: int
    end: int
    linked: int
    owner: HtmlElement = field(repr=False)

    @property
    def prose(self) -> bool:
        """Whether this reads as a sentence rather than a label or a menu."""
        size = self.end - self.start
        return size >= PROSE_WORDS and self.linked < PROSE_LINKS * size


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a tree in order, its runs of text, and the span of words that each element holds."""

    words: list[str]
    runs: list[Run]
    span: dict[HtmlElement, tuple[int, int]]

    def size(self, element: HtmlElement) -> int:
        """How many words stand in an element."""
        start, end = self.span[element]
        return end - start

    def links(self, element: HtmlElement) -> int:
        """How many of an element's words stand in links."""
        start, end = self.span[element]
        return sum(run.linked for run in self.runs if start <= run.start and run.end <= end)

    def text(self, element: HtmlElement) -> str:
        """An element's words in lower case, joined by one space."""
        start, end = self.span[element]
        return " ".join(self.words[start:end])


def layout(root: HtmlElement) -> Layout:
    """Walk a tree once."""
    words: list[str] = []
    runs: list[Run] = []
    span: dict[HtmlElement, tuple[int, int]] = {}
    begin: list[int] = []
    start = linked = depth = 0
    find, owner = WORD.findall, root
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag not in INLINE
        if block and len(words) > start:
            runs.append(Run(start, len(words), linked, owner))
        if block:
            start, linked = len(words), 0
        if event == "start":
            begin.append(len(words))
            depth += element.tag == "a"
            text = element.text
            owner = element if block else owner
        else:
            span[element] = (begin.pop(), len(words))
            depth -= element.tag == "a"
            text = element.tail if element is not root else None
            owner = element.getparent() if block and element is not root else owner
        if text:
            found = find(text.lower())
            words += found
            linked += len(found) if depth else 0
    if len(words) > start:
        runs.append(Run(start, len(words), linked, owner))
    return Layout(words, runs, span)


def shared(words: list[str], kept: str) -> list[int]:
    """How many of the first n words stand in ``kept``, for every n: a word counts when a window of four around it does."""
    other = WORD.findall(kept.lower())
    grams = set(zip(other, other[1:], other[2:], other[3:], strict=False))
    hits = bytearray(len(words))
    for at, known in enumerate(map(grams.__contains__, zip(words, words[1:], words[2:], words[3:], strict=False))):
        if known:
            hits[at : at + 4] = b"\1\1\1\1"
    return list(accumulate(hits, initial=0))
