from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.catalogue import load
from tests.commands import invoke

GOOD = """# mine
[[vendor]]
name = "Ringwave"
domain = "ringwave.example"
country = "IE"
offers = ["voice"]

[[vendor.document]]
kind = "privacy"
url = "http://www.ringwave.example/privacy"
"""


@pytest.fixture
def vendors(tmp_path: Path) -> Path:
    path = tmp_path / "vendors.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_the_list_names_each_vendor(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    ran = invoke(capsys, "vendors", VENDORS=vendors)
    assert (ran.status, ran.err) == (0, "")
    assert "ringwave.example" in ran.out
    assert "Ringwave" in ran.out
    assert "privacy" in ran.out


def test_the_list_as_json_holds_the_documents(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    (vendor,) = json.loads(invoke(capsys, "vendors", "--json", VENDORS=vendors).out)
    assert (vendor["country"], vendor["documents"][0]["urlkey"]) == ("IE", "example,ringwave)/privacy")


def test_check_of_a_right_catalogue_counts_it(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    ran = invoke(capsys, "vendors", "check", VENDORS=vendors)
    assert (ran.status, ran.err) == (0, "")
    assert "1 vendors, 1 documents, no problem" in ran.out


def test_check_tells_every_problem(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    vendors.write_text(
        GOOD.replace('"IE"', '"UK"').replace('"voice"', '"telex"').replace('"privacy"', '"private"'), encoding="utf-8"
    )
    ran = invoke(capsys, "vendors", "check", VENDORS=vendors)
    assert (ran.status, ran.out) == (2, "")
    assert [word for word in ("'telex'", "GB", "'private'", "3 problems") if word not in ran.err] == []
    assert len(json.loads(invoke(capsys, "vendors", "check", "--json", VENDORS=vendors).out)) == 3


@pytest.mark.parametrize("words", [(), ("check",), ("add", "new.example")])
def test_a_missing_catalogue_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = invoke(capsys, "vendors", *words, VENDORS=tmp_path / "none.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "no such catalogue" in ran.err


def test_add_writes_a_vendor_and_keeps_the_rest(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    words = ("add", "www.new.example", "--name", "New", "--offers", "sms,voice", "--url", "https://new.example/legal/terms")
    ran = invoke(capsys, "vendors", *words, VENDORS=vendors)
    assert (ran.status, ran.err) == (0, "")
    assert vendors.read_text(encoding="utf-8").startswith(GOOD.rstrip("\n"))
    added = load(vendors).vendors[1]
    assert (added.name, added.domain, added.offers, [d.kind for d in added.documents]) == (
        "New",
        "new.example",
        ("sms", "voice"),
        ["terms"],
    )
    again = invoke(capsys, "vendors", *words, VENDORS=vendors)
    assert "nothing to add" in again.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "co.uk"), "public suffix"),
        (("add", "new.example", "--country", "UK"), "GB"),
        (("add", "new.example", "--url", "mailto:a@b.example"), "not a web address"),
    ],
)
def test_add_refuses_what_cannot_be_and_leaves_the_file(
    capsys: pytest.CaptureFixture[str], vendors: Path, words: tuple[str, ...], said: str
) -> None:
    ran = invoke(capsys, "vendors", *words, VENDORS=vendors)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert vendors.read_text(encoding="utf-8") == GOOD


def test_an_unknown_word_gets_the_usage(capsys: pytest.CaptureFixture[str], vendors: Path) -> None:
    ran = invoke(capsys, "vendors", "chek", VENDORS=vendors)
    assert ran.status == 2
    assert "scrapy vendors [check | add DOMAIN]" in ran.out + ran.err
