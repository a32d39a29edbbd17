"""The date a text gives itself: "Last updated: March 12, 2015" -> ``2015-03-12``.

Which of several dates: one on a line of its own, or in a sentence that speaks of the document, beats one in a sentence about
something else ("contracts effective ..."). Among these the one the text was last *changed* beats the one from which it is in
force, because a wording is dated here, and its force may begin later; that beats the one it was published or reviewed on, and
that a line near the top or the end that is nothing but a date. Of several of one sort the latest counts (change logs, a stamp
above and one below), and dates of earlier versions ("supersedes the version effective ...") count nothing. A month without a
day is no date here: a day of our own would be a claim that the text does not make. ``03/12/2015`` is read the American way,
unless that is impossible, or dots or another date in the text show that the day comes first.

Everything is one pass over the text with bounded expressions, and looks at a few words around each date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.extraction.dates_words import (
    BARE_LABELS,
    FILLERS,
    LABELS,
    LAST,
    MONTHS,
    OF_A_DATE_LINE,
    OF_ANOTHER_TEXT,
    OF_THIS_TEXT,
    REACH,
)

#: Characters of a text that are looked at: its dates stand at either end.
_LONGEST: Final = 200_000
_EARLIEST_YEAR: Final = 1990
_LATEST_YEAR: Final = 2100
#: Lines from the top, and from the end, in which a date needs no label if the line says nothing else.
_TOP_LINES: Final = 6
_LAST_LINES: Final = 3

#: All quantifiers are bounded, and each way in starts with a digit or a word: one pass, whatever the text.
_DATE: Final = re.compile(
    r"""
    (?<![\d/.-]) (?:
        (?P<y1>\d{4}) (?: (?P<s1>[-/.]) (?P<m1>\d\d?) (?P=s1) (?P<d1>\d\d?) (?![\d/-]|\.\d)
                        | 年 [ ]? (?P<m2>\d\d?) 月 [ ]? (?P<d2>\d\d?) 日 )
      | (?P<n1>\d\d?) (?P<s2>[-/.]) (?P<n2>\d\d?) (?P=s2) (?P<y3>\d{4}|\d\d) (?![\d/-]|\.\d)
      | (?P<d4>\d\d?) (?:st|nd|rd|th|er|[.º°])? [ \t\xa0\u202f/-]{0,3} (?:of[ ]|de[ ]|day[ ]of[ ])?
        (?P<w4>[^\W\d_]{3,10}) [., \t\xa0\u202f/-]{1,3} (?:de[ ]|del[ ])? (?P<y4>\d{4}) (?!\d)
    )
    | (?<![^\W_]) (?P<w5>[^\W\d_]{3,10}) \.? [ \t\xa0\u202f-]{1,3} (?P<d5>\d\d?) (?:st|nd|rd|th)?
      (?: [ \t\xa0\u202f]{0,3} ,? [ \t\xa0\u202f]{0,3} | - ) (?P<y5>\d{4}) (?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: From a line's first digit to its last, and the characters around them that a date can take: a month's name and white space
#: before, a sign after.
_DIGITS: Final = re.compile(r"\d(?:.*\d)?")
_BEFORE: Final = 16
_AFTER: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
#: Where a sentence ends, and how much of one is looked at on either side of a date.
_SENTENCE_END: Final = re.compile(r"[.!?;](?=\s|$)|\n")
_SENTENCE: Final = 160


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    day: date


def stated_date(text: str) -> str:
    """Read the date a text gives itself as ``YYYY-MM-DD``, or empty when it states no full date as its own."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST // 2] + "\n" + text[-_LONGEST // 2 :]
    dated = list(_ranked(text))
    return max(dated)[2].isoformat() if dated else ""


def _ranked(text: str) -> Iterator[tuple[bool, int, date]]:
    """Each date that the text gives itself, with whether it is surely its own, and the rank of its label."""
    before = 0
    lone = _edges(text)
    for found in _dates(text):
        rank, own = _label(text, before, found)
        if rank:
            yield own, rank, found.day
        elif rank is None and _is_line(text, found) and (found.start < lone[0] or found.start > lone[1]):
            yield True, 0, found.day
        before = found.end


def _label(text: str, after: int, found: _Found) -> tuple[int | None, bool]:
    """Rank of the words that label a date: higher counts more, 0 for a date of another text, None without a label.

    Beside it, whether the date is surely this document's; one that was merely posted, created or dated must be.
    """
    words = _words_before(text, after, found.start)
    bare = False
    while words and words[-1] in FILLERS:
        bare |= words.pop() in BARE_LABELS
    tail = " ".join(words[-REACH:])
    following = text[found.end : found.end + 40].lower().lstrip(" \t\xa0,:([|–—-")
    rank = next((rank for rank, ends, _ in LABELS if tail.endswith(ends)), None)
    if rank is None:
        rank = next((rank for rank, _, begins in LABELS if following.startswith(begins)), None)
        if rank or not bare:
            return rank, True
        return (1, True) if _is_own(text, words, found) else (None, False)
    if OF_ANOTHER_TEXT & set(words[-2 * REACH :]):
        return 0, False
    own = not LAST.isdisjoint(words[-REACH:]) or _is_own(text, words[:-1], found)
    return (rank if own or rank > 1 else None), own


def _is_own(text: str, before: list[str], found: _Found) -> bool:
    """Whether a labelled date is a line of its own, or stands in a sentence that speaks of the document."""
    start = max(found.start - _SENTENCE, 0)
    opening = _SENTENCE_END.split(text[start : found.start])[-1]
    closing = _SENTENCE_END.split(text[found.end : found.end + _SENTENCE])[0]
    if not OF_THIS_TEXT.isdisjoint(_WORD.findall(f"{opening} {closing}".lower())):
        return True
    rest = _WORD.findall(closing.lower()) if closing[:1] in (" ", ",", "\xa0") else []
    return all(map(_tells_a_date, before)) and (
        not rest or not closing.lstrip(", \xa0")[:1].isalpha() or _tells_a_date(rest[0])
    )


def _tells_a_date(word: str) -> bool:
    return word in OF_A_DATE_LINE or word in FILLERS or word.isdigit()


def _words_before(text: str, after: int, start: int) -> list[str]:
    """List the words before a date on its line, back to the date before; on the line before, if there are none."""
    lines = text[max(after, start - 120) : start].split("\n")
    while len(lines) > 1 and not _WORD.search(lines[-1]):
        lines.pop()
    return _WORD.findall(lines[-1].lower())


def _edges(text: str) -> tuple[int, int]:
    """Where the first lines end and the last ones begin."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[:_TOP_LINES])), len(text) - sum(map(len, lines[-_LAST_LINES:]))


def _is_line(text: str, found: _Found) -> bool:
    start = text.rfind("\n", 0, found.start) + 1
    end = text.find("\n", found.end)
    around = text[start : found.start] + text[found.end : end if end >= 0 else len(text)]
    return not _WORD.search(around)


def _dates(text: str) -> list[_Found]:
    matches = [match for start, end in _numbered(text) for match in _DATE.finditer(text, start, end)]
    day_first = any(m["n1"] and int(m["n1"]) > 12 >= int(m["n2"]) for m in matches)
    return [found for match in matches if (found := _parse(match, day_first))]


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of the part of each line that can hold a date: the pattern is slow, and none is without digits."""
    for digits in _DIGITS.finditer(text):
        begin = max(digits.start() - _BEFORE, 0)
        yield text.rfind("\n", begin, digits.start()) + 1 or begin, digits.end() + _AFTER


def _parse(match: re.Match[str], day_first: bool) -> _Found | None:
    parts = match.groupdict()
    month_name = (parts["w4"] or parts["w5"] or "").lower().rstrip(".")
    if month_name:
        year, month, day = parts["y4"] or parts["y5"], MONTHS.get(month_name, 0), parts["d4"] or parts["d5"]
    elif parts["y1"]:
        year, month, day = parts["y1"], int(parts["m1"] or parts["m2"]), parts["d1"] or parts["d2"]
    else:
        first, second = int(parts["n1"]), int(parts["n2"])
        swap = first > 12 or (second <= 12 and (day_first or parts["s2"] == "."))
        year, month, day = parts["y3"], (second if swap else first), str(first if swap else second)
    try:
        made = date(_century(int(year)), month, int(day))
    except ValueError:
        return None
    return _Found(match.start(), match.end(), made) if _EARLIEST_YEAR <= made.year <= _LATEST_YEAR else None


def _century(year: int) -> int:
    """Complete a year of two digits: the web began in 1990, so from 90 on it is of the last century."""
    return year if year > 99 else year + (1900 if year >= 90 else 2000)
