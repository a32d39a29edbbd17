"""A PDF's bytes -> its pages as lines of text, read by pdfminer.six.

pdfminer was preferred to pypdf, five times as fast (6 against 30 ms a page, 2026-11), because it knows where each letter
stands and in which font: headings, columns and paragraphs cannot be told without.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTImage, LTTextLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from crawler.extraction.flow import Piece, Style
from crawler.extraction.pdf.columns import gutter, in_parts
from crawler.extraction.pdf.lines import Line, PdfPage, from_the_top, in_reading_order, joined
from crawler.extraction.pdf.tables import with_tables

#: Pages, and glyphs a page, that are read: a page of small print has 8,000 glyphs, the longest policies known 80 pages.
MOST_PAGES: Final = 300
MOST_GLYPHS: Final = 60_000
#: Bytes that one stream that is no picture may unpack to; the text of a page is some 20 kB.
LARGEST_STREAM: Final = 32 << 20
#: Links a page that are kept.
_MOST_LINKS: Final = 200

_STREAM: Final = re.compile(rb"stream\r?\n")
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|oblique", re.IGNORECASE)
_SCHEMES: Final = (b"http://", b"https://", b"mailto:")
#: Codes over 32 that WinAnsiEncoding leaves unused are bullets (ISO 32000-1, annex D.2, note 3); pdfminer does not name them.
_GLYPHS: Final = {"(cid:127)": "•"}

Links = Sequence[tuple[tuple[float, float, float, float], str]]


class PdfTooLarge(Exception):  # noqa: N818 - a finding about the file
    """Raised while reading when a file is larger than what is read, with the reason in words."""


class _Device(PDFPageAggregator):
    """pdfminer's layout, without drawings, and with an end."""

    glyphs = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.glyphs = 0
        super().begin_page(page, ctm)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.glyphs += 1
        if self.glyphs > MOST_GLYPHS:
            raise PdfTooLarge(f"a page has more than {MOST_GLYPHS} letters")
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, *_: Any, **__: Any) -> None:
        """Leave drawings out."""


def pdf_pages(body: bytes) -> tuple[str, Iterator[PdfPage]]:
    """Open a PDF: its stated title, and its pages one by one. `PdfTooLarge`, or any error of pdfminer's."""
    _check_streams(body)
    document = PDFDocument(PDFParser(io.BytesIO(body)))
    return _stated_title(document), _read(document)


def _check_streams(body: bytes) -> None:
    """Refuse a file with a stream that unpacks to more than is read; pdfminer would unpack all of it."""
    for match in _STREAM.finditer(body):
        if b"/Image" in body[max(0, match.start() - 500) : match.start()].rpartition(b" obj")[2]:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(memoryview(body)[match.end() :], LARGEST_STREAM)
        except zlib.error:
            continue
        if len(unpacked) >= LARGEST_STREAM:
            raise PdfTooLarge(f"a part of the file unpacks to more than {LARGEST_STREAM >> 20} MB")


def _stated_title(document: PDFDocument) -> str:
    for info in document.info:
        title = resolve1(info.get("Title"))
        if isinstance(title, bytes):
            return title.decode("utf-16" if title[:2] in (b"\xfe\xff", b"\xff\xfe") else "cp1252", "replace").strip("\0 ")
    return ""


def _read(document: PDFDocument) -> Iterator[PdfPage]:
    resources = PDFResourceManager()
    device = _Device(resources, laparams=LAParams(boxes_flow=None, all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    columns = 0.0
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            raise PdfTooLarge(f"the file has more than {MOST_PAGES} pages")
        interpreter.process_page(page)
        found = list(_walk(layout := device.get_result()))
        links = _links(page)
        lines = [line for item in found if isinstance(item, LTTextLine) and (line := _line(item, links))]
        columns = gutter(lines, columns)
        pictures = sum(item.width * item.height for item in found if isinstance(item, LTImage))
        area = max(1.0, layout.width * layout.height)
        yield PdfPage(tuple(_in_order(lines, columns)), layout.height, min(1.0, pictures / area))


def _in_order(lines: list[Line], columns: float) -> Iterator[Line]:
    """Order a page's lines as they are read, tables among them as one line each."""
    if not columns:
        yield from in_reading_order(with_tables(from_the_top(joined(lines))))
        return
    for part in in_parts(lines, columns):
        yield from with_tables(from_the_top(joined(part)))


def _walk(item: Any) -> Iterator[Any]:
    """Visit lines and pictures, also in figures."""
    if isinstance(item, LTTextLine | LTImage):
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _walk(part)


def _line(item: LTTextLine, links: Links) -> Line | None:
    glyphs: list[Any] = list(item)
    sizes = Counter(round(glyph.size * 2) / 2 for glyph in glyphs if isinstance(glyph, LTChar))
    if not sizes or not item.get_text().strip():
        return None
    letters = [piece for _, word in groupby(glyphs, key=_is_blank) for piece in _styled(list(word), links)]
    runs = groupby(_spaced(letters), key=lambda piece: piece.style)
    pieces = tuple(Piece("".join(piece.text for piece in run), style) for style, run in runs)
    return Line(pieces, item.x0, item.x1, item.y0, item.y1, sizes.most_common(1)[0][0])


def _is_blank(glyph: Any) -> bool:
    return not glyph.get_text().strip()


def _styled(word: list[Any], links: Links) -> Iterator[Piece]:
    """Give each letter of a word its style; a word is in a link whole or not at all, but for its punctuation."""
    places = Counter(_link_at(letter, links) for letter in word if isinstance(letter, LTChar) and not _is_blank(letter))
    at = places.most_common(1)[0][0] if places else 0
    for letter in word:
        name = getattr(letter, "fontname", None) or ""
        text = letter.get_text()
        link = at if text.isalnum() or not isinstance(letter, LTChar) else _link_at(letter, links)
        style = Style(bool(_BOLD.search(name)), bool(_ITALIC.search(name)), href=links[link - 1][1] if link else "", link=link)
        yield Piece(_GLYPHS.get(text, text), style if places else Style())


def _spaced(letters: list[Piece]) -> Iterator[Piece]:
    """Give a space the style of its neighbours, where they have the same."""
    for at, piece in enumerate(letters):
        inside = 0 < at < len(letters) - 1 and not piece.text.strip() and letters[at - 1].style == letters[at + 1].style
        yield Piece(piece.text, letters[at - 1].style) if inside else piece


def _link_at(letter: LTChar, links: Links) -> int:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return next((n for n, ((x0, y0, x1, y1), _) in enumerate(links, 1) if x0 <= x <= x1 and y0 <= y <= y1), 0)


def _links(page: PDFPage) -> Links:
    """List where a page's links stand and lead; what is malformed is left out."""
    notes = resolve1(page.annots)
    found = [_link(resolve1(note)) for note in (notes[:_MOST_LINKS] if isinstance(notes, list) else ())]
    return [link for link in found if link]


def _link(note: Any) -> tuple[tuple[float, float, float, float], str] | None:
    action = resolve1(note.get("A")) if isinstance(note, dict) else None
    target = resolve1(action.get("URI")) if isinstance(action, dict) else None
    box = resolve1(note.get("Rect")) if target else None
    if not isinstance(target, bytes) or not target.lower().startswith(_SCHEMES) or not isinstance(box, list) or len(box) != 4:
        return None
    x0, y0, x1, y1 = (float(resolve1(edge)) for edge in box)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), target.decode("utf-8", "replace")
