"""Where a database lies and who else has it: a place that cannot be written, and a program that keeps it locked."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.items import StoreBusyError, StoreError
from crawler.running.preflight import preflight
from pipelines.database import Database, connection, opening
from tests.archive import LoopbackServer
from tests.crawls.vendor import HOST, archive
from tests.pipelines.make import NOW, POLICY, capture, listing, save, snapshot
from tests.support import _settings, project_settings, run_crawl

WAITING = "waiting for another program that has the database locked"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "policies.db", write=True) as database:
        save(database, listing(capture(0), capture(1)), snapshot(capture(0), "one"))
    return tmp_path / "policies.db"


@pytest.fixture
def still(path: Path) -> Iterator[Path]:
    """A copy of it in a folder that nobody can write but its owner."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(path, name)
        (Path(name) / path.name).chmod(0o444)
        Path(name).chmod(0o555)
        yield Path(name) / path.name
        Path(name).chmod(0o700)


def told(work: Callable[[], object]) -> str:
    """Return what ``work`` gives or raises, done by a process that is not root's: permissions do not hold that user."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(theirs, said.encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def counted(path: Path) -> int:
    with Database.open(path) as database:
        return sum(database.outcomes(1).values())


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        yield held


def test_a_database_in_a_place_that_cannot_be_written_is_read(still: Path) -> None:
    assert told(lambda: counted(still)) == "2"


def test_a_log_with_something_in_it_is_not_left_out(path: Path, still: Path) -> None:
    with Database.open(path, write=True) as database:
        save(database, listing(capture(3)))
        still.parent.chmod(0o755)
        shutil.copy(path, still.parent / "logged.db")
        shutil.copy(f"{path}-wal", still.parent / "logged.db-wal")
        still.parent.chmod(0o555)
    said = told(lambda: counted(still.parent / "logged.db"))
    assert "logged.db-wal belongs to it" in said
    assert "\n" not in said


def test_an_older_file_in_such_a_place_is_refused_in_one_line(still: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.schema, "SCHEMA_VERSION", opening.schema.SCHEMA_VERSION + 1)
    said = told(lambda: counted(still))
    assert "older program" in said
    assert "\n" not in said


def test_a_damaged_file_in_such_a_place_is_called_damaged(still: Path) -> None:
    still.chmod(0o644)
    still.write_bytes(b"no database" * 1000)
    assert "not a database" in told(lambda: counted(still))


def test_opening_to_write_waits_and_says_so_once(
    path: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    monkeypatch.setattr(connection, "SAY", 0.05)
    with pytest.raises(StoreBusyError, match="locked"):
        Database.open(path, write=True)
    assert [record.getMessage() for record in caplog.records] == [f"{path}: {WAITING}"]
    other.rollback()
    Database.open(path, write=True).close()
    with Database.open(path, write=True, blocking=False) as database:
        assert sum(database.outcomes(1).values()) == 2


def test_many_that_wait_say_it_once_and_again_when_it_happens_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection, "SAY", 0.05)

    async def wait(database: Database, other: sqlite3.Connection) -> None:
        other.execute("BEGIN IMMEDIATE")
        saving = [
            asyncio.ensure_future(database.patiently(lambda: False, database.save_document, POLICY, NOW)) for _ in range(5)
        ]
        await asyncio.sleep(0.2)
        other.rollback()
        assert await asyncio.gather(*saving) == [1] * 5

    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        Database.open(path, write=True, blocking=False) as database,
    ):
        for times in (1, 2):
            asyncio.run(wait(database, other))
            assert sum(WAITING in record.getMessage() for record in caplog.records) == times


def test_what_does_not_wait_long_says_nothing(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Database.open(path, write=True) as database:
        save(database, listing(capture(5)))
    assert caplog.records == []
    assert logging.getLogger(connection.__name__).isEnabledFor(logging.WARNING)


def test_a_crawl_that_could_store_nothing_asks_nothing(
    path: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    settings = _settings(project_settings(path.parent, "https://web.archive.org"))
    with pytest.raises(StoreError, match="locked"):
        preflight(settings, {"url": f"{HOST}/privacy"})


def test_a_run_that_waited_in_vain_does_not_wait_again_for_its_own_row(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.3)
    seconds: list[float] = []

    async def patiently(self: Database, unless, save, *args):  # type: ignore[no-untyped-def]
        if save.__name__ == "finish_run":
            seconds.append(0.0 if unless() else self._patience)
        return await own(self, unless, save, *args)

    own = Database.patiently
    monkeypatch.setattr(Database, "patiently", patiently)
    with LoopbackServer(archive(3)) as server, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        stats = run_crawl(project_settings(path.parent, server.url), url=f"{HOST}/privacy").stats
        assert server.count("web") == 0
    assert stats["run/exit_status"] == 1
    assert seconds == [0.0]
    locked = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(locked) == 1
