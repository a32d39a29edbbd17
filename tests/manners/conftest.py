"""Twisted's HTTP client beside aiohttp's: manners hold with both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reactor import ReactorProcess


@pytest.fixture(scope="package")
def reactor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReactorProcess]:
    """The process in which crawls run with Twisted's client."""
    with ReactorProcess(tmp_path_factory.mktemp("reactor")) as process:
        yield process
