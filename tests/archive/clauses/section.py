"""A section of a policy: one sentence of it comes in three wordings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section: heading, a paragraph that stays, three wordings of the sentence after it, and maybe list items."""

    heading: str
    paragraph: str
    wordings: tuple[str, str, str]
    items: tuple[str, ...] = ()
