"""Words that say what a link leads to when it is not, or not only, a policy: hubs, earlier versions, blogs, job pages."""

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
terms privacy | privacy terms | privacy and terms | terms and privacy | legal documents | legal and privacy | legal and compliance
policies procedures | privacy center | privacy centre | regulatory | documents | gdpr | privacy trust | security compliance
rechtliches | rechtliche hinweise | impressum | mentions légales | informations légales | juridique | aviso legal | legales
información legal | avisos legales | aviso jurídico | informações legais | jurídico | note legali | informazioni legali
juridisch | juridische informatie | disclaimer | 法的情報 | 会社情報 | 規約 ポリシー | 規約一覧 | ポリシー | 各種規約 | サイトポリシー
"""
_HUB_ADDRESS: Final = re.compile(
    r"^(?:legal(?:[-_]?(?:info(?:rmation)?|notices?|cent(?:er|re)|stuff|docs|documents))?|polic(?:y|ies)|our[-_]policies|trust"
    r"|trust[-_]?cent(?:er|re)|compliance|terms[-_](?:and[-_])?(?:policies|privacy)|privacy[-_](?:and[-_])?terms|rechtliches|impressum"
    r"|mentions[-_]?legales|aviso[-_]?legal|note[-_]?legali|juridisch|disclaimer|kiyaku|privacy[-_]?cent(?:er|re))$"
)
_HISTORY: Final = re.compile(
    r"\b(?:previous|prior|earlier|past|older|old|former|archived?|historical)\b.{0,40}\b(?:versions?|polic(?:y|ies)|terms|statements?|agreements?"
    r"|notices?)\b|\bversion history\b|\bpolicy archive\b|\barchives? of\b|\b(?:frühere|vorherige) (?:version|fassung)|\bversions? (?:précédente|"
    r"antérieure|anterior)|以前のバージョン|過去の",
    re.IGNORECASE,
)
#: Characters of a link that is a date: "Version of 25 September 2018 (superseded)" and the like.
_DATED_LENGTH: Final = 80
_DATED: Final = re.compile(r"\b(?:19|20)\d\d\b|\bv(?:ersion)?\.? ?\d|\d年", re.IGNORECASE)
_HISTORY_ADDRESS: Final = re.compile(r"/(?:archived?|previous|history|versions?|old)(?:[-_/.]|$)", re.IGNORECASE)
#: Parts of addresses, and hosts' first labels, under which pages stand that talk about policies without being one.
_EDITORIAL: Final = re.compile(
    r"^(?:blogs?|news(?:room)?|press(?:[-_]?releases?)?|media|articles?|insights?|events?|webinars?|podcasts?|resources?|ebooks?|white-?papers?"
    r"|case-?stud(?:y|ies)|stories|tags?|category|categories|author|forums?|community|threads?|topics?|discussions?|questions?|recipes?"
    r"|magazine|learn|academy|guides?|tutorials?|glossary|wiki|search|feed|comments?|presse|actualites|noticias|notizie|nieuws"
    r"|19\d\d|20\d\d)$"
)
_PRODUCT: Final = re.compile(
    r"^(?:products?|features?|solutions?|services?|pricing|plans?|apps?|marketplace|integrations?|docs?|api|developers?|reference|shop|store"
    r"|partners?|resellers?|customers?|status|demo|download|signup|login|register|assets|images?|img|static|js|css)$"
)
_APPLICANT: Final = re.compile(
    r"\b(?:careers?|jobs?|candidates?|applicants?|recruit(?:ing|ment)?|employees?|hiring|bewerber|karriere|candidature|empleo|採用)\b|採用"
)
_KNOWLEDGE: Final = re.compile(
    r"^(?:support|help|kb|faqs?|knowledge-?base|solutions?|articles?|hc|portal|customer|docs|helpdesk|answers?|sections?)$"
)
#: Words beside "privacy", "terms" or "cookies" that make it something else than the policy.
_OTHER: Final = re.compile(
    r"\b(?:shield|settings?|preferences?|choices|requests?|opt ?out|webinar|tips|how to|whats?|why|guard|manager|calculator|generator|template"
    r"|summit|award|payment terms|search terms|recipes?|features?|seal|verification|validation|requirements|hipaa|call|caller|proxy"
    r"|announces?|launch(?:es)?)\b"
)
#: Registrable domains whose policies are linked everywhere (badges, social buttons, analytics) and are never the vendor's.
_STRANGERS: Final = frozenset(
    [
        "google.com",
        "google.co.uk",
        "youtube.com",
        "facebook.com",
        "twitter.com",
        "x.com",
        "linkedin.com",
        "instagram.com",
        "microsoft.com",
        "apple.com",
        "adobe.com",
        "truste.com",
        "trustarc.com",
        "bbb.org",
        "mcafeesecure.com",
        "verisign.com",
        "norton.com",
        "aboutads.info",
        "networkadvertising.org",
        "allaboutcookies.org",
        "aboutcookies.org",
        "youronlinechoices.com",
        "youronlinechoices.eu",
        "privacyshield.gov",
        "export.gov",
        "ftc.gov",
        "ico.org.uk",
        "europa.eu",
        "stripe.com",
        "paypal.com",
        "hubspot.com",
        "mailchimp.com",
        "wordpress.com",
        "wordpress.org",
        "wix.com",
        "squarespace.com",
        "zendesk.com",
        "intercom.com",
        "cloudflare.com",
        "onetrust.com",
        "doubleclick.net",
        "yahoo.com",
        "amazon.com",
        "godaddy.com",
        "sedo.com",
        "archive.org",
        "salesforce.com",
        "marketo.com",
        "olark.com",
        "googletagmanager.com",
        "addthis.com",
        "sharethis.com",
        "disqus.com",
        "mozilla.org",
        "opera.com",
        "w3.org",
        "icra.org",
        "wikipedia.org",
        "pinterest.com",
    ]
)
#: Registrable domains that host other companies' policies for them.
_HOSTS: Final = frozenset(
    [
        "iubenda.com",
        "termly.io",
        "termsfeed.com",
        "getterms.io",
        "freshdesk.com",
        "zendesk.com",
        "notion.site",
        "amazonaws.com",
        "cloudfront.net",
        "hubspotusercontent.net",
        "statuspage.io",
        "webflow.io",
        "readme.io",
        "gitbook.io",
        "freeprivacypolicy.com",
        "privacypolicies.com",
        "termageddon.com",
        "ironcladapp.com",
    ]
)


@functools.cache
def _hub_texts() -> frozenset[str]:
    return frozenset(fold(text) for line in _HUB_TEXTS.strip().splitlines() for text in line.split("|"))


def is_hub_text(text: str) -> bool:
    """Say whether a link's ``text`` names a page that lists policies ("Legal", "Terms & Policies")."""
    return fold(text) in _hub_texts()


def is_hub_address(url: str) -> bool:
    """Say whether the last part of ``url``, or its host's first label, is that of a page that lists policies."""
    parts = _segments(url)
    last = re.sub(r"\.\w{2,5}$", "", parts[-1]) if parts else ""
    if last in ("index", "default", "home") and len(parts) > 1:
        last = parts[-2]
    return bool(_HUB_ADDRESS.match(last)) or (not parts and bool(_HUB_ADDRESS.match(_label(url))))


def is_history(text: str, url: str) -> bool:
    """Say whether a link leads to earlier versions of a policy, by its text or its address."""
    return bool(_HISTORY.search(text)) or bool(_HISTORY_ADDRESS.search(urlsplit(url).path))


def is_dated(text: str) -> bool:
    """Say whether a short ``text`` names a date or a version, as the links of a list of earlier versions do."""
    return len(text) <= _DATED_LENGTH and bool(_DATED.search(text))


def drawbacks(url: str, texts: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    """Return what speaks against ``url`` (linked with ``texts``) being a policy: a factor (0 to 1) and the reason each."""
    before, label = _segments(url)[:-1], _label(url)
    words = fold(" ".join((*_segments(url), label)))
    found = []
    # A help centre calls its pages articles, too: there, only a plain name counts.
    helping = label in ("support", "help", "helpdesk", "kb", "docs", "faq") or any(_KNOWLEDGE.match(part) for part in before)
    if any(_EDITORIAL.match(part) for part in (*before, label)) and not helping:
        found.append((0.25, "stands among articles or news"))
    elif helping and any(re.match(r"^(?:blogs?|news|community|forums?|topics?|threads?)$", part) for part in before):
        found.append((0.25, "stands in a forum or blog"))
    elif helping:
        found.append((0.75, "stands in a help centre"))
    elif any(_PRODUCT.match(part) for part in (*before, label)):
        found.append((0.4, "stands among products or documentation"))
    if _APPLICANT.search(words) or any(_APPLICANT.search(fold(text)) for text in texts):
        found.append((0.3, "is for applicants or employees"))
    if _OTHER.search(words) or (texts and all(_OTHER.search(fold(text)) for text in texts)):
        found.append((0.5, "its words name something else than a policy"))
    return tuple(found)


def is_stranger(domain: str) -> bool:
    """Say whether the registrable ``domain`` is one that everybody links to."""
    return domain in _STRANGERS and domain not in _HOSTS


def is_policy_host(domain: str) -> bool:
    """Say whether the registrable ``domain`` hosts policies on behalf of others."""
    return domain in _HOSTS


def _segments(url: str) -> list[str]:
    return [part.lower() for part in urlsplit(url).path.split("/") if part]


def _label(url: str) -> str:
    labels = host_of(url).split(".")
    return labels[0] if len(labels) > 2 else ""
