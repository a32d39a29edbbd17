"""The governor on a clock of its own, and the ledger that crawls of one machine share."""

from __future__ import annotations

import asyncio
import fcntl
import json
import multiprocessing
import os
from bisect import bisect_right
from collections.abc import Callable, Coroutine
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import pacing
from crawler.governor import FAULTS, TIMEOUTS, Governor, Ledger, RateLimitedError, StoppingError, UnreachableError
from crawler.items import StoreError
from crawler.pacing import Pace, Pauses

PAUSES = Pauses(blip=4, first=60, second=600, most=900)
INTERVALS = {"cdx": 60 / 24, "web": 1 / 8}


class VirtualTime(asyncio.SelectorEventLoop):
    """An event loop that does not wait: when all sleep, the clock jumps to the next who wakes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000_000.0
        select = self._selector.select  # type: ignore[attr-defined]

        def jump(timeout: float | None) -> Any:
            self.now += timeout or 0.0
            return select(0)

        self._selector.select = jump  # type: ignore[attr-defined]

    def time(self) -> float:
        return self.now


def play(tmp_path: Path, story: Callable[[Governor, VirtualTime], Coroutine[Any, Any, Any]], **more: Any) -> Any:
    """Run a story with a governor on virtual time."""
    loop = VirtualTime()
    try:
        return loop.run_until_complete(story(governor(tmp_path, loop, **more), loop))
    finally:
        loop.close()


def governor(tmp_path: Path, loop: VirtualTime, stopping: Callable[[], bool] = lambda: False) -> Governor:
    return Governor(Ledger(tmp_path / "ledger.json", PAUSES.most, loop.time), INTERVALS, PAUSES, stopping)


async def crawl(governor: Governor, pool: str, requests: int, sent: list[float]) -> None:
    for _ in range(requests):
        sent.append(await governor.turn(pool))
        governor.answered(sent[-1])


def peak(moments: list[float], window: float) -> int:
    moments = sorted(moments)
    return max((bisect_right(moments, start + window) - at for at, start in enumerate(moments)), default=0)


def test_many_askers_at_once_keep_to_the_limits_of_both_pools(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> tuple[list[float], list[float]]:
        listings: list[float] = []
        pages: list[float] = []
        crawls = [crawl(governor, "cdx", 30, listings) for _ in range(3)] + [
            crawl(governor, "web", 300, pages) for _ in range(4)
        ]
        await asyncio.gather(*crawls)
        return listings, pages

    listings, pages = play(tmp_path, story)
    assert (len(listings), len(pages)) == (90, 1200)
    assert peak(listings, 60) <= 24
    assert peak(pages, 60) <= 480
    assert peak(pages, 60) > 400


def test_two_governors_with_one_ledger_share_budget_and_pauses(tmp_path: Path) -> None:
    async def story(one: Governor, loop: VirtualTime) -> list[float]:
        other, sent = governor(tmp_path, loop), list[float]()
        await asyncio.gather(crawl(one, "cdx", 20, sent), crawl(other, "cdx", 20, sent))
        one.throttled(sent[-1])
        struck, before = loop.time(), len(sent)
        await asyncio.gather(crawl(one, "web", 3, sent), crawl(other, "cdx", 2, sent))
        assert min(sent[before:]) >= struck + 60
        return sent[:before]

    assert peak(play(tmp_path, story), 60) <= 24


@pytest.mark.parametrize("asked", [None, 5.0, 200.0, 100_000.0])
def test_a_refusal_holds_everybody_then_one_probe_goes_out(tmp_path: Path, asked: float | None) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        sent_at = await governor.turn("web")
        pause = governor.throttled(sent_at, asked)
        assert pause == pytest.approx({None: 60.0, 5.0: 5.0, 200.0: 200.0}.get(asked, 900.0))
        struck = loop.time()
        others = [asyncio.ensure_future(governor.turn(pool)) for pool in ("web", "web", "cdx", "web")]
        await asyncio.sleep(pause - 0.5)
        assert not any(other.done() for other in others)
        await asyncio.sleep(2)
        probes = [other for other in others if other.done()]
        assert len(probes) == 1
        assert probes[0].result() >= struck + pause
        governor.answered(probes[0].result())
        await asyncio.gather(*others)

    play(tmp_path, story)


def test_refused_after_every_pause_the_crawl_ends(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> float:
        begun = loop.time()
        governor.throttled(await governor.turn("cdx"))
        governor.throttled(await governor.turn("web"))
        with pytest.raises(RateLimitedError, match="3 times in a row"):
            governor.throttled(await governor.turn("cdx"))
        return loop.time() - begun

    assert 660 <= play(tmp_path, story) < 665


def test_without_a_network_it_is_tried_again_after_seconds_then_after_a_minute_and_then_no_more(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> list[float]:
        moments = [await governor.turn("cdx")]
        assert governor.unreachable(moments[-1], "no name") == pytest.approx(PAUSES.blip)
        moments.append(await governor.turn("web"))
        assert governor.unreachable(moments[-1], "no name") == pytest.approx(PAUSES.first)
        moments.append(await governor.turn("cdx"))
        with pytest.raises(UnreachableError, match="no name"):
            governor.unreachable(moments[-1], "no name")
        return moments

    first, second, third = play(tmp_path, story)
    assert second - first == pytest.approx(PAUSES.blip, abs=1)
    assert third - second == pytest.approx(PAUSES.first, abs=1)


def test_many_failures_at_one_moment_are_one_and_an_answer_makes_up_for_it(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        for _ in range(3):
            moments = [await governor.turn("web") for _ in range(4)]
            await asyncio.sleep(0.1)
            for sent_at in moments:
                assert governor.unreachable(sent_at, "no name") <= PAUSES.blip
            governor.answered(await governor.turn("cdx"))

    play(tmp_path, story)


def test_a_good_answer_between_two_refusals_makes_the_second_a_first_one(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        for _ in range(4):
            assert governor.throttled(await governor.turn("cdx")) == pytest.approx(60)
            governor.answered(await governor.turn("cdx"))

    play(tmp_path, story)


def test_time_outs_in_a_row_are_a_refusal(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        for _ in range(TIMEOUTS - 1):
            governor.timed_out(await governor.turn("web"))
        governor.answered(await governor.turn("web"))
        for _ in range(TIMEOUTS):
            governor.timed_out(await governor.turn("web"))
        before = loop.time()
        assert await governor.turn("cdx") >= before + 59

    play(tmp_path, story)


def test_faults_in_a_row_are_an_outage_and_one_good_answer_between_them_is_none(tmp_path: Path) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        for _ in range(3):
            for _ in range(FAULTS - 1):
                assert governor.faulty(await governor.turn("web")) == 0
            governor.answered(await governor.turn("cdx"))
        for _ in range(FAULTS - 1):
            governor.faulty(await governor.turn("cdx"))
        assert governor.faulty(await governor.turn("web")) == pytest.approx(60)
        assert governor.faulty(await governor.turn("web")) == 0

    play(tmp_path, story)


@pytest.mark.parametrize("note", ["failed", "timed_out", "faulty"])
def test_a_probe_that_comes_to_nothing_lets_the_next_one_go_at_once(tmp_path: Path, note: str) -> None:
    async def story(governor: Governor, loop: VirtualTime) -> None:
        governor.throttled(await governor.turn("web"))
        probe = await governor.turn("web")
        getattr(governor, note)(probe)
        assert await governor.turn("cdx") < probe + 15

    play(tmp_path, story)


def test_who_waits_through_a_pause_stops_at_once_when_the_crawl_does(tmp_path: Path) -> None:
    stop: list[bool] = []

    async def story(governor: Governor, loop: VirtualTime) -> None:
        governor.throttled(await governor.turn("web"))
        waiting = [asyncio.ensure_future(governor.turn(pool)) for pool in ("web", "web", "cdx")]
        await asyncio.sleep(10)
        stop.append(True)
        before = loop.time()
        for waiter in waiting:
            with pytest.raises(StoppingError):
                await waiter
        assert loop.time() - before < 1

    play(tmp_path, story, stopping=lambda: bool(stop))


def test_a_pause_outlives_the_crawl_that_met_it(tmp_path: Path) -> None:
    loop = VirtualTime()
    first = governor(tmp_path, loop)
    first.throttled(loop.run_until_complete(first.turn("web")))
    struck = loop.time()
    assert loop.run_until_complete(governor(tmp_path, loop).turn("cdx")) >= struck + 60
    loop.close()


# ------------------------------------------------------------------------------------------------------------ the ledger


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        ).map(lambda value: json.dumps(value).encode()),
        st.fixed_dictionaries(
            {
                "sent": st.dictionaries(st.sampled_from(["cdx", "web", "x"]), st.floats() | st.none() | st.text(max_size=2)),
                "slowness": st.floats() | st.integers(),
                "strikes": st.integers() | st.floats() | st.booleans(),
                "struck_at": st.floats(),
                "paused_until": st.floats() | st.integers(),
                "probing_until": st.floats(),
            }
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_damage_to_the_ledger_costs_the_longest_pause_at_most(tmp_path_factory: Any, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "ledger.json").write_bytes(data)

    async def story(governor: Governor, loop: VirtualTime) -> float:
        begun = loop.time()
        for pool in ("cdx", "web"):
            governor.answered(await governor.turn(pool))
        return loop.time() - begun

    longest = PAUSES.most + pacing.SLOWEST * (INTERVALS["cdx"] + INTERVALS["web"]) * pacing.MARGIN + pacing.PROBE_SECONDS + 1
    assert play(folder, story) <= longest


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "true", '"7"', "null", "[1]"])
@pytest.mark.parametrize("name", ["slowness", "strikes", "struck_at", "paused_until", "probing_until", "sent"])
def test_a_value_that_is_no_number_makes_the_ledger_a_fresh_one(tmp_path: Path, name: str, value: str) -> None:
    known = {"sent": "{}", "slowness": "2.0", "strikes": "1", "struck_at": "5", "paused_until": "6", "probing_until": "7"}
    known[name] = f'{{"cdx": {value}}}' if name == "sent" else value
    (tmp_path / "ledger.json").write_text("{" + ", ".join(f'"{key}": {text}' for key, text in known.items()) + "}")
    ledger = Ledger(tmp_path / "ledger.json", PAUSES.most, lambda: 100.0)
    assert ledger.update(lambda pace, _: (pace, pace)) == Pace()


def test_the_folder_of_the_ledger_is_made(tmp_path: Path) -> None:
    Ledger(tmp_path / "state" / "of" / "ours" / "ledger.json", PAUSES.most)
    assert (tmp_path / "state" / "of" / "ours" / "ledger.json").is_file()


def test_a_clock_set_back_costs_the_longest_pause_at_most(tmp_path: Path) -> None:
    now = [2_000_000.0]
    ledger = Ledger(tmp_path / "ledger.json", PAUSES.most, lambda: now[0])
    ledger.update(lambda pace, at: (pacing.strike(pace, sent_at=at, now=at, pauses=PAUSES, asked=800), None))
    now[0] -= 1_000_000
    pace: Pace = ledger.update(lambda pace, _: (pace, pace))
    assert pace.paused_until <= now[0] + PAUSES.most
    assert pace.struck_at <= now[0]


def test_a_shorter_state_over_a_longer_one_is_read_as_the_shorter(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json", PAUSES.most, lambda: 100.0)
    ledger.update(lambda _, now: (Pace(sent={"cdx": 12.345678901234, "web": 23.456789012345}, strikes=2), None))
    ledger.update(lambda _, now: (Pace(strikes=1), None))
    assert ledger.update(lambda pace, _: (pace, pace)) == Pace(strikes=1)


def test_a_ledger_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(StoreError, match="ARCHIVE_LEDGER"):
        Ledger(tmp_path / "folder.json", PAUSES.most)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="ARCHIVE_LEDGER"):
        Ledger(tmp_path / "file" / "ledger.json", PAUSES.most)


def _spend(path: Path, together: Any, log: Path) -> None:
    """Send as fast as the ledger lets one, in a process of its own."""
    own = Governor(Ledger(path, 900), {"web": 0.01}, PAUSES, lambda: False)

    async def run() -> list[float]:
        return [await own.turn("web") for _ in range(60)]

    together.wait(60)
    log.write_text(json.dumps(asyncio.run(run())))


def test_two_processes_share_one_budget(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2)
    logs = [tmp_path / "one", tmp_path / "two"]
    processes = [context.Process(target=_spend, args=(tmp_path / "ledger.json", together, log)) for log in logs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    moments = sorted(at for log in logs for at in json.loads(log.read_text()))
    assert len(moments) == 120
    assert all(later - earlier >= 0.0099 for earlier, later in pairwise(moments))


def test_a_process_killed_with_the_ledger_in_hand_lets_go_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    Ledger(path, 900)
    pid = os.fork()
    if pid == 0:  # the child locks the file and is killed while it holds it
        fcntl.flock(os.open(path, os.O_RDWR), fcntl.LOCK_EX)
        os.kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    assert Ledger(path, 900).update(lambda pace, _: (pace, pace.strikes)) == 0
