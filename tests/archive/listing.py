"""The listing: a CDX query is read, rows are chosen, and written as text or JSON, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from .answers import Answer, Header, page, unavailable
from .log import Request
from .model import Entry, moment
from .query import COLUMNS, Query, Row, collapsed, in_scope, passes, read_query, resolved
from .resume import Position, bad_key, read_key, write_key

if TYPE_CHECKING:
    from .fake import FakeArchive

#: Rows at most in one answer (the old server's absolute cap, 2021).
CAP = 150_000
SERVED_BY: tuple[Header, ...] = (
    ("X-be", "wb_cdx_pygwb_nomatch"),
    ("X-location", "cdx"),
    ("X-Page-Cache", "BYPASS"),
    ("X-RL", "1"),
    ("x-app-server", "wwwb-app251-dc8"),
    ("x-tr", "145"),
    ("set-cookie", "wb-cdx-nomatch-SERVER=wwwb-app251; path=/"),
)


def entries(archive: FakeArchive, query: Query) -> Iterator[Entry]:
    """Everything listed in the query's scope and window, by URL key and time, from the resume key's place on."""
    place = read_key(query.resume_key) if query.resume_key else Position("", "")
    for key in sorted(k for k in list(archive.shelves) if in_scope(query, k) and k >= place.urlkey):
        start = max(query.start, place.timestamp) if key == place.urlkey else query.start
        for entry in archive.shelves[key].between(start, query.end):
            if not (key == place.urlkey and entry.timestamp == place.timestamp and not archive.paging.repeats_second):
                yield from (entry for _ in range(entry.copies))


def choose(archive: FakeArchive, query: Query) -> Iterator[Row]:
    """Rows after filters, collapsing and sorting, not yet limited."""
    rows = (entry.fields for entry in entries(archive, query))
    kept: Iterator[Row] = (row for row in rows if all(passes(row, f) for f in query.filters))
    if query.sort == "reverse":
        kept = iter(sorted(kept, key=lambda row: row[1], reverse=True))
    if query.sort == "closest" and query.closest:
        kept = iter(sorted(kept, key=lambda row: abs(moment(row[1]) - moment(query.closest))))
    if query.collapses:
        kept = collapsed(kept, query.collapses)
    return resolved(kept) if query.resolve else kept


def answer_listing(archive: FakeArchive, request: Request) -> Answer:
    """The answer to a listing request: rows, or 400 in words."""
    try:
        query = read_query(request)
    except (KeyError, ValueError) as error:
        return page(400, "Bad Request", f"bad parameter: {error}\n", label="400")
    if {"page", "showNumPages", "pageSize"} & set(request.params):
        return page(400, "Bad Request", "paging is not available for this url\n", label="400")
    if query.resume_key and bad_key(query.resume_key):
        return page(400, "Bad Request", "resumeKey cannot be read\n", label="400")
    if archive.heavy and archive.heavy.refuses(query, lambda: entries(archive, query)):
        return unavailable(504)
    if archive.paging.stuck and query.resume_key:
        again = read_query(replace(request, params={k: v for k, v in request.params.items() if k != "resumeKey"}))
        return render(archive, again, *page_of(archive, again, query.resume_key))
    return render(archive, query, *page_of(archive, query))


def page_of(archive: FakeArchive, query: Query, key: str = "") -> tuple[list[Row], str]:
    """The rows of one page, and the resume key where the limit was reached (the given one, where one is given)."""
    rows = islice(choose(archive, query), query.offset, None)
    if query.limit < 0:
        return list(rows)[query.limit :], ""
    limit = min(query.limit or archive.cap, archive.cap)
    chosen = list(islice(rows, limit))
    more = query.show_key and len(chosen) == limit
    return chosen, (key or write_key(archive.paging.form, chosen[-1])) if more and chosen else ""


def render(archive: FakeArchive, query: Query, rows: list[Row], key: str) -> Answer:
    """Rows as text or JSON, with the archive's headers."""
    if query.columns != COLUMNS:
        positions = [COLUMNS.index(name) for name in query.columns]
        rows = [tuple(row[position] for position in positions) for row in rows]
    kind = "application/json" if query.json else "text/plain"
    body = as_json(query.columns, rows, key, archive.empty) if query.json else as_text(rows, key)
    return Answer(200, "OK", (("Content-Type", kind), *SERVED_BY), body.encode(), coded=not query.gzip)


def as_text(rows: list[Row], key: str) -> str:
    """One row a line; the resume key alone after a blank line."""
    lines = "".join(f"{' '.join(row)}\n" for row in rows)
    return f"{lines}\n{key}\n" if key else lines


def as_json(columns: Row, rows: list[Row], key: str, empty: str) -> str:
    """An array of arrays, one a line, header first; no rows in one of three forms: ``list``, ``nothing``, ``header``."""
    if not rows and empty != "header":
        return "[]\n" if empty == "list" else ""
    trailer: list[Row] = [(), (key,)] if key else []
    lines = (json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in (columns, *rows, *trailer))
    return "[" + ",\n".join(lines) + "]\n"
