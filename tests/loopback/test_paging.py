"""Resume keys of 2022 and 2026, as recorded, and what they lose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import unquote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.resume import Paging, Position, read_key, write_key
from tests.loopback import URL, listing, six_captures

Form = Literal["2022", "2026"]
Recode = Callable[[str], str]


@pytest.fixture
def archive() -> FakeArchive:
    return six_captures()


def test_keys_are_those_recorded() -> None:
    row = ("com,cnn)/", "20010414005939", "http://cnn.com/", "text/html", "200", "-", "-")
    assert write_key("2022", row) == "com%2Ccnn%29%2F+2001041400593%3A"
    assert read_key("com%2Ccnn%29%2F+2001041400593%3A") == Position("com,cnn)/", "2001041400593:")
    assert read_key("eJxLzy_TyUssTtTUVzAyMDAxsDQwNTA3NTe0BABfMwZl") == Position("gov,nasa)/", "20040905075719")
    with pytest.raises(ValueError, match="not a resume key"):
        read_key("nonsense")


@pytest.mark.parametrize("form", ["2022", "2026"])
@pytest.mark.parametrize("recode", [str, unquote_plus])
def test_a_key_leads_to_the_next_page(
    archive: FakeArchive, server: LoopbackServer, form: Form, recode: Callable[[str], str]
) -> None:
    archive.paging = Paging(form=form, repeats_second=False)
    first = listing(server, URL, limit=4, showResumeKey="true")
    assert first[-2] == []
    rest = listing(server, URL, limit=4, showResumeKey="true", resumeKey=recode(first[-1][0]))
    assert [row[1][:4] for row in first[:-2] + rest] == ["2010", "2011", "2012", "2013", "2014", "2015"]


@settings(max_examples=40, deadline=None)
@given(
    seconds=st.lists(st.integers(0, 30), min_size=0, max_size=40).map(sorted),
    spare=st.integers(1, 6),
    repeats=st.booleans(),
)
def test_pages_of_2026_hold_every_row(seconds: list[int], spare: int, repeats: bool) -> None:
    """Where a page is longer than any one second, and the border's second is repeated, nothing is lost."""
    archive = FakeArchive()
    for number, second in enumerate(seconds):
        archive.add(URL, f"201501010000{second:02d}", str(number))
    limit = max((seconds.count(second) for second in seconds), default=0) + spare
    with LoopbackServer(archive) as server:
        seen: set[tuple[str, ...]] = set()
        key: dict[str, str] = {}
        for _ in range(len(seconds) + 2):
            rows = listing(server, URL, limit=limit, showResumeKey="true", **key)
            seen |= {tuple(row) for row in rows if len(row) > 1}
            if not rows or len(rows[-1]) != 1:
                break
            key = {"resumeKey": rows[-1][0]}
        else:
            pytest.fail("paging does not end")
    assert len(seen) == len(seconds)


def test_a_key_on_exactly_the_last_row_leads_to_an_empty_page(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.paging = Paging(form="2022")
    first = listing(server, URL, limit=6, showResumeKey="true")
    assert len(first[-1]) == 1
    assert listing(server, URL, limit=6, showResumeKey="true", resumeKey=first[-1][0]) == []


def test_a_stuck_key_repeats_rows_and_key(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.paging = Paging(stuck=True)
    first = listing(server, URL, limit=2, showResumeKey="true")
    assert listing(server, URL, limit=2, showResumeKey="true", resumeKey=first[-1][0]) == first
