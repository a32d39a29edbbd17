"""Generated sites of odd build, and with an odd past."""

from __future__ import annotations

from tests.discovery.pages import anchors, modern, policy, tables
from tests.discovery.site import TEASERS, Site


def frames() -> Site:
    site = Site("Framefone", "a frameset of 2001, the links in the lower frame", "framefone.example")
    frameset = "<html><head><title>Framefone</title></head>"
    frameset += '<frameset rows="*,60"><frame src="main.htm"><frame src="bottom.htm"></frameset></html>'
    site.page("/", "200101", "200506", frameset)
    site.page("/main.htm", "200101", "200506", tables("Framefone", ""))
    site.page(
        "/bottom.htm",
        "200101",
        "200506",
        f"<html><body>{anchors([('privacy_policy.asp', 'Privacy Policy'), ('terms.asp', 'Terms')])}</body></html>",
    )
    site.policy("privacy", "/privacy_policy.asp", "200101", "200506")
    site.policy("terms", "/terms.asp", "200101", "200506")
    return site


def handlers() -> Site:
    site = Site("Popwin", "policies in windows opened by handlers, addresses without words", "popwin.example")
    links = "<a href=\"javascript:void(0)\" onclick=\"window.open('/static/pp_01.html','w','width=400')\">Privacy Policy</a> "
    links += "<a href=\"javascript:popup('/static/tt_01.html')\">Terms of Use</a> "
    links += "<span onclick=\"location.href='/static/aa_01.html'\">Acceptable Use Policy</span>"
    site.page("/", "200501", "201012", tables("Popwin", links))
    for kind, path in (("privacy", "pp"), ("terms", "tt"), ("acceptable-use", "aa")):
        site.policy(kind, f"/static/{path}_01.html", "200501", "201012")
    site.noise("200601", "201001")
    return site


def pictures() -> Site:
    site = Site(
        "Altivox", "links are pictures with alternative texts, below a base address, beside an image map", "altivox.example"
    )
    links = '<a href="pages/x1.htm"><img src="b1.gif" alt="Privacy Statement"></a>'
    links += '<a href="//www.altivox.example/en/pages/x2.htm"><img src=b2.gif alt="Terms of Service"></a>'
    links += '<map name=m><area href="pages/x3.htm" alt="Spam Policy"></map>'
    site.page("/", "200201", "200812", tables("Altivox", links, head='<base href="http://www.altivox.example/en/">'))
    for kind, number in (("privacy", 1), ("terms", 2), ("acceptable-use", 3)):
        site.policy(kind, f"/en/pages/x{number}.htm", "200201", "200812")
    return site


def splash() -> Site:
    site = Site("Splashtel", "a splash page that refreshes to the real one; policies by query", "splashtel.example")
    site.page(
        "/",
        "200601",
        "201312",
        '<html><head><meta http-equiv="Refresh" content="0; URL=/home/index.php"></head><body>Welcome</body></html>',
    )
    foot = [
        ("index.php?page=privacy", "Privacy Policy"),
        ("index.php?page=27", "Terms of Service"),
        ("index.php?page=news&id=4", "Our new privacy policy"),
    ]
    site.page("/home/index.php", "200601", "201312", tables("Splashtel", anchors(foot)))
    site.policy("privacy", "/home/index.php?page=privacy", "200601", "201312")
    site.policy("terms", "/home/index.php?page=27", "200601", "201312")
    site.page("/home/index.php?page=news&id=4", "200601", "201312", "News")
    site.page("/home/index.php?page=privacy&print=1", "200701", "200901", "The same to print")
    return site


def front_page_moves() -> Site:
    site = Site("Movefront", "the front page redirects to /en/, policies per language", "movefront.example")
    site.redirect("/", "201501", "202201", "/en/", step=3)
    site.page(
        "/en/",
        "201501",
        "202201",
        modern("Movefront", [("/en/privacy", "Privacy"), ("/en/terms", "Terms"), ("/de/", "Deutsch")]),
    )
    site.page(
        "/de/", "201501", "202201", modern("Movefront", [("/de/datenschutz", "Datenschutz"), ("/de/agb", "AGB")], lang="de")
    )
    for kind, path in (
        ("privacy", "/en/privacy"),
        ("terms", "/en/terms"),
        ("privacy", "/de/datenschutz"),
        ("terms", "/de/agb"),
    ):
        site.policy(kind, path, "201501", "202201")
    site.noise("201601", "202001")
    return site


def parked_later() -> Site:
    site = Site("Gonevox", "a real past, then a parked domain", "gonevox.example")
    site.page("/", "200801", "201312", modern("Gonevox", [("/privacy-policy", "Privacy Policy"), ("/terms", "Terms")]))
    site.policy("privacy", "/privacy-policy", "200801", "201312")
    site.policy("terms", "/terms", "200801", "201312")
    parked = "<html><head><title>gonevox.example</title></head><body><h1>gonevox.example</h1>"
    parked += "<p>This domain is for sale. Related searches: voip, sms</p>"
    parked += (
        anchors([("http://www.parkingking.example/privacy", "Privacy Policy"), ("/landing?x=1", "Buy this domain")])
        + "</body></html>"
    )
    site.page("/", "201501", "202001", parked)
    return site


def hosted_elsewhere() -> Site:
    site = Site("Rentapolicy", "the policy is written and hosted by a service", "rentapolicy.example")
    hosted = "https://www.iubenda.com/privacy-policy/8231"
    foot = [
        (hosted, "Privacy Policy"),
        ("/terms", "Terms of Service"),
        ("https://www.facebook.com/policy.php", "Facebook"),
        ("https://policies.google.com/privacy", "Privacy"),
    ]
    site.page("/", "201601", "202101", modern("Rentapolicy", foot))
    site.policy("privacy", hosted, "201601", "202101")
    site.policy("terms", "/terms", "201601", "202101")
    site.noise("201701", "201901")
    return site


def parent_company() -> Site:
    site = Site("Childvox", "the footer links the parent company's policy from some day on", "childvox.example")
    site.page("/", "201201", "201606", modern("Childvox", [("/privacy", "Privacy Policy"), ("/terms", "Terms of Service")]))
    site.page(
        "/",
        "201608",
        "202008",
        modern("Childvox", [("https://parent.example/legal/privacy", "Privacy Policy"), ("/terms", "Terms of Service")]),
    )
    site.policy("privacy", "/privacy", "201201", "201606")
    site.policy("terms", "/terms", "201201", "202008")
    site.policy("privacy", "https://parent.example/legal/privacy", "200201", "202008")
    return site


def cookies_to_eat() -> Site:
    site = Site("Bakephone", "says cookies, terms and privacy everywhere and means something else", "bakephone.example")
    teasers = [
        ("/recipes/cookies", "Cookies for your call centre team"),
        ("/resources/terms-glossary", "Telecom terms from A to Z"),
        *TEASERS,
    ]
    foot = [
        ("/legal/cookie-policy", "Cookie Policy"),
        ("/legal/privacy-policy", "Privacy Policy"),
        ("/careers/privacy", "Applicant Privacy Policy"),
    ]
    foot += [
        ("/privacy-shield", "Privacy Shield"),
        ("/do-not-sell", "Your Privacy Choices"),
        ("/partners/terms", "Partner portal"),
    ]
    site.page(
        "/",
        "201601",
        "202301",
        modern(
            "Bakephone", foot, teasers=teasers, nav=[("/products/privacy", "Privacy"), ("/payment-terms-calculator", "Terms")]
        ),
    )
    site.policy("cookies", "/legal/cookie-policy", "201601", "202301")
    site.policy("privacy", "/legal/privacy-policy", "201601", "202301")
    for path in (
        "/recipes/cookies",
        "/resources/terms-glossary",
        "/careers/privacy",
        "/privacy-shield",
        "/do-not-sell",
        "/partners/terms",
        "/products/privacy",
    ):
        site.page(path, "201601", "202301", policy("Bakephone", "Something else"))
    for path in ("/payment-terms-calculator", "/legal/privacy-policy?utm_source=mail", "/legal/privacy-policy/feed"):
        site.page(path, "201801", "202101", "x")
    site.noise("201601", "202301")
    return site


SITES = (
    frames,
    handlers,
    pictures,
    splash,
    front_page_moves,
    parked_later,
    hosted_elsewhere,
    parent_company,
    cookies_to_eat,
)
