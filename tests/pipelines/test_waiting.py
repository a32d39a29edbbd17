"""Another program at the same file: who writes waits for it without standing in anybody's way, and who asks can be stopped."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.items import StoreBusyError, StoreError
from crawler.running.tracking import Window
from pipelines.database import Database, opening
from pipelines.store import StorePipeline
from tests.pipelines.make import NOW, POLICY, capture, listing, outcome, save, snapshot

NEVER = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT count(*) AS n FROM numbers"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "policies.db", write=True) as database:
        save(database, listing(capture(0), capture(1)))
    return tmp_path / "policies.db"


@pytest.fixture
def waiting(path: Path) -> Iterator[Database]:
    with Database.open(path, write=True, blocking=False) as database:
        yield database


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def never() -> bool:
    return False


def test_what_does_not_block_says_at_once_that_another_program_writes(waiting: Database, other: sqlite3.Connection) -> None:
    with pytest.raises(StoreBusyError, match="locked"):
        save(waiting, listing(capture(5)))
    other.rollback()
    save(waiting, listing(capture(5)))
    assert sum(waiting.outcomes(1).values()) == 3


def test_the_loop_goes_on_while_a_writer_waits_for_another_one(waiting: Database, other: sqlite3.Connection) -> None:
    async def main() -> int:
        saving = asyncio.ensure_future(waiting.patiently(never, waiting.save_document, POLICY, NOW))
        for _ in range(5):
            await asyncio.sleep(0.01)  # what the loop does meanwhile
            assert not saving.done()
        other.rollback()
        return await saving

    assert asyncio.run(main()) == 1


def test_nobody_waits_who_wants_to_stop(waiting: Database, other: sqlite3.Connection) -> None:
    stopping = False

    async def main() -> None:
        nonlocal stopping
        saving = asyncio.ensure_future(waiting.patiently(lambda: stopping, waiting.save_document, POLICY, NOW))
        await asyncio.sleep(0.05)
        assert not saving.done()
        stopping = True
        with pytest.raises(StoreBusyError):
            await saving

    asyncio.run(main())
    assert other.in_transaction


def test_patience_has_an_end(path: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Database.open(path, write=True, blocking=False) as database, pytest.raises(StoreBusyError):
        asyncio.run(database.patiently(never, database.save_document, POLICY, NOW))
    assert other.in_transaction


def test_a_store_that_fails_is_no_busy_one(waiting: Database) -> None:
    waiting.db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError) as raised:
        asyncio.run(waiting.patiently(never, waiting.save_document, POLICY, NOW))
    assert not isinstance(raised.value, StoreBusyError)


def test_items_wait_in_the_pipeline(waiting: Database, other: sqlite3.Connection) -> None:
    async def main() -> None:
        storing = asyncio.ensure_future(StorePipeline(waiting, never).process_item(listing(capture(7))))
        await asyncio.sleep(0.05)
        other.rollback()
        await storing

    asyncio.run(main())
    assert sum(waiting.outcomes(1).values()) == 3


def test_items_are_kept_in_their_order_however_long_the_first_one_waits(waiting: Database, other: sqlite3.Connection) -> None:
    kept: list[object] = []

    async def main() -> None:
        store = StorePipeline(waiting, never)
        items = [listing(capture(7)), snapshot(capture(0), "words of a policy"), outcome(capture(1), "unplayable")]
        storing = [asyncio.ensure_future(store.process_item(item)) for item in items]
        for task, item in zip(storing, items, strict=True):
            task.add_done_callback(lambda _, item=item: kept.append(item))
        await asyncio.sleep(0.05)
        assert not kept
        other.rollback()
        await asyncio.gather(*storing)
        assert kept == items

    asyncio.run(main())


@pytest.mark.parametrize("error", [StoreError("the disk is full"), StoreBusyError("database is locked")])
def test_nothing_is_kept_after_what_could_not_be(waiting: Database, monkeypatch: pytest.MonkeyPatch, error: StoreError) -> None:
    async def main() -> None:
        store = StorePipeline(waiting, lambda: True)
        monkeypatch.setattr(waiting, "save_snapshot", lambda item: _raise(error))
        with pytest.raises(type(error)):
            await store.process_item(snapshot(capture(0), "words of a policy"))
        with pytest.raises(type(error), match=str(error)):  # else it would be said to be kept under another capture
            await store.process_item(outcome(capture(1), "unplayable", "the archive plays its neighbour"))

    asyncio.run(main())
    assert "unplayable" not in waiting.outcomes(1)


def _raise(error: Exception) -> None:
    raise error


def test_a_query_that_nobody_wants_any_more_is_broken_off(path: Path) -> None:
    with Database.open(path) as database:
        asked = 0

        def given_up() -> bool:
            nonlocal asked
            asked += 1
            return asked > 3

        database.break_off_when(given_up)
        with pytest.raises(StoreError, match="interrupted"):
            list(database._rows(NEVER))
        asked = -1_000_000
        assert sum(database.outcomes(1).values()) == 2


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("", ""),
        ("2020", ""),
        ("2021", ""),
        ("", "2020"),
        ("202002", "202003"),
        ("20200102120000", "20200102120000"),
        ("2030", ""),
    ],
)
def test_outcomes_within_a_window_are_those_of_the_captures_that_it_holds(waiting: Database, since: str, until: str) -> None:
    days = [0, 1, 2, 29, 57, 90, 340, 700]
    save(waiting, listing(*map(capture, days)), snapshot(capture(0), "one"), snapshot(capture(57), "two"))
    save(waiting, outcome(capture(340), "failed", due_at=NOW))
    window = Window(since, until)
    told: dict[str, int] = {}
    for row in waiting.captures(1):
        if window.holds(capture(0, captured_at=row.captured_at)):
            told[row.outcome] = told.get(row.outcome, 0) + 1
    assert waiting.outcomes(1, since, until) == told


def test_a_tally_counts_captures_and_those_with_bodies(waiting: Database) -> None:
    save(waiting, snapshot(capture(0), "one"), snapshot(capture(0), "another body of it"), outcome(capture(1), "unplayable"))
    assert waiting.tally([1]) == (2, 1)
    assert waiting.tally([]) == (0, 0)
