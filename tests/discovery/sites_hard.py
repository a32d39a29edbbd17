"""Generated sites made to be hard: many eras, misleading neighbours, links that come and go, archives with holes."""

from __future__ import annotations

from crawler.discovery import Ask, ListingAsk
from tests.discovery.pages import anchors, bootstrap, listing, modern, tables
from tests.discovery.site import TEASERS, Site


def six_eras_of_numbers() -> Site:
    site = Site("Sixeras", "six relaunches in 20 years, addresses without words", "sixeras.example")
    years = [
        ("200101", "200312"),
        ("200401", "200712"),
        ("200801", "201012"),
        ("201101", "201312"),
        ("201401", "201712"),
        ("201801", "202112"),
    ]
    for number, (first, last) in enumerate(years):
        path = f"/site/{number}/page{number}7.html"
        site.page("/", first, last, tables("Sixeras", anchors([("/about", "About"), (path, "Privacy Policy")])), step=3)
        site.policy("privacy", path, first, last)
    return site


def short_life() -> Site:
    site = Site(
        "Shortlife", "one address stood for eight months only, between two others, found by the index", "shortlife.example"
    )
    eras = [
        ("201001", "201412", "/privacy"),
        ("201501", "201508", "/policies/privacy-statement"),
        ("201509", "202001", "/legal/privacy-policy"),
    ]
    for first, last, path in eras:
        site.page("/", first, last, modern("Shortlife", [(path, "Privacy"), ("/terms", "Terms")], teasers=TEASERS))
        site.policy("privacy", path, first, last, step=2)
    site.policy("terms", "/terms", "201001", "202001")
    site.noise("201101", "201901")
    return site


def own_name_in_texts() -> Site:
    site = Site("My Operator", "the vendor's name in every text and address", "myoperatoro.example")
    foot = [
        ("/myoperatoro-privacy-policy", "My Operatoro Privacy Policy"),
        ("/myoperatoro-tos", "My Operatoro Terms of Service"),
    ]
    foot += [("/legal/myoperatoro-dpa-v3.pdf", "MyOperatoro DPA"), ("/myoperatoro-vs-others", "My Operatoro vs. others")]
    site.page("/", "201401", "202101", bootstrap("My Operatoro", anchors(foot)))
    site.policy("privacy", foot[0][0], "201401", "202101")
    site.policy("terms", foot[1][0], "201401", "202101")
    site.page(foot[2][0], "201806", "202101", b"%PDF-1.4", mime="application/pdf")
    site.true("dpa", foot[2][0])
    site.page("/myoperatoro-vs-others", "201401", "202101", "Comparison")
    site.noise("201501", "201901")
    return site


def language_folders() -> Site:
    site = Site("Polyglotel", "seven languages, each with its own policies below its folder", "polyglotel.example")
    words = {
        "en": ("privacy-policy", "Privacy Policy", "terms-of-use", "Terms of Use"),
        "de": ("datenschutz", "Datenschutz", "agb", "AGB"),
        "fr": ("confidentialite", "Confidentialité", "conditions-generales", "Conditions générales"),
        "es": ("politica-de-privacidad", "Política de privacidad", "condiciones-de-uso", "Condiciones de uso"),
        "it": ("informativa-sulla-privacy", "Informativa sulla privacy", "termini-e-condizioni", "Termini e condizioni"),
        "nl": ("privacybeleid", "Privacybeleid", "algemene-voorwaarden", "Algemene voorwaarden"),
        "pt": ("politica-de-privacidade", "Política de privacidade", "termos-de-uso", "Termos de uso"),
    }
    for tongue, (privacy, said, terms, called) in words.items():
        home = "/" if tongue == "en" else f"/{tongue}/"
        links = [(f"/{tongue}/{privacy}", said), (f"/{tongue}/{terms}", called)]
        site.page(
            home,
            "201601",
            "202106",
            modern("Polyglotel", links, lang=tongue, nav=[(f"/{other}/", other.upper()) for other in words]),
        )
        site.policy("privacy", f"/{tongue}/{privacy}", "201601", "202106")
        site.policy("terms", f"/{tongue}/{terms}", "201601", "202106")
    site.noise("201701", "202001")
    return site


def two_hubs() -> Site:
    site = Site(
        "Twohubs", "first a page Policies, later a page Legal; both list what the front page does not", "twohubs.example"
    )
    old = [("/pol/a.html", "Privacy Statement"), ("/pol/b.html", "Terms and Conditions"), ("/pol/c.html", "Anti-Spam Policy")]
    new = [
        ("/l/privacy-notice-4", "Privacy notice"),
        ("/l/master-services-agreement", "Master Services Agreement"),
        ("/l/xx", "Data Processing Addendum"),
    ]
    site.page("/", "200801", "201406", tables("Twohubs", anchors([("/policies.html", "Policies"), ("/map.html", "Site map")])))
    site.page("/policies.html", "200801", "201406", listing("Twohubs", "Policies", old))
    site.page(
        "/",
        "201407",
        "202101",
        modern("Twohubs", [("/legal-center", "Legal Center"), ("/security", "Security")], teasers=TEASERS),
    )
    site.page(
        "/legal-center",
        "201407",
        "202101",
        listing("Twohubs", "Legal Center", [*new, ("/l/modern-slavery", "Modern Slavery Statement")]),
    )
    for (path, _), kind in zip(old, ("privacy", "terms", "acceptable-use"), strict=True):
        site.policy(kind, path, "200801", "201406")
    for (path, _), kind in zip(new, ("privacy", "terms", "dpa"), strict=True):
        site.policy(kind, path, "201407", "202101")
    site.page("/l/modern-slavery", "201601", "202101", "Statement")
    site.noise("201501", "202001")
    return site


def sign_up_form() -> Site:
    site = Site("Signupfone", "only the sign-up box in the middle of the front page links the policies", "signupfone.example")
    body = '<form action="/signup" method="post"><input name=mail><p>By signing up you accept our '
    body += '<a href="/user-agreement">Terms of Service</a> and our <a href="/your-data">privacy policy</a>.</p></form>'
    footer = anchors([("/blog/privacy-by-design", "Privacy by design: our story"), ("/jobs", "Jobs")])
    site.page("/", "201301", "201906", bootstrap("Signupfone", footer, body=body))
    site.policy("terms", "/user-agreement", "201301", "201906")
    site.policy("privacy", "/your-data", "201301", "201906")
    site.page("/blog/privacy-by-design", "201601", "201906", "Article")
    return site


def documentation_host() -> Site:
    site = Site(
        "Devdocs",
        "policies on the documentation host, API pages about cookies, terms and privacy beside them",
        "devdocs.example",
    )
    base = "https://docs.devdocs.example"
    foot = [(f"{base}/legal/privacy", "Privacy Policy"), (f"{base}/legal/terms", "Terms of Service"), (base, "Docs")]
    site.page("/", "201601", "202201", modern("Devdocs", foot))
    site.policy("privacy", f"{base}/legal/privacy", "201601", "202201")
    site.policy("terms", f"{base}/legal/terms", "201601", "202201")
    for path in (
        "/api/privacy-mode",
        "/guides/cookies",
        "/reference/terms",
        "/api/call-privacy",
        "/sdk/cookie-policy-header",
        "/privacy-mode",
    ):
        site.page(f"{base}{path}", "201701", "202201", "Documentation")
    return site


def flaky() -> Site:
    site = Site("Flakytel", "every second answer is a failure", "flakytel.example")
    site.archive.fault = _every_second(ListingAsk)
    site.page(
        "/",
        "201001",
        "201912",
        modern("Flakytel", [("/privacy-policy", "Privacy Policy"), ("/terms-of-service", "Terms of Service")]),
    )
    site.policy("privacy", "/privacy-policy", "201001", "201912")
    site.policy("terms", "/terms-of-service", "201001", "201912")
    return site


def front_page_gone() -> Site:
    site = Site("Nofront", "the front page was never archived as a page, only policies were", "nofront.example")
    site.policy("privacy", "/legal/privacy-policy", "201401", "201912")
    site.policy("terms", "/legal/terms-of-service.html", "201401", "201912")
    site.page("/blog/our-privacy-policy-in-plain-words", "201601", "201912", "Article")
    return site


def resold_domain() -> Site:
    site = Site("Resold", "a blog about baking bought the domain later: its policy is linked the same way", "resold.example")
    site.page("/", "200801", "201312", modern("Resold", [("/privacy", "Privacy"), ("/terms", "Terms")]))
    site.policy("privacy", "/privacy", "200801", "201312")
    site.policy("terms", "/terms", "200801", "201312")
    site.page(
        "/",
        "201801",
        "202101",
        modern(
            "Baking",
            [("/blog/cookies", "Cookies"), ("/recipes/cookie-policy-cake", "Cookie cake")],
            teasers=[("/cookies", "Cookies")],
        ),
    )
    site.page("/blog/cookies", "201801", "202101", "Bake")
    site.page("/recipes/cookie-policy-cake", "201801", "202101", "Bake")
    return site


def moved_twice_inside() -> Site:
    site = Site("Hopper", "redirects lead to an address that the index misses and no page links", "hopper.example")
    site.archive.hidden = lambda key: "/c/9" in key
    site.page("/", "201001", "201412", modern("Hopper", [("/privacy", "Privacy"), ("/terms", "Terms")]))
    site.policy("privacy", "/privacy", "201001", "201412")
    site.policy("terms", "/terms", "201001", "201412")
    site.redirect("/privacy", "201501", "201912", "/c/91")
    site.redirect("/terms", "201501", "201912", "/c/92")
    site.page("/", "201501", "201912", bootstrap("Hopper", anchors([("/jobs", "Jobs")])))
    site.policy("privacy", "/c/91", "201501", "201912")
    site.policy("terms", "/c/92", "201501", "201912")
    return site


def old_wrapping() -> Site:
    site = Site("Wrapped", "links of a page that was saved out of the archive itself; sessions in addresses", "wrapped.example")
    sid = "0123456789abcdef0123456789abcdef"
    links = '<a href="/web/20070101000000/http://www.wrapped.example/corp/priv.jsp">Privacy Policy</a> '
    links += f'<a href="http://www.wrapped.example/corp/tos.jsp?PHPSESSID={sid}">Terms of Service</a>'
    site.page("/", "200501", "200912", tables("Wrapped", links))
    site.policy("privacy", "/corp/priv.jsp", "200501", "200912")
    site.policy("terms", "/corp/tos.jsp", "200501", "200912")
    return site


def catch_all() -> Site:
    site = Site("Catchall", "bought: every old address leads to one page of marketing", "catchall.example")
    foot = [("/privacy-policy", "Privacy Policy"), ("/terms-of-service", "Terms of Service"), ("/aup", "Acceptable Use")]
    site.page("/", "201101", "201612", modern("Catchall", foot))
    for kind, (path, _) in zip(("privacy", "terms", "acceptable-use"), foot, strict=True):
        site.policy(kind, path, "201101", "201612")
        site.redirect(path, "201701", "202006", "https://www.buyer.example/welcome-catchall-customers/")
    return site


def soft_landing() -> Site:
    site = Site("Softland", "the old policy's address leads to the error page and to the log-in", "softland.example")
    site.page("/", "201101", "202006", modern("Softland", [("/legal/privacy", "Privacy Policy"), ("/legal/terms", "Terms")]))
    site.policy("privacy", "/legal/privacy", "201101", "202006")
    site.policy("terms", "/legal/terms", "201101", "202006")
    site.policy("privacy", "/privacy.html", "200701", "201012")
    site.redirect("/privacy.html", "201101", "201512", "/error/404.html")
    site.policy("acceptable-use", "/aup.html", "200701", "201012")
    site.redirect("/aup.html", "201101", "201512", "/login")
    site.page("/error/404.html", "201101", "201512", "Not here")
    site.page("/login", "201101", "201512", "Log in")
    return site


def _every_second(listing_ask: type[ListingAsk]) -> object:
    heard: list[Ask] = []

    def fault(ask: Ask) -> str:
        heard.append(ask)
        return "timeout" if isinstance(ask, listing_ask) and len(heard) % 2 else ""

    return fault


SITES = (
    six_eras_of_numbers,
    short_life,
    own_name_in_texts,
    language_folders,
    two_hubs,
    sign_up_form,
    documentation_host,
    flaky,
    front_page_gone,
    resold_domain,
    moved_twice_inside,
    old_wrapping,
    catch_all,
    soft_landing,
)
