"""Five ways in which a page was built between 1998 and today, with the furniture that stood around its text."""

from __future__ import annotations

import re
from html import escape

MENU = ("Home", "Products", "Pricing", "Developers", "Customers", "About us", "Support", "Contact", "Blog", "Log in")
FOOT = ("About", "Careers", "Press", "Partners", "Privacy Policy", "Terms of Service", "Sitemap", "Status")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
EXTRAS = {
    "!password": '<form action="/login" method="post"><input name="u"><input type="password"><button>A</button></form>',
    "!form": '<form action="/send" method="post"><input name="name"><input name="mail"><textarea name="m"></textarea></form>',
    "!script": '<script src="/s/one.js"></script><script>window.challenge = {"seed": 1};</script>',
    "!shell": '<div id="root"></div><script src="/app.1.js"></script><script src="/app.2.js"></script><script>boot()</script>',
}


def layout(era: str, title: str, lines: list[str]) -> str:
    """One HTML page: `era` is `tables`, `divs`, `html5`, `app` or `bare`."""
    if "!frames" in lines:
        return _frameset(title, [line for line in lines if line != "!frames"])
    head = [f"<title>{escape(title)}</title>"]
    head += [f'<meta http-equiv="refresh" content="0; url={line[9:]}">' for line in lines if line.startswith("!refresh ")]
    lines = [line for line in lines if not line.startswith("!refresh ")]
    return _ERAS[era]("".join(head), lines)


def _frameset(title: str, lines: list[str]) -> str:
    inner = "".join(f"<p>{escape(line)}</p>" for line in lines)
    frames = '<frame src="menu.html" name="menu"><frame src="main.html" name="main">'
    return (
        f"<html><head><title>{escape(title)}</title></head><frameset cols='150,*'>{frames}"
        f"<noframes><body>{inner}</body></noframes></frameset></html>"
    )


def _inline(text: str) -> str:
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
    return LINK.sub(r'<a href="\2">\1</a>', text)


def _menu(names: tuple[str, ...], glue: str = " ") -> str:
    return glue.join(f'<a href="/{name.lower().replace(" ", "-")}">{name}</a>' for name in names)


def _blocks(lines: list[str], heading: str = "<h{0}>{1}</h{0}>") -> str:
    out, items = [], []
    for line in [*lines, ""]:
        if line.startswith("- "):
            items.append(f"<li>{_inline(line[2:])}</li>")
            continue
        if items:
            out.append("<ul>" + "".join(items) + "</ul>")
            items = []
        if line.startswith("#"):
            hashes, text = line.split(" ", 1)
            out.append(heading.format(len(hashes), _inline(text)))
        elif line:
            out.append(EXTRAS.get(line) or f"<p>{_inline(line)}</p>")
    return "\n".join(out)


def _tables(head: str, lines: list[str]) -> str:
    body = (
        _blocks(lines, '<FONT SIZE="4" FACE="Arial"><B>{1}</B></FONT><BR><BR>').replace("<p>", "").replace("</p>", "<BR><BR>")
    )
    side = _menu(MENU, "<BR>\n")
    return (
        f"<HTML><HEAD>{head}</HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=600 BORDER=0><TR><TD COLSPAN=2><IMG SRC=logo.gif></TD>"
        f"</TR><TR><TD VALIGN=TOP WIDTH=120><FONT SIZE=2>{side}</FONT></TD><TD VALIGN=TOP>"
        f'<FONT FACE="Arial" SIZE=2>{body}</FONT></TD></TR><TR><TD COLSPAN=2 ALIGN=CENTER>{_menu(FOOT[:4], " | ")}'
        "<BR>Copyright 1999. All rights reserved.</TD></TR></TABLE></BODY></HTML>"
    )


def _divs(head: str, lines: list[str]) -> str:
    items = "".join(f"<li>{link}</li>" for link in _menu(MENU, "\n").split("\n"))
    return (
        f'<html><head>{head}<script src="/js/jquery.js"></script></head><body><div id="wrap"><div id="header">'
        f'<ul class="nav">{items}</ul></div><div id="content">{_blocks(lines)}</div>'
        '<div id="sidebar"><h3>Newsletter</h3><p>Sign up for our news.</p></div>'
        f'<div id="footer">{_menu(FOOT, " | ")} &copy; 2010 All rights reserved.</div></div></body></html>'
    )


def _html5(head: str, lines: list[str]) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}<script async src="/a.js"></script></head><body>'
        f"<header><nav>{_menu(MENU)}</nav></header><main>{_blocks(lines)}</main>"
        '<div class="cookie-banner"><p>We use cookies to improve your experience.</p><button>A</button></div>'
        f"<footer><div>{_menu(FOOT)}</div><p>© 2018 Example Inc.</p></footer></body></html>"
    )


def _app(head: str, lines: list[str]) -> str:
    opened = _blocks(lines, '</div></section><section class="css-1x{0}"><h2>{1}</h2><div class="css-9k">')
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><div id="__next">'
        f'<div class="css-0">{_menu(MENU[:5])}</div>'
        f'<div class="css-77"><section><div>{opened}</div></section></div><div class="css-f">{_menu(FOOT)}</div></div>'
        '<script id="data" type="application/json">{"page":"/legal"}</script><script src="/_next/1.js"></script></body></html>'
    )


def _bare(head: str, lines: list[str]) -> str:
    return f"<html><head>{head}</head><body>{_blocks(lines)}</body></html>"


_ERAS = {"tables": _tables, "divs": _divs, "html5": _html5, "app": _app, "bare": _bare}
