"""A fragment chooses a document, also where no heading says how far it reaches; where it cannot be told, a reason says so."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

URL = "http://acme.example/legal"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
TERMS = f"<p>{PROSE} One.</p><p>{PROSE} One.</p><p>{PROSE} One.</p>"
PRIVACY = f"<p>{PROSE} Two.</p><p>{PROSE} Two.</p><p>{PROSE} Two.</p>"
CLAUSES = f"<h2>1. Cookies</h2><p>{PROSE} Two.</p><h2>2. Names</h2><p>{PROSE} Two.</p><h2>3. Mail</h2><p>{PROSE} Two.</p>"
LINES = "<br><br>".join([f"{PROSE} Two."] * 3)

PAGES = {
    "bold lines": f'<p><a name="t"></a><b>Terms of Use</b></p>{TERMS}<p><a name="p"></a><b>Privacy Policy</b></p>{PRIVACY}',
    "the first": f'<p><a name="p"></a><b>Privacy Policy</b></p>{PRIVACY}<p><a name="t"></a><b>Terms of Use</b></p>{TERMS}',
    "clauses of its rank": f'<h2>Terms of Use</h2>{TERMS}<p><a name="p"></a></p><h2>Privacy Policy</h2>{CLAUSES}',
    "clauses with places": (
        f'<p><a name="t"></a><b>Terms of Use</b></p>{TERMS}<p><a name="p"></a><b>Privacy Policy</b></p>'
        f'<p><a name="p1"></a><b>Names</b></p>{PRIVACY}'
    ),
    "line breaks": f'<a name="t"></a><b>Terms</b><br>{PROSE} One.<br><br><a name="p"></a><b>Privacy Policy</b><br>{LINES}',
    "rows": (
        f'<table><tr><td><h2>Terms of Use</h2>{TERMS}</td></tr><tr><td><a name="p"></a></td></tr>'
        f"<tr><td><h2>Privacy Policy</h2></td></tr><tr><td>{PRIVACY}</td></tr></table>"
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_place_before_a_title_chooses_what_follows_it(name):
    found = read_html(f"<body><div><p>Legal</p>{PAGES[name]}</div>", URL, "p")
    assert found.text.startswith("Privacy Policy\n")
    assert found.text.count("Two.") == 3
    assert "One." not in found.text
    assert not any("#p" in reason for reason in found.reasons)


@pytest.mark.parametrize("part", ["nowhere", "n"])
def test_a_fragment_that_names_no_document_is_a_reason(part):
    found = read_html(f'<body><div><h1>Privacy Policy</h1>{PRIVACY}{PRIVACY}<p id="n">We keep names.</p></div>', URL, part)
    assert found.text.count("Two.") == 6
    assert f"#{part} names no document of the page: the page was read whole" in found.reasons
    assert read_html(f"<h1>Privacy Policy</h1>{PRIVACY}", URL).reasons == ()
