"""One of several documents on a page: the ``#fragment`` of its link says where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import words_of
from crawler.extraction.parts import POLICY

#: Words from which what a fragment names is a document of its own.
DOCUMENT_WORDS: Final = 50
#: Words up to which the line at a place can be a document's title.
TITLE_WORDS: Final = 8

#: What a text says that was read without regard to its fragment.
UNKNOWN: Final = "#{} names no document of the page: the page was read whole"

_LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def choose(body: HtmlElement, fragment: str) -> HtmlElement | None:
    """Find the document that ``fragment`` names, as one element of ``body`` (parts that stand apart are gathered in a new one).

    None when the page has no such place, or too few words there: then the page is read as if there were no fragment.
    """
    target = _target(body, fragment)
    if target is None or target is body:
        return None
    if len(words_of(target)) >= DOCUMENT_WORDS:
        return target
    start = _heading(body, target)
    top = _section(start, body)
    if top is start or len(words_of(top)) < DOCUMENT_WORDS:
        top = _gathered(start if top is start else top, _LEVELS.get(start.tag, 7))
    return top if len(words_of(top)) >= DOCUMENT_WORDS else _between_titles(body, target)


def _between_titles(body: HtmlElement, target: HtmlElement) -> HtmlElement | None:
    """Gather a document whose title is no heading above its clauses: up to the next place that a document's title follows."""
    titled = list(_titled(body))
    if target not in titled:
        return None
    end = next(iter(titled[titled.index(target) + 1 :]), None)
    beyond = set() if end is None else {end, *end.iterancestors()}
    start = target
    while start is not body and _begins(start, target):
        parts = [start]
        for sibling in start.itersiblings():
            if sibling in beyond:
                break
            parts.append(sibling)
        if sum(len(words_of(part)) + len((part.tail or "").split()) for part in parts) >= DOCUMENT_WORDS:
            return _wrapped(parts)
        if len(parts) <= sum(1 for _ in start.itersiblings()):  # the next document begins beside this one, which is too short
            return None
        start = start.getparent()
    return None


def _begins(element: HtmlElement, target: HtmlElement) -> bool:
    """Whether no text of an element stands before a place in it."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner is target:
            return True
        if ((inner.text if event == "start" else inner.tail) or "").strip():
            return False
    return False


def _titled(body: HtmlElement) -> Iterator[HtmlElement]:
    """List the named places whose first text, or the first after them, is a document's title."""
    waiting: list[HtmlElement] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start" and (element.get("id") or element.get("name")):
            waiting.append(element)
        text = (element.text if event == "start" else element.tail) or ""
        if text.strip():
            if _is_title(" ".join(text.split())):
                yield from waiting
            waiting = []


def _is_title(line: str) -> bool:
    """Whether a line is a document's title: it names a policy, and is no clause of one."""
    return len(line.split()) <= TITLE_WORDS and not line[:1].isdigit() and POLICY.search(line.lower()) is not None


def _target(body: HtmlElement, fragment: str) -> HtmlElement | None:
    names = {fragment, unquote(fragment)} - {""}
    return next((e for e in body.iter() if e.get("id") in names or e.get("name") in names), None)


def _heading(body: HtmlElement, target: HtmlElement) -> HtmlElement:
    """Find the heading that a target is, stands in, or stands before; the target itself if there is none nearby."""
    around = next(target.iterancestors(*_LEVELS), None)
    if target.tag in _LEVELS or around is not None:
        return target if around is None else around
    if words_of(target):
        inner = next(target.iter(*_LEVELS), None)
        return target if inner is None else inner
    following = False
    for element in body.iter():
        following = following or element is target
        if following and element.tag in _LEVELS:
            return element
        if (
            following
            and element is not target
            and len(words_of(element)) >= DOCUMENT_WORDS
            and next(element.iter(*_LEVELS), None) is None
        ):
            break
    return target


def _section(start: HtmlElement, body: HtmlElement) -> HtmlElement:
    """Find the largest element that begins with this heading and holds no other of its level."""
    level, top = _LEVELS.get(start.tag, 7), start
    while top.getparent() is not None and top.getparent() is not body:
        parent = top.getparent()
        first = next((e for e in parent.iter() if e.text and e.text.strip()), None)
        begins = first is not None and (first is start or any(a is start for a in first.iterancestors()))
        if not begins or sum(1 for _ in _ranked(parent, level)) > 1:
            break
        top = parent
    return top


def _gathered(start: HtmlElement, level: int) -> HtmlElement:
    """Move a heading and what follows it, up to the next heading of its level, into a new element in their place."""
    parts = [start]
    for sibling in start.itersiblings():
        if next(_ranked(sibling, level), None) is not None or (level == 7 and _names_a_place(sibling, start)):
            break
        parts.append(sibling)
    return _wrapped(parts)


def _wrapped(parts: list[HtmlElement]) -> HtmlElement:
    wrapper: HtmlElement = parts[0].makeelement("div", {})
    parts[0].addprevious(wrapper)
    wrapper.extend(parts)
    return wrapper


def _ranked(element: HtmlElement, level: int) -> Iterator[HtmlElement]:
    return (h for h in element.iter(*_LEVELS) if _LEVELS[h.tag] <= level)


def _names_a_place(element: HtmlElement, like: HtmlElement) -> bool:
    return element.tag == like.tag and bool(element.get("id") or element.get("name"))
