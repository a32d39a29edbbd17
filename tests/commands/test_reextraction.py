"""Stored bodies read again: resumable, in processes, and never a change of policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Page, PolicyText
from crawler.offline.reextraction import reextract
from crawler.reading import Reader
from pipelines.database import Database
from tests.pipelines.make import POLICY, capture, save, snapshot, stamp, text

OTHER = replace(POLICY, domain="other.example")


def read_louder(page: Page) -> PolicyText:
    """A new extractor, for which "one" and "uno" are the same."""
    words = page.body.decode().removeprefix("<p>").removesuffix("</p>")
    return text(words.replace("uno", "one").upper(), extractor="reader 2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "policies.db", write=True) as database:
        save(database, *(snapshot(capture(day), words) for day, words in enumerate(["one", "uno", "two"])))
        save(database, snapshot(capture(0), "one", document=OTHER))
    return tmp_path / "policies.db"


@pytest.mark.parametrize("workers", [0, 2])
def test_all_is_read_and_what_moved_is_told(workers: int, path: Path) -> None:
    with Database.open(path, write=True) as database, Reader(workers, 20, read_louder) as reader:
        other, moved = reextract(database, database.documents(), reader, "reader 2")
        assert (other.document, other.read, other.before, other.after, other.gone, other.new) == (OTHER, 1, 1, 1, (), ())
        assert (moved.document, moved.read, moved.before, moved.after) == (POLICY, 3, 3, 2)
        assert (moved.gone, moved.new) == ((stamp(1),), ())
        assert [version.title for version in database.versions(1)] == ["About ONE", "About TWO"]
        assert list(database.faults()) == []


def test_a_run_cut_short_keeps_the_old_texts_and_goes_on_where_it_was(path: Path) -> None:
    with Database.open(path, write=True) as database, Reader(0, 20, read_louder) as reader:
        before = database.versions(1)
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == 2:
                raise KeyboardInterrupt

        vendor = [(1, POLICY)]
        with pytest.raises(KeyboardInterrupt):
            list(reextract(database, vendor, reader, "reader 2", step))
        assert database.versions(1) == before
        assert database.unread_count(1, "reader 2") == 1
        (moved,) = reextract(database, vendor, reader, "reader 2")
        assert (moved.read, moved.before, moved.after) == (1, 3, 2)
        (nothing,) = reextract(database, vendor, reader, "reader 2")
        assert (nothing.read, nothing.gone, nothing.new) == (0, (), ())
