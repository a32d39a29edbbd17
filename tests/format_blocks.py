"""Rules of the Markdown form that hold for its blocks and lines (format, B1 to B10). What stands in a quote is checked as if
it stood outside of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_QUOTE = re.compile(r"^(?:> ?)+")
_ITEM = re.compile(r"^( *)(\*|\d{1,9}\.)(?:( +)(.*))?$")
_HEADING = re.compile(r"#+(?= |$)")
_RULE: Final = re.compile(r"---(?:\|---)*")
_ROW = re.compile(r"(?=.*[^|\s])(?:.*(?:[^\s|\\]|\\ ))?\|(?: .*|)")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(((?:[^()\s\\]|\\.|\([^()]*\))*)(?: \"((?:[^\"\\]|\\.)*)\")?\)")
_TARGET = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S")
_BEFORE_TEXT = re.compile(r"(?: *(?:\*|\d+\.) +)?(?:> ?)*(?:#{1,6} +)?")
#: What a backslash may stand before anywhere, and at the start of a line alone (format, B10): the rest nobody misreads.
_ESCAPES: Final = "\\<&`*_[]|~"
_FIRST_ESCAPES: Final = "-+#>="


@dataclass(frozen=True)
class Line:
    """A line of a file without its quote's signs: what it is, and how many spaces it begins with."""

    number: int
    quote: int
    text: str
    kind: str  # blank, heading, item, pre, hr, rule (of a table), text
    level: int = 0  # of an item

    @property
    def breaks(self) -> bool:
        """Whether it ends with a line break inside a block."""
        return self.text.endswith("  ") and bool(self.text.strip())


def body_violations(lines: list[str], *, items_hold_blocks: bool) -> list[str]:
    """What the lines of a file break, header and title included."""
    read = list(read_lines(lines))
    found = [*_gaps(read, items_hold_blocks), *_lists(read), *_tables(read)]
    for line, after in zip(read, [*read[1:], None], strict=True):
        broken = (*_spaces(line, after), *_headings(line), *_inline(line))
        found += [f"{rule}, line {line.number}" for rule in broken]
    return found


def read_lines(lines: list[str]) -> Iterator[Line]:
    """Tell items from preformatted text: four spaces begin an item only where a list is open."""
    level = blanks = 0
    for number, whole in enumerate(lines, start=1):
        mark = _QUOTE.match(whole)
        text = whole[mark.end() :] if mark else whole
        quote = mark[0].count(">") if mark else 0
        kind = _kind(text, level)
        blanks = blanks + 1 if kind == "blank" else 0
        if kind == "item":
            level = min(len(text) - len(text.lstrip(" ")), 2 * level + 2) // 2
        elif kind == "heading" or blanks == 3:
            level = 0
        yield Line(number, quote, text, kind, level)


def _kind(text: str, level: int) -> str:
    bare = text.rstrip(" ")
    item = _ITEM.match(bare)
    if not bare:
        return "blank"
    if bare == "* * *":
        return "hr"
    if item and item[1] and (len(item[1]) < 4 or level):
        return "item"
    if text.startswith("    "):
        return "pre"
    if _RULE.fullmatch(bare):
        return "rule"
    return "heading" if _HEADING.match(bare) else "text"


def _gaps(lines: list[Line], items_hold_blocks: bool) -> Iterator[str]:
    """Blank lines between blocks: three where a list ends, one elsewhere, two nowhere; none only inside a block (B1, B5)."""
    blank, listed, before = 0, False, None
    for line in lines:
        if line.kind == "blank":
            blank += 1
            continue
        inside = line.kind == "item" or line.text.startswith("  ")
        if before is not None:
            yield from _gap(before, line, blank, inside=inside, listed=listed, free=items_hold_blocks)
        listed = line.kind == "item" or (listed and (inside or blank < 3))
        blank, before = 0, line


def _gap(before: Line, line: Line, blank: int, *, inside: bool, listed: bool, free: bool) -> Iterator[str]:
    if before.kind == line.kind == "pre":
        return  # empty lines of one preformatted text
    if blank == 2 or blank > 3:
        yield f"B1: {blank} blank lines between blocks, line {line.number}"
    elif blank == 3 and not listed and not free:
        yield f"B1: three blank lines where no list ends, line {line.number}"
    elif listed and blank == 1 and not inside and not free and line.quote <= before.quote:
        yield f"B1: a list that three blank lines do not follow, line {line.number}"
    elif blank == 0 and not _goes_on(before, line, listed=listed):
        yield f"B1: a new line that is neither a block nor a line break, line {line.number}"


def _goes_on(before: Line, line: Line, *, listed: bool) -> bool:
    """Whether a line may follow another one without a blank line between."""
    if line.kind == "heading" or before.kind in ("heading", "hr") or line.kind == "hr":
        return False
    if line.kind == "item":
        return listed
    return before.breaks or before.kind == line.kind == "pre" or before.kind == "rule" or bool(_ROW.fullmatch(before.text))


def _lists(lines: list[Line]) -> Iterator[str]:
    level = 0
    for line in lines:
        item = _ITEM.match(line.text)
        if line.kind != "item" or item is None:
            if line.kind == "text" and line.text.startswith(" "):
                yield f"B3: a line indented by no list, line {line.number}"
            level = line.level
            continue
        indent = len(item[1])
        if indent % 2 or not 2 <= indent <= 2 * (level + 1):
            yield f"B3: an item indented by {indent} spaces, line {line.number}"
        if item[3] is None or not item[4].strip():
            yield f"B3: an item without words, line {line.number}"
        elif item[3] != " ":
            yield f"B3: more than one space after an item's marker, line {line.number}"
        level = line.level


def _tables(lines: list[Line]) -> Iterator[str]:
    """Rows that follow each other have one rule, after the first; it fits the header, and rows follow it (B7)."""
    at = 0
    while at < len(lines):
        end = at
        ruled = False  # a row of one cell shows as a row only under a rule
        while end < len(lines) and lines[end].kind != "blank" and (ruled or _is_row(lines[end]) or lines[end].kind == "rule"):
            ruled = ruled or lines[end].kind == "rule"
            end += 1
        if end > at:
            yield from _table(lines[at:end])
        at = end + 1 if end == at else end


def _is_row(line: Line) -> bool:
    return line.kind in ("text", "item") and _ROW.fullmatch(line.text.rstrip()) is not None


def _table(rows: list[Line]) -> Iterator[str]:
    number = rows[0].number
    rules = [at for at, row in enumerate(rows) if row.kind == "rule"]
    if len(rows) > 1 and not rules:
        yield f"B7: a table without a rule line, line {number}"
    if rules and rules != [1]:
        yield f"B7: a header rule that does not follow the first row, line {number}"
    if rules == [1]:
        wide = rows[1].text.count("|") + 1
        if _cells(rows[0].text) != wide:
            yield f"B7: a header rule that does not fit its header, line {number}"
        if len(rows) == 2:
            yield f"B7: a table without rows, line {number}"


def _cells(text: str) -> int:
    """How many cells a row has as Markdown reads it: a bar before or after all of them is its frame."""
    return len(re.split(r"(?<!\\)\|", text.strip(" ").removeprefix("|").removesuffix("|")))


def _spaces(line: Line, after: Line | None) -> Iterator[str]:
    trailing = len(line.text) - len(line.text.rstrip(" "))
    if line.breaks and trailing == 2:
        if after is None or after.kind == "blank" or after.quote < line.quote:
            yield "B5: a line break at the end of a block"
    elif trailing:
        yield "B5: trailing spaces"


def _headings(line: Line) -> Iterator[str]:
    if line.kind == "pre":
        return
    if re.match(r"#{7}", line.text):
        yield "B2: more than six hashes"
    if re.match(r"#{1,6}[^# ]|#{1,6} {2,}|#{1,6} *$", line.text):
        yield "B2: a heading needs one space and words after its hashes"
    if re.match(r"#{1,6} \d+[.)](?:\s|$)", line.text):
        yield "B2: a number at the start of a heading is not escaped"


def _inline(line: Line) -> Iterator[str]:
    text = line.text
    if line.kind in ("pre", "hr", "blank"):  # preformatted text stands as it is
        return
    if re.search(r"(?<![\\*])\*\*\s*\*\*(?!\*)|(?<![\\\w_])__(?![\w_])", text):
        yield "B4: emphasis around nothing"
    if _spaces_inside(text):
        yield "B4: a space inside of the markers"
    if re.search(r"(?<!\\)&(?:nbsp|amp|lt|gt|#\d+|#x[0-9a-fA-F]+);", _LINK.sub("", text)):
        yield "B10: an entity that is not decoded"
    if re.match(r" *[-+] \S", text):
        yield "B3: an item's marker that is no asterisk"
    if re.match(r"[-+*] \S|\d+[.)] \S", text):
        yield "B3/B10: a line that Markdown reads as an item"
    if re.fullmatch(r"[*_-]{3,}|- - -|_ _ _", text.strip()) and line.kind != "rule":
        yield "B9: a rule that is not * * *"
    plain = re.sub(r"(?<!\\)`[^`]*`", "", text)
    yield from _escapes(plain)
    yield from _tags(plain.replace("\\<", ""))
    yield from _links(text)


def _spaces_inside(text: str) -> bool:
    """Whether strong text begins or ends with a space: every second part between markers, if they come in pairs."""
    parts = re.split(r"(?<![\\*])\*\*(?!\*)", _LINK.sub("link", text))
    return len(parts) % 2 == 1 and any(part != part.strip(" ") for part in parts[1::2] if part.strip())


def _escapes(text: str) -> Iterator[str]:
    """Only what Markdown would misread is escaped: each sign in its place."""
    before = _BEFORE_TEXT.match(text)
    start = before.end() if before else 0
    at = 0
    while (at := text.find("\\", at)) >= 0:
        sign = text[at + 1 : at + 2]
        first = at == start and sign in _FIRST_ESCAPES
        number = sign in (".", ")") and text[start:at].isdecimal()
        if re.match(r"[!-/:-@\[-`{-~]", sign) and not (sign in _ESCAPES or first or number):
            yield f"B10: \\{sign} although nobody would misread it"
        at += 2


def _tags(line: str) -> Iterator[str]:
    if re.search(r"!\[|<(?:img|script|form|button|iframe|style|input)\b", line):
        yield "B8: an image, a form or a script"
    elif re.search(r"<(?:!--|/?[a-zA-Z][a-zA-Z0-9]*(?=[\s/>])[^<>@:]*>)", line):
        yield "B8: a tag or a comment"


def _links(line: str) -> Iterator[str]:
    for text, target, _ in _LINK.findall(line):
        if not text.strip():
            yield "B8: a link without words"
        if text == target:
            yield f"B6: a link whose text is its URL: {target[:40]}"
        if not _TARGET.match(target) or re.match(r"(?i)(?:javascript|vbscript|data|about):", target):
            yield f"B6: a link that is not absolute: {target[:40]}"
        if re.match(r"https?://web\.archive\.org/(?!web/\d)", target):
            yield f"B6: a link resolved against the archive: {target[:60]}"
    if re.search(r"(?<!\\)\]\((?=\S)", _LINK.sub("", line)):
        yield "B6: a link that Markdown cannot read"
    if re.search(r"<(?:mailto:)?[\w.+-]+@[\w.-]+>", line.replace("\\<", "")):
        yield "B6: a mail address that is no link of the form [a@b.c](mailto:a@b.c)"
