"""What kind of change lies between two texts of a document.

Five classes; the strongest that applies names the change, for a reader who asks only for changes of wording must not miss
one because a link changed with it:

``wording``  the words, their case or their punctuation differ: versions are built on this
``numbers``  nothing but numbers and dates differs: "Last updated: May 1, 2016", "for 30 days" -> "for 60 days". Read these:
             a period or a fee is a number. (A version as well: it differs in wording, not in substance.)
``links``    every word is the same, a link leads elsewhere
``layout``   every word and link target is the same; headings, lists, emphasis or blocks are not
``same``     the Markdown is the same in every character
"""

from __future__ import annotations

import re
from typing import Final, Literal, Protocol

from crawler.extraction.fingerprint import fold

ChangeClass = Literal["same", "layout", "links", "numbers", "wording"]

#: From weakest to strongest.
CLASSES: Final[tuple[ChangeClass, ...]] = ("same", "layout", "links", "numbers", "wording")

_MONTHS: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_NUMBER: Final = re.compile(r"\d+(?:st|nd|rd|th)?\b|\d+", re.IGNORECASE)
_MONTH_BY_NUMBER: Final = re.compile(rf"\b(?:{_MONTHS})\b\.?(?=[\s,]*#)|(?<=#)(\s+(?:of\s+)?)(?:{_MONTHS})\b", re.IGNORECASE)
_NUMBERS_TOGETHER: Final = re.compile(r"#(?:[\s,./:-]*#)+")
#: The target of a Markdown link: ``](...)``, with one level of brackets inside, or in angle brackets.
_TARGET: Final = re.compile(r"\]\((?:<[^>\n]*>|(?:[^()\n]|\([^()\n]*\))*)\)")


class Text(Protocol):
    """What is compared: ``PolicyText``, or a row of the database with the same names."""

    @property
    def markdown(self) -> str:
        """The Markdown body."""

    @property
    def text(self) -> str:
        """The plain text."""

    @property
    def exact(self) -> str:
        """Fingerprint of the Markdown."""

    @property
    def wording(self) -> str:
        """Fingerprint of the folded plain text."""

    @property
    def substance(self) -> str:
        """Fingerprint of the words alone."""


def change_class(before: Text, after: Text) -> ChangeClass:
    """Return the class of the change between two texts of the same extractor."""
    if before.exact == after.exact:
        return "same"
    if before.wording != after.wording:
        numbers = before.substance == after.substance and without_numbers(before.text) == without_numbers(after.text)
        return "numbers" if numbers else "wording"
    return "layout" if link_targets(before.markdown) == link_targets(after.markdown) else "links"


def without_numbers(text: str) -> str:
    """Return the text with each number, and each date in figures or with a month, as one mark.

    The fingerprint of substance forgets case and punctuation as well; this does not, so that a comma moved in a sentence is
    never called a change of numbers.

    >>> without_numbers("Updated: 12 March 2015, v2.1") == without_numbers("Updated: May 1st, 2016, v3.0")
    True
    """
    numbers = _NUMBER.sub("#", fold(text))
    return _NUMBERS_TOGETHER.sub("#", _MONTH_BY_NUMBER.sub("#", numbers))


def link_targets(markdown: str) -> list[str]:
    """Return the targets of the links of a Markdown text, in order."""
    return [target[2:-1].strip("<>") for target in _TARGET.findall(markdown)]
