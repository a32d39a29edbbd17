"""One element of a page: which addresses it leads to, what it says, where on the page it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html

#: Elements that lead somewhere in some archived page.
LINKING: Final = ("a", "area", "button", "input", "option", "link", "form", "div", "span", "td", "li", "img")
#: Characters of a handler that are looked at.
_MAX_SCRIPT: Final = 2000
_FOOTER: Final = re.compile(
    r"(?<![\w-])(?:site|page|main|global|sub)?[-_]?(?:foot(?!note)|bottom|copyright|colophon|contentinfo|legal-?links)",
    re.IGNORECASE,
)
_NAV: Final = re.compile(r"\bnav|navbar|menu|header|masthead|topbar", re.IGNORECASE)
_SCRIPTED: Final = re.compile(r"""["'](?P<url>(?:https?:)?/{0,2}[^"'\s<>(){};]{1,300})["']""")
_RELATIONS: Final = {"privacy-policy": "privacy policy", "terms-of-service": "terms of service"}


def addresses(element: html.HtmlElement) -> Iterator[str]:
    """Yield the addresses, as written, that ``element`` leads to: by ``href``, form, jump menu, ``rel`` or handler."""
    href = element.get("href") or ""
    if element.tag == "link":
        if any(relation in _RELATIONS for relation in (element.get("rel") or "").split()):
            yield href
        return
    if element.tag == "form":
        yield from [element.get("action") or ""] if (element.get("method") or "get").lower() == "get" else []
    elif element.tag == "option":
        value = element.get("value") or ""
        yield from [value] if value.startswith(("/", "http")) or re.search(r"\.\w{2,5}$", value) else []
    elif href not in ("", "#") and not href.lower().lstrip().startswith("javascript:"):
        yield href
    scripts = (
        element.get("onclick"),
        href if href.lower().lstrip().startswith("javascript:") else None,
        element.get("data-href"),
    )
    yield from _scripted([script for script in scripts if script])


def _scripted(scripts: list[str]) -> Iterator[str]:
    """Yield the address in each handler: ``window.open('/privacy.html','w','width=400')`` names one, and two words."""
    for script in scripts:
        if "(" not in script and "=" not in script:
            yield script
            continue
        for match in _SCRIPTED.finditer(script[:_MAX_SCRIPT]):
            address = match["url"]
            if "/" in address or re.search(r"\.(html?|php|aspx?|jsp|jsf|cfm|pdf)\b", address, re.IGNORECASE):
                yield address
                break


def label(element: html.HtmlElement) -> str:
    """Return what ``element`` says: its text, else the alternative text of its image, else its title; one line."""
    if element.tag == "link":
        return next(_RELATIONS[relation] for relation in (element.get("rel") or "").split() if relation in _RELATIONS)
    if element.tag == "form":
        buttons = element.xpath(
            ".//input[@type='submit' or @type='image' or @type='button']/@value | .//input/@alt | .//button//text()"
        )
        return " ".join(" ".join(buttons).split())
    own = " ".join(visible(element).split())
    pictured = " ".join(str(alt) for alt in element.xpath(".//img/@alt | .//*[local-name()='title']/text()"))
    named = (own, pictured, element.get("alt"), element.get("value"), element.get("aria-label"), element.get("title"))
    return next((" ".join(name.split()) for name in named if name and name.strip()), "")


def position(element: html.HtmlElement) -> str:
    """Return ``footer``, ``nav`` or ``body``, as the elements around ``element`` are called."""
    found = "body"
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("body", "html"):
            break
        marks = f"{ancestor.get('id', '')} {ancestor.get('class', '')} {ancestor.get('role', '')}"
        if ancestor.tag == "footer" or _FOOTER.search(marks):
            return "footer"
        if ancestor.tag in ("nav", "header") or _NAV.search(marks):
            found = "nav"
    return found


def visible(element: html.HtmlElement) -> str:
    """Return the text of ``element`` without scripts, styles and the page's title."""
    return " ".join(
        str(text) for text in element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::title)]")
    )
