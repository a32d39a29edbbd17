"""Arguments that nothing can come of are refused before anything is asked of the archive."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.catalogue import Catalogue
from crawler.errors import UserError
from crawler.running.assignment import Assignment, assignment

NEXT = datetime.now(UTC).year + 1


def work(**arguments: str) -> Assignment:
    return assignment(arguments, catalogue=Catalogue(), stored=lambda _: [], resolution=30.0, budget=20)


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "value", ["0500", "1995", "1995-12-31", str(NEXT + 1), "9999", "0000", "０２１２", "２０１２", "2012-0６"]
)
def test_a_moment_outside_of_the_archive_is_refused(name: str, value: str) -> None:
    with pytest.raises(UserError, match=f"^{name}={value}.*right are") as error:
        work(domain="vendor.example", **{name: value})
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", ["1996", "1996-01-01", str(NEXT), f"{NEXT}-12-31"])
def test_the_first_and_the_last_year_are_moments_of_the_archive(value: str) -> None:
    assert work(domain="vendor.example", since=value).since == value.replace("-", "")


@pytest.mark.parametrize("name", ["nexmo", "nexmo.", "localhost", "http://nexmo/privacy", "NEXMO"])
def test_a_lone_word_is_no_domain(name: str) -> None:
    with pytest.raises(UserError, match=r"it has no dot; right would be (nexmo|localhost)\.com"):
        work(domain=name)


@pytest.mark.parametrize("name", ["nexmo.com", "nexmo.com.", "192.0.2.1", "müller.example"])
def test_what_has_a_dot_is_a_domain(name: str) -> None:
    assert len(work(domain=name).discover) == 1


def test_spellings_of_a_url_are_one_document() -> None:
    urls = "http://www.vendor.example/privacy,https://vendor.example/privacy/,HTTP://WWW.VENDOR.EXAMPLE/Privacy"
    assert [document.url for document in work(url=urls).documents] == ["http://www.vendor.example/privacy"]
    assert len(work(url="http://vendor.example/legal#a,http://vendor.example/legal#b").documents) == 2


def test_spellings_of_a_domain_are_one_search() -> None:
    assert len(work(domain="vendor.example,www.vendor.example,VENDOR.example").discover) == 1
