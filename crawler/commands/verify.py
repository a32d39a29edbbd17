"""scrapy verify: whether everything in the database is what it says it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from rich.progress import Progress

from crawler.history.ruling import rulings_of
from crawler.items import Document, Fault, StoreError
from crawler.offline.console import NO_DATA, RecordsCommand, print_json, progress_console
from crawler.records import Records
from crawler.wayback import captured_at

#: Where the faults of a file lie that is damaged itself (`Records.faults`).
DAMAGED: Final = "the file"


class Command(RecordsCommand):
    """Verify the database; exit status 1 if anything is wrong."""

    example = "scrapy verify -s DATABASE=data/policies.db"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Check bodies, texts, outcomes, versions and the file itself; change nothing; exit status 1 if anything is wrong"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - takes no arguments
        """Print what is wrong and where, or that nothing is."""
        with Progress(console=progress_console(), transient=True) as progress:
            bar = progress.add_task("Verifying", total=None)
            faults = list(records.faults(lambda done, total: progress.update(bar, completed=done, total=total)))
        if not any(fault.where == DAMAGED for fault in faults):  # else every further answer is worthless
            faults += _does_not_follow(records)
        if opts.json:
            print_json([asdict(fault) for fault in faults])
        else:
            for fault in faults:
                print(f"{fault.where}: {fault.what}")
            print(f"{len(faults)} faults" if faults else f"{records.path}: nothing is wrong")
        self.exitcode = NO_DATA if faults else 0


def _does_not_follow(records: Records) -> list[Fault]:
    """Return where the database holds something else than what this program makes of its facts, document by document."""
    faults = []
    for document_id, document in records.documents():
        where = f"{document.domain} {document.kind} {document.url}"
        try:
            wrong = [*_moments_wrong(records, document_id), *_rulings_wrong(records, document_id, document)]
        except StoreError as error:
            wrong = [str(error)]
        faults += [Fault(where=where, what=what) for what in wrong]
    return faults


def _moments_wrong(records: Records, document_id: int) -> Iterator[str]:
    """Yield the captures whose moment is not that of their timestamp: all bounds of versions are made of moments.

    A row that was of the future when it was listed has none for good, and says so.
    """
    for capture in records.captures(document_id):
        refused = not capture.captured_at and capture.reason.endswith("is no moment")
        if not refused and capture.captured_at != (moment := captured_at(capture.timestamp)):
            yield f"capture {capture.timestamp} is said to be of {capture.captured_at!r}, and follows to be of {moment!r}"


def _rulings_wrong(records: Records, document_id: int, document: Document) -> Iterator[str]:
    """Yield whether a document's rulings on noise are not those that follow from its texts."""
    held = records.rulings(document_id)
    if set(held) != set(rulings_of(document, records.known(document_id, ""), "").rulings):
        yield "the rulings on noise do not follow from its texts; the next crawl, or `scrapy reextract`, makes them anew"
