"""The checker itself: each rule catches what breaks it, and a file that keeps them all passes."""

from __future__ import annotations

import pytest

from crawler.export_format import markdown_file, plain_file
from tests.format_rules import violations

ABOUT = {
    "domain": "acme.example",
    "kind": "privacy",
    "timestamp": "20161030114735",
    "original": "https://www.acme.example/p?a=1",
}
GOOD = """# Privacy

## 1\\. What we keep

We keep **everything** , [see](https://x.example/ "here").BREAK
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
> twice
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
    ],
)
def test_the_plain_form_is_checked(body, rule):
    assert any(found.startswith(rule) for found in violations(plain_file("T", body, **ABOUT), "plain"))


def test_another_form_is_an_error():
    with pytest.raises(ValueError, match="no such form"):
        violations("", "html")
