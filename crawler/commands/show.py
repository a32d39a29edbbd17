"""scrapy show: one text of a vendor's policy, as it was on a day."""

from __future__ import annotations

import argparse

from crawler.console import RecordsCommand, one_argument
from crawler.exporting import file_text
from crawler.records import Records
from crawler.selection import choose, one_timeline, timelines_of


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
        parser.add_argument("--format", choices=("markdown", "text"), default="markdown", help="form of the text")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the text."""
        domain = one_argument(args)
        line = one_timeline(timelines_of(records, domain, opts.kind), domain, opts.url)
        stretch = choose(line, opts.at) if opts.at else line.stretches[-1]
        print(file_text(records.text(stretch.text_id), stretch, opts.format), end="")
