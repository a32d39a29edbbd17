"""Fixtures that several rooms use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.crawls.forking import ForkServer
from tests.support import ROOT, project_settings, run_crawl

# a run that gates others must end the same way twice; on people's machines every run looks further
hypothesis.settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("gate")

SAMPLE = ROOT / "data" / "sample.warc.gz"
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or leaves anything in the user's folders; commands find the project from anywhere."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive, crawled once: a database to read, not to write."""
    folder = tmp_path_factory.mktemp("sample")
    settings = project_settings(folder, str(SAMPLE), VENDORS=str(ROOT / "data" / "sample-vendors.toml"))
    result = run_crawl(settings, domain="ringwave.example")
    assert result.stats["run/exit_status"] == 0
    return folder / "policies.db"


@pytest.fixture(scope="session")
def fork_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """The process that crawls are forked from: they begin without two seconds of imports."""
    with ForkServer(tmp_path_factory.mktemp("forks")) as server:
        yield server


@pytest.fixture
def forks(fork_server: ForkServer) -> ForkServer:
    """The process that forks, its output empty."""
    fork_server.output.write_text("")
    return fork_server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real captures and references beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there: the real captures and the reference texts are not part of the project")
    return SHARED
