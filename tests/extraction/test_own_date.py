"""The document's own date line against dates in its sentences, and forms of it that were not read."""

from __future__ import annotations

import pytest

from crawler.extraction.dates import stated_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effective: November 1, 2019\nBeginning with contracts effective January 1, 2021 we charge for it.", "2019-11-01"),
        ("Effective: November 1, 2019\nEffective January 1, 2021, resellers must register.", "2019-11-01"),
        ("Effective Date\n\nNovember 1, 2019\n\nYour plan was changed on January 1, 2021 as we told you.", "2019-11-01"),
        ("Privacy Policy\nNovember 1, 2019\nFor residents of Utopia, effective January 1, 2021: more rights.", "2019-11-01"),
        ("Dated: 1 November 2019\nPrices that are valid on 1 January 2021 may rise.", "2019-11-01"),
        ("Posted on November 1, 2019.\nA new fee applies from January 1, 2021 to all orders.", "2019-11-01"),
        ("Orders effective January 1, 2021 are billed.\nThis Privacy Policy has been in effect since 1 May 2018", "2018-05-01"),
        ("Effective June 1, 2019\nWe last updated it on May 1, 2019 after hearing our users.", "2019-05-01"),
        ("A new fee applies from January 1, 2021 to all orders.", "2021-01-01"),
    ],
)
def test_the_document_s_own_date_beats_one_in_a_sentence(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date Last Modified: 5.25.2018", "2018-05-25"),
        ("Last Modified: 25.5.2018", "2018-05-25"),
        ("Dated: 5 May 2014", "2014-05-05"),
        ("Date: May 5, 2014", "2014-05-05"),
        ("Version 2.1, dated 25 May 2018", "2018-05-25"),
        ("The current version of this policy took effect on May 25, 2018", "2018-05-25"),
        ("Last Updated: Apr-12-2015", "2015-04-12"),
        ("Last Updated: 12/April/2015", "2015-04-12"),
        ("Amended and Restated as of May 25, 2018", "2018-05-25"),
        ("Last updated: May 25,\u202f2018", "2018-05-25"),
    ],
)
def test_more_forms(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Your account was created May 5, 2019.",
        "The court's letter dated May 5, 2019 says so.",
        "Send us the date May 5, 2019 or a later one, and your name.",
    ],
)
def test_dates_of_other_things_are_none(text: str) -> None:
    assert stated_date(text) == ""
