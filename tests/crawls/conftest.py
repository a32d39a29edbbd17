"""What disturbed crawls share: one process that all of a module's crawls are forked from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawls.forking import ForkServer


@pytest.fixture(scope="package")
def fork_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    with ForkServer(tmp_path_factory.mktemp("forks")) as server:
        yield server


@pytest.fixture
def forks(fork_server: ForkServer) -> ForkServer:
    """The process that forks, its output empty."""
    fork_server.output.write_text("")
    return fork_server
