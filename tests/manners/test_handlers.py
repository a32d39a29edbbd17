"""The one way out: nothing but the archive is contacted, pauses hold what is queued, every request is counted once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError

from crawler.manners.handlers import REFUSALS, ArchiveHandler, StoppingError
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import Answer, Twist, hang, throttled
from tests.manners.asking import BARE, Asking
from tests.reactor import ReactorProcess
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
PATHS = [f"/web/2014060112{n:02}00id_/{URL}" for n in range(12)]
ALL = " ".join(PATHS)

ONE_BY_ONE = {"DOWNLOAD_SLOTS": {"web": {"concurrency": 1, "delay": 0, "jitter": 0}}}

Crawl = Callable[..., dict[str, Any]]


@pytest.fixture(params=["aiohttp", "twisted"])
def crawl(request: pytest.FixtureRequest, tmp_path: Path) -> Crawl:
    """Ask the archive with either of the two HTTP clients; return the stats."""

    def with_aiohttp(server: LoopbackServer, settings: dict[str, Any], **arguments: str) -> dict[str, Any]:
        return run_crawl(project_settings(tmp_path, server.url, **(BARE | settings)), Asking, **arguments).stats

    def with_twisted(server: LoopbackServer, settings: dict[str, Any], **arguments: str) -> dict[str, Any]:
        process: ReactorProcess = request.getfixturevalue("reactor")
        settings = project_settings(tmp_path, server.url, **(BARE | settings))
        return process.crawl(settings | {"SPIDER_MODULES": "tests.manners.asking"}, "asking", **arguments)

    return with_twisted if request.param == "twisted" else with_aiohttp


def archive() -> FakeArchive:
    archive = FakeArchive()
    for n in range(12):
        archive.add(URL, f"2014060112{n:02}00", b"words")
    return archive


def quiet() -> Twist:
    """The connection is closed without a word, and without a reset."""
    return lambda due: replace(due, silent=True, broken="close", label="closed")


def test_no_host_but_the_archive_is_contacted(crawl: Crawl) -> None:
    with LoopbackServer(archive()) as server, LoopbackServer(FakeArchive()) as canary:
        elsewhere = [
            "http://169.254.169.254/latest/meta-data",
            canary.url + "/web/2014id_/" + URL,
            server.url.replace("127.0.0.1", "localhost") + PATHS[0],
            server.url.replace("http://", "https://") + PATHS[0],
            server.url.replace("http://", "http://user@") + PATHS[0],
        ]
        stats = crawl(server, {}, urls=" ".join([*elsewhere, PATHS[0]]))
    assert (canary.count(), canary.connections, server.count()) == (0, 0, 1)
    assert stats["asked/ForeignHostError"] == len(elsewhere)
    assert stats["asked/200"] == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,words", "ftp://127.0.0.1/x", "s3://bucket/key"])
def test_no_scheme_but_the_web_s_is_opened(crawl: Crawl, url: str) -> None:
    with LoopbackServer(archive()) as server:
        stats = crawl(server, {}, urls=f"{url} {PATHS[0]}")
    assert stats["asked/NotSupported"] == 1
    assert stats["asked/200"] == 1


def test_a_redirect_to_another_host_is_an_answer_and_not_an_order(crawl: Crawl) -> None:
    with LoopbackServer(FakeArchive()) as canary:
        moved = archive()
        moved.always(Answer(302, "FOUND", (("Location", canary.url),), framing="length"))
        with LoopbackServer(moved) as server:
            stats = crawl(server, {}, urls=PATHS[0])
    assert (canary.connections, server.count()) == (0, 1)
    assert stats["asked/302"] == 1


@pytest.mark.parametrize("fault", ["429", "429.html", "reset"])
def test_a_refusal_is_followed_by_a_pause_for_all_and_one_probe(crawl: Crawl, fault: str) -> None:
    refusing = archive()
    refusing.script("web", ["ok", "ok", fault])
    refusing.latency = 0.02
    with LoopbackServer(refusing) as server:
        stats = crawl(server, {"ARCHIVE_PAUSE": 0.6}, urls=ALL)
    assert stats["asked/200"] == 12
    moments = [request.at for request in server.of("web")]
    # up to four were under way; then silence, the probe, and nothing before its answer
    longest, at = max((later - earlier, n) for n, (earlier, later) in enumerate(pairwise(moments), 1))
    assert longest > 0.5
    assert 3 <= at <= 10
    assert moments[at + 1] - moments[at] >= 0.015
    assert server.count() == stats["archive/requests/web"] == 12 + stats["archive/throttled"]


def test_what_is_refused_every_time_ends_and_so_does_everything_else(crawl: Crawl) -> None:
    refusing = archive()
    refusing.always(throttled())
    with LoopbackServer(refusing) as server:
        stats = crawl(server, {}, urls=PATHS[0])
    assert stats["asked/RateLimitedError"] == 1
    assert server.count() == 3


def test_every_request_that_reaches_the_archive_is_counted(crawl: Crawl) -> None:
    """Twisted and aiohttp each repeat a request by themselves when a kept-alive connection breaks, unless told not to."""
    breaking = archive()
    breaking.script("web", ["ok", "reset", "ok", quiet(), "ok", "ok", "reset", "ok", quiet(), "ok"])
    with LoopbackServer(breaking) as server:
        stats = crawl(server, ONE_BY_ONE, urls=ALL)
    assert server.count() == stats["archive/requests/web"] == 16
    assert stats["asked/200"] == 12
    assert stats["archive/throttled"] == 2


def test_one_capture_that_always_breaks_the_connection_costs_a_few_requests_and_no_other_capture(crawl: Crawl) -> None:
    poisoned = archive()
    poisoned.always("reset", PATHS[3])
    with LoopbackServer(poisoned) as server:
        stats = crawl(server, {}, urls=" ".join([PATHS[3], *PATHS[4:] * 6]))
        assert sum(request.path == PATHS[3] for request in server.requests) == REFUSALS
    assert stats["asked/200"] == 6 * 8
    assert stats["asked/DownloadFailedError"] == 1


def test_a_connection_closed_quietly_again_and_again_is_a_refusal(crawl: Crawl) -> None:
    closing = archive()
    closing.always(quiet())
    with LoopbackServer(closing) as server:
        stats = crawl(server, {}, urls=PATHS[0])
    assert stats["archive/throttled"] == 2
    assert server.count() == 4 <= REFUSALS
    assert stats["asked/RateLimitedError"] == 1


def test_time_outs_in_a_row_pause_everything(crawl: Crawl) -> None:
    silent = archive()
    silent.script("web", [hang(), hang(), hang()])
    with LoopbackServer(silent) as server:
        stats = crawl(server, {"DOWNLOAD_TIMEOUT": 0.2, "ARCHIVE_RETRIES": 2, **ONE_BY_ONE}, urls=ALL)
    assert stats["archive/throttled"] == 1
    assert stats["asked/200"] == 12


def test_connections_are_few_and_kept_alive(crawl: Crawl) -> None:
    slow = archive()
    slow.latency = 0.05  # so that many would be under way at once if they could
    with LoopbackServer(slow) as server:
        stats = crawl(server, {}, urls=" ".join([ALL] * 6))
    assert stats["asked/200"] == 72
    assert server.connections <= 4
    assert server.max_parallel <= 4


def test_a_slot_takes_as_many_at_a_time_as_it_is_set_to(crawl: Crawl) -> None:
    slow = archive()
    slow.latency = 0.02
    with LoopbackServer(slow) as server:
        crawl(server, ONE_BY_ONE, urls=ALL)
    assert (server.max_parallel, server.connections) == (1, 1)


def test_the_rate_holds_at_the_socket_with_repetitions_and_pauses_in_it(crawl: Crawl) -> None:
    faulty = archive()
    faulty.storm({7: "503", 11: "truncated", 60: "reset"})
    rates = {"ARCHIVE_PLAYBACK_PER_SECOND": 40, "ARCHIVE_CDX_PER_MINUTE": 1200, "ARCHIVE_PAUSE": 0.1}
    with LoopbackServer(faulty) as server:
        crawl(server, rates, urls=" ".join([ALL] * 6))
        faulty.calm()
        crawl(server, rates, urls=" ".join([f"/cdx/search/cdx?url={URL}&output=json"] * 40), slot="cdx")
        # a machine that stands still delays those under way, four pages or two listings, so that the next come close behind
        peaks = server.peak_rate("web", 0.9), server.peak_rate("cdx", 0.9)
        assert server.count("web") > 80
    assert peaks[0] <= 40
    assert peaks[1] <= 20


def test_a_slow_answer_is_given_up_when_the_crawl_stops(crawl: Crawl) -> None:
    silent = archive()
    silent.always(hang())
    with LoopbackServer(silent) as server:
        stats = crawl(server, {"CLOSESPIDER_TIMEOUT": 1, "DOWNLOAD_TIMEOUT": 60}, urls=PATHS[0])
    assert stats["asked/StoppingError"] == 1
    assert stats["finish_reason"] == "closespider_timeout"


@pytest.mark.parametrize(
    ("error", "released"),
    [
        (DownloadCancelledError("too large"), True),
        (StoppingError(), True),
        (RuntimeError("a bug"), True),
        (asyncio.CancelledError(), True),
        (DownloadTimeoutError("slow"), False),
        (DownloadFailedError("reset"), False),
    ],
)
def test_whatever_comes_of_a_probe_others_need_not_wait_for_it(error: BaseException, released: bool) -> None:
    async def breaks(_: object) -> None:
        raise error

    let_go: list[float] = []
    handler = SimpleNamespace(_stopping=lambda: False, inner=SimpleNamespace(download_request=breaks))
    governor = SimpleNamespace(failed=let_go.append)

    async def send() -> None:
        with pytest.raises(type(error)):
            await ArchiveHandler._sent(handler, None, governor, 7.0)  # type: ignore[arg-type]

    asyncio.run(send())
    assert let_go == [7.0] * released
