"""The difference between two texts of a policy, by block and by word, for people who read contracts.

A block is a line of the text (a paragraph, a heading, a list item). The result loses nothing: read from one side it is the
text before, from the other the text after, to the last line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from crawler.history.diff_align import align, chunks_of, key_of, moved_pairs, pairs_in_order, tokens_of

_WORD: Final = re.compile(r"\w+")

BlockKind = Literal["same", "added", "removed", "changed", "moved"]
WordKind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class WordRun:
    """Some words in a row, with the white space after them."""

    kind: WordKind
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block. ``before`` and ``after`` are its text on each side with the line ends after it, empty where it is not.

    ``words`` are the runs of a block that was changed (of one that was moved and changed: at its new place). A moved block
    appears twice, where it was (``before`` only) and where it is (``after`` only); both have the same ``move``, from 1.
    """

    kind: BlockKind
    before: str
    after: str
    words: tuple[WordRun, ...] = ()
    move: int = 0


@dataclass(frozen=True, slots=True)
class Diff:
    """All blocks of both texts, in an order that holds for both."""

    blocks: tuple[BlockChange, ...]

    @property
    def before(self) -> str:
        """The text before."""
        return "".join(block.before for block in self.blocks)

    @property
    def after(self) -> str:
        """The text after."""
        return "".join(block.after for block in self.blocks)

    @property
    def changes(self) -> int:
        """How many blocks are not the same; a moved one counts once."""
        return sum(block.kind != "same" for block in self.blocks) - self.count("moved")

    def count(self, kind: BlockKind) -> int:
        """How many blocks are of a kind; a moved one counts once."""
        number = sum(block.kind == kind for block in self.blocks)
        return number // 2 if kind == "moved" else number

    def words(self, kind: WordKind) -> int:
        """How many words were added or removed: whole blocks, and runs inside blocks."""
        total = 0
        for block in self.blocks:
            if block.words:
                total += sum(len(run.text.split()) for run in block.words if run.kind == kind)
            elif block.kind == kind:
                total += len((block.before or block.after).split())
        return total


def compare(before: str, after: str) -> Diff:
    """Compare two texts, Markdown or plain."""
    old, new = chunks_of(before), chunks_of(after)
    blocks: list[BlockChange] = []
    for same, left, right in align([key_of(chunk) for chunk in old], [key_of(chunk) for chunk in new]):
        if same:
            blocks += [BlockChange("same", old[i], new[j]) for i, j in zip(left, right, strict=True)]
        else:
            blocks += _replaced(old[left.start : left.stop], new[right.start : right.stop])
    return Diff(tuple(_with_moves(blocks)))


def word_runs(before: str, after: str) -> tuple[WordRun, ...]:
    """Compare two blocks by word, white space apart.

    The words of the runs that are not added are those of ``before``; the words of those not removed are those of ``after``.
    """
    old, new = tokens_of(before), tokens_of(after)
    steps = align([token.strip() for token in old], [token.strip() for token in new])
    runs: list[WordRun] = []
    for same, left, right in _readable([step for step in steps if step[1] or step[2]]):
        gone, come = "".join(old[left.start : left.stop]), "".join(new[right.start : right.stop])
        if same:
            runs.append(WordRun("same", max(come, come.rstrip() + gone[len(gone.rstrip()) :], key=len)))
            continue
        runs += [WordRun("removed", gone)] if gone else []
        runs += [WordRun("added", come)] if come else []
    return tuple(runs)


def _readable(steps: Sequence[tuple[bool, range, range]]) -> list[tuple[bool, range, range]]:
    """Join changes that are parted by fewer equal words than they have themselves: a stray "the" is no common ground."""
    joined: list[tuple[bool, range, range]] = []
    for index, (same, left, right) in enumerate(steps):
        inner = 0 < index < len(steps) - 1
        if same and inner:
            sizes = [max(len(step[1]), len(step[2])) for step in (joined[-1], steps[index + 1])]
            same = len(left) > min(*sizes, 3)
        if not same and joined and not joined[-1][0]:
            _, first, second = joined[-1]
            joined[-1] = (False, range(first.start, left.stop), range(second.start, right.stop))
        else:
            joined.append((same, left, right))
    return joined


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[BlockChange]:
    """Yield a run of blocks that took the place of another: edited ones as changed, the others as removed and added."""
    pairs = pairs_in_order([_shape(chunk) for chunk in old], [_shape(chunk) for chunk in new])
    at = to = 0
    for i, j in [*pairs, (len(old), len(new))]:
        yield from (BlockChange("removed", chunk, "") for chunk in old[at:i])
        yield from (BlockChange("added", "", chunk) for chunk in new[to:j])
        if i < len(old) and j < len(new):
            yield BlockChange("changed", old[i], new[j], word_runs(_line(old[i]), _line(new[j])))
        at, to = i + 1, j + 1


def _with_moves(blocks: list[BlockChange]) -> list[BlockChange]:
    """Mark removed blocks that stand elsewhere, as they were or a little edited, as moved."""
    removed = [number for number, block in enumerate(blocks) if block.kind == "removed"]
    added = [number for number, block in enumerate(blocks) if block.kind == "added"]
    pairs = moved_pairs([_words(blocks[i].before) for i in removed], [_words(blocks[j].after) for j in added])
    for move, (source, target) in enumerate(sorted(pairs), start=1):
        old, new = blocks[removed[source]], blocks[added[target]]
        edited = key_of(old.before) != key_of(new.after)
        blocks[removed[source]] = replace(old, kind="moved", move=move)
        runs = word_runs(_line(old.before), _line(new.after)) if edited else ()
        blocks[added[target]] = replace(new, kind="moved", move=move, words=runs)
    return blocks


def _words(chunk: str) -> list[str]:
    return chunk.split()


def _shape(chunk: str) -> list[str]:
    """Return the words without marks, all figures alike: a line with another date in it is the same line, edited."""
    return ["#" if any(map(str.isdigit, word)) else word for word in _WORD.findall(chunk)] or chunk.split()


def _line(chunk: str) -> str:
    return chunk.rstrip("\n")
