"""Markers that Markdown can read: pieces of a block put in order before they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import ne

from crawler.extraction.flow import BREAK, PLAIN, Piece, between, joined

_ALNUM = re.compile(r"[^\W_]")
#: What a code span cannot hold without being misread by somebody: such code is text like any other.
_NO_CODE = re.compile(r"[`\[\]*\\<&|]")
_OUTER_PUNCTUATION = re.compile(r"^((?:[^\w\s]|_)*\s*)(.*?)(\s*(?:[^\w\s]|_)*)$", re.DOTALL)


def readable(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Pieces whose markers Markdown can read: punctuation leaves a marker that touches a word, a marker inside a word goes."""
    if len(pieces) == 1 and pieces[0].style == PLAIN:
        return [*pieces]
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].text[-1:] if at else ""
        after = pieces[at + 1].text[:1] if at + 1 < len(pieces) else ""
        found += _flanked(piece, _ALNUM.match(before) is not None, _ALNUM.match(after) is not None)
    changed = len(found) != len(pieces) or any(map(ne, found, pieces))
    return list(_rejoined(between([part for piece in found for part in _edged(piece)]))) if changed else between(found)


def _edged(piece: Piece) -> Iterator[Piece]:
    """Spaces at the edges of a piece in markers as pieces of their own: the one beside it may have lost its markers."""
    inner = piece.text.strip()
    if piece.style == PLAIN or not inner or inner == piece.text:
        yield piece
        return
    before, _, after = piece.text.partition(inner)
    yield from (Piece(text, piece.style) for text in (before, inner, after) if text)


def _rejoined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one style as one piece, line breaks apart: what Markdown misreads may stand across them."""
    for is_break, group in groupby(pieces, key=BREAK.__eq__):
        neighbours = list(group)
        yield from neighbours if is_break else joined(neighbours)


def _flanked(piece: Piece, touches_before: bool, touches_after: bool) -> list[Piece]:
    text, style = piece
    if style.code and _NO_CODE.search(text):
        style = style._replace(code=False)
        piece = Piece(text, style)
    if not (style.bold or style.italic or style.struck) or not (touches_before or touches_after):
        return [piece]
    bare = style._replace(bold=False, italic=False, struck=False)
    match = _OUTER_PUNCTUATION.match(text)
    lead, core, trail = match.groups() if match else ("", text, "")
    lead, core = (lead, core) if touches_before else ("", lead + core)
    trail, core = (trail, core) if touches_after else ("", core + trail)
    if not _ALNUM.search(core):  # signs alone are not worth markers that nobody can read
        return [Piece(text, bare)]
    inside_a_word = (touches_before and not lead) or (touches_after and not trail)
    kept = style._replace(italic=False) if inside_a_word else style
    return [p for p in (Piece(lead, bare), Piece(core, kept), Piece(trail, bare)) if p.text]


def without_lead(pieces: list[Piece]) -> Iterator[Piece]:
    """Give pieces of which none in markers begins with a space: that is a piece of its own."""
    for piece in pieces:
        if piece.style != PLAIN and piece.text[:1].isspace():
            kept = piece.text.lstrip()
            yield Piece(piece.text.removesuffix(kept), piece.style)
            piece = Piece(kept, piece.style)
        if piece.text:
            yield piece
