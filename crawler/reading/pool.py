"""Reading in processes of its own: no page can hang, kill or fill the crawl.

pebble's pool ends a process at the time limit and replaces processes that died. They come from a fork server
(`crawler.reading.server`); `crawler.reading.task` says what holds inside of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, Final, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from crawler.aside import aside
from crawler.items import Page, PolicyText
from crawler.reading.server import abandon, fork_server
from crawler.reading.task import Read, cause_of, read_guarded, read_limited, read_page, refuse, settle_process, unreadable

logger = logging.getLogger(__name__)
Key = TypeVar("Key")
Task = TypeVar("Task")

#: Pages after which a process is replaced: what parsers leave behind cannot add up. A new one costs 0.04 s.
_PAGES_A_PROCESS: Final = 500
#: How often a page is given to a fresh pool after its pool broke down, before it is blamed.
_TRIES: Final = 2
#: Seconds between looks at ``stopping``, and seconds a page under way may still take once it is set: together with the end
#: of the processes less than the 2 s that Ctrl-C may take.
_LOOK: Final = 0.25
_LAST_MOMENT: Final = 0.75
#: Seconds that a process has to go before it is killed. One that is just being started does not hear the first request.
CONSTS.term_timeout = 0.3  # default 3: more than Ctrl-C may take (pebble 5)


class ReadingStopped(Exception):  # noqa: N818 - an order that was followed, not an error
    """Raised to whoever still waits for a page when the reader is closed: nothing is known about that page."""


class Reader:
    """Reads pages in ``workers`` processes, at most ``timeout`` seconds each; no process is started before the first page.

    A page that hangs, kills its process or fills its memory ends as a `PolicyText` with verdict ``unreadable`` and the
    reason in words. With ``workers=0`` pages are read one by one in a thread of this process: then nothing can be ended
    from outside, so there is no time limit and no bound on memory, and a page that hangs hangs the crawl.
    ``stopping`` is asked while a page is under way; once it is true, waiting ends with `ReadingStopped` within a second.
    """

    def __init__(
        self, workers: int, timeout: float, read: Read = read_page, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self._workers = workers
        self._timeout = timeout
        self._read = read
        self._stopping = stopping
        self._closed = False
        self._pool: ProcessPool | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._starting = threading.Lock()
        self._waiting: set[Future[PolicyText]] = set()

    async def read(self, page: Page) -> PolicyText:
        """Read one page without blocking the loop. `ReadingStopped` if the reader is closed meanwhile."""
        for tries in reversed(range(_TRIES)):
            future = await aside(self._submit, page)
            with contextlib.suppress(BrokenProcessPool):
                return _told(page, await self._result(future, last=not tries))
        raise AssertionError("the last try settles")

    def read_many(self, pages: Iterable[tuple[Key, Page]]) -> Iterator[tuple[Key, PolicyText]]:
        """Read many pages, blocking: each key with its text, in the order in which they are done.

        At most two pages a process are taken ahead from ``pages``, so it may be a generator over a whole database.
        """
        source = ((key, page, _TRIES) for key, page in pages)
        again: list[tuple[Key, Page, int]] = []
        under_way: dict[Future[PolicyText], tuple[Key, Page, int]] = {}
        try:
            while True:
                room = max(1, 2 * self._workers) - len(under_way)
                for key, page, tries in islice(chain(_drain(again), source), room):
                    under_way[self._submit(page)] = key, page, tries - 1
                if not under_way:
                    return
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    key, page, tries = under_way.pop(future)
                    try:
                        yield key, _told(page, self._settle(future, last=not tries))
                    except BrokenProcessPool:
                        again.append((key, page, tries))
        finally:
            for future in under_way:
                future.cancel()

    async def close(self) -> None:
        """End all processes, also those that hang, and let everyone who waits know."""
        await aside(self.stop)

    def stop(self) -> None:
        """Do what `close` does, blocking."""
        self._closed = True
        for future in tuple(self._waiting):
            future.cancel()
        if not self._starting.acquire(timeout=_LAST_MOMENT):
            abandon()  # the first processes are just being started, which may take seconds
            return
        try:
            self._end_all()
        finally:
            self._starting.release()

    def _end_all(self) -> None:
        if self._pool is not None:
            _end(self._pool)
            self._pool = None
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _submit(self, page: Page) -> Future[PolicyText]:
        """Hand a page to a process (or the thread); blocks for a second when the processes must be started first."""
        with self._starting:
            if self._closed:
                raise ReadingStopped
            if refused := refuse(page):
                future: Future[PolicyText] = Future()
                future.set_result(refused)
            elif self._workers == 0:
                self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="reading")
                future = self._thread.submit(read_guarded, self._read, page)
            else:
                future = self._schedule(page)
            if self._closed:
                self._end_all()
                raise ReadingStopped
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def _schedule(self, page: Page) -> Future[PolicyText]:
        arguments = (self._read, page, self._timeout)
        try:
            return self._running_pool().schedule(read_limited, arguments, timeout=self._timeout)
        except RuntimeError as error:  # pebble: the pool broke down since it was asked whether it is active
            future: Future[PolicyText] = Future()
            future.set_exception(BrokenProcessPool(str(error)))
            return future

    def _running_pool(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            logger.warning("the reading processes broke down; starting new ones")
            _end(self._pool)
            self._pool = None
        if self._pool is None:
            self._pool = ProcessPool(self._workers, _PAGES_A_PROCESS, settle_process, context=fork_server())
        return self._pool

    async def _result(self, future: Future[PolicyText], *, last: bool) -> PolicyText:
        answer = asyncio.wrap_future(future)
        left = _LAST_MOMENT
        try:
            while not (await asyncio.wait({answer}, timeout=_LOOK))[0]:
                left -= _LOOK if self._stopping() else 0
                if left <= 0:
                    raise ReadingStopped
        finally:
            answer.cancel()
        return self._settle(future, last=last)

    def _settle(self, future: Future[PolicyText], *, last: bool) -> PolicyText:
        """Turn what became of a page into a text; `BrokenProcessPool` if that cannot be said and is not the ``last`` try."""
        if future.cancelled():
            raise ReadingStopped
        try:
            return future.result()
        except TimeoutError:
            return unreadable(f"reading took longer than {self._timeout:g} s")
        except ProcessExpired as error:
            return unreadable(f"the reading process died ({cause_of(error.exitcode)})")
        except BrokenProcessPool:
            if not last:
                raise
            return unreadable("the reading process died")


def _end(pool: Any) -> None:  # pebble's stop() has no types
    pool.stop()
    pool.join()


def _drain(tasks: list[Task]) -> Iterator[Task]:
    while tasks:
        yield tasks.pop()


def _told(page: Page, text: PolicyText) -> PolicyText:
    if text.verdict in ("unreadable", "too-large"):
        logger.warning("%s could not be read: %s", page.url, "; ".join(text.reasons))
    return text
