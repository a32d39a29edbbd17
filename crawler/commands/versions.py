"""scrapy versions: the history of a vendor's policies, one line a version."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from crawler.console import RecordsCommand, day, one_argument, print_json, print_table
from crawler.items import Version
from crawler.records import Records
from crawler.selection import documents_of, versions_of

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
        parser.add_argument("--kind", default="", help="only documents of this kind: privacy, terms, ...")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the versions."""
        documents = documents_of(records, one_argument(args), opts.kind)
        versions = versions_of(records, documents)
        if opts.json:
            print_json([asdict(version) for version in versions])
            return
        for _, document in documents:
            own = [version for version in versions if (version.kind, version.url) == (document.kind, document.url)]
            print_table(
                f"{document.domain} {document.kind}: {document.url}",
                COLUMNS,
                [_row(version) for version in own],
            )


def _row(version: Version) -> tuple[object, ...]:
    note = f"again version {version.same_as}" if version.same_as else version.title
    changed = day(version.previous_timestamp) or "(first capture)"
    first, last = day(version.first_timestamp), day(version.last_timestamp)
    return version.version, changed, first, last, version.captures, version.words, note
