from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from crawler.catalogue import Catalogue, parse
from crawler.errors import UserError
from crawler.items import Document
from crawler.running.assignment import Assignment, assignment

CATALOGUE = parse("""
[[vendor]]
name = "Known"
domain = "known.example"
former_domains = ["before.example"]
[[vendor.document]]
kind = "privacy"
url = "http://known.example/privacy"
[[vendor.document]]
kind = "terms"
url = "http://known.example/terms"

[[vendor]]
name = "Bare"
domain = "bare.example"
""")
STORED = Document(
    vendor="Known",
    domain="known.example",
    kind="privacy",
    url="http://known.example/legal",
    urlkey="example,known)/legal",
    found_by="redirect http://known.example/privacy",
)


def work(
    stored: Iterable[Document] = (), searched: Iterable[str] = (), catalogue: Catalogue = CATALOGUE, **arguments: str
) -> Assignment:
    return assignment(
        arguments, catalogue=catalogue, stored=lambda _: stored, searched=set(searched), resolution=30.0, budget=20
    )


def test_no_arguments_mean_the_whole_catalogue_with_what_redirects_have_added() -> None:
    whole = work(stored=[STORED])
    assert [document.url for document in whole.documents] == [
        "http://known.example/privacy",
        "http://known.example/terms",
        "http://known.example/legal",
    ]
    assert [discovery.domain for discovery in whole.discover] == ["bare.example"]


def test_a_vendor_searched_in_vain_lately_is_left_alone_until_a_refresh() -> None:
    assert not work(searched=["bare.example"]).discover
    assert work(searched=["bare.example"], refresh="1").discover


def test_a_former_domain_names_the_vendor_of_today() -> None:
    assert {document.domain for document in work(domain="before.example").documents} == {"known.example"}


def test_an_unknown_domain_is_to_be_discovered() -> None:
    new = work(domain="www.new.example")
    assert (new.documents, [discovery.domain for discovery in new.discover]) == ((), ["new.example"])


def test_kinds_choose_among_the_documents() -> None:
    assert [document.kind for document in work(domain="known.example", kind="terms").documents] == ["terms"]


def test_urls_are_tracked_as_they_are_named() -> None:
    (document,) = work(url="https://other.example/legal/privacy").documents
    assert (document.domain, document.kind, document.found_by) == ("other.example", "privacy", "argument")


def test_a_url_of_the_catalogue_is_the_catalogues_document() -> None:
    (document,) = work(url="https://www.known.example/terms/").documents
    assert (document.found_by, document.kind) == ("catalogue", "terms")


@pytest.mark.parametrize(("value", "digits"), [("2012", "2012"), ("2012-06", "201206"), ("2012-06-30", "20120630")])
def test_dates_keep_the_precision_they_were_given(value: str, digits: str) -> None:
    assert work(domain="known.example", since=value).since == digits


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"domian": "x.com"}, "unknown argument -a domian=; known are domain, url"),
        ({"domain": ""}, "-a domain= is empty"),
        ({"domain": "not a domain"}, "white space"),
        ({"url": "ftp://known.example/privacy"}, "ftp"),
        ({"url": "file:///etc/passwd"}, "file"),
        ({"domain": "known.example", "url": "http://known.example/"}, "not both"),
        ({"kind": "secrets"}, "known are privacy, terms"),
        ({"since": "2012-13"}, "2012-13 is no date; right are 2012, 2012-06"),
        ({"since": "yesterday"}, "is no date"),
        ({"since": "2016", "until": "2012"}, "since=2016 is later than until=2012"),
        ({"resolution": "-1"}, "resolution=-1 is no number of days"),
        ({"resolution": "often"}, "resolution=often"),
        ({"refresh": "yes"}, "right are refresh=1"),
        ({"plan": "2"}, "right are plan=1"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_what_would_be_right(arguments: dict[str, str], says: str) -> None:
    with pytest.raises(UserError) as error:
        work(**arguments)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_commas_alone_name_nobody() -> None:
    for name in ("domain", "url"):
        with pytest.raises(UserError, match=f"-a {name}= is empty"):
            work(**{name: " , "})


def test_a_kind_that_is_not_known_of_a_vendor_yet_is_looked_for() -> None:
    looked = work(domain="known.example", kind="dpa")
    assert (looked.documents, [discovery.domain for discovery in looked.discover]) == ((), ["known.example"])


def test_of_what_a_discovery_finds_only_the_kinds_asked_for_are_wanted() -> None:
    terms = replace(STORED, kind="terms")
    assert work(domain="new.example", kind="terms").wanted([STORED, terms]) == [terms]
    assert work(domain="new.example").wanted([STORED, terms]) == [STORED, terms]
