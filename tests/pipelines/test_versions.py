"""Versions: stretches of one wording over capture time, with honest bounds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Version
from pipelines.database import Database
from tests.pipelines.make import capture, listing, outcome, reading, ruling, save, snapshot, stamp, text
from tests.pipelines.test_order import opened


def spans(versions: list[Version]) -> list[tuple[str, str, str | None, int]]:
    return [(v.first_timestamp, v.last_timestamp, v.previous_timestamp, v.captures) for v in versions]


def test_a_version_is_a_longest_run_of_one_wording(database: Database) -> None:
    save(database, listing(*(capture(day) for day in range(9))))
    save(database, *(snapshot(capture(day), words) for day, words in ((0, "one"), (2, "one"), (5, "two"), (8, "two"))))
    versions = database.versions(1)
    assert spans(versions) == [(stamp(0), stamp(2), None, 2), (stamp(5), stamp(8), stamp(2), 2)]
    assert [(v.version, v.title, v.words, v.same_as) for v in versions] == [
        (1, "About one", 1, None),
        (2, "About two", 1, None),
    ]


def test_a_return_to_an_earlier_wording_is_a_new_stretch_that_names_the_first(database: Database) -> None:
    save(database, *(snapshot(capture(day), words) for day, words in enumerate(["one", "two", "one", "three", "one"])))
    assert [version.same_as for version in database.versions(1)] == [None, None, 1, None, 1]


def test_failures_and_other_pages_are_no_versions_and_bound_none(database: Database) -> None:
    save(database, snapshot(capture(0), "one"), snapshot(capture(9), "two"))
    before = spans(database.versions(1))
    save(database, outcome(capture(4), "failed"), outcome(capture(5), "unplayable"))
    save(database, snapshot(capture(6), "sorry", verdict="soft-404"), listing(capture(7), capture(8, problem="no such month")))
    assert spans(database.versions(1)) == before


def test_a_late_capture_changes_versions_only_where_it_must(database: Database) -> None:
    save(database, *(snapshot(capture(day), words) for day, words in ((0, "one"), (4, "one"), (8, "two"))))
    save(database, snapshot(capture(2), "between the two"))
    versions = database.versions(1)
    assert spans(versions)[0] == (stamp(0), stamp(0), None, 1)
    assert [version.same_as for version in versions] == [None, None, 1, None]
    assert spans(versions)[-1] == (stamp(8), stamp(8), stamp(4), 1)


def test_rulings_take_noise_out_and_can_be_switched_off(database: Database) -> None:
    save(database, *(snapshot(capture(day), words) for day, words in ((0, "one"), (2, "one banner"), (4, "one"), (6, "two"))))
    save(database, ruling("one banner", "one", 2, 2))
    ruled = database.versions(1)
    assert spans(ruled) == [(stamp(0), stamp(4), None, 3), (stamp(6), stamp(6), stamp(4), 1)]
    assert database.text(ruled[0].text_id).text == "one"
    assert [version.same_as for version in database.versions(1, ruled=False)] == [None, None, 1, None]
    assert [(held.noise, held.reason) for held in database.rulings(1)] == [("variant", "comes and goes")]


def test_a_ruling_holds_only_for_its_time(database: Database) -> None:
    save(
        database,
        *(snapshot(capture(day), words) for day, words in ((0, "one"), (2, "one banner"), (4, "one"), (6, "one banner"))),
    )
    save(database, ruling("one banner", "one", 1, 3))
    assert spans(database.versions(1)) == [(stamp(0), stamp(4), None, 3), (stamp(6), stamp(6), stamp(4), 1)]


def test_of_rulings_that_overlap_the_one_that_begins_later_holds(database: Database) -> None:
    save(database, *(snapshot(capture(day), words) for day, words in ((0, "one"), (2, "two"), (4, "three"))))
    wide, late = ruling("two", "one", 0, 9).rulings[0], ruling("two", "three", 1, 9).rulings[0]
    save(database, replace(ruling("two", "one", 0, 9), rulings=(late, wide)))
    assert spans(database.versions(1)) == [(stamp(0), stamp(0), None, 1), (stamp(2), stamp(4), stamp(0), 2)]
    assert list(database.faults()) == []


def test_the_text_of_a_version_has_its_wording_even_if_noise_came_first(database: Database) -> None:
    save(database, *(snapshot(capture(day), words) for day, words in ((0, "one banner"), (2, "one"))))
    save(database, ruling("one banner", "one", 0, 0))
    (version,) = database.versions(1)
    assert (database.text(version.text_id).text, version.timestamp) == ("one", stamp(2))
    assert version.first_timestamp == stamp(0)


def test_rulings_are_replaced_as_a_whole(database: Database) -> None:
    save(database, snapshot(capture(0), "one"), ruling("a", "b", 0, 1), ruling("c", "d", 0, 1))
    assert [held.wording for held in database.rulings(1)] == [text("c").wording]


def test_a_new_extractor_takes_over_when_it_has_read_everything(database: Database) -> None:
    old = [snapshot(capture(day), words) for day, words in ((0, "one"), (2, "one"), (4, "two"))]
    save(database, *old)
    before = database.versions(1)
    for item in old[:2]:
        save(database, reading(item, "ONE", "reader 2"))
        assert database.versions(1) == before
    save(database, reading(old[2], "ONE", "reader 2"))
    assert spans(database.versions(1)) == [(stamp(0), stamp(4), None, 3)]
    assert list(database.unread(1, "reader 2")) == []


def test_captures_read_by_a_new_extractor_only_wait_until_it_has_read_the_others(database: Database) -> None:
    old = snapshot(capture(0), "one")
    save(database, old, snapshot(capture(2), "ONE", extractor="reader 2", fetched_at="2026-02-01T00:00:00Z"))
    assert spans(database.versions(1)) == [(stamp(0), stamp(0), None, 1)]
    assert database.outcomes(1) == {"read": 2}  # its own text is known, though not to be compared yet
    save(database, reading(old, "ONE", "reader 2"))
    assert spans(database.versions(1)) == [(stamp(0), stamp(2), None, 2)]


def test_stored_bodies_come_back_as_the_pages_that_were_read(database: Database) -> None:
    headers = (("content-type", "text/html; charset=koi8-r"),)
    item = snapshot(capture(0), "one", headers=headers, original="http://www.vendor.example/privacy.php")
    save(database, item)
    assert database.unread_count(1, "reader 1") == 0
    ((stored, page),) = database.unread(1, "reader 2")
    assert (stored.document, stored.capture, stored.body_digest) == (item.document, item.capture, item.body_digest)
    assert (page.body, page.url, page.content_type) == (item.body, item.original, headers[0][1])
    assert (page.kind, page.fragment) == ("privacy", "")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["one", "two", "three", ""]), min_size=2, max_size=14), st.sets(st.integers(0, 13)))
def test_captures_that_are_gone_widen_bounds_and_move_or_invent_none(tmp_path_factory, words, gone) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("history")
    looks = {day: said for day, said in enumerate(words) if said}
    with opened(folder / "all.db") as everything, opened(folder / "fewer.db") as fewer:
        for database, kept in ((everything, set(looks)), (fewer, set(looks) - gone)):
            save(database, listing(*(capture(day) for day in range(len(words)))))
            save(database, *(snapshot(capture(day), looks[day]) for day in kept))
            save(database, *(outcome(capture(day), "failed") for day in set(looks) - kept))
        whole, rest = everything.versions(1), fewer.versions(1)
    for version in rest:
        spanned = [
            v for v in whole if v.last_timestamp >= version.first_timestamp and v.first_timestamp <= version.last_timestamp
        ]
        assert spanned[0].wording == spanned[-1].wording == version.wording  # what it claims at its ends was there
        assert version.first_timestamp >= spanned[0].first_timestamp
        assert version.last_timestamp <= spanned[-1].last_timestamp
        if version.previous_timestamp:  # a change lies within the bounds given
            within = (version.previous_timestamp, version.first_timestamp)
            assert any(within[0] < v.first_timestamp <= within[1] for v in whole)
    assert len(rest) <= len(whole)
