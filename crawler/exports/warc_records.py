"""Captures as records of WARC 1.1. Pure: the same capture gives the same bytes, record numbers included.

A record says what the archive's listing said: its digest stands as ``WARC-Payload-Digest`` even where the bytes differ from
it; ``WARC-Block-Digest`` is that of what stands in the record. HTTP headers are the vendor's; what the archive added to its
answer stands in the record's own header. ``WARC-Source-URI`` and ``WARC-Creation-Date``, as other tools write them, say where
and when the capture was fetched.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final, Self

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders

from crawler.exports.text_format import snapshot_url
from crawler.items import Capture, Document, KeptSnapshot, StoredCapture
from crawler.manners.answers import EMPTY_DIGEST

#: Headers that are kept (`crawler.running.outcomes.KEPT_HEADERS`): those that the vendor had sent, and the archive's own.
_VENDORS: Final = ("content-type", "content-encoding", "content-language")
_ARCHIVES: Final = ("memento-datetime", "link", "x-archive-src")

_SPECIFICATION: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_SHA1: Final = re.compile(r"[A-Z2-7]{32}\Z")
_NO_HEADER: Final = re.compile(r"[\x00-\x1f\x7f]+")
_NO_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f]")
_builder: Final = RecordBuilder(warc_version="1.1")


@dataclass(frozen=True, slots=True)
class Original:
    """The record whose payload a revisit repeats."""

    uri: str
    date: str

    @classmethod
    def of(cls, kept: KeptSnapshot) -> Self:
        """Return what names the record of a snapshot."""
        return cls(_uri(kept.capture.original), kept.capture.captured_at)


def digest_of(kept: KeptSnapshot) -> str:
    """Return what the listing says is the digest of a capture, or that of its bytes where it says none."""
    return kept.capture.digest if _SHA1.match(kept.capture.digest) else kept.body_digest


def response(kept: KeptSnapshot, body: bytes) -> Any:
    """Return the record of a snapshot. Its status is the listing's, or 200 where that is none of a page's."""
    capture = kept.capture
    status = capture.statuscode if re.fullmatch(r"2\d\d", capture.statuscode) else "200"
    headers = [(_titled(name), _value(value)) for name, value in kept.headers if name.lower() in _VENDORS]
    archives = {_titled(name): _value(value) for name, value in kept.headers if name.lower() in _ARCHIVES}
    fields = _fields("response", capture.captured_at, capture.original, f"{_row(capture)} {kept.body_digest}") | {
        "WARC-Payload-Digest": f"sha1:{digest_of(kept)}",
        "WARC-Source-URI": snapshot_url(kept.delivered, _uri(capture.original)),
        "WARC-Creation-Date": kept.fetched_at,
    }
    return _record("response", fields | archives, f"{status} OK", headers, body)


def revisit(capture: StoredCapture, original: Original) -> Any:
    """Return the record of a capture whose digest is that of a snapshot. What its own headers were is not known."""
    fields = _fields("revisit", capture.captured_at, capture.original, _row(capture))
    return _builder.create_revisit_record(
        fields["WARC-Target-URI"], f"sha1:{capture.digest}", original.uri, original.date, warc_headers_dict=fields
    )


def redirect(capture: StoredCapture) -> Any:
    """Return the record of an archived redirect: of its answer, status and target are kept, and no body.

    Where the listing does not say that there was none, the record says that it is cut. A status that is no redirect's stands
    for one found in the archive's page about it: then it is 302.
    """
    status = capture.statuscode if re.fullmatch(r"3\d\d", capture.statuscode) else "302"
    fields = _fields("response", capture.captured_at, capture.original, f"{_row(capture)} {capture.target}")
    if capture.digest != EMPTY_DIGEST:
        fields["WARC-Truncated"] = "unspecified"
    return _record("response", fields, f"{status} Redirect", [("Location", _uri(capture.target))], b"")


def warcinfo(domain: str, documents: Iterable[Document], counts: Mapping[str, int], date: str) -> Any:
    """Return the record that says what the file is: software, vendor, documents, how many records, last fetch."""
    lines = [
        ("software", f"policy-history {version('policy-history')}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", _SPECIFICATION),
        ("description", f"policies of {domain}, captured by the Wayback Machine"),
        *(("document", f"{document.kind} {document.url}") for document in documents),
        *((f"{sort}-records", str(counts[sort])) for sort in sorted(counts)),
    ]
    text = "".join(f"{name}: {_value(value)}\r\n" for name, value in lines).encode()
    fields = {"WARC-Date": date, "WARC-Record-ID": _record_id("warcinfo", date, text.decode())}
    return _builder.create_warc_record("", "warcinfo", payload=io.BytesIO(text), length=len(text), warc_headers_dict=fields)


def _record(sort: str, fields: dict[str, str], status: str, headers: list[tuple[str, str]], body: bytes) -> Any:
    http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
    return _builder.create_warc_record(
        fields["WARC-Target-URI"],
        sort,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=fields,
    )


def _fields(sort: str, date: str, original: str, content: str) -> dict[str, str]:
    uri = _uri(original)
    return {"WARC-Record-ID": _record_id(sort, date, f"{uri} {content}"), "WARC-Target-URI": uri, "WARC-Date": date}


def _row(capture: Capture | StoredCapture) -> str:
    """Return what tells a capture from others of its moment and URL."""
    return f"{capture.timestamp} {capture.digest} {capture.statuscode} {capture.mimetype}"


def _record_id(sort: str, date: str, content: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'policy-history {sort} {date} {content}')}>"


def _uri(url: str) -> str:
    """Return a URL as a header can hold it: signs that would end it are escaped, and its scheme is in lower case."""
    scheme, colon, rest = _NO_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", url).partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def _value(value: str) -> str:
    return _NO_HEADER.sub(" ", value).strip()


def _titled(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", name).title()
