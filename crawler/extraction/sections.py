"""What a part at the policy's edge owes to what stands beside it: a section like those before, an answer, a list announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import text_of
from crawler.extraction.layout import Layout, Run
from crawler.extraction.parts import ASIDE, MENU_LINKS, PHRASE_WORDS, SUBJECT, is_copyright, is_dated, opens_rights
from crawler.extraction.tables import is_data

#: Words from which a line that ends in a colon announces what follows; fewer are a label ("Tags:").
ANNOUNCING: Final = 5

#: What headings of one rank share, and the looks of several.
Look = tuple[str, str, str, str]
Looks = set[Look]

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS: Final = frozenset(("li", "dt", "dd"))
_CELLS: Final = frozenset(("td", "th"))
_LISTS: Final = frozenset(("ul", "ol", "dl", "table", "p"))
#: What a closing heading says that is the policy's: an address, a year, a question, whom to ask.
_KEPT_AT_THE_END = re.compile(
    r"@|\b(?:19|20)\d\d\b|\?\s*$|\b(?:contact|questions?|address|updated?|effective|end)\b", re.IGNORECASE
)
#: Widgets' words that are topics of policies as well, as the whole of a heading.
_TOPIC = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:comments?|log-?\s?in|sign-?\s?(?:in|up)|search|share|e-?mail|print|newsletters?|subscribe)\W*",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:yes|no)$")


def look(heading: HtmlElement) -> Look:
    """Give what headings of one rank share: their tag and class, and those of what they stand in."""
    parent = heading.getparent()
    return heading.tag, heading.get("class") or "", parent.tag, parent.get("class") or ""


def looks(node: HtmlElement, found: Layout, start: int, end: int) -> Looks:
    """Give how the headings between two words of a part look."""
    return {look(h) for h in node.iter(*HEADINGS) if h in found.span and start <= found.span[h][0] and found.span[h][1] <= end}


def before(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """List the parts of ``node`` that end before ``element`` begins, nearest first, each as large as can be."""
    for level in _levels(node, element):
        yield from level.itersiblings(preceding=True)


def after(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """List the parts of ``node`` that begin after ``element`` ends, in order, each as large as can be."""
    for level in _levels(node, element):
        yield from level.itersiblings()


def _levels(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """Climb to ``node``. What stands beside an item of a list or a datum of a table is an item or a datum, never a part."""
    while element is not node:
        if is_datum(element):
            while element is not node and element.tag != "table":
                element = element.getparent()
            continue
        if element.tag not in _ITEMS:
            yield element
        element = element.getparent()


def is_datum(element: HtmlElement) -> bool:
    """Whether an element is a cell of a table that holds data."""
    table = next(element.iterancestors("table"), None) if element.tag in _CELLS else None
    return table is not None and is_data(table)


def is_headed(element: HtmlElement, found: Layout) -> bool:
    """Whether a part stands right under a heading that is no widget's: it is what the heading promises."""
    return _is_a_heading(_above(element, found), found)


def _is_a_heading(element: HtmlElement | None, found: Layout) -> bool:
    return element is not None and element.tag in HEADINGS and not ASIDE.search(found.text(element))


def is_rights_line(run: Run, found: Layout) -> bool:
    """Whether a sentence is the site's copyright line: under a heading, or told at length before another, it is a clause."""
    owner, said = run.owner, found.said(run)
    if run.end - run.start > PHRASE_WORDS or owner not in found.span or not is_copyright(owner, said):
        return False
    below = next((e for e in owner.itersiblings() if e in found.span and found.size(e)), None)
    told = run.prose and not opens_rights(owner, said) and _is_a_heading(below, found)
    return not (told or is_headed(owner, found))


def is_announced(element: HtmlElement, found: Layout) -> bool:
    """Whether the line above a part asks for it: a list after a colon, "Yes" after a question."""
    above = _above(element, found)
    if above is None or ASIDE.search(found.text(above)):
        return False
    said = text_of(above).rstrip()
    if _ANSWER.match(found.text(element)):
        return said.endswith("?") and not found.count(found.linked, element)
    return element.tag in _LISTS and said.endswith(":") and found.size(above) >= ANNOUNCING


def _above(element: HtmlElement, found: Layout) -> HtmlElement | None:
    return next((e for e in element.itersiblings(preceding=True) if e in found.span and found.size(e)), None)


def is_list_of(inner: Looks, last: Run, element: HtmlElement, found: Layout) -> bool:
    """Whether a part is a list under a heading of the policy: one that looks like those before, or stands beside its text."""
    above = _above(element, found)
    if above is None or element.tag not in _LISTS or not is_headed(element, found):
        return False
    ranks = {tag for tag, *_ in inner} - {"h1"}
    beside = above.getparent() in last.owner.iterancestors() and (above.tag in ranks or not ranks)
    return beside or look(above) in inner


def is_topic(heading: HtmlElement) -> bool:
    """Whether an element is a heading that may name a widget and a topic of the policy alike: "Comments", "Newsletter"."""
    return heading.tag in HEADINGS and _TOPIC.fullmatch(text_of(heading).strip()) is not None


def is_one_of_a_row(element: HtmlElement, inner: Looks, found: Layout) -> bool:
    """Whether a part is a section like the one before it: both open with headings of the policy's look, and say something."""
    above = _above(element, found)
    opened = _opening(element, found)
    if above is None or opened is None or look(opened) not in inner or not _says_something(element, opened, found):
        return False
    heading = _opening(above, found)
    return above.tag == element.tag and heading is not None and look(heading) == look(opened)


def _opening(element: HtmlElement, found: Layout) -> HtmlElement | None:
    """Find the heading that opens a section."""
    runs = found.inside(element)
    owner = runs[0].owner if len(runs) > 1 else None
    return owner if owner is not None and owner.tag in HEADINGS else None


def _says_something(element: HtmlElement, opened: HtmlElement, found: Layout) -> bool:
    """Whether a section's heading, or anything under it, is neither a widget's word nor a menu."""
    if not ASIDE.search(found.text(opened)):
        return True
    return is_topic(opened) and any(
        run.linked < MENU_LINKS * (run.end - run.start)
        and not ASIDE.search(found.said(run))
        and not is_copyright(run.owner, found.said(run))
        for run in found.inside(element)[1:]
    )


def heads_a_window(unit: HtmlElement, inner: Looks, found: Layout) -> bool:
    """Whether a part is a bare heading of a window that the page opens on demand, or of a call to buy.

    Dates, addresses and subjects are no such, nor is a heading like those before the policy's last sentence (``inner``): what
    stood under it was no text (format, rules W3 and W4).
    """
    headings = [run.owner for run in found.inside(unit)]
    if any(heading.tag not in HEADINGS for heading in headings):
        return False
    said = text_of(unit)
    if SUBJECT.search(found.text(unit)) or _KEPT_AT_THE_END.search(said) or is_dated(unit, found):
        return False
    return not all(look(heading) in inner for heading in headings)
