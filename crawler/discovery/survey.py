"""Everything heard so far, put in order: which URLs were seen where, what the archive holds of them, which pages are homes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.discovery.facts import Fact, Led, Listed, Missed, Seen, Sighting
from crawler.discovery.shelves import Shelf, merge
from crawler.discovery.types import Ask, Move
from crawler.errors import UserError
from crawler.items import Document
from crawler.urls import canonical_key, registrable_domain

#: A document on the archive's shelves: URL key and fragment.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One link to a place, and the page it stands on, which is a ``home``, ``hub``, ``policy`` or ``history`` (list)."""

    source: str
    page: Seen
    link: Sighting


@dataclass(slots=True)
class Survey:
    """The facts, indexed. Made anew for each decision and never changed afterwards."""

    domains: tuple[str, ...]
    documents: tuple[Document, ...]
    shelves: dict[str, Shelf] = field(default_factory=dict)
    asked: set[Ask] = field(default_factory=set)
    homes: list[Seen] = field(default_factory=list)
    parked: list[Seen] = field(default_factory=list)
    home_keys: dict[str, str] = field(default_factory=dict)
    hubs: dict[str, list[Mark]] = field(default_factory=dict)
    histories: dict[str, list[Mark]] = field(default_factory=dict)
    pages: dict[str, list[Seen]] = field(default_factory=dict)
    marks: dict[Place, list[Mark]] = field(default_factory=dict)
    listings: list[Listed] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    led: list[Led] = field(default_factory=list)

    def own(self, url: str) -> bool:
        """Say whether ``url`` stands on a domain of the vendor."""
        return domain_of(url) in self.domains

    @property
    def moves(self) -> tuple[Move, ...]:
        """The redirects to another registrable domain, in time order."""
        away = [Move(led.from_url, led.to_url, led.timestamp) for led in self.led if not self.own(led.to_url)]
        return tuple(sorted(away, key=lambda move: (move.timestamp, move.from_url)))

    def arrivals(self, urlkey: str) -> list[Led]:
        """Return the redirects that were seen to lead to ``urlkey`` from elsewhere."""
        return [led for led in self.led if led.to_key == urlkey != led.from_key]

    def shelf(self, urlkey: str) -> Shelf | None:
        """Return what the archive is known to hold of ``urlkey``, or None if nothing is known."""
        return self.shelves.get(urlkey)

    def barren(self, urlkey: str) -> bool:
        """Say whether the page at ``urlkey`` was read and leads to no policy that the front page of its time does not link."""
        pages = self.pages.get(urlkey, [])
        return bool(pages) and not any(self._leads(page) - self._linked_then(page.timestamp) for page in pages)

    def _leads(self, page: Seen) -> set[Place]:
        links = (link for link in page.sightings if link.what != "hub" and self.own(link.url))
        return {(link.urlkey, link.fragment) for link in links if link.urlkey != page.urlkey or link.fragment}

    def _linked_then(self, timestamp: str) -> set[Place]:
        near = min(self.homes, key=lambda home: abs(int(home.timestamp) - int(timestamp)), default=None)
        return {(link.urlkey, "") for link in near.sightings} if near else set()

    @property
    def name(self) -> str:
        """The vendor's name as its domain spells it: ``ringwave`` for ``ringwave.example``."""
        return self.domains[0].partition(".")[0]

    def listed(self, urlkey: str) -> bool:
        """Say whether ``urlkey`` itself was listed: then nothing on its shelf means that nothing is archived."""
        return any(item.ask.match_type == "exact" and canonical_key(item.ask.url) == urlkey for item in self.listings)


def survey(domains: tuple[str, ...], documents: tuple[Document, ...], facts: Iterable[Fact]) -> Survey:
    """Return ``facts`` in order. Pages that are one hop from a home (frames, front pages behind a redirect) are homes too."""
    found = Survey(domains, documents)
    found.home_keys = {canonical_key(f"http://{domain}/"): f"http://{domain}/" for domain in domains}
    everything = list(facts)
    for fact in everything:
        found.asked.add(fact.ask)
        if isinstance(fact, Listed):
            _shelve(found, fact)
        elif isinstance(fact, Missed):
            found.missed.append(fact)
        elif isinstance(fact, Led):
            found.led.append(fact)
    pages = sorted((fact for fact in everything if isinstance(fact, Seen)), key=lambda page: (page.urlkey, page.timestamp))
    _find_homes(found, pages)
    for page in pages:
        _sort_page(found, page)
    _mark(found)
    return found


def domain_of(url: str) -> str:
    """Return the registrable domain of ``url``, or ``""`` where it has none."""
    try:
        return registrable_domain(url)
    except UserError:
        return ""


def _shelve(found: Survey, fact: Listed) -> None:
    found.listings.append(fact)
    for shelf in fact.shelves:
        known = found.shelves.get(shelf.urlkey)
        found.shelves[shelf.urlkey] = merge(known, shelf) if known else shelf


def _find_homes(found: Survey, pages: list[Seen]) -> None:
    """Follow the front pages' redirects and, where they link no policy, their frames; as many hops as there were answers."""
    for _ in range(len(pages) + len(found.led)):
        before = len(found.home_keys)
        for led in found.led:
            if led.from_key in found.home_keys and found.own(led.to_url):
                found.home_keys.setdefault(led.to_key, led.to_url)
        for page in pages:
            if page.urlkey in found.home_keys and not page.parked and all(link.what == "dated" for link in page.sightings):
                for url in filter(found.own, page.onward):
                    found.home_keys.setdefault(canonical_key(url), url)
        if len(found.home_keys) == before:
            return


def _sort_page(found: Survey, page: Seen) -> None:
    found.pages.setdefault(page.urlkey, []).append(page)
    if page.urlkey in found.home_keys:
        (found.parked if page.parked else found.homes).append(page)


def _mark(found: Survey) -> None:
    """Sort the links of homes first: they say which pages are hubs; these and policies, which are lists of old versions."""
    others = [page for pages in found.pages.values() for page in pages if page.urlkey not in found.home_keys]
    for page in found.homes:
        _mark_page(found, page, "home")
    for page in others:
        if not _says_history(found, page):
            _mark_page(found, page, "hub" if page.urlkey in found.hubs else "policy")
    for page in others:
        if _says_history(found, page):
            _mark_page(found, page, "history")


def _says_history(found: Survey, page: Seen) -> bool:
    """Say whether any page read so far calls ``page`` a list of earlier versions."""
    links = (link for pages in found.pages.values() for other in pages for link in other.sightings)
    return any(link.what == "history" and link.urlkey == page.urlkey for link in links)


def _mark_page(found: Survey, page: Seen, source: str) -> None:
    for link in page.sightings:
        mark = Mark(source, page, link)
        if link.what == "dated" and source != "history":
            continue
        if link.what == "hub" and found.own(link.url) and source == "home":
            found.hubs.setdefault(link.urlkey, []).append(mark)
        if link.what == "history" and found.own(link.url) and source in ("hub", "policy"):
            found.histories.setdefault(link.urlkey, []).append(mark)
        found.marks.setdefault((link.urlkey, link.fragment), []).append(mark)
