"""Which blocks and words of two texts belong together.

Alignments come from rapidfuzz (longest common subsequence in bit-parallel C++): exact, and without the quadratic traps and
"junk" heuristics of the standard library's ``difflib``. Its memory is a bit for each pair of elements, hence ``CELLS``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

#: Pairs of elements that are aligned at most: 25 MB of bits. Beyond, both sides are cut at their common ends and the rest
#: counts as replaced: no reader follows a comparison of such size word by word. Chosen 2026-11-22.
CELLS: Final = 200_000_000
#: Share of words that an edited block keeps (2 * common / all); below, it is another block.
ALIKE: Final = 0.5
#: The same for a block that was moved and edited at once, and the words it must have, for short blocks are alike by chance.
MOVED_ALIKE: Final = 0.8
MOVED_WORDS: Final = 4
#: Pairs of blocks whose likeness is computed at most. Chosen 2026-11-22: half a second.
PAIRS: Final = 40_000

_CHUNK: Final = re.compile(r"[^\n]+\n*|\n+")
_TOKEN: Final = re.compile(r"(?:\]\([^)\s]*\)|\w+(?:[’'.@-]\w+)*|[^\w\s])\s*|\s+")


def chunks_of(text: str) -> list[str]:
    """Split a text into its lines, each with the line ends after it. Joined they are the text again."""
    return _CHUNK.findall(text)


def tokens_of(block: str) -> list[str]:
    """Split a block into words, marks and link targets, each with the white space after it. Joined they are the block again."""
    return _TOKEN.findall(block)


def key_of(chunk: str) -> str:
    """Return what makes a block the same: its text without differences in white space."""
    return " ".join(chunk.split())


def align(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, range, range]]:
    """Yield (same?, range of before, range of after), in order, covering both sequences."""
    if len(before) * len(after) > CELLS:
        yield from _ends_only(before, after)
        return
    from rapidfuzz.distance import LCSseq  # it brings numpy: 20 MB that only a command which compares has a use for

    for same, group in groupby(LCSseq.opcodes(before, after), key=lambda step: step.tag == "equal"):
        steps = list(group)
        first, last = steps[0], steps[-1]
        yield same, range(first.src_start, last.src_end), range(first.dest_start, last.dest_end)


def _ends_only(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, range, range]]:
    """Yield what both begin and end with, and the rest as replaced."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    yield True, range(head), range(head)
    yield False, range(head, len(before) - tail), range(head, len(after) - tail)
    yield True, range(len(before) - tail, len(before)), range(len(after) - tail, len(after))


def likeness(before: Sequence[str], after: Sequence[str], at_least: float) -> float:
    """Return 2 * common / all of two sequences of words, 0 below ``at_least``."""
    if len(before) * len(after) > CELLS:
        return 0.0
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(before, after, score_cutoff=at_least))


def pairs_in_order(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return which blocks of two runs are edits of each other: the pairs in order whose likenesses add up to most."""
    if len(before) * len(after) > PAIRS:
        return []
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    alike = [[likeness(one, other, ALIKE) for other in after] for one in before]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def moved_pairs(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return which removed blocks came back elsewhere: those alike word for word first, then those edited a little."""
    pairs: list[tuple[int, int]] = []
    once = Counter(map(tuple, before)) + Counter(map(tuple, after))
    where: dict[tuple[str, ...], list[int]] = {}
    for number, words in enumerate(after):
        where.setdefault(tuple(words), []).append(number)
    for number, words in enumerate(before):
        certain = len(words) >= MOVED_WORDS or once[tuple(words)] == 2  # a heading, say, that either side has once
        if words and certain and where.get(tuple(words)):
            pairs.append((number, where[tuple(words)].pop(0)))
    taken, used = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    left = [number for number, words in enumerate(before) if number not in taken and len(words) >= MOVED_WORDS]
    right = [number for number, words in enumerate(after) if number not in used and len(words) >= MOVED_WORDS]
    if len(left) * len(right) <= PAIRS:
        scored = [(likeness(before[i], after[j], MOVED_ALIKE), i, j) for i in left for j in right]
        for score, i, j in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
            if score and i not in taken and j not in used:
                taken.add(i)
                used.add(j)
                pairs.append((i, j))
    return pairs
