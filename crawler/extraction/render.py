"""A flow of blocks -> Markdown: html2text's handlers, driven by the flow instead of by its own HTML parser."""

from __future__ import annotations

import re
from typing import Final

from html2text import HTML2Text

from crawler.extraction.escapes import escaped
from crawler.extraction.flow import BREAK, PLAIN, Block, Close, Flow, Open, Piece, Style
from crawler.extraction.markers import readable, without_lead

_URL = re.compile(r"[a-zA-Z+]+://")
_NBSP: Final = "&nbsp_place_holder;"
#: Control characters, also those that a page wrote as references.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_QUOTED = re.compile(r"(?:> ?)+")
_BLANK_LINES = re.compile(r"\n{5,}")
_LISTS: Final = frozenset(("ul", "ol"))
_MARKS: Final = (("bold", "strong"), ("italic", "em"), ("struck", "del"), ("code", "code"))


def markdown(flow: Flow) -> str:
    """Write a flow as Markdown: the body alone, ending with one line end, or empty."""
    writer = _Writer()
    for item in flow:
        if isinstance(item, Open):
            writer.open(item)
        elif isinstance(item, Close):
            writer.close(item)
        else:
            writer.block(item)
    return tidy(writer.finish())


def tidy(text: str) -> str:
    """Trailing spaces only as a break inside a block, no more than three blank lines in a row, one line end at the end."""
    lines = CONTROLS.sub("", text).split("\n")
    if "\n>" in text or text.startswith(">"):
        lines = _tidy_quotes(lines)
    for at, line in enumerate(lines):
        kept = line.rstrip(" \t")
        follows = at + 1 < len(lines) and bool(lines[at + 1].strip(" \t>"))
        lines[at] = f"{kept}  " if follows and kept.strip(" >") and line.endswith("  ") else kept
    body = _BLANK_LINES.sub("\n\n\n\n", "\n".join(lines)).strip("\n")
    return f"{body}\n" if body else ""


def _tidy_quotes(lines: list[str]) -> list[str]:
    """Give blank lines between two lines the quote that both stand in, and as many as outside of a quote (rule B1)."""
    found: list[str] = []
    blank, depth = 0, 0
    for line in lines:
        if not line.strip(" >"):
            blank += 1
            continue
        mark = _QUOTED.match(line)
        now = mark[0].count(">") if mark else 0
        if blank:
            found += [">" * min(depth, now)] * (1 if blank == 2 else min(blank, 3))
        found.append(line)
        blank, depth = 0, now
    return found


class _Handlers(HTML2Text):
    """html2text without its second folding of white space: the flow's is folded already."""

    def handle_data(self, data: str, entity_char: bool = False) -> None:
        if self.maybe_automatic_link is not None or self.pre:
            super().handle_data(data.replace("\xa0", _NBSP), entity_char)
            self.preceding_data = ""  # or a space is put before the next marker
        else:
            self.o(data)


class _Writer:
    """html2text, told what to write."""

    def __init__(self) -> None:
        self.html = _Handlers(bodywidth=0)
        self.html.unicode_snob = True
        self.marks: list[tuple[str, int]] = []
        self.empty_cell = False  # whether the block written last is an empty cell
        self.waiting: list[str] = []  # markers of the open items that are not written yet; empty once they are

    def finish(self) -> str:
        return self.html.finish()

    def open(self, item: Open) -> None:
        if item.tag == "li":
            self._item(item.attributes.get("value", ""))
            return
        if item.tag not in _LISTS:
            self._mark_item()
        elif not self.html.list and self.html.lastWasList:
            self.html.p()  # html2text leaves two blank lines between two lists; the format wants three (rule B1)
        self.html.handle_tag(item.tag, dict(item.attributes), True)

    def _item(self, value: str) -> None:
        """Begin an item. Its marker waits for what stands in it: an item that holds a list alone has none."""
        kind = self.html.list[-1]
        if kind.name == "ol":
            kind.num = int(value) if value.isdecimal() and len(value) < 9 else kind.num + 1
        self.waiting.append(f"{kind.num}. " if kind.name == "ol" else "* ")

    def _mark_item(self) -> None:
        """Write a waiting marker. html2text's own indents items under a number by three spaces, the format by two (rule B3)."""
        if self.waiting and self.waiting[-1]:
            level = max(1, len(self.html.list) - sum(marker != "" for marker in self.waiting[:-1]))
            self.html.pbr()
            self.html.o(f"{'  ' * level}{self.waiting[-1]}")
            self.waiting[-1] = ""
            self.html.start, self.html.lastWasList = True, False

    def close(self, item: Close) -> None:
        if item.tag in _LISTS and self.html.blockquote and len(self.html.list) == 1:
            self.html.list.pop()
            self.html.o("\n" + ">" * self.html.blockquote)  # html2text's own line end would end the quote
            self.html.lastWasList = True
            return
        if item.tag == "li":
            self.waiting.pop()
        if item.tag == "tr" and self.html.table_start and self.empty_cell:
            self.html.o("|")  # the same at the header's end: its rule has to have as many columns
        self.html.handle_tag(item.tag, {}, False)
        if item.tag == "table":
            self.html.p()

    def block(self, block: Block) -> None:
        self._mark_item()
        tag = {"text": "", "cell": "td"}.get(block.kind, block.kind)
        first = not self.html.split_next_td
        self.empty_cell = tag == "td" and not block.pieces
        if self.empty_cell and first:
            self.html.o("| ")  # or Markdown takes the row's first bar for its frame, and each cell for the one before
        if tag:
            self.html.handle_tag(tag, {}, True)
        if block.kind == "pre":
            self.html.startpre = self.html.start  # html2text begins with a line of its own: after a block that is one too many
            self.html.handle_data(block.text)
        else:
            self._pieces(escaped(readable(block.pieces), block.kind, first=first))
        if tag and tag != "hr":
            self.html.handle_tag(tag, {}, False)

    def _pieces(self, pieces: list[Piece]) -> None:
        if len(pieces) == 1 and pieces[0].style == PLAIN:  # as most are
            self.html.handle_data(pieces[0].text, True)
            return
        for piece in without_lead(pieces):
            self._switch(piece.style, space=piece.text.isspace())
            if piece == BREAK:
                self.html.o("  \n" + "> " * self.html.blockquote)  # html2text's own leaves a quote in a quote
            else:
                self.html.handle_data(piece.text, True)
        self._switch(PLAIN)

    def _switch(self, new: Style, *, space: bool = False) -> None:
        """Close the markers that end here, innermost first, and open those that begin, but none before a space.

        A link is the outermost, unless it begins in what is strong already.
        """
        wanted = [("a", new.link)] if new.link else []
        wanted += [(tag, 0) for name, tag in _MARKS if getattr(new, name)]
        while any(mark not in wanted for mark in self.marks):
            self._mark(self.marks.pop()[0], start=False)
        for mark in () if space else wanted:
            if mark not in self.marks:
                self.marks.append(mark)
                self._mark(mark[0], start=True, style=new)

    def _mark(self, tag: str, *, start: bool, style: Style = PLAIN) -> None:
        attributes: dict[str, str | None] = {}
        if style.link and tag == "a":
            title = "" if "<" in style.title else style.title.replace('"', "&quot;")
            attributes = {"href": style.href, "title": title}
        self.html.handle_tag(tag, attributes, start)
        self.html.stressed = self.html.preceding_stressed = False
