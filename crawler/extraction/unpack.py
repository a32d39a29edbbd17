"""Body bytes -> the bytes the vendor's server meant: compression undone, by magic bytes before any header, with a bound."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Final

from backports import zstd

#: Bytes a body may unpack to. The largest policy page seen in the reference corpus has 3 MB; a bomb has gigabytes (2026-11).
MAX_UNPACKED: Final = 64 * 1024 * 1024
#: Layers of compression undone: archived bodies were seen gzipped twice (by the server and by its proxy), never thrice.
MAX_LAYERS: Final = 3
#: Bytes fed to an unpacker at a time, so that a bomb is noticed long before it fills the memory.
STEP: Final = 64 * 1024

#: Bytes that no text in a one-byte charset or in UTF-8 holds: control characters save white space and escape.
CONTROLS: Final = bytes(byte for byte in range(1, 32) if byte not in (9, 10, 12, 13, 27))

#: Bytes by which a body shows whether it begins as text.
HEAD: Final = 16
_KNOWN: Final = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class ReadingError(Exception):
    """The body cannot be read: raised by the steps of reading, turned into a verdict by ``read``."""

    def __init__(self, verdict: str, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason


def unpack(body: bytes) -> bytes:
    """Undo gzip (also doubled, also cut off), zstandard, zlib and brotli, whatever the headers said.

    Raises ``ReadingError`` ``too-large`` when more than ``MAX_UNPACKED`` bytes come out, ``unreadable`` when nothing does.
    """
    for _ in range(MAX_LAYERS):
        unpacker = _unpacker(body)
        if unpacker is None:
            break
        body = _bounded(unpacker(body))
    if len(body) > MAX_UNPACKED:
        raise ReadingError("too-large", f"the body has {len(body)} bytes, more than {MAX_UNPACKED}")
    return body


def _unpacker(body: bytes) -> Callable[[bytes], Iterator[bytes]] | None:
    if body.startswith(_GZIP):
        return _gzip
    if body.startswith(_ZSTD):
        return _zstd
    if body[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01") and b"<" not in body[:64]:
        return _zlib
    return _brotli if _may_be_brotli(body) else None


def _bounded(pieces: Iterator[bytes]) -> bytes:
    found, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_UNPACKED:
            raise ReadingError("too-large", f"the body unpacks to more than {MAX_UNPACKED} bytes")
        found.append(piece)
    if not size:
        raise ReadingError("unreadable", "the body is compressed and cannot be unpacked")
    return b"".join(found)


def _inflate(body: bytes, wbits: int) -> Iterator[bytes]:
    """All members of a gzip or zlib stream; what was unpacked before damage or a cut counts."""
    rest = body
    while rest:
        member = zlib.decompressobj(wbits)
        try:
            while rest and not member.eof:
                yield member.decompress(rest, MAX_UNPACKED // 16)
                rest = member.unconsumed_tail
        except zlib.error:
            return
        rest = member.unused_data


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflate(body, zlib.MAX_WBITS | 16)


def _zlib(body: bytes) -> Iterator[bytes]:
    return _inflate(body, zlib.MAX_WBITS)


def _zstd(body: bytes) -> Iterator[bytes]:
    unpacker, rest = zstd.ZstdDecompressor(), body
    try:
        while not unpacker.eof and (rest or not unpacker.needs_input):
            yield unpacker.decompress(rest, max_length=MAX_UNPACKED // 16)
            rest = b""
    except zstd.ZstdError:
        return


def _may_be_brotli(body: bytes) -> bool:
    """Brotli has no magic bytes: a body that does not begin as text, and unpacks to markup, is taken for it."""
    head = body[:HEAD]
    begins_as_text = head.isascii() and len(head) == len(head.translate(None, CONTROLS + b"\x00"))
    if not head or begins_as_text or head.lstrip().startswith((b"<", *_KNOWN)):
        return False
    return b"<" in next(_brotli(body[:STEP]), b"")


def _brotli(body: bytes) -> Iterator[bytes]:
    try:
        import brotli  # optional: without it a brotli body is unreadable, and says so
    except ImportError:
        return
    unpacker = brotli.Decompressor()
    try:
        yield unpacker.process(body, output_buffer_limit=MAX_UNPACKED // 16)
        while not unpacker.is_finished() and not unpacker.can_accept_more_data():
            yield unpacker.process(b"", output_buffer_limit=MAX_UNPACKED // 16)
    except brotli.error:
        return
