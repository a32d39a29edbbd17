"""Where reading processes come from: a fork server that has imported the extraction already (`crawler.reading.preload`).

Measured, 2026-11, Python 3.11, a process each: spawned 1.3 s of CPU and 128 MB of its own; from the fork server 0.04 s and
11 MB, after 1.2 s once. A plain fork of a process that runs a reactor and threads may deadlock in the child.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Final

#: Modules of programs that may run the crawl. Every new process imports its parent's main module anew (multiprocessing does);
#: without these in the fork server that is `scrapy`, at 0.6 s of CPU and 32 MB a process (measured 2026-11).
_PROGRAMS: Final = ("scrapy.cmdline",)


def fork_server() -> ForkServerContext:
    """Have the fork server running, deaf to the terminal's Ctrl-C from its first instruction on, and so all its children.

    It ignores SIGINT only once its imports are done; a blocked signal stays blocked across fork and exec. The resource
    tracker comes first, because starting it would lift the block.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.reading.preload", *(name for name in _PROGRAMS if name in sys.modules)])
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def abandon() -> None:
    """End a fork server that is still importing or forking, and what it has forked: else both go on for nobody."""
    pid = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for child in multiprocessing.active_children():
        child.kill()
