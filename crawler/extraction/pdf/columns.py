"""Columns of prose on a PDF's page: where the space between two is, and the parts of the page one after the other.

The space is looked for before anything is joined across it. What stands on both sides of it must be prose that fills its
column and whose paragraphs do not begin side by side: all else may be a table, and is read as one column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from crawler.extraction.pdf.lines import Line, joined, rows_of

#: Shares of the text's width between which the space between two columns is looked for, and points by which the search goes on.
_FROM, _TO, _STEP = 0.25, 0.75, 1.0
#: Points that the space has at least: print has 12 and more, and in one column no band of that width stays free.
_LEAST_SPACE: Final = 6.0
#: Lines of a column at least, and the share of a page's lines that may run across the space.
_LEAST_LINES: Final = 5
#: Lines of a page from which no columns are looked for: small print has 300, and the search would be long.
_MOST_LINES: Final = 2000
_ACROSS: Final = 0.4
#: Words that a column's lines have on average at least; share of the width that a full line takes, and share of such lines.
_WORDS: Final = 3
_FULL: Final = 0.7
_OFTEN_FULL: Final = 0.4
#: How much larger than usual a gap over a paragraph is, how large usual is at most in multiples of the type's size, and points
#: by which neighbours in a row may be out of line.
_GAP: Final = 1.25
_LEADING: Final = 1.5
_ASIDE: Final = 1.0
#: Lines that a table's cells have at most on average, if the gaps above are even.
_CELL_LINES: Final = 3.5
#: Shares in a table: of a column's paragraphs that begin beside one of the other column, and of these with uneven gaps above.
_BESIDE: Final = 0.6
_UNEVEN: Final = 0.3
#: Share of a line in one column that may stick out into the next one.
_OUT: Final = 0.25


def gutter(lines: Sequence[Line], before: float = 0.0) -> float:
    """Where two columns of prose part (points from the left), or 0; ``before`` is where they did on the page before.

    There they part again on a page whose second column is short.
    """
    if not lines or len(lines) > _MOST_LINES or (len(lines) < 2 * _LEAST_LINES and not before):
        return 0.0
    at = _freest(lines)
    if at and _parts_prose(lines, at, _LEAST_LINES):
        return at
    again = before and _across(lines, before) <= _ACROSS * len(lines) and _parts_prose(lines, before, 1)
    return before if again else 0.0


def in_parts(lines: Sequence[Line], at: float) -> Iterator[list[Line]]:
    """Give a page's lines in parts to be read one after the other: what runs across, and between that each column."""
    columns: tuple[list[Line], list[Line]] = ([], [])
    wide: list[Line] = []
    for row in rows_of(lines):
        if any(_is_wide(line, row, at) for line in row):
            yield from _edged(columns)
            columns = ([], [])
            wide += row
            continue
        if wide:
            yield wide
            wide = []
        for line in row:
            columns[(line.x0 + line.x1) / 2 > at].append(line)
    yield from (*_edged(columns), wide)


def _edged(columns: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Tell each line where its column ends, so that it can be seen whether it fills it."""
    for column in columns:
        edge = max((line.x1 for line in column), default=0.0)
        yield [replace(line, edge=edge) for line in column]


def _is_wide(line: Line, row: Sequence[Line], at: float) -> bool:
    """Whether a line runs across both columns; one that sticks out of its own has a neighbour in the other."""
    if not line.x0 < at < line.x1:
        return False
    out = min(at - line.x0, line.x1 - at) / (line.x1 - line.x0)
    return out > _OUT or all(other is line or (other.x0 > at) == ((line.x0 + line.x1) / 2 > at) for other in row)


def _across(lines: Sequence[Line], at: float) -> int:
    return sum(line.x0 < at < line.x1 for line in lines)


def _freest(lines: Sequence[Line]) -> float:
    """Find the middle of the free band that fewest lines cross, and of several the one next to the page's middle."""
    start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
    width = end - start
    places = [start + _FROM * width + step * _STEP for step in range(int((_TO - _FROM) * width / _STEP) + 1)]
    crossed = [_across(lines, place) for place in places]
    fewest = min(crossed)
    if fewest > _ACROSS * len(lines):
        return 0.0
    bands: list[list[float]] = [[]]
    for place, count in zip(places, crossed, strict=True):
        if count == fewest:
            bands[-1].append(place)
        elif bands[-1]:
            bands.append([])
    middles = [(band[0] + band[-1]) / 2 for band in bands if band and band[-1] - band[0] >= _LEAST_SPACE - 2 * _STEP]
    return min(middles, key=lambda middle: abs(middle - start - width / 2), default=0.0)


def _parts_prose(lines: Sequence[Line], at: float, least: int) -> bool:
    left = joined(line for line in lines if line.x1 <= at)
    right = joined(line for line in lines if line.x0 >= at)
    if len(left) < _LEAST_LINES or len(right) < least or not _is_prose(left):
        return False
    return (len(right) < _LEAST_LINES or _is_prose(right)) and _is_beside(left, right) and not _in_rows(left, right)


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether lines are whole ones of several words that fill the column."""
    start, end = min(line.x0 for line in column), max(line.x1 for line in column)
    full = sum(line.x1 - start >= _FULL * (end - start) for line in column)
    words = sum(len(line.text.split()) for line in column)
    alone = len(rows_of(column))
    return words >= _WORDS * len(column) and full >= _OFTEN_FULL * len(column) and len(column) < 1.2 * alone


def _is_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    return min(line.bottom for line in left) < max(line.top for line in right) and (
        min(line.bottom for line in right) < max(line.top for line in left)
    )


def _in_rows(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether paragraphs begin side by side below others of different length, or of few lines, as a table's cells do."""
    fewer, more = sorted((_begins(left), _begins(right)), key=len)
    beside = [(gap, other) for at, gap in fewer for place, other in more if abs(at - place) < _ASIDE]
    if len(fewer) < 2 or len(beside) < _BESIDE * len(fewer):
        return False
    uneven = sum(abs(gap - other) >= _ASIDE for gap, other in beside)
    return uneven >= _UNEVEN * len(beside) or min(len(left), len(right)) < _CELL_LINES * len(fewer)


def _begins(column: Sequence[Line]) -> list[tuple[float, float]]:
    """Give the base lines of what stands below a gap, and the gap."""
    places = sorted((line.bottom for line in column), reverse=True)
    gaps = [above - below for above, below in pairwise(places)]
    usual = min(median(gaps), _LEADING * median(line.size for line in column)) if gaps else 0.0
    return [(place, gap) for place, gap in zip(places[1:], gaps, strict=True) if gap > _GAP * usual]
