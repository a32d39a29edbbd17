"""A listing query: its parameters, and what they mean for one row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .log import Request
from .model import urlkey

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
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
    gzip: bool = True


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
        gzip=get("gzip") != "false",
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
