"""Tables that hold data keep each cell in its column; tables that only lay out the page vanish (format, rule B7)."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from crawler.exports.text_format import markdown_file
from crawler.extraction.page import Reading, read_html
from tests.format_rules import violations

PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
ABOUT = {"domain": "acme.example", "kind": "privacy", "timestamp": "20161030114735", "original": "http://acme.example/p"}


def reading(html: str) -> Reading:
    return read_html(f"<title>T</title><main><p>{PROSE}</p>{html}<p>{PROSE}</p></main>", "http://acme.example/p")


def between(text: str) -> str:
    before, middle, after = text.split(PROSE)
    assert (before, after) == ("", "\n")
    return middle


def grid(markdown: str) -> list[list[str]]:
    """The cells of the one table as a Markdown reader sees them, row by row."""
    rows: list[list[str]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and token.level > 3:
            rows[-1].append(token.content)
    return rows


@pytest.mark.parametrize(
    ("html", "cells"),
    [
        (
            "<tr><th>Why<th>Data<th>Basis<tr><td rowspan=2>Pay<td>Name<td>Deal<tr><td>Card<td>Consent<tr><td>It<td>No<td>We",
            [
                ["Why", "Data", "Basis"],
                ["Pay", "Name", "Deal"],
                ["", "Card", "Consent"],
                ["It", "No", "We"],
            ],
        ),
        (
            "<tr><td>Why<td>Data<tr><td rowspan=3>Billing<td>Name<tr><td>Card<tr><td>Mail",
            [["Why", "Data"], ["Billing", "Name"], ["", "Card"], ["", "Mail"]],
        ),
        (
            "<tr><th>a<th>b<th>c<tr><td>1<td rowspan=2>2<td>3<tr><td>4<td>6",
            [["a", "b", "c"], ["1", "2", "3"], ["4", "", "6"]],
        ),
        (
            "<tr><th rowspan=2>Data<th colspan=2>Kept<tr><th>by us<th>by others<tr><td>Name<td>yes<td>no",
            [["Data", "Kept", ""], ["", "by us", "by others"], ["Name", "yes", "no"]],
        ),
        (
            "<tr><th>a<th>b<th>c<tr><td rowspan=2 colspan=2>1<td>2<tr><td>3",
            [["a", "b", "c"], ["1", "", "2"], ["", "", "3"]],
        ),
        (
            "<thead><tr><th rowspan=9>a<th>b</thead><tbody><tr><td>1<td>2<tr><td>3<td>4</tbody>",
            [["a", "b"], ["1", "2"], ["3", "4"]],
        ),
        ("<tr><th>a<th>b<tr><td rowspan=0>1<td>2<tr><td>3", [["a", "b"], ["1", "2"], ["", "3"]]),
        ("<tr><th>a<th>b<tr><td rowspan=two>1<td>2<tr><td>3<td>4", [["a", "b"], ["1", "2"], ["3", "4"]]),
        (
            "<tr><td><th>Yes<th>No<tr><td>Name<td>x<td><tr><td>Mail<td><td>x",
            [["", "Yes", "No"], ["Name", "x", ""], ["Mail", "", "x"]],
        ),
    ],
)
def test_each_cell_stands_in_its_column(html, cells):
    found = reading(f"<table>{html}</table>")
    assert grid(found.markdown) == cells
    assert between(found.text).split() == " ".join(cell for row in cells for cell in row).split()
    assert violations(markdown_file("T", found.markdown, **ABOUT), "markdown") == []


CLAUSE = (
    "<tr><td><b>{n}.</b></td><td><p>We keep names.</p><p>We keep them well.</p><ul><li>here</li><li>there</li></ul></td></tr>"
)


def test_clauses_laid_out_in_a_table_keep_their_paragraphs_and_items():
    found = reading(f"<table>{''.join(CLAUSE.format(n=n) for n in (1, 2, 3))}</table>")
    assert between(found.text).split("\n")[1:-1] == [
        line for n in (1, 2, 3) for line in (f"{n}.", "We keep names.", "We keep them well.", "here", "there")
    ]
    assert found.markdown.count("  * here\n  * there\n") == 3
    assert "|" not in found.markdown


@pytest.mark.parametrize(
    "rows",
    [
        [("1.", PROSE), ("2.", PROSE)],
        [("(a)", "We keep names, and we keep them well and long."), ("(b)", "We keep numbers.")],
        [("•", "We keep names, and we keep them well and long."), ("•", "We keep numbers.")],
        [("", "<p>We keep names.</p><p>We keep them well.</p>"), ("", "<p>We keep numbers.</p>")],
        [("Names", "<p>We keep names.</p><p>We keep them well.</p>"), ("Numbers", "<p>We keep numbers.</p>")],
    ],
)
def test_a_list_or_sections_set_as_a_table_are_no_data(rows):
    html = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    assert "---|---" not in reading(f"<table>{html}</table>").markdown


@pytest.mark.parametrize(
    "html",
    [
        "<tr><th>Data<th>Uses<tr><td>Name<td><p>Bills.</p><p>Letters.</p>",
        "<tr><td><b>Data</b><td>Uses<tr><td>Name<td><p>Bills.</p><p>Letters.</p><tr><td>Mail<td><ul><li>a</li></ul>",
        "<tr><td>1<td>Monday<tr><td>2<td>Tuesday",
        "<tr><td>No.<td>Clause<tr><td>1.<td>We keep names, and we keep them well and for long.<tr><td>2.<td>We do not.",
        "<tr><td>1<td>Acme Hosting<td>Ireland, where our servers have always stood and will<tr><td>2<td>Post<td>France",
    ],
)
def test_named_columns_and_short_cells_are_data(html):
    assert "---|---" in reading(f"<table>{html}</table>").markdown
