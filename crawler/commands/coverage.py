"""scrapy coverage: what of each vendor's history was read, and what is missing, by half-year."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from scrapy.exceptions import UsageError

from crawler.items import Document
from crawler.offline.console import NothingKnownError, RecordsCommand, console, print_json, print_table
from crawler.offline.coverage import COLUMNS, SIGNS, blocks, halves, line, years
from crawler.offline.selection import check_kind, documents_of
from crawler.records import Records

#: Columns that a vendor's name takes in the map at most.
NAME: Final = 18

#: Why a listing is not complete -> what stands in the map where nothing of a vendor was archived.
_INSTEAD: Final = {"excluded": "excluded by the archive", "failed": "listing failed"}

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
        documents = documents_of(records, args[0], opts.kind) if args else _of_kind(records, opts.kind)
        if opts.json:
            print_json([row for id_, document in documents.items() for row in _json(records, id_, document)])
        elif args:
            _tables(records, documents)
        else:
            _map(records, documents)


def _of_kind(records: Records, kind: str) -> dict[int, Document]:
    known = dict(records.documents())
    check_kind(kind, known.values())
    documents = {id_: document for id_, document in known.items() if kind in ("", document.kind)}
    if not documents:
        of = f" of kind {kind!r}" if kind else ""
        raise NothingKnownError(f"nothing known{of} yet; `scrapy crawl policies -a domain=DOMAIN` asks the archive")
    return documents


def _json(records: Records, document_id: int, document: Document) -> list[dict[str, object]]:
    """Return a row a half-year; a document without captures has one, so that it is told why there are none."""
    subject = {"domain": document.domain, "kind": document.kind, "url": document.url}
    why = {"listing": next(iter(records.unlisted([document_id])), None)}
    found = halves(records.captures(document_id)) or {"": Counter()}
    return [
        {**subject, "half_year": half or None, **{column: counts[column] for column in COLUMNS}, **why}
        for half, counts in found.items()
    ]


def _tables(records: Records, documents: Known) -> None:
    """Print a table a kind: half-year by half-year, all URLs of the kind together."""
    for kind in dict.fromkeys(document.kind for document in documents.values()):
        own = {id_: document for id_, document in documents.items() if document.kind == kind}
        found = halves(capture for id_ in own for capture in records.captures(id_))
        lost = _lost(records, own)
        any_document = next(iter(own.values()))
        urls = f"{len(own)} URLs" if len(own) > 1 else any_document.url
        title = f"{any_document.domain} {kind}: {urls}{f' ({lost})' if lost else ''}"
        columns = {"half-year": "left"} | dict.fromkeys(COLUMNS, "right")
        if found:
            print_table(title, columns, [_row(half, counts) for half, counts in found.items()])
        else:
            console().print(title, style="bold", soft_wrap=True)
            print(_instead(records, own))
    console().print("missing: captured, but no policy text (redirects, errors, other pages, lost records)", style="dim")


def _row(half: str, counts: Counter[str]) -> tuple[object, ...]:
    return half or "no date that can be", *(counts[column] or ("-" if counts else "") for column in COLUMNS)


def _lost(records: Records, ids: Iterable[int]) -> str:
    """Return how many listings of these documents are not complete, in words."""
    return ", ".join(f"{n} listing(s) {why}" for why, n in sorted(records.unlisted(list(ids)).items()))


def _instead(records: Records, ids: Iterable[int]) -> str:
    """Return why there is no capture of these documents."""
    return ", ".join(_INSTEAD[why] for why in sorted(records.unlisted(list(ids)))) or "nothing archived"


def _map(records: Records, documents: Known) -> None:
    """Print a line a vendor, two signs a year, in as many blocks of years as the terminal asks for."""
    vendors: dict[str, list[int]] = {}
    for id_, document in documents.items():
        vendors.setdefault(document.domain, []).append(id_)
    found = {domain: halves(c for id_ in ids for c in records.captures(id_)) for domain, ids in vendors.items()}
    screen = console()
    width = min(NAME, max(map(len, found)), max(1, screen.width // 3))
    for span in list(blocks(years(found.values()), screen.width - width - 1)) or [range(0)]:
        screen.print(" " * (width + 1) + "".join(f"{year % 100:02}" for year in span), style="dim", soft_wrap=True)
        for domain, vendor in found.items():
            signs = line(vendor, span) if any(vendor) else _undated(records, vendors[domain], vendor)
            screen.print(f"{_short(domain, width):{width}} {signs}", soft_wrap=True)
    for domain, ids in vendors.items():
        if any(found[domain]) and (lost := _lost(records, ids)):
            screen.print(f"{domain}: {lost}", soft_wrap=True)
    signs = ", ".join(f"{mark} {column}" for column, mark in SIGNS.items())
    screen.print(f"two signs a year: {signs}, blank: nothing archived", style="dim")


def _undated(records: Records, ids: Iterable[int], vendor: Mapping[str, Counter[str]]) -> str:
    return "no capture with a date that can be" if vendor else _instead(records, ids)


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"
