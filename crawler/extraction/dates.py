"""The date a text gives itself."""

from __future__ import annotations


def stated_date(text: str) -> str:
    """``YYYY-MM-DD``, or empty when the text states no full date of its own."""
    return ""
