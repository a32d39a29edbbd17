from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import read
from crawler.extraction.judge import HtmlFacts, Verdict, judge
from crawler.extraction.judge.words import CLAUSES, NAMES, SHAPE_REASON, SHAPES
from crawler.items import KINDS, POLICY, Page
from scripts.bench_judge import measure, real
from tests.extraction.labelled import PARTS, Labelled, labelled

VERDICTS = {POLICY, "home-page", "empty", "other-page", *SHAPES}


def judged(text: str, title: str = "", url: str = "http://vendor.example/x", kind: str = "", **facts: int) -> Verdict:
    return judge(title=title, text=text, markdown=text, url=url, kind=kind, html_facts=HtmlFacts(**facts))


def test_there_are_enough_labelled_pages() -> None:
    pages = [page for part in PARTS for page in labelled(part)]
    assert len(pages) >= 120
    assert {page.verdict for page in pages} == VERDICTS
    assert {page.kind for page in pages} == {*KINDS, ""}


@pytest.mark.parametrize("page", labelled("tune"), ids=lambda page: page.name)
def test_tuning_pages_are_told_apart(page: Labelled) -> None:
    text = read(page.page)
    assert (text.verdict == POLICY) == (page.verdict == POLICY), text.reasons
    assert page.verdict != POLICY or text.kind == page.kind


def test_hold_out_precision_recall_and_kinds() -> None:
    row = measure("holdout").row()
    assert row["precision"] >= 0.95
    assert row["recall"] >= 0.95
    assert row["kind right"] >= 0.95
    assert row["verdict right"] >= 0.9


def test_every_real_capture_is_a_privacy_policy() -> None:
    pages = list(real())
    if not pages:
        pytest.skip("no captures beside the checkout")
    assert [(text.verdict, text.kind) for page in pages if (text := read(page.page))] == [(POLICY, "privacy")] * len(pages)


def test_every_kind_and_shape_has_its_words() -> None:
    assert set(NAMES) == set(CLAUSES) == set(KINDS)
    assert all(reason.startswith("the page ") for reason in SHAPE_REASON.values())


def test_forty_nine_words_are_no_document() -> None:
    sentence = "We collect personal information and you agree to this privacy policy. "
    assert judged(sentence * 4, "Privacy Policy").verdict == "empty"
    assert judged(sentence * 5, "Privacy Policy").verdict == POLICY


def test_the_expected_kind_decides_between_equals() -> None:
    text = (
        "These terms and this privacy policy are one document. You agree to be bound. We collect personal information. We may "
        "disclose it as required by law. The service is provided as is. Liability is limited. " * 2
    )
    title = "Terms of Service and Privacy Policy"
    assert judged(text, title, kind="privacy").kind == "privacy"
    assert judged(text, title, kind="terms").kind == "terms"


def test_reasons_are_words_and_name_what_was_found() -> None:
    text = (
        "We collect personal information. This policy may be modified without notice. We may share it with third parties. " * 4
    )
    verdict = judged(text, "Privacy Policy")
    assert verdict.reasons[0] == "the title names a privacy policy"
    assert any("“we collect”" in reason for reason in verdict.reasons)
    assert 0.5 < verdict.score <= 1


def test_a_policy_that_speaks_of_passwords_and_errors_is_still_one() -> None:
    text = (
        "This privacy policy tells what we collect. We do not store your password in the clear. If a page is not found, error "
        "404 is logged with your IP address. Please enable JavaScript and accept cookies to log in to view your data. We may "
        "disclose personal information as required by law. You agree to this policy by using the site. We will not sell it."
    )
    assert judged(text, "Privacy Policy", password_fields=1, forms=1, scripts=9, frames=1).verdict == POLICY


@given(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            ["privacy policy", "404 not found", "we collect", "sign in to continue", "accept all", "個人情報", "\n"]
        )
    ),
)
def test_any_text_gets_a_verdict_of_the_list(noise: str, phrases: list[str]) -> None:
    verdict = judged(noise + " ".join(phrases * 9), noise[:40], url="http://[" + noise[:10])
    assert verdict.verdict in VERDICTS
    assert (verdict.kind in KINDS) == (verdict.verdict == POLICY)
    assert 0 <= verdict.score <= 1
    assert verdict.reasons


def test_the_way_from_bytes_carries_the_verdict() -> None:
    body = b"<html><title>Page not found</title><body><h1>404</h1><p>" + b"The page you asked for was not found here. " * 8
    text = read(Page(body=body, url="http://vendor.example/privacy", kind="privacy"))
    assert (text.verdict, text.kind) == ("soft-404", "")


@pytest.mark.parametrize(
    "said",
    [
        "Oops! the page you were looking for could not be found",
        "We're sorry, but the page that you are trying to reach cannot be found.",
        "Sorry, we can't seem to find the page you're looking for.",
        "Hmm, the page which you have requested could not be located.",
        "The file you’re trying to open couldn’t be found.",
        "Whoops! This page isn’t here any more.",
        "That page can’t be found.",
        "The page you requested was not found.",
    ],
)
@pytest.mark.parametrize("around", ["", "Our company makes telephones work better, everywhere and all of the time. " * 5])
def test_a_page_that_was_not_found_says_so_in_many_words(said: str, around: str) -> None:
    body = f"<title>Acme</title><h1>{said}</h1><p>{around}</p>".encode()
    page = Page(body=body, url="http://acme.example/privacy", content_type="text/html; charset=utf-8", kind="privacy")
    assert read(page).verdict == "soft-404"


@pytest.mark.parametrize(
    "said",
    [
        "If a page that you link to is not available, we tell you, and we keep no record of it.",
        "Documents that we hold about you are not available to others.",
        "You may ask us for the file; where we cannot find the data we say so.",
    ],
)
def test_a_policy_that_speaks_of_pages_is_none_that_was_not_found(said: str) -> None:
    policy = (
        "This privacy policy explains which personal information we collect. We do not sell your personal information. "
        "We may disclose it as required by law. You have the right to see your data. By using our website you agree to this. "
    )
    assert judged(f"{policy}{said} {policy}", "Privacy Policy", kind="privacy").verdict == POLICY
