"""What a WARC archive plays: bodies as stored, revisits, the nearest capture, redirects."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.replay.captures import BodyTooLargeError
from crawler.replay.index import WarcArchive
from tests.replay.warcs import HTML, URL, Stored, archive_of, sha1

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def test_a_chunked_body_is_played_without_its_chunks(tmp_path: Path) -> None:
    chunked = (*HTML, ("Transfer-Encoding", "Chunked"))
    archive = archive_of(
        tmp_path, Stored("20160502055241", URL, b"5\r\nHello\r\n6\r\n world\r\n0\r\n\r\n", headers=chunked, digest="md5:x")
    )
    playback = archive.play("20160502055241", URL)
    assert playback is not None
    assert playback.response.body == b"Hello world"
    assert playback.row.digest == sha1(b"Hello world")


def test_a_body_is_played_as_stored_even_if_its_encoding_is_gzip_or_a_lie(tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>packed</p>")
    coded = (*HTML, ("Content-Encoding", "gzip"))
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", URL, packed, headers=coded),
        Stored("20170101000000", URL, b"<p>plain</p>", headers=coded),
        Stored("20180101000000", URL, gzip.compress(packed)),
    )
    bodies = [archive.play(row.timestamp, URL) for row in archive.rows(URL)]
    assert [played.response.body for played in bodies if played] == [packed, b"<p>plain</p>", gzip.compress(packed)]


def test_the_exact_url_is_played_before_others_of_its_key(tmp_path: Path) -> None:
    secure = URL.replace("http:", "https:")
    archive = archive_of(tmp_path, Stored("20160101000000", URL, b"http"), Stored("20160101000000", secure, b"https"))
    bodies = {url: archive.play("20160101000000", url) for url in (URL, secure, "http://ringwave.example:80/privacy")}
    assert [played.response.body for played in bodies.values() if played] == [b"http", b"https", b"http"]


def test_a_revisit_plays_the_record_it_names(tmp_path: Path) -> None:
    first, third = "20160101000000", "20180101000000"
    own_headers = (("Content-Type", "text/html"), ("X-Served", "third"))
    archive = archive_of(
        tmp_path,
        Stored(first, URL, b"same", status="404 Not Found"),
        Stored("20170101000000", URL, b"same"),
        Stored(third, URL, b"same", kind="revisit", headers=own_headers, refers_to=(first, URL)),
    )
    playback = archive.play(third, URL)
    assert playback is not None
    assert (playback.response.status, playback.response.body, playback.row.timestamp) == (404, b"same", third)
    assert playback.response.header("x-served") == "third"
    assert playback.row[3:5] == ("warc/revisit", "-")


def test_a_revisit_that_names_nothing_is_found_by_its_digest(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", "http://other.example/", b"same"),
        Stored("20170101000000", URL, b"same", kind="revisit", headers=None),
    )
    playback = archive.play("20170101000000", URL)
    assert playback is not None
    assert playback.response.body == b"same"
    assert playback.response.header("content-type") == "text/html"


def test_a_not_modified_answer_plays_with_the_status_and_the_headers_of_the_original(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", URL, b"same"),
        Stored("20170101000000", URL, b"same", kind="revisit", status="304 Not Modified", headers=(("Date", "x"),)),
    )
    playback = archive.play("20170101000000", URL)
    assert playback is not None
    assert (playback.response.status, playback.response.headers) == (200, HTML)


def test_a_revisit_without_its_original_does_not_play_nor_lend_from_another_redirect(tmp_path: Path) -> None:
    moved = (("Location", "http://elsewhere.example/"),)
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", "http://other.example/", b"", status="301 Moved", headers=moved),
        Stored("20170101000000", URL, b"", kind="revisit", headers=None),
        Stored("20180101000000", URL, b"later"),
    )
    assert archive.play("20170101000000", URL) is None
    assert archive.nearest("20170101000000", URL) is None
    nearest = archive.nearest("20170102", URL)
    assert nearest is not None
    assert nearest.row.timestamp == "20180101000000"


def test_the_nearest_capture_is_nearest_in_time_whatever_the_timestamp_looks_like(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, *(Stored(f"{year}0701000000", URL) for year in (2001, 2005, 2020)))
    asked = {"20000800241623": "2001", "2004": "2005", "": "2020", "20990101000000": "2020", "20050701000000": None}
    for timestamp, expected in asked.items():
        nearest = archive.nearest(timestamp, URL)
        assert (nearest.row.timestamp[:4] if nearest else None) == expected


def test_a_redirect_to_the_very_url_asked_for_is_skipped(tmp_path: Path) -> None:
    secure = URL.replace("http:", "https:")
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", URL, b"", status="301 Moved", headers=(("Location", secure),)),
        Stored("20160101000007", secure, b"there"),
    )
    assert archive.play("20160101000000", URL) is not None
    assert archive.play("20160101000000", secure) is None
    nearest = archive.nearest("20160101000000", secure)
    assert nearest is not None
    assert nearest.row.timestamp == "20160101000007"


@pytest.mark.parametrize("address", ["http%3A//h.example%3A8080/a?u=b%26c", "HTTP%3a//h.example:8080/a?u=b%26c"])
def test_an_encoded_scheme_is_decoded_and_the_query_is_not(tmp_path: Path, address: str) -> None:
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", "http://h.example:8080/a?u=b%26c"),
        Stored("20160101000000", "http://h.example:8080/a?u=b&c"),
    )
    playback = archive.play("20160101000000", address)
    assert playback is not None
    assert playback.row.original == "http://h.example:8080/a?u=b%26c"


def test_a_body_above_the_limit_is_not_read(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, Stored("20160101000000", URL, b"x" * 2_000_000))
    with pytest.raises(BodyTooLargeError, match="more than 1000 bytes"):
        archive.play("20160101000000", URL, most=1000)


@pytest.mark.skipif(
    not (SHARED / "archive" / "captures.warc.gz").exists(), reason="the shared captures are not beside the checkout"
)
def test_the_real_captures_all_play_byte_for_byte() -> None:
    archive = WarcArchive.open(SHARED / "archive" / "captures.warc.gz")
    lines = (SHARED / "captures" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [page for page in map(json.loads, lines) if page["kind"] == "html"]
    assert (len(archive), archive.damaged, len(pages)) == (15, 0, 15)
    for page in pages:
        stored = (SHARED / "captures" / page["file"]).read_bytes()
        address = page["snapshot_url"].partition("id_/")[2]
        playback = archive.play(page["timestamp"], address)
        assert playback is not None, page["snapshot_url"]
        assert (playback.response.status, playback.response.body) == (200, stored)
        assert playback.row.digest == sha1(stored)
