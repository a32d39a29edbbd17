"""A difference loses nothing, finds what was moved, and can be read in every form."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from rich.console import Console

from crawler.history.diff import BlockChange, Diff, compare, word_runs
from crawler.history.diff_html import Side, page
from crawler.history.diff_text import as_json, summary, terminal, unified

BEFORE = """# Privacy Policy

Last updated: 1 May 2014

## Sharing

We do not share call records with anybody unless the law requires it.

We keep voice mail for 30 days, and then delete it for good.

## Security

All traffic is encrypted between your phone and our platform.
"""
AFTER = """# Privacy Policy

Last updated: 3 June 2015

## Security

All traffic is encrypted between your phone and our platform.

## Sharing

We do not share call records with anybody unless the law requires it.

We keep voice mail for 90 days, and then delete it.

You may object at any time.
"""


def kinds(diff: Diff) -> list[str]:
    return [block.kind for block in diff.blocks]


def shown(diff: Diff, *, colour: bool, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None).print(
        terminal(diff, colour=colour)
    )
    return out.getvalue()


def test_an_edited_block_is_changed_word_by_word() -> None:
    (block,) = compare("We keep voice mail for 30 days.", "We keep voice mail for 90 days.").blocks
    assert block.kind == "changed"
    assert [(run.kind, run.text) for run in block.words] == [
        ("same", "We keep voice mail for "),
        ("removed", "30 "),
        ("added", "90 "),
        ("same", "days."),
    ]


def test_a_sentence_added_at_the_end_leaves_the_full_stop_before_it_alone() -> None:
    assert [(run.kind, run.text) for run in word_runs("We keep it.", "We keep it. You may object.")] == [
        ("same", "We keep it. "),
        ("added", "You may object."),
    ]


def test_a_block_without_likeness_is_removed_and_another_added() -> None:
    assert kinds(compare("We sell nothing to anybody.", "Cookies are small files.")) == ["removed", "added"]


def test_a_section_that_went_elsewhere_is_moved_not_removed_and_added() -> None:
    diff = compare(BEFORE, AFTER)
    moved = [block for block in diff.blocks if block.kind == "moved"]
    assert moved
    assert {block.move for block in moved} == set(range(1, len(moved) // 2 + 1))
    assert "All traffic is encrypted" in "".join(block.before + block.after for block in moved)
    assert diff.count("added") == 1
    assert diff.count("removed") <= 1


def test_a_block_moved_and_edited_at_once_shows_both() -> None:
    long = "The carrier keeps the records of all calls for as long as the law requires it to."
    rest = "\n".join(f"Paragraph {name} stays as it is in every way." for name in "abcdefgh")
    diff = compare(f"{long}\n{rest}\n", f"{rest}\n{long.replace('calls', 'messages')}\n")
    here = [block for block in diff.blocks if block.kind == "moved" and block.after]
    assert [run.text.strip() for run in here[0].words if run.kind != "same"] == ["calls", "messages"]


def test_equal_texts_have_no_difference() -> None:
    diff = compare(BEFORE, BEFORE)
    assert diff.changes == 0
    assert summary(diff) == "no change"
    assert unified(diff) == ""


def test_the_summary_counts_blocks_and_words() -> None:
    diff = compare("a b c d\n\nsame line\n", "a b c e\n\nsame line\n\nnew words here\n")
    assert summary(diff) == "1 block added · 1 block changed · 4 words added · 1 word removed"


TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*BEFORE.splitlines(keepends=True), *AFTER.splitlines(keepends=True)]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
        st.just("\n"),
    ),
    max_size=15,
).map("".join)


@given(TEXTS, TEXTS)
def test_read_from_each_side_the_difference_is_that_text(before: str, after: str) -> None:
    diff = compare(before, after)
    assert diff.before == before
    assert diff.after == after


@given(TEXTS, TEXTS)
def test_the_runs_of_a_block_are_the_words_of_both_sides(before: str, after: str) -> None:
    squeezed = [
        "".join("".join(run.text for run in word_runs(before, after) if run.kind != hidden).split())
        for hidden in ("added", "removed")
    ]
    assert squeezed == ["".join(before.split()), "".join(after.split())]


@given(TEXTS, TEXTS)
def test_json_holds_both_texts(before: str, after: str) -> None:
    plain = json.loads(json.dumps(as_json(compare(before, after))))
    assert "".join(block["before"] for block in plain["blocks"]) == before
    assert "".join(block["after"] for block in plain["blocks"]) == after


@given(TEXTS, TEXTS)
def test_a_unified_diff_applies_to_the_text_before(before: str, after: str) -> None:
    assert applied(before, unified(compare(before, after))) == after


def applied(text: str, patch: str) -> str:
    """A small, strict patch: every context and removed line must be there."""
    source = re.findall(r"[^\n]*\n|[^\n]+", text)
    result, at = [], 0
    body = re.findall(r"[^\n]*\n|[^\n]+", patch)[2:]
    for number, line in enumerate(body):
        if line.startswith("\\"):
            continue
        if hunk := re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n", line):
            start = int(hunk[1]) - (hunk[2] != "0")
            result += source[at:start]
            at = start
            continue
        unended = number + 1 < len(body) and body[number + 1].startswith("\\ No newline")
        content = line[1:-1] if unended else line[1:]
        if line[0] in " -":
            assert source[at] == content
            at += 1
        if line[0] in " +":
            result.append(content)
    return "".join([*result, *source[at:]])


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch program")
def test_the_patch_program_applies_it(tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_text(BEFORE)
    (tmp_path / "change.diff").write_text(unified(compare(BEFORE, AFTER), "policy.md", "policy.md"))
    subprocess.run(["patch", "-s", "policy.md", "change.diff"], cwd=tmp_path, check=True)
    assert (tmp_path / "policy.md").read_text() == AFTER


@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_is_never_too_narrow(width: int) -> None:
    assert max(map(len, shown(compare(BEFORE, AFTER), colour=False, width=width).splitlines())) <= width


def test_without_colour_changes_are_marked_in_the_text() -> None:
    text = shown(compare("We keep it for 30 days. " * 2, "We keep it for 90 days. " * 2), colour=False)
    assert "[-30-] {+90+} days" in text
    assert "\x1b" not in text


def test_with_colour_the_text_carries_no_marks() -> None:
    text = shown(compare("We keep it for 30 days.", "We keep it for 90 days."), colour=True)
    assert "\x1b[" in text
    assert "{+" not in text


def test_square_brackets_of_a_policy_are_not_taken_for_style() -> None:
    assert "[red]this[/red]" in shown(compare("", "[red]this[/red]"), colour=False)


def test_what_did_not_change_is_folded() -> None:
    same = "\n".join(f"Paragraph {number}." for number in range(50))
    text = shown(compare(f"{same}\nold words\n", f"{same}\nnew words\n"), colour=False)
    assert "49 unchanged" in text
    assert "Paragraph 3." not in text


def html_of(before: str, after: str) -> str:
    sides = [Side(name=name, captured_at="2015-06-03T00:00:00Z", url="https://archive.example/x") for name in ("1", "2")]
    return page(compare(before, after), title="Vendor <privacy>", before=sides[0], after=sides[1])


def test_the_page_shows_both_texts_and_loads_nothing() -> None:
    tree = lxml_html.fromstring(html_of(BEFORE, AFTER))
    assert tree.xpath("//del") != []
    assert tree.xpath("//ins") != []
    assert tree.xpath("//script | //link | //img | //iframe") == []
    words = " ".join(tree.xpath("string(//main)").split())
    assert "All traffic is encrypted between your phone and our platform." in words
    targets = {anchor.lstrip("#") for anchor in tree.xpath("//main//a/@href")}
    assert targets == set(tree.xpath("//main//@id"))


@given(st.text(alphabet="<>&\"'abc /=", max_size=40), st.text(alphabet="<>&\"'abc /=", max_size=40))
def test_nothing_of_a_text_becomes_markup(before: str, after: str) -> None:
    tree = lxml_html.fromstring(html_of(f"x{before}", f"x{after}"))
    assert {element.tag for element in tree.xpath("//main//*")} <= {"div", "ins", "del", "details", "summary", "a"}


def test_an_address_that_is_no_web_address_is_not_linked() -> None:
    sides = Side(name="1", url="javascript:alert(1)"), Side(name="2")
    assert "javascript" not in page(compare("a", "b"), title="t", before=sides[0], after=sides[1])


def test_long_texts_without_line_ends_are_compared_in_bounded_memory() -> None:
    before = "word " * 20_000 + "end"
    after = "word " * 20_000 + "other"
    diff = compare(before, after)
    assert diff.before == before
    assert diff.after == after


def test_many_blocks_replaced_at_once_are_not_paired_one_by_one() -> None:
    before = "".join(f"Old paragraph number {number} with some words.\n" for number in range(1500))
    after = "".join(f"Entirely new clause {number}, said otherwise.\n" for number in range(1500))
    diff = compare(before, after)
    assert diff.after == after
    assert {block.kind for block in diff.blocks} == {"removed", "added"}


def test_blocks_are_values() -> None:
    assert BlockChange("same", "a", "a") == BlockChange("same", "a", "a")
