"""Pages of fictional vendors in the shapes of thirty years, each with the Markdown that a careful person would write."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.exports.text_format import markdown_file, plain_file
from crawler.extraction import read
from crawler.items import Page
from tests.format_rules import disagreements, violations

GOLD = Path(__file__).parent / "gold"
CASES = sorted(folder.name for folder in GOLD.iterdir() if folder.is_dir())


def case(name: str) -> tuple[Page, str, dict[str, Any]]:
    folder = GOLD / name
    about = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    page = Page(
        body=(folder / "page.html").read_bytes(),
        url=about["url"],
        content_type=about.get("content_type", "text/html"),
        kind=about.get("kind", "privacy"),
        fragment=about.get("fragment", ""),
    )
    return page, (folder / "expected.md").read_text("utf-8"), about


def test_there_are_enough_shapes():
    assert len(CASES) >= 25


@pytest.mark.parametrize("name", CASES)
def test_a_gold_page_reads_as_written_by_hand(name):
    page, expected, about = case(name)
    text = read(page)
    assert text.markdown == expected
    assert text.title == about["title"]
    if "verdict" in about:
        assert text.verdict == about["verdict"]


@pytest.mark.parametrize("form", ["markdown", "plain"])
@pytest.mark.parametrize("name", CASES)
def test_exports_of_gold_pages_keep_the_format(name, form):
    page, _, said = case(name)
    text = read(page)
    about = {"domain": "brightcall.example", "kind": page.kind, "timestamp": "20140304050607", "original": page.url}
    write, content = (markdown_file, text.markdown) if form == "markdown" else (plain_file, text.text)
    loose = said.get("items_hold_blocks", False)
    assert violations(write(text.title, content, **about), form, items_hold_blocks=loose) == []


@pytest.mark.parametrize("name", CASES)
def test_both_forms_of_a_gold_page_hold_the_same_words(name):
    page, _, _ = case(name)
    text = read(page)
    about = {"domain": "brightcall.example", "kind": page.kind, "timestamp": "20140304050607", "original": page.url}
    assert disagreements(markdown_file(text.title, text.markdown, **about), plain_file(text.title, text.text, **about)) == []
