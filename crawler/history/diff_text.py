"""A difference for a terminal, for ``patch``, and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from crawler.history.diff import BlockChange, Diff, WordRun

#: Blocks that are the same, shown on each side of a change.
CONTEXT: Final = 1
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines would split at form feeds as well, which patch does not
_STYLES: Final = {"same": "", "added": "green", "removed": "red strike"}
#: Without colour a run is marked in its text, as wdiff does.
_MARKS: Final = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}


def summary(diff: Diff) -> str:
    """Say in one line what changed.

    >>> from crawler.history.diff import compare
    >>> summary(compare("We keep it.", "We keep it for a year."))
    '1 block changed · 3 words added'
    """
    parts = [
        f"{number} block{'s' * (number != 1)} {kind}"
        for kind in ("added", "removed", "changed", "moved")
        if (number := diff.count(kind))
    ]
    parts += [f"{number} word{'s' * (number != 1)} {kind}" for kind in ("added", "removed") if (number := diff.words(kind))]
    return " · ".join(parts) or "no change"


def terminal(diff: Diff, *, colour: bool, context: int = CONTEXT) -> RenderableType:
    """Return what ``rich`` prints, wrapped at the console's width; without ``colour`` changes are marked in the text."""
    lines: list[RenderableType] = [Text(summary(diff))]
    for kept in _folded(diff.blocks, context):
        if isinstance(kept, int):
            lines.append(Rule(f"{kept} unchanged", style="dim", characters="·"))
        else:
            lines.append(_terminal_block(kept, colour=colour))
    return Group(*lines)


def _folded(blocks: Sequence[BlockChange], context: int) -> Iterator[BlockChange | int]:
    """Yield changes with so many same blocks around them, and in place of the others how many were left out."""
    changed = [number for number, block in enumerate(blocks) if block.kind != "same"]
    near = {at for number in changed for at in range(number - context, number + context + 1)}
    left_out = 0
    for number, block in enumerate(blocks):
        if number in near:
            if left_out:
                yield left_out
            left_out = 0
            yield block
        else:
            left_out += bool(block.after.strip())
    if left_out:
        yield left_out


def _terminal_block(block: BlockChange, *, colour: bool) -> Text:
    margins = {"same": " ", "added": "+", "removed": "-", "changed": "~", "moved": ">" if block.after else "<"}
    text = Text(f"{margins[block.kind]} ", style="" if colour else "none")
    if block.move:
        text.append(f"(moved {'here' if block.after else 'away'}, {block.move}) ", "cyan" if colour else "")
    for run in _runs(block):
        opening, closing = ("", "") if colour else _MARKS[run.kind]
        words = run.text.rstrip()
        text.append(f"{opening}{words}{closing}", _STYLES[run.kind] if colour else "")
        text.append(run.text[len(words) :])
    text.rstrip()
    return text


def _runs(block: BlockChange) -> Sequence[WordRun]:
    """Return the runs of a block; a whole one is a single run."""
    if block.words:
        return block.words
    kind = block.kind if block.kind in {"added", "removed"} else "same"
    return (WordRun(kind, (block.after or block.before).rstrip("\n")),)


def unified(diff: Diff, before: str = "before", after: str = "after", context: int = 3) -> str:
    """Return a unified diff that ``patch`` applies; ``before`` and ``after`` name the two sides."""
    lines = list(_lines(diff.blocks))
    hunks = list(_hunks(lines, context))
    if not hunks:
        return ""
    return f"--- {before}\n+++ {after}\n" + "".join(hunks)


def _lines(blocks: Iterable[BlockChange]) -> Iterator[tuple[str, str]]:
    """Yield (mark, line with its end)."""
    for block in blocks:
        old, new = _LINE.findall(block.before), _LINE.findall(block.after)
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            yield " ", new[same]
            same += 1
        yield from (("-", line) for line in old[same:])
        yield from (("+", line) for line in new[same:])


def _hunks(lines: Sequence[tuple[str, str]], context: int) -> Iterator[str]:
    changed = [number for number, (mark, _) in enumerate(lines) if mark != " "]
    numbers = [(0, 0)]  # lines of each side before a line of the diff
    for mark, _ in lines:
        old, new = numbers[-1]
        numbers.append((old + (mark != "+"), new + (mark != "-")))
    while changed:
        start, end = max(changed[0] - context, 0), changed[0] + 1
        while changed and changed[0] <= end + 2 * context:
            end = changed.pop(0) + 1
        end = min(end + context, len(lines))
        (old, new), (old_end, new_end) = numbers[start], numbers[end]
        yield f"@@ -{_range(old, old_end)} +{_range(new, new_end)} @@\n"
        for mark, line in lines[start:end]:
            yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    """``start,count`` of a hunk; an empty side is named by the line before it."""
    return f"{start + (end > start)},{end - start}"


def as_json(diff: Diff) -> dict[str, Any]:
    """Return the difference as plain data; ``before`` and ``after`` joined over all blocks are the two texts."""
    return {
        "summary": {
            "blocks": {kind: diff.count(kind) for kind in ("same", "added", "removed", "changed", "moved")},
            "words": {kind: diff.words(kind) for kind in ("added", "removed")},
        },
        "blocks": [_json_block(block) for block in diff.blocks],
    }


def _json_block(block: BlockChange) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": block.kind, "before": block.before, "after": block.after}
    if block.words:
        plain["words"] = [[run.kind, run.text] for run in block.words]
    if block.move:
        plain["move"] = block.move
    return plain
