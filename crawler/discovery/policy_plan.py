"""Which policies would be worth reading or listing next: for the links inside them, and for where they went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crawler.discovery import questions
from crawler.discovery.matching import kind_of_address
from crawler.discovery.survey import Survey
from crawler.discovery.types import Candidate
from crawler.discovery.wishes import Wish, page_ask, years

#: Years after a policy's end in which the one that took its place must have been captured.
_HEIR: Final = 1.0
#: Kinds that nearly every vendor has: while one of them is missing, the links inside policies are worth more.
_USUAL: Final = ("privacy", "terms", "cookies", "acceptable-use")


def policy_wishes(survey: Survey, candidates: tuple[Candidate, ...]) -> Iterator[Wish]:
    """Yield what is worth asking about the policies known: confirmation, links inside, earlier versions, where they went."""
    yield from _confirmations(survey, candidates)
    yield from _policies(survey, candidates)
    yield from _histories(survey)
    yield from _departures(survey, candidates)


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
        yield Wish(value, page_ask(shelf.pages[-1], f"links inside the {candidate.kind} page"))


def _histories(survey: Survey) -> Iterator[Wish]:
    for key, marks in survey.histories.items():
        shelf = survey.shelf(key)
        if shelf and shelf.pages and key not in survey.pages:
            yield Wish(61, page_ask(shelf.pages[-1], f"earlier versions: {marks[0].link.text[:40]!r}"))
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
        yield Wish(value, page_ask(away, f"where {candidate.kind} went"))


def _has_heir(gone: Candidate, day: str, candidates: tuple[Candidate, ...]) -> bool:
    """Say whether a policy of the kind begins about when ``gone`` ended: then the redirect most likely leads there."""
    others = (c for c in candidates if c.accepted and c.kind == gone.kind and c.urlkey != gone.urlkey and c.first_timestamp)
    return any(c.last_timestamp > day and years(c.first_timestamp, day) > -_HEIR for c in others)
