"""Chains of companies: a policy that redirects to the buyer's site is the vendor's from that day on."""

from __future__ import annotations

from pathlib import Path

from crawler.items import Document
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import project_settings, run_crawl

OWN = "http://www.small.example/privacy"
BUYERS = "https://www.buyer.example/legal/privacy"


def bought() -> FakeArchive:
    archive = FakeArchive()
    archive.add(OWN, "20120101120000", policy_html(0, company="Small"))
    archive.add(OWN, "20140101120000", policy_html(1, company="Small"))
    archive.redirect(OWN, "20160601120000", BUYERS)
    archive.redirect(OWN, "20180601120000", BUYERS)
    for year in (2010, 2013, 2015):
        archive.add(BUYERS, f"{year}0101120000", policy_html(year % 3 + 3, company="Buyer"))
    archive.add(BUYERS, "20160701120000", policy_html(8, company="Buyer"))
    archive.add(BUYERS, "20190101120000", policy_html(9, company="Buyer"))
    return archive


def test_the_buyers_policy_is_the_vendors_from_the_redirect_on_and_not_before(tmp_path: Path) -> None:
    with LoopbackServer(bought()) as server:
        run_crawl(project_settings(tmp_path, server.url), url=OWN)
    with Database.open(tmp_path / "policies.db") as database:
        documents = dict(database.documents())
        theirs = next(i for i, document in documents.items() if document.url == BUYERS)
        document = documents[theirs]
        assert (document.domain, document.since, document.found_by) == ("small.example", "20160601120000", f"redirect {OWN}")
        assert [capture.timestamp for capture in database.captures(theirs)] == ["20160701120000", "20190101120000"]
        moves = list(database.db.query("SELECT domain, from_url, to_url, first_timestamp, captures FROM moves"))
    assert moves == [
        {"domain": "small.example", "from_url": OWN, "to_url": BUYERS, "first_timestamp": "20160601120000", "captures": 2}
    ]


def test_the_buyers_own_history_stays_its_own(tmp_path: Path) -> None:
    with LoopbackServer(bought()) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=OWN)
        run_crawl(settings, url=BUYERS)
    with Database.open(tmp_path / "policies.db") as database:
        by_domain: dict[str, list[str]] = {}
        for document_id, document in database.documents():
            if document.url == BUYERS:
                by_domain[document.domain] = [capture.timestamp for capture in database.captures(document_id)]
    assert len(by_domain["buyer.example"]) == 5
    assert len(by_domain["small.example"]) == 2


def test_a_redirect_to_a_front_page_or_a_login_is_no_new_place_of_the_policy(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(OWN, "20120101120000", policy_html(0, company="Small"))
    archive.redirect(OWN, "20140601120000", "https://www.small.example/")
    archive.redirect(OWN, "20160601120000", "https://www.buyer.example/login?next=privacy")
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url), url=OWN)
        assert server.count("cdx") == 1
    with Database.open(tmp_path / "policies.db") as database:
        assert [document.url for _, document in database.documents()] == [OWN]


def test_redirects_from_document_to_document_are_followed_a_bounded_number_of_times(tmp_path: Path) -> None:
    archive = FakeArchive()
    for number in range(12):
        archive.redirect(
            f"http://v.example/privacy{number}", f"20{number + 10}0101120000", f"http://v.example/privacy{number + 1}"
        )
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url), url="http://v.example/privacy0")
        assert server.count("cdx") == 6


def test_two_documents_that_redirect_to_each_other_end(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.redirect("http://v.example/a-privacy", "20120101120000", "http://v.example/b-privacy")
    archive.redirect("http://v.example/b-privacy", "20130101120000", "http://v.example/a-privacy")
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url), url="http://v.example/a-privacy")
        assert server.count("cdx") == 2
    with Database.open(tmp_path / "policies.db") as database:
        documents: list[Document] = [document for _, document in database.documents()]
    assert len(documents) == 2
