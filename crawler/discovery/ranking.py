"""From evidence to candidates: what the words say, held against what the archive has and whose site it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.contexts import is_policy_host
from crawler.discovery.doubts import doubts
from crawler.discovery.hubs import is_hub_address
from crawler.discovery.matching import kind_of_address, kinds_of_text
from crawler.discovery.scoring import Verdict, weigh
from crawler.discovery.shelves import Shelf
from crawler.discovery.survey import Mark, Place, Survey, domain_of
from crawler.discovery.types import Candidate, Evidence

#: Score (0 to 1) from which a candidate is taken. Set on the generated sites of tests/discovery, 2026-11-22.
ACCEPTED: Final = 0.5
#: Captures after which more of them say nothing more.
_OFTEN: Final = 20
#: Home pages at different times after which more of them say nothing more.
_STEADY: Final = 4
#: How much of what is left to doubt is taken away by being archived often, and by being linked for long.
_OFTEN_HELPS: Final = 0.1
_STEADY_HELPS: Final = 0.3


def rank(survey: Survey) -> tuple[Candidate, ...]:
    """Return all candidates, the accepted first, then by falling score; each document of the catalogue is among them."""
    places: dict[Place, list[Mark]] = {place: list(marks) for place, marks in survey.marks.items()}
    for key, shelf in survey.shelves.items():
        if key not in survey.home_keys and kind_of_address(shelf.url):
            places.setdefault((key, ""), [])
    for led in survey.led:
        if led.to_key != led.from_key and led.to_key not in survey.home_keys:
            places.setdefault((led.to_key, ""), [])
    for document in survey.documents:
        places.setdefault((document.urlkey, document.fragment), [])
    found = [candidate for place, marks in places.items() if (candidate := _candidate(survey, place, marks))]
    settled = [_decided(_beside_rivals(survey, candidate, found)) for candidate in found]
    return tuple(sorted(settled, key=lambda c: (not c.accepted, -c.score, c.kind, c.urlkey, c.fragment)))


def _candidate(survey: Survey, place: Place, marks: list[Mark]) -> Candidate | None:
    url = _url(survey, place, marks)
    known = next((d for d in survey.documents if (d.urlkey, d.fragment) == place), None)
    verdict = _words(survey, place, url, marks)
    if known:
        verdict = replace(verdict, kind=known.kind, score=1.0, reasons=("it stands in the catalogue", *verdict.reasons))
    if not verdict.score or (urlsplit(url).path in ("", "/") and not urlsplit(url).query and not place[1]):
        return None
    factors = () if known else doubts(survey, place, url, verdict, marks)
    score, reasons = verdict.score, verdict.reasons
    for factor, reason in factors:
        score, reasons = score * factor, (*reasons, reason)
    shelf = survey.shelf(place[0])
    helped, why = _helped(survey, place, score, marks)
    return Candidate(
        url=url,
        urlkey=place[0],
        fragment=place[1],
        kind=verdict.kind,
        score=round(helped, 3),
        reasons=(*reasons, *why),
        evidence=_evidence(survey, place, marks),
        first_timestamp=shelf.pages[0][0] if shelf and shelf.pages else "",
        last_timestamp=shelf.pages[-1][0] if shelf and shelf.pages else "",
        captures=shelf.captures if shelf else 0,
        language=verdict.language,
        since=known.since if known else _since(survey, place, url, marks),
        rejected_because="; ".join(reason for _, reason in factors),
    )


def _words(survey: Survey, place: Place, url: str, marks: list[Mark]) -> Verdict:
    key = place[0]
    called = any(mark.link.what == "policy" and kinds_of_text(mark.link.text, survey.name) for mark in marks)
    dated = any(c.isdigit() for c in urlsplit(url).path)
    lists = (is_hub_address(url) and not called) or (key in survey.histories and not dated)
    several = any("policies" in mark.link.text.lower() for mark in marks)
    hub = lists and (several or not survey.barren(key))
    inherited = "" if hub and not survey.arrivals(key) else _inherited(survey, key, marks)
    return weigh(url, place[1], marks, hub=hub, inherited=inherited, name=survey.name)


def _inherited(survey: Survey, key: str, marks: list[Mark]) -> str:
    """Return the kind of the policy that redirects to ``key``, or whose earlier version it is."""
    for led in survey.arrivals(key):
        match = kind_of_address(led.from_url)
        if match or (led.from_key, "") in survey.marks:
            return match.kind if match else weigh(led.from_url, "", survey.marks[(led.from_key, "")]).kind
    for mark in marks:
        if mark.link.what in ("history", "dated") and mark.source in ("policy", "hub", "history"):
            match = kind_of_address(mark.link.url) or kind_of_address(mark.page.url)
            if match:
                return match.kind
    return ""


def _helped(survey: Survey, place: Place, score: float, marks: list[Mark]) -> tuple[float, tuple[str, ...]]:
    shelf = survey.shelf(place[0])
    captures = shelf.captures if shelf else 0
    homes = {mark.page.timestamp[:6] for mark in marks if mark.source == "home"}
    doubt = 1 - score
    if score >= ACCEPTED:
        doubt *= 1 - _OFTEN_HELPS * min(1.0, captures / _OFTEN)
        doubt *= 1 - _STEADY_HELPS * min(1.0, max(0, len(homes) - 1) / (_STEADY - 1))
    archived = (_span(shelf),) if shelf and shelf.pages else ()
    linked = (f"on {len(homes)} home pages from {min(homes)} to {max(homes)}",) if len(homes) > 1 else ()
    return 1 - doubt, (*archived, *linked)


def _span(shelf: Shelf) -> str:
    return f"archived {shelf.captures} times from {shelf.pages[0][0][:6]} to {shelf.pages[-1][0][:6]}"


def _beside_rivals(survey: Survey, candidate: Candidate, others: list[Candidate]) -> Candidate:
    """Doubt a bare name outside the footer where the same page links a policy of that kind in its footer."""
    marks = survey.marks.get((candidate.urlkey, candidate.fragment), [])
    places = {mark.link.position for mark in marks if mark.source == "home"}
    if not places or "footer" in places or any("polic" in mark.link.text.lower() for mark in marks):
        return candidate
    pages = {mark.page.timestamp for mark in marks}
    for other in others:
        beside = survey.marks.get((other.urlkey, other.fragment), [])
        plainer = any(m.link.position == "footer" and m.page.timestamp in pages and m.source == "home" for m in beside)
        if other.urlkey != candidate.urlkey and other.kind == candidate.kind and plainer and other.score >= ACCEPTED:
            why = f"the same page links {other.url} in its footer"
            return replace(
                candidate, score=round(candidate.score / 2, 3), rejected_because=why, reasons=(*candidate.reasons, why)
            )
    return candidate


def _decided(candidate: Candidate) -> Candidate:
    if candidate.score >= ACCEPTED:
        return replace(candidate, accepted=True, rejected_because="")
    return replace(candidate, rejected_because=candidate.rejected_because or "too little speaks for it")


def _url(survey: Survey, place: Place, marks: list[Mark]) -> str:
    shelf = survey.shelf(place[0])
    known = next((d.url for d in survey.documents if d.urlkey == place[0]), "")
    led = next((led.to_url for led in survey.led if led.to_key == place[0]), "")
    return known or (shelf.url if shelf else "") or (marks[-1].link.url if marks else "") or led


def _since(survey: Survey, place: Place, url: str, marks: list[Mark]) -> str:
    """Return the day from which another company's URL is the vendor's: what stood there before stays that company's."""
    domain = domain_of(url)
    if domain in survey.domains or is_policy_host(domain):
        return ""
    days = [led.timestamp for led in survey.arrivals(place[0])] or [mark.page.timestamp for mark in marks]
    return min(days, default="")


def _evidence(survey: Survey, place: Place, marks: list[Mark]) -> tuple[Evidence, ...]:
    key = place[0]
    shelf = survey.shelf(key)
    known = [Evidence("catalogue", "", d.url) for d in survey.documents if (d.urlkey, d.fragment) == place]
    index = [Evidence("index", shelf.pages[0][0] if shelf.pages else "", shelf.url)] if shelf else []
    led = [Evidence("redirect", led.timestamp, led.from_url) for led in survey.arrivals(key)]
    links = [Evidence(m.source, m.page.timestamp, m.page.url, m.link.text, m.link.position) for m in marks]
    return (*known, *led, *sorted(links, key=lambda e: (e.source, e.timestamp)), *index)
