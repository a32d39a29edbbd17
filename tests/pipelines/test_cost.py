"""What questions cost, counted in steps of SQLite's machine: no clock, so no other load can change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.items import Capture, Document, Listing
from pipelines.database import Database
from tests.pipelines.make import NOW, POLICY, save, snapshot

SMALL = replace(POLICY, domain="small.example")
QUESTIONS: dict[str, Callable[[Database, int], object]] = {
    "outcomes": lambda database, number: database.outcomes(number),
    "captures": lambda database, number: [None for _ in database.captures(number)],
    "known": lambda database, number: [None for _ in database.known(number, NOW)],
    "versions": lambda database, number: database.versions(number),
    "unruled versions": lambda database, number: database.versions(number, ruled=False),
    "unread": lambda database, number: database.unread_count(number, "reader 2"),
}


def history(document: Document, rows: int) -> list[object]:
    """Hourly captures, digests shared by four each, every twentieth read."""
    captures = []
    for hour in range(rows):
        moment = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        stamp = moment.strftime("%Y%m%d%H%M%S")
        at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        values = {"urlkey": document.urlkey, "original": document.url, "mimetype": "text/html", "statuscode": "200"}
        captures.append(Capture(timestamp=stamp, captured_at=at, digest=f"D{hour * 7919 % (rows // 4)}", **values))
    listed = Listing(document=document, captures=tuple(captures), listed_at=NOW)
    read = [snapshot(c, f"words {i // 50}", body=str(i).encode(), document=document) for i, c in enumerate(captures[::20])]
    return [listed, *read]


def steps(database: Database, question: Callable[[Database, int], object], document_id: int) -> int:
    """How many hundreds of steps a question takes."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    database.db.conn.set_progress_handler(step, 100)
    try:
        question(database, document_id)
    finally:
        database.db.conn.set_progress_handler(None, 0)
    return count


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small document alone, beside a document of 8,000 captures, and that document."""
    folder = tmp_path_factory.mktemp("cost")
    contents = {"alone": [(SMALL, 400)], "beside": [(SMALL, 400), (POLICY, 8000)]}
    for name, documents in contents.items():
        with Database.open(folder / name, write=True) as database:
            for document, rows in documents:
                save(database, *history(document, rows))
    return {name: folder / name for name in contents}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_about_one_document_costs_the_same_beside_a_large_one(name: str, databases: dict[str, Path]) -> None:
    with Database.open(databases["alone"]) as alone, Database.open(databases["beside"]) as beside:
        cost = steps(alone, QUESTIONS[name], 1)
        assert steps(beside, QUESTIONS[name], 1) <= 1.5 * cost + 5


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_costs_in_proportion_to_the_captures(name: str, databases: dict[str, Path]) -> None:
    with Database.open(databases["beside"]) as database:
        small, large = (steps(database, QUESTIONS[name], number) for number in (1, 2))
        assert large <= 20 * 1.5 * small + 20  # 20 times the captures; a scan inside a scan would be 400 times
