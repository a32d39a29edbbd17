"""What stands at the edges of the located part and is not of the policy goes (format, rules W1 and W2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import text_of
from crawler.extraction.layout import Layout, Run
from crawler.extraction.parts import (
    ASIDE,
    RIGHTS,
    SUBJECT,
    is_aside,
    is_contents,
    is_copyright,
    is_dated,
    is_stamp,
    is_title,
    opens_with_title,
)

#: Share of a part's words that a teaser before the policy's title may have.
TEASER: Final = 0.15
#: Runs at a part's end among which its foot is looked for; share of words after which a foot begins, and that it may have.
FOOT_RUNS: Final = 30
LATE: Final = 0.6
FOOT_SHARE: Final = 0.35

#: How a site's foot announces itself: the company, or where else to find it. "About this policy" is none.
_ABOUT = re.compile(
    r"^(?:about (?!this |the |our (?:polic|cookie|data)|your )\w+(?: \w+)?|stay connected|follow us(?: on \w+)?|"
    r"connect with us|find us on(?: \w+)?|share us|receive our newsletter|sign up for our newsletter|"
    r"subscribe to our newsletter|newsletter)$"
)
#: What a closing heading says that is the policy's: an address, a year, a question, whom to ask.
_KEPT_AT_THE_END = re.compile(
    r"@|\b(?:19|20)\d\d\b|\?\s*$|\b(?:contact|questions?|address|updated?|effective|end)\b", re.IGNORECASE
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def trim(node: HtmlElement, found: Layout, title: str) -> None:
    """Take away, in place, what stands before the policy's title and after its last sentence and is not of it."""
    _drop_foot(node, found)
    standing = set(node.iter())
    runs = [run for run in found.inside(node) if run.owner in standing]
    prose = [run for run in runs if run.prose]
    if not prose:
        return
    first = next((run for run in prose if found.kept[run.end] > found.kept[run.start]), prose[0])
    named = _title_run(runs, found, title)
    last = next((run for run in reversed(prose) if not RIGHTS.search(found.said(run))), prose[-1])
    if named is not None and named.start > first.start:
        for unit in list(_before(node, named.owner)):
            if not is_dated(unit, found) and not is_contents(unit):
                _drop(unit)
    else:
        _trim_start(node, first, named, found, title)
    _trim_end(node, last, found)
    _trim_inside(node, found)


def _title_run(runs: list[Run], found: Layout, title: str) -> Run | None:
    """Find the line that names the policy, after a slogan or a teaser: early, and with no policy before it."""
    total = runs[-1].end - runs[0].start
    for run in runs:
        if run.prose and (SUBJECT.search(found.said(run)) or run.end - runs[0].start > TEASER * total):
            break
        start, end = found.span[run.owner]
        if start == run.start and (opens_with_title(run.owner) or (end == run.end and is_title(run.owner, found, title))):
            return run
    return None


def _trim_start(node: HtmlElement, first: Run, named: Run | None, found: Layout, title: str) -> None:
    """Up to the farthest title everything that is no furniture stays, beyond it nothing does but a date or a contents list."""
    units = [unit for unit in _before(node, first.owner) if found.size(unit)]
    titles = [found.span[unit][0] for unit in units if _titled(unit, found, title) and not is_aside(unit, found)]
    begin = min([*titles, *([named.start] if named is not None else [])], default=0)
    for unit in units:
        beyond = found.span[unit][1] <= begin
        if (beyond or is_aside(unit, found)) and not is_contents(unit) and not is_dated(unit, found):
            _drop(unit)


def _titled(unit: HtmlElement, found: Layout, title: str) -> bool:
    return is_title(unit, found, title) or any(is_title(h, found, title) for h in unit.iter("h1", "h2"))


def _trim_end(node: HtmlElement, last: Run, found: Layout) -> None:
    units = [unit for unit in _after(node, last.owner) if found.size(unit)]
    ended = False
    for unit in units:
        if ended or is_aside(unit, found):
            ended = ended or RIGHTS.search(found.text(unit)) is not None
            _drop(unit)
    for unit in reversed([unit for unit in units if unit.getparent() is not None]):
        if not _heads_a_window(unit, node, last, found):
            break
        _drop(unit)


def _heads_a_window(unit: HtmlElement, node: HtmlElement, last: Run, found: Layout) -> bool:
    """Whether a part is a bare heading of a window that the page opens on demand, or of a call to buy.

    Dates, addresses and subjects are no such, nor is a heading like those before the policy's last sentence: what stood under
    it was no text (format, rules W3 and W4).
    """
    headings = [run.owner for run in found.inside(unit)]
    if any(heading.tag not in _HEADINGS for heading in headings):
        return False
    said = text_of(unit)
    if SUBJECT.search(found.text(unit)) or _KEPT_AT_THE_END.search(said) or is_dated(unit, found):
        return False
    before = {_look(e) for e in node.iter(*_HEADINGS) if e in found.span and found.span[e][1] <= last.start}
    return not all(_look(heading) in before for heading in headings)


def _look(heading: HtmlElement) -> tuple[str, str, str, str]:
    """Give what headings of one rank share: their tag and class, and those of what they stand in."""
    parent = heading.getparent()
    return heading.tag, heading.get("class") or "", parent.tag, parent.get("class") or ""


def _drop_foot(node: HtmlElement, found: Layout) -> None:
    """Take away a part of its own near the end that tells about the company ("About Acme") or holds the copyright line."""
    runs = found.inside(node)
    for run in runs[-FOOT_RUNS:]:
        if run.owner is node or not (_ABOUT.match(found.said(run)) or is_copyright(run.owner, found.said(run))):
            continue
        foot = _foot(run, node, found)
        if foot is not None:
            for unit in [foot, *_after(node, foot)]:
                _drop(unit)
            return


def _foot(run: Run, node: HtmlElement, found: Layout) -> HtmlElement | None:
    """Find the largest part around a run that stands apart from the policy: late, small, opened by the run or full of links."""
    foot, element = None, run.owner
    while element is not None and element is not node:
        inside, late = found.inside(element), found.span[element][0] - found.span[node][0] > LATE * found.size(node)
        if not late or found.size(element) > FOOT_SHARE * found.size(node):
            break
        apart = len(inside) > 1 and element.tag not in ("ul", "ol", "li", "p", "tr")
        if apart and (
            _ABOUT.match(found.said(inside[0])) or sum(link.get("href") is not None for link in element.iter("a")) > 2
        ):
            foot = element
        element = element.getparent()
    return foot


def _trim_inside(node: HtmlElement, found: Layout) -> None:
    """Widgets between the policy's paragraphs: "back to top", "print this page"."""
    for run in found.inside(node):
        size = run.end - run.start
        if (
            size <= 8
            and run.owner is not node
            and run.owner.getparent() is not None
            and found.span[run.owner] == (run.start, run.end)
        ):
            text = found.text(run.owner)
            if (ASIDE.search(text) and run.linked == size) or is_stamp(run.owner):
                _drop(run.owner)


def _before(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """List the parts of ``node`` that end before ``element`` begins, nearest first, each as large as can be."""
    while element is not node:
        yield from element.itersiblings(preceding=True)
        element = element.getparent()


def _after(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    while element is not node:
        yield from element.itersiblings()
        element = element.getparent()


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
