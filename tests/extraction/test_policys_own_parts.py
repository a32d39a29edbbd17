"""Tags of the page's frame that the policy uses itself: its asides, feet, headers, lists and forms; and the frame's own."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
THREE = 3 * f"<p>{PROSE}</p>"
SAID = "Residents of some states may write to our officer."
LONG = "Residents of some states may opt out within a month by mailing this form to our officer."


def text_of(html: str) -> str:
    return read_html(f"<title>Privacy policy</title><body>{html}</body>", URL).text


def body_of(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("wrap", ["<article>{}</article>", "<main>{}</main>", "<div class='c'>{}</div>", "{}"])
@pytest.mark.parametrize(
    "own",
    [
        f"<aside><p>{SAID}</p></aside>",
        f"<div class='box'><aside><p>{SAID}</p></aside></div>",
        f"<footer><p>{SAID}</p></footer>",
        f"<div role='dialog'><p>{SAID}</p></div>",
        f"<div role='banner'><p>{SAID}</p></div>",
        f"<noscript><p>{SAID}</p></noscript>",
        f"<nav><p>{SAID}</p></nav>",
        f"<MENU><LI>{SAID}</MENU>",
        f"<form><p>{SAID} It takes a month or two.</p><label>Name</label><input></form>",
    ],
)
def test_sentences_between_the_policy_s_prose_stay(wrap, own):
    text = text_of(wrap.format(f"<h1>Privacy policy</h1>{THREE}{own}{THREE}"))
    said = f"{SAID} It takes a month or two." if "<form" in own else SAID
    assert text == body_of("Privacy policy", *3 * [PROSE], said, *3 * [PROSE])


@pytest.mark.parametrize("tag", ["aside", "footer", "form"])
@pytest.mark.parametrize("wrap", ["<article>{}</article>", "<div class='c'>{}</div>"])
def test_sentences_right_after_the_policy_s_prose_stay(wrap, tag):
    own = f"<{tag}><p>{LONG}</p></{tag}>"
    assert text_of(wrap.format(f"<h1>Privacy policy</h1>{THREE}{own}")).endswith(f"{PROSE}\n{LONG}\n")


@pytest.mark.parametrize(
    "top",
    [
        f"<header><h2>Our promise</h2><p>Effective Date: May 25, 2018. {SAID}</p></header>",
        "<div role='banner'><h1>The privacy policy of Acme</h1><p>Effective: May 25, 2018</p></div>",
        "<div role='banner'><h1>Privacy policy</h1></div><header><h2>Our promise</h2><p>Effective: May 25, 2018.</p></header>",
    ],
)
@pytest.mark.parametrize("main", [f"<main>{THREE}</main>", f"<div role='main'>{THREE}</div>"])
def test_a_title_and_a_date_before_the_main_part_stay(top, main):
    text = text_of(f"<nav><a href='/'>Home</a></nav>{top}{main}")
    assert "May 25, 2018" in text
    assert text.index("May 25, 2018") < text.index(PROSE)
    assert "Home" not in text


def test_a_list_of_the_nineties_is_a_list():
    html = f"<H1>Privacy Policy</H1><P>{PROSE}<MENU><LI>your name<LI>your address</MENU>{THREE}"
    assert "  * your name\n  * your address\n" in read_html(html, URL).markdown


@pytest.mark.parametrize(
    "furniture",
    [
        "<aside><h3>Related</h3><a href='/1'>Setting up a phone</a></aside>",
        "<aside class='sidebar'><p>Our phones are the best. Call us.</p></aside>",
        "<div role='dialog'><p>We use cookies. Do you mind?</p><button>No</button></div>",
        "<noscript>Please enable JavaScript to read this page.</noscript>",
        "<noscript><p>JavaScript is disabled. Some of it will not work.</p></noscript>",
        "<form><label>E-mail</label><input><p>Subscribe.</p></form>",
        "<form><p>Sign up here, and read the latest news about the phones that we make first.</p><input></form>",
        "<form class='comment-form'><p>Your address will not be shown to anybody who reads what you write.</p><input></form>",
        "<menu><li><button>Copy</button></li></menu>",
        "<nav><a href='/a'>One</a> <a href='/b'>Two</a></nav>",
    ],
)
def test_furniture_between_the_policy_s_prose_goes(furniture):
    text = text_of(f"<main><h1>Privacy policy</h1>{THREE}{furniture}{THREE}</main>")
    assert text == body_of("Privacy policy", *6 * [PROSE])


@pytest.mark.parametrize(
    "furniture",
    [
        f"<header><p>{SAID}</p></header>{{}}",
        f"{{}}<footer><p>{SAID}</p></footer>",
        f"{{}}<aside><p>{SAID}</p></aside>",
        f"<div role='banner'><h1>Acme</h1><p>{SAID}</p></div>{{}}",
        f"{{}}<noscript><p>{SAID}</p></noscript>",
        f"{{}}<form><p>{LONG}</p><input></form>",
    ],
)
def test_the_same_tags_at_the_page_s_edges_are_furniture(furniture):
    assert SAID not in text_of(furniture.format(f"<div class='c'><h1>Privacy policy</h1>{THREE}{THREE}</div>"))
    assert LONG not in text_of(furniture.format(f"<div class='c'><h1>Privacy policy</h1>{THREE}{THREE}</div>"))


def test_what_tags_take_out_of_the_policy_is_told():
    aside = f"<aside>{2 * f'<p>{PROSE}</p>'}<p>Told.</p></aside>"
    found = read_html(f"<main>{aside}<h1>Privacy policy</h1>{2 * THREE}</main>", URL)
    assert found.kept.words < 0.8 or "the first way lost too much" in found.reasons
