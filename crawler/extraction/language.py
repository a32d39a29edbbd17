"""Which language a text is in: text -> (ISO 639-1 code, confidence).

pycld2 (Compact Language Detector 2, the one Chromium had) answers from tables inside its library: nothing is loaded, it takes
2 MB, and a page costs 0.1 ms. Its predecessor here, py3langid 0.4, took 86 MB and 1 ms. Of 279 texts of 2,400 characters in 30
languages (policies, and tutorials and messages of an editor) either names one wrongly; in doubt are 8, then 2 (2026-11-22).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

import pycld2

#: Letters needed for an answer. Of 300 pieces so long, in 30 languages, one in 25 was named wrongly, mostly for its nearest
#: kin: Bosnian for Croatian, Galician for Spanish (2026-11-22).
_LEAST_LETTERS: Final = 40
#: The same for scripts without spaces between words: Japanese of 12 signs was never named wrongly, of 8 in 1 of 15 cases.
_LEAST_IDEOGRAPHS: Final = 12
#: Share of the text, 0 to 1, that must be in the language that is named: below it, it is in several.
_LEAST_CONFIDENCE: Final = 0.5
#: Characters looked at from each of the start, middle and end.
_SLICE: Final = 800

#: Codes of the library that ISO 639-1 has given up.
_RENAMED: Final = {"iw": "he", "jw": "jv", "mo": "ro"}

_NOT_PROSE: Final = re.compile(r"\S*(?:://|@|www\.)\S*")
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def language(text: str) -> tuple[str, float]:
    """Name the language of a text of any length, and the share of it that is in that language (0 to 1).

    ``("", 0.0)`` if it is too short to tell, in a language without a two-letter code, or in several without a main one.
    """
    sample = _sample(text)
    if _has_addresses(sample):
        sample = _NOT_PROSE.sub(" ", sample)
    letters = sum(1 for _ in islice(filter(str.isalpha, sample), _LEAST_LETTERS))
    if letters < _LEAST_LETTERS and len(_IDEOGRAPH.findall(sample)) < _LEAST_IDEOGRAPHS:
        return "", 0.0
    sure, code, percent = _asked(sample)
    code = _RENAMED.get(code, code.partition("-")[0])
    known = sure and len(code) == 2 and code not in ("un", "xx") and percent >= 100 * _LEAST_CONFIDENCE
    return (code, percent / 100) if known else ("", 0.0)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SLICE], text[middle - _SLICE // 2 : middle + _SLICE // 2], text[-_SLICE:]))


def _has_addresses(sample: str) -> bool:
    """Tell whether `_NOT_PROSE` can match: looking for its marks first costs a tenth of it."""
    return "://" in sample or "@" in sample or "www." in sample


def _asked(sample: str) -> tuple[bool, str, int]:
    """Return whether the library is sure, the code it names, and the per cent of the text that is in that language."""
    try:
        sure, _, found = pycld2.detect(sample, isPlainText=True)
    except (pycld2.error, UnicodeEncodeError):  # control characters, half surrogates, code points that are none
        plain = "".join(sign if sign.isprintable() else " " for sign in sample)
        sure, _, found = pycld2.detect(plain, isPlainText=True)
    return sure, found[0][1], found[0][2]
