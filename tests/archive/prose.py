"""Policy pages of vendors that do not exist: the wording hangs on the version alone, everything around it on a seed."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass

from .clauses import KINDS, Section

LAYOUTS = ("plain", "table", "helpdesk", "divs")
_TOPICS = ("Voice", "Messaging", "Numbers", "Pricing", "Docs", "Blog", "Careers", "Partners", "Status", "Support", "Press")
_MONTHS = ("January", "March", "April", "June", "July", "September", "October", "December")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around a policy: navigation, footer, counters and tokens. No part of the wording."""

    menu: str
    footer: str
    token: str
    teaser: str


def wording(version: int, section: int) -> int:
    """Which of a section's three wordings a version has: version and version + 1 differ in at least one section."""
    return version // int(3**section) % 3


def sentences(version: int, kind: str = "privacy") -> list[str]:
    """The sentences of a version that other versions may have otherwise; no two versions below 729 share them all."""
    return [section.wordings[wording(version, n)] for n, section in enumerate(KINDS[kind][1])]


def furniture(seed: int) -> Furniture:
    """Navigation, footer, token and teaser for a seed; each seed has others."""
    dice = random.Random(seed)
    menu = "".join(f'<li><a href="/{t.lower()}">{t}</a></li>' for t in dice.sample(_TOPICS, 6))
    links = " | ".join(f'<a href="/{t.lower()}">{t}</a>' for t in dice.sample(_TOPICS, 4))
    footer = f"{links} | &copy; {2005 + seed % 20} | Visitors: {dice.randrange(10**6):06d}"
    teaser = f'<a href="/blog/{dice.randrange(999)}">{dice.choice(_TOPICS)} news of {dice.choice(_MONTHS)}</a>'
    return Furniture(f"<ul>{menu}</ul>", footer, f"{dice.getrandbits(64):016x}", teaser)


def _section(section: Section, chosen: int, company: str, layout: str) -> str:
    text = html.escape(section.paragraph.format(company=company), quote=False)
    head = f"<p><b>{section.heading}</b></p>" if layout == "table" else f"<h2>{section.heading}</h2>"
    items = "".join(f"<li>{item}</li>" for item in section.items)
    parts = [head, f"<p>{text}</p>", f"<ul>{items}</ul>" if items else "", f"<p>{section.wordings[chosen]}</p>"]
    return "\n".join(part for part in parts if part)


def policy_html(
    version: int,
    *,
    kind: str = "privacy",
    company: str = "Ringwell",
    layout: str = "plain",
    furniture_seed: int = 0,
    charset: str = "utf-8",
) -> str:
    """A policy page of about 400 to 650 words.

    ``version`` (0 to 728 all differ) decides the wording, ``kind`` is ``privacy``, ``terms`` or ``cookies``, ``layout`` one
    of ``LAYOUTS``; ``furniture_seed`` changes only what stands around the policy. ``charset`` is what the page declares.
    """
    title, sections = KINDS[kind]
    body = "\n".join(_section(s, wording(version, n), company, layout) for n, s in enumerate(sections))
    around = furniture(furniture_seed)
    head = (
        f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f'<title>{title} - {company}</title>\n<meta name="csrf-token" content="{around.token}">\n'
        f"<script>var t='{around.token}';</script></head>"
    )
    page = _BODIES[layout].format(
        title=title, company=company, body=body, menu=around.menu, footer=around.footer, teaser=around.teaser
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n{page}\n</html>\n'


_BODIES = {
    "plain": """<body><header><a href="/">{company}</a><nav>{menu}</nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main>
<aside>{teaser}</aside><footer>{footer}</footer></body>""",
    "table": """<body bgcolor="#ffffff"><table width="760"><tr><td><img src="/logo.gif" alt="{company}"></td></tr></table>
<table width="760" border="0"><tr><td width="160" valign="top" class="menu">{menu}</td>
<td valign="top"><h1>{title}</h1>
{body}
</td></tr></table>
<table width="760" class="footer"><tr><td align="center"><font size="1">{footer} | {teaser}</font></td></tr></table></body>""",
    "helpdesk": """<body><header class="header"><a class="logo" href="/hc">{company} Help Center</a>{menu}</header>
<main role="main"><nav class="breadcrumbs"><ol><li><a href="/hc">{company}</a></li></ol></nav>
<article class="article"><header class="article-header"><h1 class="article-title">{title}</h1></header>
<section class="article-info"><div class="article-content"><div class="article-body">
{body}
</div></div></section>
<footer><div class="article-votes"><span>Was this article helpful?</span> {teaser}</div></footer></article></main>
<footer class="footer">{footer}</footer></body>""",
    "divs": """<body><div id="wrap"><div id="top" class="navigation menu">{menu}</div>
<div id="sidebar" class="sidebar">{teaser}</div>
<div id="content" class="content"><h1>{title}</h1>
{body}
</div><div id="footer" class="footer">{footer}</div></div></body>""",
}
