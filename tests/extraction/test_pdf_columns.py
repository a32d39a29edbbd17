"""Two columns of prose in a PDF are read one after the other, however narrow the space between; tables stay tables."""

from __future__ import annotations

import difflib
import io
from collections.abc import Sequence

import pytest
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, SimpleDocTemplate, Spacer, Table

from crawler.extraction.pdf import PdfText, read_pdf

SENTENCES = (
    "We keep the name and the address that you write into the form when you open an account with us.",
    "Your orders are stored for seven years, because the law on book-keeping asks us to.",
    "Nobody outside of the company reads your letters, unless a court has ordered it in writing.",
    "If you think that a record is wrong, write to the office in Port Example and we will mend it within a month.",
    "Our machines note the time of each visit.",
    "A small file on your computer tells us which language you have chosen and what lies in your basket; you may delete it.",
)
#: Points between the margins, and from the left to them.
WIDTH, MARGIN = 492, 60


def story(size: float, alignment: int, bullets: bool) -> tuple[list[Paragraph], list[str]]:
    """Make headings and paragraphs of differing length, and list their words."""
    prose = ParagraphStyle(
        "prose", fontName="Times-Roman", fontSize=size, leading=1.2 * size, alignment=alignment, spaceAfter=5
    )
    heading = ParagraphStyle("heading", prose, fontName="Times-Bold", fontSize=size + 2, alignment=TA_LEFT, spaceBefore=7)
    made: list[Paragraph] = []
    words: list[str] = []
    for at in range(11):
        name = " ".join(SENTENCES[at % 6].split()[1 : 3 + at % 3])
        texts = [(f"{at + 1}. On {name}", heading)]
        for part in range(3):
            text = " ".join(SENTENCES[(at * 5 + part * 2 + n) % 6] for n in range(1 + (at * part + at) % 4))
            texts.append((f"({at}.{part}) {text}", prose))
        texts += [(f"\u2022 the {name}, {at}", prose)] * bullets
        made += [Paragraph(text, style) for text, style in texts]
        words += " ".join(text for text, _ in texts).replace("\u2022", "").split()
    return made, words


def in_two_frames(
    gap: float, size: float, alignment: int, *, title: str = "", bullets: bool = False
) -> tuple[bytes, list[str]]:
    out, width = io.BytesIO(), (WIDTH - gap) / 2
    none = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    frames = [Frame(MARGIN + n * (width + gap), 72, width, 560, **none) for n in range(2)]
    parts, words = story(size, alignment, bullets)
    if title:
        frames.insert(0, Frame(MARGIN, 640, WIDTH, 60, **none))
        large = ParagraphStyle("title", fontName="Times-Bold", fontSize=18, leading=22, alignment=1)
        parts, words = [Paragraph(title, large), FrameBreak(), *parts], [*title.split(), *words]
    document = BaseDocTemplate(out, pagesize=letter)
    document.addPageTemplates(
        [PageTemplate(id="first", frames=frames, autoNextPageTemplate="next"), PageTemplate(id="next", frames=frames[-2:])]
    )
    document.build(parts)
    return out.getvalue(), words


def order(found: PdfText, words: Sequence[str]) -> float:
    """Share of the words that come in the right order."""
    got = found.text.replace("\u2022", "").split()
    same = difflib.SequenceMatcher(None, words, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / max(len(words), len(got))


@pytest.mark.parametrize("size", [8, 10, 11])
@pytest.mark.parametrize(
    ("gap", "alignment"), [(12, TA_LEFT), (15, TA_JUSTIFY), (15, TA_LEFT), (24, TA_JUSTIFY), (30, TA_LEFT)]
)
@pytest.mark.parametrize(
    ("title", "bullets"), [("", False), ("Privacy Policy of the Example Company and of all its daughters", True)]
)
def test_columns_of_prose_are_read_one_after_the_other(
    gap: float, size: float, alignment: int, title: str, bullets: bool
) -> None:
    body, words = in_two_frames(gap, size, alignment, title=title, bullets=bullets)
    found = read_pdf(body, "http://vendor.example/privacy.pdf")
    assert order(found, words) >= 0.98
    assert "---|" not in found.markdown


def test_paragraphs_of_a_column_are_whole() -> None:
    body, words = in_two_frames(18, 10, TA_JUSTIFY)
    paragraphs = [line for line in read_pdf(body, "http://vendor.example/p.pdf").text.splitlines() if line[0] == "("]
    assert len(paragraphs) == sum(word[0] == "(" and "." in word for word in words)


def lines_of(text: str, width: float) -> list[str]:
    return [str(line) for line in simpleSplit(text, "Times-Roman", 10, width)]


def test_columns_that_were_drawn_row_by_row_with_wide_lines_between() -> None:
    out, width = io.BytesIO(), 237
    canvas = Canvas(out, pagesize=letter)
    canvas.setFont("Times-Roman", 10)
    y, words = 720.0, []
    for part in range(3):
        wide = f"Part {part} is about what we do, and about all that we leave undone, in this and in every other country."
        canvas.drawString(MARGIN, y, wide)
        halves = [" ".join(f"({part}{side}{n}) {SENTENCES[(n + part) % 6]}" for n in range(5)) for side in "lr"]
        left, right = (lines_of(half, width) for half in halves)
        words += f"{wide} {halves[0]} {halves[1]}".split()
        for n in range(max(len(left), len(right))):
            y -= 12
            for x, column in ((MARGIN, left), (MARGIN + width + 18, right)):
                if n < len(column):
                    canvas.drawString(x, y, column[n])
        y -= 24
    canvas.save()
    assert order(read_pdf(out.getvalue(), "http://vendor.example/p.pdf"), words) == 1


def test_a_last_page_with_a_short_second_column_is_read_as_those_before() -> None:
    out, width = io.BytesIO(), 237
    canvas = Canvas(out, pagesize=letter)
    text = " ".join(f"({n}) {SENTENCES[n % 6]}" for n in range(110))
    left = lines_of(text, width)
    for start, rows in ((0, 50), (100, 50)):
        canvas.setFont("Times-Roman", 10)
        for n, line in enumerate(left[start : start + 2 * rows if start == 0 else start + rows + 3]):
            canvas.drawString(MARGIN + n // rows * (width + 18), 690 - 12 * (n % rows), line)
        canvas.showPage()
    canvas.save()
    assert order(read_pdf(out.getvalue(), "http://vendor.example/p.pdf"), " ".join(left[:153]).split()) == 1


def table(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> bytes:
    out = io.BytesIO()
    cell = ParagraphStyle("cell", fontName="Times-Roman", fontSize=9, leading=11)
    parts = [
        Table(
            [[Paragraph(text, cell) for text in row] for row in rows],
            colWidths=widths,
            style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
        )
    ]
    SimpleDocTemplate(out, pagesize=letter).build([Paragraph(SENTENCES[5], cell), Spacer(1, 20), *parts])
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ([(" ".join(SENTENCES[n % 6].split()[:3]), SENTENCES[n % 5]) for n in range(12)], (120, 300)),
        ([(SENTENCES[n % 4][:78].strip(), SENTENCES[(n + 1) % 4][:78].strip()) for n in range(10)], (215, 215)),
    ],
    ids=["a name and its prose", "prose in even rows"],
)
def test_tables_with_prose_in_their_cells_stay_tables(rows: list[tuple[str, str]], widths: tuple[float, float]) -> None:
    markdown = read_pdf(table(rows, widths), "http://vendor.example/p.pdf").markdown
    assert "---|" in markdown
    assert all(f"{left}| {right}" in markdown for left, right in rows)


def test_rows_of_short_lines_are_no_paragraphs_of_columns() -> None:
    rows = [(f"We need your name for item {n}", f"we keep it for {n} years or so") for n in range(20)]
    text = read_pdf(table(rows, (200, 200)), "http://vendor.example/p.pdf").text
    assert all(f"item {n} We need" not in text for n in range(20))
