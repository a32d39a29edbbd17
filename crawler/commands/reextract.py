"""scrapy reextract: all stored bodies read again, after the extractor has changed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.extraction import EXTRACTOR
from crawler.offline.console import (
    NothingKnownError,
    RecordsCommand,
    day,
    print_json,
    print_table,
    progress_console,
    told_in_one_line,
)
from crawler.offline.reextraction import Moved, reextract
from crawler.offline.selection import documents_of
from crawler.reading import Reader
from crawler.records import Records, open_records

#: Column -> how it is aligned.
COLUMNS: Final = {
    "vendor": "left",
    "kind": "left",
    "read": "right",
    "versions before": "right",
    "after": "right",
    "begin no longer": "fold",
    "begin now": "fold",
}


class Command(RecordsCommand):
    """Read bodies again. Old texts stay in force until the new ones of their document are complete."""

    example = "scrapy reextract nexmo.com"
    writes = True

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] [DOMAIN ...]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Read stored bodies again that the present extractor has not read, and report which versions that moved"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse a database that is not there, before opening for writing makes it."""
        assert self.settings is not None
        with told_in_one_line(self):
            open_records(self.settings).close()
            super().run(args, opts)

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Read, and print what moved. None of it is a change of policy: the policies are the same, our reading is not."""
        assert self.settings is not None
        documents = [pair for domain in args for pair in documents_of(records, domain).items()] if args else records.documents()
        if not documents:
            raise NothingKnownError("no documents yet; `scrapy crawl policies` makes some")
        total = sum(records.unread_count(document_id, EXTRACTOR) for document_id, _ in documents)
        columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        workers, timeout = self.settings.getint("EXTRACTION_WORKERS"), self.settings.getfloat("EXTRACTION_TIMEOUT")
        with Progress(*columns, console=progress_console(), transient=True) as progress, Reader(workers, timeout) as reader:
            bar = progress.add_task("Reading", total=total)
            results = list(reextract(records, documents, reader, EXTRACTOR, lambda: progress.advance(bar)))
        if opts.json:
            print_json([asdict(result) for result in results])
        else:
            _print(results)


def _print(results: list[Moved]) -> None:
    moved = [result for result in results if result.gone or result.new]
    if moved:
        print_table("Versions that the new reading moved (the policies did not change)", COLUMNS, map(_row, moved))
    read = sum(result.read for result in results)
    print(f"{read} bodies of {len(results)} documents read by {EXTRACTOR}; {len(moved)} documents with versions moved")


def _row(result: Moved) -> tuple[object, ...]:
    document = result.document
    gone, new = (", ".join(map(day, timestamps)) for timestamps in (result.gone, result.new))
    return document.domain, document.kind, result.read, result.before, result.after, gone, new
