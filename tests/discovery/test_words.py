"""Which kind the words of a link or an address speak of, in nine languages, and which words speak of none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.hubs import is_dated, is_history, is_hub_address, is_hub_text
from crawler.discovery.matching import fold, kind_of_address, kinds_of_text, squash
from crawler.discovery.words import PHRASES
from crawler.items import KINDS


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("Privacy Policy", "privacy", "en"),
        ("  PRIVACY\u00a0statement ", "privacy", "en"),
        ("View our Cookie Policy", "cookies", "en"),
        ("T&Cs", "terms", "en"),
        ("Terms & Conditions (2018)", "terms", "en"),
        ("Data Protection Addendum", "dpa", "en"),
        ("Anti-Spam Policy", "acceptable-use", "en"),
        ("Datenschutzerklärung", "privacy", "de"),
        ("Unsere AGB", "terms", "de"),
        ("Conditions générales d’utilisation", "terms", "fr"),
        ("Politique de confidentialité", "privacy", "fr"),
        ("Términos y condiciones", "terms", "es"),
        ("Política de privacidade", "privacy", "pt"),
        ("Informativa sui cookie", "cookies", "it"),
        ("Verwerkersovereenkomst", "dpa", "nl"),
        ("個人情報の取扱いについて", "privacy", "ja"),
        ("サービス利用規約", "terms", "ja"),
        ("गोपनीयता नीति", "privacy", "hi"),
    ],
)
def test_plain_texts_name_their_kind(text: str, kind: str, language: str) -> None:
    (match,) = kinds_of_text(text)
    assert (match.kind, match.language) == (kind, language)
    assert match.strength >= 0.7


@pytest.mark.parametrize(
    "text", ["Pricing", "Private cloud", "Determination", "Cook it", "Stories", "", "   ", "© 2016", "agbar"]
)
def test_other_texts_name_none(text: str) -> None:
    assert kinds_of_text(text) == ()


def test_a_text_that_is_mostly_about_something_else_is_weak() -> None:
    (match,) = kinds_of_text("Why privacy matters to our customers in 2016")
    assert match.strength < 0.5


def test_two_kinds_in_one_text_come_in_its_order() -> None:
    assert [match.kind for match in kinds_of_text("Terms and Privacy")] == ["terms", "privacy"]


@pytest.mark.parametrize("text", ["Ringwave Privacy Policy", "Ring Wave Privacy Policy", "RingWave, Inc Privacy Policy"])
def test_the_vendors_own_name_counts_for_nothing(text: str) -> None:
    assert kinds_of_text(text)[0].strength < 1
    assert kinds_of_text(text, "ringwave")[0].strength == 1


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://www.a.example/privacypolicy.jsf", "privacy"),
        ("http://a.example/privacy/index.html", "privacy"),
        ("http://support.a.example/support/solutions/articles/3000039224-privacy-policy", "privacy"),
        ("https://a.example/terms-policies/privacy-policy", "privacy"),
        ("https://a.example/legal/data-protection-addendum.pdf", "dpa"),
        ("https://a.example/de/datenschutzerkl%C3%A4rung", "privacy"),
        ("https://a.example/datenschutzerklaerung", "privacy"),
        ("https://a.example/index.php?page=privacy", "privacy"),
        ("https://a.example/legal/aup", "acceptable-use"),
        ("https://a.example/TermsOfService.aspx", "terms"),
        ("https://a.example/politica-de-cookies", "cookies"),
    ],
)
def test_addresses_name_their_kind(url: str, kind: str) -> None:
    match = kind_of_address(url)
    assert match is not None
    assert (match.kind, match.strength >= 0.7) == (kind, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "https://a.example/step",
        "https://a.example/pricing",
        "https://a.example/?return=/privacy",
        "https://a.example/stoss",
    ],
)
def test_other_addresses_name_none(url: str) -> None:
    assert kind_of_address(url) is None


def test_the_last_part_says_what_a_page_is() -> None:
    inside, itself = kind_of_address("https://a.example/privacy/shield"), kind_of_address("https://a.example/privacy")
    assert inside is not None
    assert itself is not None
    assert inside.strength < 0.5 < itself.strength


@pytest.mark.parametrize(
    "text", ["Legal", "Terms & Policies", "Trust Center", "Mentions légales", "Aviso legal", "Impressum", "サイトポリシー"]
)
def test_lists_of_policies_are_known_by_their_texts(text: str) -> None:
    assert is_hub_text(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/legal", True),
        ("https://trust.a.example/", True),
        ("https://a.example/terms-policies/", True),
        ("https://a.example/legal/index.html", True),
        ("https://a.example/legal/privacy", False),
        ("https://a.example/paralegal", False),
    ],
)
def test_lists_of_policies_are_known_by_their_addresses(url: str, expected: bool) -> None:
    assert is_hub_address(url) is expected


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("Previous versions", "http://a.example/x", True),
        ("archived privacy policies", "http://a.example/x", True),
        ("here", "http://a.example/legal/privacy/archive/2014", True),
        ("Versions précédentes", "http://a.example/x", True),
        ("Blog archive", "http://a.example/blog", False),
        ("Older posts", "http://a.example/blog", False),
    ],
)
def test_lists_of_earlier_versions_are_known(text: str, url: str, expected: bool) -> None:
    assert is_history(text, url) is expected


def test_dates_and_versions_are_dated_texts() -> None:
    assert [
        text for text in ("May 3, 2014", "Version 2", "v1.2", "2016年5月", "Home", "x" * 200 + " 2014") if is_dated(text)
    ] == [
        "May 3, 2014",
        "Version 2",
        "v1.2",
        "2016年5月",
    ]


def test_every_phrase_is_found_as_what_it_is() -> None:
    assert set(PHRASES) <= set(KINDS)
    for kind, tongues in PHRASES.items():
        for texts in tongues.values():
            for text in texts:
                assert kind in {match.kind for match in kinds_of_text(text)}, text


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squash(text).isalnum() or squash(text) == ""


@given(st.text(max_size=200))
def test_no_text_and_no_address_makes_it_fail(text: str) -> None:
    assert all(0 < match.strength <= 1 for match in kinds_of_text(text))
    match = kind_of_address(f"http://a.example/{text}")
    assert match is None or 0 < match.strength <= 1
