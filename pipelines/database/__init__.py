"""The database: with `pipelines.schema` and `pipelines.views`, the only place that speaks SQL.

Saving is idempotent and independent of order: each ``save_...`` is one transaction, and saving the same fact twice changes
nothing. Where two facts about one thing can meet (two endings of a capture), a rule that does not ask which came first decides.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pipelines.database import opening
from pipelines.database.connection import errors
from pipelines.database.facts import Facts
from pipelines.database.kept import Kept
from pipelines.database.merging import Merging
from pipelines.database.saving import Saving
from pipelines.database.searching import Searching
from pipelines.database.verifying import Verifying

__all__ = ["Database"]


class Database(Saving, Searching, Kept, Merging, Verifying, Facts):
    """A policy database. Open it with `Database.open`; it is a context manager, and belongs to the thread that opened it."""

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, blocking: bool = True) -> Self:
        """Open the file at ``path``; with ``write``, make it on first use. An older one is brought forward.

        While another program is writing, opening to write and saving wait for it; with ``blocking`` off, only what is saved by
        `patiently` does.

        Raises `StoreError` with one line when the file is missing (reading), is not ours, is damaged, newer than this
        program, or cannot be opened.
        """
        path = Path(path)
        with errors(path):
            db = opening.open_for_writing(path, blocking=blocking) if write else opening.open_for_reading(path)
            return cls(db, path, opening.BUSY_SECONDS, blocking=blocking)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
