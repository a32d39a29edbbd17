"""One file a version, Markdown or plain text, in the "extracted and transformed" format."""

from __future__ import annotations

from crawler.exports.files import file_names, file_text, write
from crawler.exports.order import Order, bar, counted


def to_markdown(order: Order) -> str:
    """Write ``nexmo.com/20161030114735.md`` and so on; see `crawler.exports.order.Export`."""
    return _files(order, "markdown")


def to_text(order: Order) -> str:
    """Write ``nexmo.com/20161030114735.txt`` and so on; see `crawler.exports.order.Export`."""
    return _files(order, "text")


def _files(order: Order, form: str) -> str:
    stretches = [stretch for lines in order.timelines().values() for line in lines for stretch in line.stretches]
    pairs = list(file_names(stretches, form))
    with bar(len(pairs)) as advance:
        for stretch, name in pairs:
            write(order.folder / name, file_text(order.records.text(stretch.text_id), stretch, form))
            advance()
    return f"{counted(len(pairs), 'file')} in {order.folder}"
