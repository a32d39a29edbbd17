"""How worth asking is measured: wishes, values, years between captures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crawler.discovery.types import Ask, PageAsk


@dataclass(frozen=True, slots=True)
class Wish:
    """An ask and what it is worth."""

    value: float
    ask: Ask


def page_ask(page: tuple[str, str], why: str) -> PageAsk:
    """Return the ask for a capture given as (timestamp, original)."""
    return PageAsk(timestamp=page[0], original=page[1], why=why)


def years(before: str, after: str) -> float:
    """Return the years from one 14-digit timestamp to another; impossible days are taken as the month's first."""
    return (_moment(after) - _moment(before)).days / 365.25


def _moment(timestamp: str) -> dt.date:
    year, month, day = int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8])
    return dt.date(max(1, year), min(max(1, month), 12), min(max(1, day), 28))
