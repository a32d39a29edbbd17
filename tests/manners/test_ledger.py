"""The ledger that the crawls of one machine share: any damage to it costs a pause at most, two processes keep one budget."""

from __future__ import annotations

import asyncio
import fcntl
import json
import multiprocessing
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import StoreError
from crawler.manners import pacing
from crawler.manners.governor import Governor, Ledger
from crawler.manners.pacing import Pace
from tests.manners.virtual import INTERVALS, PAUSES, VirtualTime, play


@settings(deadline=None)
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
