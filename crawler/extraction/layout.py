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

#: Elements that HTML, today's or yesterday's, sets as blocks, or that end a line or a cell (HTML Living Standard, 15.3;
#: HTML 4.01; Netscape's layers). Whatever else a page holds stands in a line: so browsers show what they do not know.
_BLOCKS: Final = (
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe ilayer isindex layer legend li "
    "listing main marquee menu multicol nav noembed noframes nolayer noscript ol optgroup option p plaintext pre script "
    "search section select style summary table tbody td template textarea tfoot th thead title tr ul video xmp"
)
#: Elements that HTML sets within a line. Any other that is no block either is looked at: it may be a block's frame.
_INLINE: Final = (
    "a abbr acronym b basefont bdi bdo big blink button cite code data del dfn em font i img ins kbd label mark nobr o:p q rp "
    "rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
BLOCKS: Final = frozenset(_BLOCKS.split())
_KNOWN: Final = BLOCKS | set(_INLINE.split())
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
    """Walk a tree once, and mark the prose that stands in ``kept``, the text that trafilatura kept.

    Elements that HTML does not know, but that hold blocks, become ``div`` elements in the tree.
    """
    _settle_unknown(root)
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


def _settle_unknown(root: HtmlElement) -> None:
    """Call unknown elements around blocks blocks. A custom one is a block too, unless text stands beside it."""
    unknown = [element for element in root.iter() if element.tag not in _KNOWN]
    if not unknown:
        return
    frames: set[HtmlElement] = set()
    for block in root.iter(*BLOCKS):
        for element in block.iterancestors():
            if element in frames:
                break
            frames.add(element)
    for element in unknown:
        if element in frames or ("-" in element.tag and not _stands_in_text(element)):
            element.tag = "div"


def _stands_in_text(element: HtmlElement) -> bool:
    """Whether text stands right before or after an element, so that a line break there would cut a sentence."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return bool((before or "").strip() or (element.tail or "").strip())


def _walk(root: HtmlElement) -> tuple[list[str], list[Run], dict[HtmlElement, tuple[int, int]]]:
    words: list[str] = []
    runs: list[Run] = []
    span: dict[HtmlElement, tuple[int, int]] = {}
    begin: list[int] = []
    start = linked = depth = 0
    find, owner = WORD.findall, root
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag in BLOCKS
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
