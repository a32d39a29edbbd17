"""Where the words of a page stand: one walk over a tree, read by locating and trimming."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

INLINE: Final = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "basefont",
            "bdi",
            "bdo",
            "big",
            "blink",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
        ),
        *(
            "ins",
            "kbd",
            "label",
            "mark",
            "nobr",
            "o:p",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "st1",
        ),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
WORD: Final = re.compile(r"\w+")
_PUNCTUATION: Final = re.compile(r"[^\w\s]")
#: Words from which a run of text counts as prose, and the share of them that may be links.
PROSE_WORDS: Final = 12
PROSE_LINKS: Final = 0.4
#: Words of a probe: enough that no two sentences of a page share one by chance, few enough to stand between two markers.
PROBE: Final = 5


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
    """The words of a tree in order, its runs of text, the span of words of each element; sums over the first n words.

    ``linked[n]``, ``prose[n]`` and ``kept[n]`` count, among the first n words, those in links, those in prose, and those in
    prose that trafilatura kept.
    """

    words: list[str]
    runs: list[Run]
    span: dict[HtmlElement, tuple[int, int]]
    linked: list[int]
    prose: list[int]
    kept: list[int]

    def size(self, element: HtmlElement) -> int:
        """How many words stand in an element."""
        start, end = self.span[element]
        return end - start

    def count(self, sums: list[int], element: HtmlElement) -> int:
        """How many words of one of the sums stand in an element."""
        start, end = self.span[element]
        return sums[end] - sums[start]

    def text(self, element: HtmlElement) -> str:
        """Give an element's words in lower case, joined by one space."""
        start, end = self.span[element]
        return " ".join(self.words[start:end])

    def said(self, run: Run) -> str:
        """Give a run's words in lower case, joined by one space."""
        return " ".join(self.words[run.start : run.end])

    def inside(self, element: HtmlElement) -> list[Run]:
        """List the runs of an element, in order."""
        start, end = self.span[element]
        first = bisect_left(self.runs, start, key=lambda run: run.start)
        return self.runs[first : bisect_left(self.runs, end, lo=first, key=lambda run: run.start)]


def layout(root: HtmlElement, kept: str) -> Layout:
    """Walk a tree once, and mark the prose that stands in ``kept``, the text that trafilatura kept."""
    words, runs, span = _walk(root)
    size = len(words) + 1
    linked, prose, hits = [0] * size, [0] * size, [0] * size
    for run in runs:
        linked[run.end] = run.linked
    sentences = [run for run in runs if run.prose]
    for run, share in zip(sentences, shares(words, sentences, kept), strict=True):
        prose[run.end] = run.end - run.start
        hits[run.end] = round(share * (run.end - run.start))
    return Layout(words, runs, span, list(accumulate(linked)), list(accumulate(prose)), list(accumulate(hits)))


def words_in(text: str) -> list[str]:
    """List a long text's words in lower case: what ``WORD`` finds, in three quarters of the time."""
    return _PUNCTUATION.sub(" ", text.lower()).split()


def shares(words: list[str], runs: list[Run], kept: str) -> Iterator[float]:
    """How much of each run stands in ``kept``: probes of its beginning, middle and end are looked for, in reading order."""
    text, at = " ".join(words_in(kept)), 0
    for run in runs:
        found = 0
        for start in (run.start, (run.start + run.end - PROBE) // 2, run.end - PROBE):
            probe = " ".join(words[start : start + PROBE])
            place = text.find(probe, at)
            if place < 0:
                place = text.find(probe, 0, at)
            if place >= 0:
                found, at = found + 1, place
        yield found / 3


def _walk(root: HtmlElement) -> tuple[list[str], list[Run], dict[HtmlElement, tuple[int, int]]]:
    words: list[str] = []
    runs: list[Run] = []
    span: dict[HtmlElement, tuple[int, int]] = {}
    begin: list[int] = []
    start = linked = depth = 0
    find, owner = WORD.findall, root
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag not in INLINE
        if block:
            if len(words) > start:
                runs.append(Run(start, len(words), linked, owner))
            start, linked = len(words), 0
        if event == "start":
            begin.append(len(words))
            depth += element.tag == "a" and "href" in element.attrib
            owner, text = (element if block else owner), element.text
        else:
            span[element] = (begin.pop(), len(words))
            depth -= element.tag == "a" and "href" in element.attrib
            text = None if element is root else element.tail
            owner = element.getparent() if block and element is not root else owner
        if text:
            found = find(text.lower())
            words += found
            linked += len(found) if depth else 0
    if len(words) > start:
        runs.append(Run(start, len(words), linked, owner))
    return words, runs, span
