"""scrapy verify and rows without a moment: one that says why is right, one that does not is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.commands.verify import _moments_wrong
from pipelines.database import Database
from tests.pipelines.make import capture, listing, save


@pytest.mark.parametrize(("problem", "wrong"), [("the timestamp '20200102120000' is no moment", 0), ("", 1)])
def test_a_row_that_was_of_the_future_when_it_was_listed_is_no_fault_later(problem: str, wrong: int, tmp_path: Path) -> None:
    odd = capture(1, captured_at="", problem=problem)
    with Database.open(tmp_path / "policies.db", write=True) as database:
        save(database, listing(capture(2), odd))
        assert len(list(_moments_wrong(database, 1))) == wrong
