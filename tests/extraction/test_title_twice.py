"""A title that the page holds once for each width of screen stands once (format, rule T2)."""

from __future__ import annotations

import pytest

from crawler.exports.text_format import markdown_file, plain_file
from crawler.extraction.page import read_html
from tests.format_rules import disagreements, violations

PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
ABOUT = {"domain": "acme.example", "kind": "privacy", "timestamp": "20161030114735", "original": "http://acme.example/p"}


@pytest.mark.parametrize(
    ("headings", "times"),
    [
        ('<h1 class="wide">Privacy policy</h1><h1 class="narrow">Privacy  <b>policy</b></h1>', 1),
        ("<h1>Privacy policy</h1><h1>Privacy policy of Acme</h1>", 2),
        (f"<h1>Privacy policy</h1><p>{PROSE}</p><h1>Privacy policy</h1>", 2),
    ],
)
def test_a_title_said_twice_in_a_row_stands_once(headings, times):
    found = read_html(f"<title>Privacy policy</title><main>{headings}<p>{PROSE}</p><p>{PROSE}</p></main>", ABOUT["original"])
    assert found.text.lower().count("privacy policy") == times
    markdown = markdown_file(found.title, found.markdown, **ABOUT)
    assert violations(markdown, "markdown") == []
    assert disagreements(markdown, plain_file(found.title, found.text, **ABOUT)) == []
