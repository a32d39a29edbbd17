"""Ctrl-C in a crawl's first second: before Scrapy hears of signals, and while it hears of them but does not run yet."""

from __future__ import annotations

import asyncio
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from scrapy.crawler import Crawler, CrawlerProcessBase

#: Exit status of a run that was interrupted, and what is said if nothing had begun.
INTERRUPTED: Final = 130
NOTHING_ASKED: Final = "interrupted before anything was asked"
#: What is said if it was cut short by a second signal: there is no account of it.
CUT_SHORT: Final = "interrupted twice, so without an account; what was stored stays, and the rest is due again"

#: Seconds that a crawl may take to be opened and closed again; it takes tenths (2026-11). A second Ctrl-C waits so long, too.
MOST: Final = 1.5
#: Seconds between two looks at whether it is open.
LOOK: Final = 0.02


def end_in_one_line(command: str) -> None:
    """From here until Scrapy installs its own handlers, let SIGINT and SIGTERM end the process in one line."""

    def end(_: int, __: FrameType | None) -> NoReturn:
        print(f"scrapy {command}: {NOTHING_ASKED}", file=sys.stderr)
        sys.exit(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def run_to_its_end(process: CrawlerProcessBase, crawler: Crawler, crawling: Awaitable[None]) -> str:
    """Run a crawl; return what is to be said if a signal ended it so that nobody else says it, else nothing.

    Scrapy (2.19) stops the reactor at once if a signal comes before the spider is open: its end would never be told.
    """
    if not isinstance(crawling, asyncio.Future):  # another kind of process than the project's, by FORCE_CRAWLER_PROCESS
        process.start()
        return ""
    if process.settings.getbool("TWISTED_REACTOR_ENABLED"):
        from twisted.internet import reactor

        # only now is it the one that Scrapy has chosen; its types (twisted 25) do not know that a phase is a word
        trigger: Any = reactor.addSystemEventTrigger
        trigger("before", "shutdown", lambda: Deferred.fromFuture(asyncio.ensure_future(_close(crawler, crawling))))
    process.start()
    if crawling.done() and not crawling.cancelled():
        return ""
    return CUT_SHORT if crawler.spider else NOTHING_ASKED


async def _close(crawler: Crawler, crawling: asyncio.Future[None]) -> None:
    """Once a crawl that has begun is open, close it; nothing to do if it was closed already, or has not begun."""
    if crawler.spider is None or crawling.done():
        return
    for _ in range(round(MOST / LOOK)):
        if crawling.done():
            return
        if crawler.engine is not None and crawler.engine.running:
            await crawler.engine.stop_async()
        await asyncio.sleep(LOOK)
