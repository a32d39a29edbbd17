"""What stands at the edges of the located part and is not of the policy goes (format, rules W1 and W2)."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.layout import Layout, Run
from crawler.extraction.parts import (
    ASIDE,
    SUBJECT,
    is_aside,
    is_contents,
    is_copyright,
    is_dated,
    is_stamp,
    is_title,
    opens_with_title,
)
from crawler.extraction.sections import (
    HEADINGS,
    Looks,
    after,
    before,
    heads_a_window,
    is_announced,
    is_datum,
    is_list_of,
    is_one_of_a_row,
    is_rights_line,
    is_topic,
    look,
    looks,
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
    last = next((run for run in reversed(prose) if not is_rights_line(run, found)), prose[-1])
    if named is not None and named.start > first.start:
        for unit in list(before(node, named.owner)):
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
    units = [unit for unit in before(node, first.owner) if found.size(unit)]
    titles = [found.span[unit][0] for unit in units if _titled(unit, found, title) and not is_aside(unit, found)]
    begin = min([*titles, *([named.start] if named is not None else [])], default=0)
    inner = looks(node, found, first.start, len(found.words)) if units else set()
    heads = True
    for unit in units:
        beyond = found.span[unit][1] <= begin
        aside = is_aside(unit, found)
        if aside and heads and is_topic(unit):
            aside = not (begin < found.span[unit][0] and (titles or named is not None)) and look(unit) not in inner
        heads = not aside and unit.tag not in HEADINGS
        if (beyond or aside) and not is_contents(unit) and not is_dated(unit, found):
            _drop(unit)


def _titled(unit: HtmlElement, found: Layout, title: str) -> bool:
    return is_title(unit, found, title) or any(is_title(h, found, title) for h in unit.iter("h1", "h2"))


def _trim_end(node: HtmlElement, last: Run, found: Layout) -> None:
    units = [unit for unit in after(node, last.owner) if found.size(unit)]
    inner = looks(node, found, 0, last.start) if units else set()
    going = [is_aside(unit, found) and not _is_of_the_policy(unit, inner, last, found) for unit in units]
    for at, unit in enumerate(units):
        heads = is_topic(unit) and look(unit) in inner and at + 1 < len(units) and units[at + 1].tag not in HEADINGS
        if going[at] and not (heads and not going[at + 1]):
            _drop(unit)
    for unit in reversed([unit for unit in units if unit.getparent() is not None]):
        if not heads_a_window(unit, inner, found):
            break
        _drop(unit)


def _is_of_the_policy(unit: HtmlElement, inner: Looks, last: Run, found: Layout) -> bool:
    """Whether what reads like furniture by itself is text where it stands."""
    return is_list_of(inner, last, unit, found) or is_announced(unit, found) or is_one_of_a_row(unit, inner, found)


def _drop_foot(node: HtmlElement, found: Layout) -> None:
    """Take away a part of its own near the end that tells about the company ("About Acme") or holds the copyright line."""
    standing = set(node.iter())  # what stood beside the policy may be gone already
    runs = [run for run in found.inside(node) if run.owner in standing]
    for run in runs[-FOOT_RUNS:]:
        if run.owner is node or not (_ABOUT.match(found.said(run)) or is_copyright(run.owner, found.said(run))):
            continue
        foot = _foot(run, node, found)
        if foot is not None and not _goes_on(foot, node, found):
            for unit in [foot, *after(node, foot)]:
                _drop(unit)
            return


def _goes_on(foot: HtmlElement, node: HtmlElement, found: Layout) -> bool:
    """Whether the policy goes on in a foot or after it: a section, a sentence on its subject, or on more than the company."""
    if is_one_of_a_row(foot, looks(node, found, 0, found.span[foot][0]), found):
        return True
    for unit in (foot, *after(node, foot)):
        runs = found.inside(unit) if unit in found.span else []
        sentences = [run for run in runs if run.prose and not is_rights_line(run, found)]
        about = bool(runs) and _ABOUT.match(found.said(runs[0])) is not None
        if (sentences and not about) or any(SUBJECT.search(found.said(run)) for run in sentences):
            return True
    return False


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
            if (ASIDE.search(text) and run.linked == size and not _is_entry(run.owner, found)) or is_stamp(run.owner):
                _drop(run.owner)


def _is_entry(element: HtmlElement, found: Layout) -> bool:
    """Whether a part is a datum of a table, or an item of a list whose other items are no widgets."""
    if element.tag != "li":
        return is_datum(element)
    return not all(is_aside(item, found) for item in element.getparent() if item in found.span and found.size(item))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
