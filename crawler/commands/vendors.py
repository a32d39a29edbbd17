"""scrapy vendors: the catalogue as a table, checked, or with one vendor more."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.catalogue import Vendor, document_for, load, problems, read_text
from crawler.catalogue.edit import add_vendor, replace_text
from crawler.offline.console import BAD_INPUT, print_json, print_table, told_in_one_line
from crawler.urls import registrable_domain

#: Column -> how it is set.
COLUMNS: Final = {
    "domain": "whole",
    "name": "short",
    "in": "whole",
    "years": "whole",
    "bought by": "short",
    "policies": "left",
}

#: Options of `add` that are facts of a vendor, with their help.
_FACTS: Final = {
    "name": "what the vendor is called (default: its domain)",
    "country": "ISO 3166-1 code, such as IN",
    "offers": "comma-separated, such as voice,sms",
    "years": "2008-2016, or 2008- while it is still there",
    "acquired-by": "the company that bought it",
    "former-domains": "comma-separated",
}


class Command(ScrapyCommand):
    """List, check, or extend the catalogue that the setting VENDORS names."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[check | add DOMAIN] [options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "List the vendors of the catalogue; check it; add a vendor"

    def long_desc(self) -> str:
        """Return the description with examples."""
        return (
            "List the vendors of the catalogue (setting VENDORS); 'check' tells every problem with it; 'add' writes a vendor"
            " into it and keeps what people wrote. Examples: scrapy vendors check;"
            " scrapy vendors add ringwave.example --name Ringwave --country IE --url https://ringwave.example/privacy"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")
        for name, text in _FACTS.items():
            parser.add_argument(f"--{name}", default="", help=f"add: {text}")
        parser.add_argument("--url", action="append", default=[], help="add: the URL of a policy; may be given several times")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; bad input is one line and exit status 2."""
        assert self.settings is not None
        path = Path(str(self.settings["VENDORS"]))
        with told_in_one_line(self):
            if not args:
                _list(path, as_json=opts.json)
            elif args == ["check"]:
                self.exitcode = _check(path, as_json=opts.json)
            elif len(args) == 2 and args[0] == "add":
                _add(path, args[1], opts)
            else:
                raise UsageError


def _list(path: Path, *, as_json: bool) -> None:
    vendors = load(path).vendors
    if as_json:
        print_json([asdict(vendor) for vendor in vendors])
        return
    print_table(f"{len(vendors)} vendors in {path}", COLUMNS, map(_row, vendors))


def _row(vendor: Vendor) -> tuple[object, ...]:
    kinds = Counter(document.kind for document in vendor.documents)
    policies = ", ".join(kind if n == 1 else f"{n} {kind}" for kind, n in kinds.items())
    return vendor.domain, vendor.name, vendor.country, vendor.years, vendor.acquired_by, policies or "to be discovered"


def _check(path: Path, *, as_json: bool) -> int:
    """Print every problem of the catalogue; return the exit status."""
    found = problems(read_text(path))
    if as_json:
        print_json(found)
    elif found:
        for line in found:
            print(f"{path}: {line}", file=sys.stderr)
        print(f"scrapy vendors check: {len(found)} problem{'s' if len(found) > 1 else ''} in {path}", file=sys.stderr)
    else:
        catalogue = load(path)
        print(f"{path}: {len(catalogue.vendors)} vendors, {len(catalogue.documents)} documents, no problem")
    return BAD_INPUT if found else 0


def _add(path: Path, domain: str, opts: argparse.Namespace) -> None:
    catalogue = load(path)
    own = registrable_domain(domain)
    vendor = catalogue.vendor(own) or Vendor(
        name=opts.name or own,
        domain=own,
        former_domains=_words(opts.former_domains),
        country=opts.country,
        offers=_words(opts.offers),
        years=opts.years,
        acquired_by=opts.acquired_by,
    )
    before = read_text(path)
    after = add_vendor(before, vendor, [document_for(url, catalogue=catalogue) for url in opts.url])
    if after == before:
        print(f"{path}: {vendor.domain} is there already, nothing to add")
        return
    replace_text(path, after)
    known = next(entry for entry in load(path).vendors if entry.domain == vendor.domain)
    then = "" if known.documents else f"; scrapy discover {vendor.domain} --add finds its policies"
    print(f"{path}: {vendor.name} ({vendor.domain}) with {len(known.documents)} documents{then}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
