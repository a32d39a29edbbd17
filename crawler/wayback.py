"""The archive's protocol as pure functions: what to ask, and what a listing says.

Queries are built and checked by waybackpy, rows become its ``CDXSnapshot`` before they become our ``Capture``; none of its
network calls is used (they block, hide errors and have no time limit). Facts: the Wayback protocol notes, sections 1 and 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from waybackpy import WaybackMachineCDXServerAPI
from waybackpy.cdx_snapshot import CDXSnapshot
from waybackpy.cdx_utils import full_url

from crawler.items import Capture
from crawler.urls import surt

#: Rows asked for in one listing request. edgi-wayback asks for 1,000, archive-magic for 5,000 (Sep 2026): with the larger
#: page nearly every document is one request, and a page stays under a megabyte.
PAGE_ROWS: Final = 5000

#: The columns of a listing and their order, as the archive sends them unasked (protocol 1.1).
COLUMNS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")

#: The archive's first captures are of 1996 (it began in May of that year). An earlier moment is a fault.
FIRST: Final = datetime(1996, 1, 1, tzinfo=UTC)
#: How far behind our clock's now a moment may lie: clocks go wrong by hours, time zones by less than a day (chosen 2026-11).
SKEW: Final = timedelta(days=1)

#: Revisit rows say so in their type; their digest is that of the first record with the same payload (protocol 1.7).
REVISIT: Final = "warc/revisit"

#: Characters that stand raw in the URL part of a playback address. The archive looks for another resource when ``?``, ``&``
#: or ``=`` are encoded (protocol 2.2); escapes that are already there must not be escaped again, hence the per cent sign.
_URL_SAFE: Final = "/:?&=%@!$'()*+,;~"

_FOURTEEN = re.compile(r"[0-9]{14}\Z")
_MEMENTO = re.compile(r"/web/(\d{1,14})([a-z]{2}_)?/(.+)\Z", re.DOTALL)
_SCHEME = re.compile(r"https?:/+", re.IGNORECASE)
_ENCODED_COLON = re.compile(r"https?%3a//", re.IGNORECASE)
_ENCODED_WHOLE = re.compile(r"https?%3a%2f%2f", re.IGNORECASE)

#: What stands for bytes and halves of characters that are none. An address that has it is not the archive's any more.
_NO_CHARACTER: Final = "\ufffd"

#: Digits of a length that are believed; no body has so many bytes.
_LENGTH_DIGITS: Final = 15


class ListingError(ValueError):
    """What came is no listing (an error page, a cut-off transfer, a message of the archive). Raised by `parse_listing`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One page of a listing: its captures, the key of the next page (empty: this was the last), and rows left out."""

    captures: tuple[Capture, ...] = field(repr=False)
    resume_key: str = ""
    duplicates: int = 0


def listing_url(
    archive: str,
    url: str,
    *,
    since: str = "",
    until: str = "",
    limit: int = PAGE_ROWS,
    resume_key: str = "",
    match_type: str = "exact",
    filters: Sequence[str] = (),
    collapse: Sequence[str] = (),
) -> str:
    """Return the address of one listing page of ``url``.

    ``since`` and ``until`` are 1 to 14 digits, both inclusive (``until="2004"`` covers all of 2004); ``match_type``,
    ``filters`` and ``collapse`` are the archive's own parameters (protocol 1.2). The match type is always named: without it
    the archive takes a final ``*`` for a question about all URLs that begin so. Raises ``ValueError`` when waybackpy rejects
    an argument.
    """
    matching = None if "*" in url else match_type  # waybackpy takes every star for a wildcard
    query = WaybackMachineCDXServerAPI(url, "", start_timestamp=since or None, end_timestamp=until or None, match_type=matching)
    parameters: dict[str, Any] = {}
    query.add_payload(parameters)
    parameters.pop("gzip", None)  # waybackpy turns compression off; a listing shrinks to a tenth with it
    # added behind waybackpy's own check, which rejects what the archive takes; its full_url makes `filter` of `filter0`
    parameters |= {f"filter{n}": text for n, text in enumerate(filters)}
    parameters |= {f"collapse{n}": text for n, text in enumerate(collapse)}
    parameters |= {"matchType": match_type, "output": "json", "limit": str(limit), "showResumeKey": "true"}
    if resume_key:
        parameters["resumeKey"] = resume_key
    return str(full_url(f"{archive.rstrip('/')}/cdx/search/cdx", parameters))


def playback_url(archive: str, timestamp: str, original: str) -> str:
    """Return the address of a capture's stored body, byte for byte as archived (flag ``id_``)."""
    return f"{archive.rstrip('/')}/web/{timestamp}id_/{quote(original, safe=_URL_SAFE)}"


def urlkey(url: str) -> str:
    """Return the archive's URL key (SURT) of a URL: scheme, ``www``, case, port and final slash folded away.

    What cannot be a URL is its own key.
    """
    try:
        return str(surt(url))
    except (ValueError, AttributeError):  # surt 0.3.1 takes a lone line end for no text at all
        return url


def captured_at(timestamp: str) -> str:
    """Return the moment of a listing's timestamp as ISO 8601, or an empty string if it cannot be one.

    No capture is older than the archive (`FIRST`), none is of the future (but for `SKEW`): that is the only thing here that
    depends on the day. Crawls of 2000 have a ``00`` inserted before month or day and their seconds cut: ``20000800241623`` is
    2000-08-24 16:23 (protocol 1.7; repaired by taking out the ``00`` and appending ``00``). Python's ``strptime`` mis-reads
    12 and 13 digits, so exactly 14 are demanded first.
    """
    if not _FOURTEEN.match(timestamp):
        return ""
    repaired = [timestamp[:at] + timestamp[at + 2 :] + "00" for at in (4, 6) if timestamp[at : at + 2] == "00"]
    for candidate in [timestamp, *repaired]:
        try:
            moment = datetime.strptime(candidate, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            continue
        if FIRST <= moment <= datetime.now(UTC) + SKEW:
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


def parse_listing(body: bytes) -> ListingPage:
    """Read one page of a listing, in its JSON or text form; raise `ListingError` if it is anything else.

    An empty body, ``[]`` and a header alone all mean that no row matched (protocol 1.5). Exact duplicates are left out and
    counted. Rows that cannot be are kept, with their ``problem``.
    """
    text = body.decode("utf-8", "replace").strip("\ufeff")
    if not text.strip():
        return ListingPage(captures=())
    if text.lstrip().startswith("["):
        rows, key = _json_rows(text)
    elif text.lstrip().startswith("<"):
        raise ListingError(f"an HTML page instead of a listing: {_gist(text)}")
    else:
        rows, key = _text_rows(text)
    captures = [_capture(row) for row in rows]
    distinct = tuple(dict.fromkeys(captures))
    return ListingPage(captures=distinct, resume_key=key, duplicates=len(captures) - len(distinct))


def of_resource(page: ListingPage, url: str) -> ListingPage:
    """Return a page of the listing of ``url`` on which rows of other URL keys have a ``problem``: they are no captures of it.

    The archive's keys and ours may be spelt differently, so a row's key counts as right if it is ours, or if the archive
    gives it to any row on the page whose original has our key.
    """
    key = urlkey(url)
    others = {(c.urlkey, c.original) for c in page.captures if c.urlkey != key}
    strange = {said for said, _ in others} - {said for said, original in others if urlkey(original) == key}
    problems = {said: f"a row of {said}, where {key} was asked for" for said in strange}
    told = (replace(c, problem=c.problem or problems[c.urlkey]) if c.urlkey in strange else c for c in page.captures)
    return replace(page, captures=tuple(told)) if strange else page


def memento_parts(url: str) -> tuple[str, str] | None:
    """Split a playback address into (timestamp, original URL), or return None if it is none.

    Captures of captures are unwrapped; the original is decoded only if its scheme was encoded (protocol 2.2).
    """
    timestamp, rest = "", url
    while found := _MEMENTO.search(rest):
        timestamp, rest = timestamp or found[1], found[3]
    if not timestamp:
        return None
    rest = _decoded(rest)
    return timestamp, rest if _SCHEME.match(rest) else f"http://{rest}"


def _decoded(url: str) -> str:
    """Return a URL of which the colons, or all signs, were encoded as it was before; any other as it is.

    Where only the colons of scheme and port are encoded, the path and the query are as they were archived.
    """
    if _ENCODED_WHOLE.match(url):
        return unquote(url)
    if _ENCODED_COLON.match(url):
        scheme, slashes, rest = url.partition("//")
        host, slash, path = rest.partition("/")
        return unquote(scheme) + slashes + unquote(host) + slash + path
    return url


def same_resource(one: str, other: str) -> bool:
    """Tell whether two URLs have one URL key: they differ in scheme, ``www``, case, default port or final slash at most."""
    return urlkey(one) == urlkey(other)


def days_between(one: str, other: str) -> float:
    """Return the distance of two 14-digit timestamps in days; infinity if one of them is no moment."""
    first, second = captured_at(one.ljust(14, "0")), captured_at(other.ljust(14, "0"))
    if not first or not second:
        return float("inf")
    return abs((datetime.fromisoformat(first) - datetime.fromisoformat(second)).total_seconds()) / 86400


def is_web_url(url: str) -> bool:
    """Tell whether a listing's original can be a page on the web: http or https, with a host that looks like one."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or _NO_CHARACTER in url:
        return False
    return re.fullmatch(r"[\w.-]+\.[\w-]+|\[?[0-9a-f:.]+\]?", host) is not None


def _json_rows(text: str) -> tuple[list[Mapping[str, str]], str]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"a listing that breaks off or is no JSON ({error})") from error
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise ListingError(f"JSON that is no listing: {_gist(text)}")
    key = ""
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        key = _cell(table[-1][0] or "")
        table = table[:-2]
    if not table:
        return [], key
    header = [_cell(name) for name in table[0]]
    if "timestamp" not in header or "original" not in header:
        raise ListingError(f"a listing without a header row: {_gist(text)}")
    return [_row(header, values) for values in table[1:] if values], key


def _text_rows(text: str) -> tuple[list[Mapping[str, str]], str]:
    head, blank, tail = text.rstrip("\n").rpartition("\n\n")
    lines, key = (head.split("\n"), tail) if blank else (text.strip("\n").split("\n"), "")
    rows = [_row(COLUMNS, line.split(" ")) for line in lines if line]
    if not any(_FOURTEEN.match(row.get("timestamp", "")) for row in rows):
        raise ListingError(f"a message instead of a listing: {_gist(text)}")
    return rows, key


def _cell(value: object) -> str:
    """Return a value as text that can be stored and sent: JSON can spell halves of characters, which neither takes."""
    return str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _row(header: Sequence[str], values: Iterable[object]) -> Mapping[str, str]:
    cells = [_cell(value) for value in values]
    row = dict(zip(header, cells, strict=False))
    if len(cells) < len(header):
        row["problem"] = f"{len(cells)} fields instead of {len(header)}"
    elif len(cells) > len(COLUMNS) and header is COLUMNS:
        # a raw space in the URL shifts the later columns of the text form (protocol 1.7); the last four hold no spaces
        row = dict(zip(COLUMNS[:2], cells[:2], strict=True))
        row["original"] = " ".join(cells[2:-4])
        row |= dict(zip(COLUMNS[3:], cells[-4:], strict=True))
    return row


def _capture(row: Mapping[str, str]) -> Capture:
    timestamp, original = row.get("timestamp", ""), row.get("original", "")
    moment = captured_at(timestamp)
    problem = row.get("problem", "")
    if not problem and not moment:
        problem = f"the timestamp {timestamp!r} is no moment"
    if not problem and not is_web_url(original):
        problem = "the original is no web address"
    length = row.get("length", "-")
    fields = {column: row.get(column, "-") for column in COLUMNS} | {"timestamp": timestamp, "original": original}
    if not problem and moment.replace("-", "").replace("T", "").replace(":", "").rstrip("Z") == timestamp:
        CDXSnapshot(fields)  # waybackpy's own check of a row; it raises on what the checks above let through
    return Capture(
        urlkey=fields["urlkey"],
        timestamp=timestamp,
        captured_at=moment,
        original=original,
        mimetype=fields["mimetype"],
        statuscode=fields["statuscode"],
        digest=fields["digest"],
        length=int(length) if length.isascii() and length.isdigit() and len(length) <= _LENGTH_DIGITS else 0,
        problem=problem,
    )


def _gist(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text[:2000]).split())[:80]
