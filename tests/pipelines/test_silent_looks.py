"""Looks that say nothing about the policy (fragments, other pages by turns) are no sightings: they move and invent no bound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.history.ruling import rulings_of
from crawler.items import Version
from pipelines.database import Database
from tests.pipelines.make import NOW, POLICY, capture, listing, ruling, save, snapshot, stamp, told
from tests.pipelines.test_order import opened

PARAGRAPHS = tuple(
    f"Paragraph {name}: the {name} of your calls is kept by us, and by nobody else, for as long as the {name} lasts."
    for name in ("record", "number", "contract", "recording", "account", "payment", "message", "complaint")
)
EDITS = ("We may change this.", "We shall ask you first.", "We sell nothing.", "We write to you before we change anything.")


def said(edit: int) -> str:
    return "\n".join((*PARAGRAPHS, EDITS[edit]))


def judged(path: Path, looks: dict[int, str]) -> list[Version]:
    """The versions of looks by day, noise judged as after a crawl."""
    with opened(path) as database:
        save(database, *(snapshot(capture(day), words) for day, words in looks.items()))
        database.save_rulings(rulings_of(POLICY, database.known(1, NOW), NOW))
        assert list(database.faults()) == []
        return database.versions(1)


def bounds(versions: list[Version]) -> list[tuple[str, str, str | None, str]]:
    return [(v.first_timestamp, v.last_timestamp, v.previous_timestamp, v.wording) for v in versions]


@st.composite
def broken_histories(draw: st.DrawFn) -> tuple[dict[int, str], dict[int, str]]:
    """A whole history with a look each nine days, and the same with some of its looks cut down to fragments."""
    stretches = [draw(st.integers(3, 6)) for _ in range(draw(st.integers(1, len(EDITS))))]
    whole = dict(enumerate(said(edit) for edit, length in enumerate(stretches) for _ in range(length)))
    gone = draw(st.sets(st.integers(1, len(whole) - 2), max_size=6))
    gone -= {at for at in gone if {at - 1, at - 2, at - 3} <= gone}  # three in a row may be broken together
    cut = {at: "\n".join(PARAGRAPHS[: draw(st.integers(1, 3))]) for at in sorted(gone)}
    return {9 * at: words for at, words in whole.items()}, {9 * at: words for at, words in (whole | cut).items()}


@settings(deadline=None, max_examples=40)
@given(broken_histories())
def test_broken_captures_widen_bounds_and_move_or_invent_none(histories: tuple[dict[int, str], dict[int, str]]) -> None:
    whole, broken = histories
    sound = {day: words for day, words in broken.items() if words == whole[day]}
    with TemporaryDirectory() as folder:
        of_whole, of_broken, of_sound = (
            judged(Path(folder) / f"{number}.db", looks) for number, looks in enumerate((whole, broken, sound))
        )
    assert bounds(of_broken) == bounds(of_sound)
    changes = [(v.previous_timestamp, v.first_timestamp) for v in of_whole if v.previous_timestamp]
    for version in of_broken:
        if version.previous_timestamp:
            within = (version.previous_timestamp, version.first_timestamp)
            assert any(within[0] <= left and right <= within[1] for left, right in changes)


def test_a_fragment_before_a_change_is_the_last_sight_of_nothing(database: Database) -> None:
    looks = {0: said(0), 9: said(0), 18: PARAGRAPHS[0], 27: said(1), 36: said(1)}
    save(database, *(snapshot(capture(day), words) for day, words in looks.items()))
    database.save_rulings(rulings_of(POLICY, database.known(1, NOW), NOW))
    (held,) = database.rulings(1)
    assert (held.stands_for, held.noise) == ("", "broken")
    first, second = database.versions(1)
    assert (first.first_timestamp, first.last_timestamp, first.captures) == (stamp(0), stamp(9), 2)
    assert (second.previous_timestamp, second.first_timestamp) == (stamp(9), stamp(27))
    assert told(database)[stamp(18)].outcome == "read"
    assert len(database.versions(1, ruled=False)) == 3


def test_a_short_first_policy_is_a_version(tmp_path: Path) -> None:
    versions = judged(tmp_path / "a.db", {0: PARAGRAPHS[0], 9: said(0), 18: said(0)})
    assert [v.first_timestamp for v in versions] == [stamp(0), stamp(9)]


def test_what_tells_nothing_neither_bounds_nor_parts_what_lies_between(database: Database) -> None:
    save(database, listing(*(capture(day) for day in range(7))))
    save(database, snapshot(capture(0), "one"), snapshot(capture(3), "half"), snapshot(capture(6), "one"))
    assert told(database)[stamp(2)].outcome == "pending"
    save(database, ruling("half", "", 3, 3))
    assert {row.outcome for day, row in told(database).items() if day not in {stamp(0), stamp(3), stamp(6)}} == {"between"}
    assert told(database)[stamp(3)].outcome == "read"
    (version,) = database.versions(1)
    assert (version.first_timestamp, version.last_timestamp, version.captures) == (stamp(0), stamp(6), 2)
    save(database, ruling("one", "", 0, 6))
    assert [v.first_timestamp for v in database.versions(1)] == [stamp(3)]
    assert told(database)[stamp(2)].outcome == "pending"  # nothing is known before the first that tells anything
    assert list(database.faults()) == []


def test_a_return_amid_noise_shows_the_text_of_the_wording_it_returns_to(database: Database) -> None:
    words = ["one", "two", "one banner", "two", "one banner 2"]
    save(database, *(snapshot(capture(day), shown) for day, shown in enumerate(words)))
    held = ruling("one banner", "one", 2, 2)
    save(database, replace(held, rulings=(*held.rulings, *ruling("one banner 2", "one", 4, 4).rulings)))
    versions = database.versions(1)
    assert [v.same_as for v in versions] == [None, None, 1, 2, 1]
    assert [database.text(v.text_id).text for v in versions] == ["one", "two", "one", "two", "one"]
    assert [v.timestamp for v in versions] == [stamp(day) for day in range(5)]
    assert [database.text(v.text_id).text for v in database.versions(1, ruled=False)] == words
    assert list(database.faults()) == []
