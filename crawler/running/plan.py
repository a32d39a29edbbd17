"""What a run would ask of the archive, told before it asks: requests, bytes, time. Pure.

How many captures must be fetched depends on what they show, so a plan plays the sampling through on the captures listed: as if
nothing ever changed, as if the wording changed as often as it does on the average, and as if every capture differed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from crawler.items import Capture, Known
from crawler.sampling import Sampler, capture_key
from crawler.wayback import PAGE_ROWS

#: Days that a wording stands on the average: 60 texts in 8 documents of ten years each (a real collection, 2026-11).
STANDS: Final = 480

#: How much larger a page is than the record the listing gives the size of: gzip makes 3.5 of 1 (real captures, 2026-11).
UNPACKED: Final = 3.5

#: Bytes of a page of which the listing does not tell the size (the average of the same captures).
PAGE: Final = 33_000

#: Captures taken from the sampler at a time.
AT_ONCE: Final = 100

#: Seconds that the archive takes to answer for a page (wayback-protocol.md 2.3, ``x-tr`` of a recording of 2026-05).
ANSWER: Final = 1.6

Shows = Callable[[Capture], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one document would cost: requests for its listing; requests for pages if nothing changed since what is known
    (``least``), if it changed as often as others do (``likely``), if every capture differed (``most``); bytes of the likely.

    None of them is a bound: a page may have to be asked for again, and what redirects lead to is known only afterwards.
    """

    document: str
    captures: int
    listings: int = 1
    least: int
    likely: int
    most: int
    size: int


def plan(document: str, known: Callable[[], Iterable[Known]], resolution: float, *, refresh: bool) -> Plan:
    """Return the plan for a document. ``known`` gives the captures listed, with what is known of each, as often as asked:
    there may be very many.
    """
    states = {capture_key(item.capture): item.state for item in known() if item.state or (item.waiting and not refresh)}
    last = next((state for state in reversed(states.values()) if state), "one wording")

    def fetched(shows: Shows) -> tuple[int, int]:
        """Return how many captures are fetched, and their bytes, if each shows what ``shows`` says."""
        sampler, count, size = Sampler((item.capture for item in known()), resolution, dict(states)), 0, 0
        while batch := sampler.next(AT_ONCE):
            count += len(batch)
            for capture in batch:
                size += _size(capture)
                sampler.heard(capture, shows(capture))
        return count, size

    likely, size = fetched(lambda capture: str(_day(capture) // STANDS))
    captures = sum(1 for _ in known())
    return Plan(
        document=document,
        captures=captures,
        listings=max(1, ceil(captures / PAGE_ROWS)),
        least=fetched(lambda _: last)[0],
        likely=likely,
        most=fetched(lambda capture: " ".join(capture_key(capture)))[0],
        size=size,
    )


def playback_rate(per_second: float, connections: int) -> float:
    """Return how many pages a second can be had: as the pace allows, but no more than so many connections bring."""
    return min(per_second, connections / ANSWER)


def seconds(listings: int, pages: int, *, cdx_per_minute: float, playback_per_second: float) -> float:
    """Return how long so many requests take at these rates; the two kinds go out side by side."""
    return max(listings * 60 / cdx_per_minute, pages / playback_per_second)


def sentence(plans: Iterable[Plan], domains: int, budget: int, pace: tuple[float, float]) -> str:
    """Return the plan in words. ``domains`` are still to be discovered, at ``budget`` requests each at most.

    ``pace`` is how many listings a minute and pages a second there can be.
    """
    plans = list(plans)
    unknown = f"{domains} domain(s) must be discovered first, {budget} requests each at most"
    if domains and not plans:
        return f"{unknown}; what they have is known only then"
    listings, likely, size = (sum(getattr(plan, name) for plan in plans) for name in ("listings", "likely", "size"))
    least, most = sum(plan.least for plan in plans), sum(plan.most for plan in plans)
    time = seconds(listings, likely, cdx_per_minute=pace[0], playback_per_second=pace[1])
    pages = f"about {likely} page(s) ({least} if nothing changed, {most} if every capture differed), {size / 1e6:.1f} MB"
    further = "; pages that these redirect to come on top" if most else ""
    told = f"{listings} listing request(s) and {pages}, about {_duration(time)}{further}"
    return f"{told}; {unknown}" if domains else told


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _day(capture: Capture) -> int:
    return datetime.fromisoformat(capture.captured_at).toordinal()


def _size(capture: Capture) -> int:
    return round(capture.length * UNPACKED) if capture.length and capture.mimetype != "warc/revisit" else PAGE
