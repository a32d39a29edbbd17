"""A governor on a clock of its own: hours of pauses in no time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from crawler.manners.governor import Governor, Ledger
from crawler.manners.pacing import Pauses

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


def governor(tmp_path: Path, loop: VirtualTime, stopping: Callable[[], bool] = lambda: False, **more: Any) -> Governor:
    return Governor(Ledger(tmp_path / "ledger.json", PAUSES.most, loop.time), INTERVALS, PAUSES, stopping, **more)
