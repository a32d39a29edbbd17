"""The crawl contacts the archive and nothing else, whatever a page, a redirect, a row, a robots file or a catalogue says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.crawler import Crawler

from crawler.spiders.policies import PoliciesSpider
from tests.archive import FakeArchive, LoopbackServer, twists, urlkey, wait_until
from tests.archive.answers import Answer, hang, with_header
from tests.archive.prose import policy_html
from tests.crawls.forking import ForkServer
from tests.support import _settings, project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
DIGEST = "QWERTYUIOPASDFGHJKLZXCVBNM234567"


@pytest.fixture
def canary() -> Iterator[LoopbackServer]:
    """A live host that must never hear from the crawl."""
    with LoopbackServer(FakeArchive()) as server:
        yield server
        assert (server.count(), server.connections) == (0, 0)


def targets(canary: LoopbackServer) -> list[str]:
    return [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/",
        "file:///etc/passwd",
        f"{canary.url}/privacy",
        f"//127.0.0.1:{canary.port}/privacy",
        f"http://vendor.example@127.0.0.1:{canary.port}/privacy",
        f"{canary.url}/web/20150101000000id_/{URL}",
        "ftp://vendor.example/privacy",
        "gopher://127.0.0.1/privacy",
        "javascript:alert(1)",
        "data:text/html,privacy",
    ]


def test_redirects_of_captures_are_never_followed_out(canary: LoopbackServer, tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(URL, "20100101000000", policy_html(0))
    for n, target in enumerate(targets(canary)):
        archive.redirect(URL, f"2011{n + 1:02}01000000", "/x", twist=with_header("Location", target))
        archive.redirect(URL, f"2013{n + 1:02}01000000", target)
        machine = Answer(302, "FOUND", (("Location", target), ("x-archive-redirect-reason", "found")), framing="length")
        archive.add(URL, f"2015{n + 1:02}01000000", b"x" * n, twist=lambda _, machine=machine: machine)
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url, RESOLUTION=0), url=URL)
        assert server.count("other") == 0
        assert server.count("web") > 11


def test_rows_pages_and_robots_files_lead_nowhere(canary: LoopbackServer, tmp_path: Path) -> None:
    archive = FakeArchive()
    links = "".join(f'<a href="{target}">Privacy Policy</a><img src="{target}">' for target in targets(canary))
    refresh = f'<head><meta http-equiv="refresh" content="0; url={canary.url}/privacy"><base href="{canary.url}/">'
    archive.add(URL, "20100101000000", policy_html(0).replace("</article>", f"{links}</article>").replace("<head>", refresh))
    for n, target in enumerate(targets(canary)):
        row = (urlkey(URL), f"2012{n + 1:02}01000000", target, "text/html", "200", DIGEST[n:] + DIGEST[:n], "600")
        if "[" not in target:  # an address that the loopback archive itself cannot make a key of
            archive.add_row(row, under=URL)
    archive.add("http://www.vendor.example/robots.txt", "20100101000000", f"Sitemap: {canary.url}/sitemap.xml".encode())
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url), url=URL)
        assert server.count("other") == 0


def test_a_catalogue_and_arguments_name_urls_that_only_the_archive_is_asked_for(canary: LoopbackServer, tmp_path: Path) -> None:
    catalogue = f'[[vendor]]\nname = "V"\ndomain = "vendor.example"\n\n[[vendor.document]]\nkind = "privacy"\nurl = "{URL}"\n'
    (tmp_path / "vendors.toml").write_text(catalogue)
    with LoopbackServer(FakeArchive()) as server:
        run_crawl(project_settings(tmp_path, server.url))
        run_crawl(project_settings(tmp_path, server.url), url=f"{canary.url}/privacy,http://169.254.169.254/latest/")
        asked = {request.params["url"] for request in server.of("cdx")}
        assert {URL, f"{canary.url}/privacy"} <= asked
        assert server.count() == server.count("cdx")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://vendor.example/x", "javascript:alert(1)", "data:text/html,x"])
def test_addresses_that_are_none_of_the_web_s_are_refused_before_a_request(url: str, tmp_path: Path, forks: ForkServer) -> None:
    with LoopbackServer(FakeArchive()) as server:
        crawl = forks.start("crawl", "policies", "-a", f"url={url}", **project_settings(tmp_path, server.url))
        assert crawl.wait() == 2
        assert server.count() == 0
    assert "not a web address" in forks.output.read_text()


def test_discovery_stays_inside_as_well(canary: LoopbackServer, tmp_path: Path) -> None:
    archive = FakeArchive()
    home = "".join(f'<a href="{target}">Privacy Policy</a>' for target in targets(canary))
    archive.add("http://www.vendor.example/", "20150101000000", f"<html><body>{home}<h1>V</h1></body></html>")
    with LoopbackServer(archive) as server:
        run_crawl(project_settings(tmp_path, server.url), domain="vendor.example")
        assert server.count() > 0
        assert server.count("other") == 0


def test_a_running_crawl_listens_nowhere_and_keeps_no_cookies(tmp_path: Path, forks: ForkServer) -> None:
    archive = FakeArchive()
    archive.add(URL, "20150101000000", policy_html(0))
    archive.script("web", [hang()])
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO", EXTRACTION_WORKERS=0)
        crawl = forks.start("crawl", "policies", "-a", f"url={URL}", **settings)
        assert wait_until(lambda: server.count("web") == 1, 30)
        assert listening(crawl.pid) == []
        crawl.send(2)  # type: ignore[arg-type]
        assert crawl.wait() == 130
        assert all("cookie" not in request.headers for request in server.requests)


def listening(pid: int) -> list[str]:
    """The TCP sockets on which a process listens."""
    inodes = {found[1] for fd in Path(f"/proc/{pid}/fd").iterdir() if (found := re.match(r"socket:\[(\d+)\]", _target(fd)))}
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]]
    return [line[1] for line in lines if line[3] == "0A" and line[9] in inodes]


def _target(fd: Path) -> str:
    try:
        return str(fd.readlink())
    except OSError:
        return ""


def test_the_doors_of_scrapy_are_shut() -> None:
    crawler = Crawler(PoliciesSpider, _settings({}))
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "ROBOTSTXT_OBEY", "HTTPCACHE_ENABLED"):
        assert crawler.settings.getbool(name) is False, name
    handlers = crawler.settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


@pytest.mark.parametrize("kind", ["cdx", "web"])
def test_bombs_and_floods_are_bounded(kind: str, tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(URL, "20150101000000", policy_html(0))
    archive.add(URL, "20160101000000", policy_html(1))
    match = "20160101000000" if kind == "web" else "cdx"
    archive.script(match, [twists.bomb(100) if kind == "cdx" else twists.content(b"<p>words</p>" * 3_000_000)] * 9)
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url), url=URL).stats
        assert server.count() < 40
    assert stats["run/exit_status"] in (0, 3)
    if kind == "web":
        assert stats["run/outcomes"] == {"read": 1, "unplayable": 1}
