"""Backslashes before what Markdown would misread, and only there (format, rule B10; CommonMark 0.31, GFM 0.29)."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import Final

from crawler.extraction.flow import BREAK, HEADINGS, PLAIN, Piece

#: Characters of which one at least stands in whatever is misread inside of a line.
_SPECIAL = re.compile(r"[\\<&`*_~\[\]]")
#: Runs of the signs of emphasis; backslashes before punctuation, tags and addresses, entities, code, a link's brackets.
_ANYWHERE: Final = (
    r"([*_~])\1*|\\(?=[!-/:-@\[-`{-~])|<(?=[\w/!?.])|`"
    r"|&(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});)"
)
_INSIDE = re.compile(rf"{_ANYWHERE}|\](?=\()")
_INSIDE_LINK = re.compile(rf"{_ANYWHERE}|[\[\]]")
_RUN = re.compile(r"([*_~])\1*")
#: What is misread at the start of a line: numbers, bullets, headings, quotes, underlines of headings, fences, rules.
_LINE_START = re.compile(
    r"^(\d{1,9})([.)])(?=\s|$)|^([-+*])(?=\s|$|-)|^(#{1,6})(?=\s|$)|^(>)|^(=+)\s*$|^(~)(?=~~)"
    r"|^([*_])(?=(?:[ \t]*\8){2,}[ \t]*$)"
)
#: ... at the start of a block: definitions of a link's target or of a footnote, which show nothing where they stand.
_DEFINES = re.compile(r"\[(?:\^[^\[\]]+\]:|(?:[^\[\]\\]|\\.)+\]:[ \t\n]*[^ \t\n]+[ \t]*(?:$|[ \t\n][\"'(]))", re.MULTILINE)
#: ... and at the end of a heading: hashes that would close it.
_CLOSES = re.compile(r"(?<=[ \t])#+$")

_CLOSED: Final = HEADINGS | {"cell"}
#: What a line that is misread at its start begins with, besides ``_SPECIAL``.
_STARTS: Final = frozenset("0123456789-+#>=")
_URL = re.compile(r"[a-zA-Z+]+://")


def escaped(pieces: list[Piece], kind: str, *, first: bool) -> list[Piece]:
    """Give a block's pieces with a backslash before each character that Markdown would misread.

    ``kind`` is the block's, ``first`` says of a cell whether a row begins with it.
    """
    if len(pieces) == 1 and pieces[0].style == PLAIN and not _SPECIAL.search(pieces[0].text):  # as most are
        if kind not in _CLOSED and pieces[0].text[0] not in _STARTS:
            return pieces
        found = pieces
    else:
        emphasis = _misread_emphasis(pieces)
        found = [_inside(pieces, at, emphasis) for at in range(len(pieces))]
    if kind == "cell":
        found = [Piece(_in_cell(piece.text), piece.style) for piece in found]
    elif kind in HEADINGS:
        found = [*found[:-1], *(_closed(piece) for piece in found[-1:])]
    elif found and found[0].text[0] == "[" and _DEFINES.match("".join(piece.text for piece in pieces)):
        found = [Piece(f"\\{found[0].text}", found[0].style), *found[1:]]
    return [
        Piece(_LINE_START.sub(_line_start, piece.text))
        if piece.style == PLAIN
        and (at == 0 or found[at - 1] == BREAK)
        and (kind != "cell" or (first and (" " in piece.text or piece.text[0] in "~>")))
        else piece
        for at, piece in enumerate(found)
    ]


def _in_cell(text: str) -> str:
    text = text.replace("|", "\\|")
    return f"{text} " if text.endswith("\\") else text  # or the next bar would be taken for an escaped one


def _closed(piece: Piece) -> Piece:
    return Piece(_CLOSES.sub(r"\\\g<0>", piece.text)) if piece.style == PLAIN else piece


def _line_start(match: re.Match[str]) -> str:
    number, dot, *marks = match.groups()
    if number:
        return f"{number}\\{dot}"
    return "\\" + next(mark for mark in marks if mark)


def _inside(pieces: list[Piece], at: int, emphasis: str) -> Piece:
    """Give one piece with what is misread inside of a line escaped; ``emphasis`` are the signs that are."""
    text, style = piece = pieces[at]
    if piece == BREAK or style.code or (text == style.href and _URL.match(text)):
        return piece
    before, after = _met(pieces, at)
    if _SPECIAL.search(text):
        found = (_INSIDE_LINK if style.link else _INSIDE).sub(partial(_signs, emphasis, before, after), text)
        text = f"{found}\\" if text[-1] == "\\" and after else found
    if text[-1] == "!" and at + 1 < len(pieces) and pieces[at + 1].style.link not in (0, style.link):
        text = f"{text[:-1]}\\!"  # the link would be a picture
    return Piece(text, style)


def _met(pieces: list[Piece], at: int) -> tuple[bool, bool]:
    """Whether a marker, or another piece, may stand right before and right after a piece."""
    marked = pieces[at].style != PLAIN
    before = marked or (at > 0 and pieces[at - 1] != BREAK)
    return before, marked or (at + 1 < len(pieces) and pieces[at + 1] != BREAK)


def _signs(emphasis: str, before: bool, after: bool, match: re.Match[str]) -> str:
    signs = match[0]
    if not match[1]:
        return f"\\{signs}"
    if match[1] not in emphasis or not any(_flanks(match, before=before, after=after)):
        return signs
    return "".join(f"\\{sign}" for sign in signs)


def _misread_emphasis(pieces: list[Piece]) -> str:
    """Which of the signs of emphasis a block opens and closes without meaning to, or has among markers of ours."""
    found = {sign for piece in pieces for sign, marked in zip("*_~", piece.style, strict=False) if marked}
    opened: set[str] = set()
    for at, piece in enumerate(pieces):
        before, after = _met(pieces, at)
        for run in _RUN.finditer(piece.text):
            opens, closes = _flanks(run, before=before, after=after)
            if closes and run[1] in opened:
                found.add(run[1])
            if opens:
                opened.add(run[1])
    return "".join(sorted(found))


def _flanks(run: re.Match[str], *, before: bool, after: bool) -> tuple[bool, bool]:
    """Whether a run of signs may open, and whether it may close emphasis (CommonMark 0.31, 6.2).

    ``before`` and ``after`` say whether another piece stands there, with a marker between.
    """
    text, start, end = run.string, run.start(), run.end()
    left = _kinds(text[start - 1] if start else "." if before else " ")
    right = _kinds(text[end] if end < len(text) else "." if after else " ")
    ways = [_ways(run[1], one, other) for one in left for other in right]
    return any(opens for opens, _ in ways), any(closes for _, closes in ways)


def _ways(sign: str, left: str, right: str) -> tuple[bool, bool]:
    opens = right != " " and (right == "w" or left != "w")
    closes = left != " " and (left == "w" or right != "w")
    if sign == "_":
        return opens and (not closes or left == "."), closes and (not opens or right == ".")
    return opens, closes


def _kinds(character: str) -> str:
    """Say what a character is to Markdown: space, sign or part of a word (``w``). Readers differ about symbols beyond ASCII."""
    if character.isspace():
        return " "
    if character.isalnum():
        return "w"
    return "." if character.isascii() or unicodedata.category(character)[0] == "P" else ".w"
