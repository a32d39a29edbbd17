"""Sampling and noise together, on generated histories whose versions are known: the figures that are promised."""

from __future__ import annotations

import random
import time
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import fingerprint, read
from crawler.items import Page
from crawler.noise import NoiseFilter
from crawler.sampling import Sampler, capture_key
from tests.history.explore import as_served, explore, listing, score
from tests.history.generated import row
from tests.history.pages import NOISES, Served, history, moments_daily, moments_irregular, seeded

START = datetime(2010, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_calm_history_of_ten_years_costs_six_percent(seed: int) -> None:
    document = history("calm", moments_daily(START, 3650, seeded(f"calm {seed}")), 12, (), seed)
    explored = explore(document, 30)
    assert explored.fetches <= 0.06 * 3650
    assert explored.rulings == ()
    result = score(document, explored.versions, explored.facts, 30)
    assert (result.missed, result.invented) == (0, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_noise_at_once_costs_fifteen_percent_and_hides_nothing(seed: int) -> None:
    document = history("noisy", moments_daily(START, 3650, seeded(f"noisy {seed}")), 12, NOISES, seed)
    explored = explore(document, 30)
    assert explored.fetches <= 0.15 * 3650
    result = score(document, explored.versions, explored.facts, 30)
    assert result.missed == 0
    assert result.invented <= 0.02 * result.versions


@pytest.mark.parametrize("noise", NOISES)
def test_each_noise_alone_makes_no_version(noise: str) -> None:
    document = history(noise, moments_irregular(START, 3650, 400, seeded(noise)), 8, (noise,), 3)
    explored = explore(document, 30)
    result = score(document, explored.versions, explored.facts, 30)
    assert (result.missed, result.invented) == (0, 0)
    raw = explore(document, 30, noise=False)
    assert score(document, raw.versions, raw.facts, 30).invented > 0


def test_noise_that_the_reader_lets_through_is_settled_as_well() -> None:
    document = history("pages", moments_irregular(START, 1000, 40, seeded("pages"), holes=0), 3, NOISES, 5)

    def really(served: Served) -> str:
        return read(Page(body=served.page, url="https://vendor.example/privacy", content_type="text/html", kind="privacy")).text

    explored = explore(document, 60, read=really)
    result = score(document, explored.versions, explored.facts, 60)
    assert (result.missed, result.invented) == (0, 0)


def test_without_noise_resolution_zero_is_the_exhaustive_crawl() -> None:
    document = history("exhaustive", moments_irregular(START, 1000, 120, seeded("exhaustive")), 20, (), 1)
    explored = explore(document, 0)
    assert explored.fetches == 120
    result = score(document, explored.versions, explored.facts, 0)
    assert (result.found, result.invented) == (result.real, 0)


@given(st.integers(0, 2**32), st.floats(0, 1), st.sets(st.sampled_from(NOISES)))
@settings(max_examples=15, deadline=None)
def test_a_killed_run_amid_noise_goes_on_with_what_it_would_have_fetched(seed: int, share: float, noises: set[str]) -> None:
    rng = random.Random(seed)
    document = history("killed", moments_irregular(START, 500, 80, rng), 4, sorted(noises), seed % 100)
    captures, bodies = listing(document)

    def crawl(known: dict[tuple[str, str, str], str], at_most: int) -> dict[tuple[str, str, str], str]:
        learnt = NoiseFilter()
        texts = {capture_key(capture): as_served(bodies[capture.digest]) for capture in captures}
        for key, wording in known.items():
            learnt.learn(wording, texts[key])
        sampler = Sampler(captures, 20, known, settle=learnt.settle)
        fetched: dict[tuple[str, str, str], str] = {}
        while batch := sampler.next():
            for capture in rng.sample(batch, len(batch)):
                if len(fetched) == at_most:
                    return fetched
                key = capture_key(capture)
                assert key not in known
                fetched[key] = fingerprint.wording(texts[key])
                learnt.learn(fetched[key], texts[key])
                sampler.heard(capture, fetched[key])
        return fetched

    whole = crawl({}, len(captures))
    killed = crawl({}, int(share * len(whole)))
    assert killed | crawl(killed, len(captures)) == whole


@pytest.mark.parametrize("noises", [(), NOISES], ids=["calm", "noisy"])
def test_a_scheduled_run_of_an_unchanged_document_costs_one_fetch(noises: tuple[str, ...]) -> None:
    document = history("weekly", moments_daily(START, 500, seeded("weekly")), 0, noises, 1)
    captures, bodies = listing(document)
    known: dict[tuple[str, str, str], str] = {}
    fetches = []
    for upto in range(430, 501, 7):
        learnt = NoiseFilter()
        for capture in captures:
            if capture_key(capture) in known:
                learnt.learn(known[capture_key(capture)], as_served(bodies[capture.digest]))
        sampler = Sampler(captures[:upto], 30, known, settle=learnt.settle)
        fetches.append(0)
        while batch := sampler.next():
            for capture in batch:
                text = as_served(bodies[capture.digest])
                known[capture_key(capture)] = fingerprint.wording(text)
                learnt.learn(fingerprint.wording(text), text)
                sampler.heard(capture, fingerprint.wording(text))
                fetches[-1] += 1
    assert set(fetches[1:]) == {1}


def test_a_long_listing_is_held_in_little_memory() -> None:
    tracemalloc.start()
    sampler = Sampler(row(n / 10, digest=f"{n:032X}") for n in range(20_000))
    while batch := sampler.next():
        for capture in batch:
            sampler.heard(capture, "A")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 2**20  # a fifth of the captures, a fifth of the 200 MB promised for 100,000


@pytest.mark.slow
def test_a_hundred_thousand_captures_are_decided_in_a_second_of_cpu() -> None:
    captures = [row(n / 27, digest=f"{n:032X}") for n in range(100_000)]
    started = time.process_time()
    sampler = Sampler(captures, 30)
    while batch := sampler.next():
        for capture in batch:
            sampler.heard(capture, capture.timestamp[:5])
    assert time.process_time() - started < 1.0
