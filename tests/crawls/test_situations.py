"""Every row of the protocol's situation table, as a whole crawl against an archive that behaves so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import StoredCapture
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.situations import ODD, SITUATIONS, Expected
from tests.support import CrawlResult, project_settings, run_crawl


@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_each_situation_ends_as_the_table_says(name: str, tmp_path: Path) -> None:
    archive = FakeArchive()
    expected = SITUATIONS[name](archive)
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url, **dict(expected.settings))
        result = run_crawl(settings, url=expected.url)
        _check_requests(server, expected)
    _check_result(result, expected)
    with Database.open(tmp_path / "policies.db") as database:
        captures = [capture for document_id, _ in database.documents() for capture in database.captures(document_id)]
        _check_captures(captures, expected)
        _check_texts(database, captures, expected)


def _check_requests(server: LoopbackServer, expected: Expected) -> None:
    assert expected.cdx[0] <= server.count("cdx") <= expected.cdx[1]
    assert expected.web[0] <= server.count("web") <= expected.web[1]
    assert server.count("other") == 0


def _check_result(result: CrawlResult, expected: Expected) -> None:
    assert result.stats["run/exit_status"] in expected.status, result.stats
    assert result.stats.get("spider_exceptions/count", 0) == 0
    listings = {item.outcome for item in result.items if type(item).__name__ == "ListingOutcome"}
    assert (expected.listing in listings) if expected.listing else not (listings - {"failed"})


def _check_captures(captures: list[StoredCapture], expected: Expected) -> None:
    ends = {(capture.timestamp, capture.outcome, capture.reason) for capture in captures}
    assert {capture.timestamp for capture in captures} == set(expected.outcomes), ends
    for capture in captures:
        assert capture.outcome in expected.outcomes[capture.timestamp].split("|"), ends
        assert capture.reason or capture.outcome in ("read", "same-digest", "between", "pending"), capture
    odd = [capture for capture in captures if capture.timestamp == ODD]
    if expected.due and not expected.listing:
        assert any(capture.due_at > datetime.now(UTC).isoformat() for capture in odd)
    if expected.target:
        assert expected.target in {capture.target for capture in odd}


def _check_texts(database: Database, captures: list[StoredCapture], expected: Expected) -> None:
    texts = [(capture, database.text(capture.text_id)) for capture in captures if capture.text_id]
    if expected.contains:
        assert any(expected.contains in text.markdown for capture, text in texts if capture.timestamp == ODD)
    for lacked in expected.lacks:
        assert all(lacked not in text.markdown for _, text in texts)
    if expected.flag:
        flags = [flag for capture in captures for flag in database.flags(capture.id)]
        assert any(expected.flag in flag for flag in flags), flags
