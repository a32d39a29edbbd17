from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.language import language

SENTENCES = {
    "en": "We collect personal information when you use our services, and we keep it for a year.",
    "de": "Wir verarbeiten personenbezogene Daten nur, soweit dies für den Vertrag erforderlich ist.",
    "fr": "Nous ne communiquons pas vos données personnelles à des tiers sans votre consentement.",
    "es": "Sus datos personales no serán cedidos a terceros salvo que exista una obligación legal.",
    "pt": "Os dados pessoais não são cedidos a terceiros sem o consentimento expresso do titular.",
    "it": "I dati personali forniti dagli utenti non sono comunicati a terzi, salvo obblighi di legge.",
    "nl": "Wij bewaren uw gegevens niet langer dan noodzakelijk is voor de doeleinden van de overeenkomst.",
    "ja": "弊社は、お客様からお預かりした個人情報を適切に管理いたします。",
    "sv": "Vi samlar in personuppgifter när du använder våra tjänster och sparar dem i ett år.",
    "pl": "Zbieramy dane osobowe, gdy korzystasz z naszych usług, i przechowujemy je przez rok.",
    "ru": "Мы собираем персональные данные, когда вы пользуетесь нашими услугами, и храним их год.",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_one_sentence_is_enough(code: str, sentence: str) -> None:
    found, confidence = language(sentence)
    assert found == code
    assert confidence > 0.6


def test_shouting_is_the_same_language() -> None:
    assert language("PLEASE READ THIS PRIVACY POLICY CAREFULLY BEFORE USING. " + SENTENCES["en"].upper())[0] == "en"


@pytest.mark.parametrize(
    "text", ["", "Privacy", "OK 12", "1234567890 " * 50, "https://vendor.example/en/privacy-policy-of-the-vendor " * 9]
)
def test_too_little_to_tell(text: str) -> None:
    assert language(text) == ("", 0.0)


def test_a_long_text_is_known_by_samples_of_it() -> None:
    assert language(SENTENCES["de"] * 20_000)[0] == "de"


def test_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert [found for found, _ in pool.map(language, [*SENTENCES.values()] * 5)] == [*SENTENCES] * 5


def test_signs_that_cannot_be_text_do_not_hide_the_language() -> None:
    assert language("\x00\x07\x9f\ud800\uffff" + SENTENCES["fr"] + "\U0001ffff")[0] == "fr"


def test_a_code_that_was_given_up_is_named_by_its_new_one() -> None:
    assert language("אנו אוספים מידע אישי כאשר אתם משתמשים בשירותים שלנו, ושומרים אותו במשך שנה אחת.")[0] == "he"


def test_addresses_do_not_count() -> None:
    english = "https://vendor.example/we-collect-personal-information/when-you-use-our-services/and-keep-it " * 9
    assert language(english + SENTENCES["de"])[0] == "de"


def test_a_text_in_two_languages_is_in_the_one_that_most_of_it_is_in() -> None:
    code, share = language(SENTENCES["en"] * 4 + SENTENCES["ru"])
    assert code == "en"
    assert 0.5 < share < 0.95


@given(st.text(max_size=500))
def test_any_text_has_a_two_letter_code_or_none(text: str) -> None:
    code, confidence = language(text)
    assert len(code) in (0, 2)
    assert (confidence >= 0.5) == bool(code)
