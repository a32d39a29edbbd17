"""The reference derivation: what versions are, whatever is known, and what removing captures may do to them."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crawler.sampling import Sampler, capture_key
from tests.history.generated import daily, run, sightings
from tests.history.timeline import Fact, Version, derive_versions, outcomes_between

FACTS = st.dictionaries(st.integers(0, 60), st.sampled_from("ABC"), max_size=30).map(
    lambda known: [Fact(f"2014-01-01T00:00:{second:02}Z", wording) for second, wording in sorted(known.items())]
)


def test_a_return_to_an_earlier_wording_is_a_new_stretch_that_names_it() -> None:
    facts = [Fact(f"2014-01-0{day}T00:00:00Z", wording) for day, wording in enumerate("AABBA", start=1)]
    assert derive_versions(facts) == [
        Version(1, "2014-01-01T00:00:00Z", "2014-01-02T00:00:00Z", "", "A", 2),
        Version(2, "2014-01-03T00:00:00Z", "2014-01-04T00:00:00Z", "2014-01-02T00:00:00Z", "B", 2),
        Version(3, "2014-01-05T00:00:00Z", "2014-01-05T00:00:00Z", "2014-01-04T00:00:00Z", "A", 1, same_as=1),
    ]


@given(FACTS, st.integers(0, 2**32))
def test_versions_follow_from_the_set_of_facts(facts: list[Fact], seed: int) -> None:
    shuffled = random.Random(seed).sample([*facts, *facts], 2 * len(facts))
    assert derive_versions(shuffled) == derive_versions(facts)


@given(FACTS, st.floats(0, 1), st.integers(0, 2**32))
def test_captures_that_fail_widen_bounds_and_never_move_or_invent_them(facts: list[Fact], share: float, seed: int) -> None:
    kept = sorted(random.Random(seed).sample(facts, int(share * len(facts))))
    changes = [(one.last, other.first) for one, other in pairwise(derive_versions(facts))]
    for one, other in pairwise(derive_versions(kept)):
        assert any(one.last <= left and right <= other.first for left, right in changes)
    assert len(derive_versions(kept)) <= len(derive_versions(facts))


@given(st.lists(st.sampled_from("AAAAB"), min_size=1, max_size=80).map("".join))
def test_after_sampling_every_capture_is_known_or_between_equal_ones(states: str) -> None:
    world = daily(states)
    known = sightings(world, run(Sampler(world.captures, 7), world.answer))
    outcomes = outcomes_between(world.in_order(), known)
    assert set(outcomes) <= {"known", "between"}
    assert outcomes.count("known") == len(known)


def test_what_lies_between_different_wordings_is_pending() -> None:
    world = daily("AAABBB")
    known = {capture_key(world.captures[at]): world.answer(world.captures[at]) or "" for at in (0, 2, 5)}
    assert outcomes_between(world.captures, known) == ["known", "between", "known", "pending", "pending", "known"]
