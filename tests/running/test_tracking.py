"""One document on its way through a run: windows of its listing, redirects to follow, how many requests at a time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Capture, Document, Known, Outcome
from crawler.running import tracking
from crawler.running.tracking import AT_ONCE, EXCLUDED, HOPS, Tracking, Window
from crawler.wayback import captured_at

NOW = "20261122090000"
DOCUMENT = Document(
    vendor="V",
    domain="vendor.example",
    kind="privacy",
    url="http://www.vendor.example/privacy",
    urlkey="example,vendor)/privacy",
)
MOMENTS = st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2026, 11, 22))  # noqa: DTZ001 - hypothesis' way


def capture(timestamp: str, digest: str = "D") -> Capture:
    return Capture(
        urlkey=DOCUMENT.urlkey,
        timestamp=timestamp,
        captured_at=captured_at(timestamp),
        original=DOCUMENT.url,
        statuscode="200",
        digest=digest,
    )


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(["", "1996", "2012", "201206", "20120630", "20120630120000"]),
    st.sampled_from(["", "2019", "201906", "20190630"]),
)
def test_windows_are_halved_without_gap_or_overlap_until_they_are_narrow(since: str, until: str) -> None:
    windows, done = [Window(since, until)], []
    while windows:
        window = windows.pop()
        halves = window.halves(NOW)
        if not halves:
            done.append(window)
            continue
        older, newer = halves
        assert (older.since, newer.until) == (window.since, window.until)
        assert captured_at(older.until) < captured_at(newer.since)
        windows += halves
    assert 2 < len(done) < 5000


@given(MOMENTS, st.integers(1, 6))
def test_every_capture_lies_in_one_of_the_halves_of_its_window(moment: datetime, times: int) -> None:
    timestamp = f"{moment:%Y%m%d%H%M%S}"
    windows = [Window()]
    for _ in range(times):
        windows = [half for window in windows for half in window.halves(NOW)]
    assert sum(window.holds(capture(timestamp)) for window in windows) == 1


def test_a_window_that_ends_with_a_year_holds_all_of_it() -> None:
    assert Window("2012", "2012").holds(capture("20121231235959"))
    assert not Window("2012", "2012").holds(capture("20130101000000"))
    assert not Window("201206", "").holds(capture("20120531235959"))


@pytest.mark.parametrize(
    ("target", "follow"),
    [
        ("http://www.vendor.example/legal/privacy", True),
        ("https://other.example/privacy?x=1", True),
        ("http://www.vendor.example/", False),
        ("http://www.vendor.example", False),
        ("http://www.vendor.example/Login?next=/privacy", False),
        ("http://www.vendor.example/errors/404.html", False),
        ("http://co.uk/privacy", False),
        ("http://[::1/privacy", False),
        ("http://a b/privacy", False),
        ("http://a:99999999/privacy", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_which_redirects_lead_to_a_policy(target: str, follow: bool) -> None:
    tracked = {DOCUMENT: Tracking(DOCUMENT, Window(), document_id=1)}
    assert bool(tracking.targets([(1, target, "20150101000000")], tracked)) is follow


@given(st.text(max_size=60))
def test_no_target_whatever_breaks_the_crawl(target: str) -> None:
    tracked = {DOCUMENT: Tracking(DOCUMENT, Window(), document_id=1)}
    for document in tracking.targets([(1, target, "20150101000000")], tracked):
        assert document.found_by == f"redirect {DOCUMENT.url}"


def test_a_target_elsewhere_is_the_vendor_s_from_that_day_on() -> None:
    tracked = {DOCUMENT: Tracking(DOCUMENT, Window(), document_id=1)}
    redirects = [
        (1, "http://buyer.example/privacy#calls", "20180101000000"),
        (1, "http://help.vendor.example/p", "20160101000000"),
    ]
    own, elsewhere = tracking.targets(redirects, tracked)
    assert (own.url, own.since) == ("http://help.vendor.example/p", "")
    assert (elsewhere.domain, elsewhere.since, elsewhere.fragment) == ("vendor.example", "20180101000000", "calls")


def test_redirects_are_followed_from_document_to_document_so_far_and_no_further() -> None:
    tracked, last = {DOCUMENT: Tracking(DOCUMENT, Window(), document_id=1)}, 1
    for n in range(2, 20):
        fresh = tracking.targets([(last, f"http://www.vendor.example/p{n}", "20150101000000")], tracked)
        if not fresh:
            break
        last = n
        tracked[fresh[0]] = Tracking(fresh[0], Window(), document_id=n)
    assert len(tracked) == 1 + HOPS


def known(count: int) -> Iterator[Known]:
    for n in range(count):
        timestamp = f"{2000 + n // 336}{n % 336 // 28 + 1:02}{n % 28 + 1:02}000000"
        yield Known(capture=capture(timestamp, f"digest {n}"))


def test_so_many_captures_of_a_document_are_asked_for_at_a_time_and_no_more() -> None:
    track = Tracking(DOCUMENT, Window())
    track.sample(known(1000), 0, refresh=False)
    (asked, *_) = few = track.next()
    assert len(few) == EXCLUDED
    track.heard(Outcome(document=DOCUMENT, capture=asked, outcome="unplayable", reason="lost", decided_at=NOW))
    first = [*few[1:], *track.next()]
    assert len(first) == AT_ONCE
    assert track.next() == []
    for asked in first[:3]:
        track.heard(Outcome(document=DOCUMENT, capture=asked, outcome="unplayable", reason="lost", decided_at=NOW))
    assert len(track.next()) == 3


def test_what_comes_unasked_makes_it_sample_again_once_all_is_known() -> None:
    track = Tracking(DOCUMENT, Window())
    track.sample([Known(capture=capture("20150101000000"))], 30, refresh=False)
    (asked,) = track.next()
    unasked = Outcome(document=DOCUMENT, capture=capture("20160101000000"), outcome="unplayable", reason="", decided_at=NOW)
    track.heard(unasked)
    assert not track.surprised
    track.heard(Outcome(document=DOCUMENT, capture=asked, outcome="unplayable", reason="lost", decided_at=NOW))
    assert track.surprised
    track.sample([], 30, refresh=False)
    assert not track.surprised


def test_a_document_at_rest_holds_no_listing_and_still_hears_what_comes_unasked() -> None:
    track = Tracking(DOCUMENT, Window())
    track.sample(known(3), 30, refresh=False)
    held = weakref.ref(track.sampler)
    while captures := track.next():
        for asked in captures:
            track.heard(Outcome(document=DOCUMENT, capture=asked, outcome="unplayable", reason="lost", decided_at=NOW))
    track.rest()
    gc.collect()
    assert held() is None
    assert (track.sampler.done, track.next(), track.surprised) == (True, [], False)
    track.heard(Outcome(document=DOCUMENT, capture=capture("20160101000000"), outcome="unplayable", reason="", decided_at=NOW))
    assert track.surprised
