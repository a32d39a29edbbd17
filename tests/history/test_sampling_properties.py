"""What holds for any history, any order of answers, any moment of a crash."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.sampling import CaptureKey, Sampler, capture_key
from tests.history.generated import DAY, World, row, run, sightings
from tests.history.timeline import moment


@st.composite
def worlds(draw: st.DrawFn, *, failures: bool = False, distinct: bool = False) -> World:
    """Captures at irregular times; stretches of wordings; digests that repeat within a wording, near and far."""
    rng = draw(st.randoms(use_true_random=False))
    size = draw(st.integers(1, 90))
    rate = draw(st.sampled_from([0.02, 0.1, 0.5]))
    same = 0.0 if distinct else draw(st.sampled_from([0.0, 0.3, 0.9]))
    broken = draw(st.sampled_from([0.05, 0.4])) if failures else 0.0
    day, state, rows = 0.0, "A", []
    for number in range(size):
        day += rng.choice([0, 0.01, 1, 1, 3, 10, 45])
        if rng.random() < rate:
            state = rng.choice("ABCD")
        digest = f"{state}{rng.randrange(3)}" if rng.random() < same else rng.choice(["-", f"own{number}"])
        original = rng.choice(["http://vendor.example/p", "https://vendor.example/p"])
        rows.append((row(day, digest=digest, original=original), None if rng.random() < broken else state))
    unique = {capture_key(capture): (capture, shown) for capture, shown in rows}
    by_digest: dict[str, str | None] = {}
    return World.of(
        (capture, shown if digest == "-" else by_digest.setdefault(digest, shown))
        for (_, _, digest), (capture, shown) in unique.items()
    )


RESOLUTIONS = st.sampled_from([0.0, 2.0, 7.0, 30.0, 365.0])


@given(worlds(), RESOLUTIONS)
@settings(max_examples=60)
def test_every_state_that_stood_longer_than_the_resolution_is_found(world: World, resolution: float) -> None:
    known = sightings(world, run(Sampler(world.captures, resolution), world.answer))
    order = world.in_order()
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or world.answer(order[end]) != world.answer(order[start]):
            until = moment(order[end - 1])
            if until - moment(order[start]) > resolution * DAY:
                assert any(capture_key(capture) in known for capture in order[start:end])
            start = end


@given(worlds(), RESOLUTIONS)
@settings(max_examples=60)
def test_every_change_is_between_two_captures_adjacent_in_the_listing(world: World, resolution: float) -> None:
    known = sightings(world, run(Sampler(world.captures, resolution), world.answer))
    order = world.in_order()
    at = [index for index, capture in enumerate(order) if capture_key(capture) in known]
    for left, right in itertools.pairwise(at):
        if known[capture_key(order[left])] != known[capture_key(order[right])]:
            assert right == left + 1


@given(worlds(), RESOLUTIONS)
@settings(max_examples=60)
def test_no_gap_is_wider_than_the_resolution_where_a_capture_could_fill_it(world: World, resolution: float) -> None:
    known = sightings(world, run(Sampler(world.captures, resolution), world.answer))
    order = world.in_order()
    at = [index for index, capture in enumerate(order) if capture_key(capture) in known]
    assert at[0] == 0
    assert at[-1] == len(order) - 1
    for left, right in itertools.pairwise(at):
        assert right == left + 1 or moment(order[right]) - moment(order[left]) <= resolution * DAY


@given(worlds())
@settings(max_examples=60)
def test_resolution_zero_fetches_each_distinct_digest_once(world: World) -> None:
    fetched = run(Sampler(world.captures, 0), world.answer)
    named = [capture.digest for capture in fetched if capture.digest != "-"]
    assert sorted(named) == sorted({capture.digest for capture in world.captures if capture.digest != "-"})
    assert sum(c.digest == "-" for c in fetched) == sum(c.digest == "-" for c in world.captures)


@given(worlds(distinct=True), st.sampled_from([2.0, 7.0, 30.0, 365.0]))
@settings(max_examples=60)
def test_the_number_of_fetches_is_bounded(world: World, resolution: float) -> None:
    order = world.in_order()
    times = [moment(capture) for capture in order]
    states = [world.answer(capture) for capture in order]
    changes = sum(a != b for a, b in itertools.pairwise(states))
    span = times[-1] - times[0]
    within = max(sum(time <= other <= time + resolution * DAY for other in times) for time in times)
    bound = 2 * math.ceil(span / (resolution * DAY)) + 2 + changes * math.ceil(math.log2(within + 1))
    assert len(run(Sampler(world.captures, resolution), world.answer)) <= bound


@given(worlds(failures=True), RESOLUTIONS, st.integers(0, 2**32))
def test_the_captures_fetched_do_not_depend_on_the_order_of_the_answers(world: World, resolution: float, seed: int) -> None:
    rng = random.Random(seed)
    listing = rng.sample(world.captures, len(world.captures))
    shuffled = run(Sampler(listing, resolution), world.answer, order=lambda batch: rng.sample(batch, len(batch)))
    straight = run(Sampler(world.captures, resolution), world.answer)
    assert {capture_key(c) for c in shuffled} == {capture_key(c) for c in straight}


@given(worlds(failures=True), RESOLUTIONS, st.floats(0, 1), st.integers(0, 2**32))
def test_a_killed_run_goes_on_with_what_it_would_have_fetched(world: World, resolution: float, share: float, seed: int) -> None:
    rng = random.Random(seed)
    whole = run(Sampler(world.captures, resolution), world.answer)
    killed = run(
        Sampler(world.captures, resolution),
        world.answer,
        order=lambda batch: rng.sample(batch, len(batch)),
        at_most=int(share * len(whole)),
    )
    known = {capture_key(capture): world.answer(capture) for capture in killed}
    resumed = run(Sampler(world.captures, resolution, known), world.answer)
    assert not {capture_key(c) for c in resumed} & set(known)
    assert {capture_key(c) for c in resumed} | set(known) == {capture_key(c) for c in whole}


@given(worlds(), RESOLUTIONS, st.floats(0, 1))
@settings(max_examples=60)
def test_rows_that_come_late_cost_only_what_they_open(world: World, resolution: float, share: float) -> None:
    """A second and a third run over a longer listing fetch nothing twice, and keep every promise."""
    order = world.in_order()
    early = order[: max(1, int(share * len(order)))]
    first = run(Sampler(early, resolution), world.answer)
    known = {capture_key(capture): world.answer(capture) for capture in first}
    second = run(Sampler(order, resolution, known), world.answer)
    assert not {capture_key(c) for c in second} & set(known)
    digests = {capture.digest for capture in first} - {"-"}
    assert not any(capture.digest in digests for capture in second)
    known |= {capture_key(capture): world.answer(capture) for capture in second}
    third = run(Sampler(order, resolution, known), world.answer)
    assert not {capture_key(c) for c in third} & set(known)
    known |= {capture_key(capture): world.answer(capture) for capture in third}
    promised(world, known, resolution)


def promised(world: World, known: Mapping[CaptureKey, str | None], resolution: float) -> None:
    """No gap is wider than the resolution, and what differs is adjacent, where a capture could be had."""
    order = world.in_order()
    seen = sightings(world, [capture for capture in order if capture_key(capture) in known])
    at = [index for index, capture in enumerate(order) if capture_key(capture) in seen]
    for left, right in itertools.pairwise(at):
        same = seen[capture_key(order[left])] == seen[capture_key(order[right])]
        near = moment(order[right]) - moment(order[left]) <= resolution * DAY
        assert right == left + 1 or (same and near)


@given(worlds(distinct=True), RESOLUTIONS, st.floats(0, 1))
@settings(max_examples=60)
def test_a_run_over_an_unchanged_listing_fetches_nothing(world: World, resolution: float, share: float) -> None:
    """Also if the listing grew before the last run. (Where digests repeat, one run more may be needed to settle.)"""
    order = world.in_order()
    known: dict[CaptureKey, str | None] = {}
    for listing in (order[: max(1, int(share * len(order)))], order):
        fetched = run(Sampler(listing, resolution, known), world.answer)
        known |= {capture_key(capture): world.answer(capture) for capture in fetched}
        assert Sampler(listing, resolution, known).done


@given(worlds(failures=True), RESOLUTIONS)
@settings(max_examples=50)
def test_nothing_is_fetched_twice_and_it_ends(world: World, resolution: float) -> None:
    fetched = run(Sampler(world.captures, resolution), world.answer)
    assert len({capture_key(c) for c in fetched}) == len(fetched) <= len(world.captures)
