"""Databases at whose use Ctrl-C comes: just when a crawl begins."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any, Self

from pipelines.database import Database


class WhileMade(Database):
    """Ctrl-C when the spider or the pipeline opens the database: Scrapy hears of signals, but has no spider yet."""

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, blocking: bool = True) -> Self:
        """Open it; the checks before a run, which wait for others, are let pass."""
        if write and not blocking and not Path(f"{path}.once").exists():
            Path(f"{path}.once").touch()
            os.kill(os.getpid(), signal.SIGINT)
        return super().open(path, write=write, blocking=blocking)


class WhileChecked(Database):
    """Ctrl-C while it is checked whether a run can be."""

    def searched(self, since: str) -> frozenset[str]:
        """Ask; the first to ask is the check."""
        os.kill(os.getpid(), signal.SIGINT)
        return super().searched(since)


class WhileBegun(Database):
    """Ctrl-C when the run's row is written: the spider is about to be open."""

    def start_run(self, *args: Any) -> int:
        """Write the row."""
        os.kill(os.getpid(), signal.SIGINT)
        return super().start_run(*args)
