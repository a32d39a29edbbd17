"""The second way, fragments, framesets and the loss meter."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from crawler.extraction import page as pages
from crawler.extraction.flow import Block, Open, Piece
from crawler.extraction.layout import layout
from crawler.extraction.locate import whole
from crawler.extraction.loss import Kept, Region, measure, survey
from crawler.extraction.page import read_html, read_plain

URL = "http://acme.example/legal"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."


def test_the_loss_meter_counts_words_headings_and_items():
    region = Region(("we", "keep", "your", "data"), headings=2, items=4)
    flow = [Block("h1", (Piece("We"),)), Open("li", {}), Block("text", (Piece("keep data"),))]
    assert measure(region, flow, "We\nkeep data\n") == Kept(words=0.75, headings=0.5, items=0.25)


def test_a_menu_is_no_loss():
    body = fragment_fromstring(
        f"<div><ul><li><a href='/'>Home</a></li><li><a href='/x'>Products</a></li></ul><p>{PROSE}</p></div>"
    )
    region = survey((body,), layout(body, ""))
    assert region.items == 0
    assert "products" not in region.words


def test_a_region_that_holds_nothing_is_kept_whole():
    assert measure(Region((), 0, 0), [], "") == Kept()


def test_when_the_first_way_loses_too_much_the_second_is_taken(monkeypatch):
    html = f"<div><h1>Privacy</h1><p>{PROSE}</p></div><div><p>{PROSE}</p></div><div><p>{PROSE}</p></div>"

    def careless(body, title):
        place = whole(body, title)
        place.parts[0].remove(place.parts[0][0])
        return place

    monkeypatch.setattr(pages, "locate", careless)
    found = read_html(html, URL)
    assert found.text.count("We collect") == 3
    assert found.kept == Kept()
    assert "the first way lost too much" in found.reasons


def test_when_the_second_way_is_no_better_the_first_stays(monkeypatch):
    def careless(body, title):
        place = whole(body, title)
        place.parts[0].remove(place.parts[0][0])
        return place

    monkeypatch.setattr(pages, "locate", careless)
    monkeypatch.setattr(pages, "whole", careless)
    found = read_html(f"<div><p>{PROSE}</p></div><div><p>{PROSE}</p></div><div><p>{PROSE}</p></div>", URL)
    assert found.kept.words < 0.9
    assert "the first way lost too much" not in found.reasons


LEGAL = f"""<div><h1>Legal</h1>
<h2 id="terms">Terms of service</h2><p>{PROSE} Terms.</p><p>{PROSE}</p><h3>Fees</h3><p>{PROSE} Fees.</p>
<h2><a name="privacy">Privacy policy</a></h2><p>{PROSE} Privacy.</p>
<h3>Sharing</h3><p>{PROSE} Sharing.</p><h4>More</h4><p>{PROSE} More.</p>
<div id="cookies"><h2>Cookies</h2><p>{PROSE} Cookies.</p><p>{PROSE} Cookies.</p><p>{PROSE} Cookies.</p></div>
<p id="x">{PROSE} Foot.</p></div>"""


@pytest.mark.parametrize(
    ("fragment", "inside", "outside"),
    [
        ("terms", ("Terms.", "Fees."), ("Privacy.", "Cookies.", "Legal", "Foot.")),
        ("privacy", ("Privacy.", "Sharing.", "More."), ("Terms.", "Cookies.", "Legal", "Foot.")),
        ("cookies", ("Cookies.",), ("Terms.", "Privacy.", "Foot.")),
        ("no%20such", ("Terms.", "Privacy.", "Cookies."), ()),
        ("x", ("Terms.", "Privacy.", "Cookies."), ()),
        ("", ("Terms.", "Privacy.", "Cookies."), ()),
    ],
)
def test_a_fragment_chooses_one_document_of_a_page(fragment, inside, outside):
    text = read_html(LEGAL, URL, fragment).text
    assert all(word in text for word in inside)
    assert not any(word in text for word in outside)


def test_a_percent_encoded_fragment_finds_its_place():
    html = f'<div><h2 id="été">One</h2><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><h2 id="b">Two</h2><p>{PROSE} Two.</p></div>'
    assert "Two." not in read_html(html, URL, "%C3%A9t%C3%A9").text


def test_a_frameset_says_where_its_text_is():
    found = read_html('<frameset><frame src="menu.html"><frame src="text.html"></frameset>', URL)
    assert found.verdict == "frameset"
    assert "menu.html, text.html" in found.reasons[0]


def test_a_text_file_keeps_its_paragraphs_and_short_lines():
    long = "x" * 70
    assert (
        read_plain(f"TITLE\r\n\r\n{long}\r\n{long}\r\n\r\nAcme\rStreet 1\n", URL).text
        == f"TITLE\n{long} {long}\nAcme\nStreet 1\n"
    )


@pytest.mark.parametrize("text", ["", "\n\n \n"])
def test_an_empty_text_file_is_empty(text):
    assert read_plain(text, URL).markdown == ""


def test_without_a_title_the_first_heading_is_it():
    assert read_html(f"<div><h2>Privacy <b>policy</b></h2><p>{PROSE}</p></div>", URL).title == "Privacy policy"
    assert read_html(f"<div><p>{PROSE}</p></div>", URL).title == ""


def test_a_drawing_s_title_is_not_the_page_s():
    assert read_html(f"<body><svg><title>icon</title></svg><h1>Privacy</h1><p>{PROSE}</p>", URL).title == "Privacy"


def test_preformatted_text_keeps_its_lines():
    found = read_html(f"<div><p>{PROSE}</p><pre>\n\n one\n   two\n\n</pre><p>{PROSE}</p></div>", URL)
    assert "\n\n     one\n       two\n\n" in found.markdown
    assert "\none\ntwo\n" in found.text


def test_a_space_between_quotes_outside_the_markers_is_not_bold_alone():
    found = read_html(f"<div><p>{PROSE}</p><p><b><i>We keep</i><q> </q></b>We keep {PROSE}</p></div>", URL)
    assert '**_We keep_**" "We keep' in found.markdown


@pytest.mark.parametrize(
    ("lists", "written"),
    [
        ("<li>one</li><li>two</li>", "  * one\n  * two\n"),
        ("<ul><li>one</li></ul><ol><li>two</li></ol>", "  * one\n\n\n\n  1. two\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>", "  * a\n    * b\n\n\n\n  * c\n"),
    ],
)
def test_three_blank_lines_follow_every_list(lists, written):
    assert f".\n\n{written}\n\n\nWe collect" in read_html(f"<div><p>{PROSE}</p>{lists}<p>{PROSE}</p></div>", URL).markdown
