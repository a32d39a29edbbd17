"""Lines of a PDF -> a flow of headings, paragraphs and bullets, without running headers, footers and page numbers.

A PDF of old tells no structure, so it is read off the page the way a reader does: larger or bold lines are headings, a gap or
a short line ends a paragraph, a hanging sign begins an item. Numbers of paragraphs are the document's own text and stay text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.extraction.flow import PLAIN, Block, Close, Flow, Open, Piece, settled
from crawler.extraction.pdf.lines import Line, PdfPage, Row, without_furniture

_BULLET: Final = re.compile(r"^\s*([•●○◦▪■□◆➢➔►‣⁃∙·*–—\uf0a7\uf0b7\uf0d8-]|o(?=\s))\s+(?=\S)")
#: A number that begins a paragraph, an item or a section: ``1.``, ``2.3``, ``(a)``, ``iv)``, ``§ 4``.
_NUMBER: Final = re.compile(r"^\s*(§\s?\d+|\(?(\d{1,2}(\.\d{1,2})*|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}(\.\d{1,2})+)\s+\S")
_ENDED: Final = re.compile(r"[.!?:;。][”\"')\]]*\s*$")
_HYPHEN: Final = re.compile(r"(\w+)[-\u00ad\u2010]$")
#: Letters up to which a line in larger or bolder type is a heading; measured on no corpus: two lines of print.
_LONGEST_HEADING: Final = 160


@dataclass(frozen=True, slots=True)
class _Type:
    """The document's body type: size in points, usual distance of base lines, and whether it is bold throughout."""

    size: float
    leading: float
    bold: bool


@dataclass(slots=True)
class _Draft:
    """A block being put together."""

    kind: str
    lines: list[Line]
    indent: float


def flow_of(pages: Sequence[PdfPage]) -> Flow:
    """Make the flow of a whole document."""
    kept = without_furniture(pages)
    lines = [line for page in kept for line in page]
    if not lines:
        return []
    body = _body_type([each for line in lines for each in _within(line)])
    headings = _heading_styles([line for line in lines if not line.rows], body)
    drafts = _drafts(kept, body, headings)
    known = Counter(re.findall(r"\w+(?:-\w+)+|\w+", " ".join(line.text for line in lines).lower()))
    return list(_flow(drafts, known))


def _within(line: Line) -> Sequence[Line]:
    return [each for row in line.rows for cell in row.cells for each in cell] if line.rows else [line]


def _body_type(lines: Sequence[Line]) -> _Type:
    sizes: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    bold = 0
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        sizes[line.size] += len(line.text)
        bold += line.bold * len(line.text)
        if following and following.size == line.size and 0 < line.bottom - following.bottom < 3 * line.size:
            leadings[round(line.bottom - following.bottom, 1)] += 1
    size = sizes.most_common(1)[0][0]
    return _Type(size, leadings.most_common(1)[0][0] if leadings else 1.2 * size, 2 * bold > sizes.total())


def _heading_styles(lines: Sequence[Line], body: _Type) -> list[tuple[float, bool]]:
    """Styles of headings, the largest first: that is their level."""
    styles = {(line.size, line.bold) for line in lines if _stands_out(line, body)}
    return sorted(styles, reverse=True)


def _stands_out(line: Line, body: _Type) -> bool:
    if len(line.text) > _LONGEST_HEADING or not re.search(r"\w", line.text) or _BULLET.match(line.text):
        return False
    if line.size >= 1.08 * body.size:
        return True
    return line.size >= 0.95 * body.size and line.bold and not body.bold


def _drafts(pages: Sequence[Sequence[Line]], body: _Type, headings: Sequence[tuple[float, bool]]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for page in pages:
        across = max((line.x1 for line in page), default=0.0)
        for at, line in enumerate(page):
            kind = _kind(line, body, headings)
            last = drafts[-1] if drafts else None
            edge = last.lines[-1].edge or across if last else across
            if last and _continues(last, line, kind, body, edge, new_page=at == 0):
                last.lines.append(line)
            else:
                drafts.append(_Draft(kind, [line], line.x0))
    return [draft if draft.kind[0] != "h" or _is_heading(draft) else _Draft("p", draft.lines, draft.indent) for draft in drafts]


def _kind(line: Line, body: _Type, headings: Sequence[tuple[float, bool]]) -> str:
    if line.rows:
        return "table"
    if _BULLET.match(line.text):
        return "li"
    return f"h{min(6, headings.index((line.size, line.bold)) + 1)}" if _stands_out(line, body) else "p"


def _is_heading(draft: _Draft) -> bool:
    """Bold sentences are no headings, unless they are numbered or asked."""
    text = " ".join(line.text.strip() for line in draft.lines)
    return len(text) <= _LONGEST_HEADING and (not re.search(r"[.,;]$", text) or bool(_NUMBER.match(text)))


def _continues(last: _Draft, line: Line, kind: str, body: _Type, edge: float, *, new_page: bool) -> bool:
    """Whether a line goes on with the block before it."""
    before = last.lines[-1]
    if "table" in (kind, last.kind) or kind == "li" or _NUMBER.match(line.text):
        return False
    if last.kind[0] == "h" or kind[0] == "h":
        return last.kind == kind and not new_page and 0 < before.bottom - line.bottom < 1.6 * line.size
    if new_page or before.bottom < line.bottom:  # the next page, or the next column
        return not _ENDED.search(before.text) and (last.kind != "li" or line.x0 > last.indent)
    if before.bottom - line.bottom > 1.35 * body.leading or abs(before.size - line.size) > 1:
        return False
    if last.kind == "li":
        return line.x0 > last.indent - 1
    width = edge - last.indent
    if before.x1 < edge - 0.5 * width and line.text.lstrip()[:1].isupper():
        return False
    short = before.x1 < edge - 0.25 * width and _ENDED.search(before.text)
    return not short and line.x0 - last.lines[0].x0 < (1.5 if len(last.lines) > 1 else 0.5) * body.size


def _flow(drafts: Sequence[_Draft], known: Counter[str]) -> Iterator[Open | Close | Block]:
    indents: list[float] = []
    for draft in drafts:
        if draft.kind == "table":
            yield from _close(indents, 0)
            yield from _table(draft.lines[0].rows, known)
            continue
        pieces = _text(draft, known)
        if draft.kind != "li":
            yield from _close(indents, 0)
            yield Block(draft.kind, pieces)
            continue
        while indents and draft.indent < indents[-1] - 4:
            yield from _close(indents, len(indents) - 1)
        if not indents or draft.indent > indents[-1] + 4:
            yield Open("ul", {})
            indents.append(draft.indent)
        else:
            yield Close("li")
        yield Open("li", {})
        yield Block("text", pieces)
    yield from _close(indents, 0)


def _table(rows: Sequence[Row], known: Counter[str]) -> Iterator[Open | Close | Block]:
    """Write the rows of a table; its header has no style, as a heading has none."""
    yield Open("table", {})
    for at, row in enumerate(rows):
        yield Open("tr", {})
        for cell in row.cells:
            yield Block("cell", _text(_Draft("p" if at else "h6", list(cell), 0), known))
        yield Close("tr")
    yield Close("table")


def _close(indents: list[float], depth: int) -> Iterator[Close]:
    while len(indents) > depth:
        indents.pop()
        yield Close("li")
        yield Close("ul")


def _text(draft: _Draft, known: Counter[str]) -> tuple[Piece, ...]:
    """Join a block's lines: words that were broken at a line's end are mended, a bullet goes, a heading has no style."""
    pieces: list[Piece] = []
    for line in draft.lines:
        if pieces:
            pieces[-1] = Piece(_mended(pieces[-1], line.text, known), pieces[-1].style)
        pieces += line.pieces
    if draft.kind == "li":
        pieces = _cut(pieces, _BULLET.match("".join(piece.text for piece in pieces)))
    return settled(Piece(piece.text, PLAIN if draft.kind[0] == "h" else piece.style) for piece in pieces)


def _mended(piece: Piece, following: str, known: Counter[str]) -> str:
    """End a line: with a space, or with nothing where a word goes on; a hyphen stays if the document writes it elsewhere."""
    text = piece.text.rstrip()
    broken, rest = _HYPHEN.search(text), re.match(r"\s*(\w+)", following)
    if not broken or not rest or not rest[1][0].islower():
        return text + " "
    hyphened = f"{broken[1]}-{rest[1]}".lower() in known
    return text if hyphened and text[-1] != "\u00ad" else text[:-1]


def _cut(pieces: list[Piece], match: re.Match[str] | None) -> list[Piece]:
    left = match.end() if match else 0
    cut = []
    for piece in pieces:
        cut.append(Piece(piece.text[left:], piece.style))
        left = max(0, left - len(piece.text))
    return cut
