"""Search takes what people type, and nothing that they type can break it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.database import Database
from pipelines.database.searching import full_text_query
from tests.pipelines.make import POLICY, capture, save, snapshot, stamp


def found(database: Database, query: str, **more: object) -> list[tuple[str, str]]:
    return [(hit.version.domain, hit.version.first_timestamp) for hit in database.search(query, **more)]


@pytest.fixture
def history(database: Database) -> Database:
    other = replace(POLICY, domain="other.example")
    save(database, snapshot(capture(0), "we share data with third parties"))
    save(database, snapshot(capture(2), "we share no data, parties are third"))
    save(database, snapshot(capture(4), "third parties are for sale", verdict="parked"))
    save(database, snapshot(capture(0), "third parties in C++ said hello", document=other))
    return database


def test_all_words_must_stand_in_the_text_of_a_version(history: Database) -> None:
    assert found(history, "share parties") == [("vendor.example", stamp(0)), ("vendor.example", stamp(2))]
    assert found(history, "hello share") == []


def test_phrases_and_beginnings(history: Database) -> None:
    assert found(history, '"third parties" data') == [("vendor.example", stamp(0))]
    assert found(history, "hel*") == [("other.example", stamp(0))]


def test_what_is_no_policy_is_not_found(history: Database) -> None:
    assert found(history, "sale") == []


def test_hits_of_one_vendor_and_at_most_so_many(history: Database) -> None:
    assert found(history, "third", domains=["other.example"]) == [("other.example", stamp(0))]
    assert len(found(history, "third", limit=2)) == 2


def test_the_excerpt_shows_where(history: Database) -> None:
    (hit,) = history.search("hello")
    assert hit.excerpt == "third parties in C++ said [hello]"


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "*", '""', "-- ; () ^", "c++", "AND OR NOT", "NEAR(", "text:x", "x" * 5000, "\0", "\ud800"]
)
def test_signs_have_no_meaning(query: str, history: Database) -> None:
    assert isinstance(history.search(query), list)


def test_a_word_with_signs_is_found(history: Database) -> None:
    assert found(history, "c++ said") == [("other.example", stamp(0))]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_nothing_typed_can_break_it(query: str, history: Database) -> None:
    assert isinstance(history.search(query), list)
    assert full_text_query(query).count('"') % 2 == 0
