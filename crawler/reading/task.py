"""What happens inside a reading process: its limits, one page read under guard, and the text that says a page was not read.

The limits are POSIX (`resource`, `signal`): the project runs on Linux and macOS, as pebble's kill does.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import hashlib
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

from crawler.items import Page, PolicyText

Read = Callable[[Page], PolicyText]

#: Address space of a reading process, bytes. It starts with 66 MB, real pages need 20 MB more; what wants over this is a bomb.
#: Measured 2026-11-22, Python 3.11, Debian 12.
MEMORY: Final = 1 << 30
#: Longest body that is read, bytes. It is pickled into a pipe and held twice on the way; the longest policies known are
#: PDF files of a few MB.
LARGEST_BODY: Final = 32 << 20
#: Seconds after the time limit at which a process ends itself, for the case that nobody is left to end it.
_GRACE: Final = 5.0

#: glibc's option, and the bytes from which it maps a block of its own: left alone it raises the limit to 32 MB with use, and
#: what a large page left in the heap is never given back (mallopt(3); measured: the third such page met the limit).
_M_MMAP_THRESHOLD: Final = -3
_MAPPED: Final = 1 << 20
#: Resident bytes from which a process gives memory back after a page: real pages leave it at 50 to 80 MB (2026-11-22).
_HEAVY: Final = 120 << 20

_NOTHING: Final = hashlib.sha256(b"").hexdigest()


def settle_process() -> None:
    """Set a fresh reading process up: modules, limits, signals.

    Ctrl-C of the terminal is the parent's affair (pebble ignores it here). SIGTERM ends the process at once: pebble's own
    handler would wait for the C code of a parser to come back.
    """
    import crawler.reading.preload  # noqa: F401 - there already, unless the fork server could not import it

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with contextlib.suppress(AttributeError):  # no glibc
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _MAPPED)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_page(page: Page) -> PolicyText:
    """Read a page the usual way; the import is here so that the crawling process need not load the extraction."""
    from crawler.extraction import read

    return read(page)


def read_limited(read: Read, page: Page, seconds: float) -> PolicyText:
    """Read a page in a process that ends itself soon after its time limit, should the crawl be gone by then."""
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    try:
        return read_guarded(read, page)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _give_back()


def read_guarded(read: Read, page: Page) -> PolicyText:
    """Read a page; whatever goes wrong is a text with verdict ``unreadable`` and the reason, never an exception."""
    try:
        return read(page)
    except MemoryError:
        return unreadable(f"reading needed more than {MEMORY >> 20} MB of memory")
    except RecursionError:
        return unreadable("the page is nested too deeply")
    except Exception as error:  # one page must not end the crawl; the reason is stored and logged
        return unreadable(f"reading failed: {type(error).__name__}: {error}"[:300])


def _give_back() -> None:
    """Hand what the last page left behind back to the system, or the next ones would meet the limit in its place."""
    with contextlib.suppress(OSError, AttributeError):  # no /proc or no glibc: then the limit alone holds
        if int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() > _HEAVY:
            gc.collect()
            ctypes.CDLL(None).malloc_trim(0)


def refuse(page: Page) -> PolicyText | None:
    """Say so if a page is too large to be read at all."""
    if len(page.body) <= LARGEST_BODY:
        return None
    return unreadable(f"the body has {len(page.body) >> 20} MB, more than {LARGEST_BODY >> 20} MB are not read", "too-large")


def cause_of(exitcode: int) -> str:
    """Name what ended a process: a signal, if its exit code is negative, or an exit status."""
    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-exitcode).name}"
    return f"exit status {exitcode}"


def unreadable(reason: str, verdict: str = "unreadable") -> PolicyText:
    """Make the text of a page that could not be read: empty, with the reason in words."""
    return PolicyText(
        title="",
        markdown="",
        text="",
        words=0,
        exact=_NOTHING,
        wording=_NOTHING,
        substance=_NOTHING,
        verdict=verdict,
        extractor=_extractor(),
        score=1.0,
        reasons=(reason,),
    )


def _extractor() -> str:
    from crawler.extraction import EXTRACTOR

    return EXTRACTOR
