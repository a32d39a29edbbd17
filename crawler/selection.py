"""Which documents and versions a command is asked about, by domain, kind, version number or date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.console import NothingKnownError
from crawler.errors import UserError
from crawler.items import Document, Version
from crawler.records import Records
from crawler.urls import registrable_domain


def documents_of(records: Records, domain: str, kind: str = "") -> list[tuple[int, Document]]:
    """Return a vendor's documents, of one kind if it is named. Raises `NothingKnownError` if there is none."""
    found = records.documents([registrable_domain(domain)])
    chosen = [(document_id, document) for document_id, document in found if kind in ("", document.kind)]
    if not found:
        raise NothingKnownError(f"nothing known of {domain}; `scrapy crawl policies -a domain={domain}` asks the archive")
    if not chosen:
        kinds = ", ".join(sorted({document.kind for _, document in found}))
        raise NothingKnownError(f"{domain} has no document of kind {kind!r}; known are {kinds}")
    return chosen


def versions_of(records: Records, documents: Sequence[tuple[int, Document]], *, ruled: bool = True) -> list[Version]:
    """Return the versions of documents, kind by kind in the order of time."""
    versions = [version for document_id, _ in documents for version in records.versions(document_id, ruled=ruled)]
    return sorted(versions, key=lambda v: (v.kind, v.first_timestamp, v.url))


def choose(versions: Sequence[Version], which: str) -> Version:
    """Return the version with a number (``3``), or the one that held at a date (``2016-10``, ``20161030``).

    A date means its end; a date before the first capture has no answer. Raises `UserError` in words.
    """
    if re.fullmatch(r"\d{1,3}", which):
        for version in versions:
            if version.version == int(which):
                return version
        raise UserError(f"no version {which}; there are 1 to {len(versions)}")
    digits = which.replace("-", "")
    if not re.fullmatch(r"\d{4}(\d{2}){0,5}", digits):
        raise UserError(f"{which!r} is neither a version number nor a date; right are 3, 2016, 2016-10 and 2016-10-30")
    held = [version for version in versions if version.first_timestamp[: len(digits)] <= digits]
    if not held:
        raise UserError(f"nothing was archived by {which}; the first capture is of {versions[0].first_timestamp[:8]}")
    return max(held, key=lambda version: version.first_timestamp)


def one_timeline(versions: Iterable[Version], domain: str) -> list[Version]:
    """Return versions that are all of one document; raise `UserError` naming the choices if they are of several."""
    versions = list(versions)
    if not versions:
        raise NothingKnownError(f"no text of {domain} is a policy yet; `scrapy coverage {domain}` tells what became of it")
    choices = sorted({(version.kind, version.url) for version in versions})
    if len(choices) > 1:
        listed = "; ".join(f"--kind {kind} --url {url}" for kind, url in choices)
        raise UserError(f"{domain} has {len(choices)} documents, choose one: {listed}")
    return versions
