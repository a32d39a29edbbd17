"""Names of consent, chat and help-desk tools: their banners go, the sections that they write or that speak of them stay."""

from __future__ import annotations

import pytest

from crawler.extraction.furniture import called
from crawler.extraction.page import read_html

URL = "http://acme.example/cookies"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
SHORT = "Visits are counted with it, and nothing else."


def text_of(inside: str) -> str:
    return read_html(f"<body><div class='a'><h1>Cookie policy</h1>{4 * f'<p>{PROSE}</p>'}{inside}</div></body>", URL).text


@pytest.mark.parametrize(
    "mark",
    [
        'class="cmplz-dropdown cmplz-service-desc"',
        'id="optanon-cookie-policy"',
        'class="truste-section"',
        'id="live-chat"',
        'id="didomi"',
        'id="intercom-and-chat"',
        'id="donators-and-donations"',
        'id="olark"',
        'class="onetrust-list ot-sdk-row"',
        'id="breadcrumbs-we-leave"',
    ],
)
@pytest.mark.parametrize("after", ["", f"<p>{PROSE}</p>"])
def test_sections_that_tools_write_or_that_speak_of_tools_stay(mark, after):
    assert f"Counting\n{SHORT}\n" in text_of(f"<div {mark}><h3>Counting</h3><p>{SHORT}</p></div>{after}")
    assert f"{SHORT}\n" in text_of(f"<div {mark}><p>{SHORT}</p></div>{after}")


@pytest.mark.parametrize("prefix", ["intercom-interblocks-paragraph no-margin", "zsiq-text", "osano-block"])
def test_a_page_may_be_made_of_blocks_named_after_the_tool(prefix):
    blocks = "".join(f'<div class="{prefix}"><p>{PROSE} Number {n}.</p></div>' for n in range(6))
    text = read_html(f"<div class='b'><h1>Privacy policy</h1><article>{blocks}</article></div>", URL).text
    assert text.count("Number") == 6


@pytest.mark.parametrize(
    "banner",
    [
        f'<div id="onetrust-consent-sdk"><p>{SHORT} Do you accept?</p></div>',
        f'<div id="CybotCookiebotDialog"><p>{SHORT}</p></div>',
        f'<div id="didomi-host"><p>{SHORT}</p></div>',
        f'<div class="qc-cmp2-container"><p>{SHORT}</p></div>',
        f'<div class="osano-cm-window"><p>{SHORT}</p></div>',
        '<div class="breadcrumbs"><a href="/">Home</a> / <a href="/legal">Legal</a> / Cookies</div>',
        '<a class="skip-link" href="#main">Skip to content</a>',
        '<div id="livechat-widget">Hi! How can we help?</div>',
        '<div class="olark-box"><a href="http://chat.example">Questions?</a></div>',
    ],
)
def test_banners_and_labels_of_tools_go(banner):
    assert text_of(f"{banner}<p>{PROSE}</p>") == text_of(f"<p>{PROSE}</p>")


@pytest.mark.parametrize("mark", ["truste-section", "intercom-interblocks-paragraph", "cmplz-dropdown"])
def test_a_name_that_only_holds_a_tool_s_name_says_nothing(mark):
    assert called(mark) == ""


def test_a_title_among_the_breadcrumbs_stays():
    html = f'<div><div class="breadcrumb-area"><h1>Privacy policy</h1><a href="/">Home</a></div>{4 * f"<p>{PROSE}</p>"}</div>'
    assert read_html(html, URL).text.startswith("Privacy policy\n")


def test_much_text_in_a_banner_s_name_is_brought_back_by_the_second_way():
    named = f"<div id='didomi-notice'>{3 * f'<p>{PROSE}</p>'}<p>Kept.</p></div>"
    found = read_html(f"<div><h1>Privacy policy</h1>{8 * f'<p>{PROSE}</p>'}{named}<p>{PROSE}</p></div>", URL)
    assert "Kept." in found.text
    assert "the first way lost too much" in found.reasons
