"""Ctrl-C in a crawl's first second: status 130 and one line, and no row of a run that looks as if it went on."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.telling.early import end_in_one_line
from tests.archive import LoopbackServer
from tests.crawls.forking import ForkServer
from tests.crawls.vendor import HOST, archive
from tests.support import project_settings


@pytest.mark.parametrize("moment", ["WhileMade", "WhileChecked", "WhileBegun"])
def test_it_is_told_in_one_line_and_by_the_status(moment: str, tmp_path: Path, forks: ForkServer) -> None:
    with LoopbackServer(archive(3)) as server:
        settings = project_settings(tmp_path, server.url, LOG_LEVEL="INFO")
        early = settings | {"DATABASE_CLASS": f"tests.crawls.early.{moment}"}
        crawl = forks.start("crawl", "policies", "-a", f"url={HOST}/privacy", **early)
        assert crawl.wait() == 130
        said = forks.output.read_text().strip().splitlines()
        assert "interrupted" in said[-1]
        assert "Traceback" not in "".join(said)
        assert "no account" not in "".join(said)
        assert server.count("web") == 0
        with closing(sqlite3.connect(tmp_path / "policies.db")) as connection:
            rows = connection.execute("SELECT reason, exit_status, finished_at <> '' FROM runs").fetchall()
        assert set(rows) <= {("shutdown", 130, 1)}
        assert forks.start("crawl", "policies", "-a", f"url={HOST}/privacy", **settings).wait() == 0


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_before_scrapy_hears_of_signals_they_end_the_process_in_one_line(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    end_in_one_line("crawl")
    with pytest.raises(SystemExit) as ended:
        os.kill(os.getpid(), number)
    assert ended.value.code == 130
    assert capsys.readouterr().err == "scrapy crawl: interrupted before anything was asked\n"
