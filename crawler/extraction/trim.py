"""What stands at the edges of the located part and is not of the policy goes (format, rules W1 and W2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.layout import Layout, Run
from crawler.extraction.parts import ASIDE, RIGHTS, is_aside, is_contents, is_dated, is_stamp, is_title, opens_with_title

#: Share of a part's words within which its title stands, and share of prose that may stand before it (a slogan, a teaser).
EARLY: Final = 0.3
TEASER: Final = 0.15


def trim(node: HtmlElement, found: Layout, title: str) -> None:
    """Take away, in place, what stands before the policy's title and after its last sentence and is not of it."""
    standing = set(node.iter())
    runs = [run for run in found.inside(node) if run.owner in standing]
    prose = [run for run in runs if run.prose]
    if not prose:
        return
    first = next((run for run in prose if found.kept[run.end] > found.kept[run.start]), prose[0])
    named = _title_run(runs, found, title)
    last = next((run for run in reversed(prose) if not RIGHTS.search(" ".join(found.words[run.start : run.end]))), prose[-1])
    if named is not None and named.start > first.start:
        for unit in list(_before(node, named.owner)):
            if not is_dated(unit, found) and not is_contents(unit):
                _drop(unit)
    else:
        _trim_start(node, first, found, title)
    _trim_end(node, last, found)
    _trim_inside(node, found)


def _title_run(runs: list[Run], found: Layout, title: str) -> Run | None:
    """Find the line that names the policy, when it stands after a slogan or a teaser: early, and little prose before it."""
    total = runs[-1].end - runs[0].start
    for run in runs:
        if run.start - runs[0].start > EARLY * total or found.prose[run.start] - found.prose[runs[0].start] > TEASER * total:
            break
        start, end = found.span[run.owner]
        if start == run.start and (opens_with_title(run.owner) or (end == run.end and is_title(run.owner, found, title))):
            return run
    return None


def _trim_start(node: HtmlElement, first: Run, found: Layout, title: str) -> None:
    """Nearest part first: up to the title everything that is no menu stays, beyond it nothing does."""
    titled = False
    for unit in list(_before(node, first.owner)):
        if not found.size(unit):
            continue
        if titled or is_aside(unit, found):
            if not is_contents(unit) and not is_dated(unit, found):
                _drop(unit)
        elif is_title(unit, found, title) or any(is_title(h, found, title) for h in unit.iter("h1", "h2")):
            titled = True


def _trim_end(node: HtmlElement, last: Run, found: Layout) -> None:
    ended = False
    for unit in list(_after(node, last.owner)):
        if found.size(unit) and (ended or is_aside(unit, found)):
            ended = ended or RIGHTS.search(found.text(unit)) is not None
            _drop(unit)


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
