"""The policy as a flow of blocks in reading order: what both forms of a text are written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

#: White space as HTML folds it. A non-breaking space is a character like any other (format, rule B10).
_OTHER_SPACE = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]")
_SPACES = re.compile(r" {2,}")
#: Zero-width and directional marks, soft hyphens and control characters: nobody sees them (format, rule B10).
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")


class Style(NamedTuple):
    """How a piece of text stands: its markers, and the link it belongs to (``link`` tells neighbours apart)."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    href: str = ""
    title: str = ""
    link: int = 0


PLAIN: Final = Style()


class Piece(NamedTuple):
    r"""Text in one style. A line break is a piece of its own: ``"\n"`` in ``PLAIN``."""

    text: str
    style: Style = PLAIN


BREAK: Final = Piece("\n")


@dataclass(frozen=True, slots=True)
class Open:
    """A container begins: ``ul``, ``ol``, ``li``, ``blockquote``, ``table``, ``tr``."""

    tag: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Close:
    """A container ends."""

    tag: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text: ``h1``-``h6``, ``p``, ``text`` (a paragraph that stands in an item bare), ``pre``, ``cell``, ``hr``."""

    kind: str
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        r"""The block's characters; lines separated by ``\n``."""
        return "".join(piece.text for piece in self.pieces)


RULE: Final = Block("hr")
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
Flow = list[Open | Close | Block]


def visible(text: str) -> str:
    """Text without the characters that nobody sees."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def settled(raw: Iterable[Piece]) -> tuple[Piece, ...]:
    """Put a block's pieces in order: white space folded, none at the edges of lines and markers, equal styles joined."""
    lines: list[list[Piece]] = [[]]
    for piece in raw:
        if piece is BREAK:
            lines.append([])
        elif piece.text:
            lines[-1].append(piece)
    done = [_settled_line(line) for line in lines]
    if len(done) == 1:  # as most blocks have
        return () if _is_blank(done[0]) else tuple(done[0])
    while done and _is_blank(done[0]):
        done.pop(0)
    while done and _is_blank(done[-1]):
        done.pop()
    return tuple(piece for at, line in enumerate(done) for piece in ((BREAK, *line) if at else line))


def _is_blank(line: list[Piece]) -> bool:
    """Whether a line shows nothing: no piece, or spaces that are kept as characters."""
    return not line or (len(line[0].text) < 9 and not "".join(piece.text for piece in line).strip())


def _settled_line(line: list[Piece]) -> list[Piece]:
    if len(line) == 1 and line[0].style == PLAIN:
        text = _folded(line[0].text).strip(" ")
        return [Piece(text)] if text else []
    if all(piece.style is PLAIN or piece.style == PLAIN for piece in line):  # most lines: half of the time is saved
        text = _folded("".join(piece.text for piece in line)).strip(" ")
        return [Piece(text)] if text else []
    return joined(_tight(line))


def _folded(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", _OTHER_SPACE.sub(" ", text))


def _tight(line: list[Piece]) -> list[Piece]:
    """White space folded across pieces and moved out of the styled ones; between two it has what both have in common."""
    found: list[Piece] = []
    pending = False
    for text, style in joined(line):
        folded = _folded(text)
        core = folded.strip(" ")
        pending = pending or folded[0] == " "
        if not core:
            continue
        if pending and found:
            found.append(Piece(" "))
        found += _bare_edges(core, style)
        pending = folded[-1] == " "
    return between(joined(found))


def _bare_edges(text: str, style: Style) -> Iterator[Piece]:
    """Text whose own spaces at the edges, kept as characters, stand outside its markers."""
    inner = text.strip()
    if style == PLAIN or inner == text:
        yield Piece(text, style)
        return
    before, _, after = text.partition(inner) if inner else (text, "", "")
    for part, how in ((before, PLAIN), (inner, style), (after, PLAIN)):
        if part:
            yield Piece(part, how)


def _common(one: Style, other: Style) -> Style:
    flags = (one.bold and other.bold, one.italic and other.italic, one.struck and other.struck, one.code and other.code)
    return Style(*flags, *one[4:]) if one.link == other.link else Style(*flags)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one style as one piece."""
    return [Piece("".join(piece.text for piece in group), style) for style, group in groupby(pieces, key=_style)]


def _style(piece: Piece) -> Style:
    return piece.style


def between(pieces: list[Piece]) -> list[Piece]:
    """Give white space between two pieces the style that both have: markers around nothing else are none."""
    for at in range(1, len(pieces) - 1):
        if pieces[at].text.isspace() and pieces[at] is not BREAK:
            pieces[at] = Piece(pieces[at].text, _common(pieces[at - 1].style, pieces[at + 1].style))
    return pieces


def without_empty(flow: Flow) -> Flow:
    """Give a flow without containers that hold nothing, blocks without text, headings said twice, and rules at its edges."""
    found: Flow = []
    for item in flow:
        if isinstance(item, Close) and found and isinstance(found[-1], Open):
            found.pop()
        elif not isinstance(item, Block) or _shows(item, found):
            found.append(item)
    while found and found[0] == RULE:
        found.pop(0)
    while found and found[-1] == RULE:
        found.pop()
    return found


def _shows(block: Block, before: Flow) -> bool:
    """Whether a block shows something new; a heading after its like is there for another width of screen (T2)."""
    if block.kind in ("hr", "cell"):
        return True
    again = before[-1] if before and block.kind in HEADINGS else None
    if isinstance(again, Block) and again.kind == block.kind and again.text.split() == block.text.split():
        return False
    return bool(block.text.strip())
