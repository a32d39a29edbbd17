"""Lines of text with their place on a PDF's page: pieces of one line joined, columns told apart, all in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.extraction.flow import Piece

#: Share of a page's height at either end where running headers and footers stand.
_EDGE: Final = 0.12
#: Pages on which a line at the edge must stand to be a running one; in shorter documents on half of them.
_OFTEN: Final = 3
_PAGE_NUMBER: Final = re.compile(
    r"^\W*(page|seite|página|pagina|p\.)?\s*(\d{1,4}|[ivxl]{1,6})(\s*(of|von|de|sur|di|/|\|)\s*\d{1,4})?\W*$", re.IGNORECASE
)
#: What stands alone before an item: a sign, a number, a letter.
_MARKER: Final = re.compile(r"^\W{1,2}$|^\(?\w{1,4}[.)]$")
#: Gaps between parts of one line, in multiples of the type's size: between words set wide apart, and after a marker.
_WORD_GAP: Final = 1.5
_MARKER_GAP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the lines of each of its cells."""

    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its pieces, its box in points from the page's lower left corner, the size of most of its letters.

    One that has ``rows`` stands for a whole table (`tables`). ``edge`` is where its column ends, 0 in a page of one column.
    """

    pieces: tuple[Piece, ...]
    x0: float
    x1: float
    bottom: float
    top: float
    size: float
    rows: tuple[Row, ...] = ()
    edge: float = 0.0

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.style.bold for piece in self.pieces if piece.text.strip())


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its lines in reading order, its height in points, and the share of it (0 to 1) that pictures cover."""

    lines: tuple[Line, ...]
    height: float
    pictured: float


def joined(lines: Iterable[Line]) -> list[Line]:
    """Join what stands on one base line close together: a bullet and its text, words set wide apart."""
    done: list[Line] = []
    for row in rows_of(lines):
        first, *others = sorted(row, key=lambda line: line.x0)
        done.append(first)
        for line in others:
            if _belongs(done[-1], line):
                done[-1] = _beside(done[-1], line)
            else:
                done.append(line)
    return done


def from_the_top(lines: Iterable[Line]) -> list[Line]:
    """Order lines as they stand, row by row: a line a little higher or lower than its row stands in it all the same."""
    return [line for row in rows_of(lines) for line in sorted(row, key=lambda each: each.x0)]


def in_reading_order(lines: Iterable[Line]) -> Iterator[Line]:
    """Order a page's lines from the top; of two columns side by side the left one first, up to each line across both."""
    ordered = sorted(lines, key=lambda line: (-line.top, line.x0))
    gutter = _gutter([line for line in ordered if not line.rows])
    left: list[Line] = []
    right: list[Line] = []
    for line in ordered:
        if gutter and line.x1 <= gutter and not line.rows:
            left.append(line)
        elif gutter and line.x0 >= gutter and not line.rows:
            right.append(line)
        else:
            yield from (*left, *right, line)
            left, right = [], []
    yield from (*left, *right)


def without_furniture(pages: Sequence[PdfPage]) -> list[list[Line]]:
    """Take away the lines that run through the document at the pages' edges, and page numbers: each page's other lines."""
    seen = Counter(key for page in pages for key in {_edge_key(line, page) for line in page.lines} if key)
    often = max(2, min(_OFTEN, (len(pages) + 1) // 2))
    return [
        [
            line
            for line in page.lines
            if not (key := _edge_key(line, page))
            or (seen[key] < often and not (len(pages) > 1 and _PAGE_NUMBER.match(line.text)))
        ]
        for page in pages
    ]


def _edge_key(line: Line, page: PdfPage) -> tuple[bool, str] | None:
    """Say by what a running line is the same on every page: its edge, and its words without numbers."""
    head, foot = line.bottom > (1 - _EDGE) * page.height, line.top < _EDGE * page.height
    return (head, re.sub(r"\d+", "#", " ".join(line.text.split()))) if head or foot else None


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that share a base line, from the top; a sign in another size sits a little higher or lower."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -each.bottom):
        if rows and rows[-1][0].bottom - line.bottom < 0.5 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _belongs(left: Line, right: Line) -> bool:
    near = _MARKER_GAP if _MARKER.match(left.text.strip()) else _WORD_GAP
    return -0.3 * right.size <= right.x0 - left.x1 < near * right.size


def _beside(left: Line, right: Line) -> Line:
    longer = max(left, right, key=lambda line: len(line.text))
    pieces = (*left.pieces, Piece(" "), *right.pieces)
    return Line(pieces, left.x0, right.x1, longer.bottom, longer.top, longer.size, edge=left.edge)


def _gutter(lines: list[Line]) -> float:
    """Where the space between two columns is, or 0: hardly a line crosses it, and many stand on either side."""
    if len(lines) < 20:
        return 0.0
    start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = [start + (end - start) * share / 100 for share in range(35, 66, 2)]
    best = min(places, key=lambda x: sum(line.x0 < x < line.x1 for line in lines))
    before, after = sum(line.x1 <= best for line in lines), sum(line.x0 >= best for line in lines)
    return best if min(before, after) >= 0.3 * len(lines) else 0.0
