"""Rulings on noise and moments: made anew after a merge and a new reading, and held by `verify` against what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.extraction import EXTRACTOR
from crawler.history.ruling import rulings_of
from crawler.items import Ruling
from crawler.offline.reextraction import reextract
from crawler.reading import Reader
from pipelines.database import Database
from tests.archive.prose import policy_html
from tests.commands import invoke
from tests.pipelines.make import NOW, POLICY, capture, listing, ruling, save, snapshot, stamp

PARAGRAPHS = tuple(
    f"Paragraph {name}: the {name} of your calls is kept by us, and by nobody else, for as long as the {name} lasts."
    for name in ("record", "number", "contract", "recording", "account", "payment", "message", "complaint")
)
LOOKS = {0: "\n".join(PARAGRAPHS), 9: "\n".join(PARAGRAPHS[:2]), 18: "\n".join(PARAGRAPHS)}
WHERE = f"{POLICY.domain} {POLICY.kind} {POLICY.url}"


def judged(path: Path, days: tuple[int, ...] = (0, 9, 18)) -> Path:
    with Database.open(path, write=True) as database:
        save(database, *(snapshot(capture(day), LOOKS[day]) for day in days))
        database.save_rulings(rulings_of(POLICY, database.known(1, NOW), NOW))
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Two sound looks and a fragment between them, ruled broken."""
    path = judged(tmp_path / "broken.db")
    assert [held.noise for held in held_by(path)] == ["broken"]
    return path


def held_by(path: Path) -> list[Ruling]:
    with Database.open(path) as database:
        return database.rulings(1)


def changed(path: Path, *statements: str) -> None:
    with Database.open(path, write=True) as database:
        for statement in statements:
            database.db.execute(statement)


def verified(capsys: pytest.CaptureFixture[str], path: Path) -> list[tuple[str, str]]:
    ran = invoke(capsys, "verify", "--json", DATABASE=path)
    faults = [(fault["where"], fault["what"]) for fault in json.loads(ran.out)]
    assert ran.status == bool(faults)
    return faults


def test_what_follows_is_no_fault(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    assert verified(capsys, broken) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ruling",
        "UPDATE ruling SET stands_for = 'another'",
        "UPDATE ruling SET until = '2030-01-01T00:00:00Z'",
        "UPDATE ruling SET reason = 'none'",
        "UPDATE ruling SET noise = 'variant'",
        "INSERT INTO ruling SELECT document_id, 'w', since, until, stands_for, noise, reason FROM ruling",
    ],
)
def test_rulings_that_were_tampered_with_are_found(statement: str, capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    changed(broken, statement)
    ((where, what),) = verified(capsys, broken)
    assert where == WHERE
    assert "the rulings on noise do not follow" in what


def test_rulings_are_held_against_the_texts_beside_other_faults(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    changed(broken, "DELETE FROM ruling", "UPDATE text SET title = 'Another' WHERE id = 1")
    faults = [what for _, what in verified(capsys, broken)]
    assert len(faults) == 2
    assert any("does not say what its name stands for" in what for what in faults)
    assert any("the rulings on noise do not follow" in what for what in faults)


@pytest.mark.parametrize("moment", ["2020-01-10T12:00:01Z", "2019-01-10T12:00:00Z", ""])
def test_a_moment_that_does_not_follow_from_its_timestamp_is_found(
    moment: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Database.open(tmp_path / "a.db", write=True) as database:
        save(database, listing(*(capture(day) for day in range(5))))
    assert verified(capsys, tmp_path / "a.db") == []
    changed(tmp_path / "a.db", f"UPDATE capture SET captured_at = '{moment}' WHERE timestamp = '{stamp(3)}'")
    ((where, what),) = verified(capsys, tmp_path / "a.db")
    assert where == WHERE
    assert f"capture {stamp(3)} is said to be of {moment!r}" in what


def test_a_capture_without_a_moment_is_no_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True) as database:
        save(database, listing(capture(0), replace(capture(1), timestamp="20201399000000", captured_at="", problem="no month")))
    assert verified(capsys, tmp_path / "a.db") == []


def test_a_merge_makes_rulings_anew(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Neither of the two databases knows that the short text is a fragment; together they do."""
    one, other = judged(tmp_path / "one.db", (0, 9)), judged(tmp_path / "other.db", (18,))
    assert held_by(one) == held_by(other) == []
    assert invoke(capsys, "merge", str(one), str(other), DATABASE=tmp_path / "all.db").status == 0
    (held,) = held_by(tmp_path / "all.db")
    assert (held.stands_for, held.noise, held.since) == ("", "broken", capture(9).captured_at)
    assert verified(capsys, tmp_path / "all.db") == []


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Three bodies read by another extractor: a policy, the half of it, the policy again; and a ruling that does not hold."""
    whole = policy_html(0)
    paragraphs = whole.split(b"<p>") if isinstance(whole, bytes) else whole.encode().split(b"<p>")
    half = b"<p>".join(paragraphs[: len(paragraphs) // 3])
    with Database.open(tmp_path / "pages.db", write=True) as database:
        for day, body in ((0, b"<p>".join(paragraphs)), (5, half), (10, b"<p>".join(paragraphs))):
            headers = (("content-type", "text/html; charset=utf-8"),)
            save(database, snapshot(capture(day), f"words of day {day}", body=body, headers=headers, extractor="older reader"))
        save(database, ruling("words of day 5", "words of day 0", 0, 10))
    return tmp_path / "pages.db"


def test_a_new_reading_makes_rulings_anew(capsys: pytest.CaptureFixture[str], pages: Path) -> None:
    assert invoke(capsys, "reextract", DATABASE=pages, EXTRACTION_WORKERS=0).status == 0
    with Database.open(pages) as database:
        assert list(database.unread(1, EXTRACTOR)) == []
        assert database.rulings(1) == list(rulings_of(POLICY, database.known(1, NOW), NOW).rulings)
    assert [(held.noise, held.stands_for) for held in held_by(pages)] == [("broken", "")]
    assert verified(capsys, pages) == []


def test_a_new_reading_cut_short_before_the_rulings_is_made_good_by_the_next(
    capsys: pytest.CaptureFixture[str], pages: Path
) -> None:
    def steps() -> Iterator[None]:
        yield from (None, None)
        raise KeyboardInterrupt

    count = steps()
    with Database.open(pages, write=True) as database, Reader(0, 30) as reader, pytest.raises(KeyboardInterrupt):
        list(reextract(database, database.documents(), reader, EXTRACTOR, lambda: next(count)))
    with Database.open(pages) as database:
        assert database.unread_count(1, EXTRACTOR) == 0
    assert [held.noise for held in held_by(pages)] == ["variant"]  # still those of the old texts
    assert [where for where, _ in verified(capsys, pages)] == [WHERE]
    ran = invoke(capsys, "reextract", DATABASE=pages, EXTRACTION_WORKERS=0)
    assert ran.out.splitlines()[-1].startswith("0 bodies of 1 documents")
    assert [held.noise for held in held_by(pages)] == ["broken"]
    assert verified(capsys, pages) == []
