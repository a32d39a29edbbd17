"""What is fetched, in which rounds, and what must never be fetched."""

from __future__ import annotations

import itertools
import math

import pytest

from crawler.items import Capture
from crawler.sampling import Sampler, capture_key, decided_by_listing
from crawler.sampling.rows import EMPTY_DIGEST
from tests.history.generated import World, daily, row, run


def days(captures: list[Capture]) -> list[int]:
    return sorted(int(capture.digest[1:]) for capture in captures)


def test_nothing_listed_is_nothing_to_fetch() -> None:
    sampler = Sampler([])
    assert sampler.done
    assert sampler.next() == []
    assert sampler.planned() == 0


def test_a_single_capture_is_fetched_once() -> None:
    world = daily("A")
    sampler = Sampler(world.captures)
    assert sampler.planned() == 1
    (capture,) = sampler.next()
    assert capture == world.captures[0]
    assert sampler.next() == []
    assert not sampler.done
    sampler.heard(capture, "A")
    assert sampler.done


def test_an_unchanged_policy_is_read_at_its_ends_and_once_in_each_stretch_of_the_resolution() -> None:
    world = daily("A" * 100)
    assert days(run(Sampler(world.captures, 30), world.answer)) == [0, 30, 60, 90, 99]


def test_the_ends_are_asked_for_first() -> None:
    world = daily("A" * 1000)
    first, last, third, *_ = Sampler(world.captures, 30).next()
    assert days([first, last]) == [0, 999]
    assert 300 < days([third])[0] < 700


def test_next_hands_out_no_more_than_the_limit_and_each_capture_once() -> None:
    world = daily("A" * 1000)
    sampler = Sampler(world.captures, 30)
    handed = []
    while batch := sampler.next(4):
        assert len(batch) <= 4
        handed += batch
    assert len({capture_key(capture) for capture in handed}) == len(handed) == sampler.planned()


def test_a_change_is_closed_in_between_two_adjacent_captures_by_halving() -> None:
    world = daily("A" * 17 + "B" * 14)
    fetched = days(run(Sampler(world.captures, 30), world.answer))
    assert {16, 17} <= set(fetched)
    assert len(fetched) <= 2 + math.ceil(math.log2(30))


def test_what_lies_between_two_equal_readings_near_each_other_is_not_fetched() -> None:
    world = daily("A" * 10 + "B" * 10 + "A" * 9)  # B stood for less than the resolution, between two fetches
    assert days(run(Sampler(world.captures, 30), world.answer)) == [0, 28]


def test_a_hole_in_the_listing_cannot_be_filled() -> None:
    world = World.of((row(day, digest=f"D{day}"), "A") for day in [*range(10), *range(400, 410)])
    assert days(run(Sampler(world.captures, 30), world.answer)) == [0, 9, 400, 409]


def test_captures_of_equal_digest_are_one() -> None:
    rows = [(row(day, digest="D0" if day % 2 else "D1"), "A") for day in range(400)]
    assert days(run(Sampler([capture for capture, _ in rows], 30), World.of(rows).answer)) == [0, 1]


def test_the_same_digest_elsewhere_splits_a_gap_for_nothing() -> None:
    """The B that is read at the end is also listed amid the A: so A ended there, and its last day is found."""
    states = "A" * 20 + "B" + "A" * 20 + "B" * 20
    digests = ["DB" if state == "B" else f"D{day}" for day, state in enumerate(states)]
    world = World.of((row(day, digest=digest), state) for day, (digest, state) in enumerate(zip(digests, states, strict=True)))
    fetched = run(Sampler(world.captures, 60), world.answer)
    read = {capture.digest for capture in fetched}
    assert "D19" in read
    assert [capture.digest for capture in fetched].count("DB") == 1


def test_rows_without_a_digest_are_never_taken_for_equal() -> None:
    world = World.of((row(day), "A") for day in range(100))
    assert len(run(Sampler(world.captures, 30), world.answer)) == 5


def test_a_failed_capture_is_replaced_by_its_neighbour() -> None:
    states: list[str | None] = ["A"] * 60
    states[30] = None
    world = daily(states)
    fetched = days(run(Sampler(world.captures, 30), world.answer))
    assert 30 in fetched
    assert 29 in fetched
    assert len(fetched) <= 5


def test_failed_ends_are_replaced_by_their_neighbours() -> None:
    world = daily([None, "A", "A", "A", None])
    assert days(run(Sampler(world.captures, 30), world.answer)) == [0, 1, 3, 4]


def test_an_archive_that_yields_nothing_is_given_up_soon() -> None:
    world = daily([None] * 4000)
    fetched = run(Sampler(world.captures, 30), world.answer)
    assert len(fetched) < 4000 / 30 + 2 * math.log2(4000) + 10


def test_the_edges_of_a_hole_of_failures_are_found_by_halving() -> None:
    world = daily(["A"] * 1000 + [None] * 1000 + ["B"] * 1000)
    fetched = days(run(Sampler(world.captures, 3000), world.answer))
    assert {999, 2000} <= set(fetched)
    assert len(fetched) < 40


def test_the_same_payload_is_not_tried_more_than_three_times() -> None:
    world = World.of((row(day, digest="D1" if 0 < day < 59 else f"D{day}"), None if 0 < day < 59 else "A") for day in range(60))
    fetched = run(Sampler(world.captures, 30), world.answer)
    assert [capture.digest for capture in fetched].count("D1") == 3


def test_errors_of_the_site_and_impossible_rows_are_decided_by_the_listing() -> None:
    bad = Capture(urlkey="k", timestamp="2", captured_at="", original="o", problem="timestamp of 1 digit")
    rows = [row(0, status="404"), row(1, status="503"), bad, row(2, digest=EMPTY_DIGEST), row(3, status="304")]
    assert Sampler(rows, 0).done
    decided = [decided_by_listing(capture) for capture in rows]
    assert [outcome[0] for outcome in decided if outcome] == [
        "archived-error",
        "archived-error",
        "malformed",
        "unplayable",
        "unplayable",
    ]


def test_a_revisit_is_a_sighting_of_the_full_record_of_its_digest() -> None:
    revisits = [row(day, digest="D1", status="-", mimetype="warc/revisit") for day in range(5)]
    full = row(2.5, digest="D1")
    assert run(Sampler([*revisits, full], 0), lambda _: "A") == [full]


def test_a_revisit_without_a_full_record_is_fetched_itself() -> None:
    revisits = [row(day, digest="D1", status="-", mimetype="warc/revisit") for day in range(5)]
    assert run(Sampler(revisits, 0), lambda _: "A") == [revisits[0]]


def test_redirects_are_followed_on_their_own_and_not_by_digest() -> None:
    """One old URL leads to one target for six years, then to another; both redirects have the same empty body."""
    moved = [row(day, digest=EMPTY_DIGEST, status="301", original="http://old.example/p") for day in range(0, 4000, 10)]
    pages = [row(day + 0.5, digest=f"D{day}") for day in range(100)]
    shows = {capture_key(c): "-> /b" if c.captured_at >= "2016-05" else "-> /a" for c in moved} | {
        capture_key(c): "A" for c in pages
    }
    fetched = run(Sampler([*moved, *pages], 30), lambda capture: shows[capture_key(capture)])
    redirects = [capture for capture in fetched if capture.statuscode == "301"]
    assert len(fetched) - len(redirects) == 5
    last_a = max(c.captured_at for c in moved if shows[capture_key(c)] == "-> /a")
    first_b = min(c.captured_at for c in moved if shows[capture_key(c)] == "-> /b")
    assert {last_a, first_b} <= {capture.captured_at for capture in redirects}
    assert len(redirects) <= 4000 / 365 + 2 + math.ceil(math.log2(37))


def test_a_revisit_of_an_empty_body_is_a_redirect() -> None:
    rows = [row(day, digest=EMPTY_DIGEST, status="-", mimetype="warc/revisit") for day in range(30)]
    assert len(run(Sampler(rows, 30), lambda _: "-> /a")) == 2


def test_two_bodies_of_one_second_are_told_apart() -> None:
    rows = [row(0, digest="D1"), row(0, digest="D2"), row(1, digest="D3")]
    shows = {"D1": "A", "D2": "B", "D3": "B"}
    assert days(run(Sampler(rows, 30), lambda capture: shows[capture.digest])) == [1, 2, 3]
    assert days(run(Sampler([row(0, digest=f"D{n}") for n in range(5)], 0), lambda _: "A")) == [0, 1, 2, 3, 4]


def test_a_row_listed_twice_is_fetched_once_and_in_full() -> None:
    full, revisit = row(0, digest="D1"), row(0, digest="D1", status="-", mimetype="warc/revisit")
    assert run(Sampler([revisit, full, full], 0), lambda _: "A") == [full]


def test_a_repaired_timestamp_is_asked_for_as_the_archive_spells_it() -> None:
    odd = Capture(
        urlkey="k", timestamp="20000012170449", captured_at="2000-12-17T04:49:00Z", original="o", statuscode="200", length=7
    )
    assert Sampler([odd]).next() == [odd]


def test_rows_may_be_streamed_in_before_the_start_but_not_after() -> None:
    world = daily("A" * 100)
    sampler = Sampler(resolution=30)
    for capture in world.captures:
        sampler.add([capture])
    assert days(sampler.next()) == [0, 30, 60, 90, 99]
    with pytest.raises(ValueError, match="new Sampler"):
        sampler.add(world.captures)


def test_an_answer_that_was_not_asked_for_is_refused() -> None:
    world = daily("A" * 100)
    sampler = Sampler(world.captures, 30)
    with pytest.raises(ValueError, match="not awaited"):
        sampler.heard(world.captures[1], "A")
    (first, *_) = sampler.next()
    sampler.heard(first, "A")
    with pytest.raises(ValueError, match="not awaited"):
        sampler.heard(first, "A")


def test_an_unchanged_document_costs_one_fetch_for_a_new_capture_and_none_without() -> None:
    world = daily("A" * 200)
    fetched = run(Sampler(world.captures[:-1], 30), world.answer)
    known = {capture_key(capture): "A" for capture in fetched}
    assert Sampler(world.captures[:-1], 30, known).done
    assert days(run(Sampler(world.captures, 30, known), world.answer)) == [199]


def test_a_finer_resolution_later_fetches_only_what_is_missing() -> None:
    world = daily("A" * 500 + "B" * 500)
    fetched = run(Sampler(world.captures, 60), world.answer)
    known = {capture_key(capture): world.answer(capture) for capture in fetched}
    more = run(Sampler(world.captures, 20, known), world.answer)
    assert not set(days(more)) & set(days(fetched))
    times = sorted(days(more) + days(fetched))
    assert max(b - a for a, b in itertools.pairwise(times)) <= 20


def test_states_that_settle_to_the_same_are_not_bisected() -> None:
    world = daily([f"A{day}" for day in range(300)])
    sampler = Sampler(world.captures, 30, settle=lambda looks: [state[0] for _, state in looks])
    assert len(run(sampler, world.answer)) == 11


def test_a_look_that_says_nothing_is_replaced_by_its_neighbour() -> None:
    world = daily("A" * 30 + "x" + "A" * 30)
    sampler = Sampler(world.captures, 30, settle=lambda looks: [None if state == "x" else state for _, state in looks])
    assert days(run(sampler, world.answer)) == [0, 29, 30, 59, 60]


def test_what_an_earlier_run_read_beside_the_rounds_counts_even_if_the_rounds_ask_for_nothing_more() -> None:
    """First and last share a digest; the B between them was the last capture of the listing of an earlier run."""
    rows = [(row(0, digest="D0"), "A"), (row(1, digest="D1"), "B"), (row(2, digest="D2"), "B"), (row(3, digest="D0"), "A")]
    world = World.of(rows)
    known = {capture_key(capture): state for capture, state in rows[:2]}
    assert days(run(Sampler(world.captures, 30, known), world.answer)) == [2]
