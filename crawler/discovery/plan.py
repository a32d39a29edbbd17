"""What would be worth asking next, and how much: the best-first plan. Values are only compared with each other (0 to 100)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crawler.discovery import questions
from crawler.discovery.facts import Missed
from crawler.discovery.policy_plan import policy_wishes
from crawler.discovery.reading_plan import page_wishes
from crawler.discovery.survey import Survey
from crawler.discovery.types import Ask, Candidate, ListingAsk, PageAsk
from crawler.discovery.wishes import Wish

#: Below this value an ask is left unasked: the archive's patience is worth more than a policy found twice.
WORTH_ASKING: Final = 30.0
#: A URL key with so many rows of a listing that was cut short is left out of the next one.
_HEAVY_ROWS: Final = 100
#: Listings that may time out before no further one is tried.
_TIMEOUTS: Final = 4
#: The middle of the archive's years: a listing that is too heavy is asked for in two halves.
_HALF: Final = "2012"
#: Blind page asks that may fail before no further one is tried.
_BLIND_FAILURES: Final = 2
#: Years for which a page is asked for blindly when no listing is to be had.
_BLIND: Final = ("20170701000000", "20120701000000", "20220701000000", "20070701000000")


def wishes(survey: Survey, candidates: tuple[Candidate, ...]) -> list[Wish]:
    """Return what is worth asking, the best first, without what was asked already."""
    every = [*_listings(survey), *page_wishes(survey, candidates), *policy_wishes(survey, candidates), *_blind(survey)]
    best: dict[Ask, float] = {}
    for wish in every:
        if wish.ask not in survey.asked and wish.value >= WORTH_ASKING:
            best[wish.ask] = max(wish.value, best.get(wish.ask, 0.0))
    if _gives_up(survey):
        best = {ask: value for ask, value in best.items() if isinstance(ask, PageAsk)}
    return sorted((Wish(value, ask) for ask, value in best.items()), key=lambda wish: -wish.value)


def _gives_up(survey: Survey) -> bool:
    """Say whether no listing is to be had: all were refused, or too many timed out."""
    return not survey.listings and (is_excluded(survey) or len(_missed_listings(survey)) >= _TIMEOUTS)


def is_excluded(survey: Survey) -> bool:
    """Say whether the archive will not show the domain: it refused every listing, two of them at least."""
    reasons = [missed.reason for missed in _missed_listings(survey)]
    return not survey.listings and len(reasons) > 1 and set(reasons) == {"excluded"}


def _missed_listings(survey: Survey) -> list[Missed]:
    return [missed for missed in survey.missed if isinstance(missed.ask, ListingAsk)]


def _failed(survey: Survey, ask: ListingAsk) -> bool:
    """Say whether ``ask`` went unanswered for a reason that a narrower one may not have."""
    return any(missed.ask == ask and missed.reason != "excluded" for missed in survey.missed)


def _listings(survey: Survey) -> Iterator[Wish]:
    for number, domain in enumerate(survey.domains):
        less = 38.0 if number else 0.0
        for wish in (*_front_listings(survey, domain), *_index_listings(survey, domain)):
            yield Wish(wish.value - less, wish.ask)


def _front_listings(survey: Survey, domain: str) -> Iterator[Wish]:
    front = f"http://{domain}/"
    ask = questions.home_listing(front)
    yield Wish(100, ask)
    if _failed(survey, ask):
        yield Wish(94, questions.home_listing(front, since=_HALF, narrow=True))
        yield Wish(80, questions.home_listing(front, until=str(int(_HALF) - 1), narrow=True))
    answered = [item for item in survey.listings if item.ask == ask]
    if answered:
        yield Wish(36 if answered[0].rows else 90, questions.departures(front))


def _index_listings(survey: Survey, domain: str) -> Iterator[Wish]:
    ask, strict = questions.index(domain), questions.strict_index(domain)
    yield Wish(96, ask)
    answered = {item.ask: item for item in survey.listings}
    first = answered.get(ask)
    if first and not first.complete:
        heavy = tuple(shelf.urlkey for shelf in first.shelves if shelf.captures >= _HEAVY_ROWS)
        again = questions.index(domain, without=heavy)
        yield Wish(86, again if heavy else strict)
        if heavy and again in answered and not answered[again].complete:
            yield Wish(84, strict)
    if _failed(survey, ask):
        yield Wish(88, strict)
    if _failed(survey, strict) or (first and not first.rows):
        for less, path in enumerate(questions.PREFIXES):
            yield Wish((84 if _failed(survey, strict) else 50) - 8 * less, questions.prefix(domain, path))


def _blind(survey: Survey) -> Iterator[Wish]:
    """Ask for pages where no listing is to be had: the archive plays the capture nearest to a day."""
    failed = [missed for missed in survey.missed if isinstance(missed.ask, PageAsk)]
    if _gives_up(survey) and not is_excluded(survey) and len(failed) < _BLIND_FAILURES:
        for less, timestamp in enumerate(_BLIND):
            why = "no listing is to be had: the front page near this day"
            yield Wish(60 - 5 * less, PageAsk(timestamp=timestamp, original=f"http://{survey.domains[0]}/", why=why))
