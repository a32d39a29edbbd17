"""scrapy coverage: what of each vendor's history was read, and what is missing, by half-year."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from scrapy.exceptions import UsageError

from crawler.items import Document, StoredCapture
from crawler.offline.console import NothingKnownError, RecordsCommand, console, print_json, print_table
from crawler.offline.coverage import COLUMNS, SIGNS, halves, line, years
from crawler.offline.selection import documents_of
from crawler.records import Records

#: Columns that a vendor's name takes in the map; thirty years take two each, and the whole fits into 80.
NAME: Final = 18

Known = Mapping[int, Document]


class Command(RecordsCommand):
    """Show what is known of which time: a map of all vendors, or the figures of one."""

    example = "scrapy coverage nexmo.com"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] [DOMAIN]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show by half-year what was read, unchanged, missing, excluded or failed, of one vendor or of all"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--kind", default="", help="only documents of this kind: privacy, terms, ...")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the map, or one vendor's tables."""
        if len(args) > 1:
            raise UsageError
        known = documents_of(records, args[0], opts.kind) if args else dict(records.documents())
        documents = {id_: document for id_, document in known.items() if opts.kind in ("", document.kind)}
        if not documents:
            raise NothingKnownError("nothing known yet; `scrapy crawl policies -a domain=DOMAIN` asks the archive")
        if opts.json:
            print_json([row for id_, document in documents.items() for row in _json(document, records.captures(id_))])
        elif args:
            _tables(records, documents)
        else:
            _map(records, documents)


def _json(document: Document, captures: Iterable[StoredCapture]) -> list[dict[str, object]]:
    subject = {"domain": document.domain, "kind": document.kind, "url": document.url}
    return [
        {**subject, "half_year": half or None, **{column: counts[column] for column in COLUMNS}}
        for half, counts in halves(captures).items()
    ]


def _tables(records: Records, documents: Known) -> None:
    """Print a table a kind: half-year by half-year, all URLs of the kind together."""
    for kind in dict.fromkeys(document.kind for document in documents.values()):
        own = {id_: document for id_, document in documents.items() if document.kind == kind}
        found = halves(capture for id_ in own for capture in records.captures(id_))
        lost = "".join(f" ({n} listing(s) {why})" for why, n in sorted(records.unlisted(list(own)).items()))
        any_document = next(iter(own.values()))
        urls = f"{len(own)} URLs" if len(own) > 1 else any_document.url
        title = f"{any_document.domain} {kind}: {urls}{lost}"
        columns = {"half-year": "left"} | dict.fromkeys(COLUMNS, "right")
        print_table(title, columns, [_row(half, counts) for half, counts in found.items()])
    console().print("missing: captured, but no policy text (redirects, errors, other pages, lost records)", style="dim")


def _row(half: str, counts: Counter[str]) -> tuple[object, ...]:
    return half or "no date", *(counts[column] or ("-" if counts else "") for column in COLUMNS)


def _map(records: Records, documents: Known) -> None:
    """Print a line a vendor, two signs a year."""
    vendors: dict[str, list[int]] = {}
    for id_, document in documents.items():
        vendors.setdefault(document.domain, []).append(id_)
    found = {domain: halves(c for id_ in ids for c in records.captures(id_)) for domain, ids in vendors.items()}
    span = years(found.values())
    screen = console()
    screen.print(" " * (NAME + 1) + "".join(f"{year % 100:02}" for year in span), style="dim", no_wrap=True, crop=False)
    for domain, vendor in found.items():
        name = domain if len(domain) <= NAME else f"{domain[: NAME - 1]}…"
        screen.print(f"{name:{NAME}} {line(vendor, span)}", markup=False, no_wrap=True, crop=False)
    signs = ", ".join(f"{mark} {column}" for column, mark in SIGNS.items())
    screen.print(f"two signs a year: {signs}, blank: nothing archived", style="dim")
