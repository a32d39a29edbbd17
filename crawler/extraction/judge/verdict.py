"""Is this text a policy, of which kind, and if not, what is it instead.

A judge by evidence that a reader can check: the document's own title, what it speaks of, and whether it binds anybody,
against the wording of error pages, parked domains, walls, shells and other kinds of page. Each gives points; the sum
decides, and the reasons say in words what it was. Measured by ``scripts/bench_judge.py`` on labelled pages.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from crawler.extraction.judge import evidence as evidence_of
from crawler.extraction.judge.evidence import Evidence
from crawler.extraction.judge.words import LANGUAGES, SHAPE_REASON
from crawler.items import KINDS, POLICY

#: Under 50 words nothing is a document: captures answered with 200 can be shells (measured on real captures, 2026-11).
LEAST_WORDS: Final = 50
#: Points from which a text is a policy; set on the tuning pages.
_ENOUGH: Final = 4.0
#: Points from which no look is taken at what else it could be: nothing that is no policy has come near (labelled pages).
_BEYOND_DOUBT: Final = 9.0
#: Words from which a text under a document's name is taken for the document, where its own words cannot be looked for.
_FOREIGN_WORDS: Final = 150
#: Words up to which a page can be an error page or a wall: what is longer says more than that.
_LONGEST_SHAPE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlFacts:
    """What the page around the text tells: counts over the whole page as captured, before anything was cut away.

    ``meta_refresh`` is the target of a ``<meta http-equiv=refresh>``, ``headings`` the words of its ``h1``-``h3`` in order.
    """

    words_on_page: int = 0
    link_words: int = 0
    scripts: int = 0
    password_fields: int = 0
    forms: int = 0
    frames: int = 0
    meta_refresh: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``verdict`` is ``policy`` or what the page is instead; ``score`` how sure (0 to 1); ``reasons`` why, in words."""

    verdict: str
    kind: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """How much of a policy is in a text: its likeliest kind, the points, and what gave them."""

    kind: str
    points: float
    reasons: tuple[str, ...]


def judge(*, title: str, text: str, markdown: str, url: str, kind: str, html_facts: HtmlFacts, language: str = "") -> Verdict:
    """Judge one page's text; ``kind`` is what was expected there, and decides ties only.

    ``language`` is the text's, two letters; of one whose words are not listed, title, address and length must do.
    """
    evidence = evidence_of.gather(title, text, markdown, url, html_facts.headings)
    if evidence.words < LEAST_WORDS:
        return _too_short(evidence, html_facts)
    case = _case(evidence, kind) if not language or language in LANGUAGES else _foreign_case(evidence, kind, language)
    shape = _shape(evidence, html_facts, case)
    if shape:
        return shape
    if case.points >= _ENOUGH:
        return Verdict(verdict=POLICY, kind=case.kind, score=_sure(case.points - _ENOUGH), reasons=case.reasons)
    return _other(evidence, case)


def _case(evidence: Evidence, expected: str) -> _Case:
    titles = {kind: evidence_of.title_points(evidence, kind) for kind in KINDS}
    clauses = {kind: evidence_of.clause_points(evidence, kind) for kind in KINDS}
    points = {
        kind: titles[kind] + clauses[kind] + evidence_of.url_points(evidence, kind) + 0.2 * (kind == expected) for kind in KINDS
    }
    kind = max(points, key=lambda k: points[k])
    binds = evidence_of.binding(evidence)
    total = points[kind] + _binding_points(binds, evidence.words) - 6 * max(0.0, evidence.link_share - 0.25)
    if total < _BEYOND_DOUBT:
        named = titles[kind] >= 3 and evidence_of.url_points(evidence, kind)
        total -= _genre(evidence)[1] * (0.5 if named else 1.0) + _elsewhere(evidence)
    return _Case(kind, total, _why(evidence, kind, titles[kind], clauses[kind], binds))


def _foreign_case(evidence: Evidence, expected: str, language: str) -> _Case:
    """Judge by what a text is called and how long it is: nothing that it says can be looked for."""
    titles = {kind: evidence_of.title_points(evidence, kind) for kind in KINDS}
    points = {kind: titles[kind] + evidence_of.url_points(evidence, kind) + 0.2 * (kind == expected) for kind in KINDS}
    kind = max(points, key=lambda k: points[k])
    total = points[kind] + 1.5 * (titles[kind] >= 3 and evidence.words >= _FOREIGN_WORDS)
    total -= 6 * max(0.0, evidence.link_share - 0.25) + _elsewhere(evidence)
    why = _why(evidence, kind, titles[kind], 0.0, [])
    return _Case(kind, total, (f"judged by title and length: no words of its language ({language}) are listed", *why))


def _binding_points(binds: list[str], words: int) -> float:
    """Points (-5 to 3) for binding words: a text with fewer than its length lets expect speaks about policies, and is none."""
    expected = 1 if words < 80 else 2 if words < 160 else 3
    return min(3.0, 0.6 * len(binds)) - 1.75 * max(0, expected - len(binds))


def _why(evidence: Evidence, kind: str, title: float, clauses: float, binds: list[str]) -> tuple[str, ...]:
    name = f"{'an' if KINDS[kind][0] in 'aeiou' else 'a'} {KINDS[kind]}"
    reasons = []
    if title:
        reasons.append(f"the title names {name}" if title > 2 else f"the title has the words of {name}")
    if clauses:
        reasons.append(f"the text speaks of what {name} is about")
    if binds:
        reasons.append("the text binds, in words such as " + ", ".join(f"“{phrase}”" for phrase in binds[:3]))
    return (*reasons, f"{evidence.words} words")


#: Parts of an address by which sites keep their news, manuals and vacancies apart.
_ELSEWHERE: Final = re.compile(
    r"(^|[./])(blog|news|press|newsroom|docs|developers?|careers|jobs|forums?|community|search|aktuelles|20\d\d/\d\d)([./]|$)"
)

#: A headline for an address: six words and more.
_SLUG: Final = re.compile(r"/[a-z0-9]+(-[a-z0-9]+){5,}[^/]*/?$")


def _genre(evidence: Evidence) -> tuple[str, float]:
    """Name another kind of page that the text reads like, if any, and the points against a policy for that."""
    found = evidence_of.genres(evidence)
    name = max(found, key=lambda each: found[each])
    return name if found[name] > 1 else "", 1.2 * max(0, found[name] - 1)


def _elsewhere(evidence: Evidence) -> float:
    """Points against a policy for where the page stands: among news, manuals and vacancies, or at a headline's address."""
    return 1.5 * bool(_ELSEWHERE.search(evidence.place)) + 1.0 * bool(_SLUG.search(evidence.place))


def _shape(evidence: Evidence, facts: HtmlFacts, case: _Case) -> Verdict | None:
    """Name the shape that is no policy, if the page is short enough for one and says so in two ways at least."""
    if evidence.words > _LONGEST_SHAPE or case.points >= _BEYOND_DOUBT:
        return None
    found = evidence_of.shapes(evidence)
    found["login-wall"] += 2 * bool(facts.password_fields)
    name = max(found, key=lambda each: found[each])
    if found[name] < 2 or case.points - _ENOUGH > 1.0 * (found[name] - 1):
        return None
    if found[name] < max(evidence_of.genres(evidence).values()):
        return None
    return Verdict(verdict=name, kind="", score=_sure(found[name]), reasons=_shape_reasons(name, evidence))


def _too_short(evidence: Evidence, facts: HtmlFacts) -> Verdict:
    """Say why there is too little text."""
    found = evidence_of.shapes(evidence)
    found["login-wall"] += 2 * bool(facts.password_fields)
    found["frameset"] = 2 * (facts.frames > 0 and facts.words_on_page < LEAST_WORDS)
    found["script-shell"] += 2 * bool(facts.meta_refresh)
    name = max(found, key=lambda each: found[each])
    if found[name]:
        return Verdict(verdict=name, kind="", score=_sure(found[name]), reasons=_shape_reasons(name, evidence))
    why = (f"only {evidence.words} words: too few for a document",)
    if _home(evidence) >= 3:
        return Verdict(verdict="home-page", kind="", score=0.7, reasons=(_HOME_REASON, *why))
    if evidence.link_share > 0.4 and evidence.words > 10:
        return Verdict(verdict="other-page", kind="", score=0.9, reasons=("the page is a list of links", *why))
    return Verdict(verdict="empty", kind="", score=0.9, reasons=why)


def _shape_reasons(name: str, evidence: Evidence) -> tuple[str, ...]:
    return SHAPE_REASON[name], f"{evidence.words} words"


def _other(evidence: Evidence, case: _Case) -> Verdict:
    genre, _ = _genre(evidence)
    reads_like = f"the page reads like {genre}" if genre else "the text says too little of what policies say"
    sure = _sure(_ENOUGH - case.points)
    if _home(evidence) >= 3:
        return Verdict(verdict="home-page", kind="", score=sure, reasons=(_HOME_REASON,))
    return Verdict(verdict="other-page", kind="", score=sure, reasons=(reads_like, *case.reasons[-1:]))


#: A host alone, or its start page.
_FRONT: Final = re.compile(r"^[^/]+/?((index|default|home)\.\w{3,5})?$")
_HOME_REASON: Final = "the page introduces the company and its products"


def _home(evidence: Evidence) -> int:
    return evidence_of.home_points(evidence) + 2 * bool(_FRONT.search(evidence.place))


def _sure(margin: float) -> float:
    return round(1 / (1 + math.exp(-margin)), 3)
