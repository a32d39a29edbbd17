"""What all commands share: the database at hand, errors as one line, tables that fit, JSON for scripts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.console import Console, OverflowMethod
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.errors import UserError
from crawler.items import StoreError
from crawler.records import Records, open_records

#: Exit status of an offline command that met bad input, and of one whose database cannot be used or has nothing of it.
BAD_INPUT: Final = 2
NO_DATA: Final = 1

#: Columns of a table that goes into a file or a pipe, where no terminal says how many there are.
PIPED_COLUMNS: Final = 160


class NothingKnownError(Exception):
    """The database has nothing of what was asked for; the text is one line that says what to do."""


class RecordsCommand(ScrapyCommand):
    """A command that works offline on the database. Subclasses define `report`."""

    requires_project = True
    requires_crawler_process = False
    writes = False
    example = ""

    def long_desc(self) -> str:
        """Return the description with an example."""
        return f"{self.short_desc()}. Example: {self.example}"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Open the database, report, and turn what goes wrong into one line and an exit status."""
        assert self.settings is not None
        try:
            with open_records(self.settings, write=self.writes) as records:
                self.report(records, args, opts)
        except UserError as error:
            self.fail(error, BAD_INPUT)
        except (StoreError, NothingKnownError) as error:
            self.fail(error, NO_DATA)
        except BrokenPipeError:  # `scrapy versions ... | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def fail(self, error: Exception, status: int) -> None:
        """Print one line and set the exit status."""
        print(f"scrapy {self.name}: {error}", file=sys.stderr)
        self.exitcode = status

    @property
    def name(self) -> str:
        """Return the command's name: that of its module."""
        return type(self).__module__.rpartition(".")[2]

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Do the work. May raise `UserError`, `StoreError`, `NothingKnownError`, and ``UsageError`` for the usage line."""
        raise NotImplementedError


def console() -> Console:
    """Return where tables go: as wide as the terminal, coloured only there."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=PIPED_COLUMNS if piped else None, highlight=False)


def progress_console() -> Console:
    """Return where progress bars go: the error stream, silent unless it is a terminal."""
    return Console(stderr=True, quiet=not sys.stderr.isatty())


def print_json(rows: object) -> None:
    """Print a list or an object as indented JSON."""
    print(json.dumps(rows, ensure_ascii=False, indent=2))


def print_table(title: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under ``columns``: name -> how it is aligned and cut (``left``, ``right``, ``fold``)."""
    screen = console()
    screen.print(title, style="bold", soft_wrap=True)  # a URL must stay whole, to be copied
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, style in columns.items():
        overflow: OverflowMethod = "fold" if style == "fold" else "ellipsis"
        table.add_column(name, justify="right" if style == "right" else "left", overflow=overflow, no_wrap=style != "fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    screen.print(table)


def one_argument(args: list[str]) -> str:
    """Return the one argument that a command takes; raise ``UsageError`` otherwise."""
    if len(args) != 1:
        raise UsageError
    return args[0]


def day(timestamp: str | None) -> str:
    """Return the day of a 14-digit timestamp: ``2016-10-30``."""
    return f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}" if timestamp else ""
