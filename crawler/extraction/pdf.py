"""PDF by bytes: body -> title, Markdown, plain text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """What a PDF holds. ``verdict`` is empty, ``scanned-pdf``, ``unreadable`` or ``too-large``; ``reasons`` says why."""

    title: str
    markdown: str = field(repr=False)
    text: str = field(repr=False)
    verdict: str = ""
    reasons: tuple[str, ...] = ()


def is_pdf(body: bytes) -> bool:
    """Whether the bytes are a PDF: the mark may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""
    return b"%PDF-" in body[:1024]


def read_pdf(body: bytes, url: str) -> PdfText:
    """Read a PDF; nothing is raised, a file that cannot be read says so in its verdict."""
    return PdfText(title="", markdown="", text="", verdict="unreadable", reasons=("first version: PDF is not read yet",))
