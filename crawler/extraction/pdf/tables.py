"""Tables on a PDF's page: lines in rows whose parts begin at the same few places, row by row.

A PDF says nothing of tables, and drawings are left out while reading, so only what is set to the left in columns is known as
one; cells that run over several lines are told from rows by the gaps between lines. All else stays lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from crawler.extraction.pdf.lines import Line, Row

#: Rows and columns of a table, and points by which what stands in a column may be out of line.
_LEAST_ROWS: Final = 3
_MOST_COLUMNS: Final = 8
_ASIDE: Final = 3.0
#: Gap between base lines, in multiples of the type's size: the largest one within a table, and the largest one within a cell.
_ROW_GAP: Final = 5.0
_CELL_GAP: Final = 1.35
#: How much larger gaps between rows are than gaps within cells, and how many such gaps show that there are cells of lines.
_APART: Final = 1.2
_APART_ROWS: Final = 2
#: Words that a line of a cell has at most, on average, if its rows do not stand apart: a column of prose has more.
_CELL_WORDS: Final = 4
#: Share of a column's width that most of its parts leave free; the columns of a newspaper are filled.
_FREE: Final = 0.15
#: What stands before a paragraph or an item, and makes no table with it: ``1.1``, ``(a)``, ``iv.``, a sign.
_LABEL: Final = re.compile(r"^\W*(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})?([.)]\d{0,3})*\W*$")


def with_tables(ordered: Sequence[Line]) -> Iterator[Line]:
    """Give a page's lines from the top, each table among them as one line that has ``rows``."""
    rows = list(_side_by_side(ordered))
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end > at and _is_table(rows[at:end]):
            yield _table(rows[at:end])
            at = end
        else:
            yield from rows[at]
            at += 1


def _side_by_side(ordered: Sequence[Line]) -> Iterator[list[Line]]:
    row: list[Line] = []
    for line in ordered:
        if row and (abs(line.bottom - row[0].bottom) > 0.3 * line.size or line.x0 < row[-1].x1):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _end(rows: Sequence[list[Line]], start: int) -> int:
    """Where the rows end that keep to the columns of the first one; ``start`` if that has no columns."""
    columns = [part.x0 for part in rows[start]]
    if not 2 <= len(columns) <= _MOST_COLUMNS:
        return start
    at = start + 1
    while at < len(rows) and rows[at - 1][0].bottom - rows[at][0].bottom < _ROW_GAP * rows[at][0].size:
        places = [_column(part, columns) for part in rows[at]]
        if -1 in places or len(set(places)) < len(places):
            break
        if places == [0] and not _is_near(rows[at - 1], rows[at]):
            break  # a heading between two tables, or the text that follows
        at += 1
    return at


def _is_near(above: list[Line], row: list[Line]) -> bool:
    return above[0].bottom - row[0].bottom <= _CELL_GAP * row[0].size


def _column(part: Line, columns: Sequence[float]) -> int:
    """Which column a part stands in: it begins where the column does and ends before the next one; -1 for none."""
    for at, start in enumerate(columns):
        if abs(part.x0 - start) < _ASIDE:
            return at if at + 1 == len(columns) or part.x1 < columns[at + 1] else -1
    return -1


def _is_table(rows: Sequence[list[Line]]) -> bool:
    columns = [part.x0 for part in rows[0]]
    full = [row for row in rows if len(row) > 1 and abs(row[0].x0 - columns[0]) < _ASIDE]
    marked = sum(_LABEL.match(row[0].text) is not None for row in full) if len(columns) == 2 else 0
    if len(full) < _LEAST_ROWS or 2 * marked >= len(full) or not _leaves_room(rows, columns):
        return False
    words = [len(part.text.split()) for row in rows for part in row[:-1]]
    return sum(words) <= _CELL_WORDS * len(words) or _stands_apart(min(_gaps(rows)), _gaps(rows))


def _gaps(rows: Sequence[list[Line]]) -> list[float]:
    return [one[0].bottom - other[0].bottom for one, other in pairwise(rows)]


def _stands_apart(gap: float, gaps: Sequence[float]) -> bool:
    return sum(other > _APART * gap for other in gaps) >= _APART_ROWS


def _leaves_room(rows: Sequence[list[Line]], columns: Sequence[float]) -> bool:
    for at, (start, following) in enumerate(pairwise(columns)):
        parts = [part for row in rows for part in row if _column(part, columns) == at]
        free = sum(following - part.x1 > _FREE * (following - start) for part in parts)
        if 2 * free < len(parts):
            return False
    return True


def _table(rows: Sequence[list[Line]]) -> Line:
    columns = [part.x0 for part in rows[0]]
    gaps = _gaps(rows)
    found: list[list[list[Line]]] = []
    for at, row in enumerate(rows):
        if not found or not _goes_on(row, columns, gaps, at):
            found.append([[] for _ in columns])
        for part in row:
            found[-1][_column(part, columns)].append(part)
    parts = [part for row in rows for part in row]
    return Line(
        tuple(piece for part in parts for piece in part.pieces),
        *(min(part.x0 for part in parts), max(part.x1 for part in parts)),
        *(min(part.bottom for part in parts), max(part.top for part in parts)),
        parts[0].size,
        rows=tuple(Row(tuple(tuple(cell) for cell in row)) for row in found),
    )


def _goes_on(row: list[Line], columns: Sequence[float], gaps: Sequence[float], at: int) -> bool:
    """Whether a row of lines goes on with the cells above: it stands close, and nothing begins it or others stand apart."""
    gap = gaps[at - 1]
    if gap > _CELL_GAP * row[0].size:
        return False
    return _column(row[0], columns) > 0 or _stands_apart(gap, gaps)
