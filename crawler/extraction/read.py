"""A page's body -> its policy text: the one door to reading. Never raises, whatever the bytes are."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final

from crawler.extraction import dates, fingerprint, judge, language, pdf
from crawler.extraction.clean import clean
from crawler.extraction.decode import Decoded, decode
from crawler.extraction.facts import collect, title_of
from crawler.extraction.flow import Block, Flow
from crawler.extraction.links import base_of, settle
from crawler.extraction.locate import locate
from crawler.extraction.plain import plain
from crawler.extraction.render import markdown
from crawler.extraction.shape import shape
from crawler.extraction.tree import parse
from crawler.extraction.unpack import ReadingError, unpack
from crawler.items import Page, PolicyText

#: Raised by one with every change that can change a text: texts of different extractors are never compared.
VERSION: Final = 1
EXTRACTOR: Final = (
    f"policy-reader {VERSION}; trafilatura {version('trafilatura')} fast,recall; html2text {version('html2text')}"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page before it is judged; ``verdict`` is set when there is nothing to judge."""

    title: str
    markdown: str = field(repr=False)
    text: str = field(repr=False)
    facts: judge.HtmlFacts = field(default_factory=judge.HtmlFacts, repr=False)
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    kept: tuple[float, float, float] = (1.0, 1.0, 1.0)


def read(page: Page) -> PolicyText:
    """Read a page. A page that cannot be read gets a verdict that says why: ``unreadable``, ``too-large``, ``scanned-pdf``."""
    try:
        return _judged(_reading(page), page)
    except ReadingError as error:
        return _judged(Reading("", "", "", verdict=error.verdict, reasons=(error.reason,)), page)
    except Exception as error:
        reason = f"reading broke: {type(error).__name__}: {error}"[:500]
        return _judged(Reading("", "", "", verdict="unreadable", reasons=(reason,)), page)


def _reading(page: Page) -> Reading:
    body = unpack(page.body)
    if pdf.is_pdf(body):
        found = pdf.read_pdf(body, page.url)
        return Reading(found.title, found.markdown, found.text, verdict=found.verdict, reasons=found.reasons)
    return read_html(decode(body, page.content_type), page.url, page.fragment)


def read_html(decoded: Decoded, url: str, fragment: str = "") -> Reading:
    """Read the policy out of a page's characters; links are resolved against ``url``."""
    tree = parse(decoded.text)
    alive = list(tree.iter())  # lxml makes an element's object anew whenever none is alive: a third of the time
    title = title_of(tree)
    facts = collect(tree)
    base = base_of(tree, url)
    settle(tree)
    flow = shape(locate(clean(tree), title).parts, base)
    del alive
    return Reading(title or _first_heading(flow), markdown(flow), plain(flow), facts, reasons=decoded.notes)


def _first_heading(flow: Flow) -> str:
    return next(
        (" ".join(item.text.split()) for item in flow if isinstance(item, Block) and item.kind[0] == "h" and item.kind != "hr"),
        "",
    )


def _judged(found: Reading, page: Page) -> PolicyText:
    lang, confidence = language.language(found.text) if found.text else ("", 0.0)
    verdict = judge.Verdict(verdict=found.verdict, kind="", score=1.0, reasons=())
    if not found.verdict:
        verdict = judge.judge(
            title=found.title, text=found.text, markdown=found.markdown, url=page.url, kind=page.kind, html_facts=found.facts
        )
    words, headings, items = found.kept
    return PolicyText(
        title=found.title,
        markdown=found.markdown,
        text=found.text,
        words=len(found.text.split()),
        exact=fingerprint.exact(found.markdown),
        wording=fingerprint.wording(found.text),
        substance=fingerprint.substance(found.text),
        verdict=verdict.verdict,
        extractor=EXTRACTOR,
        kind=verdict.kind,
        language=lang,
        language_confidence=confidence,
        score=verdict.score,
        reasons=verdict.reasons + found.reasons,
        kept_words=words,
        kept_headings=headings,
        kept_items=items,
        stated_date=dates.stated_date(found.text) if found.text else "",
    )
