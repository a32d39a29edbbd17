"""scrapy crawl as a user runs it: exit status, the last line, and what bad input gets."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.conftest import SAMPLE
from tests.crawls.forking import ForkServer
from tests.support import ROOT, project_settings, run_command

VENDORS = ROOT / "data" / "sample-vendors.toml"


def test_a_crawl_of_the_sample_says_in_its_last_line_how_it_went(tmp_path: Path) -> None:
    ran = run_command(
        "crawl",
        "policies",
        "-a",
        "domain=ringwave.example",
        home=tmp_path,
        ARCHIVE=SAMPLE,
        DATABASE=tmp_path / "p.db",
        VENDORS=VENDORS,
    )
    assert ran.returncode == 0
    last = ran.stderr.strip().splitlines()[-1]
    assert "Exit status 0, all done: 14 read, 2 same-digest, 4 redirect, 1 archived-error" in last
    with sqlite3.connect(tmp_path / "p.db") as database:
        ((status, counts),) = database.execute("SELECT exit_status, counts ->> 'read' FROM runs").fetchall()
    database.close()
    assert (status, counts) == (0, 14)


def test_a_vendor_that_is_not_in_the_catalogue_is_found_and_crawled(tmp_path: Path, forks: ForkServer) -> None:
    settings = {"ARCHIVE": SAMPLE, "DATABASE": tmp_path / "p.db", "EXTRACTION_WORKERS": 0}
    assert forks.start("crawl", "policies", "-a", "domain=ringwave.example", **settings).wait() == 0
    said = forks.output.read_text()
    assert "5 policy URLs found (privacy 2, terms 2, dpa 1)" in said
    assert "14 read" in said.splitlines()[-1]


def test_nothing_archived_is_status_5(tmp_path: Path, forks: ForkServer) -> None:
    settings = {"ARCHIVE": SAMPLE, "DATABASE": tmp_path / "p.db", "EXTRACTION_WORKERS": 0}
    assert forks.start("crawl", "policies", "-a", "url=http://nobody.example/privacy", **settings).wait() == 5
    assert "Exit status 5, nothing archived" in forks.output.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    ("argument", "setting", "status", "says"),
    [
        ("domian=x.example", {}, 2, "unknown argument -a domian="),
        ("domain=x.example", {"ARCHIVE": "no/such.warc"}, 2, "no such file or folder"),
        ("domain=x.example", {"ARCHIVE_CDX_PER_MINUTE": "0"}, 2, "must be a number above 0"),
        ("domain=x.example", {"VENDORS": "no/such.toml"}, 2, "no such catalogue"),
    ],
)
def test_bad_input_is_one_line_and_no_request(
    argument: str, setting: dict[str, str], status: int, says: str, tmp_path: Path, forks: ForkServer
) -> None:
    with LoopbackServer(FakeArchive()) as server:
        settings = {"ARCHIVE": server.url, "DATABASE": tmp_path / "p.db"} | setting
        assert forks.start("crawl", "policies", "-a", argument, **settings).wait() == status
        assert server.count() == 0
    said = forks.output.read_text()
    assert said.startswith("scrapy crawl: ")
    assert says in said
    assert said.count("\n") == 1


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, forks: ForkServer) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear archive, " * 100, encoding="utf-8")
    assert forks.start("crawl", "policies", "-a", "domain=x.example", ARCHIVE=SAMPLE, DATABASE=letter).wait() == 1
    said = forks.output.read_text()
    assert f"{letter}: file is not a database" in said
    assert said.count("\n") == 1
    assert letter.read_text(encoding="utf-8") == "Dear archive, " * 100


def test_failures_that_are_due_again_are_status_3(tmp_path: Path, forks: ForkServer) -> None:
    archive = FakeArchive()
    archive.add("http://v.example/privacy", "20150301120000", policy_html(0))
    archive.always("503", "web")
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url, ARCHIVE_RETRIES=1, LOG_LEVEL="INFO")
        assert forks.start("crawl", "policies", "-a", "url=http://v.example/privacy", **settings).wait() == 3
    assert "1 failed" in forks.output.read_text().splitlines()[-1]


def test_help_has_an_example_and_every_exit_status(forks: ForkServer) -> None:
    assert forks.start("crawl", "--help").wait() == 0
    said = " ".join(forks.output.read_text().split())
    assert "scrapy crawl policies -a domain=nexmo.com" in said
    assert "130 interrupted" in said


def test_other_spiders_are_not_for_people(tmp_path: Path, forks: ForkServer) -> None:
    assert forks.start("crawl", "nonsense", DATABASE=tmp_path / "p.db", ARCHIVE_LEDGER=tmp_path).wait() == 2
    assert not list(tmp_path.iterdir())
    assert "there is one spider: scrapy crawl policies" in forks.output.read_text()
