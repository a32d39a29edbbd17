"""Headers as text, numbers and dates: what the archive and the vendors behind it send, and what nobody should."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Headers

from crawler.manners.headers import plain_headers, retry_after

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("Sun, 22 Nov 2026 09:02:00 GMT", 120.0),
        ("Sunday, 22-Nov-26 09:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 11:02:00 +0200", 120.0),
        ("Sun, 22 Nov 2026 08:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("1e3", None),
        ("Sun, 22 Nov 99999999999 09:02:00 GMT", None),
        ("Sun, 45 Nov 2026 09:02:00 GMT", None),
        ("9" * 18, 1e18),
        ("9" * 400, math.inf),
        ("120.5", None),
    ],
)
def test_retry_after_comes_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize("value", ["Sun Nov 22 09:02:00 2026", "Sun, 22 Nov 2026 09:02:00 -0000", "Sun, 22 Nov 2026 09:02:00"])
def test_a_date_without_a_zone_is_utc_wherever_the_machine_stands(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        assert retry_after(value, NOW) == 120
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text(max_size=60))
def test_no_retry_after_breaks_the_crawl(value: str) -> None:
    asked = retry_after(value, NOW)
    assert asked is None or asked >= 0


def test_of_headers_with_one_name_the_last_that_says_something_counts() -> None:
    headers = Headers({"Content-Encoding": ["", "gzip", " "], "X-Empty": "", "MEMENTO-Datetime": "now"})
    assert plain_headers(headers) == {"content-encoding": "gzip", "x-empty": "", "memento-datetime": "now"}


def test_headers_are_utf_8_where_they_can_be() -> None:
    found = plain_headers(Headers({"Location": "http://a.example/é".encode(), "X-Old": "é".encode("latin-1")}))
    assert found == {"location": "http://a.example/é", "x-old": "é"}
