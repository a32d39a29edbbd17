"""What always changes: numbers and dates that run by themselves, and places that show something else at every look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crawler.noise.blocks import Blocks
from crawler.noise.turns import BRIEF, stretches

#: Share of pairs of looks that must differ, and of those within ``BRIEF`` alone. Halving towards an edit leaves two equal
#: pairs or more for each that differs, so edits stay below one half. Chosen 2026-11-22.
SHARE: Final = 0.7
#: Changes within ``BRIEF`` that are asked for.
CLOSE_CHANGES: Final = 4
#: Pairs of looks, and the share that must differ, where no looks lie close: for numbers, and for places.
APART_NUMBERS: Final = (12, 0.8)
APART_PLACES: Final = (20, 0.9)
#: Seconds, a number, and a share: in a place where so many blocks stood, and no more than that share of them was seen to stay
#: for three weeks, there is no policy. Chosen 2026-11-22.
REST: Final = 21 * 86_400
STAYS: Final = 12
RESTED: Final = 0.1
#: Changes of a place, and returns of blocks to it, from which it shows a stock by turns. Chosen 2026-11-22.
CHANGES: Final = 8
RETURNS: Final = 4
#: Words. Headlines, teasers and testimonials are shorter, most paragraphs of policies longer. Chosen 2026-11-22.
SHORT: Final = 40
#: Words. A block whose numbers run and that is no longer than this says nothing but the numbers. Chosen 2026-11-22.
LINE: Final = 20


@dataclass(frozen=True, slots=True)
class Rate:
    """How many pairs of successive looks differ, of how many; and of those within ``BRIEF``."""

    changed: int
    pairs: int
    close_changed: int
    close_pairs: int

    @classmethod
    def of(cls, values: Iterable[tuple[int, Hashable]]) -> Rate:
        """Count over (seconds, value) in time order."""
        changed = pairs = close_changed = close_pairs = 0
        for (before, old), (after, new) in pairwise(values):
            differs, close = old != new, after - before <= BRIEF
            pairs += 1
            changed += differs
            close_pairs += close
            close_changed += close and differs
        return cls(changed, pairs, close_changed, close_pairs)

    def runs(self, apart: tuple[int, float] | None) -> bool:
        """Tell whether this changes at nearly every look; ``apart`` is what is asked for where no looks lie close."""
        if self.close_changed >= CLOSE_CHANGES:
            return self.close_changed >= SHARE * self.close_pairs and self.changed >= SHARE * self.pairs
        return apart is not None and self.pairs >= apart[0] and self.changed >= apart[1] * self.pairs

    def __str__(self) -> str:
        return f"differs in {self.changed} of {self.pairs} successive looks"


def running_templates(looks: Sequence[tuple[int, Sequence[int]]], blocks: Blocks) -> dict[int, Rate]:
    """Return the templates whose numbers run by themselves (rule 4). ``looks`` are (seconds, block numbers).

    Only those that stand in half of the looks between their first and last: a counter is always there. What is there now and
    then is judged by its place.
    """
    values: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    counting: set[int] = set()
    for look, (_, numbers) in enumerate(looks):
        for number in numbers:
            if (template := blocks.template[number]) >= 0:
                values[template][look] = (*values[template].get(look, ()), number)
                if blocks.blocks[number].counts_itself:
                    counting.add(template)
    running: dict[int, Rate] = {}
    for template, seen in values.items():
        if len(seen) > CLOSE_CHANGES and 2 * len(seen) >= max(seen) - min(seen) + 1:
            rate = Rate.of((looks[look][0], numbers) for look, numbers in seen.items())
            if rate.runs(APART_NUMBERS if template in counting else None):
                running[template] = rate
    return running


def restless_places(times: Sequence[int], texts: Sequence[Sequence[int]], may_go: Mapping[int, bool]) -> dict[int, Rate]:
    """Return the tokens that stand, in half of their looks or more, in places that always change (rule 5), with their rates.

    ``texts`` are sequences of tokens, ``may_go`` the tokens short enough to be furniture. A place is what follows an
    established token, or what precedes one: so an edit of one neighbour does not make a new place of it.
    """
    looks_of = presence(texts)
    established = {token for token, looks in looks_of.items() if _established(looks)}
    places: dict[tuple[str, int], dict[int, tuple[int, ...]]] = defaultdict(dict)
    for look, tokens in enumerate(texts):
        for before, region, after in _regions(tokens, established):
            places["after", before][look] = region
            places["before", after][look] = region
    restless: dict[int, set[int]] = defaultdict(set)
    rates: dict[int, Rate] = {}
    for (_, neighbour), regions in places.items():
        values = [(times[look], regions.get(look, ())) for look in looks_of.get(neighbour, range(len(texts)))]
        rate = Rate.of(values)
        if rate.runs(APART_PLACES) or _never_rests(values) or _rotates([region for _, region in values]):
            for look, region in regions.items():
                for token in region:
                    restless[token].add(look)
                    rates.setdefault(token, rate)
    return {
        token: rates[token]
        for token, looks in restless.items()
        if may_go.get(token, False) and 2 * len(looks) >= len(looks_of[token])
    }


def _never_rests(values: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
    """Tell whether nothing that stood in a place, out of ``STAYS`` or more, was seen to stay for ``REST``.

    At least four of them must be known to have gone by then: looks that lie far apart see nothing stay.
    """
    stays, gone, rested, start = 0, 0, 0, 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end][1] != values[start][1]:
            if values[start][1]:
                stays += 1
                rested += values[end - 1][0] - values[start][0] > REST
                gone += start > 0 and end < len(values) and values[end][0] - values[start - 1][0] <= 2 * REST
            start = end
    return stays >= STAYS and gone >= CLOSE_CHANGES and rested <= RESTED * stays


def _rotates(regions: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether what stood in a place keeps coming back to it: a stock that is drawn from. An edit hardly ever does."""
    comings: dict[int, int] = defaultdict(int)
    for before, after in pairwise([(), *regions]):
        for token in set(after).difference(before):
            comings[token] += 1
    changes = sum(before != after for before, after in pairwise(regions))
    return changes >= CHANGES and sum(comings.values()) - len(comings) >= RETURNS


def presence(texts: Sequence[Iterable[int]]) -> dict[int, list[int]]:
    """Return for each token the looks it stands in, in time order."""
    looks_of: dict[int, list[int]] = defaultdict(list)
    for look, tokens in enumerate(texts):
        for token in tokens:
            looks_of[token].append(look)
    return looks_of


def flags(looks: Iterable[int], number: int) -> list[bool]:
    """Return for each of ``number`` looks whether it is among ``looks``."""
    present = [False] * number
    for look in looks:
        present[look] = True
    return present


def _established(looks: Sequence[int]) -> bool:
    """Tell whether a token belongs there: three looks running, and in half of those between its first and last.

    It may come and go meanwhile: a paragraph that now and then fails to be read is none of the furniture (rule 3 judges it).
    """
    return any(last - first >= 2 for first, last in stretches(looks)) and 2 * len(looks) >= looks[-1] - looks[0] + 1


_EDGE: Final = -1  # the neighbour of what stands at the start or at the end of a text


def _regions(tokens: Iterable[int], established: set[int]) -> Iterable[tuple[int, tuple[int, ...], int]]:
    """Yield what stands between neighbouring established tokens, with the two of them; nothing where nothing does."""
    before, region = _EDGE, []
    for token in tokens:
        if token not in established:
            region.append(token)
            continue
        if region:
            yield before, tuple(region), token
        before, region = token, []
    if region:
        yield before, tuple(region), _EDGE
