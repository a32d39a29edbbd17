"""The loss meter: how much of the located region's visible words, headings and list items reached the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.clean import Dropped
from crawler.extraction.flow import Block, Flow, Open
from crawler.extraction.layout import Layout, words_in
from crawler.extraction.tables import is_data

#: Share of words, headings or items below which a second way is tried. What trimming rightly takes away is under a tenth of
#: a region on every page measured (13 real pairs and our gold pages, 2026-11).
ENOUGH: Final = 0.9
#: Share of linked words from which a line is a menu, whose loss is none.
MENU_LINKS: Final = 0.6

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Region:
    """What stands in the located region before its edges are trimmed: words in lower case, headings, list items."""

    words: tuple[str, ...] = field(repr=False)
    headings: int
    items: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Shares (0 to 1) of a region that reached the text."""

    words: float = 1.0
    headings: float = 1.0
    items: float = 1.0

    @property
    def least(self) -> float:
        """The worst of the three."""
        return min(self.words, self.headings, self.items)


def survey(parts: tuple[HtmlElement, ...], found: Layout) -> Region:
    """Count a region as it stands, menus left out."""
    words: list[str] = []
    for part in parts:
        standing = set(part.iter())  # what stood beside the policy may be gone already
        for run in found.inside(part):
            if run.owner in standing and run.linked < MENU_LINKS * (run.end - run.start):
                words += found.words[run.start : run.end]
    data = {table for part in parts for table in part.iter("table") if is_data(table)}
    headings = [h for part in parts for h in part.iter(*_HEADINGS) if found.size(h) and not _in_a_cell(h, data)]
    items = [li for part in parts for li in part.iter("li") if found.size(li) and not _in_a_cell(li, data)]
    return Region(tuple(words), len(headings), sum(found.count(found.linked, li) < MENU_LINKS * found.size(li) for li in items))


def with_dropped(region: Region, parts: tuple[HtmlElement, ...], dropped: tuple[Dropped, ...]) -> Region:
    """Add to a region what cleaning took out of it because of its name: words, headings and items that nobody saw since."""
    standing = {element for part in parts for element in part.iter()} if dropped else set()
    lost = [part for part in dropped if part.parent in standing]
    return Region(
        (*region.words, *(word for part in lost for word in part.words)),
        region.headings + sum(part.headings for part in lost),
        region.items + sum(part.items for part in lost),
    )


def _in_a_cell(element: HtmlElement, data: set[HtmlElement]) -> bool:
    """Whether an element's words become a datum of a table: they count as words then, no longer as heading or item."""
    return bool(data) and not data.isdisjoint(element.iterancestors("table"))


def is_better(one: Kept, other: Kept) -> bool:
    """Whether one way kept more than another: no fewer words, and more of what the other lost most of."""
    return one.words >= other.words and one.least > other.least


def measure(region: Region, flow: Flow, text: str) -> Kept:
    """Compare a region with the flow and the plain text made of it."""
    headings = sum(isinstance(item, Block) and item.kind in _HEADINGS for item in flow)
    items = sum(isinstance(item, Open) and item.tag == "li" for item in flow)
    return Kept(_words(region.words, words_in(text)), _share(headings, region.headings), _share(items, region.items))


def _words(region: tuple[str, ...], reached: list[str]) -> float:
    if not region or list(region) == reached:
        return 1.0
    return _share((Counter(region) & Counter(reached)).total(), len(region))


def _share(part: int, whole: int) -> float:
    return min(1.0, round(part / whole, 4)) if whole else 1.0
