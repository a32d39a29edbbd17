"""Make data/sample.warc.gz: the history of a vendor that does not exist, to try everything offline.

Ringwave sells an API for calls and text messages at ringwave.example. All its pages were written for this purpose and stand
beside this script, in the folder ``sample``: the wordings of its documents, and the layouts they were published in. The same
bytes come out of every run with the same zlib (dates and record numbers are fixed).

    python scripts/make_sample.py [FILE]

The privacy policy has four wordings: that of 2009; that of 2011 (a paragraph on partners, call records kept for 12 months
instead of 90 days); that of 2013 (marketing partners, 36 months), which was withdrawn after half a year in favour of that of
2011; and that of 2018 (a section on the GDPR, 6 months). The captures:

20090314101455  http://www.ringwave.example/                            the home page; its footer links the policies
20090314101512  http://www.ringwave.example/privacy                     wording of 2009, in a table layout
20090922063040  http://www.ringwave.example/privacy                     unchanged text under other news and another footer
20100418212207  http://www.ringwave.example/privacy                     revisit record of the capture before
20110605140311  http://www.ringwave.example/privacy                     wording of 2011; windows-1252, said to be iso-8859-1
20120130081956  http://www.ringwave.example/privacy                     unchanged text in UTF-8, its body stored in gzip
20120130082011  http://www.ringwave.example/terms                       terms of service, wording of 2012
20130711190545  http://www.ringwave.example/privacy                     wording of 2013
20131202173022  http://www.ringwave.example/privacy                     wording of 2011 again
20150216044518  http://www.ringwave.example/privacy                     archived 404 during a relaunch
20150301120701  http://www.ringwave.example/                            the home page of the relaunch
20150301120744  http://www.ringwave.example/privacy                     unchanged text in a new layout, with a cookie banner
20160822093011  http://www.ringwave.example/privacy                     301: moved to /legal/privacy-policy
20160822093012  https://www.ringwave.example/legal/privacy-policy       unchanged text at the new address
20160822093040  http://www.ringwave.example/terms                       301: moved to /legal/terms
20170509231448  https://www.ringwave.example/legal/privacy-policy       revisit record that stores no headers
20180524160733  https://www.ringwave.example/legal/privacy-policy       wording of 2018
20180526073301  https://www.ringwave.example/legal/terms                terms of service, wording of 2018
20180526073315  https://www.ringwave.example/legal/ringwave-dpa.pdf     data processing agreement, a PDF
20190812101502  https://www.ringwave.example/                           the home page; its footer links all three documents
20190812101530  https://www.ringwave.example/legal/privacy-policy       unchanged text under another footer
20200131055902  http://www.ringwave.example/privacy                     301, captured once more
20210603142209  http://www.ringwave.example/legal/privacy-policy        301 to https, under one URL key with its target
20210603142210  https://www.ringwave.example/legal/privacy-policy       unchanged text, transferred in chunks
"""

from __future__ import annotations

import io
import sys
import textwrap
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from string import Template

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

PARTS = Path(__file__).resolve().parent / "sample"
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample.warc.gz"

HTTP = "http://www.ringwave.example"
HTTPS = "https://www.ringwave.example"
POLICY = f"{HTTPS}/legal/privacy-policy"
CHUNKED = ("Transfer-Encoding", "chunked")
UTF8 = ("Content-Type", "text/html; charset=utf-8")

NEWS_MARCH = ("SMS to 40 more countries",)
NEWS_AUTUMN = ("Conference calls are here", "Meet us in Portwick")


@dataclass(frozen=True)
class Capture:
    """One record: an answer to ``url``, or with ``repeats`` (a timestamp) a revisit of the same URL's answer of then."""

    timestamp: str
    url: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (UTF8,)
    status: str = "200 OK"
    repeats: str = ""


def captures() -> list[Capture]:
    """Return the captures of the table above, in its order."""
    spring = layout_2009("privacy-2009", NEWS_MARCH, "&copy; 2009 Ringwave Communications Ltd.")
    autumn = layout_2009("privacy-2009", NEWS_AUTUMN, "Copyright 2009 Ringwave. Made in Portwick. All rights reserved.")
    moved_news = layout_2015("privacy-2011", 2016, POLICY, f"{HTTPS}/legal/terms")
    latest = layout_2018("privacy-2018", 2021)
    latin1 = (("Content-Type", "text/html; charset=iso-8859-1"),)
    no_charset = (("Content-Type", "text/html"),)
    return [
        Capture("20090314101455", f"{HTTP}/", layout_2009("home-2009", NEWS_MARCH, "&copy; 2009 Ringwave"), latin1),
        Capture("20090314101512", f"{HTTP}/privacy", spring, latin1),
        Capture("20090922063040", f"{HTTP}/privacy", autumn, latin1),
        Capture("20100418212207", f"{HTTP}/privacy", autumn, latin1, repeats="20090922063040"),
        Capture("20110605140311", f"{HTTP}/privacy", layout_2011("privacy-2011", 2011, "iso-8859-1"), no_charset),
        Capture(
            "20120130081956",
            f"{HTTP}/privacy",
            gzipped(layout_2011("privacy-2011", 2012)),
            (UTF8, ("Content-Encoding", "gzip")),
        ),
        Capture("20120130082011", f"{HTTP}/terms", layout_2011("terms-2012", 2012)),
        Capture("20130711190545", f"{HTTP}/privacy", layout_2011("privacy-2013", 2013)),
        Capture("20131202173022", f"{HTTP}/privacy", layout_2011("privacy-2011", 2013)),
        Capture("20150216044518", f"{HTTP}/privacy", layout_2015("not-found", 2015), status="404 Not Found"),
        Capture("20150301120701", f"{HTTP}/", layout_2015("home-2015", 2015)),
        Capture("20150301120744", f"{HTTP}/privacy", layout_2015("privacy-2011", 2015)),
        redirect("20160822093011", f"{HTTP}/privacy", POLICY),
        Capture("20160822093012", POLICY, moved_news),
        redirect("20160822093040", f"{HTTP}/terms", f"{HTTPS}/legal/terms"),
        Capture("20170509231448", POLICY, moved_news, (), repeats="20160822093012"),
        Capture("20180524160733", POLICY, layout_2018("privacy-2018", 2018)),
        Capture("20180526073301", f"{HTTPS}/legal/terms", layout_2018("terms-2018", 2018)),
        Capture("20180526073315", f"{HTTPS}/legal/ringwave-dpa.pdf", agreement(), (("Content-Type", "application/pdf"),)),
        Capture("20190812101502", f"{HTTPS}/", layout_2018("home-2015", 2019)),
        Capture("20190812101530", POLICY, layout_2018("privacy-2018", 2019)),
        redirect("20200131055902", f"{HTTP}/privacy", POLICY),
        redirect("20210603142209", POLICY.replace("https:", "http:"), POLICY),
        Capture("20210603142210", POLICY, latest, (UTF8, CHUNKED)),
    ]


def redirect(timestamp: str, url: str, target: str) -> Capture:
    """Return a 301 without a body."""
    return Capture(timestamp, url, headers=(UTF8, ("Location", target)), status="301 Moved Permanently")


def layout_2009(part: str, news: tuple[str, ...], footer: str) -> bytes:
    """Return a page of layout tables and font elements."""
    items = "\n".join(f'<tr><td><font size="2" face="Verdana">{item}</font></td></tr>' for item in news)
    return page("layout-2009", part, news=items, footer=footer).encode("ascii")


def layout_2011(part: str, year: int, charset: str = "utf-8") -> bytes:
    """Return an XHTML page of floating boxes. One that calls itself iso-8859-1 is windows-1252, as such pages were."""
    text = page("layout-2011", part, charset=charset, news="Free credit for open source", footer=f"&copy; 2008-{year} Ringwave")
    return text.encode("cp1252" if charset == "iso-8859-1" else charset)


def layout_2015(part: str, year: int, privacy: str = "/privacy", terms: str = "/terms", more: str = "") -> bytes:
    """Return an HTML5 page with a cookie banner, a newsletter form and a footer."""
    links = {"privacy": privacy, "terms": terms, "more": more}
    return page("layout-2015", part, news="Product news once a month", footer=f"© {year} Ringwave", **links).encode()


def layout_2018(part: str, year: int) -> bytes:
    """Return the page of 2015 with the footer of 2018, which links the data processing agreement too."""
    agreement_link = '<li><a href="/legal/ringwave-dpa.pdf">Data processing agreement (PDF)</a></li>'
    return layout_2015(part, year, "/legal/privacy-policy", "/legal/terms", agreement_link)


def page(layout: str, part: str, **values: str) -> str:
    """Return a part of the site in a layout; its title goes by the part's name."""
    names = {"privacy": "Privacy Policy", "terms": "Terms of Service", "home": "Voice and SMS API", "not": "Page not found"}
    text = (PARTS / f"{part}.html").read_text(encoding="utf-8").rstrip("\n")
    template = Template((PARTS / f"{layout}.html").read_text(encoding="utf-8"))
    return template.substitute(title=f"{names[part.partition('-')[0]]} - Ringwave", body=text, **values)


def gzipped(body: bytes) -> bytes:
    """Return ``body`` as a gzip member of one stored block: its bytes depend on no compressor's taste (RFC 1951, 3.2.4)."""
    size = len(body).to_bytes(2, "little")
    block = b"\x01" + size + bytes(byte ^ 0xFF for byte in size) + body
    trailer = zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block + trailer


def chunked(body: bytes) -> bytes:
    """Return ``body`` in chunks of 4096 bytes (RFC 9112, 7.1)."""
    chunks = (body[at : at + 4096] for at in range(0, len(body), 4096))
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def agreement() -> bytes:
    """Return the data processing agreement as a PDF: A4, Helvetica, headings in bold."""
    lines = list(typeset((PARTS / "dpa-2018.txt").read_text(encoding="utf-8")))
    pages = [lines[at : at + 46] for at in range(0, len(lines), 46)]
    numbers = [6 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Ringwave Data Processing Agreement) /CreationDate (D:20180521093000Z) >>",
    ]
    for number, page_lines in zip(numbers, pages, strict=True):
        fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {fonts} /Contents {number + 1} 0 R >>".encode("ascii")
        )
        drawn = b"BT\n72 774 Td\n" + b"".join(page_lines) + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled(objects)


def typeset(text: str) -> Iterator[bytes]:
    """Yield one line of PDF text operators for each line on paper; ``#`` makes a heading, ``-`` a list item."""
    for block in text.split("\n"):
        heading = block.startswith("# ")
        words = block.removeprefix("# ").replace("- ", "\u2022 ", 1) if block.startswith(("# ", "- ")) else block
        for line in textwrap.wrap(words, 84) or [""]:
            escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            yield b"/%s Tf 0 -15 Td (%s) Tj\n" % (b"F2 13" if heading else b"F1 11", escaped)


def assembled(objects: list[bytes]) -> bytes:
    """Return a PDF file of these objects, numbered from 1: the first is the catalogue, the fifth the document information."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def write(target: io.BufferedIOBase) -> None:
    """Write the archive: a record about it, then one for each capture."""
    writer = WARCWriter(target, gzip=True)
    writer.write_record(about(writer))
    for capture in captures():
        writer.write_record(record(writer, capture))


def about(writer: WARCWriter) -> object:
    """Return the record that says what this file is."""
    text = b"software: policy-history, scripts/make_sample.py\r\ndescription: a vendor that does not exist\r\n"
    fields = {"WARC-Date": "2021-06-03T15:00:00Z", "WARC-Record-ID": record_id("about")}
    return writer.create_warc_record("", "warcinfo", payload=io.BytesIO(text), length=len(text), warc_headers_dict=fields)


def record(writer: WARCWriter, capture: Capture) -> object:
    """Return warcio's record of a capture."""
    fields = {"WARC-Date": iso(capture.timestamp), "WARC-Record-ID": record_id(f"{capture.timestamp} {capture.url}")}
    digest = Digester("sha1")
    digest.update(capture.body)
    if capture.repeats:
        stored = StatusAndHeaders(capture.status, list(capture.headers), protocol="HTTP/1.1") if capture.headers else None
        return writer.create_revisit_record(
            capture.url, str(digest), capture.url, iso(capture.repeats), http_headers=stored, warc_headers_dict=fields
        )
    fields["WARC-Payload-Digest"] = str(digest)  # warcio would count the framing of the chunks too
    moment = datetime.strptime(capture.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    headers = [("Date", format_datetime(moment, usegmt=True)), ("Server", "Ringwave"), *capture.headers]
    http = StatusAndHeaders(capture.status, headers, protocol="HTTP/1.1")
    payload = chunked(capture.body) if CHUNKED in capture.headers else capture.body
    return writer.create_warc_record(
        capture.url, "response", payload=io.BytesIO(payload), length=len(payload), http_headers=http, warc_headers_dict=fields
    )


def record_id(name: str) -> str:
    """Return a record number that is the same on every run."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'ringwave.example {name}')}>"


def iso(timestamp: str) -> str:
    """Return 14 digits as WARC writes a date."""
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - all are UTC


if __name__ == "__main__":
    path = Path(sys.argv[1]) if sys.argv[1:] else SAMPLE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write(file)
    sys.stdout.write(f"{path}: {len(captures())} captures, {path.stat().st_size} bytes\n")
