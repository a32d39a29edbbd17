"""The governor on a clock of its own: rates, pauses, probes, and when it is enough."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from pathlib import Path

import pytest

from crawler.manners.governor import FAULTS, TIMEOUTS, Governor, RateLimitedError, StoppingError, UnreachableError
from tests.manners.virtual import PAUSES, VirtualTime, governor, play


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


@pytest.mark.parametrize("note", ["failed", "faulty"])
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
