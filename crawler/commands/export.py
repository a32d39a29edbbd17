"""scrapy export: texts, history and evidence as files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from scrapy.exceptions import UsageError

from crawler.errors import UserError
from crawler.exports import FORMATS, Order
from crawler.exports.jsonl import FIELDS
from crawler.offline.console import RecordsCommand, fail
from crawler.records import Records

#: Exit status after Ctrl-C: 128 and the signal's number, as shells have it.
INTERRUPTED: Final = 130

#: What the forms are, one after the other; argparse sets it as one paragraph.
FORMS: Final = (
    "markdown, text: one file a version, with its evidence in the first line. "
    "jsonl: one file a vendor, one line a version, with texts, fingerprints and digests (the fields are named below). "
    "git: a repository with one commit a version; DIR must be new, empty, or such a repository, which is then replaced: "
    "`git log -p nexmo.com/privacy.md` shows what changed and when. "
    "warc: one file a vendor, with the stored captures; crawl it with -s ARCHIVE=DIR -a resolution=0."
)


class Command(RecordsCommand):
    """Write what the database knows into a folder."""

    example = (
        "scrapy export nexmo.com --output out; scrapy export --format text --output out; "
        "scrapy export --format jsonl --output data; scrapy export nexmo.com --format git --output history; "
        "scrapy export nexmo.com --format warc --output archive"
    )

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] [DOMAIN ...]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Write texts, history or captures (of these vendors, or of all) into a folder"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--format", choices=list(FORMATS), default="markdown", help=FORMS)
        parser.add_argument("--output", default="", metavar="DIR", help="folder to write to; made if it is not there")
        parser.add_argument("--kind", default="", help="only documents of this kind: privacy, terms, ...")
        parser.add_argument_group("Fields of a line of jsonl", "; ".join(f"{name}: {says}" for name, says in FIELDS.items()))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export; Ctrl-C is answered in one line as well."""
        try:
            super().run(args, opts)
        except KeyboardInterrupt:
            fail(self, UserError("interrupted; every file that was finished is whole, nothing else was left"), INTERRUPTED)

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files, out of one state of the database, and say what was written."""
        if not opts.output:
            raise UsageError("name the folder to write to: --output DIR")
        order = Order(records=records, folder=Path(opts.output), domains=tuple(args), kind=opts.kind)
        try:
            with records.still():
                said = FORMATS[opts.format](order)
        except OSError as error:
            reason = error.strerror or error
            raise UserError(f"{error.filename or order.folder}: {reason}; name a folder that can be written") from error
        print(said)
