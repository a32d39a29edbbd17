"""Generated sites in English: footers, moves, hubs, help centres, purchases."""

from __future__ import annotations

from tests.discovery.pages import Links, anchors, bootstrap, listing, modern, tables, times
from tests.discovery.site import TEASERS, Site

FOOT: Links = [("/about", "About"), ("/contact", "Contact"), ("/privacy", "Privacy"), ("/terms", "Terms")]
RECAPTCHA: Links = [("https://policies.google.com/privacy", "Privacy"), ("https://policies.google.com/terms", "Terms")]


def footer_all_years() -> Site:
    site = Site("Ringwave", "plain footer, one URL for all years", "ringwave.example")
    site.page("/", "200901", "202001", modern("Ringwave", FOOT, teasers=TEASERS, nav=[("/features/privacy", "Privacy")]))
    site.policy("privacy", "/privacy", "200901", "202001", footer=anchors(FOOT))
    site.policy("terms", "/terms", "200901", "202001", footer=anchors(FOOT))
    site.noise("201501", "201901")
    return site


def four_addresses() -> Site:
    site = Site("Callthread", "four addresses over the years, relative links", "callthread.example")
    eras = [("200304", "200712", "privacy.html", "Privacy Statement"), ("200801", "201106", "/index/privacy", "Privacy")]
    eras += [
        ("201107", "201512", "/privacy-policy", "Privacy Policy"),
        ("201601", "202112", "/legal/privacy", "Privacy Policy"),
    ]
    for first, last, path, text in eras:
        terms = path.replace("privacy-policy", "terms-of-service").replace("privacy", "terms")
        site.page(
            "/", first, last, tables("Callthread", anchors([("about.html", "About"), (path, text), (terms, "Terms of Use")]))
        )
        site.policy("privacy", path if path[0] == "/" else f"/{path}", first, last)
        site.policy("terms", terms if terms[0] == "/" else f"/{terms}", first, last)
    site.noise("201201", "202001")
    return site


def help_centre() -> Site:
    site = Site("Operatorly", "policies in two help centres on a subdomain", "operatorly.example")
    old = "http://support.operatorly.example/support/solutions/articles/3000039224-privacy-policy"
    new = "https://support.operatorly.example/portal/kb/articles/privacy-policy"
    terms = "https://support.operatorly.example/portal/kb/articles/terms-of-service"
    site.page("/", "201401", "201706", bootstrap("Operatorly", anchors([(old, "Privacy Policy"), ("/blog", "Blog")])))
    site.page("/", "201707", "202106", bootstrap("Operatorly", anchors([(new, "Privacy Policy"), (terms, "Terms")])))
    site.policy("privacy", old, "201401", "201708")
    pager = anchors(
        [("/portal/kb/articles/privacy-policy?no=5", "previous"), ("/portal/kb/articles/privacy-policy?no=7", "next")]
    )
    site.policy("privacy", new, "201706", "202106", extra=pager)
    site.policy("terms", terms, "201706", "202106")
    for title in ("how-to-clear-cookies", "call-privacy-settings", "can-i-cancel-my-agreement"):
        site.page(f"https://support.operatorly.example/portal/kb/articles/{title}", "201706", "202106", "Help")
    site.page(
        "https://support.operatorly.example/portal/kb/articles/privacy-policy?no=5", "201801", "201806", "Another article"
    )
    site.noise("201501", "201901")
    return site


def hub_of_numbers() -> Site:
    site = Site("Dialbase", "a page called Legal leads to addresses without words", "dialbase.example")
    site.page(
        "/", "201001", "201912", modern("Dialbase", [("/about", "About"), ("/legal", "Legal"), *RECAPTCHA], teasers=TEASERS)
    )
    docs: Links = [
        ("/doc/12", "Privacy Policy"),
        ("/doc/13", "Terms of Service"),
        ("/doc/14", "Acceptable Use Policy"),
        ("/doc/20", "Brand assets"),
    ]
    site.page("/legal", "201001", "201912", listing("Dialbase", "Legal", docs, anchors([("/legal", "Legal")])))
    for kind, number in (("privacy", 12), ("terms", 13), ("acceptable-use", 14)):
        site.policy(kind, f"/doc/{number}", "201001", "201912")
    site.page("/doc/20", "201001", "201912", "Logos")
    site.noise("201501", "201901")
    return site


def trust_center() -> Site:
    site = Site("Meshline", "a trust center on a subdomain, a DPA as PDF", "meshline.example")
    trust = "https://trust.meshline.example/"
    site.page(
        "/",
        "201806",
        "202406",
        modern("Meshline", [("/jobs", "Jobs"), (trust, "Trust Center"), ("/legal/terms", "Terms of Service")]),
    )
    links: Links = [
        ("/privacy-notice", "Privacy Notice"),
        ("/files/meshline-dpa.pdf", "Data Processing Addendum"),
        ("https://www.meshline.example/legal/cookies", "Cookie Notice"),
        ("/certificates", "Certificates"),
    ]
    site.page(trust, "201806", "202406", listing("Meshline", "Trust Center", links))
    site.policy("terms", "/legal/terms", "201806", "202406")
    site.policy("privacy", f"{trust}privacy-notice", "201806", "202406")
    site.policy("cookies", "/legal/cookies", "201806", "202406")
    site.page(f"{trust}files/meshline-dpa.pdf", "201807", "202401", b"%PDF-1.4 ...", mime="application/pdf")
    site.true("dpa", f"{trust}files/meshline-dpa.pdf")
    site.noise("201901", "202301")
    return site


def bought() -> Site:
    site = Site("Nextring", "bought: the policy redirects to the buyer's site", "nextring.example")
    foot: Links = [
        ("/privacy-policy", "Privacy Policy"),
        ("/terms-of-use", "Terms of Use"),
        ("/acceptable-use", "Acceptable Use"),
    ]
    site.page("/", "201101", "201706", modern("Nextring", foot, teasers=TEASERS))
    for kind, path in (("privacy", "/privacy-policy"), ("terms", "/terms-of-use"), ("acceptable-use", "/acceptable-use")):
        site.policy(kind, path, "201101", "201706", footer=anchors(foot))
    buyer = "https://www.bigphone.example"
    site.redirect("/", "201708", "202008", f"{buyer}/")
    site.redirect("/privacy-policy", "201708", "202008", f"{buyer}/legal/privacy")
    site.redirect("/terms-of-use", "201709", "202008", f"{buyer}/legal/terms")
    site.redirect("/acceptable-use", "201709", "202008", f"{buyer}/legal/aup")
    for kind, path in (("privacy", "privacy"), ("terms", "terms"), ("acceptable-use", "aup")):
        site.policy(kind, f"{buyer}/legal/{path}", "200501", "202008")
        day = times("201708" if path == "privacy" else "201709", "201709")[0]
        site.since[f"example,bigphone)/legal/{path}"] = day
        site.moves.add(
            (
                f"{site.url('/')}{ {'privacy': 'privacy-policy', 'terms': 'terms-of-use', 'aup': 'acceptable-use'}[path] }",
                f"{buyer}/legal/{path}",
            )
        )
    site.noise("201401", "201701")
    return site


def bought_and_swallowed() -> Site:
    site = Site("Tropical", "bought: everything redirects to the buyer's front page", "tropical.example")
    site.page(
        "/", "201001", "201506", bootstrap("Tropical", anchors([("/terms-policies/", "Terms & Policies"), ("/jobs", "Jobs")]))
    )
    links: Links = [("/terms-policies/privacy-policy", "Privacy Policy"), ("/terms-policies/general-terms", "General Terms")]
    links += [("/terms-policies/acceptable-use", "Acceptable Use"), ("/terms-policies/data-retention", "Data Retention")]
    site.page("/terms-policies/", "201001", "201506", listing("Tropical", "Terms & Policies", links))
    for kind, (path, _) in zip(("privacy", "terms", "acceptable-use"), links, strict=False):
        site.policy(kind, path, "201001", "201506")
    site.page("/terms-policies/data-retention", "201001", "201506", "How long call records are kept")
    for path in ("/", *(link for link, _ in links)):
        site.redirect(path, "201601", "201912", "https://www.router-maker.example/")
    site.noise("201101", "201501")
    return site


def renamed() -> Site:
    site = Site("Voxo", "a new name: the policy moves to the new domain, and once more inside", "voxo.example")
    site.page("/", "200801", "201212", tables("Voxo", anchors([("/privacy.asp", "Privacy"), ("/tos.asp", "Terms")])))
    site.policy("privacy", "/privacy.asp", "200801", "201212")
    site.policy("terms", "/tos.asp", "200801", "201212")
    site.page("/", "201301", "201612", bootstrap("Voxo", anchors([("/company/privacy", "Privacy"), ("/company/tos", "Terms")])))
    site.redirect("/privacy.asp", "201301", "201612", "/company/privacy")
    site.policy("privacy", "/company/privacy", "201301", "201612")
    site.policy("terms", "/company/tos", "201301", "201612")
    site.redirect("/company/privacy", "201702", "202002", "https://www.voxonova.example/privacy-notice")
    site.policy("privacy", "https://www.voxonova.example/privacy-notice", "201702", "202002")
    site.since["example,voxonova)/privacy-notice"] = times("201702", "201702")[0]
    site.moves.add(("http://www.voxo.example/company/privacy", "https://www.voxonova.example/privacy-notice"))
    site.noise("201301", "201601")
    return site


def earlier_versions() -> Site:
    site = Site("Archivox", "keeps its own archive of earlier versions", "archivox.example")
    site.page(
        "/",
        "201301",
        "202001",
        modern("Archivox", [("/legal/privacy", "Privacy"), ("/legal/tos", "Legal"), ("/status", "Status")]),
    )
    more = anchors([("/legal/privacy/archive", "Previous versions of this policy")])
    site.policy("privacy", "/legal/privacy", "201301", "202001", extra=more)
    site.policy("terms", "/legal/tos", "201301", "202001")
    links: Links = [
        (f"/legal/privacy/archive/{day}", text)
        for day, text in (("2013-02-01", "February 1, 2013"), ("2015-06-15", "June 15, 2015"))
    ]
    site.page(
        "/legal/privacy/archive", "201601", "202001", listing("Archivox", "Earlier versions", [*links, ("/blog/2016/", "Blog")])
    )
    for path, _ in links:
        site.policy("privacy", path, "201601", "202001")
    site.noise("201501", "201901")
    return site


def one_page_for_all() -> Site:
    site = Site("Onepager", "all policies on one page, divided by fragments", "onepager.example")
    foot: Links = [
        ("/legal#privacy", "Privacy Policy"),
        ("/legal#terms", "Terms of Service"),
        ("/legal#cookies", "Cookie Policy"),
    ]
    site.page("/", "201501", "201912", modern("Onepager", foot))
    site.policy(
        "privacy",
        "/legal",
        "201501",
        "201912",
        fragment="privacy",
        extra=anchors([("#privacy", "Privacy"), ("#terms", "Terms")]),
    )
    site.true("terms", "/legal", "terms")
    site.true("cookies", "/legal", "cookies")
    site.noise("201601", "201901")
    return site


def only_in_policies() -> Site:
    site = Site("Crosslink", "the cookie policy and the AUP are linked in other policies only", "crosslink.example")
    site.page(
        "/",
        "201401",
        "202106",
        bootstrap("Crosslink", anchors([("/p/17", "Privacy Policy"), ("/p/18", "Terms and Conditions")])),
    )
    inside = '<p>See <a href="/p/19">our Cookie Policy</a> too.</p>'
    site.policy("privacy", "/p/17", "201401", "202106", extra=inside)
    site.policy("terms", "/p/18", "201401", "202106", extra='<p>You accept the <a href="/p/20">Acceptable Use Policy</a>.</p>')
    site.policy("cookies", "/p/19", "201401", "202106")
    site.policy("acceptable-use", "/p/20", "201401", "202106")
    site.noise("201501", "201901")
    return site


def terms_and_privacy() -> Site:
    site = Site("Bothways", "one document called Terms & Privacy", "bothways.example")
    site.page(
        "/",
        "201201",
        "201812",
        modern("Bothways", [("/about", "About"), ("/terms-privacy", "Terms & Privacy")], teasers=TEASERS),
    )
    site.policy("terms", "/terms-privacy", "201201", "201812", title="Terms & Privacy")
    site.noise("201301", "201801")
    return site


SITES = (
    footer_all_years,
    four_addresses,
    help_centre,
    hub_of_numbers,
    trust_center,
    bought,
    bought_and_swallowed,
    renamed,
    earlier_versions,
    one_page_for_all,
    only_in_policies,
    terms_and_privacy,
)
