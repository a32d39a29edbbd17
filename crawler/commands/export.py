"""scrapy export: the texts as files, in the "extracted and transformed" format."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.progress import track
from scrapy.exceptions import UsageError

from crawler.console import NothingKnownError, RecordsCommand, progress_console
from crawler.errors import UserError
from crawler.exporting import ENDINGS, file_names, file_text, write
from crawler.history.timeline import Stretch, Timeline
from crawler.records import Records
from crawler.selection import timelines_of


class Command(RecordsCommand):
    """Write one file a version."""

    example = "scrapy export nexmo.com --format markdown --output out"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] [DOMAIN ...]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Write the texts of all versions (of these vendors, or of all) into a folder"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--format", choices=sorted(ENDINGS), default="markdown", help="form of the texts")
        parser.add_argument("--output", default="", metavar="DIR", help="folder to write to; made if it is not there")
        parser.add_argument("--kind", default="", help="only documents of this kind: privacy, terms, ...")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files and say how many."""
        if not opts.output:
            raise UsageError("name the folder to write to: --output DIR")
        stretches = _stretches(records, args, opts.kind)
        if not stretches:
            raise NothingKnownError("no text is a policy yet; `scrapy coverage` tells what became of the captures")
        folder = Path(opts.output)
        pairs = list(file_names(stretches, opts.format))
        try:
            for stretch, name in track(pairs, "Writing", console=progress_console(), transient=True):
                write(folder / name, file_text(records.text(stretch.text_id), stretch, opts.format))
        except OSError as error:
            raise UserError(f"{error.filename or folder}: {error.strerror}; name a folder that can be written") from error
        print(f"{len(pairs)} files in {folder}")


def _stretches(records: Records, domains: list[str], kind: str) -> list[Stretch]:
    """Return the versions of vendors (of all, leaving out those without a text, if none is named)."""
    lines: list[Timeline] = []
    for domain in domains or sorted({document.domain for _, document in records.documents()}):
        try:
            lines += timelines_of(records, domain, kind)
        except NothingKnownError:
            if domains:
                raise
    return [stretch for line in lines for stretch in line.stretches]
