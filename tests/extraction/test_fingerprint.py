from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.fingerprint import exact, fold, of, substance, wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the ﬁle", "the file"),
        ("cafe\u0301", "café"),
        ("Ａ", "A"),
        ("and so on…", "and so on..."),
        ("Privacy\xa0Policy", "Privacy  Policy"),
        ("Privacy\nPolicy\n", "Privacy Policy"),
        ("per\u00adsonal", "personal"),
        ("a\u200bb\ufeff", "ab"),
        ("line\r\nend", "line end"),
    ],
)
def test_wording_does_not_see_form(one, other):
    assert wording(one) == wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("don't", "don’t"),
        ("Users", "users"),
        ("data.", "data"),
        ("12 days", "30 days"),
        ("we may", "we  must"),
        ("log in", "login"),
    ],
)
def test_wording_sees_what_a_reader_reads(one, other):
    assert wording(one) != wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Updated: March 12, 2015", "updated May 1, 2016"),
        ("Last updated on 7th February, 2013", "Last updated on 21st of March 2014"),
        ("within 30 days", "Within 14 days"),
        ("don't", "DON’T"),
    ],
)
def test_substance_sees_words_alone(one, other):
    assert substance(one) == substance(other)


def test_substance_sees_another_word():
    assert substance("we may sell your data") != substance("we will sell your data")


def test_the_word_may_is_no_month():
    assert substance("we may") != substance("we")


def test_exact_sees_a_link_that_wording_does_not():
    assert exact("[a](http://x.example)") != exact("a")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_unicode_forms_are_one_wording(text):
    assert wording(unicodedata.normalize("NFD", text)) == wording(unicodedata.normalize("NFC", text))


@given(st.text(), st.text())
def test_all_three_together_are_each_by_itself(markdown, text):
    assert of(markdown, text) == (exact(markdown), wording(text), substance(text))
