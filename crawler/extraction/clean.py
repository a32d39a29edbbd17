"""Furniture of the page goes; what holds a large share of its words never does (format, rules W2, W3 and B8)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.banner import banners
from crawler.extraction.elements import text_of, words_of
from crawler.extraction.frame import framed, in_policy, says
from crawler.extraction.furniture import WIDGET_WORDS, called, is_known, is_menu, is_prose, is_widget, stands_in_prose
from crawler.extraction.hidden import FRAME_SHARE, hidden, is_text
from crawler.extraction.layout import WORD

#: The same for parts known by a class name only: names lie more often than tags.
NAMED_SHARE: Final = 0.15
#: Share of the page's words that names may take away on a label's evidence alone; beyond it none of them is believed.
DOUBTFUL_SHARE: Final = 0.1

_VOID: Final = ("img", "picture", "map", "area", "object", "embed", "applet", "audio", "video", "iframe", "param", "bgsound")
_FIELDS: Final = ("input", "select", "textarea", "optgroup", "option", "output", "progress", "meter")
_SECTIONING: Final = ("article", "main")
#: Elements whose name says nothing: parts of the text, and frames of the page.
_UNNAMED: Final = frozenset(("body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr"))

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What a form that belongs to no policy asks for.
_NEWSLETTER = re.compile(r"\b(?:newsletters?|subscribe|sign up)\b")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part that went because of its name, and was more than a menu: where it stood and what it held."""

    parent: HtmlElement
    words: tuple[str, ...] = field(repr=False)
    headings: int
    items: int


class _Named(NamedTuple):
    """A part with a doubtful name, its words, and whether it is a menu."""

    element: HtmlElement
    words: list[str]
    menu: bool


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's body without its furniture, and what went that may have been text."""

    body: HtmlElement
    dropped: tuple[Dropped, ...] = ()


def clean(tree: HtmlElement, *, by_name: bool = True) -> Cleaned:
    """Take the furniture out of a tree in place. Without ``by_name`` doubtful names count for nothing."""
    body = tree.find("body")
    body = tree if body is None else body
    etree.strip_elements(body, *_VOID, with_tail=False)
    for banner in banners(body):
        _drop(banner)
    total = len(words_of(body))
    frame = _without(framed(body, total), by_name=by_name)
    frame += _without(_noscript(body, total), by_name=by_name)
    frame += _without(_forms(body, total), by_name=by_name)
    for element in hidden(body, total):
        _drop(element)
    return Cleaned(body, (*frame, *_without_named(body, total, by_name=by_name)))


def _without(furniture: list[HtmlElement], *, by_name: bool) -> list[Dropped]:
    """Take furniture away, and tell of what says something inside the page; without ``by_name`` that stays."""
    told = []
    for element in furniture:
        parent, words = element.getparent(), words_of(element)
        if parent is not None and parent.tag != "body" and says(element, words):
            if not by_name:
                element.tag = "div"
                continue
            told.append(_dropped(element, words))
        _drop(element)
    return told


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _noscript(body: HtmlElement, total: int) -> list[HtmlElement]:
    gone = []
    for element in list(body.iter("noscript")):
        words = words_of(element)
        if len(words) > FRAME_SHARE * total or (says(element, words) and in_policy(element)):
            element.tag = "div"
        else:
            gone.append(element)
    return gone


def _forms(body: HtmlElement, total: int) -> list[HtmlElement]:
    """Sort the forms out: a form around the page is its frame, a form with fields and little prose is a form."""
    gone = []
    for form in list(body.iter("form")):
        words = len(words_of(form))
        if words > FRAME_SHARE * total or words > 2 * WIDGET_WORDS:
            form.tag = "div"
        elif _NEWSLETTER.search(text_of(form).lower()):
            _drop(form)
        elif _tells(form) and in_policy(form):
            etree.strip_elements(form, "label", "legend", with_tail=False)
            form.tag = "div"
        else:
            gone.append(form)
    _buttons(body)
    return gone


def _tells(form: HtmlElement) -> bool:
    """Whether a form holds a sentence of its own."""
    prose = [part for part in form.iter("p", "li", "dd") if is_prose(part) and says(part, words_of(part))]
    return bool(prose) and says(form, words_of(form))


def _buttons(body: HtmlElement) -> None:
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
    if button.get("role") == "tab":  # its panel is not on the page, or has its label
        return False
    parent = button.getparent()
    in_heading = parent is not None and parent.tag in _HEADINGS
    named = "accord" in (button.get("class") or "").lower() or button.get("aria-expanded") or button.get("aria-controls")
    follower = button.getnext()
    if follower is None and parent is not None and len(words_of(parent)) == len(words_of(button)):
        follower = parent.getnext()
    return bool(in_heading or (named and follower is not None and is_text(follower)))


def _without_named(body: HtmlElement, total: int, *, by_name: bool) -> tuple[Dropped, ...]:
    """Take away what names call furniture; the uncertain ones all stay when they would take a large share of the page along."""
    doubtful: list[_Named] = []
    inside: list[Dropped] = []
    for element in list(body.iterdescendants(etree.Element)):
        name = _name_of(element)
        if not name or next((e for e in element.iterancestors() if e is body), None) is None:
            continue
        words = words_of(element)
        if _is_surely(element, name, words, total):
            if element.getparent() is not body:
                if not by_name and (name not in ("certain", "label") or len(words) >= WIDGET_WORDS):
                    continue
                inside.append(_dropped(element, words))
            _drop(element)
        elif name in ("foot", "widget", "maybe") and len(words) < NAMED_SHARE * total:
            named = _Named(element, words, is_menu(element, words))
            if is_widget(element, words, named.menu, surely_named=name != "maybe"):
                doubtful.append(named)
    if not by_name or sum(len(named.words) for named in doubtful if not named.menu) > DOUBTFUL_SHARE * total:
        doubtful = [named for named in doubtful if named.menu]
    inside += [_dropped(named.element, named.words) for named in doubtful if not named.menu]
    for named in doubtful:
        _drop(named.element)
    return tuple(inside)


def _name_of(element: HtmlElement) -> str:
    mark, name = element.get("class"), element.get("id")
    if (mark is None and name is None) or element.tag in _UNNAMED:
        return ""
    return called(f"{(name or '').replace(' ', '-')} {mark or ''}")


def _is_surely(element: HtmlElement, name: str, words: list[str], total: int) -> bool:
    if name == "certain":
        return len(words) < FRAME_SHARE * total
    if name == "label":
        return len(words) < NAMED_SHARE * total and is_widget(element, words, is_menu(element, words), surely_named=True)
    if name == "cookies":
        return len(words) < NAMED_SHARE * total and not stands_in_prose(element)
    outside = next(element.iterancestors(*_SECTIONING), None) is None
    return name == "foot" and outside and len(words) < FRAME_SHARE * total and not stands_in_prose(element)


def _dropped(element: HtmlElement, words: list[str]) -> Dropped:
    said = tuple(WORD.findall(" ".join(words).lower()))
    if is_known(said):
        return Dropped(element.getparent(), (), 0, 0)
    headings, items = (sum(1 for _ in element.iter(*tags)) for tags in (_HEADINGS, ("li",)))
    return Dropped(element.getparent(), said, headings, items)
