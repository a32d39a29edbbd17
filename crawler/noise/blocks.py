"""Texts as sequences of numbered blocks, and blocks as templates with the running parts masked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from crawler.extraction.fingerprint import fold

_TOKEN: Final = re.compile(
    r"""\b(?:
        (?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[\w-]{8,}   # letters and digits mixed: a session, a build, a request
        | [0-9a-fA-F]{12,}
    )\b""",
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"\d+(?:[.,:/\-\u00a0 ]?\d+)*(?:st|nd|rd|th|am|pm)?\b", re.IGNORECASE)
_MONTH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
#: A month only beside a number: "may" is the commonest verb of policies.
_DATE: Final = re.compile(rf"(?<=\#)(?P<of>\s+(?:of\s+)?)(?:{_MONTH})\b|\b(?:{_MONTH})(?P<to>\.?,?\s+)(?=\#)", re.IGNORECASE)
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_SPEAKS_OF_UPDATES: Final = re.compile(
    r"updat|effective|revis|modif|amend|version|last change|in force|as of|gültig|stand:|mise à jour|actualiz|vigor|vigente",
    re.IGNORECASE,
)
#: How counters and clocks speak in templates, and policies hardly ever in so short a block.
_SPEAKS_OF_ITSELF: Final = re.compile(
    r"""\b(?:visitors?|visits|hits|views|besucher|visiteurs?|visitantes?)(?:\s(?:number|no\.|count))?:?\s\#
        | \#\s(?:visitors?|visits|hits|views|besucher|visiteurs?|visitantes?|users\sonline)\b
        | \b(?:today|heute|aujourd.hui|hoy|hoje)\b | \bhelpful\b
        | \b(?:page|generated|rendered|loaded|served)\s(?:in|at|by)\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words of a block that may be a counter or clock by what it speaks of. Chosen 2026-11-22.
_FEW: Final = 20


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. ``template`` is its text with numbers, dates and tokens masked; equal to ``text`` if it has none.

    ``states_update`` tells whether it gives a number or date and speaks of updates: "Last updated", "Effective";
    ``counts_itself`` whether it gives one, is short, and counts visitors, speaks of today or of the page served, or is a token.
    """

    text: str
    template: str
    words: int
    states_update: bool
    counts_itself: bool


def blocks_of(text: str) -> list[str]:
    """Split a plain text into blocks: its lines, folded as for the fingerprint of wording, empty ones left out."""
    return [block for line in text.splitlines() if (block := fold(line))]


def template_of(block: str) -> str:
    """Mask what may run by itself.

    >>> template_of("Today is Monday, 3 March 2014 (visitor 12,345)")
    'Today is @, # @ # (visitor #)'
    >>> template_of("You may keep it until May 3rd.")
    'You may keep it until @ #.'
    """
    numbers = _NUMBER.sub("#", _TOKEN.sub("%", block))
    months = _DATE.sub(lambda date: f"{date['of'] or ''}@{date['to'] or ''}", numbers)
    return _WEEKDAY.sub("@", months)


class Blocks:
    """Numbers blocks. The second "Yes" of a text is another block than the first: a number stands in a text once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self._templates: dict[str, int] = {}
        self.blocks: list[Block] = []
        self.template: list[int] = []  # by block number; -1: the block has nothing masked

    def of(self, text: str) -> tuple[int, ...]:
        """Return the numbers of the blocks of a text, in order."""
        seen: Counter[str] = Counter()
        numbers = []
        for block in blocks_of(text):
            seen[block] += 1
            numbers.append(self._number(block, seen[block]))
        return tuple(numbers)

    def _number(self, block: str, nth: int) -> int:
        number = self._numbers.get((block, nth))
        if number is None:
            number = self._numbers[block, nth] = len(self.blocks)
            template = template_of(block)
            states_update = template != block and bool(_SPEAKS_OF_UPDATES.search(block))
            words = len(block.split())
            itself = template != block and bool(_SPEAKS_OF_ITSELF.search(template) or _TOKEN.search(block))
            counts_itself = itself and words <= _FEW and not states_update
            self.blocks.append(Block(block, template, words, states_update, counts_itself))
            self.template.append(-1 if template == block else self._templates.setdefault(template, len(self._templates)))
        return number
