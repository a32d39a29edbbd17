"""The records of one WARC file, each with its place in the file. A damaged record is stepped over, never fatal.

warcio parses the records; walking from one to the next is done here, because warcio's own iterator cannot go on behind a
broken gzip member. Nothing is held in memory but one block.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

T = TypeVar("T")

#: Bytes read or inflated at a time; warcio's own block size.
BLOCK: Final = 16384
#: First bytes of a gzip member whose method is deflate, the only one there is (RFC 1952, section 2.3.1).
GZIP_MAGIC: Final = b"\x1f\x8b\x08"
#: How each record's first line begins (WARC 1.1, section 4).
_VERSION: Final = b"WARC/"
#: Bytes in a record's first line, at most: ``WARC/1.1`` and its line end, with room to spare.
_FIRST_LINE: Final = 32
#: What warcio 1.8 and zlib raise on bytes that are wrong; AttributeError is warcio's for a response without a URL.
_UNREADABLE: Final = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, zlib.error)


class DamagedRecordError(ValueError):
    """A record that cannot be read: cut off, its checksum or its length wrong, or without what every record needs."""


class NoRecordError(DamagedRecordError):
    """What stands at this place does not begin like a record at all."""


class NotByRecordError(ValueError):
    """A WARC compressed in one piece: its records cannot be reached one by one. Its message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: ``length`` is in bytes as stored, thus compressed in a ``.warc.gz``."""

    path: Path
    offset: int
    length: int


def scan(path: Path, read: Callable[[Any], T]) -> Iterator[tuple[Place, T] | None]:
    """Yield the place of each record of ``path`` with what ``read`` makes of it, and None for each damaged one.

    ``read`` gets warcio's record, and may raise ValueError to declare it damaged. Raises OSError when the file cannot be
    read, NotByRecordError when it was compressed in one piece.
    """
    with path.open("rb") as file:
        gzipped = _is_gzipped(path, file)
        size = file.seek(0, io.SEEK_END)
        offset, searching = 0, False
        while offset < size:
            try:
                value, length, following = _record_at(file, offset, gzipped, read)
            except DamagedRecordError as damage:
                # behind a damage every chance likeness of a first byte is tried: those are no further damages
                if not (searching and isinstance(damage, NoRecordError)):
                    yield None
                offset, searching = _next_start(file, offset + 1, gzipped, size), True
            else:
                yield Place(path, offset, length), value
                offset, searching = following, False


def read_record(place: Place, read: Callable[[Any], T]) -> T:
    """Return what ``read`` makes of the record at ``place``. Raises DamagedRecordError and OSError."""
    with place.path.open("rb") as file:
        return _record_at(file, place.offset, _is_gzipped(place.path, file), read)[0]


class _GzipMember(io.RawIOBase):
    """The bytes inside one gzip member, inflated block by block. ``end`` is the offset behind it, once it is exhausted."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        file.seek(offset)

    @property
    def end(self) -> int:
        return self._file.tell() - len(self._inflater.unused_data)

    def read(self, size: int = BLOCK) -> bytes:
        while not self._inflater.eof:
            data = self._inflater.unconsumed_tail or self._file.read(BLOCK)
            inflated = self._inflater.decompress(data, size)
            if inflated:
                return inflated
            if not data:
                raise DamagedRecordError("the file ends inside a record")
        return b""


def _record_at(file: BinaryIO, offset: int, gzipped: bool, read: Callable[[Any], T]) -> tuple[T, int, int]:
    """Return what ``read`` makes of the record at ``offset``, the record's length, and the offset of the next one."""
    member = _GzipMember(file, offset) if gzipped else None
    file.seek(offset)
    reader = BufferedReader(member or file, BLOCK)
    try:
        record = _parse(reader)
        value = read(record)
        _skip_rest(record)
        if not member:
            length, following = _plain_end(reader)
            return value, length, offset + following
        tail = _tail(reader)
    except DamagedRecordError:
        raise
    except _UNREADABLE as error:
        raise DamagedRecordError(str(error)) from error
    if tail.startswith(_VERSION):
        name = Path(file.name).name
        raise NotByRecordError(f"{file.name} was compressed in one piece: run `warcio recompress {name} records-{name}`")
    if tail:
        raise DamagedRecordError("more bytes than the record's Content-Length says")
    return value, member.end - offset, member.end


def _parse(reader: Any) -> Any:
    first_line = reader.readline(_FIRST_LINE)
    if not first_line.startswith(_VERSION):
        raise NoRecordError("this is not the first line of a WARC record")
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    record = loader.parse_record_stream(reader, first_line, known_format="warc")
    if not (record.rec_headers.get_header("Content-Length") or "").strip().isdigit():
        raise DamagedRecordError("the record has no Content-Length")
    return record


def _skip_rest(record: Any) -> None:
    while record.raw_stream.read(BLOCK):
        pass
    if record.raw_stream.limit:
        raise DamagedRecordError(f"{record.raw_stream.limit} bytes of the record are missing")


def _tail(reader: Any) -> bytes:
    """Read to the end of the member, so that its checksum is compared; return the first bytes that are no blank line."""
    tail = b""
    while block := reader.read(BLOCK):
        tail = tail or block.lstrip()[: len(_VERSION)]
    return tail


def _plain_end(reader: Any) -> tuple[int, int]:
    """Return the length of the uncompressed record just read, and how far behind its start the next one stands."""
    length = reader.tell() - reader.rem_length()
    following = length
    while line := reader.readline(_FIRST_LINE):
        if line.strip():
            if not line.startswith(_VERSION):
                raise DamagedRecordError("the record's Content-Length is wrong")
            break
        following += len(line)
    return length, following


def _next_start(file: BinaryIO, start: int, gzipped: bool, size: int) -> int:
    """Return the next offset at which a record may begin, or ``size``."""
    pattern, skipped = (GZIP_MAGIC, 0) if gzipped else (b"\n" + _VERSION, 1)
    file.seek(start)
    window, at = b"", start
    while block := file.read(BLOCK):
        window += block
        found = window.find(pattern)
        if found >= 0:
            return at + found + skipped
        at += max(0, len(window) - len(pattern))
        window = window[-len(pattern) :]
    return size


def _is_gzipped(path: Path, file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(2) == GZIP_MAGIC[:2] or path.suffix == ".gz"
