"""UTF-8 that somebody read as latin-1 or windows-1252 before the page was archived, put right.

What is mended must not be able to be right: A with tilde before a copyright sign never is, but before a quotation mark it may
be the end of a word in capitals as well as a mangled O with circumflex. Such pairs are left alone where the text has as many
characters beyond ASCII that are right as pairs that cannot be.
"""

from __future__ import annotations

import re
from typing import Final


def _latin(start: int, end: int) -> str:
    """Collect the characters that these bytes become in windows-1252 or latin-1."""
    found = {chr(byte) for byte in range(start, end)}
    found |= {bytes((byte,)).decode("cp1252", "ignore") for byte in range(start, end)}
    return "".join(re.escape(c) for c in sorted(found) if c)


_CONTINUES: Final = _latin(0x80, 0xC0)
#: What UTF-8 looks like when read as windows-1252: Latin letters (Â to Å), Greek and Cyrillic (Î, Ï, Ð, Ñ), punctuation (â), a
#: byte order mark and ligatures (ï).
_LEADS: Final = "ÂÃÄÅÎÏÐÑâï"
_MANGLED: Final = re.compile(f"[ÂÃÄÅÎÏÐÑ][{_CONTINUES}]|[âï][{_CONTINUES}]{{2}}")
#: What honestly follows a letter at a word's end, and what another letter may follow then.
_CLOSES: Final = frozenset("‘’“”„‚‹›«»…–—•·´®™°ªº¹²³†‡\xa0\xad")
_JOINS: Final = frozenset("‘’…–—·´\xa0\xad")
#: Leads beside which no honest letter of the continuing bytes (Š, š, Ž, ž, Œ, œ, Ÿ, ƒ) stands, in no language.
_NEVER_BEFORE_LETTERS: Final = frozenset("ÂÃÅ")


def unmangle(text: str) -> str:
    """Undo UTF-8 that was read as latin-1 or windows-1252 once or twice: ``donâ€™t`` -> ``don’t``, ``Â©`` -> ``©``."""
    for _ in range(2):
        if not any(lead in text for lead in _LEADS):
            break
        found = list(_MANGLED.finditer(text))
        sure = [match for match in found if not _may_be_right(match)]
        if not sure:
            break
        text = _mended(text, sure if _has_right_ones(text, len(sure)) else found)
    return text


def _mended(text: str, found: list[re.Match[str]]) -> str:
    parts, end = [], 0
    for match in found:
        parts += [text[end : match.start()], _unmangled(match)]
        end = match.end()
    return "".join(parts) + text[end:]


def _may_be_right(match: re.Match[str]) -> bool:
    """Whether a word may end at the lead, with punctuation behind it, or go on with another letter."""
    lead, follows = match[0][0], match[0][1:]
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    if lead.isupper() and before.islower():
        return False
    if all(c.isalpha() and c not in "ªºµ" for c in follows):
        return lead not in _NEVER_BEFORE_LETTERS
    if not _CLOSES.issuperset(follows) or (after.isalpha() and follows[-1] not in _JOINS):
        return False
    return lead != "Â" and (lead != "Ã" or not (before.isspace() or not before))


def _has_right_ones(text: str, mangled: int) -> bool:
    """Whether a text has as many characters beyond ASCII that are right as mangled ones: then only those parts are mangled."""
    return sum(not c.isascii() for c in _MANGLED.sub("", text)) >= mangled


def _unmangled(match: re.Match[str]) -> str:
    raw = bytearray()
    for character in match[0]:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            raw += character.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
