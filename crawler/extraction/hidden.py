"""What a page hides: messages and icons' names go, panels that it shows on demand stay (format, rule B8)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import words_of
from crawler.extraction.furniture import is_menu

#: Share of the page's words above which nothing is taken for furniture, whatever it calls itself.
FRAME_SHARE: Final = 0.3
#: Words from which a hidden part is text that the page shows on demand (an accordion, a tab), not a message or an icon.
PANEL_WORDS: Final = 20

_HIDDEN_STYLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
#: Words for those who listen to the page: nothing ever unfolds them.
_SPOKEN: Final = frozenset(("sr-only", "visually-hidden", "screen-reader-text", "element-invisible", "visuallyhidden"))
_HIDDEN_CLASS: Final = frozenset(("hidden", "hide", "d-none", *_SPOKEN))
_CONTROLLED = etree.XPath(".//@aria-controls | .//@data-target | .//@data-bs-target")
_PANEL = re.compile(r"tab|panel|accord|collaps|toggle|faq|answer|expand|section|content|more", re.IGNORECASE)
_CLOSED = re.compile(r"modal|pop-?up|dialog|overlay|tooltip|message|alert|error|success|thank|toast", re.IGNORECASE)
_TRIGGER = re.compile(r"accord|toggle|collaps|question|trigger|summary|title|header|heading", re.IGNORECASE)
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def hidden(body: HtmlElement, total: int) -> list[HtmlElement]:
    """List the hidden parts that are no text shown on demand; text that makes up a large share of the page is never hidden."""
    found = [(element, kind) for element in body.iterdescendants(etree.Element) if (kind := _hiding(element))]
    if not found:
        return []
    within = {element for element, _ in found}
    named = {name for value in _CONTROLLED(body) for name in value.replace("#", " ").split()}
    largest: dict[tuple[str, str], int] = {}
    pairs = Counter(_pair(element) for element, _ in found)
    for element, _ in found:
        largest[_pattern(element)] = max(largest.get(_pattern(element), 0), len(words_of(element)))
    gone = [
        e
        for e, kind in found
        if _is_message(
            e,
            kind,
            total,
            long=largest[_pattern(e)] >= PANEL_WORDS,
            answers=e.get("id") in named or _answers(e, pairs[_pair(e)]),
        )
    ]
    outer = [e for e in gone if within.isdisjoint(e.iterancestors()) and len(words_of(e)) >= PANEL_WORDS and is_text(e)]
    if sum(len(words_of(e)) for e in outer) > FRAME_SHARE * total:
        return [e for e in gone if e not in outer and not any(o in outer for o in e.iterancestors())]
    return gone


def _hiding(element: HtmlElement) -> str:
    """Say how an element is hidden: ``style`` (no browser shows it), ``name`` (a style sheet may hide it), or nothing."""
    style, mark = element.get("style"), element.get("class")
    if element.get("hidden") == "until-found":  # the page's own search shows it
        return ""
    if element.get("hidden") is not None or (style is not None and _HIDDEN_STYLE.search(style) is not None):
        return "style"
    if (mark is not None and not _HIDDEN_CLASS.isdisjoint(mark.split())) or element.get("aria-hidden") == "true":
        return "name"
    return ""


def _pattern(element: HtmlElement) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _pair(element: HtmlElement) -> tuple[tuple[str, str], ...]:
    before = element.getprevious()
    return (_pattern(element),) if before is None else (_pattern(before), _pattern(element))


def _answers(element: HtmlElement, alike: int) -> bool:
    """Whether a hidden part follows a line that is a question, or that stands before others like it as well."""
    before = element.getprevious()
    words = [] if before is None or _hiding(before) else words_of(before)
    return 0 < len(words) < PANEL_WORDS and (words[-1].endswith("?") or alike > 1)


def _is_message(element: HtmlElement, kind: str, total: int, *, long: bool, answers: bool) -> bool:
    """Whether a hidden part is an icon's name or a message rather than a panel.

    ``long``: a part like it is a panel by its length; ``answers``: something before it, or a control, opens it.
    """
    words, mark = words_of(element), f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"
    closed = _CLOSED.search(mark) is not None
    unfolds = not closed and _unfolds(element)
    if len(words) < PANEL_WORDS:
        if is_menu(element, words):
            return True
        spoken = element.tag in ("span", "a", "i", "b", "em", "small", "label") or not _SPOKEN.isdisjoint(mark.split())
        if element.get("role") == "tabpanel" and words and not closed:
            return False
        said = bool(words) and words[-1].endswith((".", "!", ";"))
        return not ((unfolds and long) or (said and not spoken and not closed and (unfolds or answers)))
    if len(words) > FRAME_SHARE * total or kind == "name":
        return False
    return not (unfolds or (answers and not closed) or element.get("role") == "tabpanel" or _PANEL.search(mark))


def _unfolds(element: HtmlElement) -> bool:
    """Whether a hidden part follows what opens it: a heading, a summary, a button (a paragraph by now), a title by name."""
    before = element.getprevious()
    if before is None or not words_of(before):
        return False
    if before.tag in (*_HEADINGS, "summary", "dt", "button") or before.get("aria-expanded") or before.get("aria-controls"):
        return True
    if next(before.iter(*_HEADINGS), None) is not None and len(words_of(before)) < PANEL_WORDS:
        return True
    inner = any(e.get("aria-expanded") or e.get("aria-controls") for e in before.iter())
    return inner or (_TRIGGER.search(before.get("class") or "") is not None and len(words_of(before)) < PANEL_WORDS)


def is_text(element: HtmlElement) -> bool:
    """Whether a part reads as text: many words, or few that end as a sentence does, and no menu."""
    words = words_of(element)
    said = len(words) >= PANEL_WORDS or (len(words) > 1 and words[-1].endswith((".", "!", ";")))
    return said and not is_menu(element, words)
