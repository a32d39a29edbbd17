r"""Three fingerprints of a text, and what each of them does not see.

``exact`` sees every character of the Markdown: links, emphasis, layout.

``wording`` sees what a reader reads. Folded away before comparing, and nothing else:

* Unicode forms (NFKC): ``ﬁle`` = ``file``, ``e`` + combining acute = ``é``, full-width ``Ａ`` = ``A``, ``…`` = ``...``
* white space of every kind, and where lines and blocks end: ``Privacy\u00a0Policy`` = ``Privacy  Policy`` = on two lines
* soft hyphens, zero-width characters, direction marks, byte order marks: ``per\u00adsonal`` = ``personal``
* masks of mail addresses: reading has decoded them already (``crawler.extraction.links``)
* typographic form of quotes and dashes stays: ``don't`` and ``don’t`` are two wordings, as are ``Users`` and ``users``

``substance`` sees the words alone: case folded, without digits, dates (month names beside digits) and punctuation, so that
a new date or a new version number leaves it as it is: ``Updated: March 12, 2015`` = ``updated: May 1, 2016``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_MONTHS: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(rf"\b\d{{1,4}}(?:st|nd|rd|th)?(?:\s+of)?[\s,.-]{{1,3}}(?:{_MONTHS})\b|\b(?:{_MONTHS})[\s,.-]{{1,3}}(?=\d)")
_NUMBER = re.compile(r"\d+(?:(?:st|nd|rd|th)\b)?")
_PUNCTUATION = re.compile(r"[^\w\s]")


def exact(markdown: str) -> str:
    """Fingerprint of every character of the Markdown body: hexadecimal SHA-256."""
    return _hash(markdown)


def wording(text: str) -> str:
    """Fingerprint of what a reader reads of a plain text: hexadecimal SHA-256 of ``fold(text)``."""
    return _hash(fold(text))


def substance(text: str) -> str:
    """Fingerprint of the words alone, without numbers and dates: hexadecimal SHA-256 of ``words_alone(text)``."""
    return _hash(words_alone(text))


def fold(text: str) -> str:
    """Text as ``wording`` sees it: NFKC, nothing invisible, every stretch of white space one space, none at the ends."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def words_alone(text: str) -> str:
    """Text as ``substance`` sees it: its words in lower case, joined by one space."""
    return _letters(fold(text))


def _letters(folded: str) -> str:
    undated = _DATE.sub(" ", folded.casefold())
    return " ".join(_PUNCTUATION.sub(" ", _NUMBER.sub(" ", undated).replace("_", " ")).split())


def of(markdown: str, text: str) -> tuple[str, str, str]:
    """Give all three of a text: ``exact``, ``wording``, ``substance``."""
    folded = fold(text)
    return exact(markdown), _hash(folded), _hash(_letters(folded))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
