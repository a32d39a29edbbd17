"""Pages made to hang a reader end quickly in a verdict; the pool's time limit is for what nobody thought of."""

from __future__ import annotations

import gzip

import pytest

from crawler.extraction import read
from crawler.extraction.tree import MAX_CHARACTERS, MAX_EQUALS, MAX_TAGS
from crawler.items import Page

PROSE = b"We collect personal data when you use our service and we keep it for a year. " * 20

#: Each ends with the words of PROSE read, or in the verdict named.
PAGES = {
    "100,000 levels": (b"<div>" * 99_000 + PROSE + b"</div>" * 99_000, ""),
    "a million attributes": (b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">" + PROSE, ""),
    "unclosed fonts": (b"<body>" + b"<font><b>" * 300 + b"<p>" + PROSE, ""),
    "lists in lists": (b"<body>" + b"<ul><li>" * 190 + PROSE, ""),
    "tables in tables": (b"<body>" + b"<table><tr><td>" * 120 + PROSE, ""),
    "a very long word": (b"<body><p>" + b"a" * 3_000_000 + b"<p>" + PROSE, ""),
    "a very long title": (b"<title>" + b"x " * 2_000_000 + b"</title><p>" + PROSE, ""),
    "markers": (b"<body><p>" + b"*_`[](" * 50_000 + b"<p>" + PROSE, ""),
    "white space": (b"<body><p>" + b" \n" * 2_000_000 + PROSE, ""),
    "entities": (b"<body><p>" + PROSE + b"&amp;&#x41;&nbsp;" * 100_000, ""),
    "open comments": (b"<body><p>" + PROSE + b"<!--" * 100_000, ""),
    "less-than signs": (b"<body><p>" + PROSE + b"< " * 100_000, ""),
    "NULs in UTF-16": (PROSE.decode().encode("utf-16-le"), ""),
    "50 MB of tags": (b"<div>" * 10_000_000, "too-large"),
    "too many tags": (b"<b>x</b>" * (MAX_TAGS // 2 + 1), "too-large"),
    "too many characters": (b"<p>" + b"x" * MAX_CHARACTERS, "too-large"),
    "too many attributes": (b"<p>" + b"a=" * (MAX_EQUALS + 1), "too-large"),
    "half a gigabyte unpacked": (gzip.compress(b"0" * 500_000_000, 1), "too-large"),
    "blockquotes without end": (b"<blockquote><h1>" * 1500 + PROSE, "unreadable"),
    "NULs alone": (b"\x00" * 5_000_000, "unreadable"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "unreadable"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_in_a_verdict(name):
    body, verdict = PAGES[name]
    text = read(Page(body=body, url="http://acme.example/privacy", content_type="text/html", kind="privacy"))
    if verdict:
        assert text.verdict == verdict
        assert text.reasons
    else:
        assert "We collect personal data when you use our service" in text.text
