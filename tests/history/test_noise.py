"""What is taken for noise, and why."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from crawler.noise import NoiseFilter, rulings
from crawler.noise.blocks import template_of
from tests.history.generated import EPOCH
from tests.history.looks import POLICY, Looks, edited


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


def test_a_single_look_for_less_than_ten_days_is_a_slip() -> None:
    other = edited("do not share", "may share")
    assert len(Looks([*[POLICY] * 10, other, *[POLICY] * 10], every=1).versions()) == 1


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


def test_moments_of_the_listing_are_read() -> None:
    assert datetime.fromisoformat(Looks([POLICY]).sightings()[0].captured_at) == EPOCH
