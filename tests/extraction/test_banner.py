"""Consent banners longer than the policy go; policies that stand in dialogs, or are named after cookies, stay."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
ASKED = (
    "We and our partners store cookies on your device and process personal data about you for advertising of many kinds. " * 9
)
POLICY = "We collect the personal data that you give us when you register, and keep them for as long as the law demands. " * 3
BANNER = f"<h2>Your privacy</h2><p>{ASKED}</p><button>Accept</button>"
MAIN = f"<main><h1>Privacy policy</h1><p>{POLICY}</p></main>"


def said(html: str) -> str:
    return read_html(f"<title>Privacy policy</title><body>{html}</body>", URL).text


@pytest.mark.parametrize(
    "mark", ['role="dialog"', 'aria-modal="true"', 'id="cookie-banner"', 'class="x cookie_consent_layer"', 'role="alertdialog"']
)
@pytest.mark.parametrize("page", ["<div {0}>{1}</div>{2}", "{2}<div {0}>{1}</div>", "<div><div {0}>{1}</div></div>{2}"])
def test_a_banner_longer_than_the_policy_goes(mark, page):
    found = read_html(f"<title>T</title><body>{page.format(mark, BANNER, MAIN)}</body>", URL)
    assert found.text == f"Privacy policy\n{POLICY.strip()}\n"
    assert found.kept.words == 1


@pytest.mark.parametrize(
    "html",
    [
        f"<div role='dialog'>{BANNER}</div><p>{POLICY}</p>",  # nothing says that the rest is the policy
        f"<h1>Acme</h1><p>{POLICY}</p><div role='dialog'>{BANNER}</div>",
        f"<div role='dialog'><h1>Privacy policy</h1>{BANNER}</div><p>{POLICY}</p>",
        f"<main><h1>Cookie policy</h1><div class='cookie-banner-text'>{BANNER}</div><p>{POLICY}</p></main>",
        f"<article><h1>Cookie policy</h1><div role='dialog'>{BANNER}</div></article><p>{POLICY}</p>",
        f"<div role='dialog'>{BANNER.replace('button', 'b')}</div>{MAIN}",
        f"<div class='cookies-we-use'>{BANNER}</div>{MAIN}",
    ],
)
def test_what_may_be_the_policy_itself_stays(html):
    assert "store cookies on your device" in said(html)
