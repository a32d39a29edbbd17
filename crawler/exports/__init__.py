"""The forms in which texts and evidence leave the database: one module each, one function each."""

from __future__ import annotations

from typing import Final

from crawler.exports.git import to_git
from crawler.exports.jsonl import to_jsonl
from crawler.exports.order import Export, Order
from crawler.exports.texts import to_markdown, to_text
from crawler.exports.warc import to_warc

__all__ = ["FORMATS", "Export", "Order"]

#: Name of a form, as the option ``--format`` takes it -> what writes it.
FORMATS: Final[dict[str, Export]] = {
    "markdown": to_markdown,
    "text": to_text,
    "jsonl": to_jsonl,
    "git": to_git,
    "warc": to_warc,
}
