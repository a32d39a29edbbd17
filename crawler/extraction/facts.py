"""What the page around the policy tells: counted once, before anything is cut away."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import text_of, words_of
from crawler.extraction.judge import HtmlFacts

#: Elements whose text nobody reads on the page, taken away before anything is counted.
UNREAD: Final = ("script", "style", "template", "svg", "canvas", "noembed", "datalist", "math")
#: Headings handed to the judge, and characters of each.
MAX_HEADINGS: Final = 200
MAX_HEADING: Final = 200

#: Characters of a title that are kept: the longest real one seen has 300.
MAX_TITLE: Final = 2000

_LINK_TEXTS = etree.XPath("//a//text()", smart_strings=False)
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}['\"]?([^'\"]+)", re.IGNORECASE)
_HEADINGS: Final = ("h1", "h2", "h3")
_FRAMES: Final = ("frame", "iframe")


def collect(tree: HtmlElement) -> HtmlFacts:
    """Count what the judge asks for. Scripts, styles and drawings are removed from the tree on the way."""
    scripts = sum(1 for _ in tree.iter("script"))
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    return HtmlFacts(
        words_on_page=len(words_of(_body(tree))),
        link_words=sum(len(text.split()) for text in _LINK_TEXTS(tree)),
        scripts=scripts,
        password_fields=sum((field.get("type") or "").lower() == "password" for field in tree.iter("input")),
        forms=sum(1 for _ in tree.iter("form")),
        frames=sum(1 for _ in tree.iter(*_FRAMES)),
        meta_refresh=_refresh(tree),
        headings=tuple(text for h in tree.iter(*_HEADINGS) if (text := " ".join(words_of(h))[:MAX_HEADING]))[:MAX_HEADINGS],
    )


def title_of(tree: HtmlElement) -> str:
    """Find the page's ``<title>``, white space collapsed (format, rule T1); a drawing's or a picture's title is none."""
    found = next((t for t in tree.iter("title") if next(t.iterancestors("svg"), None) is None), None)
    return "" if found is None else " ".join(text_of(found)[:MAX_TITLE].split())


def _body(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def _refresh(tree: HtmlElement) -> str:
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            target = _REFRESH.search(meta.get("content") or "")
            return target[1].strip() if target else ""
    return ""
