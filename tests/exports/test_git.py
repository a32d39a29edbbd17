"""A commit a version: in order, with evidence, with the same hashes whenever the history is the same."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import bodies
from pipelines.database import Database
from tests.exports.made import NEEDS_GIT, document, export, fill
from tests.format_rules import violations
from tests.pipelines.make import capture, listing, save, snapshot, stamp

pytestmark = NEEDS_GIT


def git(folder: Path, *words: str) -> str:
    """What git says of a repository to somebody who has no settings."""
    environment = os.environ | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", "TZ": "UTC"}
    ran = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.fixture(scope="module")
def sample(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git") / "history"
    assert export("git", sample_database, folder) == f"8 commits in {folder}"
    return folder


def test_the_log_is_the_history_in_time_order(sample: Path) -> None:
    log = git(
        sample, "log", "--reverse", "--format=%ad %an %s", "--date=format:%Y-%m-%d %H:%M:%S %z", "--name-only"
    ).splitlines()
    assert [re.sub(r"\+\d+ -\d+|\d+(?= words)", "N", line) for line in log if line.startswith("2")] == [
        "2009-03-14 10:15:12 +0000 ringwave.example ringwave.example privacy policy: first seen, N words",
        "2011-06-05 14:03:11 +0000 ringwave.example ringwave.example privacy policy: N words",
        "2012-01-30 08:20:11 +0000 ringwave.example ringwave.example terms of service: first seen, N words",
        "2013-07-11 19:05:45 +0000 ringwave.example ringwave.example privacy policy: N words",
        "2013-12-02 17:30:22 +0000 ringwave.example ringwave.example privacy policy: N words, again version 2",
        "2018-05-24 16:07:33 +0000 ringwave.example ringwave.example privacy policy: N words",
        "2018-05-26 07:33:01 +0000 ringwave.example ringwave.example terms of service: N words",
        "2018-05-26 07:33:15 +0000 ringwave.example ringwave.example data processing agreement: first seen, N words",
    ]
    assert git(sample, "log", "-1", "--skip=4", "--format=%s") == "ringwave.example privacy policy: +64 -46 words"
    assert [line.rpartition("/")[2] for line in log if line.startswith("ringwave")] == [
        *("privacy.md", "privacy.md", "terms.md", "privacy.md", "privacy.md", "privacy.md", "terms.md", "dpa.md"),
    ]
    assert git(sample, "log", "--format=%ct") == git(sample, "log", "--format=%at")
    assert set(git(sample, "log", "--format=%cn <%ce>").splitlines()) == {"policy-history <policy-history@export.invalid>"}


def test_a_commit_names_its_evidence_in_trailers(sample: Path, sample_database: Path) -> None:
    body = git(sample, "log", "-1", "--skip=4", "--format=%B")
    trailers = dict(line.split(": ", 1) for line in git(sample, "log", "-1", "--skip=4", "--format=%(trailers)").splitlines())
    assert "Changed between the captures of 2012-01-30 08:19:56 UTC\nand 2013-07-11 19:05:45 UTC." in body
    assert list(trailers) == [
        *("Version", "Snapshot", "Capture", "Previous-Capture", "Body-Digest", "Wording", "Extractor"),
    ]
    assert trailers["Snapshot"] == "https://web.archive.org/web/20130711190545id_/http%3A//www.ringwave.example/privacy"
    assert (trailers["Capture"], trailers["Previous-Capture"]) == ("20130711190545", "20120130081956")
    with Database.open(sample_database) as database:
        assert database.body(trailers["Body-Digest"].removeprefix("sha1:"))


def test_each_file_is_an_exported_text_and_the_diff_shows_the_change(sample: Path) -> None:
    commits = git(sample, "log", "--format=%H", "ringwave.example/privacy.md").splitlines()
    assert len(commits) == 5
    for name in commits:
        assert violations(git(sample, "show", f"{name}:ringwave.example/privacy.md") + "\n", "markdown") == []
    diff = git(sample, "log", "-p", "-1", "--skip=2", "--format=", "ringwave.example/privacy.md")
    assert "-_Last updated: 9 May 2011_" in diff
    assert "+_Last updated: 3 June 2013_" in diff


def test_the_repository_is_sound_clean_and_says_nothing_of_who_made_it(sample: Path) -> None:
    assert git(sample, "fsck", "--strict") == ""
    assert git(sample, "status", "--porcelain", "--ignored") == ""
    assert git(sample, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert {path.name for path in sample.iterdir()} == {".git", "ringwave.example"}
    assert not (sample / ".git" / "hooks").exists()
    assert not (sample / ".git" / "logs").exists()
    told = b"".join(path.read_bytes() for path in (sample / ".git").rglob("*") if path.is_file())
    assert str(sample.parent).encode() not in told


def test_the_same_database_gives_the_same_hashes(sample: Path, sample_database: Path, tmp_path: Path) -> None:
    export("git", sample_database, tmp_path / "again")
    assert git(tmp_path / "again", "rev-parse", "HEAD") == git(sample, "rev-parse", "HEAD")


def test_the_same_facts_stored_in_another_order_give_the_same_hashes(tmp_path: Path) -> None:
    histories = [
        (document("b.example"), {0: "one", 30: "two", 60: "one"}),
        (document("a.example", "terms", "t"), {0: "three", 30: "four"}),
        (document("a.example"), {0: "one", 30: "five"}),
    ]
    for name, order in (("first", histories), ("second", histories[::-1])):
        with Database.open(tmp_path / f"{name}.db", write=True) as database:
            for about, days in order:
                fill(database, about, days)
        export("git", tmp_path / f"{name}.db", tmp_path / name)
    assert git(tmp_path / "first", "rev-parse", "HEAD") == git(tmp_path / "second", "rev-parse", "HEAD")
    assert len(git(tmp_path / "first", "log", "--format=%H").splitlines()) == 7


def test_a_history_that_grows_at_its_end_keeps_its_commits(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: "one", 30: "two"})
        export("git", tmp_path / "x.db", tmp_path / "out")
        before = git(tmp_path / "out", "log", "--reverse", "--format=%H").splitlines()
        git(tmp_path, "clone", "--quiet", "out", "clone")
        fill(database, document(), {40: "two", 50: "three"})
    export("git", tmp_path / "x.db", tmp_path / "out")
    after = git(tmp_path / "out", "log", "--reverse", "--format=%H").splitlines()
    assert (after[:2], len(after)) == (before, 3)
    git(tmp_path / "clone", "pull", "--quiet", "--ff-only")
    assert git(tmp_path / "clone", "rev-parse", "HEAD") == after[-1]


def test_policies_side_by_side_have_files_of_their_own(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(path="a", found_by="argument"), {0: "one", 30: "two", 60: "three"})
        fill(database, document(path="b", found_by="argument"), {10: "four", 40: "five"})
    export("git", tmp_path / "x.db", tmp_path / "out")
    assert git(tmp_path / "out", "ls-files").splitlines() == ["vendor.example/privacy-2.md", "vendor.example/privacy.md"]
    assert len(git(tmp_path / "out", "log", "--format=%H", "vendor.example/privacy-2.md").splitlines()) == 2


def test_no_words_of_a_page_or_address_become_words_of_the_stream(tmp_path: Path) -> None:
    """Addresses, titles and texts are whatever the web had: none of it may end a field, add a trailer or a command."""
    evil = "https://vendor.example/p\n\ncommit refs/heads/evil\nSnapshot: forged" + "\u2028ü" + "z" * 5000
    words = "one\nM 100644 inline ../../evil\ndata 3\nabc\ndone\n"
    about = document(vendor="V <v@v> 1 +0000\nauthor X <x@x> 1 +0000")
    with Database.open(tmp_path / "x.db", write=True) as database:
        row = capture(0, bodies.digest(b"x"), original=evil)
        save(database, listing(row, document=about), snapshot(row, words, document=about, body=b"x"))
    export("git", tmp_path / "x.db", tmp_path / "out")
    assert git(tmp_path / "out", "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert git(tmp_path / "out", "ls-files") == "vendor.example/privacy.md"
    trailers = git(tmp_path / "out", "log", "--format=%(trailers:key=Snapshot)").splitlines()
    assert len(trailers) == 1
    assert git(tmp_path / "out", "fsck", "--strict") == ""
    assert "data 3" in (tmp_path / "out" / "vendor.example" / "privacy.md").read_text(encoding="utf-8")


def test_a_capture_before_all_time_is_the_first(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        about = document()
        old = replace(capture(0), timestamp="19391231235959", captured_at="1939-12-31T23:59:59Z")
        save(database, listing(old, capture(1), document=about))
        save(database, snapshot(old, "old", document=about), snapshot(capture(1), "new", document=about))
    export("git", tmp_path / "x.db", tmp_path / "out")
    assert git(tmp_path / "out", "log", "--reverse", "--format=%at").splitlines()[0] == "0"
    assert git(tmp_path / "out", "log", "--format=%(trailers:key=Capture,valueonly)").split() == [stamp(1), "19391231235959"]
