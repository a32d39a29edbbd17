"""scrapy search: versions by the words of their texts."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from scrapy.exceptions import UsageError

from crawler.errors import UserError
from crawler.items import Hit
from crawler.offline.console import NothingKnownError, RecordsCommand, day, print_json, print_table
from crawler.records import Records
from crawler.urls import registrable_domain

#: Column -> how it is aligned.
COLUMNS: Final = {"vendor": "left", "kind": "left", "v": "right", "seen from": "left", "to": "left", "where": "fold"}


class Command(RecordsCommand):
    """Search all versions."""

    example = """scrapy search '"third parties" advertis*' --domain nexmo.com"""

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] WORD ..."

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Find the versions that hold all these words ('\"a phrase\"', beginning*), the best first"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--domain", action="append", default=[], help="only this vendor's; may be given several times")
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="versions to show at most (default: 20)")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the versions found, each with the place where the words stand."""
        query = " ".join(args)
        if not query:
            raise UsageError("name the words to search for: scrapy search WORD ...")
        if not any(character.isalnum() for character in query):
            raise UserError(f"{query!r} has no word to search for")
        if opts.limit < 1:
            raise UserError(f"--limit {opts.limit}: at least 1")
        hits = records.search(query, [registrable_domain(domain) for domain in opts.domain], opts.limit)
        if opts.json:
            print_json([asdict(hit) for hit in hits])
        elif hits:
            print_table(f"{len(hits)} versions with {query}", COLUMNS, map(_row, hits))
        if not hits:
            raise NothingKnownError(f"no version holds {query}")


def _row(hit: Hit) -> tuple[object, ...]:
    version = hit.version
    first, last = day(version.first_timestamp), day(version.last_timestamp)
    return version.domain, version.kind, version.version, first, last, hit.excerpt
