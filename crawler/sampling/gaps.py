"""What to fetch inside one gap between two captures that are known. Pure functions over positions and times.

A track is a list of captures in time order; a position is an index into it. A gap ``(left, right)`` is bounded by two known
positions, or by the virtual positions -1 and ``len(times)`` before the first and after the last. Everything inside is unknown
or barred (it failed).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import log2
from typing import Final

#: Failures in one gap that are answered by trying the nearest neighbour. Beyond, the failures are taken for a hole (a lost
#: archive file takes whole weeks with it), and its edges are sought by halving instead of by walking. Chosen 2026-11-22.
NEAREST: Final = 2


def patience(inside: int) -> int:
    """Return how many failures inside a gap of ``inside`` captures are borne before it is left as it is.

    Twice the halvings that find both edges of one hole, and four more for lone failures.
    """
    return 2 * int(log2(inside)) + 4 if inside else 0


def wanted(times: Sequence[int], left: int, right: int, *, differ: bool, reach: int, barred: Sequence[int] = ()) -> list[int]:
    """Return the positions to fetch next inside the gap, in time order; none if the gap is settled.

    ``times`` are seconds, ascending. ``reach`` is the widest gap, in seconds, that needs no look inside if both ends agree
    (-1: look at everything). ``differ`` says whether the two ends differ. ``barred`` are the failed positions inside.
    """
    inside = right - left - 1
    if inside <= len(barred):
        return []
    wide = left < 0 or right == len(times) or times[right] - times[left] > reach
    if not (wide or differ):
        return []
    free: Sequence[int] = range(left + 1, right)
    if barred:
        free = sorted(set(free).difference(barred))
    if len(barred) > NEAREST and reach >= 0:
        return [_around_hole(free, barred)] if len(barred) < patience(inside) else []
    return _fill(times, left, right, reach, free) if wide else [_nearest(free, (left + right) // 2)]


def _fill(times: Sequence[int], left: int, right: int, reach: int, free: Sequence[int]) -> list[int]:
    """Return the fewest of ``free`` that leave no gap wider than ``reach`` wherever captures allow it.

    Always the furthest one within reach: no choice of positions does with fewer. Missing ends are always taken.
    """
    chosen: list[int] = []
    start = 0  # index into free of the first one after the last chosen
    at = left
    if at < 0:
        at, start = free[0], 1
        chosen.append(at)
    while start < len(free) and (right == len(times) or times[right] - times[at] > reach):
        beyond = bisect_right(free, times[at] + reach, lo=start, key=times.__getitem__)
        start = max(beyond, start + 1)
        at = free[start - 1]
        chosen.append(at)
    return chosen


def _nearest(free: Sequence[int], target: int) -> int:
    """Return the one of ``free`` nearest to ``target``, the earlier of two."""
    after = bisect_right(free, target)
    return min(free[max(after - 1, 0) : after + 1], key=lambda position: (abs(position - target), position))


def _around_hole(free: Sequence[int], barred: Sequence[int]) -> int:
    """Return the middle of the longer side before or after all failures; between them only when both sides are used up."""
    before, after = bisect_left(free, barred[0]), bisect_left(free, barred[-1])
    sides = [free[:before], free[after:]]
    longest = max(sides, key=len)
    return longest[(len(longest) - 1) // 2] if longest else _nearest(free, (barred[0] + barred[-1]) // 2)
