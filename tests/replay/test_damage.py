"""WARC files that are none, or broken: one line, or one record less."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replay.index import WarcArchive
from crawler.replay.records import NotByRecordError
from tests.replay.warcs import URL, Stored, member, write_warc

GOOD = [member(Stored(f"20{year}0101000000", URL, b"body of %d" % year * 50)) for year in range(10, 14)]


@pytest.mark.parametrize(
    "content", [None, b"", b"<html>no archive</html>\n", gzip.compress(b"no archive", mtime=0), b"\x1f\x8b\x08cut"]
)
def test_what_is_no_archive_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.warc.gz"
    if content is not None:
        path.write_bytes(content)
    for use in (WarcArchive.open, WarcArchive.check):
        with pytest.raises(ValueError, match="an archive is a") as refusal:
            use(path)
        assert str(path) in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_a_folder_without_archives_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="file in this folder"):
        WarcArchive.open(tmp_path)


def test_a_warc_compressed_in_one_piece_is_refused_with_the_cure(tmp_path: Path) -> None:
    plain = write_warc(tmp_path / "a.warc", Stored("20160101000000", URL), Stored("20170101000000", URL))
    packed = tmp_path / "one.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with pytest.raises(NotByRecordError, match="warcio recompress one"):
        WarcArchive.open(packed)


def test_indexing_stops_when_told(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", Stored("20160101000000", URL))
    with pytest.raises(InterruptedError):
        WarcArchive.open(path, stopped=lambda: True)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(GOOD[1][:-20], id="cut off"),
        pytest.param(GOOD[1][:40] + b"\0\0\0\0" + GOOD[1][44:], id="bytes changed"),
        pytest.param(GOOD[1][:-8] + b"\0\0\0\0" + GOOD[1][-4:], id="wrong checksum"),
        pytest.param(b"\0" + GOOD[1][1:], id="no magic"),
        pytest.param(gzip.compress(b"GARBAGE\r\n\r\n"), id="no record"),
        pytest.param(member(Stored("20110101000000", URL, status="two hundred what")), id="no status"),
        pytest.param(gzip.compress(gzip.decompress(GOOD[1]).replace(b"WARC-Date: 2011-", b"WARC-Date: 2011:")), id="no date"),
        pytest.param(
            gzip.compress(gzip.decompress(GOOD[1]).replace(b"Content-Length: ", b"Content-Length: 9")), id="too short"
        ),
        pytest.param(gzip.compress(gzip.decompress(GOOD[1]) + b"and more"), id="too long"),
        pytest.param(gzip.compress(gzip.decompress(GOOD[1]).replace(b"WARC-Target-URI", b"WARC-Nothing-URI")), id="no URL"),
    ],
)
def test_a_damaged_record_is_counted_and_the_others_are_all_there(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(GOOD[0] + damaged + GOOD[2] + GOOD[3])
    archive = WarcArchive.open(path)
    assert [row.timestamp[:4] for row in archive.rows(URL)] == ["2010", "2012", "2013"]
    assert archive.damaged == 1
    played = archive.play("20130101000000", URL)
    assert played is not None
    assert played.response.body == b"body of 13" * 50


@settings(max_examples=100, deadline=None)
@given(hit=st.integers(0, 3), at=st.integers(0, 10_000), junk=st.binary(max_size=12), cut=st.booleans())
def test_whatever_happens_to_one_record_the_others_play(hit: int, at: int, junk: bytes, cut: bool) -> None:
    records = list(GOOD)
    at %= len(records[hit])
    records[hit] = records[hit][:at] + junk + (b"" if cut else records[hit][at + len(junk) :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(b"".join(records))
        archive = WarcArchive.open(path)
        untouched = records[hit] == GOOD[hit]
        for index, year in enumerate(range(10, 14)):
            playback = archive.play(f"20{year}0101000000", URL)
            if index != hit or untouched:
                assert playback is not None
                assert playback.response.body == b"body of %d" % year * 50
            elif playback is not None:  # only the gzip member's header was changed, which no checksum covers
                assert playback.response.body == b"body of %d" % year * 50
        assert len(archive) in (3, 4)
        assert (archive.damaged > 0) == (len(archive) == 3 and bool(records[hit]))


def test_damage_in_an_uncompressed_file_costs_one_record(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc", *(Stored(f"20{year}0101000000", URL, b"%d" % year) for year in range(10, 14)))
    records = path.read_bytes().split(b"WARC/1.0\r\n")
    records[2] = records[2].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    path.write_bytes(b"WARC/1.0\r\n".join(records))
    archive = WarcArchive.open(path)
    assert [row.timestamp[:4] for row in archive.rows(URL)] == ["2010", "2012", "2013"]
    assert archive.damaged == 1
