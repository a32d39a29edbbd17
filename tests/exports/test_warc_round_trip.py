"""What leaves as WARC comes back: our own spider reads it into a new database, and the versions are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.offline.console import NothingKnownError
from crawler.wayback import captured_at
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.situations import SITUATIONS
from tests.crawls.killing import settings_of
from tests.crawls.vendor import CATALOGUE, archive
from tests.exports.made import NEEDS_GIT, export
from tests.support import ROOT, project_settings, run_crawl

SAMPLE = ROOT / "data" / "sample.warc.gz"
SAMPLE_VENDORS = str(ROOT / "data" / "sample-vendors.toml")


#: The situations in which what is stored differs most from what a WARC file takes for granted; the others are slow tests.
TELLING = (
    "a chain of redirects",
    "a memento of another spelling",
    "a month of 00",
    "a neighbour of the same day",
    "a revisit whose original is gone",
    "a space in the original",
    "another digest",
    "brotli without a word",
    "declared gzip, plain bytes",
    "fields of -",
    "gzip twice",
    "no rows: nothing",
    "one digest, two lengths",
    "one second, two digests",
    "the view of a redirect",
    "windows-1252 said in a meta tag",
)


def exported(database: Path, folder: Path) -> Path:
    export("warc", database, folder)
    return folder


def versions(path: Path) -> list[object]:
    """Every version by document, without the rows' ids.

    WARC knows moments only: a timestamp that is repaired (``20000800241623``) comes back as the moment that it means, and the
    address of the capture with it.
    """
    if not path.exists():
        return []
    with Database.open(path) as database:
        return [
            (
                document.kind,
                document.urlkey,
                version.version,
                captured_at(version.first_timestamp),
                captured_at(version.last_timestamp),
                captured_at(version.previous_timestamp or ""),
                version.captures,
                version.title,
                version.words,
                version.same_as,
                version.snapshot_url.replace(version.timestamp, captured_at(version.timestamp)),
                version.wording,
                database.text(version.text_id).exact,
            )
            for document_id, document in database.documents()
            for version in database.versions(document_id)
        ]


def test_the_sample_comes_back_with_its_moves(tmp_path: Path, sample_database: Path) -> None:
    warc = exported(sample_database, tmp_path / "warc")
    settings = project_settings(tmp_path, str(warc), VENDORS=SAMPLE_VENDORS)
    assert run_crawl(settings, domain="ringwave.example", resolution="0").stats["run/exit_status"] == 0
    assert len(versions(sample_database)) == 9
    assert versions(tmp_path / "policies.db") == versions(sample_database)


@NEEDS_GIT
def test_the_history_in_git_is_the_same_commits_afterwards(tmp_path: Path, sample_database: Path) -> None:
    warc = exported(sample_database, tmp_path / "warc")
    run_crawl(project_settings(tmp_path, str(warc), VENDORS=SAMPLE_VENDORS), domain="ringwave.example", resolution="0")
    for name, database in (("one", sample_database), ("two", tmp_path / "policies.db")):
        export("git", database, tmp_path / name)
    one, two = ((tmp_path / name / ".git" / "refs" / "heads" / "main").read_text() for name in ("one", "two"))
    assert one == two


def test_a_vendor_with_a_bit_of_everything_comes_back(tmp_path: Path) -> None:
    with LoopbackServer(archive()) as server:
        run_crawl(settings_of(tmp_path / "first", server))
    warc = exported(tmp_path / "first" / "policies.db", tmp_path / "warc")
    (tmp_path / "vendors.toml").write_text(CATALOGUE, encoding="utf-8")
    run_crawl(project_settings(tmp_path, str(warc)), resolution="0")
    assert len(versions(tmp_path / "policies.db")) > 20
    assert versions(tmp_path / "policies.db") == versions(tmp_path / "first" / "policies.db")


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in TELLING else pytest.mark.slow) for n in sorted(SITUATIONS)])
def test_what_was_read_in_each_situation_comes_back(name: str, tmp_path: Path) -> None:
    filled = FakeArchive()
    expected = SITUATIONS[name](filled)
    first = tmp_path / "first"
    first.mkdir()
    with LoopbackServer(filled) as server:
        run_crawl(project_settings(first, server.url, **dict(expected.settings)), url=expected.url)
    try:
        warc = exported(first / "policies.db", tmp_path / "warc")
    except NothingKnownError:
        assert not versions(first / "policies.db")
        assert not (tmp_path / "warc").exists()
        return
    run_crawl(project_settings(tmp_path, str(warc)), url=expected.url, resolution="0")
    assert versions(first / "policies.db") == versions(tmp_path / "policies.db")
