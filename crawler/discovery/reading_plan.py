"""Which pages would be worth reading next, and which single URLs listing, from what is known so far."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from crawler.discovery import questions
from crawler.discovery.matching import kind_of_address
from crawler.discovery.shelves import Shelf
from crawler.discovery.survey import Mark, Survey
from crawler.discovery.types import Ask, Candidate, PageAsk

#: Years: pages nearer than this hardly differ; gaps longer than that are likely to hide something.
_NEAR: Final = 0.3
_LONG: Final = 4.0
#: Years after a policy's end in which the one that took its place must have been captured.
_HEIR: Final = 1.0
#: Hubs of a site that are read at most: "Legal" and "Trust" are two, five are a sitemap.
_HUBS: Final = 4
#: Kinds that nearly every vendor has: while one of them is missing, the links inside policies are worth more.
_USUAL: Final = ("privacy", "terms", "cookies", "acceptable-use")
#: Texts and addresses of hubs that nearly always list policies; the others (compliance, disclaimer) often do not.
_SURE_HUBS: Final = (
    "legal",
    "polic",
    "terms",
    "trust",
    "privacy",
    "rechtlich",
    "mention",
    "juridi",
    "aviso",
    "規約",
    "ポリシー",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """An ask and what it is worth."""

    value: float
    ask: Ask


@dataclass(frozen=True, slots=True)
class Scale:
    """What reading a page is worth: the newest, the oldest, between two that differ, and between two that do not."""

    newest: float
    oldest: float
    differ: float
    same: float


_HOME: Final = Scale(92, 84, 76, 42)
_SECOND_HOME: Final = Scale(87, 70, 60, 36)
_HUB: Final = Scale(79, 68, 64, 34)


def page_wishes(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    """Yield what is worth reading: front pages over the years, hubs, policies, redirects; and URLs worth confirming."""
    yield from _homes(survey, candidates)
    yield from _hubs(survey, candidates)
    yield from _confirmations(survey, candidates)
    yield from _policies(survey, candidates)
    yield from _histories(survey)
    yield from _departures(survey, candidates)


def _homes(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    for number, (key, url) in enumerate(survey.home_keys.items()):
        shelf = survey.shelf(key)
        if shelf and shelf.pages:
            scale = _HOME if number == 0 else _SECOND_HOME
            yield from _timeline(survey, shelf, scale, "the front page", _links_of(survey, key, candidates))
        if shelf and shelf.departed:
            timestamp, original = shelf.departed
            yield Wish(
                91 if not shelf.pages else 50, PageAsk(timestamp=timestamp, original=original, why="where the front page went")
            )
        if number >= len(survey.domains) and not shelf and not survey.listed(key):
            yield Wish(88, questions.exact(url, "when the page behind the front page was captured"))


def _hubs(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    ordered = sorted(survey.hubs.items(), key=lambda item: (not _is_sure(item[1]), -len(item[1])))
    for number, (key, marks) in enumerate(ordered[:_HUBS]):
        if key in survey.home_keys:
            continue
        less = 5.0 * number + (0 if _is_sure(marks) else 15)
        shelf, text = survey.shelf(key), marks[0].link.text
        if shelf and shelf.pages:
            for wish in _timeline(survey, shelf, _HUB, f"the page called {text[:40]!r}", _links_of(survey, key, candidates)):
                yield Wish(wish.value - less, wish.ask)
        elif shelf is None and not survey.listed(key):
            yield Wish(78 - less, questions.exact(marks[-1].link.url, f"when the page called {text[:40]!r} was captured"))


def _is_sure(marks: list[Mark]) -> bool:
    return any(word in f"{mark.link.text} {mark.link.urlkey}".lower() for mark in marks for word in _SURE_HUBS)


def _timeline(
    survey: Survey, shelf: Shelf, scale: Scale, name: str, links: Callable[[str], frozenset[object]]
) -> Iterator[Wish]:
    """Read the newest capture, the oldest, then between two: first where their links differ, then where they are far apart."""
    read = sorted(page.timestamp for page in survey.pages.get(shelf.urlkey, ()))
    missed = {missed.ask.timestamp for missed in survey.missed if isinstance(missed.ask, PageAsk)}
    usable = [page for page in shelf.pages if page[0] not in missed]
    if not usable:
        return
    if not read:
        yield Wish(scale.newest, _page(usable[-1], f"{name}, newest"))
        return
    if _years(usable[0][0], read[0]) > _NEAR:
        yield Wish(scale.oldest, _page(usable[0], f"{name}, oldest"))
    if _years(read[-1], usable[-1][0]) > _NEAR:
        yield Wish(scale.oldest, _page(usable[-1], f"{name}, newest"))
    for before, after in itertools.pairwise(read):
        between = [page for page in usable if before < page[0] < after]
        gap = _years(before, after)
        if not between or gap < _NEAR:
            continue
        middle = min(between, key=lambda page: abs(_years(before, page[0]) - gap / 2))
        differ = links(before) != links(after)
        value = scale.differ + min(gap, 6) / 2 if differ and gap > 2 * _NEAR else scale.same * min(1.0, gap / _LONG)
        yield Wish(value, _page(middle, f"{name}, between {before[:6]} and {after[:6]}"))


def _links_of(survey: Survey, key: str, candidates: tuple[Candidate, ...]) -> Callable[[str], frozenset[object]]:
    """Return a function from a page's timestamp to the policies and hubs that it linked."""
    matter = {(c.urlkey, c.fragment) for c in candidates if c.accepted} | {(hub, "") for hub in survey.hubs}
    shown = {
        page.timestamp: frozenset({(link.urlkey, link.fragment) for link in page.sightings} & matter)
        for page in survey.pages.get(key, ())
    }
    return lambda timestamp: frozenset(shown.get(timestamp, frozenset()))


def _confirmations(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    for candidate in candidates:
        unknown = survey.shelf(candidate.urlkey) is None and not survey.listed(candidate.urlkey)
        if candidate.accepted and unknown and survey.own(candidate.url):
            old = any(evidence.source == "history" for evidence in candidate.evidence)
            value = (40 if old else 62) + 4 * candidate.score
            yield Wish(value, questions.exact(candidate.url, f"whether and when this {candidate.kind} page was captured"))


def _policies(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    """Policies link each other: read the newest capture of the best of each kind, of privacy all."""
    accepted = [c for c in candidates if c.accepted and survey.own(c.url)]
    missing = [kind for kind in _USUAL if kind not in {c.kind for c in accepted}]
    done: set[str] = set()
    for candidate in accepted:
        shelf = survey.shelf(candidate.urlkey)
        if not shelf or not shelf.pages or candidate.urlkey in survey.pages:
            done.add(candidate.kind if shelf and candidate.urlkey in survey.pages else "")
            continue
        value = (56.0 if missing else 46.0) if candidate.kind == "privacy" else 42.0
        value -= 16 if candidate.kind in done else 0
        done.add(candidate.kind)
        yield Wish(value, _page(shelf.pages[-1], f"links inside the {candidate.kind} page"))


def _histories(survey: Survey) -> Iterator[Wish]:
    for key, marks in survey.histories.items():
        shelf = survey.shelf(key)
        if shelf and shelf.pages and key not in survey.pages:
            yield Wish(61, _page(shelf.pages[-1], f"earlier versions: {marks[0].link.text[:40]!r}"))
        elif shelf is None and not survey.listed(key):
            yield Wish(60, questions.exact(marks[0].link.url, "when the list of earlier versions was captured"))


def _departures(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    """Ask where a policy went whose URL answers with redirects from some day on: perhaps to the buyer's site."""
    for candidate in candidates:
        shelf = survey.shelf(candidate.urlkey)
        away = shelf.departed if shelf else None
        plain = candidate.accepted or (shelf and not shelf.pages and kind_of_address(shelf.url) and candidate.captures == 0)
        if not shelf or not away or not plain or not survey.own(candidate.url):
            continue
        value = (74.0 if shelf.pages else 66.0) + (2 if candidate.kind == "privacy" else 0)
        value -= 36 if _has_heir(candidate, away[0], candidates) else 0
        yield Wish(value, _page(away, f"where {candidate.kind} went"))


def _has_heir(gone: Candidate, day: str, candidates: tuple[Candidate, ...]) -> bool:
    """Say whether a policy of the kind begins about when ``gone`` ended: then the redirect most likely leads there."""
    others = (c for c in candidates if c.accepted and c.kind == gone.kind and c.urlkey != gone.urlkey and c.first_timestamp)
    return any(c.last_timestamp > day and _years(c.first_timestamp, day) > -_HEIR for c in others)


def _page(page: tuple[str, str], why: str) -> PageAsk:
    return PageAsk(timestamp=page[0], original=page[1], why=why)


def _years(before: str, after: str) -> float:
    """Return the years from one 14-digit timestamp to another; impossible days are taken as the month's first."""
    return (_moment(after) - _moment(before)).days / 365.25


def _moment(timestamp: str) -> dt.date:
    year, month, day = int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8])
    return dt.date(max(1, year), min(max(1, month), 12), min(max(1, day), 28))
