"""scrapy verify: whether everything in the database is what it says it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from rich.progress import Progress

from crawler.console import NO_DATA, RecordsCommand, print_json, progress_console
from crawler.history.ruling import rulings_of
from crawler.items import Fault
from crawler.records import Records


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
        faults += list(_rulings_wrong(records)) if not faults else []
        if opts.json:
            print_json([asdict(fault) for fault in faults])
        else:
            for fault in faults:
                print(f"{fault.where}: {fault.what}")
            print(f"{len(faults)} faults" if faults else f"{records.path}: nothing is wrong")
        self.exitcode = NO_DATA if faults else 0


def _rulings_wrong(records: Records) -> Iterator[Fault]:
    """Yield the documents whose rulings on noise are not those that follow from their texts."""
    for document_id, document in records.documents():
        held = set(records.rulings(document_id))
        if held and held != set(rulings_of(document, records.known(document_id, ""), "").rulings):
            what = "the rulings on noise do not follow from its texts; the next crawl, or `scrapy merge`, makes them anew"
            yield Fault(where=f"{document.domain} {document.kind} {document.url}", what=what)
