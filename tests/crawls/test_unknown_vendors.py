"""Vendors that nobody has described: what a crawl of each kind of domain ends in, over the archive's own protocol."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import CrawlResult, project_settings, run_command, run_crawl

BUDGET = 20
HOME = """<html><head><title>Voxline</title></head><body><h1>Voice and SMS for programmers</h1>
<p>Call and text from your own programs. Start with a free number today.</p>
<div id="footer"><a href="/about">About</a> <a href="/legal/privacy">Privacy Policy</a> <a href="/legal/terms">Terms</a></div>
</body></html>"""
PARKED = """<html><head><title>voxline.example</title></head><body><h1>voxline.example is for sale</h1>
<p>This domain may be for sale. Buy this domain.</p><ul><li><a href="/search?q=voip">Related searches: VoIP</a></li></ul>
<p>Sponsored listings. The domain is parked free of charge.</p></body></html>"""


def crawl(archive: FakeArchive, tmp_path: Path, domain: str = "voxline.example") -> tuple[CrawlResult, LoopbackServer]:
    with LoopbackServer(archive) as server:
        result = run_crawl(project_settings(tmp_path, server.url, DISCOVERY_REQUESTS=BUDGET), domain=domain)
    return result, server


def site() -> FakeArchive:
    archive = FakeArchive()
    for year in ("2014", "2016", "2018"):
        archive.add("http://www.voxline.example/", f"{year}0401120000", HOME)
        archive.add(
            "http://www.voxline.example/legal/privacy", f"{year}0402120000", policy_html(int(year) % 7, company="Voxline")
        )
        archive.add(
            "http://www.voxline.example/legal/terms", f"{year}0403120000", policy_html(1, kind="terms", company="Voxline")
        )
    return archive


def test_the_policies_of_a_vendor_nobody_described_are_found_and_read(tmp_path: Path) -> None:
    result, _ = crawl(site(), tmp_path)
    assert result.stats["run/exit_status"] == 0
    assert result.stats["run/outcomes"]["read"] == 4
    (found,) = result.discovered
    assert {document.urlkey for document in found.documents} == {
        "example,voxline)/legal/privacy",
        "example,voxline)/legal/terms",
    }
    account = json.loads(found.account)
    assert all(candidate["reasons"] and candidate["evidence"] for candidate in account)


@pytest.mark.parametrize("what", ["nothing", "excluded", "parked", "times out"])
def test_a_domain_without_policies_ends_in_a_line_a_status_and_within_its_budget(what: str, tmp_path: Path) -> None:
    archive = FakeArchive()
    if what == "excluded":
        archive = site()
        archive.exclude("voxline.example", "403-old")
    elif what == "parked":
        for year in ("2014", "2016", "2018"):
            archive.add("http://voxline.example/", f"{year}0401120000", PARKED)
    elif what == "times out":
        archive = site()
        archive.too_heavy(rows=-1)
        archive.always("504", "web")
    result, server = crawl(archive, tmp_path)
    state, status = {
        "nothing": ("nothing-archived", 5),
        "excluded": ("excluded", 5),
        "parked": ("parked", 5),
        "times out": ("unanswered", 3),
    }[what]
    (found,) = result.discovered
    assert (found.state, result.stats["run/exit_status"]) == (state, status), found.line
    assert "voxline.example" in found.line
    assert server.count() <= BUDGET


def test_a_domain_with_too_many_urls_for_the_index_is_still_found(tmp_path: Path) -> None:
    archive = site()
    for number in range(2000):
        archive.add(f"http://www.voxline.example/forum/privacy-question-{number}", "20150101000000", "<p>no policy</p>")
    archive.too_heavy(rows=500)
    result, _ = crawl(archive, tmp_path)
    (found,) = result.discovered
    assert "example,voxline)/legal/privacy" in {document.urlkey for document in found.documents}
    assert result.stats["run/exit_status"] == 0


def test_a_second_run_does_not_search_again(tmp_path: Path) -> None:
    archive = site()
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, domain="voxline.example")
        server.forget()
        again = run_crawl(settings, domain="voxline.example")
        assert (server.count("cdx"), server.count("web")) == (2, 0)
        server.forget()
        run_crawl(settings, domain="voxline.example", refresh="1")
        assert server.count("cdx") > 2
    assert again.stats["run/exit_status"] == 0


def test_discover_prints_candidates_with_reasons_and_adds_them_to_the_catalogue(tmp_path: Path) -> None:
    catalogue = tmp_path / "vendors.toml"
    catalogue.write_text("# my vendors\n", encoding="utf-8")
    with LoopbackServer(site()) as server:
        settings = {"ARCHIVE": server.url, "VENDORS": catalogue, "ARCHIVE_CDX_PER_MINUTE": 6000}
        ran = run_command("discover", "voxline.example", "--add", home=tmp_path, **settings)
        assert (ran.returncode, "policy URLs found" in ran.stdout) == (0, True), ran.stderr
        ran = run_command("discover", "voxline.example", "--json", home=tmp_path, **settings)
    written = catalogue.read_text(encoding="utf-8")
    assert written.startswith("# my vendors\n")
    assert 'url = "http://www.voxline.example/legal/privacy"' in written
    answer = json.loads(ran.stdout)
    assert answer["state"] == "found"
    assert {candidate["kind"] for candidate in answer["candidates"] if candidate["accepted"]} == {"privacy", "terms"}
