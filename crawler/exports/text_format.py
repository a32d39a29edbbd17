"""The "extracted and transformed" format: header and title around a text's body. Pure functions, no file is written here."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from crawler.items import KINDS

#: The place of record, whatever archive or WARC file was read (format, rule H4).
RECORD: Final = "https://web.archive.org/web"
_OPENING = re.compile(r"(?:#{1,6} +)?(.*)\n(?:\n|$)")
_MARKS = re.compile(r"\*\*|\\(?=[!-/:-@\[-`{-~])|(?<!\w)_|_(?!\w)")


def snapshot_url(timestamp: str, original: str) -> str:
    """Where the capture stands on the Wayback Machine (rule H3).

    ``timestamp`` has 14 digits, ``original`` is the captured URL. Its colons are percent-encoded, its slashes stay, and so
    do ``?``, ``&``, ``=`` and what is percent-encoded already: the archive looks for another resource when they change.
    """
    return f"{RECORD}/{timestamp}id_/{quote(original, safe='/?&=%;,@+$!*~')}"


def markdown_file(text_title: str, markdown: str, *, domain: str, kind: str, timestamp: str, original: str) -> str:
    """Write a text's Markdown form as a file: header (rule M1), title (T1, T2), body. ``kind`` is a key of ``KINDS``."""
    header = (
        f"> *The following text is extracted and transformed from the {domain} {KINDS[kind]} that was archived on "
        f"{_day(timestamp)}. Please check the [original snapshot on the Wayback Machine]({snapshot_url(timestamp, original)}) "
        "for the most accurate reproduction.*"
    )
    title = _title(text_title, domain, kind)
    first = _OPENING.match(markdown)
    if first and _same(_MARKS.sub("", first[1]), title):  # the text's own title stands in, as a heading of the first level
        return _ended(f"{header}\n\n# {markdown[first.start(1) :]}")
    return _ended(f"{header}\n\n# {title}\n\n{markdown}")


def plain_file(text_title: str, text: str, *, domain: str, kind: str, timestamp: str, original: str) -> str:  # noqa: ARG001
    """Write a text's plain form as a file: header (rule P1), title, body. The arguments are those of ``markdown_file``."""
    header = (
        f"The following text is extracted and transformed from the {domain} {KINDS[kind]} that was archived on "
        f"{_day(timestamp)}. Please check the original snapshot on the Wayback Machine for the most accurate reproduction."
    )
    title = _title(text_title, domain, kind)
    opening = "" if _same(text.split("\n", 1)[0], title) else f"{title}\n"
    return _ended(f"{header}\n{opening}{text}")


def _title(title: str, domain: str, kind: str) -> str:
    return " ".join(title.split()) or f"{domain} {KINDS[kind]}"


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _day(timestamp: str) -> str:
    return f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}"


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"
