"""The helpers that run crawls: in process, as a command, and as a command that is killed."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.archive import FakeArchive, LoopbackServer, wait_until
from tests.archive.answers import hang
from tests.manners.asking import BARE, Asking
from tests.support import environment, project_settings, run_command, run_crawl, start_command

URL = "http://www.vendor.example/privacy"


def test_a_crawl_in_process_gives_items_stats_and_reason(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.add(URL, "20140601120000", b"words")
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url, **BARE)
        results = [run_crawl(settings, Asking, urls=f"/web/20140601120000id_/{URL}") for _ in range(2)]
    for result in results:
        assert result.items == [{"status": 200, "body": b"words"}]
        assert result.of(dict) == result.items
        assert result.reason == "finished"
        assert result.stats["response_received_count"] == 1
    assert server.count("web") == 2


def test_settings_of_a_test_stay_below_its_folder(tmp_path: Path) -> None:
    settings = project_settings(tmp_path, "http://127.0.0.1:9", EXTRACTION_TIMEOUT=3)
    assert settings["EXTRACTION_TIMEOUT"] == 3
    assert [Path(settings[name]).parent for name in ("DATABASE", "VENDORS", "ARCHIVE_LEDGER")] == [tmp_path] * 3
    assert Path(settings["VENDORS"]).read_text(encoding="utf-8") == ""


def test_a_command_runs_in_the_project_with_a_home_of_its_own(tmp_path: Path) -> None:
    done = run_command("list", home=tmp_path)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["discovery", "policies"], "")
    homes = {name: value for name, value in environment(tmp_path).items() if name == "HOME" or name.startswith("XDG_")}
    assert {name for name in homes if name.endswith("_HOME")} == {f"XDG_{n}_HOME" for n in ("CONFIG", "CACHE", "DATA", "STATE")}
    assert all(Path(homes[name]).is_relative_to(tmp_path) for name in homes if name.endswith("HOME"))


def test_a_command_can_be_killed_while_it_waits(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.always(hang())
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        with start_command("crawl", "policies", "-a", f"url={URL}", home=tmp_path, **settings) as running:
            assert wait_until(lambda: server.count("cdx") == 1, 30), (tmp_path / "output.txt").read_text()
            running.kill()
        assert running.returncode == -signal.SIGKILL
