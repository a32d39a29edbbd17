"""The fake archive logs what it was asked, when, and over which connection."""

from __future__ import annotations

from http.client import HTTPConnection

from hypothesis import given
from hypothesis import strategies as st

from tests.archive import LoopbackServer
from tests.archive.log import peak
from tests.loopback import CDX, URL, WEB, ask


def test_the_log_knows_kind_parameters_and_connection(server: LoopbackServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.port)
    for path in (f"{CDX}&limit=5", WEB, "/robots.txt"):
        connection.request("GET", path, headers={"User-Agent": "tester"})
        connection.getresponse().read()
    connection.close()
    ask(server, WEB)
    assert [(r.kind, r.connection) for r in server.requests] == [("cdx", 1), ("web", 1), ("other", 1), ("web", 2)]
    assert server.requests[0].params == {"url": URL, "limit": "5"}
    assert server.requests[0].headers["user-agent"] == "tester"
    assert (server.count(), server.count("web"), server.connections, server.max_parallel) == (4, 2, 2, 1)
    assert server.peak_rate("web", 60) == 2
    server.forget()
    assert (server.count(), server.connections) == (0, 0)


@given(st.lists(st.integers(0, 100)), st.integers(1, 50))
def test_the_peak_is_the_fullest_window(moments: list[int], window: int) -> None:
    counted = max((sum(start <= m < start + window for m in moments) for start in moments), default=0)
    assert peak(map(float, moments), float(window)) == counted
