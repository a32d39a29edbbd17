"""WARC files made for one test each: a few words say what was captured, warcio writes the records."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.replay.index import WarcArchive

URL = "http://www.ringwave.example/privacy"
HTML = (("Content-Type", "text/html"),)


@dataclass(frozen=True)
class Stored:
    """One record to write: a response, or with ``refers_to`` (timestamp, URL) a revisit of one."""

    timestamp: str
    url: str
    body: bytes = b"<p>Hello</p>"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] | None = HTML
    kind: str = "response"
    refers_to: tuple[str, str] | None = None
    digest: str | None = None


def sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


def iso(timestamp: str) -> str:
    year, rest = timestamp[:4], [timestamp[at : at + 2] for at in range(4, 14, 2)]
    return f"{year}-{rest[0]}-{rest[1]}T{rest[2]}:{rest[3]}:{rest[4]}Z"


def write_warc(path: Path, *records: Stored) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for record in records:
            _write(writer, record)
    return path


def member(record: Stored) -> bytes:
    """Return one record as a gzip member."""
    buffer = io.BytesIO()
    _write(WARCWriter(buffer, gzip=True), record)
    return buffer.getvalue()


def _write(writer: WARCWriter, record: Stored) -> None:
    http = StatusAndHeaders(record.status, list(record.headers), protocol="HTTP/1.1") if record.headers is not None else None
    fields = {"WARC-Date": iso(record.timestamp)}
    if record.digest is not None:
        fields["WARC-Payload-Digest"] = record.digest
    if record.refers_to is not None:
        fields |= {"WARC-Refers-To-Date": iso(record.refers_to[0]), "WARC-Refers-To-Target-URI": record.refers_to[1]}
    payload = io.BytesIO(b"" if record.kind == "revisit" else record.body)
    if record.kind == "revisit":
        fields.setdefault("WARC-Payload-Digest", f"sha1:{sha1(record.body)}")
    content_type = "text/html" if record.kind == "resource" else ""
    made = writer.create_warc_record(
        record.url,
        record.kind,
        payload=payload,
        length=len(payload.getvalue()),
        http_headers=http,
        warc_headers_dict=fields,
        warc_content_type=content_type,
    )
    writer.write_record(made)


def archive_of(tmp_path: Path, *records: Stored, name: str = "a.warc.gz") -> WarcArchive:
    return WarcArchive.open(write_warc(tmp_path / name, *records))
