"""Situations in which the archive does not list or play anything: blocked, throttled, broken."""

from __future__ import annotations

from typing import Any

from .. import pages
from ..access import Form
from ..answers import Step, hang, page, refused, throttled, throttled_until
from ..fake import FakeArchive
from .expected import CALM, DOMAIN, ODD, Expected, Situation, odd, scripted, standing

#: A hanging connection costs a read time-out: one of a second is enough on loopback.
IMPATIENT = {"DOWNLOAD_TIMEOUT": 1}


def blocked(form: Form, row: str, *, web: tuple[int, int] = (0, 0), domain: str = DOMAIN) -> Situation:
    """The whole domain is blocked, in that form."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive).exclude(domain, form)
        return Expected(row=row, outcomes={}, listing="excluded", web=web, status=(0, 5))

    return situation


def excluded_playback(status: int) -> Situation:
    """The listing is served, playback says excluded: a page of 57 kB on 200, or 403."""
    outcomes = {CALM: "excluded", ODD: "excluded"}
    expected = Expected(row="excluded from playback", outcomes=outcomes, web=(1, 2), status=(0, 5))
    return standing("web", pages.excluded(status), expected)


def heavy(archive: FakeArchive) -> Expected:
    """504 unless the window is at most five years long: halve until it answers."""
    odd(archive).too_heavy(days=366 * 5)
    return Expected(row="CDX 504 / timeout", cdx=(3, 40))


def heavy_rows(archive: FakeArchive) -> Expected:
    """504 while a query matches more than one row."""
    odd(archive).too_heavy(rows=1)
    return Expected(row="CDX 504 / timeout", cdx=(3, 60))


def once(step: Step, row: str, match: str = "cdx", most: int = 2, **more: Any) -> Situation:
    """The first matching request meets a fault that passes: everything is had, at the price of a few requests."""
    ranges = {"cdx": (1, 1 + most)} if match == "cdx" else {"web": (2, 2 + most)}
    return scripted(match, [step], Expected(row=row, **{**ranges, **more}))


def listing_fails(step: Step, row: str, **more: Any) -> Situation:
    """Every listing request meets it: the listing is recorded as failed and due, nothing is taken for empty."""
    known: dict[str, Any] = {"outcomes": {}, "listing": "failed", "cdx": (1, 12), "web": (0, 0), "status": (3,), "due": True}
    return standing("cdx", step, Expected(row=row, **(known | more)))


def refuses(step: Step, match: str, row: str, **more: Any) -> Situation:
    """Every matching request is refused: pauses, a probe each, then the end with status 4 and the rest due."""
    known: dict[str, Any] = {"status": (4,), "due": True}
    if match == "cdx":
        known |= {"outcomes": {}, "listing": "failed", "cdx": (2, 8), "web": (0, 0)}
    else:
        known |= {"outcomes": {CALM: "failed|pending", ODD: "failed|pending"}, "web": (2, 8)}
    return standing(match, step, Expected(row=row, **(known | more)))


def refused_midway(archive: FakeArchive) -> Expected:
    """New connections are refused for a moment."""
    odd(archive).script("web", [refused(0.2)])
    return Expected(row="refused / reset / handshake hang", web=(2, 5))


_LIVE, _AGAIN, _BROKEN, _HTML = "live 429", "repeated 429", "refused / reset / handshake hang", "CDX 5xx / HTML page on 200"
_HEAVY, _GATEWAY = "CDX 504 / timeout", "playback 500/502/503/504"

REFUSALS: dict[str, Situation] = {
    "blocked, old form": blocked("403-old", "CDX blocked"),
    "blocked, new form with an empty body": blocked("403-new", "CDX blocked"),
    "blocked by robots": blocked("robots", "CDX blocked by robots", web=(0, 1)),
    "blocked by robots, said on 200": listing_fails(
        "robots-text", "CDX blocked by robots", listing="excluded", status=(0, 5), due=False, cdx=(1, 1), web=(0, 1)
    ),
    "excluded from playback, on 200": excluded_playback(200),
    "excluded from playback, on 403": excluded_playback(403),
    "listing: 400": listing_fails(page(400, "Bad Request", "bad parameter\n"), "CDX 400", cdx=(1, 1)),
    "listing: 504 for windows above five years": heavy,
    "listing: 504 above one row": heavy_rows,
    "listing: 504 once": once("504", _HEAVY, most=4),
    "listing: 408 once": once("408", _HEAVY, most=4),
    "listing: a time-out in words, once": once("timeout-text", _HEAVY, most=4),
    "listing: no answer, once": once(hang(), _HEAVY, most=4, settings=IMPATIENT),
    "listing: 504 always": listing_fails("504", _HEAVY, cdx=(2, 40)),
    "listing: 503 once": once("503", _HTML),
    "listing: an error page on 200, once": once("html", _HTML),
    "listing: cut off but well framed, once": once("cut", _HTML),
    "listing: cut off in transfer, once": once("truncated", _HTML),
    "listing: 503 always": listing_fails("503", _HTML),
    "listing: an error page on 200, always": listing_fails("html", _HTML),
    "listing: maintenance on 200, always": listing_fails("maintenance", _HTML),
    "listing: cut off, always": listing_fails("cut", _HTML),
    "listing: 429 once": once("429", _LIVE),
    "listing: 429 with seconds": once(throttled(1), _LIVE),
    "listing: 429 with a date": once(throttled_until(1), _LIVE),
    "listing: redirect to /429.html": once("429.html", _LIVE),
    "listing: reset once": once("reset", _BROKEN),
    "listing: 429 always": refuses("429", "cdx", _AGAIN),
    "playback: 429 once": once("429", _LIVE, "web"),
    "playback: 429 with seconds": once(throttled(1), _LIVE, "web"),
    "playback: 429 with a date": once(throttled_until(1), _LIVE, "web"),
    "playback: redirect to /429.html": once("429.html", _LIVE, "web"),
    "playback: reset once": once("reset", _BROKEN, "web"),
    "playback: reset in the middle of a body": once("reset-midway", _BROKEN, "web"),
    "playback: no answer, once": once(hang(), _BROKEN, "web", settings=IMPATIENT),
    "playback: refused for a moment": refused_midway,
    "playback: 429 always": refuses("429", "web", _AGAIN),
    "playback: 429.html always": refuses("429.html", "web", _AGAIN),
    "playback: reset always": refuses("reset", "web", _BROKEN, web=(2, 16)),
    "playback: 500 once": once("500", _GATEWAY, "web"),
    "playback: 502 once": once("502", _GATEWAY, "web"),
    "playback: 503 once": once("503", _GATEWAY, "web"),
    "playback: 504 once": once("504", _GATEWAY, "web"),
}
