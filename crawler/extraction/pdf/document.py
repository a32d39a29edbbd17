"""PDF by bytes: body -> title, Markdown, plain text. What a file cannot give is a verdict: nothing is ever raised.

The pages come from `lines`, their blocks from `blocks`, both forms from the same writers as those of HTML pages.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import Final

from crawler.extraction.flow import Block, Flow, visible
from crawler.extraction.judge import LEAST_WORDS
from crawler.extraction.pdf.blocks import flow_of
from crawler.extraction.pdf.file import PdfTooLarge, pdf_pages
from crawler.extraction.pdf.lines import PdfPage
from crawler.extraction.plain import plain
from crawler.extraction.render import markdown

#: pdfminer warns of every flaw that it gets over; what matters is in the verdict.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

#: Share of a page (0 to 1) from which pictures are what it shows.
_PICTURED: Final = 0.4
#: A letter that its font does not name, as pdfminer writes it, and the share of those (0 to 1) that a text may have.
NAMELESS: Final = re.compile(r"\(cid:\d+\)")
_NAMELESS: Final = 0.05
#: Titles that the programs which made the file put in, not the people.
_NO_TITLE: Final = re.compile(
    r"^(untitled|title|document\d*|microsoft (word|powerpoint)\b.*|.*\.(docx?|indd|pdf|rtf|odt|pages))?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """What a PDF holds. ``verdict`` is empty, ``scanned-pdf``, ``unreadable`` or ``too-large``; ``reasons`` says why."""

    title: str
    markdown: str = field(repr=False)
    text: str = field(repr=False)
    verdict: str = ""
    reasons: tuple[str, ...] = ()


def read_pdf(body: bytes, url: str) -> PdfText:
    """Read a PDF; ``url`` names the document if the file does not. A file of which a page cannot be read is not read at all:

    half a policy would look like a change of the policy.
    """
    pages: list[PdfPage] = []
    try:
        title, found = pdf_pages(body)
        pages.extend(found)
    except PdfTooLarge as error:
        return _nothing("too-large", str(error))
    except MemoryError:
        return _nothing("too-large", "the file needs more memory than reading may use")
    except Exception as error:
        at = f"page {len(pages) + 1}" if pages else "the file"
        return _nothing("unreadable", f"{at} of the PDF cannot be read: {type(error).__name__} {error}"[:300].strip())
    return _read(title, pages, url)


def _read(title: str, pages: list[PdfPage], url: str) -> PdfText:
    flow = flow_of(pages)
    text = plain(flow)
    words = len(text.split())
    if words < LEAST_WORDS and 2 * sum(page.pictured > _PICTURED for page in pages) > len(pages):
        return _nothing("scanned-pdf", f"{len(pages)} pages are pictures of text, with {words} words in letters")
    if len(NAMELESS.findall(text)) > _NAMELESS * len(re.sub(r"\s", "", NAMELESS.sub("x", text))):
        return _nothing("unreadable", "the PDF's fonts do not say which letters they show")
    return PdfText(title=_title(title, flow, url), markdown=markdown(flow), text=text)


def _title(stated: str, flow: Flow, url: str) -> str:
    """Choose a title: the stated one, the first heading, the file's name."""
    stated = " ".join(visible(stated).split())
    if not _NO_TITLE.match(stated):
        return stated
    heading = next((item.text for item in flow if isinstance(item, Block) and item.kind[0] == "h"), "")
    return " ".join(heading.split()) or url.rstrip("/").rpartition("/")[2]


def _nothing(verdict: str, reason: str) -> PdfText:
    return PdfText(title="", markdown="", text="", verdict=verdict, reasons=(reason,))
