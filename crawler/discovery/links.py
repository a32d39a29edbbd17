"""The links of an archived page: where they lead, what they say, where on the page they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

from crawler.discovery.elements import LINKING, addresses, label, position, visible
from crawler.errors import UserError
from crawler.urls import absolute

#: Bytes of a page that are parsed: home pages of 1998-2026 have 2 to 900 kB; what is longer is cut.
MAX_BYTES: Final = 4_000_000
#: Links of a page that are kept, in the order of the page; the last ones always are, as the footer is there.
MAX_LINKS: Final = 2_000
#: Characters of a link's text: a policy link is short, but a card around a teaser is a link too.
_MAX_TEXT: Final = 200
#: The share of a page's links, from its end, that counts as footer when no element is called so (measured on the table
#: layouts of 2000-2010 among the reference captures: their policy links stand in the last tenth), but not fewer than 12.
_TAIL_SHARE: Final = 0.1
_TAIL_LINKS: Final = 12
_WRAPPED: Final = re.compile(r"^(?:https?:)?(?://web\.archive\.org)?/web/\d{1,14}[a-z_]*/(?P<url>https?:/.*)$", re.IGNORECASE)
_EMPTY: Final = re.compile(r"(?:https?:)?/{2,}", re.IGNORECASE)
_REFRESH: Final = re.compile(r"^\s*[\d.]*\s*;?\s*url\s*=\s*[\"']?(?P<url>[^\"']+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: ``url`` is absolute (fragment and all), ``position`` is ``footer``, ``nav`` or ``body``."""

    url: str
    text: str
    position: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What discovery keeps of a page. ``onward`` are the addresses of its frames and of its immediate refresh."""

    url: str
    title: str = ""
    heading: str = ""
    links: tuple[Link, ...] = field(default=(), repr=False)
    onward: tuple[str, ...] = ()
    words: str = field(default="", repr=False)


def read_page(body: bytes, url: str, content_type: str = "") -> ReadPage:
    """Return the links of the page ``body`` that was captured at ``url``.

    ``content_type`` is the archived header. A body that is no HTML gives a page without links. Never raises for what
    stands in the body; links that lead nowhere (``mailto:``, ``javascript:void(0)``) are left out.
    """
    if body[:5] == b"%PDF-" or not body.strip():
        return ReadPage(url)
    parser = html.HTMLParser(encoding=_encoding(body, content_type), huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(body[:MAX_BYTES], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ReadPage(url)
    base = _base(root, url)
    found = list(_links(root, base))
    kept = found if len(found) <= MAX_LINKS else found[: MAX_LINKS // 2] + found[-MAX_LINKS // 2 :]
    return ReadPage(
        url=url,
        title=_text(root.find(".//title")),
        heading=_text(root.find(".//h1")),
        links=_with_tail(kept),
        onward=tuple(dict.fromkeys(_onward(root, base))),
        words=" ".join(visible(root).split())[:5000],
    )


def resolve(base: str, address: str) -> str:
    """Return ``address`` as it stands on the page ``base`` as an absolute http(s) URL, or ``""`` if it is none.

    The archive's own wrapping (``/web/2016.../http://...``) is taken off, as often as it is there.
    """
    bare = re.sub(r"[\t\r\n]", "", address).strip()
    if _EMPTY.fullmatch(bare):
        return ""
    try:
        joined = urljoin(base, bare)
        while wrapped := _WRAPPED.match(joined) or _WRAPPED.match(bare):
            joined, bare = wrapped["url"], ""
        return absolute(joined.replace(" ", "%20")) if joined.lower().startswith(("http:", "https:")) else ""
    except (UserError, ValueError):
        return ""


def _links(root: html.HtmlElement, base: str) -> Iterator[Link]:
    for element in root.iter(*LINKING):
        for address in addresses(element):
            target = resolve(base, address)
            if target:
                yield Link(target, label(element)[:_MAX_TEXT], position(element))


def _with_tail(links: list[Link]) -> tuple[Link, ...]:
    """Call the last links the footer of a page that has nothing of that name."""
    if any(link.position == "footer" for link in links):
        return tuple(links)
    first = len(links) - max(_TAIL_LINKS, round(len(links) * _TAIL_SHARE))
    return tuple(
        Link(link.url, link.text, "footer") if number >= first and link.position == "body" else link
        for number, link in enumerate(links)
    )


def _onward(root: html.HtmlElement, base: str) -> Iterator[str]:
    for frame in root.iter("frame", "iframe"):
        target = resolve(base, frame.get("src") or "about:blank")
        if target:
            yield target
    for meta in root.iter("meta"):
        refresh = _REFRESH.match(meta.get("content") or "") if (meta.get("http-equiv") or "").lower() == "refresh" else None
        target = resolve(base, refresh["url"]) if refresh else ""
        if target:
            yield target


def _base(root: html.HtmlElement, url: str) -> str:
    element = root.find(".//base[@href]")
    return (resolve(url, element.get("href")) if element is not None else "") or url


def _text(element: html.HtmlElement | None) -> str:
    return " ".join(element.text_content().split())[:_MAX_TEXT] if element is not None else ""


def _encoding(body: bytes, content_type: str) -> str | None:
    """Return UTF-8 if it is that, else the header's charset, else None: the parser looks what the page declares."""
    if b"\x1b$" in body:  # ISO-2022-JP is written in seven bits, so it is UTF-8, too, to a decoder
        return "iso-2022-jp"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        declared = re.search(r"charset=[\"']?([\w.-]+)", content_type, re.IGNORECASE)
        return _known(declared[1]) if declared else None
    return "utf-8"


def _known(name: str) -> str | None:
    try:
        return name if "x".encode(name) == b"x" else None
    except (LookupError, UnicodeError):
        return None
