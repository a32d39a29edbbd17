"""Which part of the page is the policy: trafilatura says what is text, the smallest part that holds it is the place."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from crawler.extraction.layout import BLOCKS, WORD, Layout, layout
from crawler.extraction.loss import Region, survey
from crawler.extraction.parts import is_aside, is_contents, is_dated, is_title
from crawler.extraction.trim import trim

#: Share of what trafilatura kept that the located part must hold; the rest is a banner or a footer it took along.
HELD: Final = 0.97
#: Share of the page's prose below which trafilatura is taken to have missed the policy.
MISSED: Final = 0.35
#: Words from which a part beside the located one may be another part of the same policy.
TWIN_WORDS: Final = 30
#: Elements of a page beyond which trafilatura's quadratic parts would take minutes: the main part is located without it.
MAX_ELEMENTS: Final = 30_000

_TEXT_BLOCKS: Final = frozenset(
    (
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "address",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "center",
    )
)

#: Classes that say how a part stands, not what it is.
_STATES: Final = frozenset(
    ("active", "in", "show", "open", "opened", "closed", "current", "first", "last", "odd", "even", "collapsed", "fade")
)
_SECTION = re.compile(r"tab|pane|accord|collaps|article|section|clause|chapter|polic|legal", re.IGNORECASE)

_OPTIONS: Final = Extractor(output_format="txt", fast=True, recall=True, comments=False)

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Place:
    """The located parts in reading order (a title that stands apart, then the policy), and what stood there before trimming."""

    parts: tuple[HtmlElement, ...]
    region: Region


def locate(body: HtmlElement, title: str) -> Place:
    """Find the policy in a cleaned body, and take away what stands at its edges and is not of it.

    ``title`` is the page's own; it tells a heading that stands apart from a slogan.
    """
    found = layout(body, _kept(body))
    node = _smallest(body, found) if found.kept[-1] >= MISSED * found.prose[-1] else _main(body, found)
    while node is not body and (node.tag in _TEXT_BLOCKS or node.tag not in BLOCKS):
        node = node.getparent()
    return _placed(_widened(node, body, found, title), body, found, title)


def whole(body: HtmlElement, title: str) -> Place:
    """Take the page's declared main part, or all of its body, trimmed: the second way."""
    found = layout(body, "")
    return _placed(_main(body, found), body, found, title)


def inside(node: HtmlElement, title: str) -> Place:
    """Take a part that was chosen already, trimmed."""
    return _placed(node, node, layout(node, ""), title)


def _kept(body: HtmlElement) -> str:
    if sum(1 for _ in body.iter()) > MAX_ELEMENTS:
        return ""
    found = bare_extraction(body, options=_OPTIONS)
    return (found.raw_text or "") if isinstance(found, Document) else ""


def _placed(node: HtmlElement, body: HtmlElement, found: Layout, title: str) -> Place:
    parts = (*(() if node is body else _heading_before(node, body, found, title)), node)
    region = survey(parts, found)
    trim(node, found, title)
    return Place(parts, region)


def _main(body: HtmlElement, found: Layout) -> HtmlElement:
    mains = [
        e
        for e in body.iter("main", "article", "div", "section", "td")
        if e.tag in ("main", "article") or e.get("role") == "main"
    ]
    return max((e for e in mains if found.size(e) >= 0.3 * len(found.words)), key=found.size, default=body)


def _smallest(body: HtmlElement, found: Layout) -> HtmlElement:
    """Find the smallest element that holds ``HELD`` of the kept words that stand in prose."""
    node, total = body, found.kept[-1]
    while total:
        best = max(node, key=lambda child: found.count(found.kept, child), default=None)
        if best is None or found.count(found.kept, best) < HELD * total:
            break
        node = best
    return node


def _widened(node: HtmlElement, body: HtmlElement, found: Layout, title: str) -> HtmlElement:
    """Climb as long as there is something of the policy beside the part; what is not of it is taken away on the way."""
    while node is not body:
        parent = node.getparent()
        beside = [e for e in parent if e is not node and found.size(e)]
        welcome = [e for e in beside if _belongs(e, node, found, title)]
        if beside and not welcome:
            break
        for element in beside:
            if element not in welcome and element.getparent() is not None:
                element.drop_tree()
        node = parent
    return node


def _belongs(element: HtmlElement, node: HtmlElement, found: Layout, title: str) -> bool:
    """Whether a part beside the located one is of the same document."""
    size, before = found.size(element), found.span[element][0] < found.span[node][0]
    if is_aside(element, found):
        return False
    if before and (_is_title_apart(element, found, title) or is_contents(element)):
        return True
    if is_dated(element, found):
        return True
    prose = found.count(found.prose, element)
    if size >= TWIN_WORDS and prose and _are_alike(element, node):
        return True
    if prose >= TWIN_WORDS and found.count(found.kept, element) >= 0.5 * size:
        return True
    return element.tag in _TEXT_BLOCKS and not before and node.getparent().tag != "body"


def _are_alike(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two parts are of one kind: articles, tabs, sections of an accordion that differ in their state at most."""
    if one.tag != other.tag:
        return False
    classes, others = (one.get("class") or "").split(), (other.get("class") or "").split()
    if set(classes) ^ set(others) - _STATES:
        return False
    return one.tag in ("article", "section", "details") or _SECTION.search(" ".join(classes)) is not None


def _heading_before(node: HtmlElement, body: HtmlElement, found: Layout, title: str) -> tuple[HtmlElement, ...]:
    """Find the policy's own title outside its part, the nearest one with no prose between, and the date line after it."""
    first = next(iter(found.inside(node)), None)
    if first is None or any(is_title(h, found, title) for h in node.iter("h1", "h2") if h in found.span):
        return ()
    prose = max((run.end for run in found.runs if run.prose and run.end <= first.start), default=0)
    between = list(_candidates(body, found, prose, first.start))
    for at in range(len(between) - 1, -1, -1):
        if _is_title_apart(between[at], found, title):
            dated = (e for e in between[at + 1 :] if is_dated(e, found) and len(found.inside(e)) == 1)
            return between[at], *list(dated)[:1]
    return ()


def _is_title_apart(element: HtmlElement, found: Layout, title: str) -> bool:
    """Whether a part outside the policy's own is its title: a heading, or a line that says more than the page's title does."""
    if not is_title(element, found, title):
        return False
    headed = next(element.iter("h1", "h2", "h3"), None) is not None
    return headed or not set(found.text(element).split()) <= set(WORD.findall(title.lower()))


def _candidates(body: HtmlElement, found: Layout, start: int, end: int) -> Iterator[HtmlElement]:
    for element in body.iter("h1", "h2", "h3", "td", "div", "span", "p", "b"):
        span = found.span.get(element)
        if span and start <= span[0] < span[1] <= end:
            yield element
