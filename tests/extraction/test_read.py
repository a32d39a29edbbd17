from importlib.metadata import version

import pytest

from crawler.extraction import EXTRACTOR, read
from crawler.extraction import page as pages
from crawler.extraction.locate import whole
from crawler.items import Page

PROSE = "We collect what you tell us and keep it for as long as the law of our country asks for it, and no longer. " * 4


def page(body: bytes, **more: str) -> Page:
    return Page(body=body, url="https://www.acme-voice.example/privacy", **more)


def test_a_page_becomes_title_markdown_and_plain_text():
    found = read(page(f"<title>Privacy | Acme</title><h1>Privacy policy</h1><p>{PROSE}<ul><li>One<li>Two</ul>".encode()))
    assert found.title == "Privacy | Acme"
    assert found.markdown.startswith("# Privacy policy\n\nWe collect")
    assert found.markdown.endswith("  * One\n  * Two\n")
    assert found.text.startswith("Privacy policy\nWe collect")
    assert found.text.endswith("\nOne\nTwo\n")
    assert found.extractor == EXTRACTOR


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 5000, b"\x1f\x8bnonsense", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, b"<", b"%PDF-1.4"]
)
def test_no_bytes_make_reading_raise(body):
    found = read(page(body))
    assert found.verdict != "policy"
    assert found.reasons


def test_an_address_in_angle_brackets_is_no_tag():
    body = f"PRIVACY\n\n{PROSE}\n\nWrite to <privacy@acme-voice.example> or see <https://acme-voice.example/x>.\n".encode()
    found = read(page(body))
    assert "Write to <privacy@acme-voice.example> or see <https://acme-voice.example/x>.\n" in found.text
    assert found.text.startswith("PRIVACY\n")


def test_a_tag_makes_a_body_without_a_type_html():
    assert read(page(f"<P>{PROSE}<BR>One".encode())).text.endswith("longer.\nOne\n")


def test_what_was_lost_stands_beside_the_text(monkeypatch):
    html = f"<h1>Privacy</h1><h2>Data</h2><ul><li>{PROSE}</li><li>{PROSE}</li></ul><p>{PROSE}</p>"

    def careless(body, title):
        place = whole(body, title)
        node = place.parts[0]
        node.remove(node.find("h1"))
        node.find("ul").remove(node.find("ul")[0])
        return place

    monkeypatch.setattr(pages, "locate", careless)
    monkeypatch.setattr(pages, "whole", careless)
    found = read(page(html.encode()))
    words = len(PROSE.split())
    assert found.kept_words == round((2 * words + 1) / (3 * words + 2), 4)
    assert (found.kept_headings, found.kept_items) == (0.5, 0.5)


def test_the_extractor_names_every_library_that_texts_depend_on():
    for library in ("trafilatura", "html2text", "pdfminer.six"):
        assert f"{library} {version(library)}" in EXTRACTOR
