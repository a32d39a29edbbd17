"""What the Markdown writer does where html2text alone would break the format."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html
from crawler.extraction.render import tidy

PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."


def written(html: str) -> str:
    """What stands between two paragraphs."""
    found = read_html(f"<title>T</title><div><p>{PROSE}</p>{html}<p>{PROSE}</p></div>", "http://acme.example/p").markdown
    before, between, after = found.split(PROSE)
    assert (before, after) == ("", "\n")
    return between


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a</p><ul><li>b<li>c</ul><p>d</p>", "> a\n>\n>   * b\n>   * c\n>\n>\n>\n> d\n\n"),
        ("<ol><li>b<ul><li>x</ul><li>c</ol>", ">   1. b\n>     * x\n>   2. c\n\n\n\n"),
        ("<ul><li>b</ul><ol><li>c</ol>d", ">   * b\n>\n>\n>\n>   1. c\n>\n>\n>\n> d\n\n"),
        ("<ul><li>b</ul><h2>c</h2>d", ">   * b\n>\n>\n>\n> ## c\n>\n> d\n\n"),
        ("a<pre>b\nc</pre>d", "> a\n>\n>     b\n>     c\n>\n> d\n\n"),
        ("a<blockquote><ul><li>b</ul></blockquote>c", "> a\n>\n>>   * b\n>\n>\n>\n> c\n\n"),
        ("<blockquote>a<br>b</blockquote>", "> > a  \n> > b\n\n"),
        ("a<br>b", "> a  \n> b\n\n"),
    ],
)
def test_what_stands_in_a_quote_stays_in_it(html, markdown):
    assert written(f"<blockquote>{html}</blockquote>") == f"\n\n{markdown}"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li><ul><li>x<li>y</ul></ul>", "  * x\n  * y\n\n\n\n"),
        ("<ul><li><ul><li>x</ul><li>y<ul><li>z</ul></ul>", "  * x\n  * y\n    * z\n\n\n\n"),
        ("<ol><li><ul><li>x</ul><li>y</ol>", "  * x\n  2. y\n\n\n\n"),
        ("<ul><li>a<ul><li><ul><li>x</ul></ul></ul>", "  * a\n    * x\n\n\n\n"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "  * a\n    * b\n  * c\n\n\n\n"),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", "  5. a\n  9. b\n  10. c\n\n\n\n"),
        ("<li><div><li>x</li></div></li>", "  * x\n\n\n\n"),
        ("<ul><li><blockquote>q</blockquote></ul>", "  * > q\n\n\n\n"),
    ],
)
def test_an_item_that_holds_nothing_but_a_list_has_no_marker(html, markdown):
    assert written(html) == f"\n\n{markdown}"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("We keep<b>- nothing -</b>of it", "We keep- **nothing** -of it"),
        ("<b>See <a href='/x'>this</a> page</b>", "**See [this](http://acme.example/x) page**"),
        ("<b><a href='/x'>See </a>this</b>", "[**See**](http://acme.example/x) **this**"),
        ("<b>Se<a href='/x'>e </a>this</b>", "**Se[e](http://acme.example/x) this**"),
        ("We keep<b><br>&nbsp;</b>", "We keep"),
        ("We keep<i>&lt;b>all</i>of", "We keep\\<b>allof"),
        ("<b>, .</b>We keep", ", .We keep"),
        ("<b>a, <i>.</i>b</b>", "**a,** .**b**"),
        ("We<b>&lt;</b>b>", "We\\<b>"),
        ("<i>a <b>b</b> c</i>", "_a **b** c_"),
    ],
)
def test_spaces_stand_outside_of_the_markers(html, markdown):
    assert written(f"<p>{html}</p>") == f"\n\n{markdown}\n\n"


@pytest.mark.parametrize(
    ("raw", "done"),
    [
        ("a\n\n\n\n\n\nb", "a\n\n\n\nb\n"),
        ("a \nb  \nc  \n", "a\nb  \nc\n"),
        ("> a\n> \n> \n\n\n\nb", "> a\n\n\n\nb\n"),
        ("> > a\n>> \n> b", "> > a\n>\n> b\n"),
        ("a\n\n\n\\> b", "a\n\n\n\\> b\n"),
        ("  \n", ""),
    ],
)
def test_blank_lines_and_spaces_are_put_in_order(raw, done):
    assert tidy(raw) == done
