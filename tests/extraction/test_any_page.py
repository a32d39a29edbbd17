"""Whatever a page looks like: reading does not raise, keeps the format, and says the same words in both forms."""

from __future__ import annotations

import pickle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.exports.text_format import markdown_file, plain_file
from crawler.extraction import read
from crawler.extraction.flow import BREAK, PLAIN, Piece, Style, settled
from crawler.extraction.page import read_html
from crawler.items import Page
from tests.extraction.measure import parse, words_of
from tests.format_rules import violations

ABOUT = {"domain": "acme.example", "kind": "privacy", "timestamp": "20140304050607", "original": "http://acme.example/privacy"}
INLINE = ("b", "i", "em", "strong", "span", "font", "u", "code", "sup", "q", "s", "a")
BLOCK = ("p", "div", "h1", "h2", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "dl", "dt", "dd", "center")
WORDS = st.sampled_from(
    [
        "We keep",
        "your data",
        " ",
        "\n",
        "\xa0",
        ".",
        ", ",
        "1. first",
        "- dash",
        "* star",
        "# hash",
        "a_b",
        "_x_",
        "“quoted”",
        "&amp;",
        "&lt;b>",
        "[x](y)",
        "|",
        "é",
        "`",
    ]
)
VOID = st.sampled_from(
    ["<br>", "<hr>", "<br><br>", "<img src=x>", "<input>", "<!-- c -->", "\u200b", "&shy;", "<a name=x></a>"]
)


def _wrapped(tag: str, inner: str) -> str:
    return f'<{tag} href="/x">{inner}</{tag}>' if tag == "a" else f"<{tag}>{inner}</{tag}>"


inline = st.recursive(
    WORDS | VOID,
    lambda inner: st.builds(_wrapped, st.sampled_from(INLINE), st.lists(inner, max_size=4).map("".join)),
    max_leaves=8,
)
markup = st.recursive(
    inline,
    lambda inner: st.builds(_wrapped, st.sampled_from(BLOCK + INLINE), st.lists(inner, max_size=5).map("".join)),
    max_leaves=25,
)
SENTENCE = "<p>We collect the personal data that you give us when you register and keep them as long as the law demands.</p>"
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.lists(markup, max_size=6).map("".join))
def test_any_markup_keeps_the_format_and_both_forms_agree(inner):
    found = read_html(f"<title>T</title><div>{SENTENCE}{inner}{SENTENCE}</div>", "http://acme.example/privacy")
    assert violations(markdown_file(found.title, found.markdown, **ABOUT), "markdown", items_hold_blocks=True) == []
    assert violations(plain_file(found.title, found.text, **ABOUT), "plain") == []
    assert list(parse(found.markdown).words) == words_of(found.text)


@quick
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.sampled_from(["", "text/html", "text/plain; charset=utf-16"]),
)
def test_any_bytes_end_in_a_verdict(body, content_type):
    text = read(Page(body=body, url="http://acme.example/", content_type=content_type, kind="privacy"))
    assert text.verdict
    assert pickle.loads(pickle.dumps(text)) == text


STYLES = st.sampled_from(
    [PLAIN, Style(bold=True), Style(italic=True), Style(bold=True, italic=True), Style(href="http://x.example/", link=1)]
)


@quick
@given(st.lists(st.builds(Piece, st.text(alphabet="ab \n\t.", max_size=5), STYLES) | st.just(BREAK)))
def test_settling_folds_white_space_and_loses_nothing_else(raw):
    pieces = settled(raw)
    text = "".join(piece.text for piece in pieces)
    assert text.split() == "".join(piece.text for piece in raw).split()
    assert "  " not in text
    assert all(line == line.strip(" ") for line in text.split("\n"))
    assert settled(pieces) == pieces
