"""What a page says in signs that Markdown has a use for stands there for its reader, and without needless backslashes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawler.extraction.flow import BREAK, Block, Close, Flow, Open, Piece, Style, settled
from crawler.extraction.render import markdown

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
#: Signs that Markdown reads, and words and spaces around them.
TEXT = st.lists(
    st.one_of(
        st.sampled_from(
            [*"\\`*_~[](){}<>#+-.!|:=&;/^'\"@", *"a1 é€ ", "  ", "***", "___", "~~~", "~~", "---", "[1]: ", "&amp;", "&#9;"]
        ),
        st.sampled_from(
            [
                "[1]: ",
                "&amp;",
                "&#9;",
                "~~",
                "word",
                "https://x.example/",
                "<b>",
                "<!--",
                "x@y.example",
                "1.",
                "# ",
                " #",
                "2) ",
                "](",
            ]
        ),
    ),
    min_size=1,
    max_size=12,
).map("".join)


def shown(tokens: list[Token]) -> str:
    """The characters that a reader sees."""
    found = ""
    for token in tokens:
        if token.children is not None:
            found += shown(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            found += "\n"
        else:
            found += token.content
    return found


def read(text: str) -> tuple[list[str], str]:
    """The tags of the blocks that a reader sees, and their characters."""
    tokens = READER.parse(text)
    return [token.tag for token in tokens if token.nesting == 1 or token.type in ("hr", "fence", "html_block")], shown(tokens)


@settings(max_examples=400)
@given(TEXT)
@example("By: ____________ Date: ______")
@example("By:____________ Date:______")
@example("[1]: https://x.example/")
@example("~~~~~~")
@example("~~not~~")
@example("***")
@example("* * *")
@example("__/__/____")
@example("(*) one (*) two")
@example("<1@x.example>")
@example("C:\\")
def test_a_paragraph_says_the_same_to_a_reader_of_markdown(text):
    pieces = settled([Piece(text)])
    if pieces:
        assert read(markdown([Block("p", pieces)])) == (["p"], pieces[0].text)


@settings(max_examples=200)
@given(TEXT)
@example("Section ##")
@example("## Section ##")
@example("#")
def test_a_heading_says_the_same(text):
    pieces = settled([Piece(text)])
    if pieces:
        assert read(markdown([Block("h2", pieces)])) == (["h2"], pieces[0].text)


@settings(max_examples=300)
@given(st.lists(st.tuples(TEXT, st.sampled_from(["", "b", "i", "s", "a", "br"])), min_size=2, max_size=4))
@example([("Beware!", ""), ("all", "a")])
@example([("C:\\", ""), ("x", "b")])
@example([("[", ""), ("1", "b"), ("]: x", "")])
def test_a_paragraph_with_marked_parts_says_the_same(parts):
    styles = {"b": Style(bold=True), "i": Style(italic=True), "s": Style(struck=True), "": Style()}
    pieces = settled(
        BREAK if how == "br" else Piece(text, Style(href="https://y.example/", link=at + 1) if how == "a" else styles[how])
        for at, (text, how) in enumerate(parts)
    )
    text = "".join(piece.text for piece in pieces)
    if pieces and "\n\n" not in text and not re.search(r"(?m)^[*_ ]+$", text):  # two breaks end a paragraph; rules: see below
        tags, said = read(markdown([Block("p", pieces)]))
        assert tags == ["p"]
        assert said.replace(" \n", "\n") == text


@settings(max_examples=200)
@given(TEXT, TEXT)
@example("1. Name", "- x")
@example("C:\\", "a|b")
def test_a_row_says_the_same(one, other):
    cells = [settled([Piece(text)]) for text in (one, other)]
    if not all(cells):
        return
    row = [Open("tr", {}), *(Block("cell", cell) for cell in cells), Close("tr")]
    head = [Open("tr", {}), Block("cell", (Piece("a"),)), Block("cell", (Piece("b"),)), Close("tr")]
    for rows in ([*head, *row], [*row, *head]):
        flow: Flow = [Open("table", {}), *rows, Close("table")]
        tokens = READER.parse(markdown(flow))
        found = [shown(token.children or []) for token in tokens if token.type == "inline"]
        assert sorted(found) == sorted(["a", "b", cells[0][0].text, cells[1][0].text])
        assert next(token.tag for token in tokens if token.nesting == 1) == "table"


@pytest.mark.parametrize(
    "text",
    [
        "By: ____________ Date: ______",
        "Name:____________ Date:______",
        "5 * 5 is 25, snake_case is not, and a ~ b",
        "*Required, with no other star",
        "See note*",
        "about ~5 to ~10 days",
        "see [1] and [2]: both",
        "Wait! What?",
        "A & B; C & D",
        "a < b",
    ],
)
def test_what_nobody_misreads_has_no_backslash(text):
    assert markdown([Block("p", (Piece(text),))]) == f"{text}\n"


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("p", "[1]: https://x.example/", "\\[1]: https://x.example/"),
        ("p", "[Note]: we keep it all", "[Note]: we keep it all"),
        ("p", "~~~~~~", "\\~~~~~~"),
        ("p", "~~not~~", "\\~\\~not\\~\\~"),
        ("p", "***", "\\***"),
        ("p", "____________________", "\\____________________"),
        ("h2", "Section ##", "## Section \\##"),
        ("h2", "C#", "## C#"),
    ],
)
def test_what_is_misread_has_one(kind, text, written):
    assert markdown([Block(kind, (Piece(text),))]) == f"{written}\n"
