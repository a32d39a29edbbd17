"""How far a crawl has come: lines in a log, a bar on a terminal, nothing else changed by either."""

from __future__ import annotations

import logging
import os
import pty
import subprocess
from pathlib import Path

import pytest

from crawler.telling import progress
from tests.archive import LoopbackServer
from tests.crawls.killing import settings_of
from tests.crawls.vendor import archive
from tests.support import ROOT, command_line, environment, run_crawl


def test_a_log_gets_a_line_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(progress, "LINES", 0.05)
    caplog.set_level(logging.INFO)
    with LoopbackServer(archive(9)) as server:
        server.archive.latency = 0.01
        run_crawl(settings_of(tmp_path, server, LOG_ENABLED=True) | {"LOG_LEVEL": "INFO"})
    lines = [record.getMessage() for record in caplog.records if record.name == "crawler.telling.progress"]
    assert len(lines) > 1
    assert len(set(lines)) == len(lines)
    assert all("documents listed" in line and "captures done" in line for line in lines)


def test_a_terminal_gets_a_bar_the_log_above_it_and_a_table_at_the_end(tmp_path: Path) -> None:
    with LoopbackServer(archive(9)) as server:
        server.archive.latency = 0.02
        settings = settings_of(tmp_path, server) | {"LOG_LEVEL": "INFO"}
        status, shown = on_a_terminal(tmp_path, "crawl", "policies", **settings)
    assert status == 0, shown
    assert "4 of 4 documents listed" in shown
    assert "text known from its own body" in shown
    assert shown.rstrip().splitlines()[-1].rpartition("INFO: ")[2].startswith("Exit status 0, all done")
    assert "Traceback" not in shown


def on_a_terminal(home: Path, *words: str, **settings: object) -> tuple[int, str]:
    """Run a command whose output and errors go to a terminal; its exit status and everything shown."""
    ours, theirs = pty.openpty()
    line = command_line(*words, **settings)
    process = subprocess.Popen(
        line, cwd=ROOT, env=environment(home) | {"TERM": "xterm", "COLUMNS": "120"}, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # Linux's way of saying that the other side is closed
            break
        shown += piece
    os.close(ours)
    return process.wait(timeout=30), shown.decode(errors="replace")
