"""The fake archive breaks in the ways that it is told to, and logs what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead, RemoteDisconnected

import pytest

from tests.archive import FakeArchive, LoopbackServer, Request, twists, wait_until
from tests.archive.answers import hang, refused, throttled, throttled_until
from tests.loopback import BODY, CDX, URL, WEB, ask, timestamps


def test_a_script_goes_first_then_the_usual_answers(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("web", ["429", "503", throttled(7), "ok"])
    archive.script("web", ["504"])
    assert ask(server, CDX).status == 200
    assert [ask(server, WEB).status for _ in range(6)] == [429, 503, 429, 200, 504, 200]
    assert [request.answered for request in server.of("web")] == ["429", "503", "429", "200", "504", "200"]


@pytest.mark.parametrize(
    ("match", "hit"),
    [("*", [429, 429]), ("cdx", [429, 200]), ("2014060112", [200, 429]), (lambda r: r.kind == "web", [200, 429])],
)
def test_a_fault_meets_the_requests_that_are_meant(
    archive: FakeArchive, server: LoopbackServer, match: str | Callable[[Request], bool], hit: list[int]
) -> None:
    archive.throttle(match=match)
    assert [ask(server, CDX).status, ask(server, WEB).status] == hit
    archive.calm()
    assert [ask(server, CDX).status, ask(server, WEB).status] == [200, 200]


@pytest.mark.parametrize("status", ["429", "500", "502", "503", "504", "408"])
def test_live_refusals_are_no_mementos(archive: FakeArchive, server: LoopbackServer, status: str) -> None:
    archive.always(status)
    reply = ask(server, WEB)
    assert (reply.status, reply.get("memento-datetime"), reply.get("retry-after")) == (int(status), None, None)
    assert reply.body.startswith(b"<html><body><h1>" + status.encode())


def test_retry_after_comes_in_seconds_or_as_a_date(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("*", [throttled(30), throttled_until(3600)])
    assert ask(server, WEB).get("retry-after") == "30"
    assert parsedate_to_datetime(ask(server, WEB).get("retry-after") or "").tzinfo is not None


def test_the_page_429_html_answers_200(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("*", ["429.html"])
    reply = ask(server, WEB)
    assert (reply.status, reply.get("location")) == (302, f"{server.url}/429.html")
    assert b"Too Many Requests" in ask(server, "/429.html").body


def test_a_storm_comes_at_every_nth_request(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.storm({3: "429", 4: "503"})
    assert [ask(server, WEB).status for _ in range(12)] == [200, 200, 429, 503, 200, 429, 200, 503, 429, 200, 200, 429]


def test_a_storm_hides_the_same_captures_always(archive: FakeArchive, server: LoopbackServer) -> None:
    for day in range(10, 30):
        for month in range(10, 13):
            archive.add(URL, f"2014{month}{day}000000", f"{month} {day}")
    archive.storm({}, unplayable_one_in=5)
    listed = timestamps(server, URL)
    first = [ask(server, f"/web/{t}id_/{URL}").status for t in listed]
    assert first == [ask(server, f"/web/{t}id_/{URL}").status for t in listed]
    assert 3 < first.count(302) < 25
    assert first.count(200) + first.count(302) == len(listed) == 61


def test_a_reset_comes_before_a_word_is_said(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("web", ["reset"])
    with pytest.raises(ConnectionResetError):
        ask(server, WEB)


def test_a_reset_comes_in_the_middle_of_a_body(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("web", ["reset-midway"])
    with pytest.raises((ConnectionResetError, IncompleteRead)):
        ask(server, WEB)


def test_a_truncated_body_lacks_its_last_chunk(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("web", ["truncated"])
    with pytest.raises(IncompleteRead) as error:
        ask(server, WEB)
    assert BODY.encode().startswith(error.value.partial)


def test_a_lying_length_ends_early(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("web", [twists.lying_length(100)])
    with pytest.raises(IncompleteRead) as error:
        ask(server, WEB)
    assert (error.value.partial, error.value.expected) == (BODY.encode(), 100)


def test_a_cut_listing_is_well_framed(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.script("cdx", ["cut"])
    reply = ask(server, f"{CDX}&output=json")
    assert reply.status == 200
    assert not reply.body.rstrip().endswith(b"]]")


@pytest.mark.parametrize(
    ("step", "text"),
    [("timeout-text", b"SocketTimeoutException"), ("robots-text", b"RobotAccess"), ("html", b"<!DOCTYPE html>")],
)
def test_a_listing_of_200_may_be_none(archive: FakeArchive, server: LoopbackServer, step: str, text: bytes) -> None:
    archive.always(step, "cdx")
    reply = ask(server, CDX)
    assert reply.status == 200
    assert text in reply.body


def test_a_hanging_request_is_never_answered(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.always(hang())
    with pytest.raises(TimeoutError):
        ask(server, WEB, timeout=0.2)
    assert server.requests[0].answered == "hang"


def test_connections_are_refused_and_accepted_again(archive: FakeArchive, server: LoopbackServer) -> None:
    server.refuse()
    with pytest.raises(ConnectionRefusedError):
        ask(server, WEB)
    server.accept()
    assert ask(server, WEB).status == 200
    archive.script("web", [refused(0.05)])
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        ask(server, WEB)
    assert wait_until(lambda: _answers(server))


def _answers(server: LoopbackServer) -> bool:
    try:
        return ask(server, WEB).status == 200
    except OSError:
        return False


@pytest.mark.parametrize(
    ("days", "query", "status"),
    [(366, "&from=2014&to=2014", 200), (366, "&from=2010", 504), (366, "", 504), (366, "&from=201401&to=201406", 200)],
)
def test_heavy_queries_end_in_504(archive: FakeArchive, server: LoopbackServer, days: int, query: str, status: int) -> None:
    archive.too_heavy(days=days)
    assert ask(server, CDX + query).status == status


def test_a_query_is_heavy_by_its_limit_or_rows(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20150101000000", "second")
    archive.too_heavy(limit=100)
    assert [ask(server, f"{CDX}&limit={n}").status for n in (100, 101)] == [200, 504]
    archive.too_heavy(rows=1)
    assert [ask(server, CDX + query).status for query in ("", "&to=2014")] == [504, 200]


def test_an_error_of_the_fake_itself_is_told() -> None:
    archive = FakeArchive()
    archive.add(URL, "20140601120000", twist=lambda due: 1 / 0)
    with pytest.raises(ZeroDivisionError), LoopbackServer(archive) as server, pytest.raises(RemoteDisconnected):
        ask(server, WEB)
