"""What tags and roles call the page's frame, told from what the policy itself sets apart with them (format, rules W2, W3)."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import words_of
from crawler.extraction.furniture import DATED, called, is_known, is_menu, is_prose, says_something
from crawler.extraction.hidden import FRAME_SHARE
from crawler.extraction.layout import WORD
from crawler.extraction.parts import POLICY, is_contents

_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar")
)
_CALLED_SO = etree.XPath(".//nav | .//dialog | .//menu | .//header | .//footer | .//aside | .//*[@role]")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT: Final = frozenset(("p", "ul", "ol", "dl", "blockquote", "table", "pre", "address", *_HEADINGS))
#: What stands in ``<noscript>`` for a page's scripts, not for its reader's rights.
_SCRIPTS = re.compile(
    r"\b(?:enable|activate|turn on|switch on|allow|requires?|needs?|disabled|support)\b.{0,40}\bjava ?script\b"
    r"|\bjava ?script\b.{0,40}\b(?:enabled?|disabled|activated?|turned|switched|required|needed|supported?)\b"
)


def framed(body: HtmlElement, total: int) -> list[HtmlElement]:
    """List navigation, headers, footers, asides and dialogs that are furniture; ``total``: words of the page.

    In place, what of them is the policy's own gets a tag that says nothing, and a title before the main part moves into it.
    """
    gone = []
    for element in reversed(_CALLED_SO(body)):
        if element.tag == "menu" and element.get("role") is None and _is_list(element):
            element.tag = "ul"
        elif _is_frame(element) and len(words := words_of(element)) < FRAME_SHARE * total:
            main = _opened(element)
            if main is not None:
                element.tail = None
                main.insert(0, element)
            elif not (says(element, words) and in_policy(element)):
                gone.append(element)
                continue
            element.tag = "div"
    return gone


def says(element: HtmlElement, words: list[str]) -> bool:
    """Whether a part holds a sentence or a date: no menu, no copyright line, no widget by its phrase or its name."""
    if not words or is_menu(element, words) or any("©" in word for word in words):
        return False
    if called(f"{element.get('id') or ''} {element.get('class') or ''}") not in ("", "maybe"):
        return False
    said = _said(element)
    text = " ".join(said)
    return not is_known(said) and not _SCRIPTS.search(text) and (says_something(words) or DATED.search(text) is not None)


def in_policy(element: HtmlElement) -> bool:
    """Whether a part stands between the prose of the policy's own container, or right after it."""
    dialog = element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog")
    if dialog and next(element.iter("button", "input"), None) is not None:  # it asks
        return False
    main = next((e for e in element.iterancestors() if _is_main(e)), None)
    if main is not None and _stands_between(element, main):
        return True
    before, after = _beside(element)
    if before is None or before.tag not in _TEXT:
        return False
    if after is not None and after.tag in _TEXT:
        return True
    return element.getparent().tag != "body" and before.tag not in _HEADINGS


def _is_main(element: HtmlElement) -> bool:
    return element.tag in ("article", "main") or element.get("role") == "main"


def _is_list(menu: HtmlElement) -> bool:
    """Whether a ``<menu>`` is what it was in the nineties: a list."""
    return next(menu.iter("button", "input"), None) is None and not is_menu(menu, words_of(menu))


def _is_frame(element: HtmlElement) -> bool:
    tag, role = element.tag, element.get("role")
    if tag in ("nav", "dialog", "menu") or (role is not None and role in _ROLES):
        return not is_contents(element)
    if tag == "aside":
        return True
    if tag not in ("header", "footer"):
        return False
    inside = next(element.iterancestors("article", "main"), None) is not None
    return not inside and not (tag == "header" and next(element.iter("h1"), None) is not None)


def _opened(element: HtmlElement) -> HtmlElement | None:
    """Find the main part that a header opens: it stands right before it, links nowhere, and has a policy's title or a date."""
    if element.tag != "header" and element.get("role") != "banner":
        return None
    after = _beside(element)[1]
    if after is None or not _is_main(after) or any(link.get("href") for link in element.iter("a")):
        return None
    titled = any(POLICY.search(" ".join(words_of(heading)).lower()) for heading in element.iter("h1", "h2", "h3"))
    return after if titled or DATED.search(" ".join(_said(element))) else None


def _said(element: HtmlElement) -> tuple[str, ...]:
    return tuple(WORD.findall(" ".join(element.itertext()).lower()))


def _stands_between(element: HtmlElement, main: HtmlElement) -> bool:
    before = after = False
    while element is not main and not (before and after):
        before = before or any(is_prose(beside) for beside in element.itersiblings(preceding=True))
        after = after or any(is_prose(beside) for beside in element.itersiblings())
        element = element.getparent()
    return before and after


def _beside(element: HtmlElement) -> tuple[HtmlElement | None, HtmlElement | None]:
    """Find the nearest parts with words on both sides of a part, or of what wraps it alone."""
    words, parent = words_of(element), element.getparent()
    while parent is not None and parent.tag != "body" and words_of(parent) == words:
        element, parent = parent, parent.getparent()
    before = next((e for e in element.itersiblings(preceding=True) if words_of(e)), None)
    return before, next((e for e in element.itersiblings() if words_of(e)), None)
