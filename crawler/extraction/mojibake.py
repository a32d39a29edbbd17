"""UTF-8 that somebody read as latin-1 or windows-1252 before the page was archived, put right."""

from __future__ import annotations

import re
from typing import Final


def _latin(characters: str) -> str:
    """Collect the characters that these bytes become in windows-1252 or latin-1."""
    found = {chr(ord(c)) for c in characters}
    found |= {bytes((ord(c),)).decode("cp1252", "ignore") for c in characters}
    return "".join(re.escape(c) for c in sorted(found) if c)


_CONTINUES: Final = _latin("".join(map(chr, range(0x80, 0xC0))))
#: What UTF-8 looks like when read as windows-1252: Latin letters (Â, Ã), punctuation (â), a byte order mark and ligatures (ï).
_MANGLED: Final = re.compile(f"[ÂÃ][{_CONTINUES}]|[âï][{_CONTINUES}]{{2}}")


def unmangle(text: str) -> str:
    """Undo UTF-8 that was read as latin-1 or windows-1252 once or twice: ``donâ€™t`` -> ``don’t``, ``Â©`` -> ``©``."""
    for _ in range(2):
        if not any(lead in text for lead in "ÂÃâï") or not _MANGLED.search(text):
            break
        text = _MANGLED.sub(_unmangled, text)
    return text


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
