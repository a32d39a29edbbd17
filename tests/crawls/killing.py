"""Kill crawls at random points until so many were killed, and say in what the result differs from an undisturbed one."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.archive import LoopbackServer
from tests.crawls.facts import facts, sound, stored
from tests.crawls.forking import ForkServer
from tests.crawls.vendor import CATALOGUE, archive
from tests.support import project_settings

#: The most requests that a crawl gets to make before it is killed: four listings come first, then a part of the captures.
REACH = 20


@dataclass(slots=True)
class Kills:
    """What came of it. ``faults`` says everything that was not as it must be, nothing if all was."""

    killed: int = 0
    crawls: int = 0
    vendors: int = 0
    requests: int = 0
    faults: list[str] = field(default_factory=list)


def settings_of(folder: Path, server: LoopbackServer, **more: Any) -> dict[str, Any]:
    """Settings of a crawl of the vendor whose database lies in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vendors.toml").write_text(CATALOGUE, encoding="utf-8")
    return project_settings(folder, server.url, LOG_LEVEL="WARNING", **more)


def kill_many(
    folder: Path, times: int, seed: int, workers: int = 0, told: Callable[[Kills], None] = lambda kills: None
) -> Kills:
    """Kill a crawl of the vendor ``times`` times, let it finish, compare; anew with another database while kills are left."""
    dice, kills = random.Random(seed), Kills()
    home = folder / "home"
    home.mkdir(parents=True)
    with LoopbackServer(archive()) as server, ForkServer(home) as forks:
        server.archive.latency = 0.004
        calm = settings_of(folder / "calm", server, EXTRACTION_WORKERS=workers)
        if status := forks.start("crawl", "policies", **calm).wait():
            kills.faults.append(f"undisturbed: exit status {status}: {forks.output.read_text()}")
            return kills
        wanted = facts(folder / "calm" / "policies.db")
        while kills.killed < times and not kills.faults:
            one_vendor(folder / f"vendor-{kills.vendors}", server, forks, wanted, times, dice, workers, kills)
            told(kills)
    return kills


def one_vendor(
    folder: Path,
    server: LoopbackServer,
    forks: ForkServer,
    wanted: dict[str, list[str]],
    times: int,
    dice: random.Random,
    workers: int,
    kills: Kills,
) -> None:
    """Crawl one vendor, killed again and again, until a crawl comes to its end."""
    database = folder / "policies.db"
    settings = settings_of(folder, server, EXTRACTION_WORKERS=workers)
    kills.vendors += 1
    status = -signal.SIGKILL
    while status == -signal.SIGKILL:
        known = stored(database)
        server.forget()
        reach = dice.randint(0, REACH) if kills.killed < times else 10**9
        status = _crawl_until(forks, settings, server, reach, dice.uniform(0, 0.04))
        kills.crawls += 1
        kills.killed += status == -signal.SIGKILL
        kills.requests += server.count()
        again = known & {request.path for request in server.of("web")}
        kills.faults += [f"fetched again though it was stored: {path}" for path in sorted(again)]
        kills.faults += [f"damaged: {fault}" for fault in (sound(database) if database.exists() else ())]
    if status:
        kills.faults.append(f"exit status {status} of the last crawl: {forks.output.read_text()[-2000:]}")
    found = facts(database)
    for name, lines in wanted.items():
        kills.faults += [f"{name}: missing {line[:300]}" for line in sorted(set(lines) - set(found[name]))]
        kills.faults += [f"{name}: too much {line[:300]}" for line in sorted(set(found[name]) - set(lines))]


def _crawl_until(forks: ForkServer, settings: dict[str, Any], server: LoopbackServer, reach: int, later: float) -> int:
    """Start a crawl and kill it once it has made so many requests, ``later`` seconds after; its exit status."""
    crawl = forks.start("crawl", "policies", **settings)
    while crawl.running() and server.count() < reach:
        time.sleep(0.002)
    if crawl.running() and reach < 10**9:
        time.sleep(later)
        crawl.send(signal.SIGKILL)
    return crawl.wait()
