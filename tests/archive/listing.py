"""The listing: a CDX query is read, rows are chosen, and written as text or JSON, page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from .answers import Answer, Header, page
from .log import Request
from .model import Entry, urlkey
from .resume import Position, bad_key, read_key, write_key

if TYPE_CHECKING:
    from .fake import FakeArchive

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
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
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The parameters of a listing request that this server knows; others are ignored, as the archive ignores them."""

    key: str
    match: str = "exact"
    start: str = ""
    end: str = ""
    json: bool = False
    columns: tuple[str, ...] = COLUMNS
    filters: tuple[str, ...] = ()
    collapses: tuple[str, ...] = ()
    limit: int = 0
    offset: int = 0
    show_key: bool = False
    resume_key: str = ""
    sort: str = "regular"
    closest: str = ""
    resolve: bool = False


def read_query(request: Request) -> Query:
    """The query of a request; KeyError without ``url``, ValueError where a number is none."""
    get = request.params.get
    url, match = request.params["url"], get("matchType", "")
    if not match:
        match = "domain" if url.startswith("*.") else "prefix" if url.endswith("*") else "exact"
    key = urlkey(url.removeprefix("*.").removesuffix("*"))
    names = tuple(name for name in get("fl", "").split(",") if name in COLUMNS)
    many = {name: tuple(v for k, v in request.pairs if k == name) for name in ("filter", "collapse")}
    return Query(
        key=key.partition(")")[0] if match in ("host", "domain") else key,
        match=match if match in ("prefix", "host", "domain") else "exact",
        start=get("from", ""),
        end=get("to", ""),
        json=get("output") == "json",
        columns=names or COLUMNS,
        filters=many["filter"],
        collapses=many["collapse"],
        limit=int(get("limit", "0")),
        offset=int(get("offset", "0")),
        show_key=get("showResumeKey") == "true",
        resume_key=get("resumeKey", ""),
        sort=get("sort", "regular"),
        closest=get("closest", ""),
        resolve=get("resolveRevisits") == "true",
    )


def in_scope(query: Query, key: str) -> bool:
    """Whether a URL key lies under the query's URL."""
    if query.match == "exact":
        return key == query.key
    if query.match == "prefix":
        return key.startswith(query.key)
    host = key.partition(")")[0].partition(":")[0]
    return host == query.key or (query.match == "domain" and host.startswith(f"{query.key},"))


def passes(row: Row, expression: str) -> bool:
    """One ``filter``: ``[!]field:regex`` over the whole field, ``~field:text`` for contains; without a field, the line."""
    negated, expression = expression.startswith("!"), expression.removeprefix("!")
    contains, expression = expression.startswith("~"), expression.removeprefix("~")
    name, colon, pattern = expression.partition(":")
    if contains and pattern.startswith("!"):
        negated, pattern = True, pattern[1:]
    if colon and name in COLUMNS:
        position = COLUMNS.index(name)
        value = row[position] if position < len(row) else ""
    else:
        value, pattern = " ".join(row), expression
    hit = pattern in value if contains else re.fullmatch(pattern, value) is not None
    return hit != negated


def collapsed(rows: Iterable[Row], collapses: tuple[str, ...]) -> Iterator[Row]:
    """Rows that differ from the one before in every collapsing field (``field`` or ``field:N``)."""
    wanted = [(COLUMNS.index(name), int(size) if size else None) for name, _, size in (c.partition(":") for c in collapses)]
    last: list[str] = []
    for row in rows:
        now = [row[position][:size] for position, size in wanted]
        if not last or all(a != b for a, b in zip(now, last, strict=True)):
            yield row
            last = now


def resolved(rows: Iterable[Row]) -> Iterator[Row]:
    """Revisit rows take type, status and length of an earlier row of the same digest inside the result."""
    seen: dict[str, Row] = {}
    for row in rows:
        if row[3] == "warc/revisit" and row[5] in seen:
            first = seen[row[5]]
            yield (*row[:3], first[3], first[4], row[5], first[6])
            continue
        seen.setdefault(row[5], row)
        yield row


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
    kept = (row for row in rows if all(passes(row, f) for f in query.filters))
    if query.sort == "reverse":
        kept = iter(sorted(kept, key=lambda row: row[1], reverse=True))
    if query.sort == "closest" and query.closest:
        kept = iter(sorted(kept, key=lambda row: abs(int(row[1]) - int(query.closest.ljust(14, "0")))))
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
    if archive.paging.stuck and query.resume_key:
        again = read_query(replace(request, params={k: v for k, v in request.params.items() if k != "resumeKey"}))
        return render(archive, again, *page_of(archive, again, query.resume_key))
    return render(archive, query, *page_of(archive, query))


def page_of(archive: FakeArchive, query: Query, key: str = "") -> tuple[list[Row], str]:
    """The rows of one page, and the resume key where the limit was reached (the given one, where one is given)."""
    rows = islice(choose(archive, query), query.offset, None)
    if query.limit < 0:
        return list(rows)[query.limit :], ""
    limit = min(query.limit or CAP, CAP)
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
    return Answer(200, "OK", (("Content-Type", kind), *SERVED_BY), body.encode())


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
