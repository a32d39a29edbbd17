"""Looks that say nothing about the policy: fragments of it, and other pages that were served by turns (rules 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from crawler.noise.running import presence
from crawler.noise.turns import BRIEF, by_turns

#: A text under this share of its neighbours' words is a fraction of them.
FRACTION: Final = 0.5
#: Share of a fragment's words that must be known from the looks around it.
WITHIN: Final = 0.9
#: Share of words below which two texts have next to nothing in common, and above which they are one text, edited at most.
LITTLE, SAME = 0.2, 0.7
#: Share of words from which a text is counted to a family of texts.
FAMILY: Final = 0.4
#: Families of texts that a look is compared with: sites serve two or three, a parked domain a new one each time.
FAMILIES: Final = 12
#: Seconds between the sound looks around fragments: of several in a row, and of a single one. A policy that is cut and restored
#: months later is seen cut at several looks (there is one for each 30 days, unless the archive has none). Chosen 2026-11-22.
FRAGMENTS_SPAN: Final = 60 * 86_400
FRAGMENT_SPAN: Final = 400 * 86_400
#: Looks on each side whose words are asked for.
AROUND: Final = 8
#: Looks in a row that may be broken together.
LOOKS_IN_A_ROW: Final = 3

Content = Mapping[int, int]  # block or template -> its words


def shared(one: Content, other: Content) -> int:
    """Return the words that two texts have in common."""
    if len(one) > len(other):
        one, other = other, one
    return sum(words for block, words in one.items() if block in other)


def overlap(one: Content, other: Content) -> float:
    """Return the share of the longer text's words that both have."""
    longer = max(sum(one.values()), sum(other.values()))
    return shared(one, other) / longer if longer else 1.0


def fragments(times: Sequence[int], contents: Sequence[Content]) -> dict[int, str]:
    """Return the looks that are fragments or strange pages amid one text that comes back, each with the reason in words.

    The first and the last look are none: nothing comes back there, and a short first policy may well have grown.
    """
    sizes = [sum(content.values()) for content in contents]
    found: dict[int, str] = {}
    before = 0
    while before < len(contents):
        reasons, before = _fragments_after(before, times, contents, sizes)
        found.update(reasons)
    return found


def _fragments_after(
    before: int, times: Sequence[int], contents: Sequence[Content], sizes: Sequence[int]
) -> tuple[dict[int, str], int]:
    """Return the broken looks that follow a sound one, and the next look to go on from."""
    for after in range(before + 2, min(before + 2 + LOOKS_IN_A_ROW, len(contents))):
        if overlap(contents[before], contents[after]) < SAME:
            continue
        span = times[after] - times[before]
        at_most = FRAGMENT_SPAN if after == before + 2 else FRAGMENTS_SPAN
        reasons = {look: _reason(look, before, span, at_most, contents, sizes) for look in range(before + 1, after)}
        if all(reasons.values()):
            return reasons, after
    return {}, before + 1


def _reason(look: int, before: int, span: int, at_most: int, contents: Sequence[Content], sizes: Sequence[int]) -> str:
    """Return why a look between two that agree is broken, or nothing."""
    small = sizes[look] < FRACTION * sizes[before]
    if small and span <= at_most and _says_nothing_new(look, contents, sizes):
        return f"{sizes[look]} words, a fragment of the {sizes[before]} before it, which come back after it"
    common = shared(contents[look], contents[before])
    if span <= BRIEF and (small or common < LITTLE * sizes[look]):
        return f"{sizes[look]} words, {common} of them those of the text before it, which is back within ten days"
    return ""


def _says_nothing_new(look: int, contents: Sequence[Content], sizes: Sequence[int]) -> bool:
    """Tell whether the looks around a look have its words too (those around, for a banner may stand in any of them)."""
    around = set[int]().union(*contents[max(look - AROUND, 0) : look], *contents[look + 1 : look + 1 + AROUND])
    return sum(words for block, words in contents[look].items() if block in around) >= WITHIN * sizes[look]


def strangers(times: Sequence[int], contents: Sequence[Content]) -> dict[int, str]:
    """Return the looks of texts that alternate with a text they share little with, each with the reason in words."""
    families = _families(contents)
    members = presence([[family] for family in families])
    turning = [family for family in sorted(members) if by_turns(members[family], times)]
    if len(members) < 2 or not turning:
        return {}
    main = max(turning, key=lambda family: (len(members[family]), -members[family][0]))
    reason = "another page, served by turns with the one that stands: {} of {} looks"
    return {
        look: reason.format(len(members[family]), len(families))
        for look, family in enumerate(families)
        if family in turning and family != main
    }


def _families(contents: Sequence[Content]) -> list[int]:
    """Return for each look the number of its family: the one whose last text it shares most with, of those seen lately."""
    latest: dict[int, Content] = {}  # family -> its last text, the one seen last at the end
    families: list[int] = []
    for content in contents:
        lately = list(latest.items())[-FAMILIES:]
        best, number = max(((overlap(content, other), -family) for family, other in lately), default=(0.0, 0))
        family = -number if best >= FAMILY else len(families)
        latest.pop(family, None)
        latest[family] = content
        families.append(family)
    return families
