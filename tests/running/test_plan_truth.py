"""A plan tells what is so: domains nobody has searched, long and excluded listings, and the archive's own pace."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from crawler.items import Capture, Known
from crawler.running.plan import Plan, plan, playback_rate, seconds, sentence
from crawler.telling.summary import exit_status
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import ROOT, command_line, environment, project_settings, run_command, run_crawl

URL = "http://www.vendor.example/privacy"


def known(count: int) -> list[Known]:
    row = {"urlkey": "k", "captured_at": "2015-01-01T00:00:00Z", "mimetype": "text/html", "statuscode": "200"}
    return [Known(capture=Capture(timestamp=f"2015{n:010}", original=URL, digest="D", **row)) for n in range(count)]


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (5_000, 1), (5_001, 2), (12_000, 3)])
def test_a_long_listing_comes_in_several_answers(rows: int, pages: int) -> None:
    found = plan("d", lambda: known(rows), 30, refresh=False)
    assert (found.captures, found.listings) == (rows, pages)
    assert sentence([found], 0, 20, (24, 8)).startswith(f"{pages} listing request(s)")


def test_the_archive_is_slower_than_the_pace_allows() -> None:
    assert playback_rate(8, 4) == 2.5
    assert playback_rate(1, 4) == 1
    assert seconds(1, 1000, cdx_per_minute=24, playback_per_second=playback_rate(8, 4)) == 400


def test_of_a_domain_that_was_never_searched_a_plan_says_that_and_nothing_else(tmp_path: Path) -> None:
    with LoopbackServer(FakeArchive()) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO")
        ran = run_command("crawl", "policies", "-a", "domain=elsewhere.example", "-a", "plan=1", home=tmp_path, **settings)
        assert server.count() == 0
    assert ran.returncode == 0
    said = ran.stdout + ran.stderr
    assert "In all: 1 domain(s) must be discovered first, 20 requests each at most; what they have is known only then" in said
    assert "Exit status 0, the plan is made, nothing but listings was asked for: 1 domain(s) not searched yet" in said
    assert "nothing archived" not in said
    assert "0 listing" not in said


def test_a_plan_with_nothing_to_search_and_nothing_archived_is_told_so() -> None:
    assert exit_status("finished", {}, {}, 0, plan=True, unsearched=0) == 5
    assert exit_status("finished", {}, {}, 0, plan=False, unsearched=1) == 5
    assert exit_status("finished", {}, {}, 0, plan=True, unsearched=1) == 0


def test_a_document_without_captures_is_in_the_plan_for_its_listing_is_asked_for(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(URL, "20150101000000", policy_html(1))
    archive.exclude(URL)
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL, plan="1").stats
        assert server.count("cdx") == 1
    plans: list[Plan] = stats["run/plan"]
    assert [(each.captures, each.listings, each.most) for each in plans] == [(0, 1, 0)]
    assert sentence(plans, 0, 20, (24, 8)).startswith("1 listing request(s) and about 0 page(s)")
    assert stats["run/exit_status"] == 5
    assert "excluded" in stats["run/sentence"].split(":")[0]


def test_the_table_names_its_documents_on_a_narrow_terminal(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(URL, "20150101000000", policy_html(1))
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        line = command_line("crawl", "policies", "-a", f"url={URL}", "-a", "plan=1", **settings)
        told = environment(tmp_path) | {"COLUMNS": "60"}
        ran = subprocess.run(line, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60, check=False)
    _, header, *rows = ran.stdout.splitlines()
    assert header.split() == ["document", "captures", "same", "likely", "differ", "MB"]
    assert "".join(row[:24].strip() for row in rows if not row.startswith("In all")).endswith(URL)
