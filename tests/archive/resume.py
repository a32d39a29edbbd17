"""Resume keys: where a listing goes on. The form of 2022 (percent-encoded) and that of 2026 (compressed)."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote_plus, unquote_plus


@dataclass(slots=True)
class Paging:
    """How the listing is paged.

    ``repeats_second``: the page after a key of 2026 begins with the rows of the key's own second (not recorded anywhere, so
    both must be borne). ``stuck``: every page has the same rows and the same key.
    """

    form: Literal["2022", "2026"] = "2026"
    repeats_second: bool = True
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """The place in the listing a key stands for."""

    urlkey: str
    timestamp: str


def write_key(form: str, row: tuple[str, ...]) -> str:
    """The key after a row. 2022: the timestamp's last character is one higher; 2026: the row's own timestamp."""
    key, timestamp = row[0], row[1]
    if form == "2022":
        return quote_plus(f"{key} {timestamp[:-1]}{chr(ord(timestamp[-1]) + 1)}")
    return base64.urlsafe_b64encode(zlib.compress(f"{key} {timestamp}".encode())).decode().rstrip("=")


def read_key(key: str) -> Position:
    """The place a key stands for; the old form may come encoded once more. ValueError where it is no key."""
    try:
        text = zlib.decompress(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))).decode()
    except (binascii.Error, zlib.error, UnicodeError, ValueError):
        text = key if " " in key else unquote_plus(key)
    urlkey, space, timestamp = text.rpartition(" ")
    if not space:
        raise ValueError(f"not a resume key: {key}")
    return Position(urlkey, timestamp)


def bad_key(key: str) -> bool:
    """Whether the key cannot be read."""
    try:
        read_key(key)
    except ValueError:
        return True
    return False
