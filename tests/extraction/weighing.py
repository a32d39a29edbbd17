"""A reader that says what it cost: run by the reading processes, so it must be importable by name."""

from __future__ import annotations

import os
import resource
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.items import Page, PolicyText
from crawler.reading.task import read_guarded, read_page

_MARK = "weighed:"


@dataclass(frozen=True)
class Cost:
    """What one page cost: seconds of CPU, the most resident bytes while it was read; the process, and its bound in bytes."""

    cpu: float
    peak: int
    pid: int
    bound: int


def weighed(page: Page) -> PolicyText:
    """Read a page for real; its last reason tells the cost."""
    _forget_peak()
    before = time.process_time()
    text = read_guarded(read_page, page)
    cpu, bound = time.process_time() - before, resource.getrlimit(resource.RLIMIT_AS)[0]
    return replace(text, reasons=(*text.reasons, f"{_MARK} {cpu:.3f} {_peak()} {os.getpid()} {bound}"))


def cost_of(text: PolicyText) -> Cost | None:
    """What a page cost; None if its process was ended before it could say so."""
    mark, *figures = text.reasons[-1].split() if text.reasons else [""]
    if mark != _MARK:
        return None
    cpu, *others = figures
    return Cost(float(cpu), *map(int, others))


def _forget_peak() -> None:
    """Start counting the peak anew (Linux); where that cannot be done the peak is that of all pages so far."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
