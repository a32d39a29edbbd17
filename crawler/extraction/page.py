"""An HTML page's characters -> what was found on it: parse, clean, locate, write, and measure what was lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction import fragment, loss
from crawler.extraction.clean import clean
from crawler.extraction.elements import text_of
from crawler.extraction.facts import collect, title_of
from crawler.extraction.flow import Block, Flow
from crawler.extraction.judge import HtmlFacts
from crawler.extraction.links import base_of, settle
from crawler.extraction.locate import Place, inside, locate, whole
from crawler.extraction.plain import plain
from crawler.extraction.render import markdown
from crawler.extraction.shape import shape
from crawler.extraction.tabs import label_panels
from crawler.extraction.tree import parse

#: Words below which a frameset's own text is the usual "your browser does not support frames".
FRAME_WORDS: Final = 100
#: Words below which a text is nothing, and words of the page from which that is suspicious.
NOTHING: Final = 50
#: Characters from which a line of a text file was broken by its width, not by its author.
WRAPPED: Final = 60

_FRAMESET = re.compile(r"(</?)frameset\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page before it is judged; ``verdict`` is set when there is nothing to judge."""

    title: str = ""
    markdown: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    facts: HtmlFacts = field(default_factory=HtmlFacts, repr=False)
    kept: loss.Kept = field(default_factory=loss.Kept)
    verdict: str = ""
    reasons: tuple[str, ...] = ()


def read_html(text: str, url: str, part: str = "") -> Reading:
    """Read the policy out of a page; links are resolved against ``url``, ``part`` is the fragment that chooses a document.

    Raises ``ReadingError`` for a page that cannot be parsed.
    """
    tree = parse(text)
    if tree.find("frameset") is not None:
        return _framed(tree, url)
    found = _first_way(tree, url, part)
    short = _is_nothing(found.text) and found.facts.words_on_page > 2 * NOTHING
    if found.kept.least >= loss.ENOUGH and not short:
        return found
    other = _second_way(parse(text), url, part)
    if _is_nothing(other.text) or (not short and not loss.is_better(other.kept, found.kept)):
        return found
    return replace(other, reasons=(*found.reasons, *other.reasons, "the first way lost too much"))


def _is_nothing(text: str) -> bool:
    return len(text.split(None, NOTHING)) < NOTHING


def read_plain(text: str, url: str) -> Reading:
    """Read a text file: blank lines part paragraphs, lines broken by width alone are joined."""
    blocks = (block.strip("\n") for block in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"))
    body = "".join(f"<p>{_lines(block)}</p>" for block in blocks if block.strip())
    return read_html(f"<main>{body}</main>", url) if body else Reading()


def _lines(block: str) -> str:
    found = ""
    for line in block.split("\n"):
        found += escape(line.strip(), quote=False) + (" " if len(line) >= WRAPPED else "<br>")
    return found


def _first_way(tree: HtmlElement, url: str, part: str) -> Reading:
    alive = list(tree.iter())  # lxml makes an element's object anew whenever none is alive: a third of the time
    title, facts, base = title_of(tree), collect(tree), base_of(tree, url)
    label_panels(tree)
    settle(tree, url)
    cleaned = clean(tree)
    body = cleaned.body
    chosen = fragment.choose(body, part) if part else None
    place = locate(body, title) if chosen is None else inside(chosen, title)
    place = replace(place, region=loss.with_dropped(place.region, place.parts, cleaned.dropped))
    del alive
    found = _written(place, title, facts, base)
    return found if chosen is not None or not part else replace(found, reasons=(fragment.UNKNOWN.format(part[:60]),))


def _second_way(tree: HtmlElement, url: str, part: str) -> Reading:
    title, facts, base = title_of(tree), collect(tree), base_of(tree, url)
    label_panels(tree)
    settle(tree, url)
    body = clean(tree, by_name=False).body
    chosen = fragment.choose(body, part) if part else None
    return _written(whole(body, title) if chosen is None else inside(chosen, title), title, facts, base)


def _written(place: Place, title: str, facts: HtmlFacts, base: str) -> Reading:
    flow = shape(place.parts, base)
    text = plain(flow)
    return Reading(title or _first_heading(flow), markdown(flow), text, facts, loss.measure(place.region, flow, text))


def _first_heading(flow: Flow) -> str:
    headings = (item for item in flow if isinstance(item, Block) and item.kind in ("h1", "h2", "h3", "h4", "h5", "h6"))
    return next((" ".join(heading.text.split()) for heading in headings), "")


def _framed(tree: HtmlElement, url: str) -> Reading:
    """Read a frameset: it holds no text of its own, save what it shows to browsers without frames."""
    noframes = " ".join(text_of(element) for element in tree.iter("noframes"))
    if len(noframes.split()) >= FRAME_WORDS:
        found = read_html(_FRAMESET.sub(r"\1div", noframes), url)
        return replace(
            found, title=title_of(tree) or found.title, reasons=(*found.reasons, "read from the frameset's noframes part")
        )
    sources = [frame.get("src") or "" for frame in tree.iter("frame")]
    reason = f"the page is a frameset: its text is in {', '.join(filter(None, sources)) or 'no named frame'}"[:500]
    return Reading(title_of(tree), facts=collect(tree), verdict="frameset", reasons=(reason,))
