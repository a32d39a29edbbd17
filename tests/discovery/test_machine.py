"""The machine itself: its plan, its immutability, and that no answer whatever makes it fail or overspend."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.catalogue import Catalogue, document_for
from crawler.discovery import Answer, Body, Failure, ListingAsk, PageAsk, Redirect, Rows, begin
from crawler.errors import UserError
from crawler.items import Capture
from tests.discovery.archive import Archive, discover
from tests.discovery.pages import modern, times


def row(url: str, key: str, time: str, status: str = "200", mime: str = "text/html", problem: str = "") -> Capture:
    return Capture(urlkey=key, timestamp=time, captured_at="", original=url, mimetype=mime, statuscode=status, problem=problem)


def test_the_plan_is_what_it_starts_with_and_stays_the_same() -> None:
    discovery = begin("www.vendor.example")
    assert discovery.domain == "vendor.example"
    first = discovery.plan()
    assert [(ask.match_type, ask.url) for ask in first if isinstance(ask, ListingAsk)] == [
        ("exact", "http://vendor.example/"),
        ("domain", "vendor.example"),
    ]
    assert discovery.next_requests() == first
    assert discovery.heard(first[0], Rows(())).plan() == first


def test_a_query_of_the_whole_domain_never_stands_alone_and_is_bounded() -> None:
    asks = begin("vendor.example").plan()
    wide = [ask for ask in asks if isinstance(ask, ListingAsk) and ask.match_type == "domain"]
    assert len(asks) > len(wide) > 0
    assert all(ask.limit <= 5000 and any(text.startswith("urlkey:") for text in ask.filters) for ask in wide)
    assert all("urlkey" not in ask.collapse for ask in wide)


def test_hearing_leaves_the_state_before_as_it_was() -> None:
    before = begin("vendor.example")
    ask = before.next_requests()[0]
    after = before.heard(ask, Failure("timeout"), requests=2)
    assert (before.spent, before.facts) == (0, ())
    assert after.spent == 2
    assert ask not in after.next_requests()


def test_former_domains_are_asked_for_too_but_later() -> None:
    asks = begin("new.example", former_domains=("old.example",)).plan()
    assert [ask.url for ask in asks if isinstance(ask, ListingAsk)] == [
        "http://new.example/",
        "new.example",
        "http://old.example/",
        "old.example",
    ]


def test_documents_of_the_catalogue_are_candidates_from_the_start() -> None:
    known = document_for("http://vendor.example/x/17", kind="privacy", catalogue=Catalogue())
    (candidate,) = begin("vendor.example", documents=(known,)).candidates()
    assert (candidate.accepted, candidate.score, candidate.kind) == (True, 1.0, "privacy")
    assert candidate.evidence[0].source == "catalogue"


@pytest.mark.parametrize("domain", ["", "co.uk", "mailto:a@b.example", "no domain"])
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(UserError):
        begin(domain)


def test_a_budget_below_one_is_refused() -> None:
    with pytest.raises(UserError, match="DISCOVERY_REQUESTS"):
        begin("vendor.example", budget=0)


def test_rows_for_a_page_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="Rows is no answer to PageAsk"):
        begin("vendor.example").heard(PageAsk(timestamp="20160101000000", original="http://vendor.example/", why=""), Rows(()))


def test_a_listing_that_timed_out_is_asked_again_in_narrower_forms() -> None:
    discovery = begin("vendor.example")
    forms = []
    while asks := discovery.next_requests():
        if isinstance(asks[0], ListingAsk):
            forms.append(asks[0])
        discovery = discovery.heard(asks[0], Failure("timeout"))
    assert len(forms) == len(set(forms)) == 4
    assert any(form.since or form.until for form in forms)
    assert len([form for form in forms if form.match_type == "domain"]) == 2


def test_malformed_rows_pictures_and_errors_are_no_evidence() -> None:
    discovery = begin("vendor.example")
    wide = discovery.plan()[1]
    rows = (
        row("http://vendor.example/privacy", "example,vendor)/privacy", "20160101000000", problem="timestamp cannot be"),
        row("http://vendor.example/terms", "example,vendor)/terms", "20160101000000", mime="image/png"),
        row("http://vendor.example/cookies", "example,vendor)/cookies", "20160101000000", status="404"),
        row("http://vendor.example/legal/tos", "example,vendor)/legal/tos", "20160101000000", status="-", mime="warc/revisit"),
    )
    assert [c.urlkey for c in discovery.heard(wide, Rows(rows)).candidates()] == ["example,vendor)/legal/tos"]


def test_a_page_that_was_not_played_is_replaced_by_another() -> None:
    archive = Archive()
    archive.put("http://vendor.example/", times("201001", "201912"), modern("Vendor", [("/p/1", "Privacy Policy")]))
    archive.put("http://vendor.example/p/1", times("201001", "201912"), "policy")
    last = times("201001", "201912")[-1]
    archive.fault = lambda ask: "unplayable" if isinstance(ask, PageAsk) and ask.timestamp == last else ""
    discovery, _ = discover(archive, "vendor.example")
    assert [c.urlkey for c in discovery.candidates() if c.accepted] == ["example,vendor)/p/1"]


_KEYS = st.sampled_from(["/", "/privacy", "/legal", "/x", "/legal/privacy/archive", "/terms?a=1", "/de/agb"])
_TIMES = st.sampled_from(["20050101000000", "20000800241623", "20160229120000", "20220101010101", "19990000000000"])
_ROWS = st.lists(
    st.builds(
        lambda path, time, status: row(f"http://www.vendor.example{path}", f"example,vendor){path}", time, status),
        _KEYS,
        _TIMES,
        st.sampled_from(["200", "301", "404", "-", "302", "503"]),
    ),
    max_size=12,
)
_LINKS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "/privacy",
                "/legal",
                "#x",
                "//[",
                "http://a b/",
                "https://buyer.example/privacy",
                "javascript:x('/y')",
                "?",
                "/old/1",
            ]
        ),
        st.text(max_size=20),
    ),
    max_size=8,
)


@st.composite
def answers(draw: st.DrawFn, ask: object) -> Answer:
    if draw(st.integers(0, 5)) == 0:
        return Failure(draw(st.sampled_from(["timeout", "excluded", "unplayable"])))
    if isinstance(ask, ListingAsk):
        return Rows(tuple(draw(_ROWS)), complete=draw(st.booleans()))
    assert isinstance(ask, PageAsk)
    if draw(st.integers(0, 3)) == 0:
        return Redirect(
            draw(st.sampled_from(["/privacy", "https://buyer.example/legal", "mailto:x", "http://", "/", ask.original])),
            ask.timestamp,
        )
    links = "".join(f'<a href="{href}">{text}</a>' for href, text in draw(_LINKS))
    body = draw(
        st.one_of(
            st.just(
                modern("Vendor", [("/privacy", "Privacy"), ("/legal", "Legal")]).encode() + links.encode("utf-8", "replace")
            ),
            st.binary(max_size=200),
        )
    )
    return Body(
        body,
        ask.original,
        ask.timestamp,
        draw(st.sampled_from(["", "text/html", "text/html; charset=nonsense", "application/pdf"])),
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_the_archive_answers_it_ends_within_budget_and_says_how(data: st.DataObject) -> None:
    discovery = begin("vendor.example", budget=12)
    seen = set()
    while asks := discovery.next_requests():
        assert asks[0] not in seen
        seen.add(asks[0])
        discovery = discovery.heard(asks[0], data.draw(answers(asks[0])))
    assert discovery.spent <= 12
    assert discovery.finding().state != "running"
    assert all(c.score >= 0.5 for c in discovery.candidates() if c.accepted)
