"""Tables that hold data, and tables that only lay out the page (format, rule B7)."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import words_of

#: Words from which a cell without any header row is a part of the page, not a datum.
CELL_WORDS: Final = 200
#: The same where the table has header cells.
HEADED_CELL_WORDS: Final = 600
#: Share of rows that must fill two cells or more.
FILLED: Final = 0.7


def is_data(table: HtmlElement) -> bool:
    """Whether a table's rows and columns mean something: at least two of each, filled, with cells of a datum's size."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
    sizes = [[len(words_of(cell)) for cell in row] for row in rows]
    filled = [sum(size > 0 for size in row) for row in sizes if any(row)]
    if len(filled) < 2 or max(filled) < 2 or _holds_blocks(table):
        return False
    headed = next(table.iter("th"), None) is not None
    longest = max(max(row, default=0) for row in sizes)
    several = sum(count > 1 for count in filled)
    return several >= FILLED * len(filled) and longest <= (HEADED_CELL_WORDS if headed else CELL_WORDS)


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
