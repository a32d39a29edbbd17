"""What is never taken for noise, however often it comes and goes: edits, dates, fees."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from crawler.extraction.fingerprint import wording
from crawler.noise import Sighting, rulings
from tests.history.generated import EPOCH
from tests.history.looks import POLICY, Looks, edited


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
