"""Bodies that are not what their headers say, byte for byte."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from tests.archive import FakeArchive, LoopbackServer, Twist, twists
from tests.loopback import BODY, URL, ask, raw


@pytest.mark.parametrize(
    ("twist", "declared", "decode"),
    [
        (twists.blank_and_real_encoding, ["content-encoding: ", "Content-Encoding: gzip"], gzip.decompress),
        (twists.blank_encoding, ["content-encoding: "], gzip.decompress),
        (twists.falsely_declared_gzip, ["Content-Encoding: gzip"], bytes),
        (twists.undeclared_gzip, [], gzip.decompress),
        (twists.unasked_gzip, [], gzip.decompress),
        (twists.double_gzip, ["Content-Encoding: gzip"], lambda body: gzip.decompress(gzip.decompress(body))),
        (twists.declared_deflate, ["Content-Encoding: deflate"], zlib.decompress),
    ],
)
def test_encodings_lie_byte_for_byte(
    archive: FakeArchive, server: LoopbackServer, twist: Twist, declared: list[str], decode: Callable[[bytes], bytes]
) -> None:
    archive.add(URL, "20180101000000", BODY, twist=twist)
    path = f"/web/20180101000000id_/{URL}"
    head = raw(server, path).partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert [line for line in head if line.lower().startswith("content-encoding")] == declared
    assert decode(ask(server, path, Accept_Encoding="gzip").body) == BODY.encode()


@pytest.mark.parametrize("size", [0, 1, 24, 25, 70_000])
def test_brotli_is_valid(size: int) -> None:
    brotli = pytest.importorskip("brotli", reason="no brotli decoder to compare with")
    body = bytes(n % 251 for n in range(size))
    assert brotli.decompress(twists.brotli(body)) == body


def test_a_bomb_swells(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20180101000000", BODY, twist=twists.bomb(5))
    packed = ask(server, f"/web/20180101000000id_/{URL}").body
    assert len(packed) < 20_000
    assert len(gzip.decompress(packed)) == 5_000_000 + len(BODY)
