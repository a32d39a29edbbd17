"""Every capture ends in exactly one outcome, and says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.items import OUTCOMES, ListingOutcome
from crawler.sampling.rows import EMPTY_DIGEST, decided_by_listing, is_redirect
from crawler.sampling.track import FAILURES_OF_A_DIGEST
from pipelines import derivation, derivation_facts
from pipelines.database import Database
from tests.pipelines.make import EMPTY, NOW, POLICY, capture, listing, outcome, ruling, save, snapshot, stamp, text, told


def outcomes(database: Database, *days: int) -> list[str]:
    found = told(database)
    return [found[stamp(day)].outcome for day in days]


def test_a_body_that_is_a_policy_is_read_and_another_page_is_not_policy(database: Database) -> None:
    save(database, snapshot(capture(0), "one"), snapshot(capture(1), "sorry", verdict="soft-404"))
    assert outcomes(database, 0, 1) == ["read", "not-policy"]
    rejected = told(database)[stamp(1)]
    assert rejected.reason == "soft-404"
    assert rejected.text_id
    assert database.text(rejected.text_id).text == "sorry"


@pytest.mark.parametrize("name", ["redirect", "archived-error", "unplayable", "excluded", "failed"])
def test_an_ending_is_told_with_its_reason(name: str, database: Database) -> None:
    due_at = "2026-02-01T00:00:00Z" if name == "failed" else ""
    save(database, outcome(capture(0), name, "so it was", target="https://new.example/" * (name == "redirect"), due_at=due_at))
    captured = told(database)[stamp(0)]
    assert (captured.outcome, captured.reason, captured.due_at) == (name, "so it was", due_at)
    assert captured.target == ("https://new.example/" if name == "redirect" else "")


def test_what_the_listing_alone_decides(database: Database) -> None:
    rows = {
        "malformed": capture(0, problem="no such month"),
        "archived-error": capture(1, status="404"),
        "unplayable": capture(2, digest=EMPTY),
        "pending": capture(3),
    }
    save(database, listing(*rows.values()))
    found = told(database)
    assert {name: found[row.timestamp].outcome for name, row in rows.items()} == {name: name for name in rows}
    assert found[stamp(0)].reason == "no such month"
    assert found[stamp(1)].reason == "the vendor answered 404"


def test_captures_of_equal_digest_share_what_one_of_them_shows(database: Database) -> None:
    save(database, listing(capture(0, "A"), capture(9, "A", status="-")), snapshot(capture(5, "A"), "one"))
    assert outcomes(database, 0, 5, 9) == ["same-digest", "read", "same-digest"]
    (version,) = database.versions(1)
    assert (version.first_timestamp, version.last_timestamp, version.captures) == (stamp(0), stamp(9), 3)
    assert version.timestamp == stamp(5)  # the evidence is the capture whose body is stored


def test_of_two_witnesses_of_a_digest_the_proven_one_speaks_for_the_others(database: Database) -> None:
    right = snapshot(capture(5), "right")
    digest = right.body_digest
    save(database, listing(capture(9, digest)), snapshot(capture(0, digest), "wrong"), snapshot(capture(5, digest), "right"))
    assert [database.text(version.text_id).text for version in database.versions(1)] == ["wrong", "right"]
    assert told(database)[stamp(9)].text_id == told(database)[stamp(5)].text_id


def test_a_failure_does_not_hide_what_an_equal_digest_shows(database: Database) -> None:
    save(database, outcome(capture(0, "A"), "failed", due_at=NOW), snapshot(capture(5, "A"), "one"))
    assert outcomes(database, 0) == ["same-digest"]
    assert told(database)[stamp(0)].due_at == ""


def test_a_digest_that_is_a_redirect_in_one_capture_is_so_in_all(database: Database) -> None:
    save(database, listing(capture(1, "A")), outcome(capture(0, "A"), "redirect", target="https://new.example/"))
    assert outcomes(database, 0, 1) == ["redirect", "same-digest"]


def test_three_lost_captures_of_a_digest_speak_for_the_others(database: Database) -> None:
    lost = [outcome(capture(day, "A"), "unplayable") for day in (1, 3)]
    save(database, listing(*(capture(day, "A") for day in range(6))), *lost)
    assert outcomes(database, 0, 5) == ["pending", "pending"]
    save(database, outcome(capture(4, "A"), "unplayable"))
    assert outcomes(database, 0, 5) == ["unplayable", "unplayable"]
    assert "same digest" in told(database)[stamp(0)].reason


def test_between_means_that_the_known_neighbours_show_the_same(database: Database) -> None:
    save(database, listing(*(capture(day) for day in range(10))))
    save(database, *(snapshot(capture(day), words) for day, words in ((2, "one"), (5, "one"), (8, "two"))))
    expected = ["pending"] * 2 + ["read"] + ["between"] * 2 + ["read"] + ["pending"] * 2 + ["read", "pending"]
    assert outcomes(database, *range(10)) == expected


def test_redirects_and_texts_do_not_stand_between_each_other(database: Database) -> None:
    save(database, listing(capture(1), capture(3, status="301")))
    save(database, snapshot(capture(0), "one"), snapshot(capture(4), "one"))
    save(database, outcome(capture(2, status="301"), "redirect", target="https://new.example/"))
    save(database, outcome(capture(5, status="301"), "redirect", target="https://new.example/"))
    assert outcomes(database, 1, 3) == ["between", "between"]


def test_noise_between_two_looks_at_one_wording_leaves_between_what_is_between(database: Database) -> None:
    save(database, listing(*(capture(day) for day in range(5))))
    save(database, snapshot(capture(0), "one"), snapshot(capture(2), "one with a banner"), snapshot(capture(4), "one"))
    assert outcomes(database, 1, 3) == ["pending", "pending"]
    save(database, ruling("one with a banner", "one", 2, 2))
    assert outcomes(database, 1, 3) == ["between", "between"]


def test_counts_add_up_to_the_rows_listed(database: Database) -> None:
    save(database, listing(*(capture(day) for day in range(20))), snapshot(capture(3), "one"), snapshot(capture(9), "one"))
    assert database.outcomes(1) == {"pending": 13, "read": 2, "between": 5}
    assert set(database.outcomes(1)) <= set(OUTCOMES)


@pytest.mark.parametrize("status", ["200", "206", "226", "-", "301", "302", "304", "308", "403", "404", "500", "503"])
@pytest.mark.parametrize("digest", ["-", "A", EMPTY])
def test_the_view_decides_by_the_listing_as_the_sampler_does(status: str, digest: str, database: Database) -> None:
    row = capture(1, digest, status)
    save(database, listing(row))
    decided = decided_by_listing(row)
    assert outcomes(database, 1) == [decided[0] if decided else "pending"]
    if decided is None:  # and takes it for a text or a redirect alike
        target = {"target": "https://new.example/"}
        save(database, *(outcome(capture(day, status="301"), "redirect", **target) for day in (0, 2)))
        assert outcomes(database, 1) == ["between" if is_redirect(row) else "pending"]


def test_rules_that_stand_in_two_rooms_are_the_same() -> None:
    assert derivation_facts.EMPTY_DIGEST == EMPTY_DIGEST
    assert derivation.LOST == FAILURES_OF_A_DIGEST


def test_known_says_what_each_capture_shows_and_gives_each_text_once(database: Database) -> None:
    save(database, listing(capture(0), capture(9, problem="no such month")), *(snapshot(capture(day), "one") for day in (1, 2)))
    save(database, outcome(capture(3), "failed", due_at="2026-05-01T00:00:00Z"), outcome(capture(4), "unplayable"))
    save(database, snapshot(capture(5), "sorry", verdict="soft-404"))
    known = list(database.known(1, "2026-04-01T00:00:00Z"))
    assert [item.capture.timestamp for item in known] == [stamp(day) for day in range(6)]
    wording = text("one").wording
    assert [item.state for item in known] == [None, wording, wording, None, None, "not-policy: soft-404"]
    assert [item.text for item in known] == ["", "one", "", "", "", ""]
    assert [item.waiting for item in known] == [False, False, False, True, True, False]
    later = list(database.known(1, "2026-06-01T00:00:00Z"))
    assert [item.waiting for item in later] == [False, False, False, False, True, False]


def test_the_last_answer_about_a_listing_counts(database: Database) -> None:
    save(database, listing(capture(0)))
    assert database.unlisted([1]) == {}
    values = {"document": POLICY, "reason": "504", "decided_at": "2026-05-01T00:00:00Z"}
    save(database, ListingOutcome(outcome="failed", **values))
    assert database.unlisted([1]) == {"failed": 1}
    assert outcomes(database, 0) == ["pending"]
    save(database, replace(listing(capture(0)), listed_at="2026-06-01T00:00:00Z"))
    assert database.unlisted([1]) == {}


def test_rejected_lists_what_is_no_policy_with_the_reasons(database: Database) -> None:
    parked = snapshot(capture(3), "this domain is for sale", verdict="parked")
    save(database, snapshot(capture(1), "one"), replace(parked, text=replace(parked.text, score=0.9, reasons=("for sale",))))
    (rejected,) = database.rejected(1)
    assert (rejected.timestamp, rejected.verdict, rejected.score, rejected.reasons) == (stamp(3), "parked", 0.9, ("for sale",))
    assert rejected.snapshot_url == f"https://web.archive.org/web/{stamp(3)}id_/https%3A//vendor.example/privacy"
