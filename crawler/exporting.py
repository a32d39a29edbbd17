"""What an export consists of: file names and contents. Pure but for `write`, which never leaves half a file behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from crawler import export_format
from crawler.history.timeline import Stretch
from crawler.items import PolicyText

#: Form -> ending of its files.
ENDINGS: Final = {"markdown": "md", "text": "txt"}

#: The kind whose files lie in the vendor's folder itself; every other kind has a folder of its own in it.
MAIN_KIND: Final = "privacy"

_SAFE = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")


def file_text(text: PolicyText, version: Stretch, form: str) -> str:
    """Return a text as a file of the export: header with its evidence, title, body (format, H1 to B11)."""
    render = export_format.markdown_file if form == "markdown" else export_format.plain_file
    body = text.markdown if form == "markdown" else text.text
    return render(
        text.title, body, domain=version.domain, kind=version.kind, timestamp=version.timestamp, original=version.original
    )


def file_names(versions: Iterable[Stretch], form: str) -> Iterator[tuple[Stretch, Path]]:
    """Yield each version with its file's path, relative to the output folder: ``nexmo.com/20161030114735.md``.

    Two documents of a vendor captured in one second get ``-2``, ``-3``. Names are made of nothing but letters, digits, dots
    and hyphens, so that no domain or kind can lead out of the folder.
    """
    taken: set[Path] = set()
    for version in versions:
        folder = Path(_safe(version.domain))
        if version.kind != MAIN_KIND:
            folder /= _safe(version.kind)
        stem, number = _safe(version.timestamp), 1
        path = folder / f"{stem}.{ENDINGS[form]}"
        while path in taken:
            number += 1
            path = folder / f"{stem}-{number}.{ENDINGS[form]}"
        taken.add(path)
        yield version, path


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(content, encoding="utf-8", newline="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _safe(name: str) -> str:
    """Return ``name`` if it can be a file's name anywhere, else a form of it that can."""
    name = name.lower()
    return name if _SAFE.match(name) and ".." not in name else re.sub(r"[^a-z0-9-]+", "-", name).strip("-") or "unnamed"
