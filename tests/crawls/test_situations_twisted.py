"""Every situation once more with Twisted's HTTP client, as in production: it breaks, hangs and cuts off in ways of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.situations import SITUATIONS
from tests.crawls.test_situations import _check_captures, _check_requests, _check_texts
from tests.reactor import ReactorProcess
from tests.support import project_settings


@pytest.fixture(scope="module")
def reactor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReactorProcess]:
    with ReactorProcess(tmp_path_factory.mktemp("reactor")) as process:
        yield process


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_each_situation_ends_as_the_table_says_with_twisted_too(name: str, reactor: ReactorProcess, tmp_path: Path) -> None:
    archive = FakeArchive()
    expected = SITUATIONS[name](archive)
    with LoopbackServer(archive) as server:
        stats = reactor.crawl(project_settings(tmp_path, server.url, **dict(expected.settings)), url=expected.url)
        _check_requests(server, expected)
        sent = sum(stats.get(f"archive/requests/{pool}", 0) for pool in ("cdx", "web"))
        assert sent == server.count() or "refused" in name  # what is refused at the door never arrives
    assert stats["run/exit_status"] in expected.status
    assert stats.get("spider_exceptions/count", 0) == 0
    with Database.open(tmp_path / "policies.db") as database:
        captures = [capture for document_id, _ in database.documents() for capture in database.captures(document_id)]
        _check_captures(captures, expected)
        _check_texts(database, captures, expected)
