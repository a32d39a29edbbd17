"""What an element's id and classes call it, and whether its words agree: names lie more often than tags (rules W2, W3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import words_of
from crawler.extraction.layout import WORD
from crawler.extraction.parts import ASIDE, is_contents, is_stamp

#: Words up to which a part may be called furniture by a general name (``feedback``, ``share``), unless it is mostly links.
WIDGET_WORDS: Final = 60
#: Share of linked words from which a part is a menu.
MENU: Final = 0.6
#: Words from which a part beside another one is prose.
PROSE: Final = 12

#: What consent tools call their banners, the archive its toolbar, themes their skip links: as wholes, for the tools write
#: lists into cookie policies as well, and headings are named after them.
_CERTAIN = re.compile(
    r"onetrust-(?:consent|banner|pc)-sdk|optanon-(?:alert-box|popup)(?:-\w+)?|truste[-_](?:overlay|box[-_]overlay|popframe)"
    r"|truste-consent-(?:track|content|text|buttons?)|cybotcookiebotdialog\w*|cmplz-cookiebanner(?:-\w+)?"
    r"|didomi-(?:host|popup|notice|banner)(?:-[\w-]*)?|usercentrics-(?:root|cmp-ui|banner|button)|qc-cmp2?-(?:container|main|ui)"
    r"|osano-cm-(?:window|dialog|info-dialog|drawer)(?:__\w+)?|wm-ipp(?:-[\w-]*)?|donato(?:-base)?|screen-reader-shortcut"
    r"|(?:\w+-)?skip-?(?:to|links?|nav)[\w-]*",
    re.IGNORECASE,
)
#: Breadcrumbs and chat windows: labels are theirs beyond doubt, sections about chats are called so as well.
_LABELS = re.compile(
    r"[\w-]{0,40}bread-?crumbs?(?:[-_]?(?:list|area|nav|wrap|wrapper|container|inner|section|trail|bar))?|olark(?:[-_][\w-]*)?"
    r"|zopim|zsiq\w{0,20}|drift-widget(?:-[\w-]*)?|live-?chat(?:[-_][\w-]*)?|intercom-(?:container|frame|launcher|lightweight-app)",
    re.IGNORECASE,
)
#: What banners about cookies are called, and sections about cookies as well.
_COOKIES = re.compile(
    r"(?:cookie|consent|gdpr|ccpa)s?[-_ ]?(?:law[-_ ]?)?"
    r"(?:banner|bar|notice|pop-?up|modal|overlay|wall|message|dialog|box|bot|alert|info)",
    re.IGNORECASE,
)
#: What page builders write before every name of theirs: their "widget" is any part of the page.
_BUILDER = re.compile(
    r"^(?:elementor|wp-block|hs_cos_wrapper(?:_type)?|vc|wpb|et_pb|fl|fusion|sqs|brxe|widget-(?:type|span))(?:[-_]+|$)"
    r"(?:(?:widget|module|block|element|container|section|column|row|wrapper|wrap)(?:[-_]+|$))*"
)
_WIDGETS: Final = (
    *("nav", "navbar", "menu", "topnav", "subnav", "sub-?menu", "toolbar", "sidebar", "side-?bar", r"widget(?:_\w{1,30})?"),
    *("social", "share", "sharing", "shar", "addthis", "addtoany", "sharethis", "newsletter", "subscribe", "subscription"),
    *("related", "comments?", "feedback", "helpful", "helpfulness", "votes?", "voting", "rating", "ratings"),
    *("print", "printer", "pagination", "pager", "prev-?next", "back-?to-?top", "search", "lang", "languages?", "locale"),
    *("login", "signin", "copyrights?", "footer", "bottom-?bar", "promo", "banner", "advert", "ads", "chat"),
    *("meta", "byline", "tags"),
)
_BEFORE: Final = (
    r"(?:(?:site|page|post|entry|article|main|global|header|footer|top|bottom|side|left|right|blog|kb|social)[-_]?)?"
)
_AFTER: Final = (
    r"(?:[-_]?(?:list|form|area|box|bar|buttons?|btn|links?|icons?|items?|menu|nav|wrap|wrapper|container|widget|block|toolbox"
    r"|switcher|switch|selector|select|picker|articles?|posts?|topics?|pages?|content|count|inner|top|bottom|info))?"
)
_WIDGET = re.compile(rf"{_BEFORE}(?:{'|'.join(_WIDGETS)}){_AFTER}", re.IGNORECASE)
#: Parts of names that make a menu or a known phrase furniture, but nothing else.
_MAYBE = re.compile(
    rf"(?:^|[-_])(?:{'|'.join(_WIDGETS)})(?:[-_]|$)|(?:vot(?:e|ing)|share|helpful|updatemsg|navigat|feedback|sidebar|related)",
    re.IGNORECASE,
)
#: A page's foot by name; it may hold sentences about the company.
_FOOT = re.compile(
    r"(?:(?:site|page|global|main|home)[-_]?)?(?:footer|foot|colophon)(?:[-_]?(?:wrap|wrapper|container|inner|area|bar))?",
    re.IGNORECASE,
)
#: What a policy says of its own date.
DATED = re.compile(r"\b(?:updated?|effective|revis(?:ed|ion)|amended|in force|version)\b(?!.*\bago\b)")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


@lru_cache(maxsize=8192)
def called(mark: str) -> str:
    """Say what id and classes call an element.

    ``certain``, ``label``, ``cookies``, ``foot``, ``widget``, ``maybe``, or nothing.
    """
    tokens = [_BUILDER.sub("", token) for token in mark.split()]
    if any(_CERTAIN.fullmatch(token) for token in tokens):
        return "certain"
    if any(_LABELS.fullmatch(token) for token in tokens):
        return "label"
    if any(_COOKIES.search(token) for token in tokens):
        return "cookies"
    if any(_FOOT.fullmatch(token) for token in tokens):
        return "foot"
    if any(_WIDGET.fullmatch(token) for token in tokens):
        return "widget"
    return "maybe" if any(_MAYBE.search(token) for token in tokens) else ""


def is_widget(element: HtmlElement, words: list[str], menu: bool, *, surely_named: bool) -> bool:
    """Whether a part so named is a menu or a widget's phrase; under a whole name a label, never a heading, sentence, date."""
    if next(element.iter("h1"), None) is not None or is_contents(element):
        return False
    if menu:
        return True
    text = " ".join(WORD.findall(" ".join(words).lower()))
    if len(words) < WIDGET_WORDS and (ASIDE.search(text) or is_stamp(element)):
        return True
    headed = next(element.iter(*_HEADINGS), None) is not None
    return surely_named and not headed and not DATED.search(text) and not says_something(words)


def is_menu(element: HtmlElement, words: list[str]) -> bool:
    """Whether a part is links throughout, and no sentence about them."""
    links = [link for link in element.iter("a") if link.get("href")]
    linked = sum(len(words_of(link)) for link in links)
    if linked <= MENU * len(words) or any((link.get("href") or "").startswith(("mailto:", "tel:")) for link in links):
        return False
    return not (len(words) - linked >= 3 and words[-1].endswith((".", ":")))


def is_known(words: tuple[str, ...]) -> bool:
    """Whether words in lower case are what widgets say: their loss is none."""
    return len(words) < WIDGET_WORDS and ASIDE.search(" ".join(words)) is not None


def says_something(words: list[str]) -> bool:
    """Whether words are more than a label: many, or with the end of a sentence among them."""
    return len(words) >= WIDGET_WORDS or (len(words) > 2 and any(word.endswith((".", ";", ":")) for word in words))


def stands_in_prose(element: HtmlElement) -> bool:
    """Whether prose or headings stand before and after a part in its container: it is a section then, no banner and no foot."""
    parent = element.getparent()
    while parent is not None and parent.tag != "body" and len(words_of(parent)) == len(words_of(element)):
        element, parent = parent, parent.getparent()
    before = any(is_prose(beside) for beside in element.itersiblings(preceding=True))
    after = any(is_prose(beside) for beside in element.itersiblings())
    headed = next(element.iter(*_HEADINGS), None) is not None and parent is not None and parent.tag != "body"
    return before and (after or headed)


def is_prose(element: HtmlElement) -> bool:
    """Whether a part beside another one is a heading or prose, and no frame of the page."""
    if element.tag in _HEADINGS:
        return True
    words = words_of(element)
    return (
        len(words) >= PROSE and element.tag not in ("nav", "header", "footer", "aside", "form") and not is_menu(element, words)
    )
