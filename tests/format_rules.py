"""The rules of the "extracted and transformed" format as a checker: what a file breaks, in words, one line a violation.

Rules that need the page to judge (what is in, what is out) are not here; the pairs and the gold pages hold those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.items import KINDS

_KIND = "|".join(map(re.escape, KINDS.values()))
_OPENING = (
    rf"The following text is extracted and transformed from the ([a-z0-9.-]+) ({_KIND}) "
    r"that was archived on (\d{4}-\d\d-\d\d)\."
)
_M1 = re.compile(
    rf"> \*{_OPENING} Please check the \[original snapshot on the Wayback Machine\]"
    r"\(https://web\.archive\.org/web/(\d{14})id_/([a-z]+)%3A//([^\s():]+)\) for the most accurate reproduction\.\*"
)
_P1 = re.compile(rf"{_OPENING} Please check the original snapshot on the Wayback Machine for the most accurate reproduction\.")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(((?:[^()\s\\]|\\.|\([^()]*\))*)(?: \"((?:[^\"\\]|\\.)*)\")?\)")
_TARGET = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S")
_ITEM = re.compile(r"^(?!\* \* \*$)( *)(?:\*|\d+\.) +[^ ]")
_RULE = re.compile(r"^---(?:\|---)*$")


def violations(text: str, form: str, *, items_hold_blocks: bool = False) -> list[str]:
    """What a whole exported file breaks. ``form`` is ``markdown`` or ``plain``; any other raises ``ValueError``.

    With ``items_hold_blocks`` a paragraph may be an item's own, also the first: html2text does not indent those.
    """
    if form == "markdown":
        return [*_both(text), *_markdown(text), *_gaps(text.split("\n")[:-1], items_hold_blocks)]
    if form == "plain":
        return [*_both(text), *_plain(text)]
    raise ValueError(f"no such form: {form}")


def _both(text: str) -> Iterator[str]:
    if "\r" in text:
        yield "line ends are not \\n alone"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield "B11/P3: the file does not end with one line end"
    for found in _UNSEEN.finditer(text.replace("\r", "")):
        yield f"B10: character U+{ord(found[0]):04X} on line {_line(text, found.start())}"


def _markdown(text: str) -> Iterator[str]:
    lines = text.split("\n")[:-1]
    yield from _header(_M1.fullmatch(lines[0]) if lines else None)
    if len(lines) < 3 or lines[1] or not re.match(r"#{1,6} \S", lines[2]) or (len(lines) > 3 and lines[3]):
        yield "T1: no title between blank lines after the header"
    if re.search(r"\n{5,}", text):
        yield "B5: more than three blank lines in a row"
    for number, line in enumerate(lines, start=1):
        after = lines[number] if number < len(lines) else ""
        before = lines[number - 2] if number > 1 else ""
        for broken in (*_spaces(line, after), *_headings(line, before, after), *_inline(line), *_tables(line, before)):
            yield f"{broken}, line {number}"
    yield from _lists(lines)


def _header(found: re.Match[str] | None) -> Iterator[str]:
    if found is None:
        yield "M1: the first line is not the header"
        return
    _, _, day, timestamp, _, rest = found.groups()
    if day.replace("-", "") != timestamp[:8]:
        yield f"H3: the date {day} is not that of {timestamp}"
    if found[1].startswith("www."):
        yield "H2: the domain is a host's name"
    if "%2F" in rest or "%3F" in rest or "%26" in rest or "%3D" in rest:
        yield "H3: slashes, question marks, ampersands or equals signs are encoded"


def _spaces(line: str, after: str) -> Iterator[str]:
    trailing = len(line) - len(line.rstrip(" "))
    if trailing == 2 and line.strip():
        if not after.strip(" >"):
            yield "B5: a line break at the end of a block"
    elif trailing:
        yield "B5: trailing spaces"


def _headings(line: str, before: str, after: str) -> Iterator[str]:
    if re.match(r"#{7}", line):
        yield "B2: more than six hashes"
    if re.match(r"#{1,6}[^# ]|#{1,6} {2,}|#{1,6} *$", line):
        yield "B2: a heading needs one space and words after its hashes"
    if re.match(r"#{1,6} \d+\. ", line):
        yield "B2: a number at the start of a heading is not escaped"
    if re.match(r"#{1,6} ", line) and (before.strip() or after.strip()):
        yield "B1: a heading without a blank line around it"


def _inline(line: str) -> Iterator[str]:
    if line.startswith("    "):  # preformatted text stands as it is
        return
    if re.search(r"(?<![\\*])\*\*\s*\*\*(?!\*)|(?<![\\\w_])__(?![\w_])", line):
        yield "B4: emphasis around nothing"
    if re.search(r"(?<!\\)&(?:nbsp|amp|lt|gt|#\d+|#x[0-9a-fA-F]+);", _LINK.sub("", line)):
        yield "B10: an entity that is not decoded"
    if re.match(r" *[-+] \S", line):
        yield "B3: an item's marker that is no asterisk"
    if re.match(r"[-+*] \S|\d+[.)] \S", line) and line != "* * *":
        yield "B3/B10: a line that Markdown reads as an item"
    if re.fullmatch(r"[*_-]{3,}|- - -|_ _ _", line.strip()):
        yield "B9: a rule that is not * * *"
    yield from _tags(re.sub(r"`[^`]*`", "", line).replace("\\<", ""))
    yield from _links(line)


def _tags(line: str) -> Iterator[str]:
    if re.search(r"!\[|<(?:img|script|form|button|iframe|style|input)\b", line):
        yield "B8: an image, a form or a script"
    elif re.search(r"<(?:!--|/?[a-zA-Z][a-zA-Z0-9]*(?=[\s/>])[^<>@:]*>)", line):
        yield "B8: a tag or a comment"


def _links(line: str) -> Iterator[str]:
    for text, target, _ in _LINK.findall(line):
        if not text.strip():
            yield "B8: a link without words"
        if not _TARGET.match(target) or re.match(r"(?i)(?:javascript|vbscript|data|about):", target):
            yield f"B6: a link that is not absolute: {target[:40]}"
        if re.match(r"https?://web\.archive\.org/(?!web/\d)", target) and not line.startswith("> *"):
            yield f"B6: a link resolved against the archive: {target[:60]}"


def _tables(line: str, before: str) -> Iterator[str]:
    if _RULE.fullmatch(line.rstrip()):
        cells = len(re.split(r"(?<!\\)\|", before))
        if not before.strip() or cells != line.count("|") + 1:
            yield "B7: a header rule that does not fit its header"


def _lists(lines: list[str]) -> Iterator[str]:
    level = 0
    for number, line in enumerate(lines, start=1):
        item = _ITEM.match(line)
        if item is None:
            if line and not line.startswith("  "):
                level = 0
            continue
        indent = len(item[1])
        if indent and (indent % 2 or indent > 2 * (level + 1)) and level:
            yield f"B3: an item indented by {indent} spaces, line {number}"
        level = indent // 2 if indent <= 2 * (level + 1) else level


def _gaps(lines: list[str], items_hold_blocks: bool) -> Iterator[str]:
    """Blank lines between blocks: three where a list ends, one elsewhere (rule B1); two nowhere."""
    last = next((at for at, line in enumerate(lines) if line), 0)
    listed = False  # whether a list is open
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if not line:
            continue
        blank, inside = at - last - 1, _ITEM.match(line) is not None or line.startswith("  ")
        if blank == 2 or blank > 3:
            yield f"B1: {blank} blank lines between blocks, line {at + 1}"
        elif blank == 3 and not listed and not items_hold_blocks:
            yield f"B1: three blank lines where no list ends, line {at + 1}"
        elif listed and blank == 1 and not inside and not items_hold_blocks and not line.startswith(">"):
            yield f"B1: a list that three blank lines do not follow, line {at + 1}"
        listed = _ITEM.match(line) is not None or (listed and (inside or blank < 3))
        last = at


def _plain(text: str) -> Iterator[str]:
    lines = text.split("\n")[:-1]
    found = _P1.fullmatch(lines[0]) if lines else None
    if found is None:
        yield "P1: the first line is not the header"
    if len(lines) < 2:
        yield "T1: no title on the second line"
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            yield f"P2: a blank line, line {number}"
        elif line != " ".join(line.split()):
            yield f"P3: white space that is not collapsed, line {number}"
        if re.search(r"\]\((?:https?|mailto|tel|ftp):|\*\*\w", line):
            yield f"P2: markup, line {number}"
        if re.fullmatch(r"---(?:\|---)+", line):  # a page's own text may begin with a hash or a star, never with this
            yield f"P2: a table's rule, line {number}"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
