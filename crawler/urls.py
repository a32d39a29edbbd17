"""URLs: the archive's key for one, the registrable domain of one, and which ones cannot be asked for at all."""

from __future__ import annotations

import ipaddress
import re
import warnings
from typing import Final
from urllib.parse import SplitResult, urlsplit

import tldextract

from crawler.errors import UserError

# surt 0.3.1 has invalid escapes in its source: compiling it warns, which would break a run that treats warnings as errors.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from surt import surt as surt

#: Knows the public suffix list that ships with tldextract: never the network, never a cache on disk.
_SUFFIXES: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
#: Characters in a host name, at most (RFC 1035, section 2.3.4).
_HOST_LENGTH: Final = 253


def absolute(url: str) -> str:
    """Return ``url`` without white space around it, and with ``http://`` before it when it names no scheme.

    The archive folds ``http`` and ``https`` together, so the guess cannot miss a capture. Raises UserError for anything
    that no archive can hold: another scheme, no host, a host that cannot be, white space or control characters inside;
    and for a final ``*``, which means to the archive all URLs that begin so (protocol 1.2) and is meant so by who writes it.
    """
    bare = _absolute(url)
    if bare.partition("#")[0].endswith("*"):
        raise UserError(f"{url!r} ends in * and would be many pages: name each by its own URL (an asterisk of its own is %2A)")
    return bare


def _absolute(url: str) -> str:
    bare = url.strip()
    if bare.startswith("//"):
        bare = f"http:{bare}"
    elif not _SCHEME.match(bare):
        bare = f"http://{bare}"
    _check(bare, url)
    return bare


def canonical_key(url: str) -> str:
    """Return the archive's key (SURT) of ``url``: ``com,example)/privacy`` for ``https://www.example.com/Privacy/``.

    Scheme, ``www``, default port, case, trailing slash, fragment and the order of query arguments are folded. Raises
    UserError as ``absolute`` does, but takes a final ``*`` (the archive lists such URLs): surt itself makes a key of
    anything, even of ``mailto:``.
    """
    return str(surt(_absolute(url)))


def host_of(url: str) -> str:
    """Return the host of ``url`` in lower case and ASCII, without port. Raises UserError as ``canonical_key`` does."""
    return _ascii_host(urlsplit(_absolute(url)).hostname or "")


def registrable_domain(url_or_host: str) -> str:
    """Return the domain that somebody registered: ``example.co.uk`` for ``https://www.example.co.uk/privacy``.

    A suffix that the public list does not know (``.example``) counts as one label. An address or a lone label is its own
    domain. Raises UserError as ``canonical_key`` does, and for a bare public suffix such as ``co.uk``.
    """
    host = host_of(url_or_host)
    parts = _SUFFIXES(host)
    if parts.suffix and not parts.domain:
        raise UserError(f"{url_or_host!r} is a public suffix, not a vendor's domain")
    if parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    return host if _is_address(host) else ".".join(host.split(".")[-2:])


def is_domain(text: str) -> bool:
    """Say whether ``text`` is a registrable domain as the catalogue writes it: lower case, ASCII, no host before it."""
    try:
        return "." in text and not _is_address(text) and registrable_domain(text) == text
    except UserError:
        return False


def _check(bare: str, given: str) -> None:
    parts = _split(bare, given)
    if parts.scheme.lower() not in ("http", "https"):
        raise UserError(f"{given!r} is not a web address: it would begin with http:// or https://")
    if re.search(r"[\s\x00-\x1f\x7f]", bare):
        raise UserError(f"{given!r} has white space inside: write it as %20")
    host = _ascii_host(parts.hostname or "")
    labels = host.removesuffix(".").split(".")
    if _is_address(host):
        return
    if not host or len(host) > _HOST_LENGTH or not all(_LABEL.fullmatch(label) for label in labels):
        raise UserError(f"{given!r} names no host: a URL looks like https://www.vendor.example/privacy")


def _split(bare: str, given: str) -> SplitResult:
    try:
        parts = urlsplit(bare)
        parts.port  # noqa: B018 - reading it is the check: it raises for a port that cannot be
    except ValueError as error:
        raise UserError(f"{given!r} is not a web address: {error}") from error
    return parts


def _ascii_host(host: str) -> str:
    try:
        return host.lower().encode("idna").decode("ascii") if not host.isascii() else host.lower()
    except UnicodeError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
