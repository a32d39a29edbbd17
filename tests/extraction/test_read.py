import pytest

from crawler.extraction import EXTRACTOR, read
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
