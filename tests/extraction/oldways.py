"""A page rewritten the way pages were written before 2010: what it says stays, what it says it with goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_SEMANTIC: Final = frozenset(("main", "article", "section", "header", "footer", "nav", "aside", "figure"))
_NAMES: Final = ("class", "id", "role", "itemprop", "itemtype")


def _anonymous(tree: HtmlElement) -> None:
    """Divs without any name."""
    for element in tree.iter(etree.Element):
        for name in _NAMES:
            element.attrib.pop(name, None)
        if element.tag in _SEMANTIC:
            element.tag = "div"


def _tables(tree: HtmlElement) -> None:
    """Every div a table of one cell."""
    for div in list(tree.iter("div")):
        parent, tail = div.getparent(), div.tail
        if parent is None:
            continue
        table = tree.makeelement("table", {})
        div.tag, div.tail = "td", None
        parent.replace(div, table)
        etree.SubElement(table, "tr").append(div)
        table.tail = tail


def _breaks(tree: HtmlElement) -> None:
    """Paragraphs parted by two line breaks."""
    for paragraph in list(tree.iter("p")):
        if paragraph.getparent() is None:
            continue
        for _ in range(2):
            line = tree.makeelement("br", {})
            line.tail, paragraph.tail = paragraph.tail, None
            paragraph.addnext(line)
        paragraph.drop_tag()


def _fonts(tree: HtmlElement) -> None:
    """Headings in large bold letters."""
    for heading in list(tree.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        font = tree.makeelement("font", {"size": "4"})
        bold = etree.SubElement(font, "b")
        bold.text, heading.text = heading.text, None
        bold.extend(list(heading))
        heading.append(font)
        heading.tag = "p"


WAYS: Final[dict[str, Callable[[HtmlElement], None] | None]] = {
    "divs without names": None,
    "layout tables": _tables,
    "line breaks": _breaks,
    "font tags": _fonts,
}


def rewritten(html: str, way: str) -> str:
    """A page's characters in one of the old ``WAYS``."""
    tree = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8"))
    _anonymous(tree)
    rewrite = WAYS[way]
    if rewrite is not None:
        rewrite(tree)
    return str(etree.tostring(tree, encoding="unicode", method="html"))
