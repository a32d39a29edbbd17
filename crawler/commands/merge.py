"""scrapy merge: the facts of other databases taken over."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from functools import partial

from rich.progress import Progress, TaskID
from scrapy.exceptions import UsageError
from scrapy.utils.misc import load_object

from crawler.history.ruling import rulings_of
from crawler.offline.console import RecordsCommand, progress_console, told_in_one_line
from crawler.records import Records


class Command(RecordsCommand):
    """Merge databases. In any order, twice, or again after a crash: the result is the same."""

    example = "scrapy merge laptop.db server.db -s DATABASE=all.db"
    writes = True

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] OTHER.db ..."

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Take over what other databases know; each of them whole or not at all"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse others that cannot be read, before anything is made or taken over."""
        assert self.settings is not None
        with told_in_one_line(self):
            for other in args:
                load_object(self.settings["DATABASE_CLASS"]).open(other).close()
            super().run(args, opts)

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - no options of its own
        """Merge one database after another, and say what has come."""
        if not args:
            raise UsageError("name the databases to take over: scrapy merge OTHER.db ...")
        with Progress(console=progress_console(), transient=True) as progress:
            for other in args:
                bar = progress.add_task(f"Merging {other}", total=None)
                documents, captures = records.merge(other, partial(_show, progress, bar))
                print(f"{other}: {documents} documents and {captures} captures more")
            bar = progress.add_task("Judging noise", total=None)
            for document_id, document in progress.track(records.documents(), task_id=bar):
                now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                records.save_rulings(rulings_of(document, records.known(document_id, now), now))


def _show(progress: Progress, bar: TaskID, done: int, total: int) -> None:
    progress.update(bar, completed=done, total=total)
