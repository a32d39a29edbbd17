"""Elements that HTML does not know stand in their line, unless they hold blocks."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."


def blocks(html: str) -> list[str]:
    """What stands between two paragraphs, block by block."""
    page = f"<title>T</title><main><p>{PROSE}</p>{html}<p>{PROSE}</p></main>"
    before, *between, after = read_html(page, "http://acme.example/p").text.splitlines()
    assert (before, after) == (PROSE, PROSE)
    return between


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Our office is in <st1:place><st1:City>Ogden</st1:City>, <st1:State>Utah</st1:State></st1:place>, and open.</p>",
            ["Our office is in Ogden, Utah, and open."],
        ),
        ('<p>We will <g class="gr_ gr_4">not</g> lend your data.</p>', ["We will not lend your data."]),
        ("<p>We, <company-name>Acme</company-name>, keep it.</p>", ["We, Acme, keep it."]),
        ("<h2>What <g>we</g> keep</h2>", ["What we keep"]),
        ("<p><st1:City>Ogden</st1:City> <st1:State>Utah</st1:State></p>", ["Ogden Utah"]),
    ],
)
def test_an_unknown_element_does_not_cut_a_sentence(html, text):
    assert blocks(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<app-part><p>We keep names.</p></app-part>", ["We keep names."]),
        ("<part>One <div>two</div> three</part><part>four <div>five</div></part>", ["One", "two", "three", "four", "five"]),
        ("<part><b><div>one</div> two</b></part><part>three<p>four</p></part>", ["one", "two", "three", "four"]),
        ("<clause-title>Names</clause-title><clause-body>We keep them.</clause-body>", ["Names", "We keep them."]),
        ("<x-a><x-b><x-c>One</x-c></x-b></x-a><x-a>two</x-a>", ["One", "two"]),
    ],
)
def test_an_unknown_element_around_blocks_is_not_glued_to_its_neighbours(html, text):
    assert blocks(html) == text


def test_a_page_framed_by_custom_elements_is_read_whole():
    clauses = "".join(f"<policy-clause><h2>{n}. Clause</h2><p>{PROSE}</p></policy-clause>" for n in range(1, 7))
    page = f"<title>Privacy policy</title><body><app-root><app-page><h1>Privacy policy</h1>{clauses}</app-page></app-root>"
    text = read_html(page, "http://acme.example/p").text.splitlines()
    assert text == ["Privacy policy", *(line for n in range(1, 7) for line in (f"{n}. Clause", PROSE))]
