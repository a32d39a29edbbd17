"""What a WARC archive lists: a row for each capture, as the archive itself would."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.replay.index import WarcArchive
from tests.replay.warcs import URL, Stored, archive_of, sha1, write_warc


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


def test_a_folder_is_one_archive(tmp_path: Path) -> None:
    write_warc(tmp_path / "b.warc", Stored("20170101000000", URL, b"plain"), Stored("20180101000000", URL, b"plain too"))
    write_warc(tmp_path / "a.warc.gz", Stored("20160101000000", URL, b"packed"))
    (tmp_path / "notes.txt").write_text("nothing to see")
    archive = WarcArchive.open(tmp_path)
    played = [archive.play(row.timestamp, URL) for row in archive.rows(URL)]
    assert [one.response.body for one in played if one] == [b"packed", b"plain", b"plain too"]
