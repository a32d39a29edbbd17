"""The real captures of ../shared, from the WARC file to the exported files, by the real commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipelines.database import Database
from tests.format_rules import violations
from tests.support import project_settings, run_command, run_crawl

SEEDS = {
    "nexmo.com": ("nexmo.com-20161030.md", "20161030114735.md"),
    "myoperator.co": ("myoperator.co-20190301.md", "20190301070816.md"),
    "exotel.in": ("exotel.in-20160502.txt", "20160502055241.txt"),
}


@pytest.fixture(scope="module")
def exported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three seed vendors, crawled and exported in both forms by the commands of the issue."""
    home = tmp_path_factory.mktemp("real")
    archive = shared / "archive" / "captures.warc.gz"
    domains = ",".join(SEEDS)
    ran = run_command("crawl", "policies", "-a", f"domain={domains}", home=home, ARCHIVE=archive, DATABASE=home / "x.db")
    assert ran.returncode == 0, ran.stderr
    for form in ("markdown", "text"):
        args = ("export", *SEEDS, "--format", form, "--output", str(home / "out"))
        ran = run_command(*args, home=home, DATABASE=home / "x.db")
        assert ran.returncode == 0, ran.stderr
    return home / "out"


@pytest.mark.parametrize("domain", SEEDS)
def test_the_export_begins_like_the_seed_and_misses_none_of_its_words(domain: str, exported: Path, shared: Path) -> None:
    seed_name, name = SEEDS[domain]
    seed = (shared / "seeds" / seed_name).read_text(encoding="utf-8")
    ours = (exported / domain / name).read_text(encoding="utf-8")
    assert ours.split("\n")[0] == seed.split("\n")[0]
    assert violations(ours, "markdown" if name.endswith("md") else "plain") == []
    assert not missing(words(seed), words(ours))


@pytest.mark.parametrize("domain", ["nexmo.com", "myoperator.co"])
def test_the_export_has_the_seeds_headings_items_links_and_emphasis(domain: str, exported: Path, shared: Path) -> None:
    seed_name, name = SEEDS[domain]
    seed = (shared / "seeds" / seed_name).read_text(encoding="utf-8")
    ours = (exported / domain / name).read_text(encoding="utf-8")
    for mark in (r"^#+ (.*)$", r"^ +\* (.*)$", r"^ +\d+\. (.*)$", r"\[([^\]]*)\]\(", r"\*\*(.+?)\*\*"):
        theirs = [" ".join(words(text)) for text in re.findall(mark, seed, re.MULTILINE)]
        own = " | ".join(" ".join(words(text)) for text in re.findall(mark, ours, re.MULTILINE))
        assert not [text for text in theirs if text not in own], mark


def test_every_real_capture_is_read_and_no_sentence_of_its_reference_is_missing(shared: Path, tmp_path: Path) -> None:
    index = [json.loads(line) for line in (shared / "captures" / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    urls = ",".join(dict.fromkeys(row["original_url"] for row in index if row["kind"] == "html"))
    result = run_crawl(project_settings(tmp_path, str(shared / "archive" / "captures.warc.gz")), url=urls)
    assert (result.stats["run/exit_status"], result.stats["run/outcomes"]) == (0, {"read": 15})
    texts = {}
    with Database.open(tmp_path / "policies.db") as database:
        for document_id, document in database.documents():
            for capture in database.captures(document_id):
                assert capture.text_id
                texts[document.domain, capture.timestamp] = database.text(capture.text_id)
    pairs = [row for row in index if row["kind"] == "md" and row["exact_pair"]]
    assert len(pairs) == 13
    for row in pairs:
        reference = (shared / "captures" / row["file"]).read_text(encoding="utf-8").partition("\n")[2]
        text = texts[row["domain"], row["timestamp"]]
        assert not lost_sentences(reference, f"{text.title}\n{text.text}"), row["domain"]


def lost_sentences(reference: str, text: str) -> list[str]:
    """The reference's sentences of which the text lacks more than a tenth of the three-word runs."""
    have = runs(words(text))
    sentences = [words(part) for part in re.split(r"(?<=[.!?:])\s+|\n", reference)]
    return [" ".join(s) for s in sentences if len(s) > 2 and len(runs(s) & have) < 0.9 * len(runs(s))]


def runs(sequence: list[str]) -> set[tuple[str, ...]]:
    return set(zip(sequence, sequence[1:], sequence[2:], strict=False))


def words(text: str) -> list[str]:
    without_targets = re.sub(r"\]\([^)]*\)", "]", re.sub(r"\\(.)", r"\1", text))
    return re.findall(r"\w+", without_targets.replace("_", " ").lower())


def missing(wanted: list[str], have: list[str]) -> list[str]:
    return sorted(set(wanted) - set(have))
