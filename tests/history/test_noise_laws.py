"""What holds for any looks whatever: the judgement depends on their set alone, and makes no versions."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.fingerprint import wording
from crawler.noise import NoiseFilter, rulings
from crawler.noise.turns import by_turns, settle, turns
from tests.history.generated import EPOCH
from tests.history.looks import POLICY, Looks, edited
from tests.history.timeline import Fact, derive_versions


@st.composite
def noisy(draw: st.DrawFn) -> Looks:
    """Policies under edits and noise of any mixture."""
    rng = draw(st.randoms(use_true_random=False))
    every = draw(st.sampled_from([0.5, 5.0, 40.0]))
    on = draw(st.sets(st.sampled_from(["counter", "banner", "broken", "edit", "flip", "other"])))
    policy, texts = POLICY, []
    for n in range(draw(st.integers(1, 40))):
        if "edit" in on and rng.random() < 0.1:
            policy = (*POLICY[:5], f"Voice mail is kept for {rng.randrange(9)} weeks.", *POLICY[6:])
        text = policy
        if "flip" in on and rng.random() < 0.5:
            text = (*text[:3], "A passage served by lot.", *text[3:])
        if "banner" in on and rng.random() < 0.3:
            text = ("We use cookies.", *text)
        if "counter" in on:
            text = (*text, f"Visitor {n}")
        if "broken" in on and rng.random() < 0.1:
            text = text[: rng.randrange(4)]
        if "other" in on and rng.random() < 0.2:
            text = ("Another page", "with other words on it", "and no policy")
        texts.append(text)
    return Looks(texts, every)


@given(noisy(), st.integers(0, 2**32))
def test_the_judgement_depends_on_the_set_of_looks_alone(looks: Looks, seed: int) -> None:
    seen = looks.sightings()
    shuffled = random.Random(seed).sample([*seen, *seen[:3]], len(seen) + len(seen[:3]))
    assert rulings(shuffled) == rulings(seen)


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, 23), max_size=12))
def test_texts_of_one_wording_that_break_into_lines_differently_are_judged_alike_in_any_order(
    rng: random.Random, joined: set[int]
) -> None:
    """A banner served by turns; at some looks the reader put the whole page into one line, which is the same wording."""
    looks, texts = [], []
    for n in range(24):
        blocks = ("We use cookies.", *POLICY) if n % 3 == 1 else POLICY
        texts.append((" " if n in joined else "\n").join(blocks))
        looks.append(((EPOCH + timedelta(days=20 * n)).strftime("%Y-%m-%dT%H:%M:%SZ"), wording(texts[-1])))
    assert len({look[1] for look in looks}) == 2
    judged = []
    for order in (range(24), rng.sample(range(24), 24)):
        noise = NoiseFilter()
        for n in order:
            noise.learn(looks[n][1], texts[n])
        judged.append((noise.settle(looks), noise.rulings(looks)))
    assert judged[0] == judged[1]


@given(noisy())
def test_rulings_and_settling_say_the_same(looks: Looks) -> None:
    """Where settling names a wording, the rulings name it too; where it says nothing, neither do they."""
    seen = looks.sightings()
    noise = NoiseFilter()
    for one in seen:
        noise.learn(one.wording, one.text)
    settled = noise.settle([(one.captured_at, one.wording) for one in seen])
    made = noise.rulings([(one.captured_at, one.wording) for one in seen])
    for one, state in zip(seen, settled, strict=True):
        ruled = [r.stands_for for r in made if r.wording == one.wording and r.since <= one.captured_at <= r.until]
        assert len(ruled) <= 1
        assert (state or "") == (ruled[0] if ruled else one.wording)


@given(noisy())
def test_a_wording_stands_for_one_that_was_seen_and_has_a_reason(looks: Looks) -> None:
    seen = looks.sightings()
    wordings = {one.wording for one in seen}
    for ruling in rulings(seen):
        assert ruling.wording != ruling.stands_for
        assert ruling.stands_for in wordings | {""}
        assert ruling.stands_for or ruling.reason_class in {"broken", "variant"}
        assert ruling.since <= ruling.until
        assert ruling.reason
        assert ruling.reason_class in {"broken", "variant", "furniture"}


@given(noisy())
def test_a_ruling_never_makes_more_versions(looks: Looks) -> None:
    seen = looks.sightings()
    facts = [Fact(one.captured_at, one.wording) for one in seen]
    assert len(derive_versions(facts, rulings(seen))) <= len(derive_versions(facts))


@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=12), st.integers(3, 6))
def test_edits_that_stand_for_some_looks_each_are_never_noise(wordings: list[str], looks: int) -> None:
    """Each stands for three looks or more, ten days apart, and none comes and goes five times."""
    order = [wordings[0], *(b for a, b in itertools.pairwise(wordings) if a != b)]
    if max(turns([n for n, w in enumerate(order) if w == letter], len(order)) for letter in order) >= 4:
        return
    texts = [edited("30 days", f"{letter} days") for letter in order for _ in range(looks)]
    assert len(Looks(texts, every=10).versions()) == len(order)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
@settings(max_examples=60)
def test_settled_presence_turns_no_more_often_than_what_was_seen(present: list[bool]) -> None:
    settled = settle(present)
    assert len(settled) == len(present)
    changes = [sum(a != b for a, b in itertools.pairwise(flags)) for flags in (settled, present)]
    assert changes[0] <= changes[1]


def test_turns_are_counted_between_looks() -> None:
    day = 86_400
    assert turns([0, 1, 2], 3) == 0
    assert turns([1, 3], 5) == 4
    assert by_turns([1, 3], [n * day for n in range(5)])
    assert not by_turns([1, 3], [n * 20 * day for n in range(5)])
    assert not by_turns([0, 1, 2], [n * day for n in range(6)])
