"""An archive and its server. A module that wants another archive has a fixture ``archive`` of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive import FakeArchive, LoopbackServer
from tests.loopback import one_capture


@pytest.fixture
def archive() -> FakeArchive:
    """One document with one long capture."""
    return one_capture()


@pytest.fixture
def server(archive: FakeArchive) -> Iterator[LoopbackServer]:
    """The archive, listening."""
    with LoopbackServer(archive) as server:
        yield server
