"""What all commands share: the database at hand, errors as one line, tables that fit, JSON for scripts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console, JustifyMethod, OverflowMethod
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
        with told_in_one_line(self), open_records(self.settings, write=self.writes) as records:
            self.report(records, args, opts)

    @abstractmethod
    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Do the work. May raise `UserError`, `StoreError`, `NothingKnownError`, and ``UsageError`` for the usage line."""


@contextmanager
def told_in_one_line(command: ScrapyCommand) -> Iterator[None]:
    """Turn what a user can have done wrong into one line and the command's exit status; a closed pipe is nobody's fault."""
    try:
        yield
        sys.stdout.flush()
    except UserError as error:
        fail(command, error, BAD_INPUT)
    except (StoreError, NothingKnownError) as error:
        fail(command, error, NO_DATA)
    except BrokenPipeError:  # `scrapy versions ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(command: ScrapyCommand, error: Exception, status: int) -> None:
    """Print one line that names the command, and set its exit status."""
    name = type(command).__module__.rpartition(".")[2]
    print(f"scrapy {name}: {error}", file=sys.stderr)
    command.exitcode = status


def console() -> Console:
    """Return where tables go: as wide as the terminal, coloured only there."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=PIPED_COLUMNS if piped else None, highlight=False, markup=False)


def progress_console() -> Console:
    """Return where progress bars go: the error stream, silent unless it is a terminal."""
    return Console(stderr=True, quiet=not sys.stderr.isatty())


def print_json(rows: object) -> None:
    """Print a list or an object as indented JSON."""
    print(json.dumps(rows, ensure_ascii=False, indent=2))


def print_table(title: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under ``columns``: name -> how it is set.

    ``left`` and ``right`` are cut if there is no room, ``short`` at 16 characters where a terminal is narrow, ``fold`` goes on
    in the next line, ``whole`` is never cut: for what is to be copied.
    """
    rows = [["" if cell is None else str(cell) for cell in row] for row in rows]
    screen = console()
    screen.print(title, style="bold", soft_wrap=True)  # a URL must stay whole, to be copied
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, (name, style) in enumerate(columns.items()):
        width = max([len(name), *(len(row[number]) for row in rows)]) if style == "whole" else None
        overflow: OverflowMethod = "fold" if style == "fold" else "ellipsis"
        justify: JustifyMethod = "right" if style == "right" else "left"
        most = 16 if style == "short" and screen.width < 120 else None
        table.add_column(name, justify=justify, overflow=overflow, no_wrap=style != "fold", min_width=width, max_width=most)
    for row in rows:
        table.add_row(*row)
    screen.print(table)


def one_argument(args: list[str]) -> str:
    """Return the one argument that a command takes; raise ``UsageError`` otherwise."""
    if len(args) != 1:
        raise UsageError
    return args[0]


def day(timestamp: str | None) -> str:
    """Return the day of a 14-digit timestamp: ``2016-10-30``."""
    return f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}" if timestamp else ""
