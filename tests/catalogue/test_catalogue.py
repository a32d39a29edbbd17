"""The catalogue: what loads, what is refused and in which words, and what adding to it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalogue import Catalogue, Vendor, document_for, load, parse, problems
from crawler.catalogue.edit import add_vendor
from crawler.errors import UserError
from crawler.items import KINDS
from crawler.urls import absolute, canonical_key, is_domain, registrable_domain

DATA = Path(__file__).resolve().parents[2] / "data"
SMALL = """
# Kept by hand.
[[vendor]]
name = "Ringwave"   # the first
domain = "ringwave.example"
former_domains = ["ring-wave.example"]
country = "IE"
offers = ["voice"]
years = "2008-2016"

[[vendor.document]]
kind = "privacy"
url = "http://www.ringwave.example/privacy"

[[vendor]]
name = "Callthread"
domain = "callthread.example"
"""


def vendor_table(**lines: str) -> str:
    given = {"name": '"A"', "domain": '"a.example"'} | lines
    return "[[vendor]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items() if value)


def document_table(**lines: str) -> str:
    given = {"kind": '"privacy"', "url": '"http://a.example/privacy"'} | lines
    return vendor_table() + "[[vendor.document]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items() if value)


def test_a_right_catalogue_gives_vendors_with_their_documents() -> None:
    catalogue = parse(SMALL)
    ringwave = catalogue.vendors[0]
    assert (ringwave.name, ringwave.country, ringwave.years, ringwave.offers) == ("Ringwave", "IE", "2008-2016", ("voice",))
    assert [(d.kind, d.urlkey, d.domain, d.found_by) for d in ringwave.documents] == [
        ("privacy", "example,ringwave)/privacy", "ringwave.example", "catalogue")
    ]
    assert catalogue.vendors[1].documents == ()


@pytest.mark.parametrize(
    "asked", ["ringwave.example", "ring-wave.example", "www.ringwave.example", "https://RingWave.example/x"]
)
def test_a_vendor_is_found_by_any_of_its_domains(asked: str) -> None:
    found = parse(SMALL).vendor(asked)
    assert found is not None
    assert found.name == "Ringwave"


def test_a_domain_that_nobody_has_is_not_found() -> None:
    assert parse(SMALL).vendor("other.example") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = [", ["not TOML"]),
        ("[[vendors]]\nname = 'a'", ["'vendors'", "[[vendor]]"]),
        ("vendor = 3", ["[[vendor]]"]),
        (vendor_table(name=""), ["(a.example)", "name"]),
        (vendor_table(domain=""), ["(A)", "domain"]),
        (vendor_table(domain='"www.a.example"'), ["domain", "www.a.example", "no www."]),
        (vendor_table(domain='"https://a.example"'), ["domain", "no scheme"]),
        (vendor_table(domain='"co.uk"'), ["domain", "co.uk"]),
        (vendor_table(domain='"A.example"'), ["domain", "A.example"]),
        (vendor_table(former_domains='"b.example"'), ["former_domains", "list"]),
        (vendor_table(former_domains='["b"]'), ["former_domains", "'b'"]),
        (vendor_table(country='"UK"'), ["country", "GB"]),
        (vendor_table(country='"Ireland"'), ["country", "ISO 3166-1"]),
        (vendor_table(country='["IE"]'), ["country", "ISO 3166-1"]),
        (vendor_table(offers='["SMS"]'), ["offers", "'SMS'", "sms"]),
        (vendor_table(years='"2016-2008"'), ["years", "2016-2008"]),
        (vendor_table(years='"2008-2999"'), ["years"]),
        (vendor_table(years="2008"), ["years"]),
        (vendor_table(acquired_by='""'), ["acquired_by"]),
        (vendor_table(colour='"red"'), ["'colour'", "known:"]),
        (vendor_table(document="3"), ["[[vendor.document]]"]),
        (document_table(kind='"privacies"'), ["[[vendor.document]] 1", "kind", "privacies", "privacy"]),
        (document_table(kind=""), ["kind"]),
        (document_table(url='"a.example/privacy"'), ["url", "http://"]),
        (document_table(url='"http:///privacy"'), ["url", "host"]),
        (document_table(url='"http://a.example/legal#privacy"'), ["fragment = 'privacy'"]),
        (document_table(since='"May"'), ["since", "2016-05-31"]),
        (document_table(since='"2016-13-01"'), ["since"]),
        (document_table(colour='"red"'), ["'colour'"]),
        (
            document_table() + '[[vendor.document]]\nkind = "terms"\nurl = "https://WWW.a.example/Privacy/"\n',
            ["twice", "listing"],
        ),
        (vendor_table() + vendor_table(), ["a.example", "twice"]),
        (vendor_table() + vendor_table(domain='"b.example"', former_domains='["a.example"]'), ["a.example", "twice"]),
    ],
)
def test_a_wrong_catalogue_is_refused_in_one_line_that_names_place_and_cure(text: str, words: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        parse(text, "my.toml")
    message = str(caught.value)
    assert message.startswith("my.toml: ")
    assert "\n" not in message
    assert [word for word in words if word not in message] == []


def test_check_tells_every_problem_and_load_the_first_and_how_many_more() -> None:
    text = vendor_table(country='"UK"', years='"x"', offers='["fun"]') + document_table(kind='"y"').replace(
        "a.example", "b.example"
    )
    found = problems(text)
    assert [next(key for key in ("offers", "country", "years", "kind") if f" {key}: " in line) for line in found] == [
        "offers",
        "country",
        "years",
        "kind",
    ]
    with pytest.raises(UserError, match="and 3 more"):
        parse(text)


def test_a_buyers_policy_may_be_shared_from_a_day_on_but_not_without_one() -> None:
    other = document_table(since='"2016-05"').replace('domain = "a.example"', 'domain = "b.example"')
    both = parse(document_table() + other)
    assert both.documents[1].since == "20160501000000"
    assert len(problems(document_table() + other.replace('since = "2016-05"\n', ""))) == 1


def test_a_url_given_twice_is_told_also_of_vendors_with_other_problems() -> None:
    other = document_table(kind='"y"').replace('"a.example"', '"b.example"')
    found = problems(vendor_table(country='"UK"') + document_table().removeprefix(vendor_table()) + other)
    assert [next(key for key in (" country: ", " kind: ", "twice") if key in line) for line in found] == [
        " country: ",
        " kind: ",
        "twice",
    ]
    assert "[[vendor]] 2 (b.example): url: " in found[2]
    assert "of [[vendor]] 1 (a.example)" in found[2]


@pytest.mark.parametrize("document", ["3", '["x"]', "[{url = 3}]", '[{url = "http://["}]', '[{url = "mailto:a@b.example"}]'])
def test_urls_that_are_none_are_one_problem_and_not_two(document: str) -> None:
    found = problems(vendor_table(document=document))
    assert found
    assert not any("twice" in line for line in found)


def test_two_documents_on_one_page_differ_by_fragment() -> None:
    text = document_table(fragment='"p"') + '[[vendor.document]]\nkind="terms"\nurl="http://a.example/privacy"\nfragment="t"\n'
    assert [document.fragment for document in parse(text).documents] == ["p", "t"]


def test_a_missing_catalogue_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such catalogue"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path / "bad.toml")


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        ("www.new.example/legal/cookies", "", ("cookies", "new.example", "http://www.new.example/legal/cookies", "")),
        ("https://www.new.example/x", "", ("policy", "new.example", "https://www.new.example/x", "")),
        ("https://www.new.example/x", "dpa", ("dpa", "new.example", "https://www.new.example/x", "")),
        (
            "https://legal.ring-wave.example/all#terms",
            "",
            ("terms", "ringwave.example", "https://legal.ring-wave.example/all", "terms"),
        ),
        (
            "https://help.new.co.uk/a/privacy-policy.html",
            "",
            ("privacy", "new.co.uk", "https://help.new.co.uk/a/privacy-policy.html", ""),
        ),
    ],
)
def test_a_bare_url_becomes_a_document(url: str, kind: str, expected: tuple[str, str, str, str]) -> None:
    document = document_for(url, kind=kind, catalogue=parse(SMALL))
    assert (document.kind, document.domain, document.url, document.fragment) == expected
    assert document.found_by == "argument"


def test_a_url_of_the_catalogue_is_the_catalogues_document() -> None:
    catalogue = parse(SMALL)
    assert document_for("https://ringwave.example/Privacy/", catalogue=catalogue) is catalogue.documents[0]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto:a@b.example",
        "javascript:void(0)",
        "ftp://a.example/",
        "http://",
        "http://a b.example/",
        "http://a.example:x/",
    ],
)
def test_what_no_archive_can_hold_is_refused(url: str) -> None:
    for function in (canonical_key, absolute, registrable_domain):
        with pytest.raises(UserError):
            function(url)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UserError, match="choose of privacy"):
        document_for("http://a.example/", kind="policies", catalogue=Catalogue())


def test_adding_a_vendor_keeps_comments_order_and_layout() -> None:
    new = Vendor(name="New", domain="new.example", country="FR", offers=("sms",))
    documents = [document_for("http://new.example/confidentialite", catalogue=Catalogue())]
    text = add_vendor(SMALL, new, documents)
    assert text.startswith(SMALL.rstrip("\n"))
    added = parse(text).vendors[-1]
    assert (added.name, added.country, [d.kind for d in added.documents]) == ("New", "FR", ["privacy"])
    assert add_vendor(text, new, documents) == text


def test_adding_documents_to_a_known_vendor_leaves_its_facts_alone() -> None:
    vendor = Vendor(name="Other name", domain="ringwave.example", country="US")
    catalogue = parse(SMALL)
    documents = [document_for(f"http://www.ringwave.example/{word}", catalogue=catalogue) for word in ("privacy", "terms")]
    after = parse(add_vendor(SMALL, vendor, documents))
    assert [(d.kind, d.url) for d in after.vendors[0].documents] == [
        ("privacy", "http://www.ringwave.example/privacy"),
        ("terms", "http://www.ringwave.example/terms"),
    ]
    assert (after.vendors[0].name, after.vendors[0].country, after.vendors[1]) == ("Ringwave", "IE", catalogue.vendors[1])


def test_adding_to_an_empty_catalogue_makes_one() -> None:
    text = add_vendor("# mine\n", Vendor(name="New", domain="new.example"))
    assert text.startswith("# mine\n")
    assert [vendor.domain for vendor in parse(text).vendors] == ["new.example"]


def test_adding_what_cannot_be_is_refused() -> None:
    with pytest.raises(UserError, match="no registrable domain"):
        add_vendor(SMALL, Vendor(name="New", domain="www.new.example"))


@given(st.text(max_size=60))
def test_any_text_as_url_gives_a_key_or_a_clear_refusal(url: str) -> None:
    try:
        key = canonical_key(url)
    except UserError:
        return
    assert ")/" in key


@given(st.text(max_size=30))
def test_what_counts_as_a_domain_is_its_own_registrable_domain(text: str) -> None:
    assert not is_domain(text) or registrable_domain(text) == text


@pytest.mark.parametrize("name", ["vendors.toml", "sample-vendors.toml"])
def test_the_catalogues_we_ship_are_right(name: str) -> None:
    path = DATA / name
    assert problems(path.read_text(encoding="utf-8")) == []
    assert all(document.kind in KINDS for document in load(path).documents)
