"""A text as a row of its table, named by what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Final

from crawler.items import PolicyText

_SURROGATES: Final = re.compile("[\ud800-\udfff]")

#: Columns that hold shares from 0 to 1; an integer in an item is stored, and named, as the number that comes back.
_SHARES: Final = ("language_confidence", "score", "kept_words", "kept_headings", "kept_items")


def storable(value: Any) -> Any:
    """Return a value as SQLite can hold it: half a surrogate pair, which no encoding has, becomes U+FFFD."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value


def text_row(text: PolicyText) -> dict[str, Any]:
    """Return a text as a row of its table, without ``id``. Equal texts have one name and are stored once."""
    row = asdict(text) | {"reasons": json.dumps(text.reasons, ensure_ascii=False)}
    row = {name: storable(value) for name, value in row.items()} | {name: float(row[name]) for name in _SHARES}
    return {"name": text_name(row), **row}


def text_name(row: Mapping[str, Any]) -> str:
    """Return the name of a text's row: the SHA-256 of all that it says, ``id`` and ``name`` left out."""
    said = {column: value for column, value in row.items() if column not in ("id", "name")}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def text_item(row: Mapping[str, Any]) -> PolicyText:
    """Return the text that a row holds."""
    values = {name: row[name] for name in PolicyText.__dataclass_fields__}
    return PolicyText(**values | {"reasons": tuple(json.loads(row["reasons"]))})
