"""The pace as a pure state machine: no window holds too much, a pause holds all, one probe, a slow start again."""

from __future__ import annotations

import heapq
import random
from bisect import bisect_right
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.manners import pacing
from crawler.manners.pacing import (
    LAST_STRIKE,
    PROBE_SECONDS,
    REMEMBERED,
    SLOWER,
    SLOWEST,
    Pace,
    Pauses,
    ask,
    good,
    inconclusive,
    strike,
)

PAUSES = Pauses(blip=4, first=60, second=600, most=900)
#: Seconds between requests of the two pools at the default settings.
INTERVALS = {"cdx": 60 / 24, "web": 1 / 8}
LIMITS = {"cdx": 24, "web": 480}


def struck(now: float = 1000.0, asked: float | None = None, pace: Pace | None = None) -> Pace:
    return strike(pace or Pace(), sent_at=now, now=now, pauses=PAUSES, asked=asked)


def sent(arrivals: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """When requests that arrive so go out, each asking again after the seconds it is told."""
    pace, out = Pace(), []
    waiting = sorted(arrivals)
    while waiting:
        now, pool = heapq.heappop(waiting)
        pace, wait = ask(pace, pool, INTERVALS[pool], now)
        if wait:
            # each pool is asked for by one at a time, as the governor does
            later = [(max(at, now + wait), name) if name == pool else (at, name) for at, name in waiting]
            waiting = sorted([*later, (now + wait, pool)])
        else:
            out.append((now, pool))
    return out


def most_in_a_minute(moments: list[float]) -> int:
    moments = sorted(moments)
    return max((bisect_right(moments, start + 60) - at for at, start in enumerate(moments)), default=0)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 200), st.sampled_from(["cdx", "web"])), max_size=120),
    st.integers(0, 700),
)
def test_no_minute_ever_holds_more_than_the_limit(arrivals: list[tuple[float, str]], burst: int) -> None:
    moments = sent(arrivals + [(50.0, "web")] * burst + [(50.0, "cdx")] * (burst // 20))
    assert len(moments) == len(arrivals) + burst + burst // 20
    for pool, limit in LIMITS.items():
        assert most_in_a_minute([at for at, name in moments if name == pool]) <= limit


def test_the_limit_is_used_up_nearly_when_there_is_work() -> None:
    moments = [at for at, _ in sent([(0.0, "web")] * 1000)]
    assert most_in_a_minute(moments) >= 0.95 * LIMITS["web"]


def test_a_request_that_leaves_a_little_late_does_not_break_the_limit() -> None:
    dice = random.Random(7)
    late = sorted(at + dice.uniform(0, 0.5) for at, _ in sent([(0.0, "cdx")] * 200))
    assert most_in_a_minute(late) <= 24


@given(st.floats(0, 899.9), st.sampled_from(["cdx", "web"]))
def test_a_pause_holds_both_pools(after: float, pool: str) -> None:
    pace = struck(asked=900)
    same, wait = ask(pace, pool, INTERVALS[pool], 1000 + after)
    assert same == pace
    assert abs(wait - (900 - after)) < 1e-6


def test_after_a_pause_one_probe_goes_out_and_all_others_wait_for_its_answer() -> None:
    pace, wait = ask(struck(), "cdx", 2.5, 1060)
    assert wait == 0
    assert ask(pace, "web", 0.125, 1061)[1] > 0
    assert ask(pace, "cdx", 2.5, 1100)[1] > 0
    assert ask(good(pace, sent_at=1060), "web", 0.125, 1061)[1] == 0


def test_a_probe_of_which_nothing_is_heard_holds_the_others_for_a_while_only() -> None:
    pace, _ = ask(struck(), "cdx", 2.5, 1060)
    assert ask(pace, "web", 0.125, 1060 + PROBE_SECONDS - 0.01)[1] > 0
    assert ask(pace, "web", 0.125, 1060 + PROBE_SECONDS)[1] == 0


def test_a_gateway_error_lets_the_next_request_probe() -> None:
    pace, _ = ask(struck(), "cdx", 2.5, 1060)
    pace = inconclusive(pace, sent_at=1060)
    assert pace.strikes == 1
    pace, wait = ask(pace, "web", 0.125, 1061)
    assert wait == 0
    assert ask(pace, "cdx", 2.5, 1100)[1] > 0


def test_an_answer_lifts_a_pause_only_if_it_was_asked_for_after_it() -> None:
    pace = struck(1000)
    for sent_at in (999.0, 1000.0, 1030.0, 1059.9):
        assert good(pace, sent_at=sent_at) == pace
    assert good(pace, sent_at=1060).strikes == 0


def test_each_strike_pauses_longer_and_a_third_is_the_last() -> None:
    pace = struck(1000)
    assert (pace.strikes, pace.paused_until) == (1, 1060)
    pace = struck(1061, pace=pace)
    assert (pace.strikes, pace.paused_until) == (2, 1661)
    assert struck(1662, pace=pace).strikes == LAST_STRIKE


def test_refusals_of_requests_that_were_under_way_are_one_strike() -> None:
    pace = struck(1000)
    for late in (1000.2, 1000.5):
        pace = strike(pace, sent_at=999.5, now=late, pauses=PAUSES, asked=None)
    assert pace.strikes == 1
    assert pace.paused_until == 1060.5


def test_retry_after_is_followed_up_to_the_longest_pause() -> None:
    assert struck(asked=7).paused_until == 1007
    assert struck(asked=120).paused_until == 1120
    assert struck(asked=86_400).paused_until == 1900


def test_retry_after_of_nothing_is_none() -> None:
    assert struck(asked=0).paused_until == 1060


def test_a_second_strike_pauses_for_minutes_whatever_retry_after_says() -> None:
    assert struck(1061, asked=1, pace=struck(1000)).paused_until == 1661


def test_strikes_of_long_ago_are_forgotten_but_the_first_request_is_still_a_probe() -> None:
    twice = struck(1061, pace=struck(1000))
    later = twice.paused_until + REMEMBERED + 1
    probing, wait = ask(twice, "cdx", 2.5, later)
    assert wait == 0
    assert ask(probing, "web", 0.125, later + 1)[1] > 0
    again = strike(probing, sent_at=later, now=later + 1, pauses=PAUSES, asked=None)
    assert (again.strikes, again.paused_until) == (1, later + 61)


def test_after_a_pause_it_goes_slowly_and_recovers_answer_by_answer() -> None:
    pace, now, gaps = struck(), 1060.0, [now := 1060.0]
    for _ in range(60):
        pace, wait = ask(pace, "web", 0.125, now)
        while wait:
            now += wait
            pace, wait = ask(pace, "web", 0.125, now)
        gaps.append(now)
        pace = good(pace, sent_at=now)
    steps = [later - earlier for earlier, later in pairwise(gaps[1:])]
    assert steps[0] >= 0.125 * SLOWER * 0.95
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(steps))
    assert steps[-1] < 0.13


@given(st.lists(st.sampled_from(["good", "strike", "pass", "ask"]), max_size=60), st.integers(0, 10**6))
def test_whatever_happens_the_state_stays_within_its_bounds(events: list[str], seed: int) -> None:
    dice, pace, now, last = random.Random(seed), Pace(), 1000.0, 1000.0
    for event in events:
        now += dice.uniform(0, 700)
        if event == "good":
            pace = good(pace, sent_at=last)
        elif event == "strike":
            pace = strike(pace, sent_at=last, now=now, pauses=PAUSES, asked=dice.choice([None, 0.0, 5.0, 1e9]))
        elif event == "pass":
            pace = inconclusive(pace, sent_at=last)
        else:
            pace, wait = ask(pace, "web", 0.125, now)
            last = last if wait else now
        assert 1.0 <= pace.slowness <= SLOWEST
        assert pace.paused_until <= now + PAUSES.most
        assert pace.probing_until <= now + PROBE_SECONDS
    assert pacing.ask(pace, "web", 0.125, now + 1000)[1] == 0
