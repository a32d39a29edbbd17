"""What answers mean: cases that no crawl meets every day, and answers that are nothing but noise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.items import OUTCOMES, Capture
from crawler.manners import answers
from crawler.manners.answers import EMPTY_DIGEST, Body, Ended, ListingExcluded, ListingTooHeavy, Neighbour
from crawler.wayback import ListingError
from tests.archive import pages
from tests.archive.answers import Answer, unavailable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CAPTURE = Capture(
    urlkey="example,vendor)/privacy",
    timestamp="20160509080314",
    captured_at="2016-05-09T08:03:14Z",
    original="http://www.vendor.example/privacy",
)
MEMENTO = {"memento-datetime": "Mon, 09 May 2016 08:03:14 GMT"}


def test_only_a_429_of_the_archive_s_own_throttles() -> None:
    assert answers.throttles(429, {})
    assert not answers.throttles(429, MEMENTO)
    assert answers.throttles(302, {"location": "https://web.archive.org/429.html"})
    assert not answers.throttles(302, {"location": "https://web.archive.org/web/2015id_/http://a.example/429.html"})
    assert not answers.throttles(503, {})


def test_an_archive_that_says_how_long_it_is_away_is_left_alone_so_long() -> None:
    assert answers.throttles(503, {"retry-after": "120"})
    assert not answers.throttles(503, MEMENTO | {"retry-after": "120"})
    assert not answers.throttles(200, {"retry-after": "120"})


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 599])
def test_a_gateway_error_passes_and_an_archived_one_does_not(status: int) -> None:
    assert answers.passes(status, {})
    assert not answers.passes(status, MEMENTO)


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (unavailable(503), True),
        (unavailable(504), True),
        (pages.maintenance(), True),
        (pages.home(), True),
        (pages.excluded(200), False),
        (pages.excluded(403), False),
        (pages.never_archived("http://www.vendor.example/"), False),
        (pages.crawl_time_redirect(301, "http://www.vendor.example/", "20160509080314"), False),
        (Answer(200, body=b"<h1>Welcome</h1>", headers=tuple(MEMENTO.items())), False),
        (Answer(503, body=b"<h1>Sorry</h1>", headers=tuple(MEMENTO.items())), False),
        (Answer(200, body=b"[]"), False),
        (Answer(200, body=b""), False),
        (Answer(302, body=b""), False),
    ],
)
def test_a_fault_of_the_archive_s_own_is_told_from_what_it_says_of_a_capture(answer: Answer, failed: bool) -> None:
    headers = {name.lower(): value for name, value in answer.headers}
    assert answers.fails(answer.status, headers, answer.body) is failed


@pytest.mark.parametrize("words", ["AccessControlException", "SocketTimeoutException", "RobotAccessControlException"])
def test_a_listing_whose_rows_speak_of_errors_is_a_listing(words: str) -> None:
    header = '["urlkey","timestamp","original","mimetype","statuscode","digest","length"]'
    row = f'["k","20150101000000","http://a.example/{words}","text/html","200","D","1"]'
    assert len(answers.listed(200, {}, f"[{header},{row}]".encode()).captures) == 1


@pytest.mark.parametrize(
    ("status", "headers", "body", "error"),
    [
        (403, {}, b"", ListingExcluded),
        (200, {}, b"org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots", ListingExcluded),
        (404, {"x-archive-wayback-runtime-error": "AdministrativeAccessControlException: Blocked"}, b"", ListingExcluded),
        (504, {}, b"", ListingTooHeavy),
        (200, {}, b"java.net.SocketTimeoutException: Read timed out", ListingTooHeavy),
        (200, {}, b"<html>", ListingError),
        (503, {}, b"[]", ListingError),
    ],
)
def test_what_is_no_listing_says_why(status: int, headers: dict[str, str], body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        answers.listed(status, headers, body)


HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "memento-datetime",
            "link",
            "location",
            "content-encoding",
            "x-archive-src",
            "x-archive-orig-date",
            "x-archive-orig-content-length",
            "x-archive-wayback-runtime-error",
        ]
    ),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "Mon, 09 May 2016 08:03:14 GMT",
                "Mon, 09 May 99999 08:03:14 GMT",
                '<http://[fd00::1>; rel="original"',
                '<http://a:b:c/>; rel="original"',
                "http://[::1/web/20160509080314/http://x",
                "/web/20160509080314id_/http://[fd00:ec2::254]/",
                "/web/2016/http://a:99999999/",
                "//web.archive.org/web/20160509080314/\x00",
                "-1",
                "²",
                "9" * 400,
            ]
        ),
    ),
)


@example(301, {"location": "A://[", "memento-datetime": ""}, b"")
@example(302, {"location": "A://["}, b"")
@given(st.sampled_from([200, 204, 301, 302, 399, 404, 429, 503, 999]), HEADERS, st.binary(max_size=300))
def test_any_answer_whatever_has_a_meaning(status: int, headers: dict[str, str], body: bytes) -> None:
    answer = answers.played(CAPTURE, status, headers, body)
    if isinstance(answer, Ended):
        assert answer.outcome in OUTCOMES
        assert answer.reason
    else:
        assert isinstance(answer, (Body, Neighbour))
    if isinstance(answer, Body):
        assert "memento-datetime" in headers
        assert body


@given(st.sampled_from([200, 400, 403, 404, 500]), HEADERS, st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_listing_whatever_is_one_or_says_why_not(status: int, headers: dict[str, str], body: bytes) -> None:
    try:
        page = answers.listed(status, headers, body)
    except ListingError:
        return
    assert status == 200
    assert all(capture.problem or capture.captured_at for capture in page.captures)


def test_a_body_is_whole_as_far_as_can_be_told() -> None:
    assert answers.cut_off({"x-archive-orig-content-length": "10"}, b"12345") == "cut off after 5 of 10 bytes"
    assert not answers.cut_off({"x-archive-orig-content-length": "5"}, b"12345")
    assert not answers.cut_off({"x-archive-orig-content-length": "-1"}, b"12345")
    assert not answers.cut_off({"x-archive-orig-content-length": "10", "content-encoding": "gzip"}, b"12345")
    assert not answers.cut_off({"x-archive-orig-content-length": "10"}, b"\x1f\x8b345")


def test_the_digest_is_the_archive_s_kind() -> None:
    assert answers.body_digest(b"") == EMPTY_DIGEST
    assert answers.body_digest(b"Invalid URI") == "L4XNRRGWXWKNIAJFQOC6D2OULYFIDDTC"
