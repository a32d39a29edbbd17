"""What follows from all captures of a document: which to fetch next, and what is noise. Worked out beside the event loop.

A page may have 200,000 captures: going through them takes seconds, in which the crawl must hear Ctrl-C. So it is done in a
thread with a connection to the database of its own, and given up as soon as the run is interrupted; nothing is lost by that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from scrapy.settings import BaseSettings

from crawler.aside import aside
from crawler.history.ruling import rulings_of
from crawler.items import Known, Outcome, Rulings, Snapshot, StoreError
from crawler.manners.governor import StoppingError
from crawler.manners.handlers import unless
from crawler.records import Records, open_records
from crawler.running.assignment import Assignment
from crawler.running.outcomes import now
from crawler.running.tracking import Tracking

T = TypeVar("T")


class Deliberation:
    """Samples documents and rules on them. Every method raises `StoppingError` once ``interrupted`` is true.

    One document is gone through at a time, as its listing is held in memory. The caller sees to it that a document is not
    worked on twice at once.
    """

    def __init__(self, settings: BaseSettings, work: Assignment, interrupted: Callable[[], bool]) -> None:
        self._settings = settings
        self._work = work
        self._interrupted = interrupted
        self._one = asyncio.Lock()

    async def heard(self, track: Tracking, item: Snapshot | Outcome) -> None:
        """Tell the sampler what a capture showed; if it was the last one of its round, the next round is worked out."""
        await unless(self._interrupted, aside(track.heard, item))

    async def sample(self, track: Tracking) -> None:
        """Start sampling over what the database knows of a document."""
        async with self._one:
            await unless(self._interrupted, aside(self._sample, track))

    async def rulings(self, track: Tracking) -> Rulings:
        """Judge all texts of a document together, once all of it is sampled."""
        track.rest()
        async with self._one:
            return await unless(self._interrupted, aside(self._rulings, track))

    def _sample(self, track: Tracking) -> None:
        track.sample(self._known(track), self._work.resolution, refresh=self._work.refresh)

    def _rulings(self, track: Tracking) -> Rulings:
        return rulings_of(track.document, self._known(track), now())

    def _known(self, track: Tracking) -> Iterator[Known]:
        with asking(self._settings, self._interrupted) as records:
            yield from while_wanted(records.known(track.document_id, now()), self._interrupted)


@contextmanager
def asking(settings: BaseSettings, given_up: Callable[[], bool]) -> Iterator[Records]:
    """Open the database to be read in this thread; `StoppingError` out of the middle of a query once ``given_up`` is true."""
    with open_records(settings) as records:
        records.break_off_when(given_up)
        try:
            yield records
        except StoreError as error:
            if given_up():
                raise StoppingError from error
            raise


def while_wanted(rows: Iterable[T], given_up: Callable[[], bool]) -> Iterator[T]:
    """Yield rows; `StoppingError` once ``given_up`` is true."""
    for row in rows:
        if given_up():
            raise StoppingError
        yield row
