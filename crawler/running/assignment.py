"""What one run of the spider is asked to do: its arguments, checked, with the documents they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from crawler.catalogue import Catalogue, document_for
from crawler.discovery import Discovery, begin
from crawler.errors import UserError
from crawler.items import KINDS, Document
from crawler.running.tracking import FIRST, identity
from crawler.urls import registrable_domain

#: Spider argument -> what it takes. In the order in which help and errors name them.
ARGUMENTS: Final = {
    "domain": "vendors by domain, with commas: nexmo.com,exotel.in",
    "url": "policy URLs to track, with commas",
    "kind": "kinds of document, with commas: " + ", ".join(KINDS),
    "since": "first day to look at: 2012, 2012-06 or 2012-06-30",
    "until": "last day to look at, in the same forms",
    "resolution": "days: the widest gap between captures of equal wording that is left unfetched; 0 fetches all",
    "refresh": "1: ask again for captures that failed, due or not, and discover known domains again",
    "plan": "1: print what the run would ask for, and ask for nothing but the listings",
}

_DATE = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})(\d{2})?(\d{2})?(\d{2})?)?)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A run's work. ``since`` and ``until`` are 0 to 14 digits, inclusive; ``resolution`` is in days.

    ``documents`` are known; ``discover`` are the searches for those of vendors of which none is known; ``vendors`` has the
    names of domains that the catalogue knows.
    """

    documents: tuple[Document, ...] = field(repr=False)
    discover: tuple[Discovery, ...] = ()
    vendors: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    resolution: float
    refresh: bool = False
    plan: bool = False

    def wanted(self, documents: Iterable[Document]) -> list[Document]:
        """Return those of the documents that are of a kind that was asked for."""
        return [document for document in documents if not self.kinds or document.kind in self.kinds]


def assignment(
    arguments: Mapping[str, str],
    *,
    catalogue: Catalogue,
    stored: Callable[[str], Iterable[Document]],
    searched: Collection[str] = (),
    resolution: float,
    budget: int,
) -> Assignment:
    """Return the work that spider arguments name. ``stored`` gives the documents that the database has of a domain ("": all).

    A domain that is named and of which no document is known is discovered, with at most ``budget`` requests; a run over the
    whole catalogue leaves out those in ``searched``, where that was done lately. Raises `UserError`, one line, for an
    unknown argument or a value that cannot be.
    """
    _check_names(arguments)
    kinds = _kinds(arguments.get("kind", ""))
    urls, domains = _list(arguments.get("url", "")), _list(arguments.get("domain", ""))
    if urls and domains:
        raise UserError("give -a domain= or -a url=, not both: a URL names its vendor itself")
    refresh = _switch("refresh", arguments)
    if urls:
        kind = kinds[0] if len(kinds) == 1 else ""
        documents = _distinct(document_for(url, kind=kind, catalogue=catalogue) for url in urls)
        discover = list[str]()
    elif domains:
        documents, discover = _of_vendors(domains, kinds, catalogue, stored, refresh=refresh)
    else:
        documents = _distinct([*catalogue.documents, *stored("")])
        have = {document.domain for document in documents} | (set[str]() if refresh else set(searched))
        discover = [vendor.domain for vendor in catalogue.vendors if vendor.domain not in have]
    if kinds and not urls:
        documents = [document for document in documents if document.kind in kinds]
    since, until = _moment("since", arguments), _moment("until", arguments)
    if since and until and since > until.ljust(14, "9"):
        raise UserError(f"since={arguments['since']} is later than until={arguments['until']}")
    return Assignment(
        documents=tuple(documents),
        discover=tuple(_search(domain, documents, catalogue, budget) for domain in dict.fromkeys(discover)),
        vendors={vendor.domain: vendor.name for vendor in catalogue.vendors},
        kinds=kinds,
        since=since,
        until=until,
        resolution=_days(arguments, resolution),
        refresh=refresh,
        plan=_switch("plan", arguments),
    )


def _check_names(arguments: Mapping[str, str]) -> None:
    for name in arguments:
        if name not in ARGUMENTS:
            raise UserError(f"unknown argument -a {name}=; known are {', '.join(ARGUMENTS)}")
        if not _list(arguments[name]):
            raise UserError(f"-a {name}= is empty; it takes {ARGUMENTS[name]}")


def _of_vendors(
    domains: list[str],
    kinds: tuple[str, ...],
    catalogue: Catalogue,
    stored: Callable[[str], Iterable[Document]],
    *,
    refresh: bool,
) -> tuple[list[Document], list[str]]:
    """Return the documents of vendors, by catalogue and database, and the domains to discover: those without any wanted."""
    documents, discover = [], []
    for name in domains:
        vendor = catalogue.vendor(name)
        domain = vendor.domain if vendor else _domain(name)
        found = [*(vendor.documents if vendor else ()), *stored(domain)]
        documents += found
        wanted = [document for document in found if not kinds or document.kind in kinds]
        discover += [] if wanted and not refresh else [domain]
    return _distinct(documents), discover


def _domain(name: str) -> str:
    """Return the registrable domain of what was named; `UserError` for a lone word, which no vendor's domain is."""
    domain = registrable_domain(name)
    if "." not in domain.strip(".") and ":" not in domain:
        raise UserError(f"domain={name} is no domain: it has no dot; right would be {domain.strip('.')}.com")
    return domain


def _search(domain: str, documents: Iterable[Document], catalogue: Catalogue, budget: int) -> Discovery:
    vendor = catalogue.vendor(domain)
    known = tuple(document for document in documents if document.domain == domain)
    return begin(domain, documents=known, former_domains=vendor.former_domains if vendor else (), budget=budget)


def _distinct(documents: Iterable[Document]) -> list[Document]:
    """Of documents with one identity keep the first: what the catalogue says goes before what the database remembers."""
    kept: dict[tuple[str, ...], Document] = {}
    for document in documents:
        kept.setdefault(identity(document), document)
    return list(kept.values())


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _kinds(value: str) -> tuple[str, ...]:
    kinds = tuple(_list(value))
    for kind in kinds:
        if kind not in KINDS:
            raise UserError(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")
    return kinds


def _moment(name: str, arguments: Mapping[str, str]) -> str:
    """Return the digits of a date argument, so many as it has; all of the year or month it names are meant."""
    value = arguments.get(name, "")
    if not value:
        return ""
    found = _DATE.match(value)
    digits = "".join(part for part in found.groups() if part) if found else ""
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S"[: len(digits) - 2]).replace(tzinfo=UTC)
    except ValueError:
        raise UserError(f"{name}={value} is no date; right are 2012, 2012-06 and 2012-06-30") from None
    last = datetime.now(UTC).year + 1
    if not FIRST[:4] <= digits[:4] <= str(last):
        raise UserError(f"{name}={value}: the archive begins in {FIRST[:4]}; right are years from {FIRST[:4]} to {last}")
    return digits


def _days(arguments: Mapping[str, str], default: float) -> float:
    value = arguments.get("resolution")
    try:
        days = default if value is None else float(value)
    except ValueError:
        days = -1.0
    if not 0 <= days <= 36_600:
        raise UserError(f"resolution={value} is no number of days; right are 30, 7 or 0 (fetch all)")
    return days


def _switch(name: str, arguments: Mapping[str, str]) -> bool:
    value = arguments.get(name, "0")
    if value not in ("0", "1"):
        raise UserError(f"{name}={value}: right are {name}=1 and {name}=0")
    return value == "1"
