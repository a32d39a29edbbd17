"""The shape of ``data/vendors.toml``: from its text to vendors, and to every problem with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from crawler.catalogue.faults import Table, is_text, since_timestamp, texts, vendor_faults
from crawler.errors import UserError
from crawler.items import Document
from crawler.urls import canonical_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A company of the catalogue, known by its registrable domain.

    ``country`` is ISO 3166-1 alpha-2, ``offers`` are words of ``OFFERS``, ``years`` is ``2008-2016``, ``2008-`` (still
    there) or empty; ``acquired_by`` names a company, not a domain. What is not known is empty.
    """

    name: str
    domain: str
    former_domains: tuple[str, ...] = ()
    country: str = ""
    offers: tuple[str, ...] = ()
    years: str = ""
    acquired_by: str = ""
    documents: tuple[Document, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The domain of today, then the former ones."""
        return (self.domain, *self.former_domains)


def read(text: str) -> tuple[tuple[Vendor, ...], tuple[str, ...]]:
    """Return the vendors of a catalogue's ``text``, and every problem with it, one line each, in the order of the file.

    Vendors with a problem are left out of the first. The second is empty for a catalogue that is right.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), (f"is not TOML: {error}",)
    found = [f"unknown key {key!r}: a catalogue holds [[vendor]] tables only" for key in tables if key != "vendor"]
    entries = tables.get("vendor", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return (), (*found, "vendor must be an array of tables: write [[vendor]]")
    vendors = []
    for number, entry in enumerate(entries, 1):
        faults = list(vendor_faults(entry, _name_of(entry, number)))
        found.extend(faults)
        if not faults:
            vendors.append(_vendor(entry))
    return tuple(vendors), (*found, *_shared_domains(entries), *_shared_urls(entries))


def _name_of(entry: Table, number: int) -> str:
    label = entry.get("domain") or entry.get("name") or ""
    return f"[[vendor]] {number}" + (f" ({label})" if isinstance(label, str) and label else "")


def _shared_domains(entries: list[Table]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        where = _name_of(entry, number)
        for domain in (entry.get("domain"), *texts(entry, "former_domains")):
            if is_text(domain) and domain in seen:
                yield f"{where}: domain {domain!r} is given twice, first in {seen[domain]}"
            elif is_text(domain):
                seen[str(domain)] = where


def _shared_urls(entries: list[Table]) -> Iterator[str]:
    """Yield the URLs that stand there twice, also in vendors with other problems: all is to be told at once."""
    seen: dict[tuple[str, str], tuple[int, Table]] = {}
    for number, entry in enumerate(entries, 1):
        for place, document in _places(entry):
            first_number, first = seen.setdefault(place, (number, document))
            # A buyer's policy may be the bought vendor's document too, from the day of the purchase on.
            if first is not document and (first_number == number or not (first.get("since") or document.get("since"))):
                yield (
                    f"{_name_of(entry, number)}: url: {document['url']!r} is given twice: the archive has one listing for it"
                    f" and for {first['url']!r} of {_name_of(entries[first_number - 1], first_number)}"
                )


def _places(entry: Table) -> Iterator[tuple[tuple[str, str], Table]]:
    """Yield the URL key and the fragment of each document of a vendor's table whose URL can be one."""
    documents = entry.get("document", [])
    for document in documents if isinstance(documents, list) else ():
        url = document.get("url") if isinstance(document, dict) else None
        if isinstance(url, str):
            with suppress(UserError):
                yield (canonical_key(url), str(document.get("fragment", url.partition("#")[2]))), document


def _vendor(entry: Table) -> Vendor:
    return Vendor(
        name=entry["name"],
        domain=entry["domain"],
        former_domains=tuple(entry.get("former_domains", ())),
        country=entry.get("country", ""),
        offers=tuple(entry.get("offers", ())),
        years=entry.get("years", ""),
        acquired_by=entry.get("acquired_by", ""),
        documents=tuple(_document(entry, document) for document in entry.get("document", ())),
    )


def _document(vendor: Table, entry: Table) -> Document:
    return Document(
        vendor=vendor["name"],
        domain=vendor["domain"],
        kind=entry["kind"],
        url=entry["url"],
        urlkey=canonical_key(entry["url"]),
        fragment=entry.get("fragment", ""),
        since=since_timestamp(entry.get("since", "")),
    )
