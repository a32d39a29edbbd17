"""Consent banners that are longer than the policy: the share of the words that protects a text would protect them too."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import text_of, words_of
from crawler.extraction.parts import POLICY

#: Words of the part around the policy's title from which it is the policy; the shortest policies known have 60.
POLICY_WORDS: Final = 50

#: Scripts put banners at the top of the page's tree: no deeper part is looked at.
_TAGS: Final = frozenset(("div", "section", "aside", "dialog"))
_NAMED = re.compile(
    r"(?:cookie|consent)s?[-_ ]?(?:consent[-_ ]?)?(?:banner|bar|pop-?up|modal|overlay|wall|dialog|layer)", re.IGNORECASE
)


def banners(body: HtmlElement) -> list[HtmlElement]:
    """List the banners of a page as captured, buttons and all.

    A banner asks (it has a button or a box to tick), has no title of the first rank, and stands apart from the part that has:
    the policy, under a name that says so.
    """
    asking = [part for child in body for part in (child, *child) if part.tag in _TAGS and _asks(part)]
    policy = _policy(body) if asking else None
    if policy is None:
        return []
    within = {policy, *policy.iterancestors(), *policy.iter()}
    return [part for part in asking if part not in within]


def _asks(part: HtmlElement) -> bool:
    named = part.get("role") in ("dialog", "alertdialog") or part.get("aria-modal") == "true"
    if not named and not _NAMED.search(f"{part.get('id') or ''} {part.get('class') or ''}"):
        return False
    return next(part.iter("button", "input"), None) is not None and next(part.iter("h1"), None) is None


def _policy(body: HtmlElement) -> HtmlElement | None:
    """Find the smallest part around the policy's title that holds more than the title."""
    part = next((h1 for h1 in body.iter("h1") if POLICY.search(text_of(h1).lower())), None)
    while part is not None and part is not body and len(words_of(part)) < POLICY_WORDS:
        part = part.getparent()
    return None if part is body else part
