"""A flow of blocks -> the plain form: one block a line, no markup (format, rules P2 to P4)."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extraction.flow import Block, Close, Flow
from crawler.extraction.render import CONTROLS


def plain(flow: Flow) -> str:
    """Write a flow as plain text: the body alone, ending with one line end, or empty."""
    lines = list(_lines(flow))
    return CONTROLS.sub("", "\n".join(lines)) + "\n" if lines else ""


def _lines(flow: Flow) -> Iterator[str]:
    row: list[str] = []
    for item in flow:
        if isinstance(item, Block) and item.kind == "cell":
            row.append(_folded(item.text))
        elif isinstance(item, Block):
            yield from (line for line in map(_folded, item.text.split("\n")) if line)
        elif isinstance(item, Close) and item.tag == "tr":
            if line := _folded(" ".join(row)):
                yield line
            row = []


def _folded(text: str) -> str:
    return " ".join(text.split())
