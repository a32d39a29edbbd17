"""Pages that are no policy but lead to some: lists of policies, and lists of earlier versions of one."""

from __future__ import annotations

import functools
import re
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.matching import fold
from crawler.urls import host_of

#: Texts of links to pages that list policies.
_HUB_TEXTS: Final = """
legal | legal information | legal info | legal notices | legal notice | legal centre | legal center | legal stuff | policies
our policies | company policies | legal policies | terms policies | terms and policies | legal terms | legal privacy
policies and terms | trust | trust center | trust centre | trust security | trust and security | compliance | legal compliance
terms privacy | privacy terms | privacy and terms | terms and privacy | legal documents | legal and privacy
legal and compliance | policies procedures | privacy center | privacy centre | regulatory | documents | gdpr | privacy trust
security compliance
rechtliches | rechtliche hinweise | impressum | mentions légales | informations légales | juridique | aviso legal | legales
información legal | avisos legales | aviso jurídico | informações legais | jurídico | note legali | informazioni legali
juridisch | juridische informatie | disclaimer | 法的情報
会社情報 | 規約 ポリシー | 規約一覧 | ポリシー | 各種規約 | サイトポリシー
"""
_HUB_ADDRESS: Final = re.compile(
    r"^(?:legal(?:[-_]?(?:info(?:rmation)?|notices?|cent(?:er|re)|stuff|docs|documents))?|polic(?:y|ies)|our[-_]policies|trust"
    r"|trust[-_]?cent(?:er|re)|compliance|terms[-_](?:and[-_])?(?:policies|privacy)|privacy[-_](?:and[-_])?terms|rechtliches|impressum"
    r"|mentions[-_]?legales|aviso[-_]?legal|note[-_]?legali|juridisch|disclaimer|privacy[-_]?cent(?:er|re))$"
)
_HISTORY: Final = re.compile(
    r"\b(?:previous|prior|earlier|past|older|old|former|archived?|historical)\b.{0,40}"
    r"\b(?:versions?|polic(?:y|ies)|terms|statements?|agreements?|notices?)\b"
    r"|\bversion history\b|\bpolicy archive\b|\barchives? of\b"
    r"|\b(?:frühere|vorherige) (?:version|fassung)"
    r"|\bversions? (?:précédente|antérieure|anterior)|以前のバージョン|過去の",
    re.IGNORECASE,
)
#: Characters of a link that is a date: "Version of 25 September 2018 (superseded)" and the like.
_DATED_LENGTH: Final = 80
_DATED: Final = re.compile(r"\b(?:19|20)\d\d\b|\bv(?:ersion)?\.? ?\d|\d年", re.IGNORECASE)
_HISTORY_ADDRESS: Final = re.compile(r"/(?:archived?|previous|history|versions?|old)(?:[-_/.]|$)", re.IGNORECASE)


@functools.cache
def _hub_texts() -> frozenset[str]:
    return frozenset(fold(text) for line in _HUB_TEXTS.strip().splitlines() for text in line.split("|"))


def is_hub_text(text: str) -> bool:
    """Say whether a link's ``text`` names a page that lists policies ("Legal", "Terms & Policies")."""
    return fold(text) in _hub_texts()


def is_hub_address(url: str) -> bool:
    """Say whether the last part of ``url``, or its host's first label, is that of a page that lists policies."""
    parts = segments(url)
    last = re.sub(r"\.\w{2,5}$", "", parts[-1]) if parts else ""
    if last in ("index", "default", "home") and len(parts) > 1:
        last = parts[-2]
    return bool(_HUB_ADDRESS.match(last)) or (not parts and bool(_HUB_ADDRESS.match(first_label(url))))


def is_history(text: str, url: str) -> bool:
    """Say whether a link leads to earlier versions of a policy, by its text or its address."""
    return bool(_HISTORY.search(text)) or bool(_HISTORY_ADDRESS.search(urlsplit(url).path))


def is_dated(text: str) -> bool:
    """Say whether a short ``text`` names a date or a version, as the links of a list of earlier versions do."""
    return len(text) <= _DATED_LENGTH and bool(_DATED.search(text))


def segments(url: str) -> list[str]:
    """Return the parts of the path of ``url``, in lower case."""
    return [part.lower() for part in urlsplit(url).path.split("/") if part]


def first_label(url: str) -> str:
    """Return the first label of the host of ``url`` if it is a subdomain's (``support`` or ``www``), else ``""``."""
    labels = host_of(url).split(".")
    return labels[0] if len(labels) > 2 else ""
