"""Links as the page means them: resolved by browser rules, out of the archive's rewriting, mail masks decoded."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import text_of

#: The archive's own rewriting of links in pages that were not fetched raw: ``/web/<timestamp><flags>/<URL>``.
_ARCHIVED = re.compile(
    r"^(?:(?:https?:)?//web\.archive\.org)?/web/\d{1,14}(?:[a-z]{2}_)?/(?=https?:|//|mailto:|ftp:)", re.IGNORECASE
)
_NO_TARGET = re.compile(r"^\s*(?:#|javascript:|vbscript:|data:|about:|void\(|$)", re.IGNORECASE)
#: A place on a page; what scripts take for a page of its own (``#/terms``, ``#!terms``) is none.
_PLACE = re.compile(r"#(?![/!])")
_MASKED = etree.XPath(".//*[@data-cfemail]")
#: Characters that no tree can hold (XML 1.0, 2.2), or that no address has.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_MASK: Final = "/cdn-cgi/l/email-protection"
#: Marks of links that lead to the heading they stand in.
PERMALINKS: Final = frozenset("#¶§🔗")


def base_of(tree: HtmlElement, url: str) -> str:
    """Find the URL that links are resolved against: the page's ``<base href>``, or the page's own."""
    base = next((b.get("href") for b in tree.iter("base") if b.get("href")), "")
    return resolve(base, url) or url


def resolve(href: str, base: str) -> str:
    """Give an absolute URL, or empty for what is no target: a fragment alone, a script, nothing, no URL at all."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    href = _ARCHIVED.sub("", href)
    if _NO_TARGET.match(href):
        return ""
    try:
        found = urljoin(base, href.replace("\\", "/") if not href.lower().startswith("mailto:") else href)
    except ValueError:
        return ""
    return re.sub(r"\s", "%20", found)


def settle(tree: HtmlElement, url: str = "") -> None:
    """Decode mail masks in place, take the target from links that lead nowhere, and take away permalink marks.

    A link into the page at ``url`` itself leads nowhere else, however much of its address it says.
    """
    base, own = (base_of(tree, url), _address(url)) if url else ("", ())
    for masked in _MASKED(tree):
        _unmask(masked)
    for link in list(tree.iter("a")):
        href = link.get("href")
        if href is None:
            continue
        if _MASK in href:
            link.set("href", _masked_href(href))
        elif _NO_TARGET.match(_ARCHIVED.sub("", href)) or (
            own and _PLACE.search(href) and _address(resolve(href, base)) == own
        ):
            del link.attrib["href"]
            if text_of(link).strip() in PERMALINKS and link.getparent() is not None:
                link.drop_tree()


def _address(url: str) -> tuple[str, ...]:
    """Give what names a page: host, path and query; scheme, port and ``www.`` have never told two policies apart."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ()
    return (host.removeprefix("www."), parts.path.rstrip("/"), parts.query) if host else ()


def decode_mask(mask: str) -> str:
    """Decode an address hidden by Cloudflare: hexadecimal bytes, the first is the key of all others; empty if it is none."""
    try:
        raw = bytes.fromhex(mask)
    except ValueError:
        return ""
    return _UNFIT.sub("", bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8", "replace")) if raw else ""


def _unmask(element: HtmlElement) -> None:
    address = decode_mask(element.get("data-cfemail") or "")
    if not address:
        return
    for child in list(element):
        element.remove(child)
    element.text = address
    if element.tag == "a":
        element.set("href", f"mailto:{address}")
    elif next(element.iterancestors("a"), None) is None and element.tag != "span":
        element.tag = "span"


def _masked_href(href: str) -> str:
    address = decode_mask(href.partition("#")[2])
    return f"mailto:{unquote(address)}" if address else ""
