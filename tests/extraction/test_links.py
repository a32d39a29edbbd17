from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.extraction.links import base_of, decode_mask, resolve, settle

PAGE = "https://www.acme.example/legal/privacy?x=1"


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/terms", "https://www.acme.example/terms"),
        ("terms", "https://www.acme.example/legal/terms"),
        ("../terms#a", "https://www.acme.example/terms#a"),
        ("?y=2", "https://www.acme.example/legal/privacy?y=2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" http://b.example/\n a b ", "http://b.example/%20a%20b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("\\terms", "https://www.acme.example/terms"),
        ("/web/20110926033248/http://www.acme.example/terms", "http://www.acme.example/terms"),
        ("https://web.archive.org/web/20110926033248id_/https://b.example/?q=1", "https://b.example/?q=1"),
        ("https://web.archive.org/web/20110926033248/mailto:a@b.example", "mailto:a@b.example"),
        ("https://web.archive.org/about", "https://web.archive.org/about"),
        ("#top", ""),
        ("", ""),
        (" javascript:void(0)", ""),
        ("JavaScript:print()", ""),
        ("data:text/html,x", ""),
        ("http://[broken", ""),
    ],
)
def test_links_resolve_as_browsers_do(href, target):
    assert resolve(href, PAGE) == target


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("", PAGE),
        ('<base href="/other/">', "https://www.acme.example/other/"),
        ('<base target="_top"><base href="http://c.example/d">', "http://c.example/d"),
        ('<base href="https://web.archive.org/web/2011/http://c.example/d">', "http://c.example/d"),
        ('<base href="#">', PAGE),
    ],
)
def test_the_base_element_counts_if_it_has_a_target(head, base):
    assert base_of(document_fromstring(f"<html><head>{head}</head><body>x</body></html>"), PAGE) == base


def masked(address: str, key: int) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


@pytest.mark.parametrize("key", [0, 0x5A, 255])
def test_a_mail_mask_is_decoded_whatever_its_key(key):
    assert decode_mask(masked("privacy@acme.example", key)) == "privacy@acme.example"


@pytest.mark.parametrize("mask", ["", "zz", "0", "5"])
def test_what_is_no_mask_is_nothing(mask):
    assert decode_mask(mask) == ""


def test_two_captures_with_different_masks_read_the_same():
    pages = [
        document_fromstring(f'<p><a href="/cdn-cgi/l/email-protection#{masked("a@b.example", key)}">write</a></p>')
        for key in (1, 99)
    ]
    for page in pages:
        settle(page)
    assert [page.find(".//a").get("href") for page in pages] == ["mailto:a@b.example"] * 2


def test_permalink_marks_go_and_named_anchors_stay():
    page = document_fromstring('<div><h2>One<a href="#one">¶</a></h2><a name="two">Two</a><a href="#three">Three</a></div>')
    settle(page)
    assert page.text_content() == "OneTwoThree"
    assert not page.xpath("//a[@href]")


@pytest.mark.parametrize("mask", ["4141", "41005b", "00efbfbe61", "0000010262"])
def test_a_mask_of_control_characters_does_not_break_the_page(mask):
    page = document_fromstring(f'<p>Write to <a href="/cdn-cgi/l/email-protection#{mask}" data-cfemail="{mask}">us</a> now</p>')
    settle(page)
    assert page.text_content().startswith("Write to ")
    assert decode_mask(mask).isprintable()
