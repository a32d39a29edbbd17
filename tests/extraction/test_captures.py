"""The 15 real captures, against the reference corpus's text of 13 of them."""

from __future__ import annotations

import difflib
from functools import cache

import pytest

from crawler.extraction import read
from crawler.extraction.decode import decode
from crawler.extraction.page import read_html
from crawler.items import POLICY, PolicyText
from tests.extraction.measure import body, compare, parse, words_of
from tests.extraction.oldways import WAYS, rewritten
from tests.extraction.shared import SHARED, RealCapture, digest, fixture, needs_captures, needs_seeds, real_captures
from tests.format_rules import violations

ALL = [pytest.param(capture, id=capture.name) for capture in real_captures()]
PAIRS = [pytest.param(capture, id=capture.name) for capture in real_captures(paired=True)]

pytestmark = needs_captures


@cache
def text_of(capture: RealCapture) -> PolicyText:
    return read(capture.page)


def test_all_captures_are_there():
    assert (len(ALL), len(PAIRS)) == (15, 13)


@pytest.mark.parametrize("capture", ALL)
def test_every_capture_is_a_policy_read_in_full(capture):
    text = text_of(capture)
    assert text.verdict == POLICY, text.reasons
    assert text.kept_words >= 0.99
    assert text.kept_headings == text.kept_items == 1


@pytest.mark.parametrize("form", ["markdown", "plain"])
@pytest.mark.parametrize("capture", ALL)
def test_exports_keep_the_format(capture, form):
    assert violations(capture.exported(text_of(capture), form), form) == []


@pytest.mark.parametrize("capture", ALL)
def test_both_forms_hold_the_same_words_in_the_same_order(capture):
    text = text_of(capture)
    assert list(parse(text.markdown).words) == words_of(text.text)


@pytest.mark.parametrize("capture", PAIRS)
def test_the_first_line_equals_the_references(capture):
    ours = capture.exported(text_of(capture), "markdown")
    assert ours.split("\n", 1)[0] == capture.reference.split("\n", 1)[0]


@pytest.mark.parametrize("capture", PAIRS)
def test_nothing_of_the_reference_is_lost(capture):
    found = compare(body(capture.reference), body(capture.exported(text_of(capture), "markdown")))
    assert found.recall >= 0.998
    assert min(found.headings, found.items, found.nesting, found.links, found.order, found.bold) >= 0.98


@pytest.mark.parametrize("capture", PAIRS)
def test_what_we_have_beyond_the_reference_is_listed_with_its_reason(capture):
    listed = {row["block"]: row for row in fixture("kept_beyond_the_reference.toml")["kept"] if row["capture"] == capture.name}
    reference, ours = parse(body(capture.reference)), parse(body(capture.exported(text_of(capture), "markdown")))
    beyond = [block for block in ours.blocks if block not in reference.blocks]
    assert {digest(block): len(block.split()) for block in beyond} == {key: row["words"] for key, row in listed.items()}
    rightly = sum(row["words"] for row in listed.values())
    found = compare(body(capture.reference), body(capture.exported(text_of(capture), "markdown")))
    assert found.precision + rightly / len(ours.words) >= 0.99


SEEDS = {
    "nexmo": ("nexmo.com/20161030114735", "nexmo.com-20161030.md", "markdown"),
    "myoperator": ("myoperator.co/20190301070816", "myoperator.co-20190301.md", "markdown"),
    "exotel": ("exotel.in/20160502055241", "exotel.in-20160502.txt", "plain"),
}


@needs_seeds
@pytest.mark.parametrize("name", SEEDS)
def test_exports_differ_from_the_seeds_only_where_listed(name):
    key, file, form = SEEDS[name]
    capture = next(capture for capture in real_captures() if capture.name == key)
    seed = (SHARED / "seeds" / file).read_text("utf-8").split("\n")
    ours = capture.exported(text_of(capture), form).split("\n")
    assert ours[0] == seed[0]
    found = difference([line.rstrip() for line in seed if line.strip()], [line.rstrip() for line in ours if line.strip()])
    listed = {(row["seed"], row["ours"]) for row in fixture("seed_differences.toml").get(name, [])}
    assert found == listed


def difference(seed: list[str], ours: list[str]) -> set[tuple[str, str]]:
    """Pairs of digests: a line of the seed and the line that stands in its place, empty where there is none."""
    pairs: set[tuple[str, str]] = set()
    for change, i1, i2, j1, j2 in difflib.SequenceMatcher(None, seed, ours, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        left, right = [digest(line) for line in seed[i1:i2]], [digest(line) for line in ours[j1:j2]]
        size = max(len(left), len(right))
        pairs |= set(zip(left + [""] * (size - len(left)), right + [""] * (size - len(right)), strict=True))
    return pairs


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("capture", ALL)
def test_a_page_rewritten_the_old_way_says_the_same(capture, way):
    html = decode(capture.page.body).text
    found = compare(text_of(capture).markdown, read_html(rewritten(html, way), capture.original).markdown)
    assert found.recall >= 0.997
    assert found.precision >= 0.985
    assert found.order == 1
