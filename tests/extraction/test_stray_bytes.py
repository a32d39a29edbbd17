"""Pages that are UTF-8 but for a byte, and repairs that must stop short of what is right."""

from __future__ import annotations

import pytest

from crawler.extraction.decode import decode
from crawler.extraction.mojibake import unmangle

DEFINED = "<p>“Member Data” is whatever Ágnes, Íñigo and Þór tell us à la carte.</p>"


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=ISO-8859-1", "text/html; charset=utf-8"])
@pytest.mark.parametrize("stray", [b"<p>The vendor\x92s site.</p>", b"<p>caf\xe9 bar</p>", b"<p>\x93</p>"])
def test_a_stray_byte_does_not_make_utf_8_something_else(content_type: str, stray: bytes) -> None:
    found = decode(DEFINED.encode() + stray, content_type)
    assert found.charset == "utf-8"
    assert found.text == DEFINED + stray.decode("cp1252")


def test_latin_pages_are_no_utf_8_for_capitals_before_quotes() -> None:
    text = "<p>A IRM\u00c3\u00bb e o IRM\u00c3O, café, à noite «IRM\u00c3\u00bb não é só</p>"
    assert decode(text.encode("cp1252"), "text/html; charset=ISO-8859-1").text == text


@pytest.mark.parametrize(
    ("text", "charset"), [("联通公司隐私政策说明我们收集的信息", "gb18030"), ("개인정보 처리방침은 다음과 같습니다", "cp949")]
)
def test_asian_charsets_are_no_utf_8(text: str, charset: str) -> None:
    assert decode(text.encode(charset), f"text/html; charset={charset}").text == text
    assert decode(text.encode(charset)).charset != "utf-8"


def test_mangled_quotes_are_mended_though_windows_1252_has_no_such_byte() -> None:
    mangled = "“Data” means data".encode().decode("latin-1").encode("utf-8")
    assert decode(mangled).text == "“Data” means data"
    assert (
        decode(
            b"<p>\xe9t\xe9 \xe9t\xe9 \xe9t\xe9 \xe0 \xe2\x80\x9cData\xe2\x80\x9d</p>", "text/html; charset=windows-1252"
        ).text
        == "<p>été été été à “Data”</p>"
    )


def test_bytes_that_mean_nothing_leave_nothing() -> None:
    assert decode(b"<p>caf\xe9\x81 \x9dbar</p>", "text/html; charset=iso-8859-1").text == "<p>café bar</p>"


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        "Cœur, œuvre, SŒUR et chœur",
        "Dane użytkowników są przechowywane, żeby świadczyć usługi",
        "Osobní údaje zpracováváme podle zákona, kde je to třeba",
        "Мы обрабатываем данные Пользователей",
        "Τα δεδομένα σας",
        "L’été à Évian, à la côte. ÊTRE OU “NE PAS ÊTRE”",
    ],
)
def test_whole_pages_that_were_mangled_are_mended(text: str, charset: str) -> None:
    raw = text.encode()
    mangled = "".join(bytes((b,)).decode(charset, "ignore") or chr(b) for b in raw)
    assert unmangle(mangled) == text


@pytest.mark.parametrize(
    "text",
    [
        "“IRM\u00c3\u201d e “IRM\u00c3\u2019",
        "A “IRM\u00c3\u201d, a IRM\u00c3\u2026 e a IRM\u00c3\u00a0mais velha; IRM\u00c3\u00ae",
        "Úžasné, PÍŽE a ČŠ; „Ä“ und „NÅ“",
        "hâlâ…” dedi, ESPAÑ… y Ñ”, Ñ–Ñ",
        "ANDRÉ’s « ÉTÉ », Ä–Ö, 5 Å…",
    ],
)
def test_what_is_right_is_never_mended(text: str) -> None:
    assert unmangle(text) == text
    beside = f"{text} It doesnâ€™t"
    assert unmangle(beside) == f"{text} It doesn’t"
