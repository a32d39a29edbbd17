"""The listings that discovery asks for: each bounded by a limit and, beyond one URL, by filters on the URL key."""

from __future__ import annotations

from typing import Final

from crawler.discovery.types import ListingAsk

#: Rows of one listing. A heavy index query of 5,000 rows has about 750 kB; archive-magic settled on the same figure (2026).
INDEX_ROWS: Final = 5000
#: Rows of the listing of one URL: a page captured daily for 20 years has about 7,000, and monthly ones are enough.
URL_ROWS: Final = 3000
#: Rows where the archive timed out before.
NARROW_ROWS: Final = 500
#: Left out by the archive: its own errors answered with, and pictures, styles, scripts.
_NO_ERRORS: Final = "!statuscode:[45].."
_NO_ASSETS: Final = "!mimetype:(image|audio|video|font|text/css|application/(x-)?javascript|text/javascript).*"
#: The words of the URL keys that may be policies (keys are lower case, without "www", percent-encoded).
_WORDS: Final = (
    "priva|terms|legal|polic|cookie|gdpr|dpa|data-?_?pro|acceptable|aup|fair-?_?us|spam|tos([^a-z]|$)|tou([^a-z]|$)|conditions|agreement"
    "|eula|trust|compliance|datenschutz|agb([^a-z]|$)|nutzungsb|impressum|confidential|cg[uv]([^a-z]|$)|mentions|donnees|privacid|privacidad"
    "|terminos|condiciones|aviso|termos|condicoes|informativa|termini|condizioni|voorwaarden|verklaring|kiyaku"
)
#: The same on the last part of the key alone, and no query: for sites whose forums and shops say "privacy" everywhere.
_STRICT: Final = f"[^?]*\\)/([^/?]*/)?([^/?]*/)?[a-z0-9_.-]{{0,24}}({_WORDS})[a-z0-9_.-]{{0,30}}/?"
#: Beginnings of paths that are tried where the whole domain is too heavy for the archive.
PREFIXES: Final = ("privacy", "legal", "terms")


def home_listing(url: str, *, since: str = "", until: str = "", narrow: bool = False) -> ListingAsk:
    """Return the ask for a front page: one capture a month (several years of them if ``narrow``)."""
    return ListingAsk(
        url=url,
        filters=("statuscode:200",),
        collapse=("timestamp:6",),
        since=since,
        until=until,
        limit=NARROW_ROWS if narrow else URL_ROWS,
        why="when the front page was captured",
    )


def departures(url: str) -> ListingAsk:
    """Return the ask for the redirects of a front page."""
    return ListingAsk(
        url=url, filters=("statuscode:3..",), collapse=("timestamp:6",), limit=NARROW_ROWS, why="whether the front page moved"
    )


def index(domain: str, *, without: tuple[str, ...] = ()) -> ListingAsk:
    """Return the ask for all URLs of ``domain`` and its subdomains that sound like policies, except the keys ``without``."""
    named = (f"urlkey:.*({_WORDS}).*",)
    return ListingAsk(
        url=domain,
        match_type="domain",
        filters=(*named, _NO_ERRORS, _NO_ASSETS, *(f"!urlkey:{_escaped(key)}" for key in without)),
        limit=INDEX_ROWS,
        why="URLs of the domain that sound like policies" + (f", without the {len(without)} most captured" if without else ""),
    )


def strict_index(domain: str, *, match_type: str = "domain") -> ListingAsk:
    """Return the narrower ask: only short paths whose last part sounds like a policy, without query."""
    return ListingAsk(
        url=domain,
        match_type=match_type,
        filters=(f"urlkey:{_STRICT}", _NO_ERRORS, _NO_ASSETS),
        limit=INDEX_ROWS if match_type == "domain" else NARROW_ROWS,
        why="short URLs that end like policies",
    )


def prefix(domain: str, path: str) -> ListingAsk:
    """Return the ask for all URLs of the bare domain whose path begins with ``path``: cheap, as the index is sorted by key."""
    return ListingAsk(
        url=f"{domain}/{path}",
        match_type="prefix",
        filters=(_NO_ERRORS, _NO_ASSETS),
        limit=NARROW_ROWS,
        why=f"URLs that begin with /{path}",
    )


def exact(url: str, why: str) -> ListingAsk:
    """Return the ask for one URL's captures, one a month: pages and redirects."""
    return ListingAsk(url=url, filters=(_NO_ERRORS,), limit=URL_ROWS, why=why)


def _escaped(key: str) -> str:
    return "".join(c if c.isalnum() or c in "/-_,=&%~" else f"\\{c}" for c in key)
