"""What the files of an export are called and hold. Pure but for `write` and `whole`, which never leave half a file behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from crawler.exports import text_format
from crawler.history.timeline import Stretch
from crawler.items import PolicyText

#: Form -> ending of its files.
ENDINGS: Final = {"markdown": "md", "text": "txt"}

#: The kind whose files lie in the vendor's folder itself; every other kind has a folder of its own in it.
MAIN_KIND: Final = "privacy"

#: Characters of a name that are kept. File systems take 255 bytes, and endings and marks come to it (2026-11).
LONGEST_NAME: Final = 200

_SAFE = re.compile(r"[a-z0-9_][a-z0-9_.-]*\Z")


def file_text(text: PolicyText, version: Stretch, form: str) -> str:
    """Return a text as a file of the export: header with its evidence, title, body (format, H1 to B11)."""
    render = text_format.markdown_file if form == "markdown" else text_format.plain_file
    body = text.markdown if form == "markdown" else text.text
    return render(
        text.title, body, domain=version.domain, kind=version.kind, timestamp=version.timestamp, original=version.original
    )


def file_names(versions: Iterable[Stretch], form: str) -> Iterator[tuple[Stretch, Path]]:
    """Yield each version with its file's path, relative to the output folder: ``nexmo.com/20161030114735.md``.

    Two documents of a vendor captured in one second get ``-2``, ``-3``.
    """
    taken: set[Path] = set()
    for version in versions:
        folder = Path(safe_name(version.domain))
        if version.kind != MAIN_KIND:
            folder /= safe_name(version.kind)
        stem, number = safe_name(version.timestamp), 1
        path = folder / f"{stem}.{ENDINGS[form]}"
        while path in taken:
            number += 1
            path = folder / f"{stem}-{number}.{ENDINGS[form]}"
        taken.add(path)
        yield version, path


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises ``OSError``."""
    with whole(path) as file:
        file.write(content.encode())


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which is at ``path`` once all went well, and nowhere before or otherwise. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """Return ``name`` if it can be a file's name anywhere, else a form of it that can and that no other name has.

    It is made of nothing but letters, digits, dots, hyphens and low lines, so that no domain or kind leads out of the folder.
    """
    name = name.lower()
    if _SAFE.match(name) and ".." not in name and len(name) <= LONGEST_NAME:
        return name
    readable = re.sub(r"[^a-z0-9]+", "-", name)[:64].strip("-")
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}" if readable else digest
