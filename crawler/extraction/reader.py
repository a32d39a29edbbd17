"""A page's body -> its policy text: the one door to reading. Never raises, whatever the bytes are."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.extraction import dates, fingerprint, judge, language
from crawler.extraction.decode import decode
from crawler.extraction.extractor import EXTRACTOR
from crawler.extraction.page import Reading, read_html, read_plain
from crawler.extraction.unpack import CONTROLS, ReadingError, unpack
from crawler.items import Page, PolicyText

#: Tags by which a body that nobody named is known as HTML.
_TAG = re.compile(
    r"<(?:!doctype|!--|/?(?:html|head|title|meta|body|frameset|div|p|br|hr|h[1-6]|ul|ol|li|dl|table|tr|td|pre|center|font|"
    r"span|a|b|i|strong|em|section|article|main|script|style)\b(?=[\s/>]))",
    re.IGNORECASE,
)


def read(page: Page) -> PolicyText:
    """Read a page. A page that cannot be read gets a verdict that says why: ``unreadable``, ``too-large``, ``frameset``..."""
    found = _guarded(page)
    try:
        return _judged(found, page)
    except Exception as error:
        broken = (*found.reasons, f"judging broke: {type(error).__name__}: {error}"[:500])
        return _text(found, judge.Verdict(verdict="unreadable", kind="", score=1.0, reasons=broken))


def _guarded(page: Page) -> Reading:
    try:
        return find(page)
    except ReadingError as error:
        return Reading(verdict=error.verdict, reasons=(error.reason,))
    except Exception as error:
        return Reading(verdict="unreadable", reasons=(f"reading broke: {type(error).__name__}: {error}"[:500],))


def find(page: Page) -> Reading:
    """Find the policy on a page, not judged yet. Raises ``ReadingError`` for what cannot be read."""
    body = unpack(page.body)
    if not body.strip(b"\x00 \t\r\n"):
        raise ReadingError("unreadable", "the body is empty")
    if is_pdf(body):
        from crawler.extraction import pdf  # 8 MB that most reading processes never need

        file = pdf.read_pdf(body, page.url)
        return Reading(file.title, file.markdown, file.text, verdict=file.verdict, reasons=file.reasons)
    if _is_binary(body):
        raise ReadingError("unreadable", f"the body is no text: it begins with {body[:8]!r}")
    decoded = decode(body, page.content_type)
    found = (
        read_plain(decoded.text, page.url)
        if _is_text(decoded.text, page.content_type.lower())
        else read_html(decoded.text, page.url, page.fragment)
    )
    return replace(found, reasons=(*decoded.notes, *found.reasons))


def _is_text(text: str, content_type: str) -> bool:
    """Whether characters are a text file: called one, or without a tag (an address in angle brackets is none)."""
    if content_type.startswith("text/plain"):
        return True
    return "<" not in text if "html" in content_type else _TAG.search(text) is None


def is_pdf(body: bytes) -> bool:
    """Tell whether bytes are a PDF: the mark may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""
    return b"%PDF-" in body[:1024]


def _is_binary(body: bytes) -> bool:
    """Whether a body is a picture, an archive or the like: marked as such, or full of control characters."""
    if body.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"CWS", b"FWS", b"\x7fELF")):
        return True
    head = body[:4096].translate(None, b"\x00")
    return len(head) - len(head.translate(None, CONTROLS)) > 0.1 * len(head)


def _judged(found: Reading, page: Page) -> PolicyText:
    if found.verdict:
        return _text(found, judge.Verdict(verdict=found.verdict, kind="", score=1.0, reasons=found.reasons))
    spoken, confidence = language.language(found.text)
    verdict = judge.judge(
        title=found.title,
        text=found.text,
        markdown=found.markdown,
        url=page.url,
        kind=page.kind,
        html_facts=found.facts,
        language=spoken,
    )
    text = _text(found, replace(verdict, reasons=(*verdict.reasons, *found.reasons)))
    return replace(text, language=spoken, language_confidence=confidence, stated_date=dates.stated_date(found.text))


def _text(found: Reading, verdict: judge.Verdict) -> PolicyText:
    exact, wording, substance = fingerprint.of(found.markdown, found.text)
    return PolicyText(
        title=found.title,
        markdown=found.markdown,
        text=found.text,
        words=len(found.text.split()),
        exact=exact,
        wording=wording,
        substance=substance,
        verdict=verdict.verdict,
        extractor=EXTRACTOR,
        kind=verdict.kind,
        score=verdict.score,
        reasons=verdict.reasons,
        kept_words=found.kept.words,
        kept_headings=found.kept.headings,
        kept_items=found.kept.items,
    )
