"""Furniture of the page goes; what holds a large share of its words never does (format, rules W2, W3 and B8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.facts import words_of

#: Share of the page's words above which nothing is taken for furniture, whatever it calls itself.
FRAME_SHARE: Final = 0.3
#: The same for parts known by a class name only: names lie more often than tags.
NAMED_SHARE: Final = 0.15
#: Words up to which a part may be called furniture by a general name (``feedback``, ``share``), unless it is mostly links.
WIDGET_WORDS: Final = 60
#: Words from which a hidden part is text that the page shows on demand (an accordion, a tab), not a message or an icon.
PANEL_WORDS: Final = 20

_VOID: Final = ("img", "picture", "map", "area", "object", "embed", "applet", "audio", "video", "iframe", "param", "bgsound")
_FIELDS: Final = ("input", "select", "textarea", "optgroup", "option", "output", "progress", "meter")
_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar")
)
_SECTIONING: Final = ("article", "main")
#: Elements whose name says nothing: parts of the text, and frames of the page.
_UNNAMED: Final = frozenset(("body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr"))

_HIDDEN_STYLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_HIDDEN_CLASS: Final = frozenset(
    ("hidden", "hide", "d-none", "sr-only", "visually-hidden", "screen-reader-text", "element-invisible", "visuallyhidden")
)
_PANEL = re.compile(r"tab|panel|accord|collaps|toggle|faq|answer|expand|section|content|more", re.IGNORECASE)
#: Names that say what they are beyond doubt: consent tools, bars, skip links, breadcrumbs, the archive's toolbar.
_CERTAIN = re.compile(
    r"(?:cookie|consent|gdpr|ccpa)s?[-_ ]?(?:law[-_ ]?)?"
    r"(?:banner|bar|notice|pop-?up|modal|overlay|wall|message|dialog|box|bot|alert|info)"
    r"|onetrust|optanon|truste[-_]|cybotcookie|didomi|usercentrics|osano|qc-cmp|cookielaw|cmplz|skip-?(?:to|link|nav)"
    r"|bread-?crumb|wm-ipp|donato|screen-reader-shortcut|live-?chat|olark|zopim|intercom-|drift-widget|zsiq",
    re.IGNORECASE,
)
#: Names of widgets. Policies have sections with the same names, so these count for short parts and lists of links only.
_WIDGETS: Final = (
    *(
        "nav",
        "navbar",
        "menu",
        "topnav",
        "subnav",
        "sub-?menu",
        "top-?menu",
        "main-?menu",
        "sidebar",
        "side-?bar",
        "toolbar",
        "widget",
    ),
    *("social", "share", "sharing", "shar", "addthis", "addtoany", "sharethis", "newsletter", "subscribe", "subscription"),
    *("related", r"related-?\w{1,12}", "comments?", "comment-?(?:list|form|area)", "feedback", "helpful", "helpfulness"),
    *("votes?", "voting", "rating", "ratings", "print", "printer", "pagination", "pager", "prev-?next", "back-?to-?top"),
    *("search", "search-?(?:box|form|bar)", "lang", "languages?", r"language-?\w{1,9}", "locale", "login", "signin"),
    *("copyrights?", "footer", "bottom-?bar", "promo", "banner", "advert", "ads", "chat"),
    *("meta", "article-?meta", "post-?meta", "entry-?meta", "byline", "tags"),
)
_LIKELY = re.compile(rf"(?:^|[-_ ])(?:{'|'.join(_WIDGETS)})(?:[-_ ]|$)", re.IGNORECASE)
#: A page's foot and head by name; they may hold sentences about the company.
_FOOT = re.compile(r"(?:^|[-_ ])(?:site|page|global|main|home)?[-_]?(?:footer|foot|colophon)(?:[-_ ]|$)", re.IGNORECASE)
_WIDGET_PARTS = re.compile(
    r"(?:vot(?:e|ing)|share|helpful|updatemsg|navigat|feedback|sidebar|related)[a-z]{0,12}", re.IGNORECASE
)


def clean(tree: HtmlElement) -> HtmlElement:
    """Take the furniture out of a tree in place; returns its body (or the tree, if it has none)."""
    body = tree.find("body")
    body = tree if body is None else body
    etree.strip_elements(body, *_VOID, with_tail=False)
    total = len(words_of(body))
    _noscript(body, total)
    _forms(body, total)
    for element in list(_furniture(body, total)):
        if element.getparent() is not None:
            element.drop_tree()
    return body


def _noscript(body: HtmlElement, total: int) -> None:
    for element in list(body.iter("noscript")):
        if len(words_of(element)) > FRAME_SHARE * total:
            element.tag = "div"
        else:
            element.drop_tree()


def _forms(body: HtmlElement, total: int) -> None:
    """Sort the forms out: a form around the page is its frame, a form with fields and little prose is a form."""
    for form in list(body.iter("form")):
        words = len(words_of(form))
        if words > FRAME_SHARE * total or words > 2 * WIDGET_WORDS:
            form.tag = "div"
        elif form.getparent() is not None:
            form.drop_tree()
    for button in list(body.iter("button")):
        if _opens_a_section(button):
            button.tag = (
                "p" if next(button.iterancestors("h1", "h2", "h3", "h4", "h5", "h6", "summary"), None) is None else "span"
            )
        else:
            button.drop_tree()
    etree.strip_elements(body, *_FIELDS, with_tail=False)


def _opens_a_section(button: HtmlElement) -> bool:
    """Whether a button's words are the title of what it unfolds."""
    parent = button.getparent()
    in_heading = parent is not None and parent.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
    named = "accord" in (button.get("class") or "").lower() or button.get("aria-expanded") or button.get("aria-controls")
    follower = button.getnext()
    return bool(in_heading or (named and follower is not None and len(words_of(follower)) >= PANEL_WORDS))


def _furniture(body: HtmlElement, total: int) -> Iterator[HtmlElement]:
    for element in body.iterdescendants(etree.Element):
        if element.getparent() is None:
            continue
        if _is_framed(element, total) or _is_hidden(element, total) or _is_named(element, total):
            yield element


def _is_framed(element: HtmlElement, total: int) -> bool:
    """Navigation, header, footer and dialogs, by tag or role."""
    tag, role = element.tag, element.get("role")
    if tag in ("nav", "dialog", "menu") or (role is not None and role in _ROLES):
        return len(words_of(element)) < FRAME_SHARE * total and not _is_contents(element)
    if tag in ("header", "footer", "aside"):
        inside = next(element.iterancestors(*_SECTIONING), None) is not None
        has_title = next(element.iter("h1"), None) is not None
        return (
            not (inside and tag != "aside")
            and not (tag == "header" and has_title)
            and len(words_of(element)) < FRAME_SHARE * total
        )
    return False


def _is_contents(element: HtmlElement) -> bool:
    """Tell a table of contents, links into the page itself, from a menu (format, rule W1)."""
    links = list(element.iter("a"))
    inner = sum("href" not in link.attrib for link in links)
    return len(links) > 2 and inner > 0.7 * len(links)


def _is_hidden(element: HtmlElement, total: int) -> bool:
    style, mark = element.get("style"), element.get("class")
    hidden = element.get("hidden") is not None or (style is not None and _HIDDEN_STYLE.search(style) is not None)
    by_class = mark is not None and not _HIDDEN_CLASS.isdisjoint(mark.split())
    by_aria = element.get("aria-hidden") == "true"
    if not (hidden or by_class or by_aria):
        return False
    words = len(words_of(element))
    if words < PANEL_WORDS:
        return True
    if words > FRAME_SHARE * total or not hidden:
        return False
    return not (element.get("role") == "tabpanel" or _PANEL.search(f"{element.get('id') or ''} {mark or ''}"))


@lru_cache(maxsize=8192)
def _named(mark: str) -> str:
    """Say what an element's id and classes call it: ``certain``, ``foot``, ``widget``, or nothing of interest."""
    if _CERTAIN.search(mark):
        return "certain"
    if _FOOT.search(mark):
        return "foot"
    return "widget" if _LIKELY.search(mark) or _WIDGET_PARTS.search(mark.partition(" ")[2]) else ""


def _is_named(element: HtmlElement, total: int) -> bool:
    mark, name = element.get("class"), element.get("id")
    if (mark is None and name is None) or element.tag in _UNNAMED:
        return False
    called = _named(f"{(name or '').replace(' ', '-')} {mark or ''}")
    if not called:
        return False
    words = words_of(element)
    if called == "certain":
        return len(words) < NAMED_SHARE * total
    if called == "foot" and next(element.iterancestors(*_SECTIONING), None) is None:
        return len(words) < FRAME_SHARE * total
    return len(words) < NAMED_SHARE * total and _is_widget(element, words)


def _is_widget(element: HtmlElement, words: list[str]) -> bool:
    """Few words and no sentence among them, or links throughout; tables of contents and titles are neither."""
    if next(element.iter("h1"), None) is not None or _is_contents(element):
        return False
    linked = sum(len(words_of(link)) for link in element.iter("a") if link.get("href"))
    return linked > 0.6 * len(words) or (len(words) < WIDGET_WORDS and sum(word.endswith((".", ";")) for word in words) < 2)
