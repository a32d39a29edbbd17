"""A run's account of itself: how its captures ended, or what a plan came to. Counted beside the event loop.

Going through 200,000 captures takes seconds. An interrupted run gives that a moment, and else says only how much there is.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from scrapy.settings import BaseSettings

from crawler.aside import aside
from crawler.items import Known
from crawler.manners.governor import StoppingError
from crawler.manners.handlers import unless
from crawler.records import Records, open_records
from crawler.running.deliberation import asking, while_wanted
from crawler.running.outcomes import now
from crawler.running.plan import Plan, plan
from crawler.running.tracking import Tracking
from crawler.spiders.policies import PoliciesSpider

#: Seconds that counting may still take once the run is interrupted, together with the end of the reading processes less than
#: the 2 s that Ctrl-C may take. 30,000 captures are counted in that time (2026-11-22).
LAST_MOMENT: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Captures of the run's documents, within the time that was asked for, by outcome; documents without a complete listing
    by why; and for a plan what it comes to. ``uncounted`` (listed, fetched) stands for the outcomes if there was no time.
    """

    outcomes: dict[str, int] = field(default_factory=dict)
    unlisted: dict[str, int] = field(default_factory=dict)
    plans: list[Plan] | None = None
    uncounted: tuple[int, int] | None = None


async def account_of(settings: BaseSettings, spider: PoliciesSpider, interrupted: Callable[[], bool]) -> Account:
    """Return the account of a run that has ended; raise `StoreError`."""
    given_up = _LastMoment(interrupted)
    try:
        return await unless(given_up, aside(_counted, settings, spider, given_up))
    except StoppingError:
        with open_records(settings) as records:
            return Account(uncounted=records.tally(_ids(spider)), unlisted=_unlisted(records, spider))


class _LastMoment:
    """Tells whether a run was interrupted, and that more than `LAST_MOMENT` ago."""

    def __init__(self, interrupted: Callable[[], bool]) -> None:
        self._interrupted = interrupted
        self._until = 0.0

    def __call__(self) -> bool:
        if not self._interrupted():
            return False
        self._until = self._until or time.monotonic() + LAST_MOMENT
        return time.monotonic() > self._until


def _counted(settings: BaseSettings, spider: PoliciesSpider, given_up: Callable[[], bool]) -> Account:
    outcomes: Counter[str] = Counter()
    with asking(settings, given_up) as records:
        for track in spider.tracked.values():
            if track.document_id:
                outcomes.update(records.outcomes(track.document_id, track.window.since, track.window.until))
        plans = _plans(records, spider, given_up) if spider.work.plan else None
        return Account(outcomes=dict(outcomes), unlisted=_unlisted(records, spider), plans=plans)


def _unlisted(records: Records, spider: PoliciesSpider) -> dict[str, int]:
    unlisted = Counter(records.unlisted(_ids(spider)))
    unlisted["failed"] += sum(found.state == "unanswered" for found in spider.discovered)
    return {why: n for why, n in unlisted.items() if n}


def _ids(spider: PoliciesSpider) -> list[int]:
    return [track.document_id for track in spider.tracked.values() if track.document_id]


def _plans(records: Records, spider: PoliciesSpider, given_up: Callable[[], bool]) -> list[Plan]:
    work, moment = spider.work, now()

    def known(track: Tracking) -> Iterator[Known]:
        listed = while_wanted(records.known(track.document_id, moment), given_up)
        return (item for item in listed if track.window.holds(item.capture))

    return [
        plan(f"{document.kind} {document.url}", partial(known, track), work.resolution, refresh=work.refresh)
        for document, track in spider.tracked.items()
    ]
