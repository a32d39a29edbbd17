"""What a WARC archive holds: rows, playback, revisits, redirects, damage."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replay.captures import BodyTooLargeError
from crawler.replay.index import WarcArchive
from crawler.replay.records import NotByRecordError
from tests.replay.warcs import HTML, Stored, member, sha1, write_warc

URL = "http://www.ringwave.example/privacy"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def archive_of(tmp_path: Path, *records: Stored, name: str = "a.warc.gz") -> WarcArchive:
    return WarcArchive.open(write_warc(tmp_path / name, *records))


def test_a_row_says_what_the_record_says(tmp_path: Path) -> None:
    stored = Stored("20160502055241", URL, b"<p>One</p>", headers=(("Content-Type", "Text/HTML; charset=x"),))
    archive = archive_of(tmp_path, stored)
    (row,) = archive.rows("https://ringwave.example/Privacy/")
    length = str((tmp_path / "a.warc.gz").stat().st_size)
    assert row == ("example,ringwave)/privacy", "20160502055241", URL, "text/html", "200", sha1(b"<p>One</p>"), length)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("sha1:" + "b" * 32, "B" * 32),
        ("sha1:" + "00" * 20, "A" * 32),
        ("md5:1B2M2Y8AsgTpgAmY7PhCfg==", sha1(b"body")),
    ],
)
def test_the_digest_is_the_records_own_or_else_counted(tmp_path: Path, stated: str, expected: str) -> None:
    archive = archive_of(tmp_path, Stored("20160502055241", URL, b"body", digest=stated))
    assert archive.rows(URL)[0].digest == expected


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


def test_match_types_take_in_what_the_archive_takes_in(tmp_path: Path) -> None:
    urls = ["x.example/", "x.example/a", "x.example/a/b", "x.example/ab", "www.x.example/c", "api.x.example/d", "xy.example/"]
    archive = archive_of(tmp_path, *(Stored("20160101000000", f"http://{url}") for url in urls))

    def found(url: str, match_type: str) -> list[str]:
        return sorted(row.original.removeprefix("http://") for row in archive.rows(url, match_type))  # type: ignore[arg-type]

    assert found("x.example/a", "exact") == ["x.example/a"]
    assert found("x.example/a", "prefix") == ["x.example/a", "x.example/a/b", "x.example/ab"]
    assert found("x.example/a/", "prefix") == ["x.example/a/b"]
    assert found("x.example/whatever", "host") == [
        "www.x.example/c",
        "x.example/",
        "x.example/a",
        "x.example/a/b",
        "x.example/ab",
    ]
    assert found("x.example", "domain") == sorted(urls[:6])
    assert found("nobody.example", "domain") == []


def test_since_and_until_are_compared_as_prefixes_and_inclusive(tmp_path: Path) -> None:
    days = ["20031231235959", "20040101000000", "20041231235959", "20050101000000"]
    archive = archive_of(tmp_path, *(Stored(day, URL) for day in days))
    assert [row.timestamp for row in archive.rows(URL, since="2004", until="2004")] == days[1:3]
    assert [row.timestamp for row in archive.rows(URL, since="20041231235959")] == days[2:]


def test_equal_seconds_are_all_listed_and_the_full_record_plays(tmp_path: Path) -> None:
    revisit = Stored("20160101000000", URL, b"one", kind="revisit", headers=None)
    archive = archive_of(tmp_path, revisit, Stored("20160101000000", URL, b"two"), Stored("20160101000000", URL, b"two"))
    assert [row.mimetype for row in archive.rows(URL)] == ["warc/revisit", "text/html", "text/html"]
    playback = archive.play("20160101000000", URL)
    assert playback is not None
    assert playback.response.body == b"two"


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


def test_resources_are_captures_and_other_records_are_passed_over(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        Stored("20160101000000", URL, b"made", kind="resource", headers=None),
        Stored("20160101000000", URL, b"key: value", kind="metadata", headers=None),
        Stored("20160101000000", "dns:ringwave.example", b"1.2.3.4", headers=None),
    )
    assert (len(archive), archive.damaged) == (1, 0)
    playback = archive.play("20160101000000", URL)
    assert playback is not None
    assert (playback.response.status, playback.response.body) == (200, b"made")
    assert playback.row[3:5] == ("text/html", "200")


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


def test_a_folder_is_one_archive(tmp_path: Path) -> None:
    write_warc(tmp_path / "b.warc", Stored("20170101000000", URL, b"plain"), Stored("20180101000000", URL, b"plain too"))
    write_warc(tmp_path / "a.warc.gz", Stored("20160101000000", URL, b"packed"))
    (tmp_path / "notes.txt").write_text("nothing to see")
    archive = WarcArchive.open(tmp_path)
    played = [archive.play(row.timestamp, URL) for row in archive.rows(URL)]
    assert [one.response.body for one in played if one] == [b"packed", b"plain", b"plain too"]


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


GOOD = [member(Stored(f"20{year}0101000000", URL, b"body of %d" % year * 50)) for year in range(10, 14)]


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(GOOD[1][:-20], id="cut off"),
        pytest.param(GOOD[1][:40] + b"\0\0\0\0" + GOOD[1][44:], id="bytes changed"),
        pytest.param(GOOD[1][:-8] + b"\0\0\0\0" + GOOD[1][-4:], id="wrong checksum"),
        pytest.param(b"\0" + GOOD[1][1:], id="no magic"),
        pytest.param(gzip.compress(b"GARBAGE\r\n\r\n"), id="no record"),
        pytest.param(member(Stored("20110101000000", URL, status="XXX what")), id="no status"),
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
