from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.decode import decode
from crawler.extraction.mojibake import unmangle

TEXT = "<p>Don’t “worry” – we’re in café René, for €5</p>"
JAPANESE = "<p>個人情報の取り扱いについて、当社は次のとおり定めます。</p>"
RUSSIAN = "<p>Мы обрабатываем персональные данные пользователей в соответствии с настоящей политикой.</p>"


@pytest.mark.parametrize(
    ("encoded", "content_type", "charset"),
    [
        (TEXT.encode("utf-8"), "", "utf-8"),
        (TEXT.encode("utf-8-sig"), "text/html; charset=iso-8859-1", "utf-8"),
        (TEXT.encode("utf-8"), "text/html; charset=iso-8859-1", "utf-8"),
        (TEXT.encode("cp1252"), "text/html; charset=iso-8859-1", "cp1252"),
        (TEXT.encode("cp1252"), "text/html; charset=latin1", "cp1252"),
        (b"<meta charset=iso-8859-1>" + TEXT.encode("cp1252"), "", "cp1252"),
        (b"<?xml version='1.0' encoding='windows-1252'?>" + TEXT.encode("cp1252"), "", "cp1252"),
        (TEXT.encode("utf-16"), "", "utf-16-le"),
        (TEXT.encode("utf-16-le"), "text/html", "utf-16-le"),
        (TEXT.encode("utf-16-be"), "", "utf-16-be"),
        (TEXT.encode("utf-32"), "", "utf-32-le"),
        (b"<meta charset=no-such-thing>" + TEXT.encode(), "text/html; charset=", "utf-8"),
    ],
)
def test_the_charset_is_found_whatever_is_declared(encoded, content_type, charset):
    found = decode(encoded, content_type)
    assert found.text.endswith(TEXT)
    assert found.charset == charset


@pytest.mark.parametrize(
    ("text", "charset", "label"),
    [
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
    ],
)
def test_other_scripts_are_read_as_declared(text, charset, label):
    assert decode(text.encode(charset), f"text/html; charset={label}").text == text


def test_utf_8_that_is_not_is_read_as_what_it_is():
    found = decode(TEXT.encode("cp1252"), "text/html; charset=utf-8")
    assert found.text == TEXT
    assert "declared utf-8" in " ".join(found.notes)


def test_stray_windows_1252_bytes_in_utf_8_keep_both_readable():
    assert decode("<p>café</p>".encode() + b"<p>don\x92t</p>", "text/html; charset=utf-8").text == "<p>café</p><p>don’t</p>"


def test_a_lie_is_remarked():
    assert decode(TEXT.encode(), "text/html; charset=iso-8859-1").notes == ("declared cp1252, really utf-8",)


def test_nuls_are_taken_out():
    assert decode(b"<p>pri\x00vacy</p>\x00").text == "<p>privacy</p>"


def test_a_cut_in_a_character_does_not_change_the_charset():
    body = ("<p>" + "é" * 2000).encode()[:-1]
    assert decode(body).charset == "utf-8"


@given(st.text(alphabet="abc éèüßñ’“”–—…©®€£½\xa0", max_size=60))
def test_text_read_once_as_latin_1_is_restored(text):
    raw = text.encode()
    mangled = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)
    assert unmangle(mangled) == text


@pytest.mark.parametrize(
    "text", ["Política de «Confidentialité\xa0»", "NÃO, SÃO", "Ångström â la carte", "ÂME ÏLE", "naïve…", "Ärger – über"]
)
def test_honest_accents_stay(text):
    assert unmangle(text) == text


@given(
    st.binary(max_size=200), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=utf-16", "x; charset=base64"])
)
def test_no_bytes_make_decoding_raise(body, content_type):
    assert isinstance(decode(body, content_type).text, str)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<meta charset=utf-16><p>privacy</p>", ""),
        (b"<p>privacy</p>", "text/html; charset=utf-16"),
        (b"<p>privacy</p>", "text/html; charset=utf-32"),
        (b"<p>a +ADw-b+AD4- c privacy</p>", "text/html; charset=utf-7"),
        (b"<meta charset=utf-7><p>a +ADw-b+AD4- privacy</p>", ""),
    ],
)
def test_ascii_is_never_read_as_wide_characters_nor_as_utf_7(body, content_type):
    assert decode(body, content_type).text == body.decode()


def test_utf_8_under_a_meta_tag_of_utf_16_is_utf_8():
    assert decode(b"<meta charset=utf-16>" + TEXT.encode()).text.endswith(TEXT)


@pytest.mark.parametrize(("text", "charset", "label"), [(JAPANESE, "cp932", "Shift_JIS"), (RUSSIAN, "cp1251", "windows-1251")])
def test_the_page_s_own_word_is_better_than_a_server_s_default(text, charset, label):
    page = f"<meta charset={label}>{text}"
    assert decode(page.encode(charset), "text/html; charset=ISO-8859-1").text == page


def test_a_header_that_somebody_chose_is_better_than_the_page_s_own_word():
    assert decode(b"<meta charset=shift_jis>" + TEXT.encode("cp1252"), "text/html; charset=windows-1252").text.endswith(TEXT)
