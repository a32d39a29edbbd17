"""A database that cannot be used: one clear line, a status other than 0, nothing half-written, and all is well afterwards."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.items import StoreError
from crawler.running.lock import CrawlLock
from pipelines.database import opening
from tests.archive import FakeArchive, LoopbackServer, wait_until
from tests.archive.answers import hang
from tests.archive.prose import policy_html
from tests.crawls.facts import facts, sound
from tests.crawls.forking import ForkServer
from tests.crawls.killing import settings_of
from tests.crawls.vendor import HOST, archive
from tests.support import project_settings, run_crawl

pytestmark = pytest.mark.slow  # real processes, one after the other

URL = f"{HOST}/privacy"


def one_line(forks: ForkServer, database: Path) -> str:
    """The line that names the database; there is one, and no traceback."""
    said = forks.output.read_text()
    assert "Traceback" not in said, said
    lines = [line for line in said.splitlines() if database.name in line]
    assert len(lines) == 1, said
    return lines[0]


@pytest.mark.parametrize("kilobytes", [8, 64, 200, 320])
def test_a_full_disk_ends_the_crawl_and_the_next_one_goes_on(kilobytes: int, tmp_path: Path, forks: ForkServer) -> None:
    database = tmp_path / "full" / "policies.db"
    with LoopbackServer(archive()) as server:
        calm = settings_of(tmp_path / "calm", server)
        assert forks.start("crawl", "policies", **calm).wait() == 0
        forks.output.write_text("")
        settings = settings_of(tmp_path / "full", server)
        assert forks.start("crawl", "policies", file_size=kilobytes << 10, **settings).wait() == 1
        one_line(forks, database)
        assert not list(sound(database))
        assert forks.start("crawl", "policies", **settings).wait() == 0
    assert facts(database) == facts(tmp_path / "calm" / "policies.db")


def test_a_folder_that_cannot_be_written(tmp_path: Path, forks: ForkServer) -> None:
    (tmp_path / "folder").mkdir(mode=0o555)
    with LoopbackServer(archive()) as server:
        settings = settings_of(tmp_path, server) | {"DATABASE": str(tmp_path / "folder" / "policies.db")}
        assert forks.start("crawl", "policies", **settings).wait() == 1
        assert server.count() == 0
    assert "ermission denied" in one_line(forks, tmp_path / "folder" / "policies.db")
    assert not list((tmp_path / "folder").iterdir())


def test_a_file_that_cannot_be_written(tmp_path: Path, forks: ForkServer) -> None:
    with LoopbackServer(archive()) as server:
        settings = settings_of(tmp_path, server)
        assert forks.start("crawl", "policies", "-a", f"url={URL}", **settings).wait() == 0
        server.forget()
        database = tmp_path / "policies.db"
        before = facts(database)
        database.chmod(0o444)
        assert forks.start("crawl", "policies", **settings).wait() == 1
        assert server.count() == 0
    assert "readonly" in one_line(forks, database)
    assert facts(database) == before


def damaged(kind: str, database: Path) -> None:
    content = bytearray(database.read_bytes())
    if kind == "header":
        content[:100] = b"not a database any more".ljust(100, b"\0")
    elif kind == "middle":
        content[4096 * 2 : 4096 * 40] = b"\xa5" * len(content[4096 * 2 : 4096 * 40])
    elif kind == "cut":
        del content[4096 * 3 + 100 :]
    else:
        content[:] = b"words of another program\n" * 400
    database.write_bytes(content)


@pytest.mark.parametrize("kind", ["header", "middle", "cut", "other"])
def test_a_damaged_file_is_said_to_be_one_and_left_as_it_is(kind: str, tmp_path: Path, forks: ForkServer) -> None:
    database = tmp_path / "policies.db"
    with LoopbackServer(archive()) as server:
        settings = settings_of(tmp_path, server)
        assert forks.start("crawl", "policies", **settings).wait() == 0
        damaged(kind, database)
        before = database.read_bytes()
        server.forget()
        assert forks.start("crawl", "policies", **settings).wait() == 1
        assert server.count("web") == 0
    one_line(forks, database)
    assert len(database.read_bytes()) >= len(before)


def test_a_database_that_another_program_has_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    with LoopbackServer(archive()) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        server.forget()
        with closing(sqlite3.connect(tmp_path / "policies.db")) as other:
            other.execute("BEGIN EXCLUSIVE")
            result = run_crawl(settings, url=URL)
        assert result.reason == "store_failed"
        assert result.stats["run/exit_status"] == 1
        assert server.count("web") == 0


def test_a_database_that_is_locked_in_the_middle_of_a_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    held: list[sqlite3.Connection] = []

    def body() -> bytes:
        if server.count("web") and not held:
            held.append(sqlite3.connect(tmp_path / "policies.db", check_same_thread=False, timeout=20))
            held[0].execute("BEGIN IMMEDIATE")
        return policy_html(1).encode()

    filled = FakeArchive()
    for year in range(2010, 2016):
        filled.add(URL, f"{year}0101000000", body if year == 2015 else policy_html(year % 5), digest=f"{year}" * 8)
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        result = run_crawl(settings, url=URL)
        assert (result.reason, result.stats["run/exit_status"]) == ("store_failed", 1)
        held[0].rollback()
        held[0].close()
        assert run_crawl(settings, url=URL).stats["run/exit_status"] == 0


def test_two_crawls_of_one_database(tmp_path: Path, forks: ForkServer) -> None:
    waiting = archive()
    waiting.always(hang(), "cdx")
    with LoopbackServer(waiting) as server:
        settings = settings_of(tmp_path, server)
        first = forks.start("crawl", "policies", **settings)
        assert wait_until(lambda: server.count("cdx") == 2, 30)
        assert forks.start("crawl", "policies", **settings).wait() == 1
        assert "another crawl is at work" in one_line(forks, tmp_path / "policies.db")
        assert f"process {first.pid}" in forks.output.read_text()
        assert server.count() == 2
        waiting.calm()
        first.send(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
        assert forks.start("crawl", "policies", **settings).wait() == 0


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with CrawlLock(tmp_path / "policies.db"), pytest.raises(StoreError, match="another crawl is at work"):
        CrawlLock(tmp_path / "policies.db")
    CrawlLock(tmp_path / "policies.db").release()
