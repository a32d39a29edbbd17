from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd

from crawler.extraction.unpack import MAX_UNPACKED, ReadingError, unpack

HTML = b"<html><body>" + b"<p>We keep your data for seven years.</p>" * 300
PACKERS = {
    "as it is": lambda body: body,
    "gzip": gzip.compress,
    "gzip twice": lambda body: gzip.compress(gzip.compress(body)),
    "gzip in two members": lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]),
    "zstandard": zstd.compress,
    "zlib": zlib.compress,
    "brotli": brotli.compress,
}


@pytest.mark.parametrize("packer", PACKERS.values(), ids=PACKERS)
def test_compression_is_told_by_the_bytes(packer):
    assert unpack(packer(HTML)) == HTML


def test_what_came_before_a_cut_is_kept():
    cut = gzip.compress(HTML, mtime=0)[:-12]
    assert HTML.startswith(unpack(cut)[:1000])


@pytest.mark.parametrize("packer", [gzip.compress, zstd.compress, lambda body: gzip.compress(gzip.compress(body))])
def test_a_bomb_is_too_large(packer):
    with pytest.raises(ReadingError) as error:
        unpack(packer(b"0" * (MAX_UNPACKED + 1)))
    assert error.value.verdict == "too-large"


def test_a_body_that_calls_itself_gzip_and_is_not_says_so():
    with pytest.raises(ReadingError) as error:
        unpack(b"\x1f\x8b\x08\x00 nothing of the kind")
    assert error.value.verdict == "unreadable"


@pytest.mark.parametrize(
    "body", ["Приветствуем вас".encode("koi8-r") * 40, b"\x96 dash", bytes(range(256)) * 20, "é".encode() * 99, b"\x0b"]
)
def test_what_only_looks_odd_is_not_taken_for_brotli(body):
    assert unpack(body) == body
