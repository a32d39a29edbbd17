"""The archive's rows of many URLs, put together by URL key on our side: what stood where, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from crawler.items import Capture

#: Media types that a policy comes in; ``-``, ``unk`` and revisits say nothing about it.
_READABLE: Final = re.compile(
    r"text/html|application/(?:xhtml\+xml|pdf|octet-stream)|text/plain|warc/revisit|unk|-|", re.IGNORECASE
)
#: Captures kept of one URL key: enough to choose a page near any moment, few enough for the 9,000 of a famous one.
_KEPT: Final = 240


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the archive holds of one URL key: ``pages`` and ``redirects`` are (timestamp, original) in time order.

    ``captures`` counts all pages, also those left out of ``pages``; ``url`` is the newest original.
    """

    urlkey: str
    url: str
    pages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    redirects: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    captures: int = 0

    @property
    def departed(self) -> tuple[str, str] | None:
        """The first redirect after the last page: from then on the URL led elsewhere; None if it never did."""
        last = self.pages[-1][0] if self.pages else ""
        return next((redirect for redirect in self.redirects if redirect[0] > last), None)

    def nearest(self, timestamp: str) -> tuple[str, str]:
        """Return the page captured nearest to ``timestamp``. Raises ValueError if no page was captured."""
        return min(self.pages, key=lambda page: abs(int(page[0]) - int(timestamp)))


def shelve(captures: Iterable[Capture]) -> tuple[Shelf, ...]:
    """Return the usable ``captures`` by URL key, sorted by key; errors, pictures and malformed rows are left out."""
    pages: dict[str, dict[str, str]] = {}
    redirects: dict[str, dict[str, str]] = {}
    for row in captures:
        if row.problem or not _READABLE.fullmatch(row.mimetype.partition(";")[0]):
            continue
        if row.statuscode in ("200", "-"):
            pages.setdefault(row.urlkey, {}).setdefault(row.timestamp, row.original)
        elif row.statuscode.startswith("3"):
            redirects.setdefault(row.urlkey, {}).setdefault(row.timestamp, row.original)
    return tuple(_shelf(key, pages.get(key, {}), redirects.get(key, {})) for key in sorted(pages.keys() | redirects.keys()))


def merge(one: Shelf, other: Shelf) -> Shelf:
    """Return what two listings of the same URL key say together."""
    return _shelf(
        one.urlkey,
        {**dict(one.pages), **dict(other.pages)},
        {**dict(one.redirects), **dict(other.redirects)},
        max(one.captures, other.captures),
    )


def _shelf(key: str, pages: dict[str, str], redirects: dict[str, str], captures: int = 0) -> Shelf:
    ordered, away = sorted(pages.items()), sorted(redirects.items())
    return Shelf(
        urlkey=key,
        url=max(ordered or (*ordered, *away))[1],
        pages=tuple(_thinned(ordered)),
        redirects=tuple(_thinned(away)),
        captures=max(captures, len(ordered)),
    )


def _thinned(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if len(rows) <= _KEPT:
        return rows
    step = (len(rows) - 1) / (_KEPT - 1)
    return [rows[round(number * step)] for number in range(_KEPT)]
