"""The real captures and the seed documents beside the checkout; they are never part of it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from crawler.exports.text_format import markdown_file, plain_file
from crawler.items import Page, PolicyText

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
FIXTURES = Path(__file__).parent / "fixtures"

needs_captures = pytest.mark.skipif(not (SHARED / "captures").is_dir(), reason="../shared/captures is not beside the checkout")
needs_seeds = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="../shared/seeds is not beside the checkout")


@dataclass(frozen=True)
class RealCapture:
    domain: str
    timestamp: str
    original: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.domain}/{self.timestamp}"

    @property
    def page(self) -> Page:
        return Page(body=self.path.read_bytes(), url=self.original, content_type="text/html", kind="privacy")

    @property
    def reference(self) -> str:
        return self.path.with_suffix(".md").read_text("utf-8")

    def exported(self, text: PolicyText, form: str) -> str:
        about = {"domain": self.domain, "kind": "privacy", "timestamp": self.timestamp, "original": self.original}
        if form == "markdown":
            return markdown_file(text.title, text.markdown, **about)
        return plain_file(text.title, text.text, **about)


def real_captures(*, paired: bool = False) -> list[RealCapture]:
    """All captured pages, or those with a reference text of the same capture."""
    index = SHARED / "captures" / "index.jsonl"
    if not index.exists():
        return []
    rows = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    return [
        RealCapture(row["domain"], row["timestamp"], row["original_url"], SHARED / "captures" / row["file"])
        for row in rows
        if row["kind"] == "html" and (row["exact_pair"] or not paired)
    ]


def fixture(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FIXTURES / name).read_text("utf-8"))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
