"""How much memory a process and all below it take (Linux): proportional set size, so that shared pages count once."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Self

#: Seconds between two looks.
LOOKS = 0.05


class Peak:
    """Watches a process and all below it from a thread, as a context manager.

    ``bytes`` is the most that was seen of all together, ``by_kind`` what each kind of process had of it at that moment, and
    ``kinds`` the kinds that were ever seen.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.bytes = 0
        self.by_kind: Counter[str] = Counter()
        self.kinds: set[str] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def __str__(self) -> str:
        parts = ", ".join(f"{kind} {size / 1e6:.0f}" for kind, size in self.by_kind.items())
        return f"{self.bytes / 1e6:.0f} MB ({parts})"

    def _watch(self) -> None:
        while not self._over.wait(LOOKS):
            seen: Counter[str] = Counter()
            crawl = command(self.pid)
            for depth, pid in family(self.pid):
                # a child that is about to become another program still has all of its parent's memory, the very same (vfork)
                if depth != 1 or command(pid) != crawl:
                    seen[kind(pid, depth)] += pss(pid)
            self.kinds |= set(+seen)
            if seen.total() > self.bytes:
                self.bytes, self.by_kind = seen.total(), seen


def family(pid: int, depth: int = 0) -> list[tuple[int, int]]:
    """A process and all below it, each with how far below it is."""
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
        return [(depth, pid), *(each for child in children for each in family(child, depth + 1))]
    return []


def kind(pid: int, depth: int) -> str:
    """What a process of a crawl is for: multiprocessing's helpers are children of the crawl, reading processes theirs."""
    if depth == 1:
        return "resource tracker" if b"resource_tracker" in command(pid) else "fork server"
    return "reading" if depth else "crawl"


def command(pid: int) -> bytes:
    """The command line of a process, empty if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def pss(pid: int) -> int:
    """Bytes of one process, 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
