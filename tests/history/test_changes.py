"""Which class a change is of, and which class wins."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import fingerprint
from crawler.history.changes import change_class, link_targets, without_numbers


@dataclass(frozen=True)
class Plain:
    markdown: str
    text: str

    @property
    def exact(self) -> str:
        return fingerprint.exact(self.markdown)

    @property
    def wording(self) -> str:
        return fingerprint.wording(self.text)

    @property
    def substance(self) -> str:
        return fingerprint.substance(self.text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Last updated: 12 March 2015", "Last updated: May 1st, 2016"),
        ("We keep it for 30 days.", "We keep it for 180 days."),
        ("Version 2.1 of 2015-01-02", "Version 3.0 of 2016-11-12"),
    ],
)
def test_numbers_and_dates_alone_are_a_class_of_their_own(before: str, after: str) -> None:
    assert change_class(Plain(before, before), Plain(after, after)) == "numbers"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We keep it.", "We do not keep it."),
        ("We keep it.", "We Keep it."),  # case counts
        ("Data, and logs of 3 days", "Data and logs of 4 days"),  # a comma beside a number is not a number
        ("You may keep 3 copies.", "You must keep 3 copies."),  # "may" is no month here
        ("It ends in May 2015.", "It ends by May 2015."),
    ],
)
def test_any_other_difference_of_the_text_is_wording(before: str, after: str) -> None:
    assert change_class(Plain(before, before), Plain(after, after)) == "wording"


def test_a_link_that_leads_elsewhere_is_a_change_of_links() -> None:
    before = Plain("See [our terms](https://a.example/terms).", "See our terms.")
    after = Plain("See [our terms](https://a.example/terms_(new)).", "See our terms.")
    assert change_class(before, after) == "links"
    assert change_class(before, Plain("See **[our terms](https://b.example/)**.", "See our terms.")) == "links"


def test_emphasis_headings_and_blocks_are_layout() -> None:
    before = Plain("# Scope\n\nWe *collect* data.", "Scope\n\nWe collect data.")
    assert change_class(before, Plain("## Scope\n\nWe **collect** data.", "Scope\n\nWe collect data.")) == "layout"
    assert change_class(before, Plain("Scope We collect data.", "Scope We collect data.")) == "layout"


def test_wording_wins_over_links_and_numbers() -> None:
    before = Plain("[Terms](https://a.example/) of 2015", "Terms of 2015")
    assert change_class(before, Plain("[Rules](https://b.example/) of 2016", "Rules of 2016")) == "wording"
    assert change_class(before, Plain("[Terms](https://b.example/) of 2016", "Terms of 2016")) == "numbers"


def test_link_targets_are_read_with_brackets_inside() -> None:
    assert link_targets("[a](<x y>) [b](z_(q)) ![c](d)") == ["x y", "z_(q)", "d"]


@given(st.text(), st.text())
def test_the_class_is_the_same_in_both_directions_and_same_only_for_the_same(one: str, other: str) -> None:
    there, back = change_class(Plain(one, one), Plain(other, other)), change_class(Plain(other, other), Plain(one, one))
    assert there == back
    assert (there == "same") == (one == other)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_number_is_masked(one: int, other: int) -> None:
    assert without_numbers(f"a {one} b") == without_numbers(f"a {other} b")
