"""scrapy export as people run it: what it says, and what is left when it cannot be done."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exports import FORMATS
from crawler.exports.jsonl import FIELDS
from pipelines.database import Database
from tests.commands import invoke
from tests.exports.made import NEEDS_GIT, document, fill, left
from tests.pipelines.make import capture, listing, save
from tests.support import ROOT, environment

#: Form -> the file, relative to the folder, by which one sees that it was written.
SEEN = {
    "markdown": "ringwave.example/20130711190545.md",
    "text": "ringwave.example/20130711190545.txt",
    "jsonl": "ringwave.example.jsonl",
    "git": ".git/HEAD",
    "warc": "ringwave.example.warc.gz",
}
ALL = pytest.mark.parametrize(
    "form", [pytest.param(form, marks=NEEDS_GIT if form == "git" else ()) for form in sorted(FORMATS)]
)


def test_the_contracts_forms_are_there() -> None:
    assert set(FORMATS) == set(SEEN) == {"markdown", "text", "jsonl", "git", "warc"}


@ALL
def test_one_line_says_what_was_written(
    form: str, capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "out"
    ran = invoke(capsys, "export", "ringwave.example", "--format", form, "--output", str(out), DATABASE=sample_database)
    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert ran.out.endswith(f" in {out}\n")
    assert (out / SEEN[form]).is_file()


@ALL
def test_the_help_has_an_example_of_each_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    helped = " ".join(invoke(capsys, "export", "--help").out.split())
    assert f"--format {form} --output" in helped or form == "markdown"
    assert f"{form}:" in helped or f"{form}, " in helped


def test_the_help_says_what_each_field_means(capsys: pytest.CaptureFixture[str]) -> None:
    helped = " ".join(invoke(capsys, "export", "--help").out.split())
    for name, meaning in FIELDS.items():
        assert f"{name}: {' '.join(meaning.split())}" in helped


@ALL
@pytest.mark.parametrize(("domain", "says"), [("unknown.example", "nothing known of unknown.example"), ("..", "names no host")])
def test_a_vendor_that_is_unknown_is_one_line_and_makes_no_folder(
    form: str, domain: str, says: str, capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["export", "ringwave.example", domain, "--format", form, "--output", str(out)]
    ran = invoke(capsys, *words, DATABASE=sample_database)
    assert (ran.status != 0, ran.out, ran.err.count("\n")) == (True, "", 1)
    assert says in ran.err
    assert not out.exists()


@ALL
@pytest.mark.parametrize("listed", [False, True])
def test_a_database_without_texts_is_one_line_and_makes_no_folder(
    form: str, listed: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        if listed:
            save(database, listing(capture(0)))
    ran = invoke(capsys, "export", "--format", form, "--output", str(tmp_path / "out"), DATABASE=tmp_path / "x.db")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].endswith("`scrapy coverage` tells what became of the captures")
    assert not (tmp_path / "out").exists()


def test_vendors_that_are_left_out_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document("full.example"), {0: "words"})
        fill(database, document("../../up"), {0: "words"})
        save(database, listing(capture(0), document=document("empty.example")))
    ran = invoke(capsys, "export", "--format", "jsonl", "--output", str(tmp_path / "out"), DATABASE=tmp_path / "x.db")
    assert (ran.status, ran.out) == (0, f"1 version in 1 file in {tmp_path / 'out'}\n")
    assert [line.partition("left out: ")[2].split()[0] for line in ran.err.splitlines()] == ["'../../up'", "no"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.db", "x.db-shm", "x.db-wal"]


@ALL
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(
    form: str, capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    out = str(tmp_path / "closed" / "out")
    ran = invoke(capsys, "export", "--format", form, "--output", out, DATABASE=sample_database)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "name a folder that can be written" in ran.err


@ALL
def test_a_folder_below_a_file_is_one_line(
    form: str, capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        ran = invoke(capsys, "export", "--format", form, "--output", str(out), DATABASE=sample_database)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert str(tmp_path / "file") in ran.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@ALL
def test_a_disk_that_is_full_is_one_line_and_leaves_what_was_there(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Stood in for by the largest file that a process may write."""
    words = ["export", "--format", form, "--output", str(tmp_path / "at" / "out")]
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: "one"})
        assert invoke(capsys, *words, DATABASE=tmp_path / "x.db").status == 0
        before = left(tmp_path / "at")
        fill(database, document(), {9: random.Random(1).randbytes(100_000).hex()})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        ran = invoke(capsys, *words, DATABASE=tmp_path / "x.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert left(tmp_path / "at") == before


#: Runs an export in which what is called ``sys.argv[1]`` ends the process, from outside as it were, at its third call.
DYING = """
import importlib, itertools, os, signal, sys
module, _, name = sys.argv[1].rpartition(".")
module, calls = importlib.import_module(module), itertools.count(1)
real = getattr(module, name)
def dies(*args, **kwargs):
    if next(calls) == 3:
        os.kill(os.getpid(), signal.Signals[sys.argv[2]])
    return real(*args, **kwargs)
setattr(module, name, dies)
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[3:]])
"""
WITHIN = {
    "jsonl": "crawler.exports.jsonl.line_of",
    "git": "crawler.exports.git.commit",
    "warc": "crawler.exports.warc_records.response",
}


@pytest.mark.parametrize("blow", ["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("form", [pytest.param(form, marks=NEEDS_GIT if form == "git" else ()) for form in sorted(WITHIN)])
def test_an_export_that_is_interrupted_leaves_what_was_there(
    form: str, blow: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: "one", 9: "two", 18: "three", 27: "four"})
    words = ["export", "--format", form, "--output", str(tmp_path / "at" / "out")]
    assert invoke(capsys, *words, DATABASE=tmp_path / "x.db").status == 0
    before = left(tmp_path / "at")
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {36: "five"})
    line = [sys.executable, "-c", DYING, WITHIN[form], blow, *words, "-s", f"DATABASE={tmp_path / 'x.db'}"]
    ran = subprocess.run(line, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)
    if blow == "SIGINT":
        assert (ran.returncode, ran.stderr.count("\n")) == (130, 1), ran.stderr
    else:
        assert ran.returncode == -signal.SIGKILL
    after = left(tmp_path / "at")
    assert {name: content for name, content in after.items() if ".unfinished" not in name} == before
    assert after == before or blow == "SIGKILL"
    assert invoke(capsys, *words, DATABASE=tmp_path / "x.db").status == 0
    assert not [name for name in left(tmp_path / "at") if ".unfinished" in name]
    assert left(tmp_path / "at") != before
