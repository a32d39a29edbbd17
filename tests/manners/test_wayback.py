"""The archive's protocol: addresses, listings in every form, and rows and keys that are nothing but noise."""

from __future__ import annotations

import json
import math
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler import wayback
from crawler.wayback import COLUMNS, ListingError

ARCHIVE = "https://web.archive.org"
ROW = (
    "com,example)/",
    "20020120142510",
    "http://example.com:80/",
    "text/html",
    "200",
    "HT2DYGA5UKZCPBSFVCV3JOBXGW2G5UUA",
    "1792",
)


def as_json(*rows: tuple[str, ...], key: str = "", columns: tuple[str, ...] = COLUMNS) -> bytes:
    table: list[object] = [columns, *rows]
    return json.dumps([*table, [], [key]] if key else table).encode()


def as_text(*rows: tuple[str, ...], key: str = "") -> bytes:
    return ("".join(" ".join(row) + "\n" for row in rows) + (f"\n{key}\n" if key else "")).encode()


def test_a_query_has_the_url_in_one_piece_and_asks_for_a_key() -> None:
    url = wayback.listing_url(f"{ARCHIVE}/", "http://a.example/p?b=1&c=2#x", since="2012", until="20190630", resume_key="k y+")
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{ARCHIVE}/cdx/search/cdx?")
    assert asked["url"] == ["http://a.example/p?b=1&c=2#x"]
    assert (asked["from"], asked["to"], asked["resumeKey"]) == (["2012"], ["20190630"], ["k y+"])
    assert (asked["output"], asked["showResumeKey"], asked["limit"]) == (["json"], ["true"], ["5000"])
    assert "gzip" not in asked


def test_a_query_names_what_it_matches_and_nothing_that_was_not_given() -> None:
    exact = parse_qs(urlsplit(wayback.listing_url(ARCHIVE, "a.example")).query)
    assert exact["matchType"] == ["exact"]
    assert not {"resumeKey", "from", "to"} & set(exact)
    wide = parse_qs(urlsplit(wayback.listing_url(ARCHIVE, "a.example", match_type="domain", collapse=("urlkey",))).query)
    assert (wide["matchType"], wide["collapse"]) == (["domain"], ["urlkey"])


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("20160101000000", "20160102000000", 1.0),
        ("20160102000000", "20160101120000", 0.5),
        ("20160509080314", "20160509080314", 0.0),
        ("20160509", "20160510000000", 1.0),
        ("20000800241623", "20000824162300", 0.0),
        ("20181301000000", "20180101000000", math.inf),
        ("20180101000000", "20181301000000", math.inf),
        ("2018", "20180101000000", math.inf),
        ("", "", math.inf),
    ],
)
def test_days_between_two_timestamps(one: str, other: str, days: float) -> None:
    assert wayback.days_between(one, other) == days


@pytest.mark.parametrize(
    ("original", "tail"),
    [
        ("http://www.nasa.gov:80/", "http://www.nasa.gov:80/"),
        ("http://a.example/p?x=1&y=%20z", "http://a.example/p?x=1&y=%20z"),
        ("http://a.example/a b[1]|{2}", "http://a.example/a%20b%5B1%5D%7C%7B2%7D"),
        ("http://a.example/é#f\r\nHost: b", "http://a.example/%C3%A9%23f%0D%0AHost:%20b"),
    ],
)
def test_a_playback_address_keeps_the_original_as_it_is_as_far_as_http_can_carry_it(original: str, tail: str) -> None:
    assert wayback.playback_url(ARCHIVE, "20160509080314", original) == f"{ARCHIVE}/web/20160509080314id_/{tail}"


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", b"[]\n", as_json()])
def test_three_ways_of_saying_that_nothing_matched(body: bytes) -> None:
    assert wayback.parse_listing(body).captures == ()


@pytest.mark.parametrize("write", [as_json, as_text])
def test_rows_come_as_json_and_as_text_with_and_without_a_key(write: object) -> None:
    for key in ("", "com%2Cexample%29%2F+2002012014251:", "eJxLzy_TyUssTtTUVzAyMDAxsDQwNTA3NTe0BABfMwZl"):
        page = wayback.parse_listing(write(ROW, ROW, key=key))  # type: ignore[operator]
        assert page.resume_key == key
        assert page.duplicates == 1
        (capture,) = page.captures
        assert (capture.timestamp, capture.original, capture.length, capture.problem) == (ROW[1], ROW[2], 1792, "")


def test_columns_are_read_by_their_names() -> None:
    columns = ("timestamp", "robotflags", "original", "digest", "urlkey")
    row = (ROW[1], "x", ROW[2], ROW[5], ROW[0])
    (capture,) = wayback.parse_listing(as_json(row, columns=columns)).captures
    assert (capture.urlkey, capture.digest, capture.statuscode, capture.mimetype) == (ROW[0], ROW[5], "-", "-")


def test_a_space_in_the_url_shifts_the_columns_of_the_text_form() -> None:
    spaced = (*ROW[:2], "http://example.com/privacy policy", *ROW[3:])
    (capture,) = wayback.parse_listing(as_text(spaced)).captures
    assert (capture.original, capture.statuscode, capture.length) == (spaced[2], "200", 1792)


@pytest.mark.parametrize("cut", range(1, 190, 7))
def test_a_listing_that_is_cut_off_is_none(cut: int) -> None:
    whole = as_json(ROW)
    with pytest.raises(ListingError):
        wayback.parse_listing(whole[: min(cut, len(whole) - 1)])


@pytest.mark.parametrize(
    ("timestamp", "moment"),
    [
        ("20160509080314", "2016-05-09T08:03:14Z"),
        ("20000800241623", "2000-08-24T16:23:00Z"),
        ("20000012170449", "2000-12-17T04:49:00Z"),
        ("20181301000000", ""),
        ("202001011234", ""),
        ("20160230000000", ""),
        ("2016050908031４", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_timestamps_are_14_digits_and_moments_or_repaired(timestamp: str, moment: str) -> None:
    assert wayback.captured_at(timestamp) == moment


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://www.nasa.gov:80/", True),
        ("https://a.example", True),
        ("http://127.0.0.1/x", True),
        ("http://mailto:x@epa.gov/", False),
        ("http://b***@host/", False),
        ("some/not/even/url/thing", False),
        ("file:///etc/passwd", False),
        ("http://localhost/", False),
        ("http://[::1", False),
        ("data:image/png;base64,x", False),
        ("http://a.example:x/", False),
        ("http://a.example:99999999/", False),
        ("http://a.example/\ufffd", False),
        ("", False),
    ],
)
def test_what_can_be_a_page_on_the_web(url: str, good: bool) -> None:
    assert wayback.is_web_url(url) is good


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("/web/20150101000000id_/http://a.example/?u=http%3A//b", ("20150101000000", "http://a.example/?u=http%3A//b")),
        ("https://web.archive.org/web/2015/http%3A//a.example%3A80/", ("2015", "http://a.example:80/")),
        ("/web/2015/https%3a//a.example%3a80/p%3a?u=http%3A//b", ("2015", "https://a.example:80/p%3a?u=http%3A//b")),
        ("/web/2015/http%3A%2F%2Fa.example%2Fp%3Fq%3D1", ("2015", "http://a.example/p?q=1")),
        ("//web.archive.org/web/20150101000000/https://a.example/", ("20150101000000", "https://a.example/")),
        ("/web/20150101000000/http://web.archive.org/web/2014/http://a.example/", ("20150101000000", "http://a.example/")),
        ("/web/20150101000000/a.example/x", ("20150101000000", "http://a.example/x")),
        ("https://web.archive.org/", None),
        ("/429.html", None),
        ("", None),
    ],
)
def test_a_playback_address_taken_apart(url: str, parts: tuple[str, str] | None) -> None:
    assert wayback.memento_parts(url) == parts


@example("\r")
@given(st.text(max_size=80))
def test_no_url_whatever_breaks_the_crawl(url: str) -> None:
    wayback.is_web_url(url)
    wayback.memento_parts(url)
    assert wayback.urlkey(url) is not None
    assert wayback.same_resource(url, url)
    assert urlsplit(wayback.playback_url(ARCHIVE, "20150101000000", url)).netloc == "web.archive.org"
    assert wayback.playback_url(ARCHIVE, "20150101000000", url).isascii()


CELL = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    [*ROW, "-", "unk", "[", '"', " ", "20000800241623", "http://a.example/\ud800", "²"]
)


def test_a_row_that_is_too_short_says_so() -> None:
    for body in (as_json(ROW[:3], ROW), as_text(ROW[:3], ROW)):
        short, whole = wayback.parse_listing(body).captures
        assert (short.problem, whole.problem) == ("3 fields instead of 7", "")


@pytest.mark.parametrize("page", ["<html><body>words</body></html>", f"<html>\n{' '.join(ROW)}\n</html>"])
def test_an_html_page_is_called_one(page: str) -> None:
    with pytest.raises(ListingError, match="an HTML page instead of a listing"):
        wayback.parse_listing(page.encode())


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "1.5", ""])
def test_a_length_that_cannot_be_is_not_known(length: str) -> None:
    (capture,) = wayback.parse_listing(as_json((*ROW[:6], length))).captures
    assert (capture.length, capture.problem) == (0, "")


@pytest.mark.parametrize("column", range(7))
def test_half_a_character_in_a_row_costs_that_row_at_most(column: int) -> None:
    row = (*ROW[:column], f"{ROW[column]}\ud800", *ROW[column + 1 :])
    odd, calm = wayback.parse_listing(as_json(row, ROW)).captures
    assert not calm.problem
    assert bool(odd.problem) == (column in (1, 2))
    for value in (odd.urlkey, odd.timestamp, odd.original, odd.mimetype, odd.statuscode, odd.digest):
        value.encode()


def test_an_empty_array_without_a_key_behind_it_is_no_row() -> None:
    page = wayback.parse_listing(json.dumps([COLUMNS, ROW, []]).encode())
    assert (len(page.captures), page.resume_key) == (1, "")


@given(st.lists(st.lists(CELL, max_size=10), max_size=6), st.text(max_size=8))
def test_any_rows_whatever_are_captures_or_have_a_problem(rows: list[list[str]], key: str) -> None:
    page = wayback.parse_listing(as_json(*(tuple(row) for row in rows), key=key))
    for capture in page.captures:
        assert capture.problem or (capture.captured_at and wayback.is_web_url(capture.original))
        assert wayback.playback_url(ARCHIVE, capture.timestamp, capture.original).startswith(ARCHIVE)


@pytest.mark.parametrize(
    "text",
    ["1", "{}", "[1]", "[[], 1]", "[[], [1, 2]]", '[["timestamp"]]', '[[["timestamp"], "original"], [1, 2]]', "[" * 100_000],
)
def test_json_that_is_no_listing(text: str) -> None:
    with pytest.raises(ListingError):
        wayback.parse_listing(text.encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    )
)
def test_any_json_whatever_is_a_listing_or_none(value: object) -> None:
    try:
        wayback.parse_listing(json.dumps(value).encode())
    except ListingError as error:
        assert str(error)  # noqa: PT017 - either is right, but nothing else may be raised
