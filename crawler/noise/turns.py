"""Coming and going: how often something did, and what of it is the policy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Final

#: Turns (comings and goings between looks that follow each other) from which something may be served by turns. An edit that is
#: made, taken back, made and taken back again has four, and is history. Chosen 2026-11-22.
MANY_TURNS: Final = 5

#: Turns from which it is, however long it stays in between.
ENDLESS_TURNS: Final = 12

#: Standard deviations by which the rarer state must stay longer than chance makes it, to have been decided each time: chance
#: does so once in a thousand cases. Six stretches of a year each, looked at monthly, are five off. Chosen 2026-11-22.
NO_CHANCE: Final = 3.0

#: Seconds. What is gone again within ten days, twice, was never decided by anyone. Chosen 2026-11-22.
BRIEF: Final = 10 * 86_400

_PRESENT, _ABSENT, _BY_TURNS = range(3)
#: Costs in nats. A present block is missed, or an absent one shown, in one look of ten; a switch between the three courses is
#: about one in a thousand looks. So five looks running outweigh a switch, and one or two never do. Chosen 2026-11-22.
_AGREES, _DISAGREES, _EITHER, _SWITCH = 0.105, 2.303, 0.693, 7.0


def stretches(looks: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches of successive looks, (first, last), out of ascending looks."""
    found: list[tuple[int, int]] = []
    for look in looks:
        if found and look <= found[-1][1] + 1:
            found[-1] = (found[-1][0], look)
        else:
            found.append((look, look))
    return found


def turns(looks: Sequence[int], number: int) -> int:
    """Return how often something that stands in ``looks``, out of ``number`` looks, came or went."""
    return 2 * len(stretches(looks)) - (looks[0] == 0) - (looks[-1] == number - 1)


def by_turns(looks: Sequence[int], times: Sequence[int]) -> bool:
    """Tell whether something came and went in a way that nobody decides. ``times`` are seconds, of all looks.

    Five turns or more, at moments that look like chance (twelve or more: at any); or one or two interruptions (of its presence,
    or of its absence) that were over within ``BRIEF``, a lone one only if a single look shows it.
    """
    often = turns(looks, len(times))
    if often >= MANY_TURNS:
        return often >= ENDLESS_TURNS or _stays(looks, times) < NO_CHANCE
    if often not in {2, MANY_TURNS - 1}:
        return False
    present = stretches(looks)
    if present[0][0] == 0:  # absence interrupts: what lies between the stretches of presence
        present = [(before[1] + 1, after[0] - 1) for before, after in pairwise(present)]
    if present[0][0] == 0 or present[-1][1] == len(times) - 1:
        return False
    brief = all(times[last + 1] - times[first - 1] <= BRIEF for first, last in present)
    return brief and (often > 2 or present[0][0] == present[0][1])


def _stays(looks: Sequence[int], times: Sequence[int]) -> float:
    """Return by how many standard deviations the rarer state stays for another look more often than chance makes it.

    Counted between the first turn and the last, and of looks less than ``BRIEF`` apart only the first: what rotates by the day
    or week is still the same in the others.
    """
    present = stretches(looks)
    start = looks[0] or present[0][1] + 1
    end = looks[-1] if looks[-1] < len(times) - 1 else present[-1][0] - 1
    apart: list[int] = []
    for look in range(start, end + 1):
        if not apart or times[look] - times[apart[-1]] >= BRIEF:
            apart.append(look)
    shown = set(looks)
    sides = [[n for n, look in enumerate(apart) if (look in shown) == state] for state in (True, False)]
    rarer = min(sides, key=len)
    if not rarer:
        return 0.0
    chance = len(rarer) / len(apart)
    staying = 1 - len(stretches(rarer)) / len(rarer)
    return (staying - chance) / sqrt(chance * (1 - chance) / len(rarer))


def settle(present: Sequence[bool]) -> list[bool]:
    """Return what stands at each look for a block that comes and goes.

    The likeliest course of *present*, *absent* and *by turns* is found (Viterbi). A stretch by turns counts as what lies on
    both sides of it, or before it, or after it; as absent if there is nothing else.

    >>> settle([True, True, True, False, True, True, True, True]) == [True] * 8
    True
    """
    course = _course(present)
    result: list[bool] = []
    before: bool | None = None
    for index, state in enumerate(course):
        if state != _BY_TURNS:
            before = state == _PRESENT
            result.append(before)
            continue
        after = next((later == _PRESENT for later in course[index:] if later != _BY_TURNS), None)
        result.append(before if before is not None else bool(after))
    return result


def _course(present: Sequence[bool]) -> list[int]:
    """Return the cheapest sequence of the three courses."""
    costs = [0.0, 0.0, 0.0]
    origins: list[tuple[int, int, int]] = []
    for seen in present:
        emit = (_AGREES, _DISAGREES, _EITHER) if seen else (_DISAGREES, _AGREES, _EITHER)
        best = min(range(3), key=costs.__getitem__)
        origin = [state if costs[state] <= costs[best] + _SWITCH else best for state in range(3)]
        costs = [costs[origin[s]] + (0.0 if origin[s] == s else _SWITCH) + emit[s] for s in range(3)]
        origins.append((origin[0], origin[1], origin[2]))
    state = min(range(3), key=costs.__getitem__)
    course = []
    for origin_of in reversed(origins):
        course.append(state)
        state = origin_of[state]
    return course[::-1]
