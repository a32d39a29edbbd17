"""Which front pages and lists of policies would be worth reading next, from what is known so far."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from crawler.discovery import questions
from crawler.discovery.shelves import Shelf
from crawler.discovery.survey import Mark, Survey
from crawler.discovery.types import Candidate, PageAsk
from crawler.discovery.wishes import Wish, page_ask, years

#: Years: pages nearer than this hardly differ; gaps longer than that are likely to hide something.
_NEAR: Final = 0.3
_LONG: Final = 4.0
#: Hubs of a site that are read at most: "Legal" and "Trust" are two, five are a sitemap.
_HUBS: Final = 4
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
    """Yield what is worth reading to find policies: front pages over the years, and the pages that list them."""
    yield from _homes(survey, candidates)
    yield from _hubs(survey, candidates)


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
        yield Wish(scale.newest, page_ask(usable[-1], f"{name}, newest"))
        return
    if years(usable[0][0], read[0]) > _NEAR:
        yield Wish(scale.oldest, page_ask(usable[0], f"{name}, oldest"))
    if years(read[-1], usable[-1][0]) > _NEAR:
        yield Wish(scale.oldest, page_ask(usable[-1], f"{name}, newest"))
    for before, after in itertools.pairwise(read):
        between = [page for page in usable if before < page[0] < after]
        gap = years(before, after)
        if not between or gap < _NEAR:
            continue
        middle = min(between, key=lambda page: abs(years(before, page[0]) - gap / 2))
        differ = links(before) != links(after)
        value = scale.differ + min(gap, 6) / 2 if differ and gap > 2 * _NEAR else scale.same * min(1.0, gap / _LONG)
        yield Wish(value, page_ask(middle, f"{name}, between {before[:6]} and {after[:6]}"))


def _links_of(survey: Survey, key: str, candidates: tuple[Candidate, ...]) -> Callable[[str], frozenset[object]]:
    """Return a function from a page's timestamp to the policies and hubs that it linked."""
    matter = {(c.urlkey, c.fragment) for c in candidates if c.accepted} | {(hub, "") for hub in survey.hubs}
    shown = {
        page.timestamp: frozenset({(link.urlkey, link.fragment) for link in page.sightings} & matter)
        for page in survey.pages.get(key, ())
    }
    return lambda timestamp: frozenset(shown.get(timestamp, frozenset()))
