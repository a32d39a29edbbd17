"""The judgement: which wording stands for which other, at which times, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby

from crawler.noise.blocks import Blocks
from crawler.noise.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A wording at a moment. ``captured_at`` is ISO 8601 as in ``Capture``; ``wording`` is the fingerprint of ``text``."""

    captured_at: str
    wording: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """``wording``, where captured from ``since`` to ``until`` (both included), stands for the wording ``stands_for``.

    Empty: it says nothing about the policy (a fragment, another page by turns), and is not to be taken as seen at all.

    ``reason_class`` is ``broken``, ``variant`` or ``furniture``; ``reason`` says in words what the history shows.
    """

    wording: str
    stands_for: str
    since: str
    until: str
    reason_class: str
    reason: str


def rulings(sightings: Iterable[Sighting]) -> tuple[Ruling, ...]:
    """Judge all looks of one document. The result depends on the set of sightings alone, and names each wording that is not
    to be taken as it is; the others stand for themselves. For rules and evidence see ``crawler.noise``.
    """
    noise = NoiseFilter()
    looks = []
    for sighting in sightings:
        noise.learn(sighting.wording, sighting.text)
        looks.append((sighting.captured_at, sighting.wording))
    return noise.rulings(looks)


class NoiseFilter:
    """Judges looks whose texts it has learnt. A text is split once, however often it is judged."""

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._texts: dict[str, tuple[int, ...]] = {}
        self._learnt: dict[str, tuple[int, bytes]] = {}

    def learn(self, wording: str, text: str) -> None:
        """Take the text of a wording.

        Texts of one wording may break into lines differently: whatever the order they come in, the shortest is judged.
        """
        key = len(text), sha256(text.encode("utf-8", "surrogatepass")).digest()
        if wording not in self._learnt or key < self._learnt[wording]:
            self._learnt[wording] = key
            self._texts[wording] = self._blocks.of(text)

    def __contains__(self, wording: str) -> bool:
        return wording in self._texts

    def settle(self, looks: Sequence[tuple[str, str]]) -> list[str | None]:
        """Return for each look (``captured_at``, wording) the wording that stands; ``Sampler`` asks this between rounds.

        None for a look that says nothing about the policy: a fragment, another page by turns. A state that is no learnt
        wording (a verdict, a redirect) stands for itself: where the policy was gone, both ends of that are sought.
        """
        order = self._order(looks)
        judgement = Judgement(order, self._texts, self._blocks)
        standing = dict(zip(order, judgement.standing, strict=True))
        return [standing.get(look, look[1]) or None for look in looks]

    def _order(self, looks: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted({look for look in looks if look[1] in self._texts})

    def rulings(self, looks: Iterable[tuple[str, str]]) -> tuple[Ruling, ...]:
        """Return the rulings on looks (``captured_at``, wording), by wording and time."""
        order = self._order(looks)
        judgement = Judgement(order, self._texts, self._blocks)
        by_wording: dict[str, list[int]] = defaultdict(list)
        for number, (_, wording) in enumerate(order):
            by_wording[wording].append(number)
        return tuple(
            Ruling(
                wording=wording,
                stands_for=stands_for,
                since=order[group[0]][0],
                until=order[group[-1]][0],
                reason_class=judgement.reason(group[0])[0],
                reason=judgement.reason(group[0])[1],
            )
            for wording, numbers in sorted(by_wording.items())
            for stands_for, group in _stretches(numbers, judgement.standing)
            if stands_for != wording
        )


def _stretches(numbers: Sequence[int], standing: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Group the looks of one wording into stretches that stand for the same."""
    return [(stands_for, list(group)) for stands_for, group in groupby(numbers, key=standing.__getitem__)]
