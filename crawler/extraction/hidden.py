"""What a page hides: messages and icons' names go, panels that it shows on demand stay (format, rule B8)."""

from __future__ import annotations

import re
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
_HIDDEN_CLASS: Final = frozenset(
    ("hidden", "hide", "d-none", "sr-only", "visually-hidden", "screen-reader-text", "element-invisible", "visuallyhidden")
)
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
    largest: dict[tuple[str, str], int] = {}
    for element, _ in found:
        largest[_pattern(element)] = max(largest.get(_pattern(element), 0), len(words_of(element)))
    gone = [e for e, kind in found if _is_message(e, kind, total, largest[_pattern(e)])]
    outer = [e for e in gone if within.isdisjoint(e.iterancestors()) and len(words_of(e)) >= PANEL_WORDS and is_text(e)]
    if sum(len(words_of(e)) for e in outer) > FRAME_SHARE * total:
        return [e for e in gone if e not in outer and not any(o in outer for o in e.iterancestors())]
    return gone


def _hiding(element: HtmlElement) -> str:
    """Say how an element is hidden: ``style`` (no browser shows it), ``name`` (a style sheet may hide it), or nothing."""
    style, mark = element.get("style"), element.get("class")
    if element.get("hidden") is not None or (style is not None and _HIDDEN_STYLE.search(style) is not None):
        return "style"
    if (mark is not None and not _HIDDEN_CLASS.isdisjoint(mark.split())) or element.get("aria-hidden") == "true":
        return "name"
    return ""


def _pattern(element: HtmlElement) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _is_message(element: HtmlElement, kind: str, total: int, largest: int) -> bool:
    """Whether a hidden part is an icon's name or a message rather than a panel; ``largest``: words of its largest like."""
    words, mark = len(words_of(element)), f"{element.get('id') or ''} {element.get('class') or ''}"
    unfolds = _unfolds(element) and not _CLOSED.search(mark)
    if words < PANEL_WORDS:
        return not (unfolds and largest >= PANEL_WORDS and not is_menu(element, words_of(element)))
    if words > FRAME_SHARE * total or kind == "name":
        return False
    return not (unfolds or element.get("role") == "tabpanel" or _PANEL.search(mark))


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
    said = len(words) >= PANEL_WORDS or (len(words) > 2 and words[-1].endswith((".", "!", ";")))
    return said and not is_menu(element, words)
