"""Changes to a playback answer: headers that lie about the body, bodies that are not what was archived."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace

from .answers import Answer, Header, Twist, without

GZIP: Header = ("Content-Encoding", "gzip")
#: Bytes of one uncompressed brotli block: short ones (at most 65,536) leave no sentence whole for who does not decode.
_BLOCK = 24


def recoded(due: Answer, body: bytes, *headers: Header) -> Answer:
    """The answer with that body and those headers, not to be compressed again."""
    return replace(due, body=body, headers=(*due.headers, *headers), coded=True)


def squeezed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def as_stored(due: Answer, body: bytes, *headers: Header) -> Answer:
    """As ``recoded``, where the origin itself sent that body: its own Content-Length was that of these bytes."""
    length = ("x-archive-orig-content-length", str(len(body)))
    return recoded(replace(due, headers=without(due.headers, length[0])), body, length, *headers)


def blank_and_real_encoding(due: Answer) -> Answer:
    """``content-encoding:`` blank and in lower case, then ``Content-Encoding: gzip`` (2018: the origin itself sent gzip)."""
    return as_stored(due, squeezed(due.body), ("content-encoding", ""), GZIP)


def blank_encoding(due: Answer) -> Answer:
    """A blank ``content-encoding:`` alone, over gzip."""
    return as_stored(due, squeezed(due.body), ("content-encoding", ""))


def falsely_declared_gzip(due: Answer) -> Answer:
    """Declared gzip, plain bytes."""
    return recoded(due, due.body, GZIP)


def undeclared_gzip(due: Answer) -> Answer:
    """Gzip of the origin's without a word about it."""
    return as_stored(due, squeezed(due.body))


def unasked_gzip(due: Answer) -> Answer:
    """Gzip for the transfer without a word about it: the origin's length is that of the plain page."""
    return recoded(due, squeezed(due.body))


def double_gzip(due: Answer) -> Answer:
    """Compressed by the origin and again for the transfer, declared once."""
    stored = as_stored(due, squeezed(due.body))
    return replace(stored, body=squeezed(stored.body), headers=(*stored.headers, GZIP))


def declared_deflate(due: Answer) -> Answer:
    """A zlib stream, declared."""
    return as_stored(due, zlib.compress(due.body), ("Content-Encoding", "deflate"))


def unoffered_brotli(due: Answer) -> Answer:
    """Brotli, declared, though the client may not have offered it (2025)."""
    return recoded(due, brotli(due.body), ("Content-Encoding", "br"))


def undeclared_brotli(due: Answer) -> Answer:
    """Brotli without a word about it; it has no magic by which it could be known."""
    return recoded(due, brotli(due.body))


def bomb(megabytes: int) -> Twist:
    """A page that grows to so many megabytes when it is decompressed (a thousand times its size on the wire)."""
    return lambda due: recoded(due, b"".join(_inflated(due.body, megabytes)), GZIP)


def _inflated(body: bytes, megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield packer.compress(body)
    for _ in range(megabytes):
        yield packer.compress(b" " * 1_000_000)
    yield packer.flush()


def brotli(body: bytes) -> bytes:
    """A valid brotli stream of uncompressed blocks (RFC 7932, 9.2): no compressor is needed for a test."""
    out = bytearray()
    for start in range(0, len(body), _BLOCK):
        part = body[start : start + _BLOCK]
        header = ((len(part) - 1) << 3) | (1 << 19)  # not last, four nibbles of length, uncompressed
        out += (header << 1 if not start else header).to_bytes(3, "little") + part  # one bit of window size goes first
    return bytes(out) + (b"\x03" if body else b"\x06")


def content(body: bytes) -> Twist:
    """Another body under the same headers."""
    return lambda due: replace(due, body=body)


def lying_length(more: int = 5_000) -> Twist:
    """``Content-Length`` says so many bytes more than come before the connection ends."""

    def twist(due: Answer) -> Answer:
        length = ("Content-Length", str(len(due.body) + more))
        return replace(due, headers=(*due.headers, length), framing="as-is", coded=True, label="short of length")

    return twist


def cut_record(share: float = 0.3) -> Twist:
    """A record that the archive holds only the beginning of: well framed, far below ``x-archive-orig-content-length``."""
    return lambda due: replace(due, body=due.body[: int(len(due.body) * share)])


def not_a_memento(due: Answer) -> Answer:
    """The same answer as if the archive said it itself."""
    return replace(due, headers=without(due.headers, "memento-datetime", "link", "x-archive-src"))


def chained(*twists: Twist) -> Twist:
    """Several changes, one after the other."""

    def twist(due: Answer) -> Answer:
        for each in twists:
            due = each(due)
        return due

    return twist
