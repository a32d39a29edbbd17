"""scrapy versions: the history of a vendor's policies, one line a version."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from crawler.console import RecordsCommand, console, day, one_argument, print_json, print_table
from crawler.records import Records
from crawler.selection import timelines_of
from crawler.timeline import Stretch, Timeline

#: Column -> how it is aligned.
COLUMNS: Final = {
    "v": "right",
    "changed after": "left",
    "seen from": "left",
    "to": "left",
    "captures": "right",
    "words": "right",
    "title": "fold",
}


class Command(RecordsCommand):
    """List versions with the two captures between which each change happened."""

    example = "scrapy versions nexmo.com --kind privacy"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] DOMAIN"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "List the versions of a vendor's policies, and between which captures each change happened"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--kind", default="", help="only policies of this kind: privacy, terms, ...")
        parser.add_argument("--raw", action="store_true", help="count every difference of wording, noise too")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the versions."""
        lines = timelines_of(records, one_argument(args), opts.kind, ruled=not opts.raw)
        if opts.json:
            print_json([asdict(line) for line in lines])
            return
        for line in lines:
            _print(line)


def _print(line: Timeline) -> None:
    print_table(f"{line.domain} {line.kind}: {line.urls[0]}", COLUMNS, [_row(stretch) for stretch in line.stretches])
    for move in line.moves:
        console().print(f"moved {day(move.timestamp)} from {move.from_url} to {move.to_url} ({move.evidence})", soft_wrap=True)
    console().print()


def _row(stretch: Stretch) -> tuple[object, ...]:
    note = f"again version {stretch.same_as}" if stretch.same_as else stretch.title
    changed = day(stretch.previous_timestamp) or "(first seen)"
    first, last = day(stretch.first_timestamp), day(stretch.last_timestamp)
    return stretch.number, changed, first, last, stretch.captures, stretch.words, note
