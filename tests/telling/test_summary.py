"""How a run ended: exit status, the last line, the table at its end."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from crawler.items import OUTCOMES
from crawler.telling.summary import EXIT_STATUS, MEANINGS, exit_status, sentence, table


@pytest.mark.parametrize(
    ("reason", "outcomes", "unlisted", "errors", "status"),
    [
        ("finished", {"read": 2, "between": 5}, {}, 0, 0),
        ("finished", {}, {}, 0, 5),
        ("finished", {}, {"excluded": 1}, 0, 5),
        ("finished", {"read": 2, "excluded": 1, "unplayable": 1}, {"excluded": 1}, 0, 0),
        ("finished", {"read": 2, "failed": 1}, {}, 0, 3),
        ("finished", {"read": 2, "pending": 1}, {}, 0, 3),
        ("finished", {"read": 2, "failed": 0}, {}, 0, 0),
        ("finished", {}, {"failed": 1}, 0, 3),
        ("finished", {"read": 2}, {}, 1, 1),
        ("rate_limited", {"read": 2, "failed": 3}, {}, 0, 4),
        ("unreachable", {"read": 2, "pending": 3}, {}, 1, 4),
        ("shutdown", {"read": 2}, {}, 0, 130),
        ("shutdown", {"read": 2}, {}, 3, 130),
        ("closespider_timeout", {"read": 2}, {}, 0, 130),
        ("store_failed", {"read": 2}, {}, 0, 1),
        ("broken", {"read": 2}, {}, 0, 1),
        ("whatever Scrapy says one day", {"read": 2}, {}, 0, 1),
    ],
)
def test_the_exit_status_tells_the_truth(
    reason: str, outcomes: dict[str, int], unlisted: dict[str, int], errors: int, status: int
) -> None:
    assert exit_status(reason, outcomes, unlisted, errors) == status


def test_a_plan_is_done_when_its_listings_are() -> None:
    assert exit_status("finished", {"pending": 6}, {}, 0, plan=True) == 0
    assert exit_status("finished", {"pending": 6, "failed": 1}, {}, 0, plan=True) == 3
    assert exit_status("finished", {}, {}, 0, plan=True) == 5


def test_the_last_line_says_it_in_words_with_counts_in_their_fixed_order() -> None:
    counts = {"pending": 4, "read": 12, "failed": 1, "between": 0}
    assert sentence(130, counts, {"failed": 1}, unasked=2, unsearched=3) == (
        "Exit status 130, interrupted; the rest is due again: 12 read, 1 failed, 4 pending, 1 listing(s) failed, "
        "2 document(s) not listed yet, 3 domain(s) not searched yet"
    )
    assert sentence(5, {}, {}) == "Exit status 5, nothing archived for what was asked: no captures"


def test_where_there_was_no_time_to_count_outcomes_the_last_line_says_how_much_there_is() -> None:
    assert sentence(130, {}, {"excluded": 1}, uncounted=(200_000, 343)) == (
        "Exit status 130, interrupted; the rest is due again: 200000 captures listed, 343 of them fetched, "
        "1 listing(s) excluded"
    )


def test_every_outcome_and_every_status_has_its_words() -> None:
    assert set(MEANINGS) == set(OUTCOMES)
    assert set(EXIT_STATUS) == {0, 1, 2, 3, 4, 5, 130}


def test_the_table_has_a_line_for_each_outcome_that_occurred_and_fits_eighty_columns() -> None:
    screen = Console(file=StringIO(), width=80)
    screen.print(table(dict.fromkeys(OUTCOMES, 1_000_000) | {"excluded": 0}))
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == len(OUTCOMES)  # the header stands for the one that is missing
    assert max(map(len, lines)) <= 80
    assert not any("excluded" in line for line in lines)


def test_what_is_excluded_is_not_said_to_be_missing() -> None:
    said = sentence(5, {}, {"excluded": 1})
    assert said.startswith("Exit status 5, what was asked for is excluded by the archive, or was never archived: ")


def test_a_stop_by_the_archive_says_when_to_come_back_if_that_is_known() -> None:
    assert "come back after 2026-11-22T14:00:00Z: 2 read" in sentence(4, {"read": 2}, {}, paused_until="2026-11-22T14:00:00Z")
    assert "come back" not in sentence(4, {"read": 2}, {})
    assert "come back" not in sentence(130, {"read": 2}, {}, paused_until="2026-11-22T14:00:00Z")
