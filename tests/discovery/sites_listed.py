"""Generated sites that the archive lists oddly: too much, too little, too slowly."""

from __future__ import annotations

from crawler.discovery import Ask, ListingAsk
from tests.discovery.pages import anchors, bootstrap, listing, modern, policy, tables
from tests.discovery.site import TEASERS, Site


def missed_by_the_index() -> Site:
    site = Site("Hiddenline", "queries of the whole domain miss the policies; single ones find them", "hiddenline.example")
    site.archive.hidden = lambda key: "privacy" in key or "terms" in key
    site.page(
        "/",
        "200801",
        "201212",
        tables("Hiddenline", anchors([("/company/privacy.html", "Privacy Policy"), ("/company/terms.html", "Terms")])),
    )
    site.page("/", "201301", "201906", bootstrap("Hiddenline", anchors([("/privacy", "Privacy Policy"), ("/terms", "Terms")])))
    for first, last, where, end in (("200801", "201212", "/company", ".html"), ("201301", "201906", "", "")):
        site.policy("privacy", f"{where}/privacy{end}", first, last)
        site.policy("terms", f"{where}/terms{end}", first, last)
    return site


def too_heavy() -> Site:
    site = Site("Heavyweight", "every query beyond one URL times out", "heavyweight.example")
    site.archive.fault = lambda ask: "timeout" if isinstance(ask, ListingAsk) and ask.match_type != "exact" else ""
    site.page("/", "201101", "202001", modern("Heavyweight", [("/legal", "Legal"), ("/jobs", "Jobs")]))
    links = [("/legal/privacy", "Privacy Policy"), ("/legal/tos", "Terms of Service"), ("/legal/cookies", "Cookie Policy")]
    site.page("/legal", "201101", "202001", listing("Heavyweight", "Legal", links))
    for kind, (path, _) in zip(("privacy", "terms", "cookies"), links, strict=True):
        site.policy(kind, path, "201101", "202001")
    site.noise("201201", "201901")
    return site


def three_hundred_thousand() -> Site:
    site = Site("Bigforum", "300,000 URLs in the index that say privacy", "bigforum.example")
    site.archive.bulk = ("http://forum.bigforum.example/t/{}/privacy-policy-and-other-questions", 300_000)
    site.page(
        "/",
        "201201",
        "202001",
        modern("Bigforum", [("/privacy", "Privacy Policy"), ("/terms", "Terms of Service")], teasers=TEASERS),
    )
    site.policy("privacy", "/privacy", "201201", "202001")
    site.policy("terms", "/terms", "201201", "202001")
    site.policy("privacy", "/privacy-policy.html", "200501", "201112")
    site.page("/", "200501", "201112", tables("Bigforum", anchors([("/privacy-policy.html", "Privacy Policy")])))
    site.noise("201501", "201901")
    return site


def captured_daily() -> Site:
    site = Site("Dailycap", "one policy captured 9,000 times fills every listing", "dailycap.example")
    site.page("/", "201001", "202101", modern("Dailycap", [("/legal/privacy", "Privacy"), ("/legal/terms", "Terms")]))
    body = policy("Dailycap", "Privacy")
    days = [
        f"{2010 + n // 840}{n % 12 + 1:02}{n // 12 % 28 + 1:02}{n % 24:02}{n % 60:02}{n // 60 % 60:02}" for n in range(9000)
    ]
    site.archive.put(site.url("/legal/privacy"), sorted(set(days)), body)
    site.true("privacy", "/legal/privacy")
    site.policy("terms", "/legal/terms", "201001", "202101")
    site.policy("privacy", "/privacy.php", "200501", "200912")
    site.policy("acceptable-use", "/usage/acceptable-use", "201001", "202101")
    return site


def listings_never_answer() -> Site:
    site = Site("Pageonly", "every listing times out, but pages are played", "pageonly.example")
    site.archive.fault = _listing_times_out
    site.page("/", "200601", "202301", modern("Pageonly", [("/privacy", "Privacy Policy"), ("/tos", "Terms of Service")]))
    site.policy("privacy", "/privacy", "200601", "202301")
    site.policy("terms", "/tos", "200601", "202301")
    return site


def _listing_times_out(ask: Ask) -> str:
    return "timeout" if isinstance(ask, ListingAsk) else ""


SITES = (
    missed_by_the_index,
    too_heavy,
    three_hundred_thousand,
    captured_daily,
    listings_never_answer,
)
