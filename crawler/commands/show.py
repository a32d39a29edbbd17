"""scrapy show: one text of a vendor's policy, as it was on a day."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Final

from crawler.exports.files import file_text
from crawler.offline.console import RecordsCommand, one_argument, print_json, print_table
from crawler.offline.selection import choose, documents_of, one_timeline, timelines_of
from crawler.records import Records

#: Column -> how it is aligned.
COLUMNS: Final = {"capture": "left", "kind": "left", "is": "left", "sure": "right", "words": "right", "why": "fold"}


class Command(RecordsCommand):
    """Print a text in the exported format, with its header and link to the evidence."""

    example = "scrapy show nexmo.com --at 2016-10-30"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] DOMAIN"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Print a vendor's policy as it was on a day, with the evidence"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--at", default="", help="a day (2016-10-30, 2016-10, 2016) or a version number; default: the last")
        parser.add_argument("--kind", default="", help="which kind of document: privacy, terms, ...")
        parser.add_argument("--url", default="", help="which document, if there are several")
        parser.add_argument(
            "--rejected", action="store_true", help="list instead the captures whose text is no policy, and why"
        )
        parser.add_argument("--json", action="store_true", help="with --rejected: print JSON for scripts")
        parser.add_argument("--format", choices=("markdown", "text"), default="markdown", help="form of the text")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the text, or the list."""
        domain = one_argument(args)
        if opts.rejected:
            _print_rejected(records, domain, opts)
            return
        line = one_timeline(timelines_of(records, domain, opts.kind), domain, opts.url)
        stretch = choose(line, opts.at) if opts.at else line.stretches[-1]
        print(file_text(records.text(stretch.text_id), stretch, opts.format), end="")


def _print_rejected(records: Records, domain: str, opts: argparse.Namespace) -> None:
    rejected = [
        item
        for document_id, document in documents_of(records, domain, opts.kind).items()
        if opts.url in ("", document.url)
        for item in records.rejected(document_id)
    ]
    if opts.json:
        print_json([asdict(item) for item in rejected])
    elif rejected:
        rows = [(r.timestamp, r.kind, r.verdict, f"{r.score:.2f}", r.words, "; ".join(r.reasons)) for r in rejected]
        print_table(f"{len(rejected)} captures of {domain} that are no policy", COLUMNS, rows)
    else:
        print(f"every text of {domain} is a policy")
