"""Tables that hold data, and tables that only lay out the page (format, rule B7)."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import span, words_of

#: Words from which a cell without any header row is a part of the page, not a datum.
CELL_WORDS: Final = 200
#: The same where the table has header cells.
HEADED_CELL_WORDS: Final = 600
#: Share of rows that must fill two cells or more.
FILLED: Final = 0.7
#: Words up to which a cell of a first row can name its column.
LABEL_WORDS: Final = 8
_MARKER = re.compile(r"\W*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[ivxlc]{1,6}|[a-z])?\W*", re.IGNORECASE)


def is_data(table: HtmlElement) -> bool:
    """Whether a table's rows and columns mean something: at least two of each, filled, with cells of a datum's size."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
    sizes = [[len(words_of(cell)) for cell in row] for row in rows]
    filled = [count for count, row in zip(_filled(rows, sizes), sizes, strict=True) if any(row)]
    if len(filled) < 2 or max(filled) < 2 or _holds_blocks(table):
        return False
    headed = next(table.iter("th"), None) is not None
    longest = max(max(row, default=0) for row in sizes)
    several = sum(count > 1 for count in filled)
    if several < FILLED * len(filled) or longest > (HEADED_CELL_WORDS if headed else CELL_WORDS):
        return False
    if headed:
        return True
    if max(filled) == 2 and longest > LABEL_WORDS and _is_numbered(rows):
        return False
    return _is_header(rows[0], sizes[0]) or not _holds_parts(rows)


def _filled(rows: list[list[HtmlElement]], sizes: list[list[int]]) -> list[int]:
    """Count each row's filled cells, with those that reach into it from above."""
    counts = [0] * len(rows)
    for at, (row, row_sizes) in enumerate(zip(rows, sizes, strict=True)):
        for cell, size in zip(row, row_sizes, strict=True):
            if size:
                for reached in range(at, min(at + span(cell, "rowspan"), len(rows))):
                    counts[reached] += 1
    return counts


def _is_numbered(rows: list[list[HtmlElement]]) -> bool:
    """Whether a table is a list set as one: in the first column stand numbers, letters or bullets alone."""
    return all(_MARKER.fullmatch("".join(words_of(row[0]))) for row in rows if row)


def _is_header(row: list[HtmlElement], sizes: list[int]) -> bool:
    """Whether a first row without header cells names columns: each cell a label."""
    return all(0 < size <= LABEL_WORDS for size in sizes) and not _holds_parts([row])


def _holds_parts(rows: list[list[HtmlElement]]) -> bool:
    """Whether a cell is a part of the page: several paragraphs, or a list beside text of its own."""
    return any(len(list(cell.iter("p", "ul", "ol"))) > 1 for row in rows for cell in row)


def _rows(table: HtmlElement) -> list[HtmlElement]:
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            found += [row for row in child if row.tag == "tr"]
    return found


def _holds_blocks(table: HtmlElement) -> bool:
    return any(element is not table for element in table.iter("table", "h1", "h2", "h3", "form", "blockquote", "pre"))
