"""Text -> an lxml tree of bounded size and depth, without what the archive injected."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.extraction.unpack import ReadingError

#: Characters of HTML parsed. The largest policy page of the reference corpus has 3 million; beyond 16 million no reader of
#: ours ends within its time (2026-11).
MAX_CHARACTERS: Final = 16_000_000
#: Tags parsed. Real policy pages have up to 20,000 (2026-11).
MAX_TAGS: Final = 200_000
#: Attributes on one element. libxml2 needs quadratic time for them: 10^4 take 0.2 s, 10^6 more than ten minutes (2026-11).
MAX_ATTRIBUTES: Final = 200
#: Equals signs parsed, as a bound on all attributes: a million of them take a gigabyte. Real pages have up to 60,000.
MAX_EQUALS: Final = 400_000
#: Levels of nesting kept. Unclosed ``<font>`` tags of old pages reach some hundreds; the parser itself stops at 2,048.
MAX_DEPTH: Final = 400

_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20}+)[^<>]{2000,}+>?")
_BEYOND = etree.XPath("/*" * (MAX_DEPTH + 1))
_TOOLBAR: Final = ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->")
#: Block tags that keep their place when a page nested too deeply is flattened; all others are only taken away.
_DEEP = re.compile(r"<(?!/?(?:p|br|li|h[1-6]|title|head|body|html|script|style)\b)/?[a-zA-Z][^<>]{0,8000}>", re.IGNORECASE)


def parse(text: str) -> HtmlElement:
    """Parse a page; a page nested too deeply is flattened, attribute floods are cut.

    Raises ``ReadingError``: ``too-large`` beyond ``MAX_CHARACTERS`` or ``MAX_TAGS``, ``unreadable`` when there is no element.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReadingError("too-large", f"the page has {len(text)} characters, more than {MAX_CHARACTERS}")
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise ReadingError("too-large", f"the page has {tags} tags, more than {MAX_TAGS}")
    text = _LONG_TAG.sub(_without_flood, _without_toolbar(text))
    equals = text.count("=")
    if equals > MAX_EQUALS:
        raise ReadingError("too-large", f"the page has {equals} attributes, more than {MAX_EQUALS}")
    tree = _parsed(text)
    if not _too_deep(tree):
        return tree
    tree = _parsed(_DEEP.sub(" ", text))
    if _too_deep(tree):
        raise ReadingError("unreadable", f"the page is nested more than {MAX_DEPTH} levels deep")
    return tree


def _parsed(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("unreadable", f"no element in it: {error}") from error


def _without_toolbar(text: str) -> str:
    start, end = text.find(_TOOLBAR[0]), text.find(_TOOLBAR[1])
    return text if start < 0 or end < start else text[:start] + text[end + len(_TOOLBAR[1]) :]


def _without_flood(match: re.Match[str]) -> str:
    tag = match[0]
    return f"<{match[1]}>" if len(tag.split(None, MAX_ATTRIBUTES + 1)) > MAX_ATTRIBUTES else tag


def _too_deep(tree: HtmlElement) -> bool:
    return bool(_BEYOND(tree))
