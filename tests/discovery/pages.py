"""How vendors' pages looked in different years: the templates of the generated sites."""

from __future__ import annotations

Links = list[tuple[str, str]]

_FILL = (
    "Reach your customers on every network. Our programmable platform connects carriers in many countries, and developers "
    "get going within minutes. Start a trial, read the quickstart, build your first call flow. "
)


def times(first: str, last: str, step: int = 4) -> list[str]:
    """Timestamps every ``step`` months from ``first`` to ``last`` (both YYYYMM, inclusive), on changing days."""
    month, found = int(first[:4]) * 12 + int(first[4:]) - 1, []
    end = int(last[:4]) * 12 + int(last[4:]) - 1
    while month <= end:
        found.append(f"{month // 12}{month % 12 + 1:02}{month % 27 + 1:02}{month % 23:02}1530")
        month += step
    return found


def anchors(links: Links, between: str = " | ") -> str:
    return between.join(f'<a href="{href}">{text}</a>' for href, text in links)


def modern(name: str, footer: Links, *, nav: Links = (), teasers: Links = (), head: str = "", lang: str = "en") -> str:
    """A page of the 2010s: nav, teasers, a footer element."""
    items = "".join(
        f"<li><a href='{href}'>{text}</a></li>" for href, text in [("/product", "Product"), ("/pricing", "Pricing"), *nav]
    )
    cards = "".join(f'<div class="card"><h3><a href="{href}">{text}</a></h3><p>{_FILL}</p></div>' for href, text in teasers)
    foot = "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in footer)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>{head}</head>'
        '<body class="home nav-expanded">'
        f"<header><nav><ul>{items}</ul></nav></header><main><h1>{name}</h1><p>{_FILL * 3}</p>{cards}</main>"
        f'<footer><ul class="menu">{foot}</ul><p>&copy; {name}</p></footer></body></html>'
    )


def tables(name: str, links: str, *, head: str = "", above: str = "") -> str:
    """A page of about 2003: tables, no element called footer, the small links at the end."""
    rows = "".join(f'<tr><td><a href="/tour{n}.html">Tour {n}</a></td><td>{_FILL}</td></tr>' for n in range(8))
    return (
        f"<html><head><title>{name}</title>{head}</head>"
        f"<body bgcolor=white>{above}<table width=760><tr><td colspan=2><b>{name}</b></td></tr>"
        f"{rows}</table><center><font size=1>{links}<br>Copyright {name}</font></center></body></html>"
    )


def bootstrap(name: str, footer: str, *, nav: Links = (), body: str = "") -> str:
    """A page of about 2014: everything is a div with a class."""
    items = anchors([("/signup", "Sign up"), *nav], " ")
    return (
        f"<!DOCTYPE html><html><head><title>{name}</title>"
        "<script>var a='<a href=\"/privacy-script\">Privacy Policy</a>';</script></head><body>"
        f'<div class="navbar navbar-fixed-top"><div class="container">{items}</div></div>'
        f'<div class="jumbotron"><h1>{name}</h1><p>{_FILL}</p>'
        f'{body}</div><div id="footer" class="container-fluid"><div class="row">{footer}</div></div></body></html>'
    )


def policy(name: str, title: str, footer: str = "", extra: str = "") -> str:
    """A policy: some sections, a stranger's policy in the text, the site's footer."""
    sections = "".join(f"<h2>{n}. Section</h2><p>We use what you give us to run the service. {_FILL}</p>" for n in range(1, 6))
    stranger = (
        '<p>We use Google Analytics, see <a href="https://policies.google.com/privacy">Google\'s Privacy Policy</a> and the '
    )
    stranger += '<a href="http://www.networkadvertising.org/privacy/">NAI privacy policy</a>.</p>'
    return (
        f"<html><head><title>{title} - {name}</title></head><body>"
        f"<div id=content><h1>{title}</h1>{sections}{stranger}{extra}</div>"
        f'<div class="footer">{footer}</div></body></html>'
    )


def listing(name: str, title: str, links: Links, footer: str = "") -> str:
    """A hub: a list of links in the middle of the page."""
    items = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)
    return (
        f"<html><head><title>{title} | {name}</title></head><body><div class=wrap><h1>{title}</h1><ul>{items}</ul></div>"
        f"<footer>{footer}</footer></body></html>"
    )
