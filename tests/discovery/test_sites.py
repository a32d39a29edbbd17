"""Discovery against every generated site: all found, nothing wrong above anything right, at most 20 requests."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from crawler.discovery import Ask, Candidate, Discovery
from crawler.items import KINDS
from tests.discovery import sites_ends, sites_listed, sites_odd, sites_plain
from tests.discovery.archive import discover
from tests.discovery.mixed import mixed_site
from tests.discovery.site import Site
from tests.discovery.sites import ENDS, SITES

BUDGET = 20
STATUS = {"found": 0, "no-policy": 5, "parked": 5, "excluded": 5, "nothing-archived": 5, "unanswered": 3}


@functools.cache
def done(make: Callable[[], Site]) -> tuple[Site, Discovery, tuple[Ask, ...]]:
    """Discover a site with the usual budget, once for all tests."""
    site = make()
    discovery, asked = discover(site.archive, site.domain, budget=BUDGET)
    return site, discovery, tuple(asked)


def place(candidate: Candidate) -> tuple[str, str, str]:
    return candidate.kind, candidate.urlkey, candidate.fragment


def test_there_are_more_than_thirty_sites_of_different_shapes() -> None:
    assert len({make().shape for make in SITES}) == len(SITES) >= 30


@pytest.mark.parametrize("make", SITES, ids=lambda make: make.__name__)
def test_every_policy_of_every_year_is_found_in_budget_and_none_wrong_ranks_above(make: Callable[[], Site]) -> None:
    site, discovery, asked = done(make)
    candidates = discovery.candidates()
    assert {place(candidate) for candidate in candidates if candidate.accepted} == site.truth
    right = [candidate.score for candidate in candidates if place(candidate) in site.truth]
    wrong = [candidate.score for candidate in candidates if place(candidate) not in site.truth]
    assert min(right) > max(wrong, default=0.0)
    assert discovery.spent <= BUDGET
    assert len(set(asked)) == len(asked)
    assert (discovery.finding().state, discovery.finding().exit_status) == ("found", 0)


@pytest.mark.parametrize("make", ENDS, ids=lambda make: make.__name__)
def test_a_domain_without_policies_ends_with_one_clear_line_and_its_status(make: Callable[[], Site]) -> None:
    site, discovery, _ = done(make)
    finding = discovery.finding()
    assert (finding.state, finding.exit_status) == (site.state, STATUS[site.state])
    assert finding.line.startswith(f"{site.domain}: ")
    assert "\n" not in finding.line
    assert discovery.spent <= BUDGET
    assert [candidate for candidate in discovery.candidates() if candidate.accepted] == []


@pytest.mark.parametrize("budget", [1, 2, 3, 7])
@pytest.mark.parametrize("make", [sites_plain.four_addresses, sites_ends.never_answers, sites_listed.captured_daily])
def test_no_budget_is_overspent(make: Callable[[], Site], budget: int) -> None:
    site = make()
    discovery, _asked = discover(site.archive, site.domain, budget=budget)
    assert discovery.spent <= budget
    assert discovery.next_requests() == ()


def test_every_candidate_tells_its_reasons_and_evidence() -> None:
    for make in SITES:
        _, discovery, _ = done(make)
        for candidate in discovery.candidates():
            assert candidate.reasons
            assert candidate.evidence
            assert candidate.kind in KINDS
            assert 0 <= candidate.score <= 1
            assert bool(candidate.rejected_because) is not candidate.accepted


@pytest.mark.parametrize("make", [sites_plain.bought, sites_plain.renamed], ids=lambda make: make.__name__)
def test_a_policy_that_moved_to_another_company_is_the_vendors_from_that_day_on(make: Callable[[], Site]) -> None:
    site, discovery, _ = done(make)
    moves = {(move.from_url, move.to_url) for move in discovery.moves()}
    assert site.moves <= moves
    since = {
        candidate.urlkey: candidate.since for candidate in discovery.candidates() if candidate.accepted and candidate.since
    }
    assert since == site.since
    documents = [
        candidate.document("V", site.domain)
        for candidate in discovery.candidates()
        if candidate.since in site.since.values() and candidate.accepted
    ]
    assert documents
    assert all(
        document.domain == site.domain and document.since and document.found_by.startswith("redirect http")
        for document in documents
    )


def test_a_front_page_that_moved_away_is_a_move_but_no_policy() -> None:
    _, discovery, _ = done(sites_plain.bought_and_swallowed)
    assert {move.to_url for move in discovery.moves()} == {"https://www.router-maker.example/"}
    assert all("router-maker" not in candidate.url for candidate in discovery.candidates())


def test_the_parents_policy_is_the_childs_from_its_first_link_on() -> None:
    _, discovery, _ = done(sites_odd.parent_company)
    (parent,) = [candidate for candidate in discovery.candidates() if "parent.example" in candidate.url]
    assert parent.since[:4] in ("2016", "2017", "2018")


def test_the_spans_are_those_of_the_archive() -> None:
    _, discovery, _ = done(sites_plain.four_addresses)
    spans = {
        c.url.partition(".example")[2]: (c.first_timestamp[:4], c.last_timestamp[:4])
        for c in discovery.candidates()
        if c.kind == "privacy" and c.accepted
    }
    assert spans == {
        "/privacy.html": ("2003", "2007"),
        "/index/privacy": ("2008", "2011"),
        "/privacy-policy": ("2011", "2015"),
        "/legal/privacy": ("2016", "2021"),
    }


def test_languages_are_told_by_the_words() -> None:
    _, discovery, _ = done(sites_odd.front_page_moves)
    tongues = {c.urlkey.partition(")")[2]: c.language for c in discovery.candidates() if c.accepted}
    assert tongues == {"/en/privacy": "en", "/en/terms": "en", "/de/datenschutz": "de", "/de/agb": "de"}


def test_what_is_heard_in_another_order_comes_to_the_same() -> None:
    for make in (sites_plain.hub_of_numbers, sites_plain.bought, sites_plain.earlier_versions, sites_odd.splash):
        _, there, _ = done(make)
        back = Discovery(there.domain, budget=there.budget, spent=there.spent, facts=tuple(reversed(there.facts)))
        assert [(*place(c), c.score) for c in back.candidates()] == [(*place(c), c.score) for c in there.candidates()]


def test_only_the_archive_is_asked_and_only_of_the_vendors_domains() -> None:
    for make in (sites_odd.cookies_to_eat, sites_plain.bought):
        site, _, asked = done(make)
        assert [ask for ask in asked if site.domain not in _address(ask)] == []


def _address(ask: Ask) -> str:
    return ask.original if hasattr(ask, "original") else ask.url


@pytest.mark.parametrize("seed", range(25))
def test_sites_put_together_by_chance_are_found_whole(seed: int) -> None:
    site = mixed_site(seed)
    discovery, _ = discover(site.archive, site.domain, budget=BUDGET)
    assert {place(candidate) for candidate in discovery.candidates() if candidate.accepted} == site.truth
    assert discovery.spent <= BUDGET
