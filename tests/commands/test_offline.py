"""Every command that works on the database: one clear line and a status when there is none to work on, never a traceback."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import crawler.commands
from crawler.offline.console import RecordsCommand
from pipelines.database import Database
from tests.commands import Ran, invoke

OFFLINE = sorted(
    module.name
    for module in pkgutil.iter_modules(crawler.commands.__path__)
    if issubclass(getattr(importlib.import_module(f"crawler.commands.{module.name}"), "Command", object), RecordsCommand)
)
#: Words that make a right call of a command, where it takes any.
WORDS = {
    "versions": ["v.example"],
    "diff": ["v.example"],
    "show": ["v.example"],
    "search": ["privacy"],
    "export": ["--output", "out"],
    "merge": ["other.db"],
}


def test_all_commands_of_the_design_are_there() -> None:
    assert {"versions", "diff", "show", "export", "search", "coverage", "reextract", "merge", "verify"} <= set(OFFLINE)


def fails_in_one_line(ran: Ran, name: str) -> str:
    assert ran.status not in (0, None)
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith(f"scrapy {name}: ")
    return ran.err


@pytest.mark.parametrize("name", OFFLINE)
def test_a_missing_database_is_said_in_one_line_and_not_made(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = invoke(capsys, name, *WORDS.get(name, []), DATABASE=tmp_path / "none.db")
    assert "none.db" in fails_in_one_line(ran, name) or name == "merge"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", OFFLINE)
@pytest.mark.parametrize("content", [b"", b"no database " * 500, b"SQLite format 3\x00" + bytes(range(256)) * 40])
def test_a_file_that_is_no_database_is_said_in_one_line_and_left_alone(
    name: str, content: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "foreign.db"
    path.write_bytes(content)
    ran = invoke(capsys, name, *WORDS.get(name, []), DATABASE=path)
    if not content and ran.status == 0:
        pytest.skip("an empty file may become a database")
    fails_in_one_line(ran, name)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", sorted(set(OFFLINE) - {"merge", "verify", "reextract"}))
def test_an_empty_database_has_nothing_to_say_and_says_so(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Database.open(tmp_path / "empty.db", write=True).close()
    fails_in_one_line(invoke(capsys, name, *WORDS.get(name, []), DATABASE=tmp_path / "empty.db"), name)
