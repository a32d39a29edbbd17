"""Which rows of a listing are taken: moments that the archive can have, and URL keys that were asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler import wayback
from crawler.items import Capture

ARCHIVE = "https://web.archive.org"


def digits(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H%M%S")


def row(key: str, original: str, timestamp: str = "20200101000000") -> tuple[str, ...]:
    return key, timestamp, original, "text/html", "200", "A" * 32, "9"


def listed(*rows: tuple[str, ...], url: str = "http://www.vendor.example/privacy") -> tuple[Capture, ...]:
    page = wayback.parse_listing(json.dumps([wayback.COLUMNS, *rows]).encode())
    return wayback.of_resource(page, url).captures


@pytest.mark.parametrize(
    "timestamp", ["01990101000000", "00010101000000", "19000101000000", "19951231235959", "99991231235959"]
)
def test_a_moment_that_the_archive_cannot_have_is_none_and_its_row_malformed(timestamp: str) -> None:
    assert wayback.captured_at(timestamp) == ""
    (capture,) = listed(row("example,vendor)/privacy", "http://www.vendor.example/privacy", timestamp))
    assert capture.captured_at == ""
    assert timestamp in capture.problem


def test_the_first_moment_of_the_archive_and_todays_are_moments() -> None:
    now = datetime.now(UTC)
    assert wayback.captured_at("19960101000000") == "1996-01-01T00:00:00Z"
    assert wayback.captured_at(digits(now + timedelta(hours=20)))
    assert not wayback.captured_at(digits(now + timedelta(hours=28)))


@pytest.mark.parametrize("url", ["http://vendor.example/*", "http://vendor.example/a*b", "*.vendor.example", "vendor.example"])
def test_a_query_for_one_url_says_so_whatever_the_url(url: str) -> None:
    asked = parse_qs(urlsplit(wayback.listing_url(ARCHIVE, url)).query)
    assert (asked["url"], asked["matchType"]) == ([url], ["exact"])


def test_a_row_of_another_key_than_the_one_asked_for_is_malformed_and_still_counted() -> None:
    own = row("example,vendor)/privacy", "https://vendor.example/privacy/")
    foreign = row("example,vendor)/privacy/cookies", "http://www.vendor.example/privacy/cookies")
    kept, stray = listed(own, foreign)
    assert (kept.problem, stray.timestamp) == ("", "20200101000000")
    assert stray.problem == "a row of example,vendor)/privacy/cookies, where example,vendor)/privacy was asked for"


def test_a_key_that_the_archive_spells_otherwise_is_right_where_an_original_proves_it() -> None:
    spelt, variant = "example,vendor)/privacy?v=", "http://www.vendor.example/privacy?V"
    captures = listed(row(spelt, "http://www.vendor.example/privacy"), row(spelt, variant, "20200102000000"))
    assert [capture.problem for capture in captures] == ["", ""]


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("http://bücher.example/é", "http://xn--bcher-kva.example/%C3%A9"),
        ("http://vendor.example:80/p?b=2&a=1", "https://www.vendor.example/P?a=1&b=2"),
    ],
)
def test_spellings_of_one_url_have_one_key(url: str, original: str) -> None:
    (capture,) = listed(row("whatever)/", original), url=url)
    assert capture.problem == ""


def test_a_row_that_is_malformed_already_keeps_its_own_reason() -> None:
    (capture,) = listed(row("com,other)/", "http://other.com/", "-"))
    assert capture.problem == "the timestamp '-' is no moment"
