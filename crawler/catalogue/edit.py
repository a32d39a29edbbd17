"""Adding to the text of ``data/vendors.toml`` without disturbing what people wrote in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Table

from crawler.catalogue.catalogue import parse
from crawler.catalogue.schema import Vendor
from crawler.errors import UserError
from crawler.items import Document


def add_vendor(text: str, vendor: Vendor, documents: Iterable[Document] = ()) -> str:
    """Return ``text`` with ``vendor`` and its ``documents`` added; comments, order and layout of the rest stay as they are.

    A vendor that is there already (by its domain of today or a former one) only gets the documents that it lacks; its own
    facts are not touched. Calling it twice changes nothing more. Raises UserError if ``text`` is no right catalogue, or would
    not be one afterwards.
    """
    before = parse(text)
    written = tomlkit.parse(text)
    tables = written.get("vendor")
    if not isinstance(tables, AoT):
        tables = tomlkit.aot()
        written["vendor"] = tables
    known = before.vendor(vendor.domain)
    place = before.vendors.index(known) if known else len(tables)
    if known is None:
        tables.append(_vendor_table(vendor))
    have = {(document.urlkey, document.fragment) for document in (known.documents if known else ())}
    for document in documents:
        if (document.urlkey, document.fragment) not in have:
            have.add((document.urlkey, document.fragment))
            _append_document(tables[place], document)
    after = tomlkit.dumps(written)
    parse(after)
    return after


def replace_text(path: Path, text: str) -> None:
    """Put ``text`` in place of the file at ``path``, whole or not at all. Raises UserError if it cannot be written."""
    target = path.resolve()
    try:
        with tempfile.NamedTemporaryFile("w", dir=target.parent, encoding="utf-8", newline="", delete=False) as file:
            file.write(text)
        Path(file.name).chmod(target.stat().st_mode & 0o777)
        Path(file.name).replace(target)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error}") from error


def _vendor_table(vendor: Vendor) -> Table:
    table = tomlkit.table()
    table.add("name", vendor.name)
    table.add("domain", vendor.domain)
    for key in ("former_domains", "country", "offers", "years", "acquired_by"):
        value = getattr(vendor, key)
        if value:
            table.add(key, list(value) if isinstance(value, tuple) else value)
    return table


def _append_document(table: Table, document: Document) -> None:
    entry = tomlkit.table()
    entry.add("kind", document.kind)
    entry.add("url", document.url)
    for key in ("fragment", "since"):
        if getattr(document, key):
            entry.add(key, getattr(document, key))
    documents = table.get("document")
    if not isinstance(documents, AoT):
        documents = tomlkit.aot()
        table.add("document", documents)
        documents = table["document"]
    documents.append(entry)
