"""The checker itself: each rule catches what breaks it, and a file that keeps them all passes."""

from __future__ import annotations

import pytest

from crawler.exports.text_format import markdown_file, plain_file
from tests.format_rules import disagreements, violations

ABOUT = {
    "domain": "acme.example",
    "kind": "privacy",
    "timestamp": "20161030114735",
    "original": "https://www.acme.example/p?a=1",
}
GOOD = """# Privacy

## 1\\. What we keep

We keep **everything** , **or [this](https://x.example/)** , [see](https://x.example/ "here").BREAK
New line.

  * one
    * two
  * three
  3. four



Name| KeptBREAK
---|---BREAK
a| b

* * *

> quoted
>
>   * one
>     * two
>
>
>
> twiceBREAK
> and on

\\- no item, 5 \\* 5, \\<b>, a| pipe, <https://x.example/>, [a@b.example](mailto:a@b.example)

1\\. no item

    preformatted | text
      1) as it is

a| b \\| cBREAK
---|---BREAK
d

| | aBREAK
---|---BREAK
b| c

  1. one | two
  2. a ** b, `c  `
""".replace("BREAK", "  ")


def test_a_good_file_passes():
    assert violations(markdown_file("T", GOOD, **ABOUT), "markdown") == []
    assert violations(plain_file("T", "Privacy\nWe keep.\n", **ABOUT), "plain") == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("a\n\n\n\n\n\nb", "B5"),
        ("a \nb", "B5"),
        ("a  \n\nb", "B5"),
        ("##Heading", "B2"),
        ("##  Heading", "B2"),
        ("## 1. Heading", "B2"),
        ("## Heading\ntext", "B1"),
        ("a **** b", "B4"),
        ("a ** ** b", "B4"),
        ("![alt](http://x.example/a.png)", "B8"),
        ("[](http://x.example/)", "B8"),
        ("[a](/terms)", "B6"),
        ("[a](#top)", "B6"),
        ("[a](javascript:x)", "B6"),
        ("a &nbsp; b", "B10"),
        ("a\u200bb", "B10"),
        ("a\tb", "B10"),
        ("* item", "B3"),
        ("1. item", "B3"),
        ("  * one\n     * two", "B3"),
        ("  * one\n      * two", "B3"),
        ("a| b\n---|---|---", "B7"),
        ("  * one\n\ntext", "B1"),
        ("a\n\n\n\nb", "B1"),
        ("a\n\n\nb", "B1"),
        ("####### a", "B2"),
        ("- x", "B3"),
        ("  + x", "B3"),
        ("[a](https://web.archive.org/legal)", "B6"),
        ("[a](vbscript:x)", "B6"),
        ("[a](data:text/html,x)", "B6"),
        ("a <b>b</b>", "B8"),
        ("a <!-- b -->", "B8"),
        ("a<br/>b", "B8"),
        ("a\n\n***\n\nb", "B9"),
        ("a\n\n- - -\n\nb", "B9"),
        ("a\nb", "B1"),
        ("  - one", "B3: an item's marker"),
        ("a| b  \n---|---|---  \nc| d", "B7: a header rule that does not fit"),
        ("  * one\ntext", "B1"),
        ("* * *\na", "B1"),
        ("> a\nb", "B1"),
        ("> a\n>\n>\n> b", "B1"),
        ("> a  \n\nb", "B5"),
        ("a   \nb", "B5"),
        ("a\n\n ", "B5"),
        ("## 1) Heading", "B2"),
        (" * one", "B3"),
        ("   * one", "B3"),
        ("  *  one", "B3"),
        ("  *     * one", "B3"),
        ("  *\n", "B3"),
        ("  1.  one", "B3"),
        ("  1) one", "B3"),
        ("  * one\n   * two", "B3"),
        ("> a\n>\n>  * one", "B3"),
        ("  a", "B3"),
        ("a ** b** c", "B4"),
        ("a **b ** c", "B4"),
        ("[a](https://x.example/ b)", "B6"),
        ("[https://x.example/](https://x.example/)", "B6"),
        ("<a@b.example>", "B6"),
        ("<mailto:a@b.example>", "B6"),
        ("Name| Kept  \na| b", "B7"),
        ("Name| Kept  \na| b  \nc| d  \n---|---  \ne| f", "B7"),
        ("---|---  \na| b", "B7"),
        ("a| b  \n---|---", "B7"),
        ("a| b  \n---|---  \nc| d  \n---|---  \ne| f", "B7"),
        ("> a| b  \n> c| d", "B7"),
        ("| a| b  \n---|---|---  \nc| d| e", "B7: a header rule that does not fit"),
        ("a| b|  \n---|---|---  \nc| d| e", "B7: a header rule that does not fit"),
        ("a b\\. c", "B10"),
        ("a\\-b", "B10"),
        ("a\\(b", "B10"),
        ("a 1\\. b", "B10"),
        ("a \\# b", "B10"),
    ],
)
def test_each_rule_is_caught(body, rule):
    assert any(found.startswith(rule) for found in violations(markdown_file("T", body, **ABOUT), "markdown"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda file: file.rstrip("\n"), "B11"),
        (lambda file: file + "\n", "B11"),
        (lambda file: "\ufeff" + file, "M1"),
        (lambda file: file.replace("2016-10-30", "2016-10-31"), "H3"),
        (lambda file: file.replace("?a=1", "%3Fa%3D1"), "H3"),
        (lambda file: file.replace("https%3A", "https:"), "M1"),
        (lambda file: file.replace("privacy policy", "privacy thing"), "M1"),
        (lambda file: file.replace("# T\n", "T\n"), "T1"),
        (lambda file: file.replace("the acme.example", "the www.acme.example"), "H2"),
        (lambda file: file.replace("\n", "\r\n"), "line ends"),
        (lambda file: file.replace("the acme.example", "the legal.acme.co.uk"), "H2"),
        (lambda file: file.replace("20161030114735", "20161330114735"), "H3"),
        (lambda file: file.replace("/p?a=1", "/p%zz"), "H3"),
        (lambda file: file.replace("/p?a=1", "/pé"), "H3"),
        (lambda file: file.replace("/p?a=1", '/"p"'), "H3"),
        (lambda file: file.replace("web.archive.org", "archive.example"), "M1"),
        (lambda file: file.replace("# T\n", "## T\n"), "T1"),
        (lambda file: file.replace("# T\n", "# T  of\n"), "T1"),
        (lambda file: file.replace("# T\n", "# T \n"), "T1"),
        (lambda file: file.replace("# T\n", "# T\nof"), "T1"),
        (lambda file: file.replace("\n\n# T\n", "\n# T\n"), "T1"),
        (lambda file: file.replace("# T\n", "# T\n\n## T\n"), "T2"),
    ],
)
def test_header_title_and_ends_are_checked(change, rule):
    assert any(found.startswith(rule) for found in violations(change(markdown_file("T", "text\n", **ABOUT)), "markdown"))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("a\n\nb", "P2"),
        ("a  b", "P3"),
        (" a", "P3"),
        ("a\xa0b", "P3"),
        ("[a](http://x.example)", "P2"),
        ("**a**", "P2"),
        ("a b\n---|---\nc d", "P2"),
        ("a\n* * *\nb", "P2"),
        ("see <https://x.example/>", "P2"),
    ],
)
def test_the_plain_form_is_checked(body, rule):
    assert any(found.startswith(rule) for found in violations(plain_file("T", body, **ABOUT), "plain"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda file: file.replace("\nT\n", "\n \n"), "T1"),
        (lambda file: file.replace("acme.example", "www.acme.com"), "H2"),
        (lambda file: file.replace("was archived", "is archived"), "P1"),
        (lambda file: file.rstrip("\n"), "B11"),
    ],
)
def test_the_plain_header_and_title_are_checked(change, rule):
    file = plain_file("T", "text\n", **ABOUT)
    assert violations(file, "plain") == []
    assert any(found.startswith(rule) for found in violations(change(file), "plain"))


@pytest.mark.parametrize(
    ("markdown", "plain", "rule"),
    [
        ('## 1\\. We\n\n  1. keep\n  2. [it](https://x.example/ "t")\n', "1. We\nkeep\nit\n", ""),
        ("a| b  \n---|---  \nc| d\n\n* * *\n\n> e\n", "a b\nc d\ne\n", ""),
        ("We keep.\n", "We keep it.\n", "P4"),
        ("We keep.\n", "keep We.\n", "P4"),
        ("We keep.\n", "We keep.\nAll.\n", "P4"),
    ],
)
def test_both_forms_are_compared(markdown, plain, rule):
    found = disagreements(markdown_file("T", markdown, **ABOUT), plain_file("T", plain, **ABOUT))
    assert [each[:2] for each in found] == ([rule] if rule else [])


def test_headers_of_two_texts_are_told_apart():
    other = plain_file("T", "a\n", **(ABOUT | {"timestamp": "20171030114735"}))
    assert [each[:2] for each in disagreements(markdown_file("T", "a\n", **ABOUT), other)] == ["P1"]


def test_another_form_is_an_error():
    with pytest.raises(ValueError, match="no such form"):
        violations("", "html")
