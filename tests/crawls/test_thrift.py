"""No request twice, none in vain: what one document is called, where it redirects to, what the archive will not play."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.crawls.vendor import CATALOGUE, HOST, archive
from tests.support import project_settings, run_crawl

URL = f"{HOST}/privacy"


def listed(server: LoopbackServer) -> Counter[str]:
    """How often each URL was listed exactly (not by discovery)."""
    return Counter(request.params["url"] for request in server.of("cdx") if "matchType" not in request.params)


def test_a_document_named_in_three_spellings_is_one(tmp_path: Path) -> None:
    with LoopbackServer(archive(6)) as server:
        settings = project_settings(tmp_path, server.url)
        result = run_crawl(settings, url=f"{URL},https://vendor.example/privacy/,HTTP://WWW.VENDOR.EXAMPLE/Privacy")
        assert server.count("cdx") == 1
        assert set(Counter(request.path for request in server.of("web")).values()) == {1}
    assert sum(result.stats["run/outcomes"].values()) == 10


def test_a_refresh_lists_every_document_once(tmp_path: Path) -> None:
    (tmp_path / "vendors.toml").write_text(CATALOGUE, encoding="utf-8")
    filled = archive(3)
    filled.add(f"{HOST}/", "20150101000000", f'<html><body><p>Vendor.</p><a href="{URL}">Privacy Policy</a></body></html>')
    filled.latency = 0.02
    with LoopbackServer(filled) as server:
        result = run_crawl(project_settings(tmp_path, server.url), domain="vendor.example", refresh="1")
        exact = listed(server)
    assert {url: exact[url] for url in (URL, f"{HOST}/terms", f"{HOST}/cookies")} == dict.fromkeys(
        (URL, f"{HOST}/terms", f"{HOST}/cookies"), 1
    )
    assert len(result.discovered) == 1
    assert result.stats.get("spider_exceptions/count", 0) == 0


def test_a_domain_named_in_three_spellings_is_searched_once(tmp_path: Path) -> None:
    filled = FakeArchive()
    filled.add(f"{HOST}/", "20150101000000", '<html><body><h1>V</h1><a href="/privacy">Privacy Policy</a></body></html>')
    filled.add(URL, "20150102000000", policy_html(1))
    filled.latency = 0.02
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url)
        result = run_crawl(settings, domain="vendor.example,www.vendor.example,VENDOR.example")
        assert listed(server)[URL] <= 1
    assert len(result.discovered) == 1
    assert result.stats["run/outcomes"] == {"read": 1}
    assert result.stats.get("spider_exceptions/count", 0) == 0
