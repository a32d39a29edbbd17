"""Is this text a policy, of which kind, and if not, what is it instead."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import POLICY


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


def judge(*, title: str, text: str, markdown: str, url: str, kind: str, html_facts: HtmlFacts) -> Verdict:
    """Judge one page's text; ``kind`` is what was expected there, and decides ties only."""
    words = len(text.split())
    if words < 50:
        return Verdict(verdict="empty", kind="", score=1.0, reasons=(f"only {words} words",))
    return Verdict(verdict=POLICY, kind=kind, score=0.5, reasons=("first version: not judged yet",))
