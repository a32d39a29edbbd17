from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.commands import invoke
from tests.support import project_settings, run_crawl


def test_versions_lists_each_stretch_with_its_bounds(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "privacy", DATABASE=sample_database)
    assert ran.status == 0
    assert "2013-07-11     2013-12-02" in ran.out
    assert "again version 2" in ran.out
    assert "moved 2016-08-22 from http://www.ringwave.example/privacy to https://www.ringwave.example/legal" in ran.out


def test_versions_as_json_name_their_evidence(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "terms", "--json", DATABASE=sample_database)
    (line,) = json.loads(ran.out)
    rows = line["stretches"]
    assert [(row["first_timestamp"], row["number"]) for row in rows] == [("20120130082011", 1), ("20180526073301", 2)]
    assert rows[1]["snapshot_url"] == "https://web.archive.org/web/20180526073301id_/https%3A//www.ringwave.example/legal/terms"


def test_versions_of_an_unknown_vendor_say_what_to_do(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "unknown.example", DATABASE=sample_database)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "scrapy crawl policies -a domain=unknown.example" in ran.err


def test_versions_of_an_unknown_kind_name_the_known_ones(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "versions", "ringwave.example", "--kind", "cookies", DATABASE=sample_database)
    assert ran.status == 1
    assert "known are dpa, privacy, terms" in ran.err


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page whose counter runs at every capture, whose link changes once for good, and whose wording changes once."""
    archive = FakeArchive()
    for month in range(1, 25):
        page = policy_html(0 if month <= 14 else 1, furniture_seed=3)
        link = "/contact" if month <= 6 else "/support"
        counter = f"<p>This policy has been read by {month * 3171} visitors of our site so far.</p>"
        page = page.replace("</article>", f'{counter}<p>For questions use <a href="{link}">our contact form</a>.</p></article>')
        archive.add("http://v.example/privacy", f"{2015 + (month - 1) // 12}{(month - 1) % 12 + 1:02}05120000", page)
    folder = tmp_path_factory.mktemp("noisy")
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(folder, server.url), url="http://v.example/privacy", resolution="0")
    return folder / "policies.db"


def test_noise_makes_no_versions_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str], noisy: Path) -> None:
    (ruled,) = json.loads(invoke(capsys, "versions", "v.example", "--json", DATABASE=noisy).out)
    (raw,) = json.loads(invoke(capsys, "versions", "v.example", "--json", "--raw", DATABASE=noisy).out)
    assert (len(ruled["stretches"]), len(raw["stretches"])) == (2, 24)
    assert {ruling["noise"] for ruling in ruled["rulings"]} == {"furniture"}


def test_a_link_that_changed_for_good_is_named_within_its_version(capsys: pytest.CaptureFixture[str], noisy: Path) -> None:
    ran = invoke(capsys, "versions", "v.example", "--explain", DATABASE=noisy)
    assert "its numbers run" in ran.out
    (raw,) = json.loads(invoke(capsys, "versions", "v.example", "--json", "--raw", DATABASE=noisy).out)
    assert {stretch["change"] for stretch in raw["stretches"][1:]} == {"numbers", "wording"}
