"""The located part of the page -> a flow of blocks: everything that is looks goes, everything that is structure stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import MAX_SPAN, ends_in_break, has_items, lines_of, marked, span, swallows, words_of
from crawler.extraction.flow import BREAK, Block, Close, Flow, Open, Piece, Style, settled, visible, without_empty
from crawler.extraction.layout import BLOCKS
from crawler.extraction.links import resolve
from crawler.extraction.tables import is_data

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ul", "ol"))
_CONTAINERS: Final = frozenset(("ul", "ol", "li", "blockquote"))


def shape(parts: Iterable[HtmlElement], base: str) -> Flow:
    """Turn the located parts of a page into its flow of blocks; links are resolved against the URL ``base``."""
    shaper = _Shaper(base)
    for part in parts:
        shaper.take(part)
    return without_empty(shaper.flow)


class _Shaper:
    """Walks elements, keeps what is open, and writes blocks as they end."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.flow: Flow = []
        self.pieces: list[Piece] = []
        self.open: list[str] = []
        self.styles: list[Style] = [Style()]
        self.kind = "p"
        self.one_line = 0  # inside a heading or a cell: blocks and breaks are spaces there
        self.preformatted = 0
        self.implied = False  # whether the open list is one that the page forgot to open around its items
        self.links = 0
        self.reaching: list[int] = []  # for each column of the open table: rows that a cell from above still reaches into
        self.column = 0

    def take(self, part: HtmlElement) -> None:
        """Walk one part; its tail is not part of it."""
        for event, element in etree.iterwalk(part, events=("start", "end")):
            if event == "start":
                self.start(element)
                self.text(element.text)
            else:
                self.end(element)
                if element is not part:
                    self.text(element.tail)
        self.flush()

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append(Piece(visible(text), self.styles[-1]))

    def flush(self, kind: str = "") -> None:
        """End the block that is being written."""
        if self.pieces:
            pieces = lines_of(self.pieces) if self.preformatted else settled(self.pieces)
            if pieces:
                self._end_implied()
                self.flow.append(Block(kind or self.kind, pieces))
            self.pieces = []
        self.kind = "p"

    def boundary(self) -> None:
        if self.one_line:
            self.pieces.append(Piece(" "))
        elif not self.preformatted:
            self.flush()

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in BLOCKS:
            self.styles.append(self._styled(element, tag))
            if tag == "q":
                self.pieces.append(Piece('"', self.styles[-1]))
        elif tag == "br":
            self._break()
        elif self.one_line or self.preformatted:
            self.boundary()
            self.one_line += tag in _HEADINGS or tag in ("td", "th")
        elif tag in _HEADINGS:
            self.flush()
            self.one_line += not swallows(element)
        elif tag in ("td", "th") and self.open and self.open[-1] == "tr":
            self.flush()
            self.one_line += 1
        else:
            self._start_block(element, tag)

    def _start_block(self, element: HtmlElement, tag: str) -> None:
        self.flush()
        if tag in _LISTS and not has_items(element):
            return
        if tag in _CONTAINERS:
            if tag == "li" and not {"ul", "ol"} & set(self.open):
                self._enter("ul", {})
                self.implied = True
            elif tag != "li":
                self._end_implied()
            self._enter(tag, {name: element.get(name) for name in ("start", "value") if element.get(name)})
            self.kind = "text" if tag == "li" else "p"
        elif tag == "table" and is_data(element):
            self._caption(element)
            self._enter("table", {})
            self.reaching = []
        elif tag in ("tr", "thead", "tbody", "tfoot") and self.open and self.open[-1] == "table":
            self._start_row(tag)
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "hr" and "li" not in self.open:  # html2text would end the list there
            self._end_implied()
            self.flow.append(Block("hr"))
        elif tag == "dt":
            self.styles.append(self.styles[-1]._replace(bold=True))

    def _start_row(self, tag: str) -> None:
        if tag == "tr":
            self._enter("tr", {})
            self.column = 0
        else:
            self.reaching = []  # no cell reaches out of its group (HTML Living Standard, 4.9.12)

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in BLOCKS:
            if tag == "q":
                self.pieces.append(Piece('"', self.styles[-1]))
            self.styles.pop()
        elif tag in _HEADINGS:
            self._end_heading(tag)
        elif tag in ("td", "th") and self.one_line:
            self._end_cell(element)
        elif tag == "pre" and self.preformatted:
            self.flush("pre")
            self.preformatted -= 1
        elif tag != "br" and not (self.one_line or self.preformatted):
            self.flush()
            self._leave(element, tag)
        elif tag != "br":
            self.boundary()

    def _leave(self, element: HtmlElement, tag: str) -> None:
        if tag == "dt" and len(self.styles) > 1:
            self.styles.pop()
        if tag in _LISTS and not has_items(element):
            return
        if tag == "tr":
            self.reaching = [max(rows - 1, 0) for rows in self.reaching]
        if tag in self.open and (tag in _CONTAINERS or tag in ("table", "tr")):
            while self.open:
                last = self.open.pop()
                self.flow.append(Close(last))
                if last == tag:
                    break

    def _end_heading(self, tag: str) -> None:
        if not self.one_line:
            self.flush()
            return
        self.one_line -= 1
        if self.one_line or self.preformatted:
            self.pieces.append(Piece(" "))
        else:
            self.flush(tag)

    def _end_cell(self, element: HtmlElement) -> None:
        self.one_line -= 1
        if self.one_line:
            self.pieces.append(Piece(" "))
            return
        self._skip_reached()
        self.flow.append(Block("cell", settled(self.pieces)))
        self.pieces = []
        wide, rows = span(element), span(element, "rowspan")
        self.flow += [Block("cell")] * (wide - 1)
        if rows > 1 and self.column < MAX_SPAN:
            self.reaching += [0] * (self.column + wide - len(self.reaching))
            self.reaching[self.column : self.column + wide] = [rows] * wide
        self.column += wide

    def _skip_reached(self) -> None:
        """Leave the columns empty that a cell of a row above reaches into: the page shows its words once."""
        while self.column < len(self.reaching) and self.reaching[self.column]:
            self.flow.append(Block("cell"))
            self.column += 1

    def _end_implied(self) -> None:
        """Close a list that was never opened, when something else than an item follows."""
        if self.implied and self.open and self.open[-1] == "ul":
            self.flow.append(Close(self.open.pop()))
            self.implied = False

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        self.open.append(tag)
        self.flow.append(Open(tag, attributes))

    def _break(self) -> None:
        if self.one_line:
            self.pieces.append(Piece(" "))
        elif self.preformatted:
            self.pieces.append(Piece("\n"))
        elif self.pieces and ends_in_break(self.pieces):
            self.flush()
        else:
            self.pieces.append(BREAK)

    def _caption(self, table: HtmlElement) -> None:
        for caption in list(table.iter("caption")):
            self.pieces.append(Piece(visible(" ".join(words_of(caption)))))
            self.flush()
            table.remove(caption) if caption.getparent() is table else None

    def _styled(self, element: HtmlElement, tag: str) -> Style:
        style = self.styles[-1]
        if tag == "a":
            return self._linked(style, element)
        return marked(style, tag)

    def _linked(self, style: Style, element: HtmlElement) -> Style:
        target = resolve(element.get("href") or "", self.base)
        if not target:
            return style
        self.links += 1
        return style._replace(href=target, title=" ".join((element.get("title") or "").split()), link=self.links)
