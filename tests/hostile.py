"""Hostile pages, made when asked for, and readers that misbehave: what the reading pool must outlive."""

from __future__ import annotations

import ctypes
import gzip
import os
import re
import resource
import time
import zlib
from dataclasses import replace

from crawler.items import Page, PolicyText
from crawler.reading.task import read_page, unreadable

HTML = "text/html; charset=utf-8"


def page(body: bytes, content_type: str = HTML) -> Page:
    return Page(body=body, url="http://vendor.example/privacy", content_type=content_type, kind="privacy")


def nested_tags(megabytes: int) -> bytes:
    """Tags that are opened and never closed, alternating, so that no parser can fold them."""
    return b"<html><body>" + b"<div><b><table><tr><td><p>x" * (megabytes * (1 << 20) // 27)


def deep_nesting(depth: int = 100_000) -> bytes:
    return b"<html><body>" + b"<div>" * depth + b"privacy" + b"</div>" * depth + b"</body></html>"


def many_attributes(count: int = 1_000_000) -> bytes:
    attributes = b" ".join(b'a%d="%d"' % (i, i) for i in range(count))
    return b"<html><body><p " + attributes + b">We collect personal information.</p></body></html>"


def entity_flood(megabytes: int = 20) -> bytes:
    """The billion laughs, which HTML parsers ignore, then plain references by the million."""
    bomb = b'<!DOCTYPE html [<!ENTITY a "ha">' + b"".join(b'<!ENTITY b%d "&a;&a;&a;&a;">' % i for i in range(50)) + b"]>"
    return (
        bomb + b"<html><body><p>" + b"&amp;&#8217;&nbsp;&notanentity;" * (megabytes * (1 << 20) // 31) + b"</p></body></html>"
    )


def regex_traps(kilobytes: int = 2000) -> bytes:
    """Long runs on which a careless expression backtracks without end: blanks, markers, numbers, addresses."""
    size = kilobytes * 128
    runs = (
        b" " * size,
        b"*_" * (size // 2),
        b"[" * size,
        b"a@" * (size // 2),
        b"1.1." * (size // 4),
        b"last updated " * (size // 13),
    )
    return (
        b"<html><body>"
        + b"".join(b"<p>" + run + b"!</p>" for run in (*runs, b"&nbsp; " * (size // 7), b"-" * size))
        + b"</body></html>"
    )


def nuls(megabytes: int = 5) -> bytes:
    return b"<html><body>" + b"\0<p>\0We collect\0personal information\0</p>\0\0" * (megabytes * (1 << 20) // 46)


def gzip_bomb(megabytes: int = 512) -> bytes:
    """A body that unpacks to `megabytes` MB; it is a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = (b"<p>We collect personal information.</p>" * 27_000)[: 1 << 20]
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def nested_gzip(levels: int = 20) -> bytes:
    body = b"<p>We collect personal information.</p>" * 100
    for _ in range(levels):
        body = gzip.compress(body)
    return body


def pdf_bomb(megabytes: int = 1024) -> bytes:
    """A PDF of one page whose content stream unpacks to `megabytes` MB of drawing orders."""
    packer = zlib.compressobj(9)
    block = (b"BT /F1 12 Tf 72 700 Td (We collect) Tj ET\n" * 25_000)[: 1 << 20]
    stream = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def pdf_loop() -> bytes:
    """A PDF whose page tree contains itself."""
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def _pdf(*objects: bytes) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count, start = len(objects) + 1, len(out)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start)
    )


def misbehave(asked: Page) -> PolicyText:
    """Do what the page's body says: `echo`, `hang`, `spin` (in C code), `crash`, `exit`, `eat` (memory), `raise`, `recurse`."""
    return {
        b"hang": lambda: time.sleep(3600),
        b"spin": lambda: re.match(rb"(a+)+$", b"a" * 64 + b"b"),
        b"crash": lambda: ctypes.string_at(0),
        b"exit": lambda: os._exit(3),
        b"eat": lambda: bytearray(1 << 33),
        b"raise": lambda: [][1],
        b"recurse": lambda: misbehave(asked),
    }.get(asked.body, lambda: None)() or unreadable(f"read by {os.getpid()}: {asked.body[:20].decode('latin-1')}", "policy")


def endless_prose(megabytes: int = 15) -> bytes:
    """Paragraphs just below what is read at all: nothing is wrong with them but their number."""
    prose = b"<p>We collect personal information about you, and we use it in many ways that are told here. We do not sell it."
    return b"<html><body>" + prose * (megabytes * (1 << 20) // len(prose))


def read_and_weigh(asked: Page) -> PolicyText:
    """Read a page for real, and add the most memory that its process ever had, in MB, as the last reason."""
    text = read_page(asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return replace(text, reasons=(*text.reasons, f"{peak} MB"))
