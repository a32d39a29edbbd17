"""What is remembered of each answer: small frozen facts, in the order in which they were heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from crawler.discovery.hubs import is_dated, is_history, is_hub_address, is_hub_text
from crawler.discovery.links import Link, ReadPage, resolve
from crawler.discovery.matching import kind_of_address, kinds_of_text
from crawler.discovery.parking import is_parked
from crawler.discovery.shelves import Shelf, shelve
from crawler.discovery.types import Ask, ListingAsk, PageAsk
from crawler.errors import UserError
from crawler.items import Capture
from crawler.urls import canonical_key

#: URL keys of one listing that are remembered: a domain has tens of policies, a forum thousands of threads about privacy.
MAX_SHELVES: Final = 300


@dataclass(frozen=True, slots=True)
class Sighting:
    """A link worth remembering: ``what`` is ``policy``, ``hub``, ``history`` or ``dated``, by its text or its address."""

    what: str
    url: str
    urlkey: str
    fragment: str
    text: str
    position: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing came. ``shelves`` hold its usable rows; ``rows`` counts all of them."""

    ask: ListingAsk
    shelves: tuple[Shelf, ...] = field(repr=False)
    rows: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A page came: its links that matter, its frames, whether it is a parked domain's."""

    ask: PageAsk
    url: str
    urlkey: str
    timestamp: str
    sightings: tuple[Sighting, ...] = field(repr=False)
    onward: tuple[str, ...] = ()
    parked: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Led:
    """An archived redirect came."""

    ask: PageAsk
    from_url: str
    from_key: str
    to_url: str
    to_key: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Missed:
    """No answer came, and why."""

    ask: Ask
    reason: str


Fact = Listed | Seen | Led | Missed


def seen(ask: PageAsk, page: ReadPage, timestamp: str) -> Seen:
    """Return what is remembered of ``page``, captured at ``timestamp``."""
    links = {(s.what, s.urlkey, s.fragment, s.text, s.position): s for s in map(_sighting, page.links) if s}
    return Seen(
        ask=ask,
        url=page.url,
        urlkey=canonical_key(page.url),
        timestamp=timestamp,
        sightings=tuple(links.values()),
        onward=page.onward,
        parked=is_parked(page),
        title=page.title,
    )


def listed(ask: ListingAsk, captures: tuple[Capture, ...], *, complete: bool) -> Listed:
    """Return what is remembered of a listing: of a whole domain's, only the URLs that sound most like policies."""
    shelves = shelve(captures)
    if len(shelves) > MAX_SHELVES:
        shelves = tuple(sorted(sorted(shelves, key=_promise, reverse=True)[:MAX_SHELVES], key=lambda shelf: shelf.urlkey))
    return Listed(ask, shelves, len(captures), complete)


def _promise(shelf: Shelf) -> tuple[float, int]:
    match = kind_of_address(shelf.url)
    strength = 1.0 if is_hub_address(shelf.url) else match.strength if match else 0.0
    return (strength, -shelf.url.count("/"))


def led(ask: PageAsk, target: str, timestamp: str) -> Led | Missed:
    """Return what is remembered of a redirect to ``target``; one that leads nowhere is a miss."""
    url = resolve(ask.original, target)
    if not url:
        return Missed(ask, f"redirect to {target[:100]!r}, which is no address")
    return Led(ask, ask.original, canonical_key(ask.original), url, canonical_key(url), timestamp)


def _sighting(link: Link) -> Sighting | None:
    url, _, fragment = link.url.partition("#")
    try:
        key = canonical_key(url)
    except UserError:
        return None
    what = _what(link.text, url, link.url)
    if not what:
        return None
    own = kind_of_address(url)
    names_part = bool(fragment) and (own is None or own.strength < 0.75) and _names_part(fragment, link.text)
    return Sighting(what, url, key, fragment if names_part else "", link.text, link.position)


def _names_part(fragment: str, text: str) -> bool:
    return kind_of_address(f"http://page.example/#{fragment}") is not None or bool(kinds_of_text(text))


def _what(text: str, url: str, whole: str) -> str:
    if is_hub_text(text):
        return "hub"
    if is_history(text, url):
        return "history"
    if kinds_of_text(text):
        return "policy"
    if is_hub_address(url):
        return "hub"
    if kind_of_address(whole):
        return "policy"
    return "dated" if is_dated(text) else ""
