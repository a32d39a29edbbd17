"""The fake archive's listing speaks the protocol as recorded; waybackpy, written for the real one, understands it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Literal

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.loopback import URL, ask, listing, six_captures, timestamps

Form = Literal["2022", "2026"]
Recode = Callable[[str], str]
KEY = "example,vendor)/privacy"


@pytest.fixture
def archive() -> FakeArchive:
    """Six captures of one policy, 2010 to 2015, and one each of a neighbour page, a subdomain and another site."""
    archive = six_captures()
    archive.add("http://vendor.example/privacy/eu", "20120101000000", "eu")
    archive.add("http://docs.vendor.example/privacy", "20130101000000", "docs")
    archive.add("http://vendor-two.example/privacy", "20140101000000", "other")
    return archive


def test_text_rows_have_seven_fields_and_the_recorded_headers(server: LoopbackServer) -> None:
    reply = ask(server, f"/cdx/search/cdx?url={URL}&limit=2")
    lines = reply.body.decode().splitlines()
    assert [line.split(" ")[:5] for line in lines] == [
        [KEY, "20100601120000", URL, "text/html", "200"],
        [KEY, "20110601120000", URL, "text/html", "200"],
    ]
    assert reply.get("content-type") == "text/plain"
    assert reply.get("X-be") == "wb_cdx_pygwb_nomatch"
    assert "path=/" in (reply.get("set-cookie") or "")
    assert reply.get("content-length") is None


def test_json_is_one_row_a_line_with_the_header_first(server: LoopbackServer) -> None:
    reply = ask(server, f"/web/timemap/cdx?url={URL}&limit=1&output=json&showResumeKey=true")
    lines = reply.body.decode().split("\n")
    assert lines[0] == '[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],'
    assert lines[1].startswith(f'["{KEY}","20100601120000","{URL}","text/html","200","')
    assert lines[2] == "[],"
    assert lines[3].endswith('"]]')
    assert reply.get("content-type") == "application/json"


def test_the_listing_is_compressed_only_for_those_who_take_it(server: LoopbackServer) -> None:
    path = f"/cdx/search/cdx?url={URL}"
    plain, packed = ask(server, path), ask(server, path, Accept_Encoding="gzip")
    assert packed.get("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert ask(server, f"{path}&gzip=false", Accept_Encoding="gzip").body == plain.body


@pytest.mark.parametrize(
    ("url", "match", "count"),
    [
        ("https://WWW2.Vendor.example:443/Privacy/", "exact", 6),
        ("vendor.example/privacy", "prefix", 7),
        ("vendor.example/privacy*", "", 7),
        ("vendor.example", "host", 7),
        ("vendor.example", "domain", 8),
        ("*.vendor.example", "", 8),
        ("vendor.example/terms", "exact", 0),
    ],
)
def test_a_url_matches_by_its_key(server: LoopbackServer, url: str, match: str, count: int) -> None:
    assert len(timestamps(server, url, **({"matchType": match} if match else {}))) == count


def test_from_and_to_are_inclusive_prefixes(server: LoopbackServer) -> None:
    assert timestamps(server, URL, **{"from": "2012", "to": "2014"}) == [f"{y}0601120000" for y in (2012, 2013, 2014)]
    assert timestamps(server, URL, to="20100601120000") == ["20100601120000"]


def test_filters_match_the_whole_field(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.redirect(URL, "20160601120000", "/legal")
    archive.add(URL, "20170601120000", revisit_of="20150601120000")
    assert timestamps(server, URL, filter="statuscode:3") == []
    assert timestamps(server, URL, filter="statuscode:3..") == ["20160601120000"]
    assert timestamps(server, URL, filter="!statuscode:200") == ["20160601120000", "20170601120000"]
    assert timestamps(server, URL, filter=["statuscode:200|-", "timestamp:201[57].*"]) == ["20150601120000", "20170601120000"]
    assert timestamps(server, URL, filter="~mimetype:revisit") == ["20170601120000"]


def test_collapsing_drops_adjacent_equals_only(archive: FakeArchive, server: LoopbackServer) -> None:
    for hour, body in enumerate(("a", "a", "b", "a")):
        archive.add("http://x.example/", f"2019010{hour + 1}000000", body)
    assert [t[:8] for t in timestamps(server, "x.example", collapse="digest")] == ["20190101", "20190103", "20190104"]
    assert [t[:8] for t in timestamps(server, "x.example", collapse="timestamp:6")] == ["20190101"]


def test_duplicates_count_against_the_limit(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add("http://x.example/", "20190101000000", "a", copies=3)
    archive.add("http://x.example/", "20190102000000", "b")
    assert timestamps(server, "x.example", limit=3) == ["20190101000000"] * 3
    assert timestamps(server, "x.example", limit=-2) == ["20190101000000", "20190102000000"]


def test_variants_of_one_key_are_interleaved_by_time(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add("https://vendor.example/privacy/", "20120701000000", "https")
    assert [row[2] for row in listing(server, URL)][2:4] == [URL, "https://vendor.example/privacy/"]


def test_a_raw_row_is_listed_as_it_stands(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add_row((KEY, "20110101000000", "http://a b/"), under=URL)
    archive.add_row(f"{KEY} 20000800241623 {URL} unk - - -")
    assert [KEY, "20110101000000", "http://a b/"] in listing(server, URL)
    assert listing(server, URL)[0] == [KEY, "20000800241623", URL, "unk", "-", "-", "-"]


@pytest.mark.parametrize(("form", "body"), [("list", b"[]\n"), ("nothing", b""), ("header", None)])
def test_no_rows_have_three_forms(archive: FakeArchive, server: LoopbackServer, form: str, body: bytes | None) -> None:
    archive.empty = form  # type: ignore[assignment]
    reply = ask(server, "/cdx/search/cdx?url=nothing.example&output=json")
    header = b'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"]]\n'
    assert (reply.status, reply.body) == (200, header if body is None else body)
    assert ask(server, "/cdx/search/cdx?url=nothing.example").body == b""


@pytest.mark.parametrize("query", ["", "?output=json", "?url=a.example&page=0", "?url=a.example&limit=x", "?url=a&resumeKey=x"])
def test_bad_parameters_are_400(server: LoopbackServer, query: str) -> None:
    assert ask(server, f"/cdx/search/cdx{query}").status == 400


def test_generated_rows_are_made_when_asked_for(archive: FakeArchive, server: LoopbackServer) -> None:
    made: list[int] = []

    def capture(index: int) -> tuple[str, bytes]:
        made.append(index)
        return f"{20100000000000 + index:014d}", b"same"

    archive.add_many("http://big.example/", 100_000, capture, digest="X", length="1")
    assert timestamps(server, "big.example", limit=3, **{"from": "20100000050000"})[0] == "20100000050000"
    assert len(made) < 200


def test_columns_order_and_offset_can_be_chosen(server: LoopbackServer) -> None:
    assert listing(server, URL, fl="original,timestamp", limit=1) == [[URL, "20100601120000"]]
    assert timestamps(server, URL, sort="reverse", limit=2) == ["20150601120000", "20140601120000"]
    assert timestamps(server, URL, sort="closest", closest="20121101", limit=1) == ["20120601120000"]
    assert timestamps(server, URL, offset=5) == ["20150601120000"]


def test_revisits_are_resolved_inside_the_result_only(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20160601120000", revisit_of="20150601120000")
    assert listing(server, URL, **{"from": "2016"}, resolveRevisits="true")[0][3:5] == ["warc/revisit", "-"]
    assert listing(server, URL, **{"from": "2015"}, resolveRevisits="true")[1][3:5] == ["text/html", "200"]
    assert listing(server, URL, **{"from": "2015"})[1][3:7:3] == ["warc/revisit", "432"]
