"""Figures of a reading against a reference, both in Markdown: used by the tests and by ``scripts/bench_reading.py``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(
    r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(((?:[^()\s\\]|\\.)*)(?: \"(?:[^\"\\]|\\.)*\")?\)|<((?:https?|mailto):[^>\s]*)>"
)
_BOLD = re.compile(r"(?<![\\*])\*\*(?!\s)(.+?)(?<!\s)\*\*(?!\*)", re.DOTALL)
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ITEM = re.compile(r"^( *)(\*|-|\+|\d+\.) +(.*)$")
_RULE = re.compile(r"(?m)^ *(?:---\|?)+ *$")
_MARKER = re.compile(r"(?m)^(?:> ?)* *(?:[-*+]|\d+\.) +")
_ARCHIVE = re.compile(r"^https?://web\.archive\.org(?!/web/\d)")


@dataclass(frozen=True)
class Markdown:
    """What a Markdown body holds: visible words, blocks, headings, items with their depth, links, words in bold."""

    words: tuple[str, ...]
    blocks: tuple[str, ...]
    headings: tuple[str, ...]
    items: tuple[tuple[int, str], ...]
    links: tuple[tuple[str, str], ...]
    bold: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1; what a reference has none of counts as 1."""

    precision: float
    recall: float
    f1: float
    headings: float
    items: float
    nesting: float
    order: float
    links: float
    bold: float


def body(file: str) -> str:
    """The body of an exported file: what stands after header and title line."""
    return file.split("\n", 4)[4]


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def seen(markdown: str) -> str:
    """The visible text of Markdown: links are their words; markers, list numbers, table rules and escapes are gone."""
    text = _MARKER.sub("", _RULE.sub("", markdown))
    text = re.sub(r"(?<!\\)`", "", _LINK.sub(lambda m: m[3] or m[1] or "", text))
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text.replace("**", "").replace("~~", "")))


def parse(markdown: str) -> Markdown:
    blocks, headings, items, stack = [], [], [], [0]
    for line in markdown.split("\n"):
        said = " ".join(words_of(seen(line)))
        if not said:
            continue
        blocks.append(said)
        if line.startswith("#"):
            headings.append(said)
        found = _ITEM.match(line)
        if found and (found[1] or found[2] == "*"):
            indent = len(found[1])
            while stack and stack[-1] >= indent:
                stack.pop()
            stack.append(indent)
            items.append((len(stack), " ".join(words_of(seen(found[3])))))
        elif line[:1] not in ("", " "):
            stack = [0]
    links = [(" ".join(words_of(m[1] or m[3] or "")), _target(m[2] or m[3])) for m in _LINK.finditer(markdown)]
    return Markdown(
        words=tuple(words_of(seen(markdown))),
        blocks=tuple(blocks),
        headings=tuple(headings),
        items=tuple(items),
        links=tuple(link for link in links if link[0]),
        bold=tuple(word for found in _BOLD.findall(markdown) for word in words_of(seen(found))),
    )


def _target(target: str) -> str:
    """A link's target as comparable: host and path. The reference resolved root-relative links against the archive (a bug of
    its own): those have a path alone.
    """
    return re.sub(r"^https?://", "", _ESCAPE.sub(r"\1", _ARCHIVE.sub("", target))).removesuffix("/")


def _links(want: tuple[tuple[str, str], ...], have: tuple[tuple[str, str], ...]) -> float:
    """Share of the links that are there, host and path; a path alone where the reference's host is the archive's."""
    hosted = [link for link in want if link[1] and not link[1].startswith("/")]
    bare = [link for link in want if not link[1] or link[1].startswith("/")]
    found = Counter(hosted) & Counter(have)
    rest = [(text, re.sub(r"^[^/:]+(?=/|$)", "", target)) for text, target in (Counter(have) - found).elements()]
    return (found.total() + _common(bare, rest)) / len(want) if want else 1.0


def compare(reference: str, got: str) -> Figures:
    """Figures of one Markdown body against another."""
    want, have = parse(reference), parse(got)
    common = _common(want.words, have.words)
    precision = common / len(have.words) if have.words else float(not want.words)
    recall = common / len(want.words) if want.words else 1.0
    texts = [text for _, text in want.items]
    matched = _common(texts, [text for _, text in have.items])
    return Figures(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        headings=_share(want.headings, have.headings),
        items=matched / len(texts) if texts else 1.0,
        nesting=_share(want.items, have.items),
        order=_order(want.blocks, have.blocks),
        links=_links(want.links, have.links),
        bold=_share(want.bold, have.bold),
    )


def _common(one: Iterable[Hashable], other: Iterable[Hashable]) -> int:
    return (Counter(one) & Counter(other)).total()


def _share(want: tuple[Hashable, ...], have: tuple[Hashable, ...]) -> float:
    return _common(want, have) / len(want) if want else 1.0


def _order(want: tuple[str, ...], have: tuple[str, ...]) -> float:
    """Share of the blocks found in both that stand in the reference's order (the longest rising run of their places)."""
    places = {block: at for at, block in reversed(list(enumerate(want)))}
    found = [places[block] for block in dict.fromkeys(have) if block in places]
    tails: list[int] = []
    for place in found:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(found) if found else float(not want)
