"""Databases that never come to the end of an answer, each at another moment of a crawl: only what gives way is stopped there.

Name one as ``DATABASE_CLASS``. When the moment has come, a file ``reached`` lies beside the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from crawler.items import Known
from pipelines.database import Database

_NEVER = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT count(*) AS n FROM numbers"


class Endless(Database):
    """What they share. ``known`` is asked once for sampling, then once for ruling."""

    asked: ClassVar[int] = 0

    def reached(self) -> None:
        """Tell that from now on there is no end."""
        (self.path.parent / "reached").touch()

    def rows_for_ever(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield the rows there are, again and again."""
        self.reached()
        while True:
            yield from super().known(document_id, now)

    def query_for_ever(self) -> None:
        """Ask SQLite for something that it cannot finish."""
        self.reached()
        list(self._rows(_NEVER))


class SamplingRows(Endless):
    """There is always one more capture to be sampled."""

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield for ever."""
        return self.rows_for_ever(document_id, now)


class SamplingQuery(Endless):
    """The first capture to be sampled never comes."""

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield nothing, for ever."""
        self.query_for_ever()
        yield from ()


class RulingRows(Endless):
    """There is always one more capture to be ruled on."""

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield for ever, the second time."""
        Endless.asked += 1
        return super().known(document_id, now) if Endless.asked == 1 else self.rows_for_ever(document_id, now)


class RulingQuery(Endless):
    """The first capture to be ruled on never comes."""

    def known(self, document_id: int, now: str) -> Iterator[Known]:
        """Yield nothing for ever, the second time."""
        Endless.asked += 1
        if Endless.asked > 1:
            self.query_for_ever()
        yield from super().known(document_id, now)


class Counting(Endless):
    """The outcomes cannot be counted."""

    def outcomes(self, document_id: int, since: str = "", until: str = "") -> dict[str, int]:
        """Return never."""
        self.query_for_ever()
        return {}
