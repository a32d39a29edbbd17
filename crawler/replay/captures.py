"""One WARC record as the archive sees it: a row of its listing, and the HTTP answer to play back."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

from warcio.bufferedreaders import ChunkedDataReader

from crawler.replay.records import BLOCK, Place
from crawler.wayback import REVISIT

#: The records that hold an answer of the web (WARC 1.1, section 6); all others are passed over in silence.
_CAPTURES: Final = ("response", "revisit", "resource")
_NOWHERE: Final = Place(Path(), 0, 0)
_SHA1_BASE32: Final = re.compile(r"sha1:([A-Z2-7]{32})", re.IGNORECASE)
_SHA1_HEX: Final = re.compile(r"sha1:([0-9a-f]{40})", re.IGNORECASE)


class BodyTooLargeError(Exception):
    """A stored body is larger than the reader was told to take."""


class Row(NamedTuple):
    """One row of the archive's listing, all text; the names and their order are those of ``crawler.wayback.COLUMNS``."""

    urlkey: str
    timestamp: str
    original: str
    mimetype: str
    statuscode: str
    digest: str
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A capture and where its record stands.

    ``location`` is the absolute target of an archived redirect, ``refers_to`` the timestamp and the URL of the record whose
    payload a revisit repeats; each is empty for all others.
    """

    row: Row
    place: Place = _NOWHERE
    location: str = ""
    refers_to: tuple[str, str] = ("", "")

    @property
    def is_revisit(self) -> bool:
        """Whether the payload stands in another record."""
        return self.row.mimetype == REVISIT

    def at(self, place: Place) -> StoredCapture:
        """Return this capture with its place, and with the record's length in its row."""
        return replace(self, row=self.row._replace(length=str(place.length)), place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """An archived answer: status 0 if the record stored none (some revisits), the body with transfer chunking undone."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, in any case, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def describe(record: Any, urlkey: Callable[[str], str]) -> StoredCapture | None:
    """Return what ``record`` (of warcio) captured, or None if it holds no answer to a web address.

    ``urlkey`` makes the key of a URL. The digest is the record's own, as the archive's index takes it, or that of the
    payload as stored, before content-decoding, where the record gives no SHA-1. Raises ValueError when the record lacks what
    every capture has: a URL, a date, and a status unless it is a revisit.
    """
    original = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type not in _CAPTURES or not re.match(r"https?://", original or "http://", re.IGNORECASE):
        return None
    if not original:
        raise ValueError("the record has no WARC-Target-URI")
    if record.rec_type == "revisit":
        mimetype, status = REVISIT, "-"
    else:
        mimetype, status = _mimetype(record), _status(record)
    row = Row(
        urlkey=urlkey(original),
        timestamp=_timestamp(record.rec_headers.get_header("WARC-Date") or ""),
        original=original,
        mimetype=mimetype,
        statuscode=status,
        digest=_digest(record),
        length="-",
    )
    return StoredCapture(row=row, location=_location(record, original), refers_to=_refers_to(record))


def read_response(record: Any, most: int) -> StoredResponse:
    """Return the HTTP answer that ``record`` (of warcio) stores. Raises BodyTooLargeError above ``most`` bytes of body."""
    stream, body = _payload(record), bytearray()
    while block := stream.read(BLOCK):
        body += block
        if len(body) > most:
            raise BodyTooLargeError(f"a stored body of more than {most} bytes")
    if record.rec_type == "resource":
        headers = (("Content-Type", record.rec_headers.get_header("Content-Type") or "application/octet-stream"),)
        return StoredResponse(status=200, headers=headers, body=bytes(body))
    headers = tuple(record.http_headers.headers) if record.http_headers else ()
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    return StoredResponse(status=int(status) if status.isdecimal() else 0, headers=headers, body=bytes(body))


def _payload(record: Any) -> Any:
    """Return a stream of the payload, transfer chunking undone and content coding left alone."""
    chunked = _header(record, "Transfer-Encoding").strip().lower() == "chunked"
    return ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream


def _header(record: Any, name: str) -> str:
    return (record.http_headers.get_header(name) if record.http_headers else "") or ""


def _status(record: Any) -> str:
    if record.rec_type == "resource":
        return "200"
    status = str(record.http_headers.get_statuscode()) if record.http_headers else ""
    if not re.fullmatch(r"[1-5]\d\d", status):
        raise ValueError(f"the record's HTTP status is {status!r}")
    return status


def _mimetype(record: Any) -> str:
    headers = record.rec_headers if record.rec_type == "resource" else record.http_headers
    words = (headers.get_header("Content-Type") or "").partition(";")[0].split()
    return words[0].lower() if words else "unk"


def _timestamp(date: str) -> str:
    """Return WARC-Date as 14 digits, UTC: fractions of a second are cut off."""
    moment = datetime.fromisoformat(date)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y%m%d%H%M%S").zfill(14)


def _digest(record: Any) -> str:
    stated = (record.rec_headers.get_header("WARC-Payload-Digest") or "").strip()
    if found := _SHA1_BASE32.fullmatch(stated):
        return found[1].upper()
    if found := _SHA1_HEX.fullmatch(stated):
        return base64.b32encode(bytes.fromhex(found[1])).decode("ascii")
    if record.rec_type == "revisit":
        return "-"
    hashed, stream = hashlib.sha1(usedforsecurity=False), _payload(record)
    while block := stream.read(BLOCK):
        hashed.update(block)
    return base64.b32encode(hashed.digest()).decode("ascii")


def _location(record: Any, original: str) -> str:
    """Return the absolute target of a redirect, or an empty string."""
    location = _header(record, "Location")
    if not location or not record.http_headers.get_statuscode().startswith("3"):
        return ""
    try:
        return urljoin(original, location)
    except ValueError:  # "http://[half an address": what the vendor's server said, as it said it
        return location


def _refers_to(record: Any) -> tuple[str, str]:
    date = record.rec_headers.get_header("WARC-Refers-To-Date") or ""
    url = record.rec_headers.get_header("WARC-Refers-To-Target-URI") or ""
    return (_timestamp(date), url) if date and url else ("", "")
