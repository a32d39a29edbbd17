"""How a run is ended before its end: for one reason, named once, and everything that waits lets go within a moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler.items import StoreError

logger = logging.getLogger(__name__)

#: Why a run may be ended from inside, as ``runs.reason`` keeps it.
RATE_LIMITED: Final = "rate_limited"
UNREACHABLE: Final = "unreachable"
STORE_FAILED: Final = "store_failed"
BROKEN: Final = "broken"

_running: set[asyncio.Future[Any]] = set()


def end(crawler: Crawler, word: str) -> None:
    """End the run for the reason ``word``; the first reason stays. What was fetched is still stored, nothing more is sent."""
    if getattr(crawler.spider, "stopped_because", word) or crawler.engine is None:
        return
    crawler.spider.stopped_because = word  # type: ignore[union-attr]
    _in_background(crawler.engine.close_spider_async(reason=word))


def stopping(crawler: Crawler) -> bool:
    """Tell whether the run is being ended: by a signal, from inside, or by one of Scrapy's own limits."""
    slot = getattr(crawler.engine, "_slot", None)  # a spider being closed by CLOSESPIDER_TIMEOUT shows nowhere else (2.19)
    closing = slot is not None and slot.closing is not None
    return not crawler.crawling or closing or bool(getattr(crawler.spider, "stopped_because", ""))


def broke(crawler: Crawler, error: BaseException) -> None:
    """End the run because of an error: of the store in one line, any other with its traceback, for it is a bug."""
    if isinstance(error, StoreError):
        if getattr(crawler.spider, "stopped_because", "") != STORE_FAILED:
            logger.error("%s", error)
        end(crawler, STORE_FAILED)
    else:
        logger.error("The run is ended by a bug", exc_info=error)
        end(crawler, BROKEN)


@contextmanager
def ends_on_error(crawler: Crawler) -> Iterator[None]:
    """End the run if what is done inside breaks. For signal handlers: Scrapy only logs what they raise, and goes on (2.19)."""
    try:
        yield
    except DontCloseSpider:
        raise
    except Exception as error:
        broke(crawler, error)


def _in_background(work: Coroutine[Any, Any, None]) -> None:
    """Let a coroutine run by itself, and hold on to it until it is done."""
    task = asyncio.ensure_future(work)
    _running.add(task)
    task.add_done_callback(_running.discard)
