"""Everything that can be wrong with ``data/vendors.toml``, said once per fault: the table, the key, what would be right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from crawler.catalogue.countries import COUNTRIES
from crawler.errors import UserError
from crawler.items import KINDS
from crawler.urls import absolute, is_domain

#: What a vendor sells, in the words of the catalogue.
OFFERS: Final = (
    "voice",
    "sms",
    "verification",
    "video",
    "sip-trunking",
    "ivr",
    "call-centre",
    "numbers",
    "chat",
    "email",
    "fax",
    "iot",
)
#: The first telegraph line is from 1844: an earlier year is a slip of the pen.
_FIRST_YEAR: Final = 1844
_VENDOR_KEYS: Final = ("name", "domain", "former_domains", "country", "offers", "years", "acquired_by", "document")
_DOCUMENT_KEYS: Final = ("kind", "url", "fragment", "since")
Table = Mapping[str, Any]


def vendor_faults(entry: Table, where: str) -> Iterator[str]:
    """Yield what is wrong with one ``[[vendor]]`` table and its documents; ``where`` names the table."""
    yield from _unknown(entry, _VENDOR_KEYS, where)
    for key in ("name", "domain"):
        if not is_text(entry.get(key)):
            yield f"{where}: {key} must be a text that is not empty"
    for key in ("former_domains", "offers"):
        if key in entry and (not isinstance(entry[key], list) or not all(map(is_text, entry[key]))):
            yield f"{where}: {key} must be a list of texts"
    yield from _domain_faults(entry, where)
    yield from _facts_faults(entry, where)
    documents = entry.get("document", [])
    if not isinstance(documents, list) or not all(isinstance(document, dict) for document in documents):
        yield f"{where}: document must be an array of tables: write [[vendor.document]]"
        return
    for number, document in enumerate(documents, 1):
        yield from _document_faults(document, f"{where}, [[vendor.document]] {number}")


def _unknown(entry: Table, known: Sequence[str], where: str) -> Iterator[str]:
    yield from (f"{where}: unknown key {key!r}, known: {', '.join(known)}" for key in entry if key not in known)


def _domain_faults(entry: Table, where: str) -> Iterator[str]:
    named = [("domain", domain) for domain in (entry.get("domain"),) if isinstance(domain, str)]
    for key, domain in (*named, *(("former_domains", domain) for domain in texts(entry, "former_domains"))):
        if domain.strip() and not is_domain(domain):
            yield f"{where}: {key}: {domain!r} is no registrable domain, write it like vendor.example (no scheme, no www.)"


def _facts_faults(entry: Table, where: str) -> Iterator[str]:
    for offer in texts(entry, "offers"):
        if offer not in OFFERS:
            yield f"{where}: offers: {offer!r} is unknown, choose of {', '.join(OFFERS)}"
    country, years, buyer = entry.get("country", "US"), entry.get("years", ""), entry.get("acquired_by", "x")
    if not isinstance(country, str) or country not in COUNTRIES:
        hint = " (the United Kingdom is GB)" if country == "UK" else ""
        yield f"{where}: country: {country!r} is no ISO 3166-1 code of two capital letters{hint}"
    if "years" in entry and not _are_years(years):
        yield f"{where}: years: {years!r} cannot be, write '2008-2016', or '2008-' for a vendor that is still there"
    if not is_text(buyer):
        yield f"{where}: acquired_by must be the name of a company"


def _document_faults(entry: Table, where: str) -> Iterator[str]:
    yield from (
        f"{where}: unknown key {key!r}, known: {', '.join(_DOCUMENT_KEYS)}" for key in entry if key not in _DOCUMENT_KEYS
    )
    if not isinstance(entry.get("kind"), str) or entry["kind"] not in KINDS:
        yield f"{where}: kind: {entry.get('kind')!r} is unknown, choose of {', '.join(KINDS)}"
    url = entry.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        yield f"{where}: url: {url!r} must begin with http:// or https://"
        return
    try:
        absolute(url)
    except UserError as error:
        yield f"{where}: url: {error}"
    if "#" in url:
        yield f"{where}: url: {url!r} has a fragment: write fragment = {url.partition('#')[2]!r} beside it"
    if not isinstance(entry.get("fragment", ""), str):
        yield f"{where}: fragment must be a text"
    if "since" in entry and not since_timestamp(entry["since"]):
        yield f"{where}: since: {entry['since']!r} is no date, write '2016-05-31' or fewer parts of it"


def since_timestamp(value: object) -> str:
    """Return a date of the catalogue (``2016``, ``2016-05``, ``2016-05-31``, 14 digits) as 14 digits, ``""`` if it is none."""
    digits = (
        re.sub(r"\D", "", value) if isinstance(value, str) else value.strftime("%Y%m%d") if isinstance(value, dt.date) else ""
    )
    padded = digits + "00000101000000"[len(digits) :]
    try:
        dt.datetime.strptime(f"{padded}+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        return ""
    return padded if len(digits) in (4, 6, 8, 14) else ""


def _are_years(value: object) -> bool:
    match = re.fullmatch(r"(\d{4})-(\d{4})?", value) if isinstance(value, str) else None
    if match is None:
        return False
    first, last = int(match[1]), int(match[2] or 9999)
    this_year = dt.datetime.now(dt.UTC).year
    return _FIRST_YEAR <= first <= min(last, this_year) and (last <= this_year or not match[2])


def is_text(value: object) -> bool:
    """Say whether ``value`` is a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def texts(entry: Table, key: str) -> list[str]:
    """Return the texts of the list at ``key``; what is no text, or no list, is left out."""
    value = entry.get(key, [])
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
