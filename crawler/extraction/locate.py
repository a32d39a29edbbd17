"""Which part of the page is the policy: trafilatura says what is text, the smallest part that holds it is the place."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement
from trafilatura import extract

from crawler.extraction.layout import Layout, layout, shared

#: Share of what trafilatura kept that the located part must hold; the rest is a banner or a footer it took along.
HELD: Final = 0.97
#: Share of the page's unlinked words below which trafilatura is taken to have missed the policy.
MISSED: Final = 0.35
#: Words and share by which a parent may be larger and still be taken: a title, a date, a table of contents.
WIDER_WORDS: Final = 60
WIDER_SHARE: Final = 0.05
#: Tags of a page beyond which trafilatura's quadratic parts would take minutes: the body is located without it.
MAX_ELEMENTS: Final = 30_000

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
POLICY_WORDS: Final = re.compile(
    r"\b(?:privacy|policy|policies|terms|conditions|cookies?|notice|statement|agreement|disclaimers?|legal|acceptable|"
    r"data protection|datenschutz\w*|confidentialit\w+|privacidad\w*|addendum)\b"
)

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Place:
    """The located parts of a page in reading order: a title that stands apart, and the element that holds the policy."""

    parts: tuple[HtmlElement, ...]
    way: str


def locate(body: HtmlElement, title: str) -> Place:
    """Find the policy in a cleaned body. ``title`` is the page's own, used to recognise a heading that stands apart."""
    found = layout(body)
    root, way = _root(body, found)
    root = _widened(root, body, found)
    heading = _heading_before(root, body, found, title)
    return Place((heading, root) if heading is not None else (root,), way)


def fallback(body: HtmlElement) -> Place:
    """A second way, without trafilatura: the declared main part, or the body."""
    found = layout(body)
    return Place((_main(body, found),), "main part or body")


def _root(body: HtmlElement, found: Layout) -> tuple[HtmlElement, str]:
    kept = extract(body, fast=True, favor_recall=True, include_comments=False) if len(found.span) < MAX_ELEMENTS else None
    acc = shared(found.words, kept or "")
    unlinked = sum(run.end - run.start - run.linked for run in found.runs)
    if acc[-1] < MISSED * unlinked:
        return _main(body, found), "main part: trafilatura kept too little"
    return _smallest(body, found, acc), "trafilatura"


def _main(body: HtmlElement, found: Layout) -> HtmlElement:
    mains = [e for e in body.iter("main", "article") if found.size(e) >= 0.3 * len(found.words)]
    mains += [e for e in body.xpath('.//*[@role="main"]') if found.size(e) >= 0.3 * len(found.words)]
    return max(mains, key=found.size, default=body)


def _smallest(body: HtmlElement, found: Layout, acc: list[int]) -> HtmlElement:
    """The smallest element that holds ``HELD`` of the kept words that stand in prose."""
    weight = [0] * (len(found.words) + 1)
    for run in found.runs:
        hit = acc[run.end] - acc[run.start] if run.prose else 0
        weight[run.end] = hit
    for at in range(1, len(weight)):
        weight[at] += weight[at - 1]

    def held(element: HtmlElement) -> int:
        start, end = found.span[element]
        return weight[end] - weight[start]

    node, total = body, held(body)
    while total:
        best = max(node, key=held, default=None)
        if best is None or held(best) < HELD * total:
            break
        node = best
    return node


def _widened(node: HtmlElement, body: HtmlElement, found: Layout) -> HtmlElement:
    while node is not body and node.getparent() is not body:
        parent = node.getparent()
        extra = found.size(parent) - found.size(node)
        if extra > min(WIDER_WORDS, WIDER_SHARE * found.size(node)) and not _same_kind_around(node, found):
            break
        node = parent
    return node


def _same_kind_around(node: HtmlElement, found: Layout) -> bool:
    """Whether the parent holds several parts like this one: articles, tabs, accordion sections."""
    parent = node.getparent()
    mark = (node.tag, node.get("class"))
    twins = [e for e in parent if e is not node and (e.tag, e.get("class")) == mark and found.size(e) >= 30]
    prose = [e for e in twins if any(r.prose for r in found.runs if found.span[e][0] <= r.start < found.span[e][1])]
    return bool(prose) and node.tag not in ("td", "tr", "tbody", "body")


def _heading_before(root: HtmlElement, body: HtmlElement, found: Layout, title: str) -> HtmlElement | None:
    """The policy's own title outside its part: the nearest heading before it that names a policy or repeats the title."""
    if next(root.iter("h1"), None) is not None or root is body:
        return None
    start = found.span[root][0]
    prose = max((run.end for run in found.runs if run.prose and run.end <= start), default=0)
    candidates = [h for h in body.iter("h1", "h2", "h3") if prose <= found.span[h][0] < start and 1 <= found.size(h) <= 20]
    for heading in reversed(candidates):
        words = set(found.text(heading).split())
        if POLICY_WORDS.search(found.text(heading)) or len(words & set(title.lower().split())) >= 0.6 * len(words):
            return heading
    return None
