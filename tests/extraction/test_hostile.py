"""Pages made to hang or to fill a reader: each ends in a named outcome, in time, in bounded memory, and the next one is read.

Everything goes through the reading processes that a crawl uses, with the limits of a crawl. Time is CPU time of the process.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from crawler import extraction
from crawler.extraction.tree import MAX_CHARACTERS, MAX_EQUALS, MAX_TAGS
from crawler.items import Page, PolicyText
from crawler.reading import Reader
from crawler.reading.task import MEMORY
from crawler.settings import EXTRACTION_TIMEOUT
from pipelines.database import Database
from tests import hostile
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.extraction.weighing import cost_of, weighed
from tests.support import project_settings, run_crawl

PROSE = b"We collect personal data when you use our service and we keep it for a year. " * 20
SAID = "We collect personal data when you use our service"
READ, TOO_LARGE, UNREADABLE = "read", "too-large", "unreadable"
#: What reading says of a page that met one of the bounds of the process.
MET_MEMORY, MET_TIME = "emory", f"reading took longer than {EXTRACTION_TIMEOUT:g} s"
#: What the page after a hostile one must be.
GOOD = policy_html(1).encode()


def chinese(characters: int) -> bytes:
    """Paragraphs whose characters take two bytes here and three in the parser: just as many of them as are read at all."""
    prose = "<p>" + "我们收集您的个人信息，并按照法律的要求保存这些信息。" * 20
    return gzip.compress((prose * (characters // len(prose))).encode(), 1)


#: Each makes a body, and ends with the words of PROSE read, or in the verdict named with these words in a reason.
PAGES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "99,000 levels": (lambda: b"<div>" * 99_000 + PROSE + b"</div>" * 99_000, READ, ""),
    "100,000 levels": (hostile.deep_nesting, TOO_LARGE, "tags"),
    "a million attributes": (
        lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">" + PROSE,
        READ,
        "",
    ),
    "16 MB of attributes": (hostile.many_attributes, TOO_LARGE, "characters"),
    "unclosed fonts": (lambda: b"<body>" + b"<font><b>" * 300 + b"<p>" + PROSE, READ, ""),
    "lists in lists": (lambda: b"<body>" + b"<ul><li>" * 190 + PROSE, READ, ""),
    "tables in tables": (lambda: b"<body>" + b"<table><tr><td>" * 120 + PROSE, READ, ""),
    "a very long word": (lambda: b"<body><p>" + b"a" * 3_000_000 + b"<p>" + PROSE, READ, ""),
    "a very long title": (lambda: b"<title>" + b"x " * 2_000_000 + b"</title><p>" + PROSE, READ, ""),
    "markers": (lambda: b"<body><p>" + b"*_`[](" * 50_000 + b"<p>" + PROSE, READ, ""),
    "white space": (lambda: b"<body><p>" + b" \n" * 2_000_000 + PROSE, READ, ""),
    "entities": (lambda: b"<body><p>" + PROSE + b"&amp;&#x41;&nbsp;" * 100_000, READ, ""),
    "entities that grow": (lambda: hostile.entity_flood(1).replace(b"<body>", b"<body><p>" + PROSE), READ, ""),
    "open comments": (lambda: b"<body><p>" + PROSE + b"<!--" * 100_000, READ, ""),
    "less-than signs": (lambda: b"<body><p>" + PROSE + b"< " * 100_000, READ, ""),
    "NULs in UTF-16": (lambda: PROSE.decode().encode("utf-16-le"), READ, ""),
    "traps for expressions": (lambda: hostile.regex_traps(400).replace(b"<body>", b"<body><p>" + PROSE), READ, ""),
    "50 MB of tags": (lambda: b"<div>" * 10_000_000, TOO_LARGE, "32 MB"),
    "30 MB of tags": (partial(hostile.nested_tags, 30), TOO_LARGE, "characters"),
    "too many tags": (lambda: b"<b>x</b>" * (MAX_TAGS // 2 + 1), TOO_LARGE, "tags"),
    "too many characters": (lambda: b"<p>" + b"x" * MAX_CHARACTERS, TOO_LARGE, "characters"),
    "too many attributes": (lambda: b"<p>" + b"a=" * (MAX_EQUALS + 1), TOO_LARGE, "attributes"),
    "half a gigabyte unpacked": (lambda: gzip.compress(b"0" * 500_000_000, 1), TOO_LARGE, "unpacks"),
    "half a gigabyte of a policy": (partial(hostile.gzip_bomb, 512), TOO_LARGE, "unpacks"),
    "a PDF bomb": (partial(hostile.pdf_bomb, 300), TOO_LARGE, "unpacks"),
    "a PDF without end": (hostile.pdf_loop, "empty", "too few"),
    "blockquotes without end": (lambda: b"<blockquote><h1>" * 1500 + PROSE, UNREADABLE, "nested"),
    "NULs alone": (lambda: b"\x00" * 5_000_000, UNREADABLE, "empty"),
    "NULs between tags": (hostile.nuls, TOO_LARGE, "tags"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, UNREADABLE, "no text"),
}
#: What takes seconds, at the very bounds of what is read at all. These may also end by the limits of the reading process.
HEAVY: dict[str, tuple[Callable[[], bytes], str]] = {
    "a policy of 10 MB": (partial(hostile.endless_prose, 10), "policy"),
    "a flood of entities": (lambda: hostile.entity_flood(15).replace(b"<body>", b"<body><p>" + PROSE), "other-page"),
    "long traps for expressions": (lambda: hostile.regex_traps(4_000).replace(b"<body>", b"<body><p>" + PROSE), "other-page"),
    "15 million Chinese characters": (partial(chinese, 15_000_000), "other-page"),  # met the bound of memory in 2026-11
}


@pytest.fixture(scope="module")
def pool() -> Iterator[Reader]:
    with Reader(1, EXTRACTION_TIMEOUT, weighed) as reader:
        yield reader


def through(pool: Reader, body: bytes) -> PolicyText:
    page = Page(body=body, url="http://acme.example/privacy", content_type="text/html", kind="privacy")
    [(_, text)] = pool.read_many([("", page)])
    return text


def check_cost(text: PolicyText) -> int:
    """A page that was read stayed below the stated bounds, and these were in force; give its process."""
    cost = cost_of(text)
    assert cost is not None
    assert cost.bound == MEMORY
    assert 0 < cost.peak < MEMORY
    assert cost.cpu < EXTRACTION_TIMEOUT
    return cost.pid


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_in_a_named_outcome_in_time_and_memory_and_the_next_is_read(pool, name):
    make, verdict, reason = PAGES[name]
    text = through(pool, make())
    if verdict == READ:
        assert SAID in text.text
    else:
        assert text.verdict == verdict
        assert any(reason in said for said in text.reasons), text.reasons
    process = None if name == "50 MB of tags" else check_cost(text)  # that one is refused before any process sees it
    after = through(pool, GOOD)
    assert (after.verdict, after.kind) == ("policy", "privacy")
    assert check_cost(after) == process or process is None, "the process outlives the page"


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_page_at_the_bounds_ends_in_a_named_outcome_by_its_own_means_or_by_the_limits(pool, name):
    make, verdict = HEAVY[name]
    text = through(pool, make())
    if text.verdict == UNREADABLE:
        assert any(met in said for said in text.reasons for met in (MET_MEMORY, MET_TIME)), text.reasons
    else:
        assert text.verdict == verdict
    if cost_of(text) is not None:
        check_cost(text)
    after = through(pool, GOOD)
    assert (after.verdict, after.kind) == ("policy", "privacy")
    check_cost(after)


def hung_or_read(page: Page) -> PolicyText:
    """Read for real, but hang in C code for good on a page that says so: what nobody thought of."""
    if b"hang here" in page.body:
        return hostile.misbehave(Page(body=b"spin", url=page.url, content_type=page.content_type, kind=page.kind))
    return extraction.read(page)


def test_a_crawl_goes_on_over_hostile_captures_and_stores_what_became_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://v.example/privacy"
    bodies = {
        "20100301120000": policy_html(0),
        "20110301120000": b"<div>" * 7_000_000,  # more than is downloaded
        "20120301120000": b"<html><body><p>hang here" + PROSE,
        "20130301120000": policy_html(1),
        "20140301120000": hostile.deep_nesting(),
        "20150301120000": hostile.pdf_bomb(100),
        "20160301120000": b"\x00" * 100_000,
        "20170301120000": policy_html(2),
    }
    archive = FakeArchive()
    for timestamp, body in bodies.items():
        archive.add(url, timestamp, body)
    # three seconds are the hanging page's alone: no good page takes a hundredth of that
    monkeypatch.setattr("crawler.spiders.policies.Reader", partial(Reader, read=hung_or_read))
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url, EXTRACTION_WORKERS=1, EXTRACTION_TIMEOUT=3, RESOLUTION=1)
        result = run_crawl(settings, url=url)
    assert result.stats.get("spider_exceptions/count", 0) == 0
    with Database.open(tmp_path / "policies.db") as database:
        ((document_id, _),) = database.documents()
        captures = {capture.timestamp: capture for capture in database.captures(document_id)}
        outcomes = {timestamp: capture.outcome for timestamp, capture in captures.items()}
        rejected = {item.timestamp: (item.verdict, item.reasons[0]) for item in database.rejected(document_id)}
        versions = database.versions(document_id)
    good = ["20100301120000", "20130301120000", "20170301120000"]
    assert [timestamp for timestamp, outcome in outcomes.items() if outcome == "read"] == good
    assert outcomes["20110301120000"] == "unplayable"
    assert captures["20110301120000"].reason
    assert rejected.keys() == bodies.keys() - {*good, "20110301120000"}
    assert [version.first_timestamp for version in versions] == good
    assert rejected["20120301120000"] == ("unreadable", "reading took longer than 3 s")
    assert rejected["20140301120000"][0] == "too-large"
    assert rejected["20150301120000"][0] == "too-large"
    assert rejected["20160301120000"] == ("unreadable", "the body is empty")
