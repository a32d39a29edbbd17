"""Queries that are too much for the archive: they end in 504 until they are made smaller."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from .model import Entry
from .query import Query

#: The archive's first captures.
BEGINNING = datetime(1996, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heavy:
    """The largest window (days), limit and number of rows in scope that are still answered."""

    days: float = math.inf
    limit: float = math.inf
    rows: float = math.inf

    def refuses(self, query: Query, entries: Callable[[], Iterable[Entry]]) -> bool:
        """Whether the query is too heavy. ``entries`` gives what lies in its scope and window."""
        if window(query.start, query.end) / timedelta(days=1) > self.days or (query.limit or math.inf) > self.limit:
            return True
        return not math.isinf(self.rows) and sum(1 for _ in islice(entries(), int(self.rows) + 1)) > self.rows


def window(start: str, end: str) -> timedelta:
    """How long a query's window is; without ends it reaches from the archive's beginning to now."""
    first = earliest(start) if start else BEGINNING
    last = earliest(end) if end else datetime.now(UTC)
    return last - first


def earliest(digits: str) -> datetime:
    """The first moment that 1 to 14 digits can mean; what cannot be one is rounded down to its year."""
    whole = digits + "00000101000000"[len(digits) :]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(max(1, int(whole[:4])), 1, 1, tzinfo=UTC)
