"""What is taken for noise, what never is, and that the judgement depends on the looks alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.fingerprint import wording
from crawler.noise import NoiseFilter, Sighting, rulings
from crawler.noise.blocks import template_of
from crawler.noise.turns import by_turns, settle, turns
from tests.history.generated import EPOCH
from tests.history.timeline import Fact, derive_versions

POLICY = (
    "Privacy Policy",
    "Last updated: 1 May 2014",
    "We collect call records and phone numbers to provide the service.",
    "Sharing",
    "We do not share recordings with anybody unless the law requires it.",
    "Voice mail is kept for 30 days and then deleted.",
    "Security",
    "All traffic is encrypted between your phone and our platform, and our staff cannot read it.",
    "Contact",
    "Write to the address below if you have any question about this policy.",
)


@dataclass(frozen=True)
class Looks:
    """Texts, one every so many days."""

    texts: Sequence[Sequence[str]]
    every: float = 1.0

    def sightings(self) -> list[Sighting]:
        moments = [EPOCH + timedelta(days=self.every * number) for number in range(len(self.texts))]
        plain = ["\n\n".join(text) for text in self.texts]
        return [
            Sighting(captured_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), wording=wording(text), text=text)
            for moment, text in zip(moments, plain, strict=True)
        ]

    def versions(self) -> list[str]:
        """The texts of the versions that are left, in order."""
        seen = self.sightings()
        texts = {one.wording: one.text for one in seen}
        facts = [Fact(one.captured_at, one.wording) for one in seen]
        return [texts[version.wording] for version in derive_versions(facts, rulings(seen))]

    def classes(self) -> set[str]:
        return {ruling.reason_class for ruling in rulings(self.sightings())}


def edited(old: str, new: str, policy: Sequence[str] = POLICY) -> tuple[str, ...]:
    assert any(old in block for block in policy)
    return tuple(block.replace(old, new) for block in policy)


def test_an_unchanged_text_needs_no_ruling() -> None:
    assert rulings(Looks([POLICY] * 30).sightings()) == ()


@pytest.mark.parametrize(
    "line",
    [
        "You are visitor number {n}",
        "Today is {day:%A, %d %B %Y}",
        "Request {n:016x}{n:08x} served",
        "Was this helpful? {n} of 900 said so.",
    ],
)
@pytest.mark.parametrize("every", [1.0, 60.0])
def test_a_line_that_runs_is_furniture(line: str, every: float) -> None:
    after = edited("30 days", "60 days")
    texts = [
        (*(POLICY if n < 15 else after), line.format(n=7000 + 37 * n, day=EPOCH + timedelta(days=every * n))) for n in range(30)
    ]
    looks = Looks(texts, every)
    assert len(looks.versions()) == 2
    assert looks.classes() == {"furniture"}


def test_the_words_around_a_running_number_are_still_compared() -> None:
    line = (
        "As of today {n} customers trust us with their calls, and we {keep} share what they say or write with any third party."
    )
    texts = [(*POLICY, line.format(n=1000 + n, keep="never" if n < 15 else "sometimes")) for n in range(30)]
    assert len(Looks(texts).versions()) == 2


def test_recommended_articles_are_furniture() -> None:
    rng = random.Random(1)
    texts = [
        (*POLICY, "Recommended articles", *(f"News {rng.choice('abcdefgh')} {rng.random()}" for _ in range(3)))
        for _ in range(30)
    ]
    looks = Looks(texts)
    assert len(looks.versions()) == 1
    assert "furniture" in looks.classes()


def test_a_banner_that_comes_and_goes_makes_no_version() -> None:
    rng = random.Random(2)
    texts = [(("We use cookies.", *POLICY) if rng.random() < 0.3 else POLICY) for _ in range(60)]
    looks = Looks(texts, every=20)
    assert [text.splitlines()[0] for text in looks.versions()] == ["Privacy Policy"]
    assert looks.classes() <= {"variant", "furniture"}


def test_a_paragraph_that_is_missing_now_and_then_stands() -> None:
    texts = [POLICY[:4] + POLICY[5:] if n % 9 == 4 else POLICY for n in range(60)]
    assert Looks(texts, every=20).versions() == ["\n\n".join(POLICY)]


def test_two_variants_served_at_random_are_no_changes() -> None:
    rng = random.Random(3)
    other = edited("30 days", "60 days")
    assert len(Looks([rng.choice([POLICY, other]) for _ in range(60)], every=20).versions()) == 1


def test_a_variant_that_is_taken_over_for_good_is_a_change() -> None:
    rng = random.Random(4)
    other = edited("30 days", "60 days")
    texts = [*[POLICY] * 30, *(rng.choice([POLICY, other]) for _ in range(20)), *[other] * 30]
    versions = Looks(texts, every=20).versions()
    assert versions[0] == "\n\n".join(POLICY)
    assert versions[-1] == "\n\n".join(other)
    assert len(versions) <= 3


def test_another_page_by_turns_says_nothing() -> None:
    other = tuple(f"European rule number {name} applies to people in that place only." for name in "abcdefgh")
    texts = [other if n % 4 == 1 else POLICY if n < 20 else edited("30 days", "60 days") for n in range(40)]
    looks = Looks(texts, every=20)
    assert [text.splitlines()[0] for text in looks.versions()] == ["Privacy Policy"] * 2
    assert "variant" in looks.classes()


def test_a_fragment_amid_its_text_is_broken_and_says_why() -> None:
    looks = Looks([*[POLICY] * 5, POLICY[:3], *[POLICY] * 5], every=20)
    (ruling,) = rulings(looks.sightings())
    assert ruling.reason_class == "broken"
    assert ruling.stands_for == ""
    assert ruling.since == ruling.until == looks.sightings()[5].captured_at
    assert "a fragment of" in ruling.reason


def test_a_text_cut_short_for_good_is_a_change() -> None:
    assert len(Looks([*[POLICY] * 5, *[POLICY[:3]] * 5], every=20).versions()) == 2


def test_a_text_cut_for_months_and_restored_is_two_changes() -> None:
    looks = Looks([*[POLICY] * 5, *[POLICY[:3]] * 3, *[POLICY] * 5], every=90)
    assert len(looks.versions()) == 3
    assert rulings(looks.sightings()) == ()


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_fragments_in_a_row_are_broken_if_the_text_is_back_within_sixty_days(lost: int) -> None:
    looks = Looks([*[POLICY] * 5, *[POLICY[: 2 + n] for n in range(lost)], *[POLICY] * 5], every=15)
    assert looks.versions() == ["\n\n".join(POLICY)]
    assert looks.classes() == {"broken"}


def test_a_single_fragment_is_broken_even_where_looks_lie_months_apart() -> None:
    assert len(Looks([*[POLICY] * 5, POLICY[:3], *[POLICY] * 5], every=180).versions()) == 1
    assert len(Looks([*[POLICY] * 5, POLICY[:3], *[POLICY] * 5], every=300).versions()) == 3


@pytest.mark.parametrize("end", [0, -1])
def test_a_short_text_at_an_end_is_a_version(end: int) -> None:
    texts = [list(POLICY)] * 6
    texts[end] = list(POLICY[:3])
    assert len(Looks(texts, every=5).versions()) == 2


def test_a_short_text_that_says_something_new_for_a_month_is_a_change() -> None:
    short = ("Our policy is being rewritten by our lawyers.", "Ask us for a copy.")
    assert len(Looks([*[POLICY] * 5, short, *[POLICY] * 5], every=20).versions()) == 3


def test_an_edit_taken_back_once_is_two_changes() -> None:
    other = edited("do not share", "may share")
    texts = [*[POLICY] * 10, *[other] * 2, *[POLICY] * 10]
    assert len(Looks(texts, every=1).versions()) == 3
    assert len(Looks([*[POLICY] * 10, other, *[POLICY] * 10], every=20).versions()) == 3


def test_an_edit_made_taken_back_made_and_taken_back_again_is_history() -> None:
    other = edited("do not share", "may share")
    assert len(Looks([*[POLICY] * 5, *[other] * 5, *[POLICY] * 5, *[other] * 5, *[POLICY] * 5], every=20).versions()) == 5


def test_wordings_that_alternate_by_the_year_are_history() -> None:
    other = edited("do not share", "may share")
    assert len(Looks([text for _ in range(3) for text in [*[POLICY] * 12, *[other] * 12]], every=30).versions()) == 6


def test_wordings_that_alternate_by_nine_months_are_decided_each_time_however_regular() -> None:
    """Nine monthly looks each: too few for the likeliest course, too steady for chance (`NO_CHANCE`)."""
    other = edited("do not share", "may share")
    looks = Looks([text for _ in range(3) for text in [*[POLICY] * 9, *[other] * 9]], every=30)
    assert len(looks.versions()) == 6
    assert rulings(looks.sightings()) == ()
    chance = random.Random(1).sample(looks.texts, len(looks.texts))
    assert len(Looks(chance, every=30).versions()) == 1


def test_a_single_look_for_less_than_ten_days_is_a_slip() -> None:
    other = edited("do not share", "may share")
    assert len(Looks([*[POLICY] * 10, other, *[POLICY] * 10], every=1).versions()) == 1


def test_the_date_of_the_last_update_is_real_however_often_it_changes() -> None:
    texts = [edited("1 May 2014", f"{n // 3 + 1} June 2015") for n in range(60)]
    assert len(Looks(texts, every=10).versions()) == 20
    assert rulings(Looks(texts, every=10).sightings()) == ()


def test_a_fee_that_rises_every_month_is_real() -> None:
    """Looked at as halving does: on both sides of each change, a day apart, and in the middle of each month."""
    days = sorted({30 * month + offset for month in range(24) for offset in (0, 15, 29)})
    facts, texts = [], {}
    for day in days:
        text = "\n\n".join(edited("30 days", f"{30 + day // 30} days"))
        moment = (EPOCH + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
        facts.append(Sighting(captured_at=moment, wording=wording(text), text=text))
        texts[wording(text)] = text
    assert rulings(facts) == ()


@pytest.mark.parametrize(
    "line",
    [
        "We keep call records for {n} months.",
        "Call records: {n} months",
        "Upon your request we delete them within {n} days.",
        "Visitor logs are preserved for {n} weeks.",
        "A late payment costs {n}% of it.",
    ],
)
def test_a_period_that_is_edited_each_year_is_real(line: str) -> None:
    looks = Looks([(*POLICY, line.format(n=6 + n)) for n in range(18)], every=365)
    assert len(looks.versions()) == 18
    assert rulings(looks.sightings()) == ()


def test_months_are_masked_beside_numbers_only() -> None:
    assert template_of("You may call on May 3, 2014") == "You may call on @ #, #"
    assert template_of("We may share it in March") == "We may share it in March"


def test_a_reason_quotes_the_block_and_counts() -> None:
    texts = [(*POLICY, f"You are visitor number {7000 + n}") for n in range(30)]
    reasons = {ruling.reason for ruling in rulings(Looks(texts).sightings())}
    assert all("“You are visitor number 7" in reason for reason in reasons)
    assert all("differs in 29 of 29 successive looks" in reason for reason in reasons)


def test_states_that_are_no_texts_stand_for_themselves() -> None:
    noise = NoiseFilter()
    noise.learn("w", "\n".join(POLICY))
    looks = [((EPOCH + timedelta(days=n)).strftime("%Y-%m-%dT%H:%M:%SZ"), "gone" if n == 3 else "w") for n in range(6)]
    assert noise.settle(looks) == ["w"] * 3 + ["gone"] + ["w"] * 2


def test_nothing_known_is_nothing_to_judge() -> None:
    assert NoiseFilter().settle([]) == []
    assert NoiseFilter().settle([("2014-01-01T00:00:00Z", "parked")]) == ["parked"]
    assert rulings([]) == ()


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


def test_moments_of_the_listing_are_read() -> None:
    assert datetime.fromisoformat(Looks([POLICY]).sightings()[0].captured_at) == EPOCH
