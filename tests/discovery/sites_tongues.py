"""Generated sites in other languages, with the link texts that such sites really use."""

from __future__ import annotations

from tests.discovery.pages import anchors, bootstrap, listing, modern, policy, tables, times
from tests.discovery.site import Site


def german() -> Site:
    site = Site("Rufnetz", "German", "rufnetz.example")
    foot = [
        ("/impressum", "Impressum"),
        ("/datenschutz", "Datenschutz"),
        ("/agb", "AGB"),
        ("/cookie-richtlinie", "Cookie-Richtlinie"),
    ]
    site.page(
        "/",
        "201205",
        "202105",
        modern("Rufnetz", foot, lang="de", teasers=[("/blog/dsgvo", "Datenschutz in der Cloud: 5 Tipps")]),
    )
    for kind, path in (("privacy", "/datenschutz"), ("terms", "/agb"), ("cookies", "/cookie-richtlinie")):
        site.policy(kind, path, "201205", "202105")
    site.page("/impressum", "201205", "202105", "Impressum: Rufnetz GmbH")
    site.page("/karriere/datenschutz-bewerber", "201801", "202105", "Hinweise fuer Bewerber")
    site.page("/blog/dsgvo", "201801", "202105", "Artikel")
    site.noise("201501", "201901")
    return site


def german_umlauts() -> Site:
    site = Site("Fernruf", "German: umlauts in addresses, DPA", "fernruf.example")
    foot = [("/datenschutzerkl%C3%A4rung", "Datenschutzerklärung"), ("/nutzungsbedingungen.html", "Nutzungsbedingungen")]
    foot += [("/downloads/avv.pdf", "Auftragsverarbeitung"), ("/faq", "Häufige Fragen")]
    site.page("/", "201601", "202301", bootstrap("Fernruf", anchors(foot)))
    site.policy("privacy", "/datenschutzerkl%C3%A4rung", "201601", "202301")
    site.policy("terms", "/nutzungsbedingungen.html", "201601", "202301")
    site.page("/downloads/avv.pdf", "201806", "202301", b"%PDF-1.5", mime="application/pdf")
    site.true("dpa", "/downloads/avv.pdf")
    return site


def french() -> Site:
    site = Site("Appelia", "French: CGU, CGV, a list of legal notices", "appelia.example")
    foot = [
        ("/mentions-legales", "Mentions légales"),
        ("/cgv", "CGV"),
        ("/politique-de-confidentialite", "Politique de confidentialité"),
    ]
    site.page(
        "/",
        "201101",
        "202001",
        modern("Appelia", foot, lang="fr", nav=[("/presse/vie-privee", "Vie privée : notre manifeste")]),
    )
    site.policy("terms", "/cgv", "201101", "202001")
    site.policy("privacy", "/politique-de-confidentialite", "201101", "202001")
    site.page(
        "/mentions-legales",
        "201101",
        "202001",
        listing("Appelia", "Mentions légales", [("/info/cookies-2", "Politique de cookies")]),
    )
    site.policy("cookies", "/info/cookies-2", "201401", "202001")
    site.page("/presse/vie-privee", "201801", "202001", "Communiqué")
    site.noise("201501", "201901")
    return site


def spanish() -> Site:
    site = Site("Llamanube", "Spanish", "llamanube.example")
    foot = [
        ("/aviso-legal", "Aviso Legal"),
        ("/politica-de-privacidad", "Política de privacidad"),
        ("/politica-de-cookies", "Política de cookies"),
    ]
    foot += [("/condiciones", "Términos y condiciones")]
    site.page("/", "201301", "202101", modern("Llamanube", foot, lang="es"))
    for kind, path in (("privacy", "/politica-de-privacidad"), ("cookies", "/politica-de-cookies"), ("terms", "/condiciones")):
        site.policy(kind, path, "201301", "202101")
    site.page("/aviso-legal", "201301", "202101", listing("Llamanube", "Aviso legal", []))
    site.page("/noticias/privacidad-y-voz", "201601", "202001", "Noticia")
    return site


def portuguese() -> Site:
    site = Site("Discanuvem", "Portuguese, and an English half under /en", "discanuvem.example")
    foot = [("/politica-de-privacidade", "Política de Privacidade"), ("/termos-de-uso", "Termos de Uso"), ("/en/", "English")]
    site.page("/", "201501", "202301", modern("Discanuvem", foot, lang="pt"))
    site.page(
        "/en/",
        "201501",
        "202301",
        modern("Discanuvem", [("/en/privacy-policy", "Privacy Policy"), ("/en/terms-of-use", "Terms of Use")]),
    )
    for kind, path in (("privacy", "/politica-de-privacidade"), ("terms", "/termos-de-uso")):
        site.policy(kind, path, "201501", "202301")
    for kind, path in (("privacy", "/en/privacy-policy"), ("terms", "/en/terms-of-use")):
        site.policy(kind, path, "201501", "202301")
    return site


def italian() -> Site:
    site = Site("Chiamaweb", "Italian", "chiamaweb.example")
    foot = [
        ("/informativa-privacy", "Informativa sulla privacy"),
        ("/condizioni-generali", "Condizioni generali"),
        ("/cookie", "Informativa sui cookie"),
    ]
    site.page("/", "201401", "202101", modern("Chiamaweb", foot, lang="it", nav=[("/note-legali", "Note legali")]))
    for kind, path in (("privacy", "/informativa-privacy"), ("terms", "/condizioni-generali"), ("cookies", "/cookie")):
        site.policy(kind, path, "201401", "202101")
    site.page("/note-legali", "201401", "202101", "Note")
    site.page("/ricette/cookies-al-cioccolato", "201401", "202101", "Biscotti")
    return site


def dutch() -> Site:
    site = Site("Belwolk", "Dutch", "belwolk.example")
    foot = [
        ("/privacyverklaring", "Privacyverklaring"),
        ("/algemene-voorwaarden.pdf", "Algemene voorwaarden"),
        ("/cookiebeleid", "Cookiebeleid"),
    ]
    foot += [("/verwerkersovereenkomst", "Verwerkersovereenkomst")]
    site.page(
        "/",
        "201601",
        "202301",
        modern("Belwolk", foot, lang="nl", teasers=[("/nieuws/privacy-award", "Belwolk wint privacy award")]),
    )
    site.policy("privacy", "/privacyverklaring", "201601", "202301")
    site.policy("cookies", "/cookiebeleid", "201601", "202301")
    site.policy("dpa", "/verwerkersovereenkomst", "201806", "202301")
    site.page("/algemene-voorwaarden.pdf", "201601", "202301", b"%PDF-1.3", mime="application/pdf")
    site.true("terms", "/algemene-voorwaarden.pdf")
    site.page("/nieuws/privacy-award", "201801", "201901", "Nieuws")
    return site


def hindi_market() -> Site:
    site = Site("Ghantee", "Hindi-market English: T&C, disclaimers, refunds; one Hindi page", "ghantee.example")
    foot = [
        ("/disclaimer-and-privacy.html", "Disclaimers & Privacy Policy"),
        ("/tnc.html", "T&C"),
        ("/refund.html", "Refund & Cancellation Policy"),
    ]
    foot += [("/hi/gopniyata", "गोपनीयता नीति"), ("/grievance", "Grievance Officer")]
    site.page("/", "201201", "202001", bootstrap("Ghantee", anchors(foot)))
    site.policy("privacy", "/disclaimer-and-privacy.html", "201201", "202001")
    site.policy("terms", "/tnc.html", "201201", "202001")
    site.policy("policy", "/refund.html", "201201", "202001")
    site.policy("privacy", "/hi/gopniyata", "201601", "202001")
    site.page("/grievance", "201201", "202001", "Our officer")
    site.noise("201501", "201901")
    return site


def japanese() -> Site:
    site = Site("Denwabase", "Japanese in Shift_JIS, addresses without words", "denwabase.example")
    foot = [
        ("/company/p_03.html", "個人情報の取り扱いについて"),
        ("/company/p_04.html", "サービス利用規約"),
        ("/company/", "会社概要"),
    ]
    body = tables("Denwabase", anchors(foot), head='<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">')
    site.page("/", "200601", "201412", body.encode("shift_jis"))
    later = modern(
        "Denwabase",
        [("/kojin", "プライバシーポリシー"), ("/kiyaku", "利用規約"), ("/cookie-policy", "クッキーポリシー")],
        lang="ja",
    )
    site.page("/", "201501", "202201", later)
    for kind, path in (("privacy", "/company/p_03.html"), ("terms", "/company/p_04.html")):
        site.archive.put(
            site.url(path), times("200601", "201412", 6), policy("Denwabase", "規約").encode("shift_jis", "replace")
        )
        site.true(kind, path)
    for kind, path in (("privacy", "/kojin"), ("terms", "/kiyaku"), ("cookies", "/cookie-policy")):
        site.policy(kind, path, "201501", "202201")
    site.page("/company/", "200601", "201412", "会社概要".encode("shift_jis"))
    return site


SITES = (german, german_umlauts, french, spanish, portuguese, italian, dutch, hindi_market, japanese)
