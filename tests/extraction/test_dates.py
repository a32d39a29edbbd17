from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.dates import stated_date

FORMS = [
    ("Last updated: March 12, 2015", "2015-03-12"),
    ("Updated: 12 March 2015", "2015-03-12"),
    ("Last Updated on: 07th February, 2013.", "2013-02-07"),
    ("Revised 12th of March 2015", "2015-03-12"),
    ("Effective Date:   AUGUST 10, 2014", "2014-08-10"),
    ("Last revision date: Sept. 3, 2009", "2009-09-03"),
    ("Last modified 2015-03-12", "2015-03-12"),
    ("(last modified: 2015/3/2)", "2015-03-02"),
    ("Modified on: Tue, 14 Mar, 2017 at 09:20 AM", "2017-03-14"),
    ("This policy was last changed on 5 May 2011.", "2011-05-05"),
    ("This Privacy Policy is effective as of 25 May 2018 and replaces all others.", "2018-05-25"),
    ("These terms have been in force since May 1st, 2012", "2012-05-01"),
    ("Last updated\n\nMarch 30, 2012\n\nWe collect", "2012-03-30"),
    ("March 30, 2012 (last updated)", "2012-03-30"),
    ("Privacy Policy\nMarch 30, 2012\nWe collect things", "2012-03-30"),
    ("Last updated May\u00a05,\u00a02014", "2014-05-05"),
    ("Last updated 4/5/02", "2002-04-05"),
    ("Last updated 12/31/1999", "1999-12-31"),
    ("Stand: 25. Mai 2018", "2018-05-25"),
    ("Dernière mise à jour : 3 août 2017", "2017-08-03"),
    ("Última actualización: 3 de agosto de 2017", "2017-08-03"),
    ("Laatst bijgewerkt op 1 mei 2018", "2018-05-01"),
    ("最終更新日:2019年4月1日", "2019-04-01"),
    ("2019年4月1日 改定", "2019-04-01"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_stated_date_of_common_forms(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last updated 03/12/2015", "2015-03-12"),
        ("Last updated 13/12/2015", "2015-12-13"),
        ("Last updated 03.12.2015", "2015-12-03"),
        ("Last updated 03/12/2015, archived copy of 25/11/2014", "2015-12-03"),
    ],
)
def test_numbers_alone_are_american_unless_the_text_shows_otherwise(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effective June 1, 2019. Last updated May 1, 2019", "2019-05-01"),
        ("Published 2012-01-01. Effective 2012-02-01.", "2012-02-01"),
        ("Updated 2012-01-01\nWe changed things.\nUpdated 2014-01-01\nUpdated 2013-01-01", "2014-01-01"),
        ("It supersedes the version effective 1 May 2018, and was last updated 2 June 2012.", "2012-06-02"),
        ("Last updated 1 May 2010. Previously updated 1 May 2011.", "2010-05-01"),
    ],
)
def test_of_several_dates_the_one_that_dates_the_wording_counts(text: str, expected: str) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Last updated: March 2015",
        "Last updated: 2015",
        "Last updated: 31 February 2011",
        "Last updated 12/12/1875",
        "On March 12, 2015 we opened an office in London, and everybody came.",
        "The regulation came into force on 25 May 2018.",
        "We may change this policy; check the last updated date above.",
        "Version 10.4.2015.3",
        "The privacy policy was replaced. Some words in between. Call 12-03-2015-77.",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    assert stated_date(text) == ""


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%b %d %Y", "%d.%m.%Y"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert stated_date(f"Privacy Policy. Last updated: {day.strftime(form)}. We collect.") == day.isoformat()


@given(st.text(max_size=300))
def test_any_text_has_a_date_or_none(text: str) -> None:
    stated = stated_date(text)
    assert stated == "" or date.fromisoformat(stated)
