"""A page that was captured 200,000 times: listed page by page in little memory, also when the archive can do less at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.settings import EXTRACTION_WORKERS
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.crawls.memory import Peak
from tests.support import project_settings, run_crawl, start_command

URL = "http://www.vendor.example/privacy"
FIRST = datetime(2001, 1, 1, tzinfo=UTC)
#: Bytes that a whole crawl may take, reading processes included (issue: "at most 300 MB for the whole crawl").
MOST = 300_000_000


def big(rows: int, changes: int) -> FakeArchive:
    """An archive with so many captures of one page over 24 years, every one with another digest, and so many changes."""
    step = timedelta(days=24 * 365) / rows
    bodies = [policy_html(n % 700).encode() for n in range(changes + 1)]

    def capture(index: int) -> tuple[str, bytes]:
        version = index * (changes + 1) // rows
        return (FIRST + index * step).strftime("%Y%m%d%H%M%S"), bodies[version] + f"<!-- {index} -->".encode()

    archive = FakeArchive()
    archive.add_many(URL, rows, capture)
    return archive


@pytest.mark.slow
@pytest.mark.parametrize("workers", sorted({1, EXTRACTION_WORKERS}))
def test_two_hundred_thousand_rows_in_three_hundred_megabytes(workers: int, tmp_path: Path) -> None:
    with LoopbackServer(big(200_000, 5)) as server:
        settings = project_settings(
            tmp_path, server.url, EXTRACTION_WORKERS=workers, DOWNLOAD_TIMEOUT=300, EXTRACTION_TIMEOUT=60
        )
        with (
            start_command("crawl", "policies", "-a", f"url={URL}", home=tmp_path, **settings) as crawl,
            Peak(crawl.pid) as peak,
        ):
            assert crawl.wait(timeout=900) == 0, (tmp_path / "output.txt").read_text()
        assert server.count("cdx") == 41
    with Database.open(tmp_path / "policies.db") as database:
        ((document_id, _),) = database.documents()
        outcomes = database.outcomes(document_id)
        assert sum(outcomes.values()) == 200_000
        assert len(database.versions(document_id)) == 6
    print(f"{workers} reading process(es): peak {peak}, outcomes {outcomes}")
    assert peak.kinds == {"crawl", "resource tracker", "fork server", "reading"}
    assert 50_000_000 < peak.bytes <= MOST


@pytest.mark.parametrize("limits", [{"days": 400}, {"rows": 300}, {"days": 3000, "rows": 600}])
def test_what_is_too_heavy_is_halved_until_it_is_had(limits: dict[str, float], tmp_path: Path) -> None:
    archive = big(2000, 3)
    archive.too_heavy(**limits)
    with LoopbackServer(archive) as server:
        stats = run_crawl(project_settings(tmp_path, server.url, RESOLUTION=1000), url=URL).stats
        assert {request.answered for request in server.of("cdx")} == {"504", "200"}
    assert stats["run/exit_status"] == 0
    with Database.open(tmp_path / "policies.db") as database:
        ((document_id, _),) = database.documents()
        assert sum(database.outcomes(document_id).values()) == 2000
        assert len(database.versions(document_id)) == 4
