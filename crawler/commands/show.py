"""scrapy show: one text of a vendor's policy, as it was on a day."""

from __future__ import annotations

import argparse

from crawler.console import NothingKnownError, RecordsCommand, one_argument
from crawler.exporting import file_text
from crawler.records import Records
from crawler.selection import choose, documents_of, one_timeline, versions_of


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
        versions = versions_of(records, documents_of(records, domain, opts.kind))
        versions = one_timeline([version for version in versions if opts.url in ("", version.url)], domain)
        version = choose(versions, opts.at) if opts.at else versions[-1]
        text = records.text(version.text_id)
        if not text.markdown:
            raise NothingKnownError(f"version {version.version} of {domain} has no text")
        print(file_text(text, version, opts.format), end="")
