"""Pace and pauses towards the archive, as pure transitions over one small record.

Two pools have their own pace (listings, playback), one pause holds both. A throttling answer is a *strike*: the first pauses
everything for Retry-After or a minute, then one probe goes out; a second strike pauses for minutes; a third ends the crawl.
After a pause the pace is slow at first and recovers answer by answer. Times are seconds on one clock that all crawls of the
machine share. Figures: the Wayback protocol notes, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

#: Strikes without a good answer between them after which the crawl ends ("more than a minute of ignoring costs an hour").
LAST_STRIKE: Final = 3

#: How much slower than the set pace it goes after each strike, how slow at most, and how much each good answer takes off.
#: IA asks clients to start slowly and ramp up; from 4 the set pace is reached again after 28 good answers (chosen 2026-11).
SLOWER: Final = 4.0
SLOWEST: Final = 8.0
RECOVERY: Final = 0.95

#: Seconds after the end of a pause for which its strikes count on: blocks last an hour (2023-11). What is refused later than
#: that begins anew; the first request after it is a probe all the same.
REMEMBERED: Final = 3600.0

#: Seconds for which one probe keeps all others waiting when nothing is heard of it (its crawl may have been killed).
PROBE_SECONDS: Final = 90.0

#: Margin on the set pace, so that no window of a minute holds one request too many when a request leaves a little late.
MARGIN: Final = 1.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long strikes pause, in seconds: the first (without Retry-After), the second, and the most ever waited.

    ``blip`` is the pause after which a network that has failed is tried again.
    """

    blip: float
    first: float
    second: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The state of affairs with one archive. ``sent`` holds, by pool, when its last request went out; ``why`` says in words
    what the last strike was.
    """

    sent: Mapping[str, float] = field(default_factory=dict)
    slowness: float = 1.0
    strikes: int = 0
    struck_at: float = 0.0
    paused_until: float = 0.0
    probing_until: float = 0.0
    why: str = ""


def ask(pace: Pace, pool: str, interval: float, now: float) -> tuple[Pace, float]:
    """Ask to send a request of ``pool`` (one every ``interval`` seconds). Return the new state and 0.0: send it now; or the
    same state and the seconds after which to ask again.
    """
    if now < pace.paused_until:
        return pace, pace.paused_until - now
    if pace.strikes and now < pace.probing_until:
        return pace, min(1.0, pace.probing_until - now)
    free = pace.sent.get(pool, float("-inf")) + interval * pace.slowness * MARGIN
    if now < free:
        return pace, free - now
    probing = now + PROBE_SECONDS if pace.strikes else 0.0
    return replace(pace, sent={**pace.sent, pool: now}, probing_until=probing), 0.0


def strike(pace: Pace, *, sent_at: float, now: float, pauses: Pauses, asked: float | None, why: str = "") -> Pace:
    """Note that a request sent at ``sent_at`` was throttled; ``asked`` is what Retry-After said, if anything, ``why`` is for
    people.

    Answers to requests that went out before the pause are the same strike: they only prolong it if they ask for more.
    A Retry-After of nothing is none: asking again at once is what gets a client blocked.
    """
    before = pace.strikes if now < pace.paused_until + REMEMBERED else 0
    new = sent_at >= pace.struck_at or not before
    strikes = before + new
    default = pauses.first if strikes == 1 else pauses.second
    until = now + min(pauses.most, max(default if strikes > 1 or not asked else 0.0, asked or 0.0))
    return replace(
        pace,
        strikes=strikes,
        struck_at=now if new else pace.struck_at,
        paused_until=max(until, pace.paused_until),
        probing_until=0.0,
        slowness=min(SLOWEST, max(SLOWER, pace.slowness * 2)) if new else pace.slowness,
        why=why if new else pace.why,
    )


def good(pace: Pace, *, sent_at: float) -> Pace:
    """Note that a request sent at ``sent_at`` was answered. One sent after the pause lifts it: the probe came through."""
    if sent_at < pace.paused_until or sent_at < pace.struck_at:
        return pace
    return replace(pace, strikes=0, probing_until=0.0, slowness=max(1.0, pace.slowness * RECOVERY))


def probes(pace: Pace, sent_at: float) -> bool:
    """Tell whether a request sent at ``sent_at`` is the probe after a pause, and nothing good was heard since."""
    return pace.strikes > 0 and sent_at >= pace.paused_until


def inconclusive(pace: Pace, *, sent_at: float) -> Pace:
    """Note that a request sent at ``sent_at`` came to nothing either way (a gateway error): the next one may probe."""
    return replace(pace, probing_until=0.0) if sent_at >= pace.paused_until else pace
