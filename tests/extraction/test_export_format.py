from __future__ import annotations

import pytest

from crawler.exports.text_format import markdown_file, plain_file, snapshot_url
from tests.format_rules import disagreements, violations

ABOUT = {
    "domain": "acme.example",
    "kind": "privacy",
    "timestamp": "20161030114735",
    "original": "https://www.acme.example/privacy-policy",
}


@pytest.mark.parametrize(
    ("original", "written"),
    [
        ("https://www.acme.example/p", "https%3A//www.acme.example/p"),
        ("http://acme.example:8080/p/", "http%3A//acme.example%3A8080/p/"),
        ("http://a.example/p?a=1&b=2", "http%3A//a.example/p?a=1&b=2"),
        ("http://a.example/%7Ep;s,t+u@v", "http%3A//a.example/%7Ep;s,t+u@v"),
        ("http://a.example/über (1)", "http%3A//a.example/%C3%BCber%20%281%29"),
    ],
)
def test_the_snapshot_link_names_the_place_of_record(original, written):
    assert snapshot_url("20161030114735", original) == f"https://web.archive.org/web/20161030114735id_/{written}"


def test_a_markdown_file_has_header_title_and_body():
    assert markdown_file("Privacy | Acme", "# Privacy\n\nWe keep.\n", **ABOUT) == (
        "> *The following text is extracted and transformed from the acme.example privacy policy that was archived on "
        "2016-10-30. "
        "Please check the [original snapshot on the Wayback Machine]"
        "(https://web.archive.org/web/20161030114735id_/https%3A//www.acme.example/privacy-policy) "
        "for the most accurate reproduction.*\n\n# Privacy | Acme\n\n# Privacy\n\nWe keep.\n"
    )


def test_a_plain_file_has_header_title_and_body():
    assert plain_file("Privacy | Acme", "Privacy\nWe keep.\n", **ABOUT) == (
        "The following text is extracted and transformed from the acme.example privacy policy that was archived on "
        "2016-10-30. "
        "Please check the original snapshot on the Wayback Machine for the most accurate reproduction.\nPrivacy | Acme\n"
        "Privacy\nWe keep.\n"
    )


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Privacy", "# Privacy"),
        ("## **Privacy**", "# **Privacy**"),
        ("#### _privacy_", "# _privacy_"),
        ("Privacy", "# Privacy"),
        ("**PRIVACY**", "# **PRIVACY**"),
    ],
)
def test_a_title_that_the_text_begins_with_is_not_repeated(body, title):
    file = markdown_file("Privacy", f"{body}\n\nWe keep.\n", **ABOUT)
    assert file.endswith(f".*\n\n{title}\n\nWe keep.\n")
    assert violations(file, "markdown") == []
    assert disagreements(file, plain_file("Privacy", "Privacy\nWe keep.\n", **ABOUT)) == []


def test_a_line_that_only_begins_like_the_title_is_no_title():
    file = markdown_file("Privacy", "Privacy  \nis ours.\n", **ABOUT)
    assert file.endswith("\n\n# Privacy\n\nPrivacy  \nis ours.\n")


def test_an_escaped_heading_is_recognised_as_the_title():
    assert markdown_file("1. Terms & Conditions", "# 1\\. Terms & Conditions\n\nPay.\n", **ABOUT).count("Conditions") == 1


@pytest.mark.parametrize(
    ("kind", "name"), [("privacy", "privacy policy"), ("terms", "terms of service"), ("dpa", "data processing agreement")]
)
def test_without_a_title_domain_and_kind_stand_in(kind, name):
    about = ABOUT | {"kind": kind}
    assert f"\n# acme.example {name}\n" in markdown_file("", "We keep.\n", **about)
    assert f"\nacme.example {name}\n" in plain_file("", "We keep.\n", **about)


@pytest.mark.parametrize("title", ["Privacy\n  policy", " Privacy policy ", "Privacy\tpolicy"])
def test_a_title_is_one_line(title):
    assert "\n# Privacy policy\n" in markdown_file(title, "We keep.\n", **ABOUT)


@pytest.mark.parametrize("body", ["", "We keep.\n", "We keep.\n\n"])
def test_files_of_any_body_keep_the_format(body):
    assert violations(markdown_file("Privacy", body, **ABOUT), "markdown") == []
    assert violations(plain_file("Privacy", body, **ABOUT), "plain") == []
