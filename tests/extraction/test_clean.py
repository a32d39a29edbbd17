"""Cleaning: names lie, hidden panels are text, and what cleaning loses is told."""

from __future__ import annotations

import pytest

from crawler.extraction.furniture import called
from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands. "
START = f"<h1>Privacy policy</h1><p>{PROSE}First.</p><h2>Rights</h2><p>{PROSE}Second.</p>"
END = f"<h2>Law</h2><p>{PROSE}Third.</p><p>{PROSE}Fourth.</p>"


def text_of(inside: str) -> str:
    return read_html(f"<body><div class='wrap'><div class='policy'>{START}{inside}{END}</div></div></body>", URL).text


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("elementor-element elementor-element-1a2b3c elementor-widget elementor-widget-heading", ""),
        ("hs_cos_wrapper hs_cos_wrapper_widget hs_cos_wrapper_type_rich_text", ""),
        ("widget-span widget-type-cell", ""),
        ("wp-block-group wp-block-widget-area__inner-blocks", ""),
        ("widget widget_recent_entries", "widget"),
        ("elementor-widget-share-buttons", "widget"),
        ("data-sharing", "maybe"),
        ("section-footer", "maybe"),
        ("site-footer", "foot"),
        ("onetrust-banner-sdk", "certain"),
        ("cookie-info", "cookies"),
        ("policy-section", ""),
    ],
)
def test_furniture_is_known_by_whole_names(mark, name):
    assert called(mark) == name


@pytest.mark.parametrize(
    "mark", ["elementor-element elementor-widget elementor-widget-heading", "hs_cos_wrapper hs_cos_wrapper_widget", "widget"]
)
def test_headings_and_dates_in_builders_widgets_stay(mark):
    text = text_of(
        f'<div class="{mark}"><div class="elementor-widget-container"><h2>Who we share with</h2></div></div>'
        f'<div class="{mark}"><p>Last updated: 3 May 2018</p></div><div class="{mark}"><p>We sell nothing.</p></div>'
    )
    assert "Who we share with\nLast updated: 3 May 2018\nWe sell nothing.\n" in text


@pytest.mark.parametrize(
    "name",
    ["section-footer", "data-sharing", "subscription", "comments", "newsletter", "cookie-notice", "cookie-info", "footer"],
)
@pytest.mark.parametrize("sentences", ["We keep it short here.", PROSE, 4 * PROSE])
def test_sections_that_are_named_like_furniture_stay(name, sentences):
    headed = text_of(f'<section class="{name}"><h2>On this</h2><p>{sentences}Named.</p></section>')
    assert f"On this\n{sentences}Named.\n" in headed
    assert f"{sentences}Bare.\n" in text_of(f'<div id="{name}"><p>{sentences}Bare.</p></div>')


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="share-buttons"><a href="/f">Friendface</a> <a href="/c">Chirp</a></div>',
        '<div class="newsletter"><h4>Subscribe to our newsletter</h4><form><input type="email"></form></div>',
        '<div class="article-votes"><span>Was this article helpful?</span> <a href="#">Yes</a> <a href="#">No</a></div>',
        '<div class="related-articles"><h3>Related articles</h3><a href="/1">Setting up a phone</a></div>',
        '<div class="comments">3 comments</div>',
        '<div id="onetrust-banner-sdk"><h2>We value you</h2><p>By clicking accept you agree to cookies.</p></div>',
        '<div class="elementor-widget elementor-widget-share-buttons">Share</div>',
    ],
)
def test_widgets_inside_a_policy_go(furniture):
    assert text_of(furniture) == text_of("")


def test_names_are_not_believed_when_they_would_take_much_of_the_page():
    labels = "".join(f'<div class="widget">Datum number {n} of the register of processing</div>' for n in range(20))
    assert text_of(labels).count("Datum number") == 20


def test_what_cleaning_loses_is_told_and_the_second_way_brings_it(monkeypatch):
    page = f"""<body><div class="wrap"><h1>Privacy policy</h1><p>{PROSE}First.</p>
    <div class="widget">{PROSE}Second.</div><p>{PROSE}Third.</p></div></body>"""
    monkeypatch.setattr("crawler.extraction.clean.is_widget", lambda *_, **__: True)
    monkeypatch.setattr("crawler.extraction.clean.DOUBTFUL_SHARE", 1.0)
    monkeypatch.setattr("crawler.extraction.clean.NAMED_SHARE", 1.0)
    found = read_html(page, URL)
    assert "Second." in found.text
    assert "the first way lost too much" in found.reasons
    monkeypatch.setattr("crawler.extraction.page.NOTHING", 10**6)
    lost = read_html(page, URL)
    assert "Second." not in lost.text
    assert lost.kept.words < 0.9


@pytest.mark.parametrize("name", ["description", "inner", "body", "text", "drawer", "item__inner", "policy-text", "details"])
@pytest.mark.parametrize("hiding", ['style="display:none"', "hidden", 'aria-hidden="true"'])
@pytest.mark.parametrize(
    "opener",
    [
        "<h3>{}</h3>",
        "<button>{}</button>",
        '<button aria-expanded="false">{}</button>',
        '<div class="head"><button aria-controls="x">{}</button></div>',
    ],
)
def test_hidden_panels_are_kept_also_short_ones(name, hiding, opener):
    if opener == "<button>{}</button>":
        opener = '<h3 class="t"><button>{}</button></h3>'
    panels = "".join(
        f'<div class="item">{opener.format(title)}<div class="{name}" {hiding}><p>{text}</p></div></div>'
        for title, text in (("One", f"{PROSE}Long."), ("Two", "None are sold."), ("Three", f"{PROSE}Last."))
    )
    text = text_of(panels)
    assert f"One\n{PROSE}Long.\nTwo\nNone are sold.\nThree\n{PROSE}Last.\n" in text


def test_a_hidden_tab_is_text_by_its_role_alone():
    tab = f'<ul><li>Two</li></ul><div {{}} style="display:none"><p>{PROSE}Second tab.</p></div>'
    assert "Second tab." in text_of(tab.format('role="tabpanel"'))
    assert "Second tab." not in text_of(tab.format('role="group"'))


@pytest.mark.parametrize(
    "message",
    [
        f'<h3>Rights</h3><div class="modal" style="display:none"><p>{PROSE}</p></div>',
        '<p>Text.</p><div class="error" style="display:none">Please enter a valid address.</div>',
        '<p>Text.</p><span class="sr-only">opens in a new window</span>',
    ],
)
def test_hidden_messages_go(message):
    visible = message.partition('<div class="')[0].partition("<span")[0]
    assert text_of(message) == text_of(visible)


def test_the_second_way_keeps_to_the_fragment(monkeypatch):
    html = (
        f'<div><div id="terms">{3 * f"<p>{PROSE}Terms.</p>"}</div><div id="privacy">{4 * f"<p>{PROSE}Privacy.</p>"}</div></div>'
    )
    real = read_html.__globals__["_first_way"]

    def poor(tree, url, part):
        found = real(tree, url, part)
        return type(found)(text="", kept=type(found.kept)(0.1, 1, 1), facts=found.facts)

    monkeypatch.setattr("crawler.extraction.page._first_way", poor)
    text = read_html(html, URL, "privacy").text
    assert "Privacy." in text
    assert "Terms." not in text


def test_items_in_a_data_table_are_no_loss():
    rows = "".join(f"<tr><td>Purpose {n}</td><td><ul><li>name</li><li>address</li></ul></td></tr>" for n in range(4))
    found = read_html(f"<div>{START}<table><tr><th>Why</th><th>What</th></tr>{rows}</table>{END}</div>", URL)
    assert found.kept.least == 1
    assert found.reasons == ()


@pytest.mark.parametrize(
    "end",
    [
        "<h3>Last updated June 3, 2014</h3>",
        "<h4>Questions?</h4><h5>privacy@acme.example</h5>",
        "<h4>Effective 1 May 2003</h4>",
    ],
)
def test_closing_headings_of_the_policy_stay(end):
    text = read_html(f"<body><div class='a'>{START}{END}{end}</div></body>", URL).text
    assert text.endswith(
        "Fourth.\n"
        + end.replace("</h4>", "\n")
        .replace("</h3>", "\n")
        .replace("</h5>", "\n")
        .replace("<h3>", "")
        .replace("<h4>", "")
        .replace("<h5>", "")
    )


@pytest.mark.parametrize(
    "end",
    [
        "<h2>Security</h2>",
        "<h2>Children</h2><h2>Changes</h2>",
        "<h2>Our vendors</h2><table id='filled-by-a-script'></table>",
        "<h2>Your choices</h2><form><input type='checkbox'><button>Save</button></form>",
    ],
)
def test_a_last_heading_like_the_others_stays_without_text_under_it(end):
    text = read_html(f"<body><div class='a'>{START}{END}{end}</div></body>", URL).text
    assert text.endswith("Fourth.\n" + "".join(f"{part.partition('</h2>')[0]}\n" for part in end.split("<h2>")[1:]))


@pytest.mark.parametrize(
    "end",
    [
        "<h4>Ready to start?!</h4>",
        "<h2 class='call'>Try it now</h2>",
        "<div class='modal'><h2>Watch our film</h2></div>",
        "<div><h3>One</h3></div><div><h3>Two</h3></div>",
    ],
)
def test_a_last_heading_unlike_the_others_heads_a_window_and_goes(end):
    text = read_html(f"<body><div class='a'>{START}{END}{end}</div></body>", URL).text
    assert text.endswith("Fourth.\n")
