"""What of a vendor's history is known, by half-year: read, unchanged, missing, excluded, failed. Pure, but for today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from crawler.items import StoredCapture

#: Column of the table -> the outcomes counted there. Every outcome stands in one: the columns add up to the rows listed.
COLUMNS: Final = {
    "read": ("read",),
    "unchanged": ("same-digest", "between"),
    "missing": ("redirect", "archived-error", "not-policy", "unplayable", "malformed"),
    "excluded": ("excluded",),
    "failed": ("failed", "pending"),
}

#: Column -> its sign in the map of all vendors. A half-year shows the first of these that it has any of.
SIGNS: Final = {"read": "#", "unchanged": "=", "failed": "!", "excluded": "x", "missing": "."}

#: The archive's first captures are of 1996.
FIRST_YEAR: Final = 1996

_COLUMN_OF: Final = {outcome: column for column, outcomes in COLUMNS.items() for outcome in outcomes}


def halves(captures: Iterable[StoredCapture]) -> dict[str, Counter[str]]:
    """Return half-year (``2016H1``) -> column -> captures, from the first half-year with a capture to the last, without a gap.

    Rows without a moment that can be stand last, under an empty string: a row of the year 9999 shows that the archive's listing
    is damaged there, and is no reason to show 8,000 empty years before it.
    """
    found: dict[str, Counter[str]] = {}
    for capture in captures:
        found.setdefault(_half(capture.captured_at), Counter())[_COLUMN_OF[capture.outcome]] += 1
    dated = sorted(half for half in found if half)
    whole = {half: found.get(half, Counter()) for half in _span(dated[0], dated[-1])} if dated else {}
    return whole | ({"": found[""]} if "" in found else {})


def _half(moment: str) -> str:
    # one year more than there are: clocks differ
    if not moment or not FIRST_YEAR <= int(moment.partition("-")[0]) <= datetime.now(UTC).year + 1:
        return ""
    return f"{moment[:4]}H{1 if moment[5:7] <= '06' else 2}"


def sign(counts: Mapping[str, int]) -> str:
    """Return the sign of a half-year: a blank if nothing was archived then."""
    return next((mark for column, mark in SIGNS.items() if counts.get(column)), " ")


def years(vendors: Iterable[Mapping[str, Counter[str]]]) -> range:
    """Return the years that the half-years of these vendors lie in."""
    named = [int(half[:4]) for vendor in vendors for half in vendor if half]
    return range(min(named), max(named) + 1) if named else range(0)


def line(vendor: Mapping[str, Counter[str]], span: Sequence[int]) -> str:
    """Return a vendor's signs, two a year."""
    return "".join(sign(vendor.get(f"{year}H{half}", Counter())) for year in span for half in (1, 2))


def blocks(span: Sequence[int], columns: int) -> Iterator[Sequence[int]]:
    """Yield the years in stretches of nearly equal length, none wider than ``columns`` at two columns a year."""
    most = max(1, columns // 2)
    count = -(-len(span) // most)
    size = -(-len(span) // count) if count else 1
    for start in range(0, len(span), size):
        yield span[start : start + size]


def _span(first: str, last: str) -> list[str]:
    every = [f"{year}H{half}" for year in range(int(first[:4]), int(last[:4]) + 1) for half in (1, 2)]
    return [half for half in every if first <= half <= last]
