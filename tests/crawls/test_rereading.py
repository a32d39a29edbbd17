"""A new extractor: stored bodies are read again before anything is compared, and no change of policy is made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler import extraction
from crawler.items import Page, PolicyText
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.support import project_settings, run_crawl

URL = "http://v.example/privacy"


def test_texts_of_another_extractor_are_read_again_before_a_new_capture_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = FakeArchive()
    for n, timestamp in enumerate(("20150301120000", "20160301120000", "20170301120000")):
        archive.add(URL, timestamp, policy_html(0, furniture_seed=n))

    read = extraction.read

    def older(page: Page) -> PolicyText:
        text = read(page)
        return replace(text, text=f"Menu\n{text.text}", wording=f"{text.wording}-older", extractor="an older reader")

    with LoopbackServer(archive) as server:
        with monkeypatch.context() as patched:
            patched.setattr(extraction, "read", older)
            run_crawl(project_settings(tmp_path, server.url), url=URL)
        fetched = server.count("web")
        archive.add(URL, "20180301120000", policy_html(0, furniture_seed=9))
        run_crawl(project_settings(tmp_path, server.url), url=URL)
        assert server.count("web") == fetched + 1
    with Database.open(tmp_path / "policies.db") as database:
        ((document_id, _),) = database.documents()
        (version,) = database.versions(document_id)
        assert (version.first_timestamp, version.last_timestamp) == ("20150301120000", "20180301120000")
        assert database.text(version.text_id).extractor == extraction.EXTRACTOR


def test_links_of_a_body_read_again_stand_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = FakeArchive()
    page = policy_html(0).replace("</article>", '<p>For questions use <a href="form">our contact form</a>.</p></article>')
    archive.add("http://v.example/privacy", "20150301120000", policy_html(0), playable=False)
    archive.add("https://www.v.example/privacy/", "20150301150000", page, listed=False)  # played in its place
    read = extraction.read
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        run_crawl(settings, url=URL)
        with monkeypatch.context() as patched:
            patched.setattr(extraction, "read", lambda page: replace(read(page), extractor="zz a newer reader"))
            patched.setattr("crawler.spiders.policies.EXTRACTOR", "zz a newer reader")
            run_crawl(settings, url=URL)
    with Database.open(tmp_path / "policies.db") as database:
        texts = [row["markdown"] for row in database.db.query("SELECT markdown FROM text ORDER BY extractor")]
    assert len(texts) == 2
    assert all("(https://www.v.example/privacy/form)" in text for text in texts)
