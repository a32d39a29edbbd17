"""Headers of answers: their values as text, and the two forms that need care, numbers and dates."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scrapy.http import Headers

#: Digits of a number that is believed, as every length and every moment that can be.
_DIGITS: Final = 18


def plain_headers(headers: Headers) -> dict[str, str]:
    """Return headers by lower-case name; of several with one name the last that is not blank (protocol 2.8)."""
    plain: dict[str, str] = {}
    for name, values in headers.items():
        texts = [_text(value).strip() for value in values]
        plain[name.decode("latin-1").lower()] = next((text for text in reversed(texts) if text), "")
    return plain


def number(value: str) -> int | None:
    """Return a header's whole number; None for anything else."""
    bare = value.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= _DIGITS else None


def http_date(value: str) -> datetime | None:
    """Return the moment of a date in any of HTTP's three forms. One of them names no zone, and all mean UTC (RFC 9110)."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # each seen with dates that cannot be
        return None


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, from either of its forms; None if it is missing or broken.

    A number may have any length, up to infinity: how long is waited at most is the pace's business.
    """
    if value.isascii() and value.strip().isdigit():
        return float(value)
    moment = http_date(value)
    return max(0.0, (moment - now).total_seconds()) if moment else None


def _text(value: bytes) -> str:
    """Return a header's value as text: addresses in it may be UTF-8, which HTTP does not promise."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
