"""Ctrl-C: the crawl ends soon whatever it is waiting for, with status 130, and says what is due."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer, wait_until
from tests.archive.answers import hang, slow, throttled, unavailable
from tests.archive.prose import policy_html
from tests.crawls.forking import ForkServer
from tests.crawls.vendor import HOST, archive
from tests.support import project_settings

pytestmark = pytest.mark.slow  # real processes, one after the other

URL = f"{HOST}/privacy"
#: A page that takes half a minute to read, more than anybody wants to wait (measured 2026-11: 20 s for 40,000 links).
ENDLESS = policy_html(1).replace("</article>", "<a href='/x'>We collect</a> data. " * 60_000 + "</article>")


def endless() -> FakeArchive:
    archive = FakeArchive()
    archive.add(URL, "20150101000000", ENDLESS)
    return archive


def vendor(match: str, step: Any) -> Callable[[], FakeArchive]:
    def fill() -> FakeArchive:
        filled = archive()
        filled.always(step, match)
        return filled

    return fill


SITUATIONS: dict[str, tuple[Callable[[], FakeArchive], str, dict[str, Any]]] = {
    "while it pauses": (vendor("web", throttled()), "web", {"ARCHIVE_PAUSE": 60}),
    "while it waits to repeat a listing": (vendor("cdx", unavailable(503)), "cdx", {"ARCHIVE_RETRY_DELAY": 60}),
    "while it waits to repeat a page": (vendor("web", unavailable(503)), "web", {"ARCHIVE_RETRY_DELAY": 60}),
    "while a listing does not come": (vendor("cdx", hang()), "cdx", {}),
    "while pages do not come": (vendor("web", hang()), "web", {}),
    "while pages come slowly": (vendor("web", slow(0.2)), "web", {}),
    "while its pace holds it": (archive, "web", {"ARCHIVE_PLAYBACK_PER_SECOND": 0.02}),
    "while reading processes are started": (endless, "web", {"EXTRACTION_WORKERS": 1, "EXTRACTION_TIMEOUT": 60}),
    "while a page is read for ever": (endless, "web", {"EXTRACTION_WORKERS": 1, "EXTRACTION_TIMEOUT": 60}),
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_it_stops_and_says_what_is_due(name: str, number: signal.Signals, tmp_path: Path, forks: ForkServer) -> None:
    fill, kind, settings = SITUATIONS[name]
    with LoopbackServer(fill()) as server:
        crawl = forks.start(
            "crawl", "policies", "-a", f"url={URL}", **project_settings(tmp_path, server.url, LOG_LEVEL="INFO", **settings)
        )
        assert wait_until(lambda: server.count(kind) or not crawl.running(), 30)
        # let the answer arrive, and what follows from it begin
        time.sleep(3.0 if name == "while a page is read for ever" else 0.5)
        crawl.send(number)
        begun = time.monotonic()
        assert wait_until(lambda: not crawl.running(), 10), f"still there 10 s after {number.name}"
        assert crawl.wait() == 130
    says_what_is_due(forks)
    print(f"{name}, {number.name}: stopped after {time.monotonic() - begun:.2f} s")


def says_what_is_due(forks: ForkServer) -> None:
    said = forks.output.read_text()
    last = said.strip().splitlines()[-1]
    assert "interrupted" in last
    assert "due" in last
    assert "Traceback" not in said


@pytest.mark.parametrize("moment", ["SamplingRows", "SamplingQuery", "RulingRows", "RulingQuery", "Counting"])
def test_it_stops_in_the_middle_of_what_would_never_end(moment: str, tmp_path: Path, forks: ForkServer) -> None:
    """A listing of 200,000 rows takes seconds to go through; here it takes for ever, so only giving way ends the crawl."""
    with LoopbackServer(archive()) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO")
        endless = settings | {"DATABASE_CLASS": f"tests.crawls.endless.{moment}"}
        crawl = forks.start("crawl", "policies", "-a", f"url={URL}", **endless)
        assert wait_until(lambda: (tmp_path / "reached").exists() or not crawl.running(), 30)
        time.sleep(0.2)
        crawl.send(signal.SIGINT)
        begun = time.monotonic()
        assert wait_until(lambda: not crawl.running(), 10), "still there 10 s after SIGINT"
        assert crawl.wait() == 130
        print(f"{moment}: stopped after {time.monotonic() - begun:.2f} s")
        says_what_is_due(forks)
        with Database.open(tmp_path / "policies.db") as database:
            listed, fetched = database.tally([1])
        assert (fetched > 0) == (moment not in ("SamplingRows", "SamplingQuery"))
        assert (f"{listed} captures listed, {fetched} of them fetched" in forks.output.read_text()) == (moment == "Counting")
        assert forks.start("crawl", "policies", "-a", f"url={URL}", **settings).wait() == 0


def test_a_plan_that_is_interrupted_prints_none(tmp_path: Path, forks: ForkServer) -> None:
    with LoopbackServer(archive()) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO", DATABASE_CLASS="tests.crawls.endless.Counting")
        crawl = forks.start("crawl", "policies", "-a", f"url={URL}", "-a", "plan=1", **settings)
        assert wait_until(lambda: (tmp_path / "reached").exists() or not crawl.running(), 30)
        crawl.send(signal.SIGINT)
        assert crawl.wait() == 130
    says_what_is_due(forks)
    assert "In all" not in forks.output.read_text()


@pytest.mark.parametrize("kind", ["", "cdx", "web"])
def test_it_stops_while_another_program_keeps_the_database_locked(kind: str, tmp_path: Path, forks: ForkServer) -> None:
    filled = archive()
    filled.latency = 0.05
    with LoopbackServer(filled) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO")
        Database.open(tmp_path / "policies.db", write=True).close()
        with closing(sqlite3.connect(tmp_path / "policies.db")) as other:
            if not kind:
                other.execute("BEGIN IMMEDIATE")
            crawl = forks.start("crawl", "policies", "-a", f"url={URL}", **settings)
            assert wait_until(lambda: waits(server, kind, forks) or not crawl.running(), 30)
            if kind:
                other.execute("BEGIN IMMEDIATE")
            time.sleep(0.5)
            crawl.send(signal.SIGINT)
            begun = time.monotonic()
            assert wait_until(lambda: not crawl.running(), 10), "still there 10 s after SIGINT"
            assert crawl.wait() == 130
            print(f"locked, {kind or 'from the start'}: stopped after {time.monotonic() - begun:.2f} s")
            other.rollback()
        if kind:
            says_what_is_due(forks)
        else:
            assert server.count() == 0
            assert "interrupted before anything was asked" in forks.output.read_text().splitlines()[-1]
        assert forks.start("crawl", "policies", "-a", f"url={URL}", **settings).wait() == 0


def waits(server: LoopbackServer, kind: str, forks: ForkServer) -> bool:
    """Tell whether the crawl has come to where it waits for the database: before its first request, or at a request."""
    return server.count(kind) > 0 if kind else "waiting for another program" in forks.output.read_text()
