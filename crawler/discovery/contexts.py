"""Words around a link that speak against a policy: blogs, products, job pages, strangers' sites."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.hubs import first_label, segments
from crawler.discovery.matching import fold

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
    r"^(?:support|help|kb|faqs?|knowledge-?base|solutions?|articles?|hc|portal|customer|helpdesk|answers?|sections?)$"
)
_TALK: Final = re.compile(r"^(?:blogs?|news|community|forums?|topics?|threads?)$")
_HELP_HOSTS: Final = ("support", "help", "helpdesk", "kb", "faq")
_ANNOUNCING: Final = re.compile(
    r"\b(?:new|updates? to|changes? to|changed|announc\w+|explained|introducing|neue|nouvelle|nueva)\b"
)
#: Words beside "privacy", "terms" or "cookies" that make it something else than the policy.
_OTHER: Final = re.compile(
    r"\b(?:shield|settings?|preferences?|choices|requests?|opt ?out|webinar|tips|how to|whats?|why|guard|manager|calculator"
    r"|generator|template|summit|award|payment terms|search terms|recipes?|features?|seal|verification|validation"
    r"|requirements|hipaa|call|caller|proxy|announces?|launch(?:es)?)\b"
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


def drawbacks(url: str, texts: tuple[str, ...], *, plain: bool, formal: bool) -> tuple[tuple[float, str], ...]:
    """Return what speaks against ``url`` (linked with ``texts``) being a policy: a factor (0 to 1) and the reason each.

    ``plain`` is true where a footer or a list of policies calls it plainly by its name: then its address matters
    less; ``formal`` where that name is that of a document ("cookie policy"), not of a thing ("cookies").
    """
    before, label = [*segments(url)[:-1], *_arguments(url)], first_label(url)
    words = fold(" ".join((*segments(url), label)))
    found = []
    announced = any(_ANNOUNCING.search(fold(text)) for text in texts)
    if place := _place(before, label, plain=plain, named=plain and formal and not announced):
        found.append(place)
    if _APPLICANT.search(words) or any(_APPLICANT.search(fold(text)) for text in texts):
        found.append((0.3, "is for applicants or employees"))
    if _OTHER.search(words) or (texts and all(_OTHER.search(fold(text)) for text in texts)):
        found.append((0.5, "its words name something else than a policy"))
    return tuple(found)


def _place(before: list[str], label: str, *, plain: bool, named: bool) -> tuple[float, str] | None:
    # A help centre calls its pages articles, too: there, only a plain name counts.
    helping = label in _HELP_HOSTS or any(_KNOWLEDGE.match(part) for part in before)
    if any(_TALK.match(part) for part in (*before, label)) or (not helping and any(map(_EDITORIAL.match, (*before, label)))):
        return (0.75 if named else 0.25, "stands among articles or news")
    if any(map(_PRODUCT.match, (*before, label))) and not helping:
        return (0.9 if plain else 0.4, "stands among products or documentation")
    return (0.95 if plain else 0.75, "stands in a help centre") if helping else None


def is_stranger(domain: str) -> bool:
    """Say whether the registrable ``domain`` is one that everybody links to."""
    return domain in _STRANGERS and domain not in _HOSTS


def is_policy_host(domain: str) -> bool:
    """Say whether the registrable ``domain`` hosts policies on behalf of others."""
    return domain in _HOSTS


def _arguments(url: str) -> list[str]:
    return re.findall(r"=([a-z_-]{3,20})(?=&|$)", urlsplit(url).query.lower())[:10]
