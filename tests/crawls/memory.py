"""How much memory a process and all below it take (Linux): proportional set size, so that shared pages count once."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

#: Seconds between two looks.
LOOKS = 0.05


class Peak:
    """Watches a process from a thread, as a context manager; ``bytes`` is the most that was seen."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOKS):
            self.bytes = max(self.bytes, sum(pss(pid) for pid in family(self.pid)))


def family(pid: int) -> list[int]:
    """A process and all below it."""
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
        return [pid, *(each for child in children for each in family(child))]
    return []


def pss(pid: int) -> int:
    """Bytes of one process, 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
