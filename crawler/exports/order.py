"""What is exported, and where to: all that a form of export gets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.progress import Progress

from crawler.errors import UserError
from crawler.history.timeline import Timeline
from crawler.items import Document
from crawler.offline.console import NothingKnownError, progress_console
from crawler.offline.selection import documents_of, timelines_of
from crawler.records import Records
from crawler.urls import registrable_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An export: of which vendors (all, if none is named) and of which kind of document (all, if empty), into which folder."""

    records: Records
    folder: Path
    domains: tuple[str, ...] = ()
    kind: str = ""

    def timelines(self) -> dict[str, list[Timeline]]:
        """Return the policies of each vendor; there is at least one.

        Raises `NothingKnownError` for a vendor that is named and has no text yet. Of all vendors those are left out, each with
        a line on the error stream.
        """
        found: dict[str, list[Timeline]] = {}
        for domain in self._domains():
            try:
                found[domain] = timelines_of(self.records, domain, self.kind)
            except (NothingKnownError, UserError) as error:
                self.leave_out(error)
        if not found:
            raise NothingKnownError("no text is a policy yet; `scrapy coverage` tells what became of the captures")
        return found

    def leave_out(self, why: NothingKnownError | UserError) -> None:
        """Go on without a vendor, and say why on the error stream; but raise it if vendors were named: each is wanted then."""
        if self.domains:
            raise why
        print(f"scrapy export: left out: {why}", file=sys.stderr)

    def documents(self) -> Iterator[tuple[str, dict[int, Document]]]:
        """Yield the documents of each vendor, by id. Raises `NothingKnownError` for one that is named and unknown."""
        if self.domains:
            yield from [(domain, documents_of(self.records, domain, self.kind)) for domain in self._domains()]
            return
        by_domain: dict[str, dict[int, Document]] = {}
        for document_id, document in self.records.documents():
            if self.kind in ("", document.kind):
                by_domain.setdefault(document.domain, {})[document_id] = document
        yield from by_domain.items()

    def _domains(self) -> list[str]:
        named = map(registrable_domain, self.domains)
        return list(dict.fromkeys(named)) or sorted({document.domain for _, document in self.records.documents()})


class Export(Protocol):
    """A form of export."""

    def __call__(self, order: Order) -> str:
        """Write it, and return one line for people that says what was written.

        Raises `NothingKnownError`, `UserError`, ``StoreError``, and ``OSError`` where the folder cannot be written. Whatever
        happens, nothing is left half-written.
        """


@contextmanager
def bar(total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show a bar on the terminal, if there is one, and give what advances it; without ``total`` it cannot say how far it is."""
    with Progress(console=progress_console(), transient=True) as progress:
        task = progress.add_task("Writing", total=total)
        yield lambda: progress.advance(task)


def counted(number: int, noun: str) -> str:
    """Return a number of things in words: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
