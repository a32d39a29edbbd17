"""The fake archive's playback speaks the protocol as recorded."""

from __future__ import annotations

import re

import pytest

from tests.archive import FakeArchive, LoopbackServer, digest_of
from tests.archive.access import Form
from tests.loopback import URL, ask, listing


@pytest.fixture
def archive() -> FakeArchive:
    """Three captures: 2012, 2014, 2016."""
    archive = FakeArchive()
    for year in (2012, 2014, 2016):
        archive.add(URL, f"{year}0601120000", f"<p>caf\u00e9 {year}</p>", headers=(("X-Powered-By", "PHP"),))
    return archive


def test_a_memento_has_its_bytes_and_headers(server: LoopbackServer) -> None:
    reply = ask(server, f"/web/20140601120000id_/{URL}")
    assert (reply.status, reply.reason) == (200, "OK")
    assert reply.body == "<p>caf\u00e9 2014</p>".encode()
    assert reply.get("memento-datetime") == "Sun, 01 Jun 2014 12:00:00 GMT"
    assert reply.get("content-type") == "text/html"
    assert reply.get("x-archive-orig-x-powered-by") == "PHP"
    assert reply.get("x-archive-orig-date") == "Sun, 01 Jun 2014 12:00:00 GMT"
    assert reply.get("x-archive-orig-content-length") == str(len(reply.body))
    assert (reply.get("x-archive-src") or "").endswith(".warc.gz")
    assert "wb-p-SERVER" in (reply.get("set-cookie") or "")
    assert (reply.get("content-length"), reply.get("transfer-encoding")) == (None, "chunked")


def test_link_names_the_original_and_the_neighbours_without_a_flag(archive: FakeArchive, server: LoopbackServer) -> None:
    link = ask(server, f"/web/20140601120000id_/{URL}").get("link") or ""
    assert link.startswith(f'<{URL}>; rel="original", ')
    found = re.findall(r'<([^>]*)>; rel="([^"]*memento)"', link)
    assert [(url.removeprefix(server.url), rel) for url, rel in found] == [
        (f"/web/20120601120000/{URL}", "first memento"),
        (f"/web/20140601120000/{URL}", "memento"),
        (f"/web/20160601120000/{URL}", "last memento"),
    ]
    archive.add("http://x.example/?a=1&b=2", "20140101000000", "x")
    assert "?a=1&amp;b=2>" in (ask(server, "/web/20140101000000id_/http://x.example/?b=2&a=1").get("link") or "")


def test_the_listed_digest_is_that_of_the_body(server: LoopbackServer) -> None:
    row = next(row for row in listing(server, URL) if row[1] == "20140601120000")
    assert digest_of(ask(server, f"/web/20140601120000id_/{URL}").body) == row[5]


@pytest.mark.parametrize(
    "url", ["http%3A//www.vendor.example%3A80/privacy", "vendor.example/privacy", "https://vendor.example/Privacy/"]
)
def test_a_capture_is_found_by_its_key_however_it_is_spelled(server: LoopbackServer, url: str) -> None:
    assert ask(server, f"/web/20140601120000id_/{url}").get("memento-datetime")


def test_a_query_belongs_to_the_archived_url(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add("http://x.example/p?id=7&lang=en", "20150101000000", "seven")
    assert ask(server, "/web/20150101000000id_/http://x.example/p?id=7&lang=en").body == b"seven"
    assert ask(server, "/web/20150101000000id_/http://x.example/p?id=8").status == 404


@pytest.mark.parametrize("asked", ["2014", "20141231", "20140601120001"])
def test_another_moment_leads_to_the_nearest_capture(server: LoopbackServer, asked: str) -> None:
    reply = ask(server, f"/web/{asked}id_/{URL}")
    assert (reply.status, reply.reason, reply.body) == (302, "FOUND", b"")
    assert reply.get("memento-datetime") is None
    assert reply.get("x-archive-redirect-reason") == "found capture at 20140601120000"
    assert reply.get("location") == f"{server.url}/web/20140601120000id_/{URL}"
    assert reply.get("content-length") == "0"


def test_a_capture_that_cannot_be_played_is_replaced_by_a_neighbour(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20160602120000", "hidden", playable=False)
    assert ask(server, f"/web/20160602120000id_/{URL}").get("location") == f"{server.url}/web/20160601120000id_/{URL}"


@pytest.mark.parametrize(
    ("spelling", "begin"), [("absolute", "http://127.0.0.1:{port}"), ("protocol-relative", "//127.0.0.1:{port}"), ("path", "")]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_archived_redirect_keeps_status_and_time(
    archive: FakeArchive, server: LoopbackServer, spelling: str, begin: str, status: int
) -> None:
    archive.redirect(URL, "20180101000000", "/legal/privacy", status, spelling=spelling)
    reply = ask(server, f"/web/20180101000000id_/{URL}")
    assert reply.status == status
    assert reply.get("memento-datetime") == "Mon, 01 Jan 2018 00:00:00 GMT"
    target = "/web/20180101000000id_/http://www.vendor.example/legal/privacy"
    assert reply.get("location") == begin.format(port=server.port) + target
    assert reply.get("x-archive-orig-location") is None


def test_the_view_of_a_redirect_is_a_page(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.redirect(URL, "20180101000000", "http://www.vendor.example/legal")
    reply = ask(server, f"/web/20180101000000/{URL}")
    assert (reply.status, reply.get("memento-datetime"), reply.get("link")) == (200, None, None)
    assert reply.get("x-archive-src")
    assert b"Got an HTTP 301 response at crawl time" in reply.body
    assert b'href="/web/20180101000000/http://www.vendor.example/legal">Impatient?' in reply.body
    assert 120_000 < len(reply.body) < 140_000


def test_what_was_never_archived_is_a_long_404(server: LoopbackServer) -> None:
    reply = ask(server, "/web/20180101000000id_/http://nobody.example/")
    assert (reply.status, reply.reason, reply.get("memento-datetime")) == (404, "NOT FOUND", None)
    assert b"The Wayback Machine has not archived that URL." in reply.body
    assert 85_000 < len(reply.body) < 100_000


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_an_archived_error_is_a_memento(archive: FakeArchive, server: LoopbackServer, status: int) -> None:
    archive.add(URL, "20180101000000", "no", status=status, headers=(("Retry-After", "6"),))
    reply = ask(server, f"/web/20180101000000id_/{URL}")
    assert (reply.status, reply.body) == (status, b"no")
    assert reply.get("memento-datetime")
    assert (reply.get("x-archive-orig-retry-after"), reply.get("retry-after")) == ("6", None)


def test_a_revisit_plays_the_payload_at_its_own_time(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20180101000000", revisit_of="20140601120000")
    reply = ask(server, f"/web/20180101000000id_/{URL}")
    assert reply.body == "<p>caf\u00e9 2014</p>".encode()
    assert reply.get("memento-datetime") == "Mon, 01 Jan 2018 00:00:00 GMT"
    archive.hide(URL, "20140601120000")
    lost = ask(server, f"/web/20180101000000id_/{URL}")
    assert (lost.status, lost.get("memento-datetime")) == (404, None)


def test_an_impossible_timestamp_plays_under_its_own_name(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20000800241623", "old")
    reply = ask(server, f"/web/20000800241623id_/{URL}")
    assert (reply.body, reply.get("memento-datetime")) == (b"old", "Thu, 24 Aug 2000 16:23:00 GMT")


_OLD = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
_ROBOTS = "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots"


@pytest.mark.parametrize(
    ("form", "listing", "said", "playback"),
    [("403-old", 403, _OLD, 403), ("403-new", 403, "", 403), ("200-html", 200, None, 200), ("robots", 403, _ROBOTS, 200)],
)
def test_excluded_sites_answer_in_the_forms_of_their_era(
    archive: FakeArchive, server: LoopbackServer, form: Form, listing: int, said: str | None, playback: int
) -> None:
    archive.exclude("vendor.example", form)
    listed, played = ask(server, f"/cdx/search/cdx?url={URL}"), ask(server, f"/web/20140601120000id_/{URL}")
    assert (listed.status, played.status) == (listing, playback)
    if said is not None:
        assert "AccessControlException" in (listed.get("X-Archive-Wayback-Runtime-Error") or "")
        assert said in listed.body.decode()
        assert bool(said) == bool(listed.body)
    if form == "robots":
        assert played.get("memento-datetime")
    else:
        assert b"has been excluded from the Wayback Machine" in played.body
        assert (played.get("memento-datetime"), played.get("x-archive-src")) == (None, None)
        assert 50_000 < len(played.body) < 60_000
    archive.include("vendor.example")
    assert ask(server, f"/web/20140601120000id_/{URL}").get("memento-datetime")


def test_an_excluded_url_leaves_its_neighbours_alone(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add("http://www.vendor.example/terms", "20140601120000", "terms")
    archive.exclude("http://vendor.example/terms")
    assert ask(server, "/web/20140601120000id_/http://www.vendor.example/terms").status == 403
    assert ask(server, f"/web/20140601120000id_/{URL}").status == 200


def test_a_view_for_people_has_a_toolbar(server: LoopbackServer) -> None:
    assert b"WAYBACK TOOLBAR" in ask(server, f"/web/20140601120000/{URL}").body


def test_other_paths_are_the_archives_own(server: LoopbackServer) -> None:
    assert ask(server, "/").status == 200
    assert ask(server, "/429.html").status == 200
    assert ask(server, "/robots.txt").status == 404
    assert {request.kind for request in server.requests} == {"other"}


def test_a_generated_capture_plays_among_its_neighbours(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add_many("http://big.example/", 60, lambda n: (f"201501010000{n:02d}", b"%d" % n), digest="X")
    reply = ask(server, "/web/20150101000030id_/http://big.example/")
    assert (reply.body, "/web/20150101000029/" in (reply.get("link") or "")) == (b"30", True)
    assert ask(server, "/web/2016id_/http://big.example/").get("x-archive-redirect-reason") == "found capture at 20150101000059"
