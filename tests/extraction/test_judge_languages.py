"""Policies in languages whose words nobody has listed: title, address and length tell them, and the reasons say so."""

from __future__ import annotations

import pytest

from crawler.extraction import read
from crawler.items import Page, PolicyText

#: Language -> kind, address, title, a sentence such as policies have (our own).
POLICIES = {
    "pl": (
        "privacy",
        "polityka-prywatnosci",
        "Polityka prywatności",
        "Przetwarzamy dane osobowe naszych klientów, aby świadczyć usługi.",
    ),
    "ru": (
        "privacy",
        "privacy",
        "Политика конфиденциальности",
        "Мы собираем сведения о наших клиентах, чтобы оказывать услуги связи.",
    ),
    "tr": (
        "privacy",
        "gizlilik",
        "Gizlilik Politikası",
        "Müşterilerimizin bilgilerini hizmet sunmak için topluyor ve saklıyoruz.",
    ),
    "uk": (
        "privacy",
        "privacy",
        "Політика конфіденційності",
        "Ми збираємо відомості про наших клієнтів, щоб надавати послуги звʼязку.",
    ),
    "sv": ("terms", "villkor", "Allmänna villkor", "Kunden betalar varje månad för de tjänster som används under perioden."),
    "cs": (
        "privacy",
        "gdpr",
        "Zásady ochrany osobních údajů",
        "Údaje našich zákazníků zpracováváme proto, abychom mohli poskytovat služby.",
    ),
    "ko": (
        "privacy",
        "privacy",
        "개인정보 처리방침",
        "당사는 서비스를 제공하기 위하여 고객의 정보를 수집하고 안전하게 보관합니다.",
    ),
    "zh": ("privacy", "privacy", "隐私政策", "我们为了向客户提供通信服务而收集并安全地保存客户的有关信息。"),
    "ar": ("privacy", "privacy", "سياسة الخصوصية", "نجمع معلومات عن عملائنا لكي نقدم لهم خدمات الاتصال ونحفظها في أمان."),
    "vi": (
        "privacy",
        "privacy",
        "Chính sách bảo mật",
        "Chúng tôi thu thập thông tin của khách hàng để cung cấp dịch vụ liên lạc.",
    ),
}


def page(address: str, title: str, sentence: str, heading: str | None = None) -> PolicyText:
    prose = "".join(f"<p>{n}. {sentence} {sentence}</p>" for n in range(1, 16))
    html = f"<html><head><title>{title} | Acme</title></head><body><h1>{heading or title}</h1>{prose}</body></html>"
    return read(Page(url=f"https://acme.example/{address}", body=html.encode(), content_type="text/html; charset=utf-8"))


@pytest.mark.parametrize("language", POLICIES)
def test_a_long_text_under_a_documents_name_is_one_in_any_language(language: str) -> None:
    kind, address, title, sentence = POLICIES[language]
    found = page(address, title, sentence)
    assert (found.language, found.verdict, found.kind) == (language, "policy", kind)
    assert "judged by title and length" in found.reasons[0]
    assert language in found.reasons[0]


@pytest.mark.parametrize("language", POLICIES)
def test_a_text_of_another_name_is_none(language: str) -> None:
    _, _, _, sentence = POLICIES[language]
    assert page("aktualnosci/2018", "Acme 2018", sentence).verdict == "other-page"


def test_an_article_about_policies_is_none() -> None:
    sentence = POLICIES["pl"][3]
    title = "Polityka prywatności w małej firmie: co warto wiedzieć przed wdrożeniem"
    assert page("blog/polityka-prywatnosci-w-malej-firmie", title, sentence).verdict == "other-page"
