"""How the crawler behaves towards an archive: requests by kind, rates at the socket, pauses, memory, kills survived.

    python -m scripts.bench_manners [--json] [--kills 50] [--rows 200000]

Everything runs against a loopback archive, with the real command in processes of its own. Rates are the archive's limits at
the default settings (24 listings a minute, 8 pages a second), measured in any window of 60 s as far as the crawl lasts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.settings import EXTRACTION_WORKERS
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.answers import throttled
from tests.archive.prose import policy_html
from tests.crawls.facts import facts
from tests.crawls.killing import kill_many, settings_of
from tests.crawls.memory import Peak
from tests.crawls.test_big_listing import URL, big
from tests.crawls.vendor import HOST, archive
from tests.support import project_settings, start_command

#: The settings' defaults, which `tests.support` shortens for tests.
CALM: dict[str, Any] = {"ARCHIVE_CDX_PER_MINUTE": 24, "ARCHIVE_PLAYBACK_PER_SECOND": 8, "ARCHIVE_RETRY_DELAY": 1}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, how much it is, and what it must not exceed (empty: there is no bound)."""

    name: str
    value: float | str
    bound: str = ""


def crawl(folder: Path, settings: dict[str, Any], *words: str) -> tuple[int, Peak]:
    """Run the command to its end; exit status, and the most memory that it and all its processes took."""
    with start_command("crawl", "policies", *words, home=folder, **settings) as process, Peak(process.pid) as peak:
        status = process.wait()
    return status, peak


def spent(server: LoopbackServer) -> str:
    """Say how many requests there were by kind."""
    return f"{server.count('cdx')} listings, {server.count('web')} pages, {server.count('other')} others"


def increments(folder: Path) -> list[Figure]:
    """Crawl a vendor, and crawl it again unchanged."""
    with LoopbackServer(archive()) as server:
        settings = settings_of(folder, server)
        crawl(folder, settings)
        first = spent(server)
        server.forget()
        crawl(folder, settings)
        documents = len(facts(folder / "policies.db")["documents"])
        return [
            Figure("first run of a vendor", first),
            Figure("second run, nothing new", spent(server), f"{documents} listings, 0 pages"),
        ]


def rates(folder: Path) -> list[Figure]:
    """Crawl at the set pace for more than a minute, with faults that cost repetitions in it."""
    filled = FakeArchive()
    for n in range(30):
        for year in range(2000, 2020):
            body = policy_html((year + n) % 29, furniture_seed=year)
            filled.add(f"{HOST}/terms/{n}", f"{year}0101000000", body)
    filled.storm({29: "503"})
    urls = ",".join(f"{HOST}/terms/{n}" for n in range(30))
    with LoopbackServer(filled) as server:
        crawl(folder, project_settings(folder, server.url, **CALM), "-a", f"url={urls}")
        return [
            Figure("most listings in any 60 s", server.peak_rate("cdx", 60), "24 (hard limit 30)"),
            Figure("most pages in any 60 s", server.peak_rate("web", 60), "480 (hard limit 600)"),
            Figure("most pages in any second", server.peak_rate("web", 1), "8 (hard limit 10)"),
            Figure("connections opened", server.connections, "6"),
            Figure("most requests under way at once", server.max_parallel, "6"),
        ]


def pauses(folder: Path) -> list[Figure]:
    """Answer 429 without Retry-After in the middle: how long is nothing sent, and what is sent first?"""
    filled = archive()
    filled.script("web", ["ok", "ok", "ok", throttled()])
    with LoopbackServer(filled) as server:
        status, _ = crawl(folder, settings_of(folder, server, ARCHIVE_PAUSE=5))
        moments = [request.at for request in server.requests]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        silence = max(gaps)
        after = moments[gaps.index(silence) + 1]
        sent = sum(after <= at < after + 0.05 for at in moments)
        return [
            Figure("silence after a 429, pause set to 5 s", f"{silence:.1f} s", "at least 5 s"),
            Figure("requests in the first 50 ms after it", sent, "1, the probe"),
            Figure("exit status of that crawl", status, "0"),
        ]


def memory(folder: Path, rows: int) -> list[Figure]:
    """Crawl a page with very many captures, with the default reading processes, and watch all processes of the crawl."""
    with LoopbackServer(big(rows, 5)) as server:
        settings = project_settings(folder, server.url, EXTRACTION_WORKERS=EXTRACTION_WORKERS, DOWNLOAD_TIMEOUT=300)
        status, peak = crawl(folder, settings, "-a", f"url={URL}")
        assert status == 0, (folder / "output.txt").read_text()
        name = f"peak memory, {rows:,} captures of one page (PSS, all processes, {EXTRACTION_WORKERS} of them reading)"
        return [Figure(name, str(peak), "300 MB")]


def kills(folder: Path, times: int) -> list[Figure]:
    """Kill crawls at random points, and compare each vendor's database with an undisturbed one."""
    found = kill_many(folder, times, seed=1)
    return [
        Figure("crawls killed with signal 9", found.killed, str(times)),
        Figure("databases that differ, captures fetched twice, damage", len(found.faults), "0"),
    ]


def measure(options: argparse.Namespace, told: Callable[[str], None]) -> list[Figure]:
    """Run every part in a folder of its own."""
    parts: dict[str, Callable[[Path], list[Figure]]] = {
        "increments": increments,
        "pauses": pauses,
        "kills": lambda folder: kills(folder / "kills", options.kills),
        "memory": lambda folder: memory(folder, options.rows),
        "rates": rates,
    }
    figures: list[Figure] = []
    for name, part in parts.items():
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            figures += part(Path(folder))
        told(f"{name}: {time.monotonic() - begun:.0f} s")
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--kills", type=int, default=50, help="how many crawls to kill (default 50)")
    parser.add_argument("--rows", type=int, default=200_000, help="captures of the big listing (default 200,000)")
    options = parser.parse_args()
    errors = Console(stderr=True)
    figures = measure(options, errors.print)
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))
        return 0
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("measured", "figure", "bound"):
        table.add_column(column)
    for figure in figures:
        table.add_row(figure.name, str(figure.value), figure.bound)
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
