"""How a crawl behaves towards the archive, and what it survives: figures for the README.

    python -m scripts.bench_manners [--kills 50] [--rows 200000] [--json]

All against the loopback archive of the tests. The first part keeps the pace that is set for the real archive, so it takes more
than a minute on the clock; nothing of it is computed, every figure is counted at the server's socket.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler import settings as project
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.crawls.killing import kill_many
from tests.crawls.memory import Peak
from tests.crawls.test_big_listing import URL, big
from tests.crawls.test_storm import ONE_IN, STORM, crawled
from tests.crawls.vendor import archive
from tests.support import project_settings, start_command

#: Documents and captures of the crawl at the real pace: 28 listings at 24 a minute are 70 s, 560 captures at 8 a second too.
DOCUMENTS, CAPTURES = 28, 20


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, what came of it, and what it may be at most (or must be)."""

    what: str
    measured: str
    bound: str


def at_the_real_pace(folder: Path) -> list[Figure]:
    """Crawl with the settings as they are delivered, and count."""
    filled = FakeArchive()
    urls = [f"http://vendor.example/policy-{n}/privacy" for n in range(DOCUMENTS)]
    for n, url in enumerate(urls):
        for year in range(CAPTURES):
            filled.add(url, f"{2001 + year}0301120000", policy_html((n + year) % 500, furniture_seed=year))
    with LoopbackServer(filled) as server:
        own = project_settings(folder, server.url)
        pace = {
            "ARCHIVE_CDX_PER_MINUTE": project.ARCHIVE_CDX_PER_MINUTE,
            "ARCHIVE_PLAYBACK_PER_SECOND": project.ARCHIVE_PLAYBACK_PER_SECOND,
        }
        crawl = start_command("crawl", "policies", "-a", f"url={','.join(urls)}", home=folder, **own | pace)
        with crawl, Peak(crawl.pid) as peak:
            status = crawl.wait(timeout=600)
        return [
            Figure("exit status of a crawl at the real pace", str(status), "0"),
            Figure("listing requests", str(server.count("cdx")), str(DOCUMENTS)),
            Figure("playback requests", str(server.count("web")), str(DOCUMENTS * CAPTURES)),
            Figure("most listings in any 60 s", str(server.peak_rate("cdx", 60)), "24 (hard limit 30)"),
            Figure("most pages in any 60 s", str(server.peak_rate("web", 60)), "480 (hard limit 600)"),
            Figure("connections", str(server.connections), f"{project.CONCURRENT_REQUESTS_PER_DOMAIN}"),
            Figure("most requests under way at once", str(server.max_parallel), f"{project.CONCURRENT_REQUESTS_PER_DOMAIN}"),
            Figure("peak memory, MB (proportional, without reading processes)", f"{peak.bytes / 1e6:.0f}", "300"),
        ]


def in_a_storm(folder: Path) -> list[Figure]:
    """Crawl one vendor on a calm day and in a storm of faults, and compare what is known afterwards."""
    calm, stormy = archive(24), archive(24)
    for filled, every in ((calm, dict[int, Any]()), (stormy, STORM)):
        filled.storm(every, unplayable_one_in=ONE_IN)
    wanted, _, quiet = crawled(folder / "calm", calm)
    found, _, server = crawled(folder / "storm", stormy)
    faults = sum(request.answered in STORM.values() for request in server.requests)
    return [
        Figure("requests on a calm day", str(len(quiet.requests)), ""),
        Figure("requests in a storm, of them faults", f"{len(server.requests)}, {faults}", ""),
        Figure("versions in a storm and on a calm day", f"{len(found['versions'])} and {len(wanted['versions'])}", "equal"),
        Figure("facts that differ", str(sum(found[name] != wanted[name] for name in wanted)), "0"),
    ]


def with_many_rows(folder: Path, rows: int) -> list[Figure]:
    """Crawl a page that was captured so often, with one reading process."""
    with LoopbackServer(big(rows, 5)) as server:
        own = project_settings(folder, server.url, EXTRACTION_WORKERS=1, DOWNLOAD_TIMEOUT=300, EXTRACTION_TIMEOUT=60)
        with start_command("crawl", "policies", "-a", f"url={URL}", home=folder, **own) as crawl, Peak(crawl.pid) as peak:
            status = crawl.wait(timeout=1800)
        pages = f"{server.count('cdx')} and {server.count('web')}"
    return [
        Figure(f"exit status of a crawl of {rows:,} captures of one page", str(status), "0"),
        Figure("listing pages and captures fetched", pages, ""),
        Figure("peak memory, MB (proportional, with one reading process)", f"{peak.bytes / 1e6:.0f}", "300"),
    ]


def killed(folder: Path, times: int) -> list[Figure]:
    """Kill crawls at random points, and compare what their databases come to."""
    kills = kill_many(folder, times, seed=20261122)
    return [
        Figure("crawls killed with -9 at random points", str(kills.killed), str(times)),
        Figure("facts lost, wrong, or fetched twice", str(len(kills.faults)), "0"),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="crawls to kill (default 50)")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the long listing (default 200,000)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    parts = {
        "pace": lambda folder: at_the_real_pace(folder),
        "storm": lambda folder: in_a_storm(folder),
        "rows": lambda folder: with_many_rows(folder, options.rows),
        "kills": lambda folder: killed(folder, options.kills),
    }
    logging.disable(logging.WARNING)  # Scrapy's about its client without a reactor, at every crawl in this process
    figures: list[Figure] = []
    for name, measure in parts.items():
        with tempfile.TemporaryDirectory(prefix=f"manners-{name}-") as folder:
            figures += measure(Path(folder))
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))
        return
    table = Table("what", "measured", "must be, or at most", box=None, header_style="dim")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.bound)
    Console().print(table)


if __name__ == "__main__":
    main()
