"""``data/vendors.toml`` as vendors and documents: loading it, looking a domain up, and a document for a bare URL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crawler.catalogue.faults import OFFERS
from crawler.catalogue.schema import Vendor, read
from crawler.discovery.matching import kind_of_address
from crawler.errors import UserError
from crawler.items import KINDS, Document
from crawler.urls import absolute, canonical_key, registrable_domain

__all__ = ["OFFERS", "Catalogue", "Vendor", "canonical_key", "document_for", "load", "parse", "problems", "read_text"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The vendors of a catalogue, in the order of the file."""

    vendors: tuple[Vendor, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of all vendors, in the order of the file."""
        return tuple(document for vendor in self.vendors for document in vendor.documents)

    def vendor(self, domain: str) -> Vendor | None:
        """Return the vendor whose domain, of today or a former one, ``domain`` (or the host, or the URL) belongs to."""
        wanted = registrable_domain(domain)
        return next((vendor for vendor in self.vendors if wanted in vendor.domains), None)


def load(path: str | Path) -> Catalogue:
    """Return the catalogue at ``path``.

    Raises UserError, one line with file, table, key and what would be right, for a file that cannot be read or is wrong;
    it tells of the first problem, and how many more there are (``problems`` lists them all).
    """
    return parse(read_text(path), str(path))


def read_text(path: str | Path) -> str:
    """Return the text of the catalogue at ``path``, line ends as they are. Raises UserError if it cannot be read."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise UserError(f"{path}: no such catalogue; the setting VENDORS names it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read: {error}") from error


def parse(text: str, source: str = "catalogue") -> Catalogue:
    """Return the catalogue written in ``text``. Raises UserError as ``load`` does; ``source`` is how it calls the file."""
    vendors, faults = read(text)
    if faults:
        more = f" (and {len(faults) - 1} more: scrapy vendors check)" if len(faults) > 1 else ""
        raise UserError(f"{source}: {faults[0]}{more}")
    return Catalogue(vendors)


def problems(text: str) -> list[str]:
    """Return every problem of the catalogue written in ``text``, one line each; empty if it is right."""
    return list(read(text)[1])


def document_for(url: str, *, kind: str = "", catalogue: Catalogue) -> Document:
    """Return the document that tracks exactly ``url``: the catalogue's own if it has it, else a new one.

    The kind is ``kind`` if given, else what the URL's words say, else ``policy``. The vendor is the catalogue's for the
    URL's domain, else the domain itself. Raises UserError for a URL no archive can hold, and for an unknown kind.
    """
    if kind and kind not in KINDS:
        raise UserError(f"kind {kind!r} is unknown, choose of {', '.join(KINDS)}")
    bare, _, fragment = absolute(url).partition("#")
    key = canonical_key(bare)
    for known in catalogue.documents:
        if (known.urlkey, known.fragment) == (key, fragment) and kind in ("", known.kind):
            return known
    domain = registrable_domain(bare)
    vendor = catalogue.vendor(domain)
    match = kind_of_address(f"{bare}#{fragment}" if fragment else bare)
    return Document(
        vendor=vendor.name if vendor else domain,
        domain=vendor.domain if vendor else domain,
        kind=kind or (match.kind if match else "policy"),
        url=bare,
        urlkey=key,
        fragment=fragment,
        found_by="argument",
    )
