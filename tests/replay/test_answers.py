"""The archive's two endpoints, answered out of WARC files: listing and playback."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replay.handler import answer, answer_playback
from crawler.replay.index import WarcArchive
from crawler.replay.listing import answer_listing
from crawler.wayback import COLUMNS, memento_parts, parse_listing
from tests.replay.warcs import HTML, Stored, write_warc

HOST = "http://www.ringwave.example"
URL = f"{HOST}/privacy"


@pytest.fixture
def archive(tmp_path: Path) -> WarcArchive:
    moved = (("Location", "/legal/privacy"),)
    records = [
        Stored("20100101000000", URL, b"A"),
        Stored("20100601000000", URL, b"A"),
        Stored("20110101000000", URL, b"", status="301 Moved Permanently", headers=moved),
        Stored("20110101000001", f"{HOST}/legal/privacy", b"B", headers=(*HTML, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))),
        Stored("20120101000000", URL, b"gone", status="404 Not Found"),
        Stored("20130101000000", URL, b"A"),
    ]
    return WarcArchive.open(write_warc(tmp_path / "a.warc.gz", *records))


def listed(archive: WarcArchive, query: str) -> list[list[str]]:
    status, headers, body = answer_listing(archive, parse_qs(query, keep_blank_values=True))
    assert (status, headers) == (200, (("Content-Type", "application/json"),))
    return json.loads(body)


def stamps(archive: WarcArchive, more: str) -> list[str]:
    return [row[0][:6] for row in listed(archive, f"url=ringwave.example/privacy&output=json&fl=timestamp{more}")[1:]]


def test_a_listing_is_a_table_with_a_header_row(archive: WarcArchive) -> None:
    table = listed(archive, "url=ringwave.example/legal/privacy&output=json")
    assert table[0] == list(COLUMNS)
    (row,) = table[1:]
    assert row[:5] == ["example,ringwave)/legal/privacy", "20110101000001", f"{HOST}/legal/privacy", "text/html", "200"]


def test_the_text_form_has_one_row_a_line_and_the_key_behind_a_blank_line(archive: WarcArchive) -> None:
    query = {"url": [URL], "fl": ["timestamp,statuscode"], "limit": ["2"], "showResumeKey": ["true"]}
    status, headers, body = answer_listing(archive, query)
    rows, key = body.decode().split("\n\n")
    assert (status, headers, rows) == (200, (("Content-Type", "text/plain"),), "20100101000000 200\n20100601000000 200")
    _, _, rest = answer_listing(archive, query | {"resumeKey": [key.strip()], "limit": ["9"]})
    assert rest.decode() == "20110101000000 301\n20120101000000 404\n20130101000000 200\n"


def test_nothing_found_is_an_empty_table_or_an_empty_text(archive: WarcArchive) -> None:
    assert listed(archive, "url=nobody.example&output=json") == []
    assert answer_listing(archive, {"url": ["nobody.example"]}) == (200, (("Content-Type", "text/plain"),), b"")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("&from=2011&to=2012", ["201101", "201201"]),
        ("&filter=statuscode:200", ["201001", "201006", "201301"]),
        ("&filter=statuscode:2", []),
        ("&filter=!statuscode:200", ["201101", "201201"]),
        ("&filter=4:[23]..", ["201001", "201006", "201101", "201301"]),
        ("&filter=statuscode:[23]..&filter=!timestamp:2010.*", ["201101", "201301"]),
        ("&filter=~original:privacy&filter=~!statuscode:0", []),
        ("&filter=.* 404 .*", ["201201"]),
        ("&collapse=timestamp:4", ["201001", "201101", "201201", "201301"]),
        ("&collapse=digest", ["201001", "201101", "201201", "201301"]),
        ("&collapse=digest&filter=statuscode:200", ["201001"]),
        ("&collapse=statuscode:1&collapse=timestamp:4", ["201001", "201101", "201201", "201301"]),
        ("&limit=-2", ["201201", "201301"]),
        ("&limit=2", ["201001", "201006"]),
        ("&unknown=1&gzip=false", ["201001", "201006", "201101", "201201", "201301"]),
    ],
)
def test_filters_windows_and_collapses(archive: WarcArchive, more: str, expected: list[str]) -> None:
    assert stamps(archive, more) == expected


@pytest.mark.parametrize("query", ["url=*.ringwave.example", "url=ringwave.example&matchType=domain", "url=ringwave.example/*"])
def test_wildcards_are_match_types(archive: WarcArchive, query: str) -> None:
    assert len(listed(archive, f"{query}&output=json")) == 7


@pytest.mark.parametrize(
    "query",
    [
        "output=json",
        "url=x.example&limit=many",
        "url=x.example&resumeKey=nonsense",
        "url=x.example&filter=statuscode:[",
        "url=x.example&filter=colour:red",
        "url=x.example&collapse=digest:x",
        "url=x.example&fl=colour",
        "url=x.example&from=last-year",
        "url=x.example&page=0",
        "url=x.example&sort=reverse",
    ],
)
def test_a_query_that_cannot_be_answered_is_a_400_and_says_why(archive: WarcArchive, query: str) -> None:
    status, headers, body = answer_listing(archive, parse_qs(query))
    assert (status, headers) == (400, (("Content-Type", "text/plain"),))
    assert len(body.splitlines()) == 1


def test_a_limit_that_is_reached_gives_a_key_and_the_page_behind_the_last_is_empty(archive: WarcArchive) -> None:
    query = "url=ringwave.example/privacy&output=json&showResumeKey=true&limit=5"
    table = listed(archive, query)
    assert table[-2] == []
    assert listed(archive, f"{query}&resumeKey={table[-1][0]}") == []


def test_a_memento_carries_what_the_archive_puts_on_it(archive: WarcArchive) -> None:
    status, headers, body = answer_playback(archive, "20110101000001", f"{HOST}/legal/privacy")
    assert (status, body) == (200, b"B")
    assert dict(headers) | {} == {
        "Memento-Datetime": "Sat, 01 Jan 2011 00:00:01 GMT",
        "Link": f'<{HOST}/legal/privacy>; rel="original"',
        "Content-Type": "text/html",
        "X-Archive-Orig-Content-Type": "text/html",
        "X-Archive-Orig-Set-Cookie": "b=2",
    }
    assert [value for name, value in headers if name == "X-Archive-Orig-Set-Cookie"] == ["a=1", "b=2"]


def test_an_archived_redirect_keeps_its_code_and_its_second(archive: WarcArchive) -> None:
    status, headers, body = answer_playback(archive, "20110101000000", URL)
    fields = dict(headers)
    assert (status, body) == (301, b"")
    assert fields["Memento-Datetime"] == "Sat, 01 Jan 2011 00:00:00 GMT"
    assert fields["Location"] == f"https://web.archive.org/web/20110101000000id_/{HOST}/legal/privacy"
    assert not any(name.lower() == "x-archive-orig-location" for name in fields)


@pytest.mark.parametrize(
    ("asked", "found"), [("20110101000000", "20110101000001"), ("2012", "20110101000001"), ("", "20110101000001")]
)
def test_another_second_is_a_machine_redirect(archive: WarcArchive, asked: str, found: str) -> None:
    status, headers, body = answer_playback(archive, asked, f"{HOST}/legal/privacy")
    fields = dict(headers)
    assert (status, body) == (302, b"")
    assert fields["X-Archive-Redirect-Reason"] == f"found capture at {found}"
    assert fields["Location"] == f"https://web.archive.org/web/{found}id_/{HOST}/legal/privacy"
    assert "Memento-Datetime" not in fields


def test_an_archived_error_is_a_memento_and_nothing_archived_is_none(archive: WarcArchive) -> None:
    status, headers, body = answer_playback(archive, "20120101000000", URL)
    assert (status, body, "Memento-Datetime" in dict(headers)) == (404, b"gone", True)
    status, headers, body = answer_playback(archive, "20120101000000", f"{HOST}/nothing")
    assert (status, "Memento-Datetime" in dict(headers)) == (404, False)
    assert b"The Wayback Machine has not archived that URL." in body


def test_a_revisit_without_its_original_is_not_archived(tmp_path: Path) -> None:
    lost = Stored("20170101000000", URL, b"lost", kind="revisit", headers=None)
    archive = WarcArchive.open(write_warc(tmp_path / "b.warc.gz", lost, Stored("20180101000000", URL)))
    status, headers, _ = answer_playback(archive, "20170101000000", URL)
    assert (status, "Memento-Datetime" in dict(headers), "Location" in dict(headers)) == (404, False, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/web/20120101000000id_/{URL}", 404),
        (f"/web/20130101000000id_/{URL.replace(':', '%3A')}", 200),
        (f"/web/id_/{URL}", 302),
        (f"/web/20130101000000/{URL}", 404),
        ("/cdx/search/cdx?url=ringwave.example", 200),
        ("/cdx/search/cdx", 404),
        ("/robots.txt", 404),
    ],
)
def test_addresses_are_the_archives(archive: WarcArchive, path: str, status: int) -> None:
    assert answer(archive, path, 1 << 20)[0] == status


captures = st.builds(
    Stored,
    timestamp=st.sampled_from(["20100101000000", "20100101000001", "20111231235959", "20200229120000"]),
    url=st.sampled_from(
        [URL, URL.replace("http:", "https:"), f"{HOST}/Privacy/", f"{HOST}/terms?b=1&a=2", "http://api.ringwave.example:8080/"]
    ),
    body=st.binary(max_size=60),
    status=st.sampled_from(["200 OK", "404 Not Found", "503 Busy"]),
    headers=st.sampled_from([HTML, (), (("Content-Type", "application/pdf"), ("Content-Encoding", "gzip"))]),
)


@settings(max_examples=60, deadline=None)
@given(
    stored=st.lists(captures, min_size=1, max_size=12), limit=st.integers(1, 5), suffix=st.sampled_from([".warc", ".warc.gz"])
)
def test_paging_gives_every_row_once_and_every_capture_plays_its_bytes(stored: list[Stored], limit: int, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = WarcArchive.open(write_warc(Path(folder) / f"a{suffix}", *stored))
        rows: list[list[str]] = []
        key = ""
        while True:
            query = f"url=ringwave.example&matchType=domain&output=json&showResumeKey=true&limit={limit}"
            table = listed(archive, query + (f"&resumeKey={key}" if key else ""))
            more = len(table) > 1 and table[-2] == []
            rows += table[1:-2] if more else table[1:]
            if not more:
                break
            key = table[-1][0]
        assert sorted((row[1], row[2]) for row in rows) == sorted((one.timestamp, one.url) for one in stored)
        assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
        written = {(one.timestamp, one.url): set[tuple[int, bytes]]() for one in stored}
        for one in stored:
            written[one.timestamp, one.url].add((int(one.status[:3]), one.body))
        for timestamp, url in written:
            status, headers, body = answer_playback(archive, timestamp, url)
            assert (status, body) in written[timestamp, url]
            assert dict(headers)["Link"] == f'<{url}>; rel="original"'


@given(stored=st.lists(captures, min_size=1, max_size=6), limit=st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_the_crawlers_own_reader_understands_the_listing(stored: list[Stored], limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = WarcArchive.open(write_warc(Path(folder) / "a.warc.gz", *stored))
        for output in ("json", "text"):
            query = {"url": ["*.ringwave.example"], "output": [output], "limit": [str(limit)], "showResumeKey": ["true"]}
            page = parse_listing(answer_listing(archive, query)[2])
            assert len(page.captures) + page.duplicates == min(limit, len(stored))
            assert bool(page.resume_key) == (len(stored) >= limit)
            assert not any(capture.problem for capture in page.captures)


def test_the_crawlers_own_reader_understands_a_redirect(archive: WarcArchive) -> None:
    location = dict(answer_playback(archive, "20110101000000", URL)[1])["Location"]
    assert memento_parts(location) == ("20110101000000", f"{HOST}/legal/privacy")
