"""A flow of blocks -> Markdown: html2text's handlers, driven by the flow instead of by its own HTML parser."""

from __future__ import annotations

import re
from typing import Final

from html2text import HTML2Text

from crawler.extraction.flow import BREAK, PLAIN, Block, Close, Flow, Open, Piece, Style, readable

#: What Markdown would misread at the start of a line: numbers, bullets, headings, quotes, rules (CommonMark 0.31, 4 and 5).
_LINE_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+*])(?=\s|$|-)|^(#{1,6})(?=\s|$)|^(>)|^(=+)\s*$")
#: ... and inside one: backslashes before punctuation, tags, entities, code, emphasis around words, a link's brackets.
_INSIDE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|<(?=[a-zA-Z/!?])|&(?=#?\w{2,31};)|`|\*(?=\w)|(?<=\w)\*|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|\](?=\()"
)
_SPECIAL = re.compile(r"[\\<&`*_\]]")
_NBSP: Final = "&nbsp_place_holder;"
#: Control characters, also those that a page wrote as references.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BLANK_LINES = re.compile(r"\n{5,}")
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
    for at, line in enumerate(lines):
        kept = line.rstrip(" \t")
        follows = at + 1 < len(lines) and bool(lines[at + 1].strip(" \t>"))
        lines[at] = f"{kept}  " if follows and kept.strip(" >") and line.endswith("  ") else kept
    body = _BLANK_LINES.sub("\n\n\n\n", "\n".join(lines)).strip("\n")
    return f"{body}\n" if body else ""


class _Handlers(HTML2Text):
    """html2text without its second folding of white space: the flow's is folded already."""

    def handle_data(self, data: str, entity_char: bool = False) -> None:
        if self.maybe_automatic_link is not None or self.pre:
            super().handle_data(data.replace("\xa0", _NBSP), entity_char)
        else:
            self.o(data)


class _Writer:
    """html2text, told what to write."""

    def __init__(self) -> None:
        self.html = _Handlers(bodywidth=0)
        self.html.unicode_snob = True
        
    def finish(self) -> str:
        return self.html.finish()

    def open(self, item: Open) -> None:
        if item.tag == "li" and item.attributes.get("value", "").isdecimal() and self.html.list:
            self.html.list[-1].num = int(item.attributes["value"]) - 1
        self.html.handle_tag(item.tag, dict(item.attributes), True)

    def close(self, item: Close) -> None:
        self.html.handle_tag(item.tag, {}, False)
        if item.tag == "table":
            self.html.p()

    def block(self, block: Block) -> None:
        tag = {"text": "", "cell": "td"}.get(block.kind, block.kind)
        if tag:
            self.html.handle_tag(tag, {}, True)
        if block.kind == "pre":
            self.html.handle_data(block.text)
        else:
            self._pieces(readable(block.pieces), cell=block.kind == "cell")
        if tag and tag != "hr":
            self.html.handle_tag(tag, {}, False)

    def _pieces(self, pieces: list[Piece], *, cell: bool) -> None:
        last, line_start = PLAIN, not cell
        for piece in pieces:
            if piece.style != last:
                self._switch(last, piece.style)
                last = piece.style
            if piece == BREAK:
                self.html.handle_tag("br", {}, True)
                line_start = True
            elif piece.text == last.href and re.match(r"[a-zA-Z+]+://", piece.text):
                self.html.handle_data(piece.text, True)
            else:
                self.html.handle_data(escaped(piece.text, line_start=line_start, cell=cell), True)
                line_start = False
        self._switch(last, PLAIN)

    def _switch(self, last: Style, new: Style) -> None:
        """Close the markers that end here, open those that begin; a link is the outermost."""
        for name, tag in reversed(_MARKS):
            if getattr(last, name):
                self._mark(tag, start=False)
        if last.link and last.link != new.link:
            self.html.handle_tag("a", {}, False)
        if new.link and last.link != new.link:
            title = "" if "<" in new.title else new.title.replace('"', "&quot;")
            self.html.handle_tag("a", {"href": new.href, "title": title}, True)
        for name, tag in _MARKS:
            if getattr(new, name):
                self._mark(tag, start=True)

    def _mark(self, tag: str, *, start: bool) -> None:
        self.html.handle_tag(tag, {}, start)
        self.html.stressed = self.html.preceding_stressed = False


def escaped(text: str, *, line_start: bool, cell: bool) -> str:
    """Text with a backslash before each character that Markdown would misread, and only there (format, rule B10)."""
    if _SPECIAL.search(text):
        text = _INSIDE.sub(r"\\\g<0>", text)
    if cell:
        text = text.replace("|", "\\|")
    return _LINE_START.sub(_line_start, text) if line_start else text


def _line_start(match: re.Match[str]) -> str:
    number, dot, *marks = match.groups()
    if number:
        return f"{number}\\{dot}"
    return "\\" + next(mark for mark in marks if mark)
