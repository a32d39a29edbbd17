"""Contents lists that name the page in full, and framesets that speak of themselves."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.extraction.links import settle
from crawler.extraction.page import read_html

URL = "https://www.acme.example/legal/privacy.html?v=2"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."


@pytest.mark.parametrize(
    "place",
    [
        "/legal/privacy.html?v=2",
        "privacy.html?v=2",
        "https://www.acme.example/legal/privacy.html?v=2",
        "http://acme.example/legal/privacy.html?v=2",
        "//www.acme.example:443/legal/privacy.html?v=2",
        "/web/20200101000000/https://www.acme.example/legal/privacy.html?v=2",
        "",
    ],
)
def test_a_contents_list_that_names_the_page_stays(place):
    items = "".join(
        f'<li><a href="{place}#{name}">{text}</a></li>' for name, text in (("a", "Gathering"), ("b", "Using"), ("c", "Asking"))
    )
    html = f"<div class='c'><h1>Privacy policy</h1><ul>{items}</ul>{3 * f'<p>{PROSE}</p>'}</div>"
    found = read_html(html, URL)
    assert found.markdown.startswith("# Privacy policy\n\n  * Gathering\n  * Using\n  * Asking\n")


@pytest.mark.parametrize(
    "href",
    [
        "/legal/terms.html#a",
        "privacy.html#a",
        "https://other.example/legal/privacy.html?v=2#a",
        "/legal/privacy.html?v=2",
        "/legal/privacy.html?v=2#/terms",
    ],
)
def test_links_to_other_pages_and_to_the_page_as_a_whole_keep_their_target(href):
    tree = document_fromstring(f'<p><a href="{href}">x</a></p>')
    settle(tree, URL)
    assert tree.find(".//a").get("href") == href


def test_the_page_is_compared_after_its_base():
    tree = document_fromstring('<html><head><base href="/legal/"></head><body><a href="privacy.html?v=2#a">x</a></body></html>')
    settle(tree, URL)
    assert tree.find(".//a").get("href") is None


def test_a_frameset_s_text_may_speak_of_framesets():
    inner = f"<h1>Privacy policy</h1>{6 * f'<p>{PROSE}</p>'}<FRAMESET><p>Our frameset is old, Frameset and all.</p></FRAMESET>"
    page = f'<html><frameset cols="1,2"><frame src="a"><noframes><body>{inner}</body></noframes></frameset></html>'
    assert read_html(page, URL).text.endswith("Our frameset is old, Frameset and all.\n")
