"""Tabs: a page shows a row of labels, then their panels; read in that order the last label would head the first panel."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.elements import text_of, words_of

#: Tabs of a page beyond which none is looked at: looking takes quadratic time, and real pages have some dozens.
MAX_TABS: Final = 200

#: Ways to name a panel: WAI-ARIA 1.2 (``tab``, ``tabpanel``), Bootstrap 2 to 5.
_TABS = etree.XPath(
    './/*[@role="tab" or @data-toggle="tab" or @data-toggle="pill" or @data-bs-toggle="tab" or @data-bs-toggle="pill"]'
)
#: Attributes that tabs have: looking for them first takes a seventh of the time, and most pages have none.
_MARKS = etree.XPath('.//@role[.="tab"] | .//@data-toggle | .//@data-bs-toggle', smart_strings=False)
_NAMED = etree.XPath(".//*[@id or @aria-labelledby]")
_ROWS: Final = frozenset(("ul", "ol", "nav"))
_LISTS: Final = frozenset(("ul", "ol", "dl", "table"))
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def label_panels(tree: HtmlElement) -> None:
    """Move each tab's label into the panel that it opens, as its first line, in place.

    A row of which one label opens no panel of the page stays as it is. To be done before links lose their fragments.
    """
    rows: dict[HtmlElement, dict[HtmlElement, HtmlElement | None]] = {}
    tabs = _TABS(tree) if _MARKS(tree) else []
    if not 0 < len(tabs) <= MAX_TABS:
        return
    panels = _panels(tree)
    for tab in tabs:
        if not any(within in tabs for within in tab.iterancestors()):
            rows.setdefault(_row(tab), {})[tab] = _panel(tab, panels)
    heads = {tab: panel for row in rows.values() for tab, panel in row.items() if panel is not None and _heads(tab, panel)}
    titled = set(heads.values())
    for row in rows.values():
        pairs = [(tab, panel) for tab, panel in row.items() if panel is not None]
        if len(pairs) == len(row):
            for tab, panel in pairs:
                panel.set("role", "tabpanel")
                if tab not in heads:
                    _move(tab, panel, headed=panel in titled)


def _panels(tree: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in _NAMED(tree):
        if element.get("id"):
            found.setdefault(f"#{element.get('id')}", element)
        if element.get("role") == "tabpanel" and element.get("aria-labelledby"):
            found.setdefault(element.get("aria-labelledby"), element)
    return found


def _row(tab: HtmlElement) -> HtmlElement:
    around = (e for e in tab.iterancestors() if e.get("role") == "tablist" or e.tag in _ROWS)
    return next(around, tab.getparent())


def _panel(tab: HtmlElement, panels: dict[str, HtmlElement]) -> HtmlElement | None:
    """Find the panel that a tab, or a link in it, names or is named by."""
    around = {*tab.iter(), *tab.iterancestors()}
    for element in tab.iter():
        places = [f"#{element.get('aria-controls') or ''}", *(element.get(a) or "" for a in ("data-bs-target", "data-target"))]
        for name in (*places, element.get("href") or "", element.get("id") or "-"):
            panel = panels.get(name)
            if panel is not None and panel not in around:
                return panel
    return None


def _heads(tab: HtmlElement, panel: HtmlElement) -> bool:
    """Whether a label stands right before its panel already, as those of accordions do."""
    label, parent = words_of(tab), tab.getparent()
    while parent is not None and words_of(parent) == label:
        tab, parent = parent, parent.getparent()
    after = next((e for e in tab.itersiblings() if words_of(e)), None)
    return after is not None and (after is panel or (panel in after.iter() and words_of(after) == words_of(panel)))


def _move(tab: HtmlElement, panel: HtmlElement, *, headed: bool) -> None:
    label = " ".join(words_of(tab))
    heading = next(panel.iter(*_HEADINGS), None)
    if label and not headed and (heading is None or label.lower() not in text_of(heading).lower()):
        line = panel.makeelement("p", {})
        line.text = label
        if panel.tag in _LISTS:
            panel.addprevious(line)
        else:
            line.tail, panel.text = panel.text, None
            panel.insert(0, line)
    item = next(tab.iterancestors("li"), None)
    whole = item if item is not None and words_of(item) == words_of(tab) else tab
    if whole.getparent() is not None:
        whole.drop_tree()
