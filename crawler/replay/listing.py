"""The archive's listing (CDX search API), answered out of WARC files. Rules: the Wayback protocol notes, 1.2 to 1.5."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from crawler.replay.captures import Row
from crawler.replay.index import WarcArchive
from crawler.replay.keys import MatchType

#: Status, headers, body of an answer.
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
Parameters = Mapping[str, Sequence[str]]

_MATCH_TYPES: Final[dict[str, MatchType]] = {"exact": "exact", "prefix": "prefix", "host": "host", "domain": "domain"}
#: What the live archive knows and a replay does not. To leave one out in silence would be a wrong answer.
_UNSUPPORTED: Final = ("page", "pageSize", "showNumPages", "offset", "sort", "closest", "showDupeCount", "showSkipCount")
_TEXT: Final = (("Content-Type", "text/plain"),)
_JSON: Final = (("Content-Type", "application/json"),)
_FILTER: Final = re.compile(r"(~?)(!?)(?:(\w+):)?(.*)", re.DOTALL)


class _BadQueryError(ValueError):
    """The query cannot be answered; the message says why."""


def answer_listing(archive: WarcArchive, parameters: Parameters) -> Answer:
    """Answer a query of the listing, given as ``urllib.parse.parse_qs`` reads it; a query that cannot be is a 400."""
    try:
        rows = _matching(archive, parameters)
        page, key = _page(rows, parameters)
        columns = _columns(parameters)
    except _BadQueryError as error:
        return 400, _TEXT, f"{error}\n".encode()
    cells = [[getattr(row, column) for column in columns] for row in page]
    if _first(parameters, "output") == "json":
        return 200, _JSON, _json(columns, cells, key)
    return 200, _TEXT, _text(cells, key)


def _matching(archive: WarcArchive, parameters: Parameters) -> list[Row]:
    for name in _UNSUPPORTED:
        if name in parameters:
            raise _BadQueryError(f"{name} is not supported when WARC files are read instead of the archive")
    url, match_type = _first(parameters, "url"), _MATCH_TYPES.get(_first(parameters, "matchType"))
    if not url:
        raise _BadQueryError("the parameter url is missing")
    if not match_type:
        url, match_type = _wildcard(url)
    rows = archive.rows(url, match_type, _digits(parameters, "from"), _digits(parameters, "to"))
    for expression in parameters.get("filter", ()):
        rows = _filtered(rows, expression)
    return _collapsed(rows, parameters.get("collapse", ()))


def _wildcard(url: str) -> tuple[str, MatchType]:
    if url.startswith("*."):
        return url[2:], "domain"
    return (url[:-1], "prefix") if url.endswith("*") else (url, "exact")


def _filtered(rows: Iterable[Row], expression: str) -> list[Row]:
    """Keep the rows that ``[~][!]field:regex`` matches: the whole field, or with ``~`` a part of it; ``!`` negates."""
    parsed = _FILTER.fullmatch(expression)
    assert parsed  # every part of the pattern may be empty
    contains, negated, field, pattern = parsed.groups()
    if field:
        column = Row._fields[_column(field)]
    try:
        regex = re.compile(re.escape(pattern) if contains else pattern)
    except re.error as error:
        raise _BadQueryError(f"filter {expression!r} is no regular expression: {error}") from error
    matches = regex.search if contains else regex.fullmatch
    return [row for row in rows if bool(matches(getattr(row, column) if field else " ".join(row))) != bool(negated)]


def _collapsed(rows: list[Row], expressions: Sequence[str]) -> list[Row]:
    """Drop each row that equals the row kept before it in one of the fields, or in the first characters of it."""
    if not expressions:
        return rows
    cuts = [_cut(expression) for expression in expressions]
    kept: list[Row] = []
    for row in rows:
        if not kept or all(row[column][:length] != kept[-1][column][:length] for column, length in cuts):
            kept.append(row)
    return kept


def _cut(expression: str) -> tuple[int, int | None]:
    field, colon, length = expression.partition(":")
    if colon and not length.isdecimal():
        raise _BadQueryError(f"collapse {expression!r} would be field or field:number")
    return _column(field), int(length) if colon else None


def _page(rows: list[Row], parameters: Parameters) -> tuple[list[Row], str]:
    """Return the rows of this page, and the key of the next one: it is sent when the limit was reached (1.4)."""
    given = _first(parameters, "limit") or "0"
    if not re.fullmatch(r"-?\d{1,9}", given):
        raise _BadQueryError(f"limit {given!r} is no number")
    limit, start = int(given), _start(_first(parameters, "resumeKey"))
    if limit < 0:
        return rows[limit:], ""
    page = rows[start : start + limit] if limit else rows[start:]
    if not limit or len(page) < limit or _first(parameters, "showResumeKey") != "true":
        return page, ""
    return page, _key(page[-1], start + limit)


def _key(last: Row, following: int) -> str:
    """Return an opaque key: like the archive's it packs the last row, and besides the place of the next one."""
    return base64.urlsafe_b64encode(zlib.compress(f"{last.urlkey} {last.timestamp} {following}".encode())).decode("ascii")


def _start(key: str) -> int:
    if not key:
        return 0
    try:
        return int(zlib.decompress(base64.urlsafe_b64decode(key)).rpartition(b" ")[2])
    except (ValueError, zlib.error) as error:
        raise _BadQueryError("the resumeKey is none of ours") from error


def _columns(parameters: Parameters) -> list[str]:
    names = [name for name in _first(parameters, "fl").split(",") if name]
    return [Row._fields[_column(name)] for name in names] or list(Row._fields)


def _column(name: str) -> int:
    """Return the place of a column that is given by its name or its number."""
    if name.isdecimal() and int(name) < len(Row._fields):
        return int(name)
    if name not in Row._fields:
        raise _BadQueryError(f"{name!r} is no field; there are {', '.join(Row._fields)}")
    return Row._fields.index(name)


def _digits(parameters: Parameters, name: str) -> str:
    given = _first(parameters, name)
    if not re.fullmatch(r"[0-9]{0,14}", given):
        raise _BadQueryError(f"{name} {given!r} would be 1 to 14 digits")
    return given


def _first(parameters: Parameters, name: str) -> str:
    return next(iter(parameters.get(name, ())), "")


def _json(columns: list[str], cells: list[list[str]], key: str) -> bytes:
    table = [columns, *cells, *([[], [key]] if key else [])] if cells else []
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in table)
    return f"[{lines}]\n".encode()


def _text(cells: list[list[str]], key: str) -> bytes:
    lines = "".join(" ".join(row) + "\n" for row in cells)
    return (f"{lines}\n{key}\n" if key else lines).encode()
