"""The rules of the "extracted and transformed" format as a checker: what a file breaks, in words, one line a violation.

Rules that need the page to judge (what is in, what is out, how often a term is bold) are not here: the pairs and the gold
pages hold those. What blocks and lines of the Markdown form must look like is in `tests.format_blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from tldextract import TLDExtract

from crawler.items import KINDS
from tests.extraction.measure import parse, words_of
from tests.format_blocks import body_violations, read_lines

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
_HEADING = re.compile(r"(#{1,6}) (\S.*)")
_domain_of = TLDExtract(suffix_list_urls=(), cache_dir=None)


def violations(text: str, form: str, *, items_hold_blocks: bool = False) -> list[str]:
    """What a whole exported file breaks. ``form`` is ``markdown`` or ``plain``; any other raises ``ValueError``.

    With ``items_hold_blocks`` a paragraph may be an item's own, also the first: html2text does not indent those.
    """
    if form == "markdown":
        return [*_both(text), *_markdown(text), *body_violations(text.split("\n")[:-1], items_hold_blocks=items_hold_blocks)]
    if form == "plain":
        return [*_both(text), *_plain(text)]
    raise ValueError(f"no such form: {form}")


def disagreements(markdown: str, plain: str) -> list[str]:
    """What two exported files of one text break by differing (rules P1, T1, P4)."""
    lines, others = markdown.split("\n"), plain.split("\n")
    heads = _M1.fullmatch(lines[0]), _P1.fullmatch(others[0])
    found = []
    if not (heads[0] and heads[1] and heads[0].groups()[:3] == heads[1].groups()):
        found.append("P1: the two headers name different texts")
    words = tuple(word for line in read_lines(lines[2:]) for word in _words(line.text, line.kind))
    plain_words = tuple(words_of("\n".join(others[1:])))
    if words != plain_words:
        at = next((at for at, pair in enumerate(zip(words, plain_words, strict=False)) if pair[0] != pair[1]), -1)
        found.append(f"P4: the words differ, {len(words)} and {len(plain_words)}, first at {words[at : at + 5]}")
    return found


def _words(text: str, kind: str) -> Iterable[str]:
    """Preformatted text stands as it is: its numbers and signs are the page's own."""
    return words_of(text) if kind == "pre" else parse(text).words


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
    yield from _title(lines)
    if re.search(r"\n{5,}", text):
        yield "B5: more than three blank lines in a row"


def _header(found: re.Match[str] | None) -> Iterator[str]:
    if found is None:
        yield "M1: the first line is not the header"
        return
    domain, _, day, timestamp, _, rest = found.groups()
    yield from _named(domain)
    try:
        if datetime.strptime(f"{timestamp}+0000", "%Y%m%d%H%M%S%z").strftime("%Y-%m-%d") != day:
            yield f"H3: the date {day} is not that of {timestamp}"
    except ValueError:
        yield f"H3: {timestamp} is no moment"
    if re.search(r"%(?:2F|3F|26|3D)", rest):
        yield "H3: slashes, question marks, ampersands or equals signs are encoded"
    if not rest.isascii() or re.search(r"%(?![0-9a-fA-F]{2})|[\"<>\[\]{}|\\^`]", rest):
        yield "H3: the URL is not percent-encoded"


def _named(domain: str) -> Iterator[str]:
    found = _domain_of(domain)
    if found.subdomain if found.suffix else domain.count(".") > 1:
        yield "H2: the domain is a host's name"


def _title(lines: list[str]) -> Iterator[str]:
    title = _HEADING.fullmatch(lines[2]) if len(lines) > 2 else None
    if title is None or lines[1] or (len(lines) > 3 and lines[3]):
        yield "T1: no title between blank lines after the header"
        return
    if title[1] != "#":
        yield "T1: the title is no heading of the first level"
    if "  " in title[2] or title[2] != title[2].strip():
        yield "T1: the title's white space is not collapsed"
    following = next((line for line in lines[3:] if line), "")
    if (again := _HEADING.fullmatch(following)) and words_of(again[2]) == words_of(title[2]) != []:
        yield "T2: the title is repeated"


def _plain(text: str) -> Iterator[str]:
    lines = text.split("\n")[:-1]
    found = _P1.fullmatch(lines[0]) if lines else None
    if found is None:
        yield "P1: the first line is not the header"
    else:
        yield from _named(found[1])
    if len(lines) < 2 or not lines[1].strip():
        yield "T1: no title on the second line"
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            yield f"P2: a blank line, line {number}"
        elif line != " ".join(line.split()):
            yield f"P3: white space that is not collapsed, line {number}"
        if re.search(r"\]\((?:https?|mailto|tel|ftp):|\*\*\w|<(?:https?|mailto):[^>]*>", line):
            yield f"P2: markup, line {number}"
        if re.fullmatch(r"---(?:\|---)+|\* \* \*", line):  # a page's own text may begin with a hash or a star, never with these
            yield f"P2: a table's or a page's rule, line {number}"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
