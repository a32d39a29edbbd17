"""The order of arrival cannot matter: neither of items, nor of repetitions, nor of crashes, nor of databases merged."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.items import Rulings, StoreError
from pipelines.database import Database
from tests.pipelines.make import Item, capture, items, listing, outcome, reading, rulings, same, save, snapshot, told

whole_databases = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@cache
def empty_database() -> bytes:
    """An empty database: making one takes longer than most examples."""
    with TemporaryDirectory() as folder:
        Database.open(Path(folder) / "empty.db", write=True).close()
        return (Path(folder) / "empty.db").read_bytes()


def opened(path: Path) -> Database:
    path.write_bytes(empty_database())
    return Database.open(path, write=True)


def database_of(path: Path, items: Iterable[object]) -> Path:
    with opened(path) as database:
        save(database, *items)
    return path


@contextmanager
def cut_off_after(database: Database, steps: int) -> Iterator[None]:
    """Have SQLite interrupt, once, what is done within when its machine has made so many steps, as a kill would."""

    def interrupt() -> int:
        database.db.conn.set_progress_handler(None, 0)
        return 1

    database.db.conn.set_progress_handler(interrupt, steps)
    try:
        yield
    except StoreError as error:
        if "interrupted" not in str(error):
            raise
    finally:
        database.db.conn.set_progress_handler(None, 0)


def save_with_crashes(path: Path, items: Sequence[Item], chance: random.Random) -> Path:
    """Store items; each is cut off at some moment, and then comes again."""
    with opened(path) as database:
        for item in items:
            with cut_off_after(database, chance.randint(1, 3000)):
                save(database, item)
            save(database, item)
    return path


@whole_databases
@given(items, st.randoms(use_true_random=False))
def test_any_order_with_repetitions_and_crashes_gives_the_same_database(items: list[Item], chance: random.Random) -> None:
    shuffled = items + chance.choices(items, k=len(items) // 2) if items else []
    chance.shuffle(shuffled)
    with TemporaryDirectory() as folder:
        one = database_of(Path(folder) / "one.db", items)
        assert same(one, save_with_crashes(Path(folder) / "other.db", shuffled, chance))


@whole_databases
@given(items, rulings, st.randoms(use_true_random=False))
def test_what_is_derived_follows_from_the_facts(items: list[Item], ruled: Rulings, chance: random.Random) -> None:
    chance.shuffle(items)
    with TemporaryDirectory() as folder, Database.open(database_of(Path(folder) / "one.db", [*items, ruled])) as database:
        assert list(database.faults()) == []
        counts = {i: database.outcomes(i) for i, _ in database.documents()}
        listed = {i: sum(1 for _ in database.captures(i)) for i in counts}
        assert {i: sum(of.values()) for i, of in counts.items()} == listed


@whole_databases
@given(st.lists(items, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_databases_merged_in_any_order_and_twice_are_one_crawl(parts: list[list[Item]], chance: random.Random) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [database_of(folder / f"{number}.db", part) for number, part in enumerate(parts)]
        together = database_of(folder / "together.db", [item for part in parts for item in part])
        chance.shuffle(paths)
        with opened(folder / "merged.db") as merged:
            for path in [*paths, chance.choice(paths)]:
                merged.merge(path)
        assert same(folder / "merged.db", together)


@whole_databases
@given(items, items, st.randoms(use_true_random=False))
def test_a_merge_cut_off_takes_nothing_over_and_can_be_made_again(
    here: list[Item], there: list[Item], chance: random.Random
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        other = database_of(folder / "other.db", there)
        merged, before = database_of(folder / "merged.db", here), database_of(folder / "before.db", here)
        together = database_of(folder / "together.db", [*here, *there])
        with Database.open(merged, write=True) as database:
            finished = False
            with cut_off_after(database, chance.randint(1, 4000)):
                database.merge(other)
                finished = True
            assert finished or same(merged, before)
            database.merge(other)
        assert same(merged, together)


def test_readings_of_one_body_that_two_machines_made_agree_on_the_one_that_could_be_read(tmp_path: Path) -> None:
    slow = snapshot(capture(0), "one", verdict="unreadable")
    quick = snapshot(capture(0), "one")
    for name, order in (("a", (slow, quick)), ("b", (quick, slow))):
        with Database.open(database_of(tmp_path / name, order)) as database:
            assert told(database)[capture(0).timestamp].outcome == "read"
    assert same(tmp_path / "a", tmp_path / "b")


def test_two_bodies_of_one_capture_are_both_kept_and_the_proven_one_counts(tmp_path: Path) -> None:
    right = snapshot(capture(0), "right")
    listed = capture(0, digest=right.body_digest)
    right = snapshot(listed, "right", fetched_at="2026-01-01T00:00:00Z")
    wrong = snapshot(listed, "wrong", fetched_at="2026-01-09T00:00:00Z")
    for name, order in (("a", (right, wrong)), ("b", (wrong, right))):
        with Database.open(database_of(tmp_path / name, order)) as database:
            (version,) = database.versions(1)
            assert database.text(version.text_id).text == "right"
            assert database.body(wrong.body_digest) == wrong.body
    assert same(tmp_path / "a", tmp_path / "b")


def test_a_reading_of_a_body_that_is_not_stored_is_refused(tmp_path: Path) -> None:
    with Database.open(tmp_path / "db", write=True) as database:
        save(database, snapshot(capture(0), "one"))
        with pytest.raises(StoreError, match="no body"):
            save(database, reading(snapshot(capture(0), "another"), "another", "reader 2"))
        assert [row[0] for row in database.facts()].count("text") == 1


def test_halves_of_surrogate_pairs_cannot_stop_the_store(tmp_path: Path) -> None:
    odd = capture(0, original="http://vendor.example/\ud800", mimetype="\udfff")
    item = snapshot(odd, "one \ud800", body=b"one", headers=(("content-type", "\udc80"),), flags=("\udc80",))
    for _ in range(2):
        path = database_of(tmp_path / "db", [listing(odd), item, outcome(odd, "failed", "\udc80", target="\udc80")])
    with Database.open(path) as database:
        (stored,) = database.captures(1)
        assert (stored.original, stored.mimetype) == ("http://vendor.example/\ufffd", "\ufffd")
        assert list(database.faults()) == []


def test_what_lasts_outranks_what_is_due_again(tmp_path: Path) -> None:
    lasting = outcome(capture(0), "unplayable", decided_at="2026-01-01T00:00:00Z")
    failed = outcome(capture(0), "failed", decided_at="2026-05-01T00:00:00Z", due_at="2026-05-02T00:00:00Z")
    for name, order in (("a", (lasting, failed)), ("b", (failed, lasting))):
        with Database.open(database_of(tmp_path / name, order)) as database:
            assert told(database)[capture(0).timestamp].outcome == "unplayable"
