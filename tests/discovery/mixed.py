"""Sites put together by chance out of parts that real sites have: addresses, texts, relaunches, holes in the index."""

from __future__ import annotations

import itertools
import random

from tests.discovery.pages import Links, anchors, bootstrap, listing, modern, tables
from tests.discovery.site import TEASERS, Site

_PATHS = {
    "privacy": [
        "/privacy.shtml",
        "/privacypolicy.aspx",
        "/about/privacy",
        "/company/legal/privacy",
        "/site/privacy.php",
        "/corp/policies/privacy",
        "/content/privacy-policy",
        "/en/legal/privacy-statement",
        "/p/privacy",
        "/pages/privacy",
        "/Privacy_Policy.html",
        "/legal/privacy-notice",
        "/privacy-policy-2/",
        "/info/privacy_statement.jsp",
        "/index.cfm?page=privacy",
        "/aboutus/privacy.htm",
        "/privacy-and-security",
        "/policy/privacy",
        "/us/en/privacy-policy",
        "/legal/data-protection",
        "/company/privacy-policy.html",
        "/c/177",
        "/content/view/12/34/",
        "/page.asp?id=9",
    ],
    "terms": [
        "/terms.shtml",
        "/termsandconditions.aspx",
        "/about/terms",
        "/company/legal/terms",
        "/site/tos.php",
        "/corp/policies/terms-of-use",
        "/content/terms-of-service",
        "/en/legal/terms",
        "/p/terms",
        "/pages/terms-and-conditions",
        "/Terms_Of_Service.html",
        "/legal/terms-of-service",
        "/terms-of-use-2/",
        "/info/useragreement.jsp",
        "/index.cfm?page=terms",
        "/aboutus/terms.htm",
        "/tos",
        "/policy/terms",
        "/us/en/terms-of-use",
        "/legal/msa",
        "/company/terms.html",
        "/c/178",
        "/content/view/12/35/",
        "/page.asp?id=10",
    ],
    "cookies": [
        "/cookies",
        "/cookie-policy",
        "/legal/cookies",
        "/legal/cookie-notice",
        "/en/cookie-policy",
        "/about-cookies",
        "/policy/cookies",
        "/c/179",
    ],
    "acceptable-use": [
        "/aup",
        "/acceptable-use-policy",
        "/legal/aup",
        "/legal/acceptable-use",
        "/anti-spam.html",
        "/policy/fair-use",
        "/pages/aup",
        "/c/180",
    ],
}
_TEXTS = {
    "privacy": (
        "Privacy",
        "Privacy Policy",
        "Privacy Statement",
        "Privacy Notice",
        "Your privacy",
        "{} Privacy Policy",
        "Privacy & Security",
        "Data Protection",
    ),
    "terms": (
        "Terms",
        "Terms of Service",
        "Terms of Use",
        "Terms & Conditions",
        "{} Terms of Service",
        "User Agreement",
        "T&Cs",
    ),
    "cookies": ("Cookies", "Cookie Policy", "Cookie Notice", "Use of cookies"),
    "acceptable-use": ("Acceptable Use", "Acceptable Use Policy", "AUP", "Anti-Spam Policy"),
}
_HUBS = (
    ("/legal", "Legal"),
    ("/policies", "Policies"),
    ("/legal/", "Legal Information"),
    ("/terms-policies", "Terms & Policies"),
    ("/about/legal.html", "Legal notices"),
)


def mixed_site(seed: int) -> Site:
    """Return the site of ``seed``: 1 to 3 eras, 1 to 4 kinds, a footer or a list of policies, holes in the index or none."""
    chance = random.Random(seed)
    name = chance.choice(("Ringwave", "Callthread", "Voxpeak", "Smsly", "Dialbase"))
    site = Site(name, f"mixed {seed}", f"{name.lower()}.example")
    years = sorted(chance.sample(range(2003, 2021), chance.randint(1, 3) + 1))
    kinds = ["privacy", *chance.sample(["terms", "cookies", "acceptable-use"], chance.randint(0, 3))]
    for first, last in itertools.pairwise(years):
        _era(site, chance, kinds, (f"{first}02", f"{last}01" if last - first < 2 else f"{last - 1}12"))
    if chance.random() < 0.25:
        site.archive.hidden = lambda key: "priva" in key
    if chance.random() < 0.7:
        site.noise(f"{years[0]}03", f"{years[-1]}01")
    return site


def _era(site: Site, chance: random.Random, kinds: list[str], span: tuple[str, str]) -> None:
    paths: dict[str, str] = {}
    for kind in kinds:
        free = [path for path in _PATHS[kind] if path not in paths.values()]
        paths[kind] = chance.choice(free)
    links: Links = [(path, chance.choice(_TEXTS[kind]).format(site.name)) for kind, path in paths.items()]
    plain: Links = [("/about", "About us"), ("/contact", "Contact"), ("/jobs", "Jobs")]
    if chance.random() < 0.3:
        hub = chance.choice(_HUBS)
        site.page(hub[0], *span, listing(site.name, hub[1], links, anchors([hub])))
        shown = [hub]
    else:
        shown = links
    site.page("/", *span, _home(site, chance, [*plain, *shown]), step=3)
    for kind, path in paths.items():
        site.policy(kind, path, *span, footer=anchors(shown))


def _home(site: Site, chance: random.Random, footer: Links) -> str:
    style = chance.randint(0, 2)
    if style == 0:
        return tables(site.name, anchors(footer))
    if style == 1:
        return bootstrap(site.name, anchors(footer, " "))
    return modern(site.name, footer, teasers=TEASERS if chance.random() < 0.5 else ())
