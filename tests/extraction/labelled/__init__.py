"""Labelled pages for the judge: short originals in `pages/*.txt`, set as whole HTML pages in the layouts of five eras.

A page starts with `@@ name | verdict | kind | layout | url | title`; lines before the first one are remarks. Then one block
a line: `# ` to `## ` headings, `- ` items, anything else a paragraph; `[text](url)` is a link. `!password`, `!form`,
`!script`, `!shell`, `!frames` and `!refresh TARGET` put in what a page of that shape has besides words.
`tune_*.txt` may be looked at while the judge is changed; `holdout_*.txt` were written before it was and only count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.items import Page
from tests.extraction.labelled.layouts import layout

PAGES = Path(__file__).parent / "pages"
PARTS = ("tune", "holdout")


@dataclass(frozen=True)
class Labelled:
    name: str
    part: str
    verdict: str
    kind: str
    page: Page


def labelled(part: str) -> list[Labelled]:
    """All labelled pages of a part (`tune` or `holdout`), in the order they are written in."""
    return [page for path in sorted(PAGES.glob(f"{part}_*.txt")) for page in _read(part, path.read_text("utf-8"))]


def _read(part: str, text: str) -> Iterator[Labelled]:
    for chunk in ("\n" + text).split("\n@@ ")[1:]:
        head, *lines = [line for line in chunk.splitlines() if line.strip()]
        name, verdict, kind, era, url, title = (field.strip() for field in head.split("|", 5))
        body = layout(era, title, lines).encode("utf-8")
        yield Labelled(name, part, verdict, kind, Page(body=body, url=url, content_type="text/html; charset=utf-8"))
