"""What people are told while nothing is sent: pauses that others met, the first time-out, why a listing failed."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings

from crawler.manners.governor import TIMED_OUT, TIMEOUTS, Governor, RateLimitedError
from crawler.manners.handlers import ledger
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import hang
from tests.archive.prose import policy_html
from tests.manners.asking import BARE, Asking
from tests.manners.virtual import VirtualTime, governor, play
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"


def archive() -> FakeArchive:
    filled = FakeArchive()
    filled.add(URL, "20100101000000", policy_html(0))
    return filled


def test_an_inherited_pause_is_told_once_with_its_reason(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []

    async def story(first: Governor, loop: VirtualTime) -> None:
        first.throttled(await first.turn("web"), why="status 429")
        struck = loop.time()
        second = governor(tmp_path, loop, waiting=lambda seconds, why, _: told.append((round(seconds), why)))
        assert told == []
        await second.turn("cdx")
        assert second.paused_until == pytest.approx(struck + 60)

    play(tmp_path, story)
    assert told == [(60, "status 429")]


def test_an_own_pause_is_told_by_who_met_it_alone(tmp_path: Path) -> None:
    told: list[str] = []

    async def story(own: Governor, _: VirtualTime) -> None:
        own.throttled(await own.turn("web"), why="status 429")
        await own.turn("cdx")

    play(tmp_path, story, waiting=lambda _, why, __: told.append(why))
    assert told == []


def test_a_crawl_says_at_once_that_it_waits_and_until_when(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with LoopbackServer(archive()) as server:
        settings = project_settings(tmp_path, server.url, **BARE)
        until = time.time() + 2.5
        pace = {"sent": {}, "slowness": 1, "strikes": 1, "struck_at": until - 60, "paused_until": until, "probing_until": 0}
        path = ledger(BaseSettings(settings | {"ARCHIVE_LONGEST_PAUSE": 900})).path
        path.write_text(json.dumps(pace | {"why": "status 429"}))
        stats = run_crawl(settings, Asking, urls=f"/web/20100101000000id_/{URL}").stats
    assert stats["asked/200"] == 1
    (line,) = [record.getMessage() for record in caplog.records if "waiting until" in record.getMessage()]
    assert f"{datetime.fromtimestamp(until, UTC).astimezone():%H:%M:%S}" in line
    assert "status 429" in line
    assert stats["archive/paused_until"] == f"{datetime.fromtimestamp(until, UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_a_run_that_the_archive_ends_says_when_to_come_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    refusing = archive()
    refusing.always("429")
    begun = datetime.now(UTC) - timedelta(seconds=1)
    with LoopbackServer(refusing) as server:
        stats = run_crawl(project_settings(tmp_path, server.url, ARCHIVE_LONG_PAUSE=1), url=URL).stats
    assert stats["run/exit_status"] == 4
    assert begun < datetime.fromisoformat(stats["archive/paused_until"])
    (line,) = [record.getMessage() for record in caplog.records if "The run ends" in record.getMessage()]
    assert "before" in line


@pytest.mark.parametrize("fault", ["reset", "429"])
def test_pauses_are_told_in_words(tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str) -> None:
    breaking = archive()
    breaking.script("web", [fault])
    with LoopbackServer(breaking) as server:
        assert run_crawl(project_settings(tmp_path, server.url), url=URL).stats["run/exit_status"] == 0
    (line,) = [record.getMessage() for record in caplog.records if "asks for a pause" in record.getMessage()]
    assert "<" not in line
    assert "until" in line


@pytest.mark.parametrize("heavy", [False, True])
def test_the_probe_after_time_outs_counts_at_once(tmp_path: Path, heavy: bool) -> None:
    async def story(own: Governor, _: VirtualTime) -> None:
        for number in range(TIMEOUTS):
            pause = own.timed_out(await own.turn("web"), heavy=heavy)
            assert own.first_timeout is (number == 0)
        assert pause == pytest.approx(60)
        assert own.timed_out(await own.turn("web"), heavy=heavy) == pytest.approx(600)
        with pytest.raises(RateLimitedError):
            own.timed_out(await own.turn("cdx"), heavy=heavy)
        assert own.ledger.update(lambda pace, _: (pace, pace.why)) == TIMED_OUT

    play(tmp_path, story)


def test_a_heavy_listing_that_probes_after_another_refusal_is_no_hang(tmp_path: Path) -> None:
    async def story(own: Governor, _: VirtualTime) -> None:
        own.throttled(await own.turn("web"))
        assert own.timed_out(await own.turn("cdx"), heavy=True) == 0.0
        assert own.timed_out(await own.turn("web")) == pytest.approx(600)

    play(tmp_path, story)


def test_a_hanging_archive_is_told_at_the_first_time_out_and_probed_once_a_pause(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    silent = archive()
    silent.always(hang())
    with LoopbackServer(silent) as server:
        stats = run_crawl(project_settings(tmp_path, server.url, DOWNLOAD_TIMEOUT=0.2), url=URL).stats
        assert server.count() == TIMEOUTS + 2
    assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "rate_limited")
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name.startswith("crawler")
    ]
    assert "No answer" in lines[0]
    assert sum("No answer" in line for line in lines) == 1


def test_why_a_listing_failed_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    excluding = archive()
    excluding.exclude("vendor.example", "403-new")
    with LoopbackServer(excluding) as server:
        run_crawl(project_settings(tmp_path, server.url), url=URL)
    (line,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith("No listing of")]
    assert URL in line
    assert "excluded from the archive" in line


def test_a_listing_asked_for_again_takes_nothing_of_scrapy_s_along(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    faulty = archive()
    faulty.script("cdx", ["maintenance"])
    with LoopbackServer(faulty) as server:
        assert run_crawl(project_settings(tmp_path, server.url), url=URL).stats["run/exit_status"] == 0
        assert server.count("cdx") == 2
    assert not [record for record in caplog.records if "internal meta keys" in record.getMessage()]


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("https://web.archive.org", "web.archive.org"),
        ("https://WEB.archive.org:443/", "web.archive.org"),
        ("http://web.archive.org.:80", "web.archive.org"),
        ("http://me@LOCALHOST:8080", "localhost-8080"),
        ("http://localhost.:8080", "localhost-8080"),
        ("https://localhost:80", "localhost-80"),
        ("http://[::1]:8080", "--1-8080"),
    ],
)
def test_an_archive_has_one_ledger_however_it_is_spelled(tmp_path: Path, spelled: str, name: str) -> None:
    settings = BaseSettings({"ARCHIVE": spelled, "ARCHIVE_LEDGER": str(tmp_path), "ARCHIVE_LONGEST_PAUSE": 900})
    assert ledger(settings).path == tmp_path / f"{name}.json"
