"""Tabs: each label before its own panel, or none."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
ROWS = [
    """<div role="tablist"><button role="tab" aria-controls="p1">Europe</button>
    <button role="tab" aria-controls="p2">America</button></div>""",
    """<ul role="tablist"><li><button role="tab" data-bs-toggle="tab" data-bs-target="#p1">Europe</button></li>
    <li><button role="tab" data-bs-toggle="tab" data-bs-target="#p2">America</button></li></ul>""",
    """<ul class="nav"><li><a data-toggle="tab" href="#p1">Europe</a></li>
    <li><a data-toggle="tab" href="#p2">America</a></li></ul>""",
    '<ul><li role="tab"><a href="#p1">Europe</a></li><li role="tab"><a href="#p2">America</a></li></ul>',
    '<div role="tablist"><div role="tab" id="t1">Europe</div><div role="tab" id="t2">America</div></div>',
]
SHORT = ("The controller is in Berlin.", "The controller is in Springfield")
LONG = (f"{PROSE} Berlin.", f"{PROSE} Springfield.")


def text_of(inside: str) -> str:
    html = f"<main><h1>Privacy policy</h1>{3 * f'<p>{PROSE}</p>'}{inside}{3 * f'<p>{PROSE}</p>'}</main>"
    return read_html(html, URL).text.replace(f"{PROSE}\n", "")


def panels(one: str, two: str) -> str:
    return (
        f'<div><div role="tabpanel" aria-labelledby="t1" id="p1"><p>{one}</p></div>'
        f'<div role="tabpanel" aria-labelledby="t2" id="p2" hidden><p>{two}</p></div></div>'
    )


@pytest.mark.parametrize("said", [SHORT, LONG])
@pytest.mark.parametrize("row", [*ROWS, "".join(line.strip() for line in ROWS[0].splitlines())])
def test_each_label_stands_before_its_own_panel(row, said):
    assert text_of(row + panels(*said)) == f"Privacy policy\nEurope\n{said[0]}\nAmerica\n{said[1]}\n"


def test_buttons_whose_panel_is_not_there_go():
    row = ROWS[0].replace("p2", "elsewhere")
    text = text_of(row + panels(*LONG))
    assert "Europe" not in text
    assert "America" not in text


def test_a_panel_that_has_its_label_gets_no_second_one():
    said = panels(f"</p><h2>Europe and beyond</h2><p>{PROSE} One.", f"</p><h3>America</h3><p>{PROSE} Two.")
    text = text_of(ROWS[0] + said)
    assert text == f"Privacy policy\nEurope and beyond\n{PROSE} One.\nAmerica\n{PROSE} Two.\n"


def test_titles_of_an_accordion_stay_as_they_are():
    items = "".join(
        f'<h3 role="tab" aria-controls="p{n}">{name}</h3><div role="tabpanel" id="p{n}"><p>{PROSE} {n}.</p></div>'
        for n, name in ((1, "Europe"), (2, "America"))
    )
    html = f"<main><h1>Privacy policy</h1><p>{PROSE}</p>{items}</main>"
    assert "### Europe\n" in read_html(html, URL).markdown
    assert text_of(items) == f"Privacy policy\nEurope\n{PROSE} 1.\nAmerica\n{PROSE} 2.\n"


def test_a_row_of_tabs_above_an_accordion_s_titles_goes():
    row = ROWS[0]
    items = "".join(
        f'<div role="tab" aria-controls="p{n}">{name}</div><div role="tabpanel" id="p{n}"><p>{PROSE} {n}.</p></div>'
        for n, name in ((1, "Europe"), (2, "America"))
    )
    assert text_of(f"{row}<div>{items}</div>") == f"Privacy policy\nEurope\n{PROSE} 1.\nAmerica\n{PROSE} 2.\n"


@pytest.mark.parametrize("count", [1, 500])
def test_a_page_that_is_all_tabs_ends(count):
    html = f"<body>{count * '<p role=tab aria-controls=x>We keep it.</p> '}<p id=x></p></body>"
    assert read_html(html, URL).facts.words_on_page == 3 * count
