from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from crawler.extraction import read
from crawler.extraction.pdf import read_pdf
from crawler.extraction.pdf.file import MOST_GLYPHS
from crawler.extraction.reader import is_pdf
from crawler.items import POLICY, Page
from tests.hostile import pdf_bomb, pdf_loop

URL = "http://vendor.example/legal/privacy.pdf"
#: (x, y, text, font, size); y counts in points from the bottom of a Letter page, 792 high.
Put = tuple[float, float, str, str, float]
BODY, BOLD = "Helvetica", "Helvetica-Bold"


def pdf(
    *pages: list[Put], title: str = "", password: str = "", links: tuple[tuple[str, tuple[int, int, int, int]], ...] = ()
) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner") if password else None)
    canvas.setTitle(title)
    for page in pages:
        for x, y, text, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        for target, box in links:
            canvas.linkURL(target, box)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(y: float, *texts: str, x: float = 72, font: str = BODY, size: float = 11) -> list[Put]:
    """Lines under each other, 14 points apart."""
    return [(x, y - 14 * n, text, font, size) for n, text in enumerate(texts)]


def long(text: str) -> str:
    """A line that fills the page's width of some ninety letters."""
    return (text + " " + "and so on and on " * 6)[:88].rsplit(" ", 1)[0]


def test_headings_and_paragraphs() -> None:
    page = [
        *lines(740, "Privacy Policy", font=BOLD, size=20),
        *lines(700, long("We collect your name"), long("when you sign up"), "with us."),
        *lines(640, "1. Sharing", font=BOLD, size=14),
        *lines(615, long("We share it with nobody"), "at all. Ever."),
        *lines(587, "A new paragraph after a short line that ended a sentence. It is long enough to be one."),
        *lines(550, "Security", font=BOLD, size=11),
        *lines(530, long("Everything is kept under lock"), "and key."),
    ]
    found = read_pdf(pdf(page, title="Vendor Privacy"), URL)
    blocks = found.markdown.split("\n\n")
    assert found.title == "Vendor Privacy"
    assert [block for block in blocks if block.startswith("#")] == ["# Privacy Policy", "## 1\\. Sharing", "### Security"]
    assert blocks[1] == f"{long('We collect your name')} {long('when you sign up')} with us."
    assert blocks[4].startswith("A new paragraph")
    assert found.text.splitlines()[2] == "1. Sharing"


def test_both_forms_hold_the_same_words() -> None:
    page = [*lines(740, "Terms", font=BOLD, size=18), *lines(700, "1. You agree.", "(a) You pay.", "* not a bullet of ours")]
    found = read_pdf(pdf(page), URL)
    assert found.text.splitlines() == ["Terms", "1. You agree.", "(a) You pay.", "not a bullet of ours"]
    assert found.markdown == "# Terms\n\n1\\. You agree.\n\n(a) You pay.\n\n  * not a bullet of ours\n"


def test_running_headers_footers_and_page_numbers_go() -> None:
    pages = [
        [
            (72, 770, "Vendor Ltd - Confidential", BODY, 8),
            *lines(700, f"What stands on page {n}."),
            (300, 30, f"Page {n} of 4", BODY, 8),
        ]
        for n in range(1, 5)
    ]
    assert read_pdf(pdf(*pages), URL).text.splitlines() == [f"What stands on page {n}." for n in range(1, 5)]


def test_a_line_at_the_edge_of_one_page_stays() -> None:
    pages = [[(72, 770, "Privacy Policy", BOLD, 18), *lines(700, "One.")], lines(700, "Two."), lines(700, "Three.")]
    assert read_pdf(pdf(*pages), URL).text.splitlines() == ["Privacy Policy", "One.", "Two.", "Three."]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first, second = (
        lines(100, long("We keep your data"), long("for as long as the")),
        lines(740, "law demands. Then we delete it."),
    )
    assert read_pdf(pdf(first, second), URL).text.count("\n") == 1


@pytest.mark.parametrize(
    ("ends", "begins", "elsewhere", "expected"),
    [
        ("infor-", "mation", "", "information"),
        ("opt-", "out", "You may opt-out", "opt-out"),
        ("pre-", "2010", "", "pre- 2010"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_mended(ends: str, begins: str, elsewhere: str, expected: str) -> None:
    start = long("You should know that you may ask us for all")[: 84 - len(ends)].strip()
    page = lines(700, f"{start} {ends}", f"{begins} as the law says. {elsewhere}")
    assert f"{start} {expected} as the law says." in read_pdf(pdf(page), URL).text


def test_bullets_are_items_and_nested_ones_deeper() -> None:
    page = [
        *lines(740, "We collect:"),
        (90, 720, "\u2022", BODY, 11),
        (108, 720, long("your name and your address"), BODY, 11),
        (108, 706, "at home and at work", BODY, 11),
        (108, 692, "\u2022", BODY, 9),
        (126, 692, "both of them", BODY, 11),
        (90, 678, "\u2022 your number", BODY, 11),
        *lines(640, "Nothing else."),
    ]
    markdown = read_pdf(pdf(page), URL).markdown
    assert f"  * {long('your name and your address')} at home and at work\n    * both of them\n  * your number\n" in markdown
    assert markdown.endswith("Nothing else.\n")


def test_columns_are_read_one_after_the_other() -> None:
    left = lines(680, *(f"left {n} words of the left column" for n in range(20)))
    right = lines(680, *(f"right {n} words of the right column" for n in range(20)), x=330)
    text = read_pdf(
        pdf(
            [
                *lines(740, "Terms of Service of Vendor Limited, a company of the Example Group in London", size=14),
                *left,
                *right,
            ]
        ),
        URL,
    ).text
    assert text.index("left 19") < text.index("right 0")
    assert text.startswith("Terms of Service")


def test_links_and_bold_words() -> None:
    page = [(72, 700, "Write to", BODY, 11), (120, 700, "privacy@vendor.example", BODY, 11), (252, 700, "today", BOLD, 11)]
    markdown = read_pdf(pdf(page, links=(("mailto:privacy@vendor.example", (119, 698, 245, 710)),)), URL).markdown
    assert markdown == "Write to [privacy@vendor.example](mailto:privacy@vendor.example) **today**\n"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Our Privacy", "Our Privacy"),
        ("Microsoft Word - draft7.doc", "The Heading"),
        ("untitled", "The Heading"),
        ("Schützt", "Schützt"),
    ],
)
def test_title_is_the_stated_one_or_the_first_heading(stated: str, expected: str) -> None:
    page = [*lines(740, "The Heading", font=BOLD, size=20), *lines(700, long("Some text"), "follows.")]
    assert read_pdf(pdf(page, title=stated), URL).title == expected


def test_a_file_without_any_title_is_named_by_its_address() -> None:
    assert read_pdf(pdf(lines(700, "Some text.")), URL).title == "privacy.pdf"


def scan(pages: int) -> bytes:
    """Make a PDF of pages that are one grey picture each."""
    picture = zlib.compress(b"\x7f" * 100 * 100)
    image = b"<</Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    draw = b"q 612 0 0 792 0 0 cm /I Do Q"
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        image + b"/Length %d>>stream\n" % len(picture) + picture + b"\nendstream",
        b"<</Length %d>>stream\n" % len(draw) + draw + b"\nendstream",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I 3 0 R>>>>/Contents 4 0 R>>"] * pages,
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, text) for n, text in enumerate(objects, 1))
    return body + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (len(objects) + 1)


def test_a_scan_is_a_verdict() -> None:
    found = read_pdf(scan(3), URL)
    assert (found.verdict, found.text, found.reasons) == (
        "scanned-pdf",
        "",
        ("3 pages are pictures of text, with 0 words in letters",),
    )
    assert read(Page(body=scan(1), url=URL)).verdict == "scanned-pdf"


def test_a_locked_file_is_unreadable() -> None:
    found = read_pdf(pdf(lines(700, "Secret."), password="user"), URL)
    assert found.verdict == "unreadable"
    assert "PDFPasswordIncorrect" in found.reasons[0]


def test_a_bomb_is_too_large() -> None:
    assert read_pdf(pdf_bomb(64), URL).verdict == "too-large"


def test_a_file_of_too_many_pages_is_too_large() -> None:
    assert read_pdf(pdf(*[lines(700, "x")] * 301), URL).reasons == ("the file has more than 300 pages",)


def test_a_page_of_too_many_letters_is_too_large() -> None:
    line = "nineteen letters ... " * 10
    fits, over = MOST_GLYPHS // len(line), MOST_GLYPHS // len(line) + 1
    assert read_pdf(pdf(lines(700, "x"), [(72, 700, line, BODY, 1)] * over), URL).reasons == (
        "a page has more than 60000 letters",
    )
    halves = [(72.0, 700 - n / 10, line, BODY, 1.0) for n in range(fits // 2 + 1)]
    assert read_pdf(pdf(halves, halves), URL).verdict == ""


def test_a_page_tree_that_holds_itself_ends() -> None:
    assert read_pdf(pdf_loop(), URL).text == ""


def test_the_mark_may_stand_a_little_behind_the_start() -> None:
    assert is_pdf(b"\r\n\xef\xbb\xbf%PDF-1.4")
    assert not is_pdf(b" " * 1024 + b"%PDF-1.4")
    assert not is_pdf(b"<html>")


SAMPLE = pdf(
    [*lines(740, "Privacy Policy", font=BOLD, size=20), *lines(700, long("We collect your name"), "with care.")], title="T"
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SAMPLE)), st.binary(max_size=12), st.integers(0, 40))
def test_a_damaged_file_is_read_or_says_why_not(at: int, junk: bytes, lost: int) -> None:
    found = read_pdf(SAMPLE[:at] + junk + SAMPLE[at + lost :], URL)
    assert found.verdict in ("", "unreadable", "too-large", "scanned-pdf")
    assert bool(found.reasons) == bool(found.verdict)


def test_a_policy_in_pdf_is_judged_and_dated() -> None:
    sentences = (
        "This privacy policy explains what we collect.",
        "Last updated: 12 March 2015.",
        "We may disclose personal information to third parties as required by law.",
        "You may opt out at any time, and you have the right to see your data.",
        "We do not sell your personal information. Cookies are deleted after a year.",
    )
    page = [*lines(740, "Privacy Policy", font=BOLD, size=20), *lines(700, *sentences)]
    text = read(Page(body=pdf(page), url=URL, content_type="text/html"))
    assert (text.verdict, text.kind, text.stated_date, text.language) == (POLICY, "privacy", "2015-03-12", "en")


def table(y: float, *rows: tuple[str, ...], step: float = 18, columns: tuple[float, ...] = (72, 230, 400)) -> list[Put]:
    """Rows of cells set to the left of their columns; a cell's lines are parted by a bar, 13 points apart."""
    puts: list[Put] = []
    for at, row in enumerate(rows):
        cells = [cell.split("|") for cell in row]
        for x, cell in zip(columns, cells, strict=False):
            puts += [(x, y - 13 * n, text, BODY if at else BOLD, 11) for n, text in enumerate(cell) if text]
        y -= step + 13 * (max(map(len, cells)) - 1)
    return puts


COOKIES = (
    ("Name", "Purpose", "Kept for"),
    ("sid", "to keep you logged in", "one day"),
    ("vid", "to count visits", "two years"),
)


def test_a_table_is_a_table() -> None:
    page = [
        *lines(740, "Cookies", font=BOLD, size=18),
        *lines(700, long("We set cookies"), "on each page."),
        *table(660, *COOKIES, ("aid", "", "a week")),
        *lines(580, "That is all."),
    ]
    found = read_pdf(pdf(page), URL)
    assert found.markdown.endswith(
        "on each page.\n\nName| Purpose| Kept for  \n---|---|---  \nsid| to keep you logged in| one day  \n"
        "vid| to count visits| two years  \naid| | a week\n\nThat is all.\n"
    )
    assert found.text.splitlines()[-5:-1] == [
        "Name Purpose Kept for",
        "sid to keep you logged in one day",
        "vid to count visits two years",
        "aid a week",
    ]


def test_cells_of_several_lines_are_put_together() -> None:
    rows = (
        ("What", "Why"),
        ("Your name", "to know with whom we|speak when you call us to com-|plain of your bill"),
        ("Your number|at work", "to call you back"),
        ("Your cat", "no reason"),
    )
    page = [*lines(740, "Data", font=BOLD, size=18), *table(700, *rows, step=25), *lines(400, "You may complain.")]
    markdown = read_pdf(pdf(page), URL).markdown
    assert "Your name| to know with whom we speak when you call us to complain of your bill  \n" in markdown
    assert "\nYour number at work| to call you back  \nYour cat| no reason\n\nYou may complain.\n" in markdown


def test_a_row_without_a_first_cell_is_a_row_where_it_stands_apart() -> None:
    markdown = read_pdf(pdf(table(700, *COOKIES, ("", "to know you again", "a week"))), URL).markdown
    assert markdown.endswith("vid| to count visits| two years  \n| | to know you again| a week\n")


def test_tables_with_a_heading_between_are_two() -> None:
    page = [*table(700, *COOKIES), *lines(640, "Others", font=BOLD), *table(610, *COOKIES)]
    markdown = read_pdf(pdf(page), URL).markdown
    assert markdown.count("---|---|---") == 2
    assert "two years\n\n# Others\n\nName|" in markdown


@pytest.mark.parametrize(
    "page",
    [
        pytest.param([*lines(700, *("words of a column that is as long",) * 9), *lines(700, *("and of another",) * 9, x=300)]),
        pytest.param(
            [
                put
                for n in range(6)
                for put in ((72, 700 - 20 * n, f"{n + 1}.1", BODY, 11), (150, 700 - 20 * n, "You agree.", BODY, 11))
            ]
        ),
        pytest.param(
            [(72, 700, "Signed", BODY, 11), (300, 700, "Signed", BODY, 11), *lines(680, "Acme"), *lines(680, "You", x=300)]
        ),
        pytest.param([(72 + 9 * n, 700 - 20 * n, text, BODY, 11) for n in range(5) for text in ("one",)]),
        pytest.param(
            [*lines(700, *("comprehensive information holding",) * 6), *lines(700, *("few words a line",) * 6, x=261)]
        ),
    ],
    ids=["columns", "numbered", "two rows", "a slope", "narrow columns"],
)
def test_what_is_no_table_stays_lines(page: list[Put]) -> None:
    found = read_pdf(pdf([*lines(760, "Terms", font=BOLD, size=18), *page]), URL)
    assert "---|" not in found.markdown
    assert found.text.startswith("Terms\n")
