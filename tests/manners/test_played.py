"""What an answer to a playback request means, case by case: the rows of the protocol's situation table on literals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crawler.items import Capture
from crawler.manners.answers import LAG_DAYS, RETRY_HOURS, Body, Ended, Neighbour, body_digest, listed, played
from crawler.wayback import ListingError
from tests.archive import pages
from tests.archive.answers import Answer, unavailable

URL = "http://www.vendor.example/privacy"
TEXT = b"<p>We collect what you give us.</p>"
CAPTURE = Capture(
    urlkey="example,vendor)/privacy",
    timestamp="20160509080314",
    captured_at="2016-05-09T08:03:14Z",
    original=URL,
    statuscode="200",
    digest=body_digest(TEXT),
)
WHEN = {"memento-datetime": "Mon, 09 May 2016 08:03:14 GMT"}


def meaning(status: int, headers: dict[str, str], body: bytes = TEXT, capture: Capture = CAPTURE) -> Any:
    return played(capture, status, headers, body)


def own(answer: Answer) -> Any:
    return meaning(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body)


# ---------------------------------------------------------------------------------------------------------- archived content


def test_a_memento_is_its_body_at_its_time_under_its_url() -> None:
    link = '<https://vendor.example:443/Privacy/?a=1&amp;b=2>; rel="original", <http://x.example/>; rel="timegate"'
    capture = replace(CAPTURE, original=f"{URL}?b=2&a=1")
    backwards = ", ".join(reversed(link.split(", ")))
    for written in (link, link.replace(", <", ",\n      <"), backwards):
        found = meaning(200, WHEN | {"link": written}, capture=capture)
        assert found == Body(delivered=CAPTURE.timestamp, original="https://vendor.example:443/Privacy/?a=1&b=2")
    assert meaning(203, WHEN) == Body(delivered=CAPTURE.timestamp, original=URL)


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503, 599])
def test_an_error_with_a_memento_s_time_is_the_vendor_s(status: int) -> None:
    assert meaning(status, WHEN) == Ended(outcome="archived-error", reason=f"the vendor answered {status}")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://web.archive.org/web/20160509080314id_/http://www.vendor.example/legal", "http://www.vendor.example/legal"),
        ("//web.archive.org/web/20160509080314id_/http://www.vendor.example/legal", "http://www.vendor.example/legal"),
        ("/web/20160509080314id_/http://www.vendor.example/legal", "http://www.vendor.example/legal"),
        ("/legal", "http://www.vendor.example/legal"),
        ("https://elsewhere.example/privacy", "https://elsewhere.example/privacy"),
        ("", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_archived_redirect_leads_where_it_led(location: str, target: str) -> None:
    for status in (300, 301, 302, 303, 307, 308, 399):
        found = meaning(status, WHEN | {"location": location})
        assert (found.outcome, found.target) == ("redirect", target)
        assert str(status) in found.reason


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (b"", {}, "lost the bytes"),
        (b"Invalid URI", {}, "a stub"),
        (b"\nInvalid URL\n", {}, "a stub"),
        (b"Invalid URI", {"x-archive-orig-content-length": "6639"}, "a stub"),
        (TEXT, {"x-archive-orig-content-length": "6639"}, f"cut off after {len(TEXT)} of 6639 bytes"),
        (TEXT, {"link": '<http://www.vendor.example/about>; rel="original"'}, "another page instead"),
        (TEXT, {"memento-datetime": "Sun, 08 May 2016 08:03:13 GMT"}, "1 days away"),
        (TEXT, {"memento-datetime": "Sat, 09 May 2015 08:03:14 GMT"}, "366 days away"),
    ],
)
def test_a_memento_that_is_none_of_this_page_cannot_be_played(body: bytes, headers: dict[str, str], why: str) -> None:
    found = meaning(200, WHEN | headers, body)
    assert (found.outcome, found.due_days) == ("unplayable", 0.0)
    assert why in found.reason


def test_a_memento_of_the_same_day_is_a_neighbour_also_if_nobody_redirected_to_it() -> None:
    found = meaning(200, {"memento-datetime": "Sun, 08 May 2016 20:03:14 GMT"})
    assert found == Neighbour(timestamp="20160508200314", original=URL, days=0.5)


def test_a_capture_whose_timestamp_cannot_be_is_played_at_the_moment_that_is_meant() -> None:
    odd = replace(CAPTURE, timestamp="20000800241623", captured_at="2000-08-24T16:23:00Z")
    found = meaning(200, {"memento-datetime": "Thu, 24 Aug 2000 16:23:00 GMT"}, capture=odd)
    assert isinstance(found, Body)


@pytest.mark.parametrize(
    ("headers", "digest", "flag"),
    [
        ({}, body_digest(TEXT), ""),
        ({}, body_digest(TEXT + b"\n"), ""),
        ({}, "-", ""),
        ({}, "QWERTYUIOPASDFGHJKLZXCVBNM234567", "differ from the listed digest"),
        ({"x-archive-orig-date": "Mon, 09 May 2016 08:03:10 GMT"}, "-", ""),
        ({"x-archive-orig-date": "Sun, 08 May 2016 08:03:14 GMT"}, "-", ""),
        ({"x-archive-orig-date": "Sun, 08 May 2016 08:03:13 GMT"}, "-", "clock said Sun, 08 May 2016"),
        ({"x-archive-orig-date": "Fri, 11 Jul 1997 10:00:00 GMT"}, "-", "clock said Fri, 11 Jul 1997"),
        ({"x-archive-orig-date": "yesterday"}, "-", ""),
    ],
)
def test_what_is_odd_about_a_body_is_remarked(headers: dict[str, str], digest: str, flag: str) -> None:
    found = meaning(200, WHEN | headers, capture=replace(CAPTURE, digest=digest))
    assert isinstance(found, Body)
    assert len(found.flags) == bool(flag)
    assert flag in "".join(found.flags)


# ------------------------------------------------------------------------------------------------------ the archive's own voice


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("/web/20160508200314id_/https://vendor.example/privacy/", Neighbour),
        ("https://web.archive.org/web/20160510080314id_/http://www.vendor.example/privacy", Neighbour),
        ("/web/20160510080315id_/http://www.vendor.example/privacy", "1 days away"),
        ("/web/20090508200314id_/http://www.vendor.example/privacy", "days away"),
        ("/web/2016id_/http://www.vendor.example/privacy", "days away"),
        ("/web/20160509080314id_/http://www.vendor.example/about", "another page instead"),
        ("https://web.archive.org/", "a page of its own"),
        ("/?z", "a page of its own"),
        ("", "a page of its own"),
    ],
)
def test_a_machine_redirect_is_taken_within_a_day_and_for_this_page(location: str, found: Any) -> None:
    answer = meaning(302, {"location": location, "x-archive-redirect-reason": "found capture"}, b"")
    if isinstance(found, str):
        assert answer.outcome == "unplayable"
        assert found in answer.reason
    else:
        assert isinstance(answer, found)
        assert answer.days <= 1


@pytest.mark.parametrize(
    ("answer", "outcome", "why", "due_days"),
    [
        (pages.excluded(200), "excluded", "its owner or the archive", 0.0),
        (pages.excluded(403), "excluded", "its owner or the archive", 0.0),
        (
            Answer(403, headers=(("X-Archive-Wayback-Runtime-Error", "x.AccessControlException: y"),)),
            "excluded",
            "its owner",
            0.0,
        ),
        (Answer(403, body=b"RobotAccessControlException: Blocked By Robots"), "excluded", "robots.txt", 0.0),
        (pages.never_archived(URL), "failed", "does not play it", LAG_DAYS),
        (pages.home(), "failed", "a page of its own", RETRY_HOURS / 24),
        (pages.maintenance(), "failed", "a page of its own", RETRY_HOURS / 24),
        (unavailable(503), "failed", "answered 503", RETRY_HOURS / 24),
        (Answer(403), "failed", "answered 403", RETRY_HOURS / 24),
    ],
)
def test_what_the_archive_says_itself_is_never_content(answer: Answer, outcome: str, why: str, due_days: float) -> None:
    found = own(answer)
    assert (found.outcome, found.due_days) == (outcome, due_days)
    assert why in found.reason


def test_the_view_of_a_redirect_leads_where_it_led() -> None:
    view = pages.crawl_time_redirect(301, "http://www.vendor.example/legal?a=1&amp;b=2", CAPTURE.timestamp)
    assert own(view) == Ended(
        outcome="redirect", reason="the vendor redirected", target="http://www.vendor.example/legal?a=1&b=2"
    )
    assert own(replace(view, body=view.body.replace(b"impatient", b"patient"))).target == ""
    unsigned = tuple(header for header in view.headers if header[0].lower() != "x-archive-src")
    assert own(replace(view, headers=unsigned)).outcome == "failed"


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (403, b"", "its owner or the archive"),
        (403, b"RobotAccessControlException: Blocked By Robots", "robots.txt"),
        (200, b"org.archive.x.AdministrativeAccessControlException: Blocked Site Error", "its owner or the archive"),
        (400, b"<b>page</b> is not\n available", "rejected the query: page is not available"),
        (408, b"", "too long"),
        (504, b"", "too long"),
        (404, b"[]", "answered 404 instead of a listing"),
    ],
)
def test_a_listing_that_is_none_says_why(status: int, body: bytes, why: str) -> None:
    with pytest.raises(ListingError, match=why):
        listed(status, {}, body)
