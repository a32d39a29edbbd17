"""Which timelines and versions a command is asked about, by domain, kind, URL, version number or date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from crawler.errors import UserError
from crawler.history.timeline import Stretch, Timeline, timelines
from crawler.items import KINDS, Document, Version
from crawler.offline.console import NothingKnownError
from crawler.records import Records
from crawler.urls import canonical_key, registrable_domain
from crawler.wayback import urlkey


def documents_of(records: Records, domain: str, kind: str = "") -> dict[int, Document]:
    """Return a vendor's documents by id, of one kind if it is named.

    Raises `NothingKnownError` if there is none, `UserError` for a kind that there cannot be.
    """
    found = dict(records.documents([registrable_domain(domain)]))
    check_kind(kind, found.values())
    chosen = {document_id: document for document_id, document in found.items() if kind in ("", document.kind)}
    if not found:
        raise NothingKnownError(f"nothing known of {domain}; `scrapy crawl policies -a domain={domain}` asks the archive")
    if not chosen:
        kinds = ", ".join(sorted({document.kind for document in found.values()}))
        raise NothingKnownError(f"{domain} has no document of kind {kind!r}; known are {kinds}")
    return chosen


def check_kind(kind: str, documents: Iterable[Document]) -> None:
    """Raise `UserError` for a kind that no document can have, and none of these has; empty stands for all."""
    if kind and kind not in KINDS and all(document.kind != kind for document in documents):
        raise UserError(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")


def timelines_of(records: Records, domain: str, kind: str = "", *, ruled: bool = True) -> list[Timeline]:
    """Return a vendor's policies, each across all its URLs. ``ruled`` off: as if nothing were noise.

    Raises `NothingKnownError` when there is no text yet that is a policy.
    """
    documents = documents_of(records, domain, kind)
    versions = [version for document_id in documents for version in records.versions(document_id, ruled=ruled)]
    if not versions:
        raise NothingKnownError(f"no text of {domain} is a policy yet; `scrapy coverage {domain}` tells what became of it")
    _check_extractors(records, versions, domain)
    by_place = {(document.kind, document.urlkey): document_id for document_id, document in documents.items()}
    redirects = [
        (document_id, by_place[documents[document_id].kind, urlkey(target)], timestamp)
        for document_id, target, timestamp in records.redirects(list(documents))
        if (documents[document_id].kind, urlkey(target)) in by_place
    ]
    return timelines(documents, versions, redirects)


def _check_extractors(records: Records, versions: Sequence[Version], domain: str) -> None:
    """Refuse to compare texts of two extractors: what differs might be our reading, not the policy."""
    last = {version.document_id: version.text_id for version in versions}
    if len({records.text(text_id).extractor for text_id in last.values()}) > 1:
        raise NothingKnownError(
            f"{domain}: its documents were read by different extractors; `scrapy reextract {domain}` reads all of them again, "
            "without a request"
        )


def one_timeline(lines: list[Timeline], domain: str, url: str = "") -> Timeline:
    """Return the one timeline of a list, or the one that was ever at ``url``; `UserError` names the choices if it is unclear.

    Of several kinds, the privacy policy is meant: it is what most ask for.
    """
    chosen = [line for line in lines if not url or canonical_key(url) in {urlkey(place) for place in line.urls}]
    if len({line.kind for line in chosen}) > 1:
        chosen = [line for line in chosen if line.kind == "privacy"] or chosen
    if len(chosen) == 1:
        return chosen[0]
    choices = "; ".join(f"--kind {line.kind} --url {line.urls[0]}" for line in chosen or lines)
    raise UserError(f"{domain} has {len(chosen) or 'no'} such policies, choose one: {choices}")


def choose(line: Timeline, which: str) -> Stretch:
    """Return the version with a number (``3``), or the one that was last seen to begin by a date (``2016-10``, ``20161030``).

    A date without a day means the end of its month or year. Raises `UserError` in words.
    """
    stretches = line.stretches
    if re.fullmatch(r"\d{1,3}", which):
        if not 1 <= int(which) <= len(stretches):
            raise UserError(f"no version {which}; there are 1 to {len(stretches)}")
        return stretches[int(which) - 1]
    digits = which.replace("-", "")
    if not _is_date(digits):
        raise UserError(f"{which!r} is neither a version number nor a date; right are 3, 2016, 2016-10 and 2016-10-30")
    held = [stretch for stretch in stretches if stretch.first_timestamp[: len(digits)] <= digits]
    if not held:
        raise UserError(f"nothing was archived by {which}; the first capture is of {stretches[0].first_timestamp[:8]}")
    return held[-1]


def _is_date(digits: str) -> bool:
    if not re.fullmatch(r"\d{4}(\d{2}){0,5}", digits):
        return False
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S"[: len(digits) - 2]).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True
