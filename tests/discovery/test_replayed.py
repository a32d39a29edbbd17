"""Discovery in the archive's own protocol, answered out of the sample WARC: its queries are ones that an archive takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import wayback
from crawler.discovery import Answer, Ask, Body, Failure, ListingAsk, Redirect, Rows, begin
from crawler.extraction.unpack import unpack
from crawler.replay import handler as replay
from crawler.replay.index import WarcArchive

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample.warc.gz"


def answered(archive: WarcArchive, ask: Ask) -> Answer:
    if isinstance(ask, ListingAsk):
        url = wayback.listing_url(
            "",
            ask.url,
            since=ask.since,
            until=ask.until,
            limit=ask.limit,
            match_type=ask.match_type,
            filters=ask.filters,
            collapse=ask.collapse,
        )
        status, _, body = replay.answer(archive, url, 1 << 20)
        assert status == 200, body
        page = wayback.parse_listing(body)
        return Rows(page.captures, complete=not page.resume_key)
    status, headers, body = replay.answer(archive, wayback.playback_url("", ask.timestamp, ask.original), 1 << 20)
    named = {name.lower(): value for name, value in headers}
    if "memento-datetime" not in named:
        return Failure(f"not played: {status}")
    if 300 <= status < 400:
        parts = wayback.memento_parts(named["location"])
        return Redirect(parts[1] if parts else named["location"], ask.timestamp)
    return Body(unpack(body), ask.original, ask.timestamp, named.get("content-type", ""))


@pytest.fixture(scope="module")
def archive() -> WarcArchive:
    return WarcArchive.open(SAMPLE)


def test_the_samples_policies_are_all_found(archive: WarcArchive) -> None:
    discovery = begin("ringwave.example")
    while asks := discovery.next_requests():
        discovery = discovery.heard(asks[0], answered(archive, asks[0]))
    found = {(candidate.kind, candidate.urlkey.partition(")")[2]) for candidate in discovery.candidates() if candidate.accepted}
    assert found == {
        ("privacy", "/privacy"),
        ("privacy", "/legal/privacy-policy"),
        ("terms", "/terms"),
        ("terms", "/legal/terms"),
        ("dpa", "/legal/ringwave-dpa.pdf"),
    }
    assert discovery.spent <= 20
    assert discovery.finding().state == "found"


def test_a_domain_that_the_sample_does_not_hold_ends_as_nothing_archived(archive: WarcArchive) -> None:
    discovery = begin("elsewhere.example")
    while asks := discovery.next_requests():
        discovery = discovery.heard(asks[0], answered(archive, asks[0]))
    assert discovery.finding().state == "nothing-archived"
