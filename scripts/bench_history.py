"""How many requests a history costs, and how much of it is found: ``make bench-history``.

Four tables, all from generated archives whose versions are known (``tests/history/pages.py``); nothing is downloaded:

1. documents of 400 captures over ten years with holes, calm and with each kind of noise;
2. documents of ten years with a capture a day: calm, with every noise at once, and with noises beyond the usual (rare banners,
   weekly news, furniture that begins or ends midway, another page by turns, paragraphs that now and then are not read);
3. some of the first through the real reader (``crawler.extraction``), from HTML;
4. one document of 100 to 100,000 captures: requests, CPU seconds, memory.

The baseline fetches every capture and hashes what trafilatura reads. "Missed" counts what stood longer than the resolution.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trafilatura
from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crawler.extraction import read
from crawler.items import Capture, Page
from crawler.sampling import Sampler
from tests.history.explore import Reader, Score, as_served, explore, iso, score
from tests.history.generated import row_at
from tests.history.pages import (
    MORE_NOISES,
    NOISES,
    History,
    Served,
    history,
    moments_daily,
    moments_irregular,
    seeded,
)
from tests.history.timeline import Fact, derive_versions

START = datetime(2010, 1, 1, tzinfo=UTC)
DAYS = 3650
RESOLUTION = 30.0
#: Edits in ten years, by document in turn: a policy is edited between never and five times a year.
EDITS = (3, 7, 12, 0, 18, 5, 30)
CURVE = (100, 1_000, 10_000, 100_000)

Totals = dict[str, Any]


def noises_of(number: int) -> tuple[str, tuple[str, ...]]:
    """Name and noises of the nth document: some calm, some with one noise each, some with all at once."""
    kinds: list[tuple[str, tuple[str, ...]]] = [("calm", ()), *((noise, (noise,)) for noise in NOISES), ("all", NOISES)]
    return kinds[number % len(kinds)]


def irregular(number: int, captures: int) -> tuple[str, History]:
    """Make the nth document of the first table, and name its noise."""
    name, noises = noises_of(number)
    moments = moments_irregular(START, DAYS, captures, seeded(f"moments {number}"))
    return name, history(f"document {number}", moments, EDITS[number % len(EDITS)], noises, number)


def daily(number: int, noises: Sequence[str], *, hard: bool = False) -> History:
    """Make a document of ten years with a capture a day."""
    moments = moments_daily(START, DAYS, seeded(f"daily {number}"))
    return history(f"daily {number}", moments, EDITS[number % len(EDITS)], noises, number, hard=hard)


def add(totals: dict[str, Totals], name: str, requests: int, captures: int, result: Score) -> None:
    """Add one document's figures to the row of a name."""
    row = totals.setdefault(name, dict.fromkeys(("documents", "captures", "requests", *Score.__dataclass_fields__), 0))
    figures = {"documents": 1, "captures": captures, "requests": requests}
    figures |= {field: getattr(result, field) for field in Score.__dataclass_fields__}
    for field, figure in figures.items():
        row[field] += figure


def ours(document: History, read_page: Reader = as_served) -> tuple[int, Score]:
    """Sample and settle noise; return requests and score."""
    explored = explore(document, RESOLUTION, read=read_page)
    return explored.fetches, score(document, explored.versions, explored.facts, RESOLUTION)


def baseline(document: History) -> tuple[int, Score]:
    """Fetch everything, hash what trafilatura reads; return requests and score."""
    facts = [Fact(iso(served.moment), _hash(trafilatura.extract(served.page.decode()) or "")) for served in document.served]
    return len(facts), score(document, derive_versions(facts), facts, RESOLUTION)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def really_read(served: Served) -> str:
    """Read a generated page as a crawl does."""
    return read(Page(body=served.page, url="https://vendor.example/privacy", content_type="text/html", kind="privacy")).text


def table_archive(documents: int, captures: int) -> dict[str, Totals]:
    """Table 1, with the baseline as its last row."""
    totals: dict[str, Totals] = {}
    for number in track(range(documents), "400 captures each", console=Console(stderr=True), transient=True):
        name, document = irregular(number, captures)
        requests, result = ours(document)
        add(totals, name, requests, captures, result)
        add(totals, "together", requests, captures, result)
        add(totals, "baseline", *_swap(baseline(document), captures))
    return {**{name: row for name, row in totals.items() if name not in {"together", "baseline"}}, **_last(totals)}


def _swap(figures: tuple[int, Score], captures: int) -> tuple[int, int, Score]:
    return figures[0], captures, figures[1]


def _last(totals: dict[str, Totals]) -> dict[str, Totals]:
    return {name: totals[name] for name in ("together", "baseline")}


def table_daily(documents: int) -> dict[str, Totals]:
    """Table 2."""
    totals: dict[str, Totals] = {}
    for number in track(range(documents), "ten years daily", console=Console(stderr=True), transient=True):
        for name, noises in (("calm", ()), ("every noise", NOISES)):
            add(totals, name, *_swap(ours(daily(number, noises)), DAYS))
        some = [noise for noise in (*NOISES, *MORE_NOISES) if seeded(f"{number} {noise}").random() < 0.5]
        add(totals, "unusual", *_swap(ours(daily(number, some, hard=True)), DAYS))
    return totals


def table_read(documents: int, captures: int) -> dict[str, Totals]:
    """Table 3: documents with every noise, read from HTML."""
    totals: dict[str, Totals] = {}
    for number in track(range(documents), "through the reader", console=Console(stderr=True), transient=True):
        moments = moments_irregular(START, DAYS, captures, seeded(f"read {number}"))
        document = history(f"read {number}", moments, EDITS[number], NOISES, number)
        add(totals, "ours", *_swap(ours(document, really_read), captures))
        add(totals, "baseline", *_swap(baseline(document), captures))
    return totals


def rows(captures: int) -> Iterable[Capture]:
    """List a document of ten years, each body of its own digest."""
    return (row_at(START + timedelta(days=DAYS * n / captures), digest=f"{n:032X}") for n in range(captures))


def decide(sampler: Sampler, edits: Sequence[str]) -> int:
    """Answer a sampler at once; return the requests it made."""
    requests = 0
    while batch := sampler.next():
        for capture in batch:
            sampler.heard(capture, str(sum(edit <= capture.captured_at for edit in edits)))
        requests += len(batch)
    return requests


def curve_point(captures: int) -> Totals:
    """Measure one point of table 4; memory in a second run, for tracing it takes time."""
    rng = seeded(f"edits {captures}")
    edits = sorted(iso(START + timedelta(days=rng.uniform(0, DAYS))) for _ in range(12))
    listed = list(rows(captures))
    started = time.process_time()
    sampler = Sampler(listed, RESOLUTION)
    taken = time.process_time()
    requests = decide(sampler, edits)
    ended = time.process_time()
    del listed, sampler
    tracemalloc.start()
    decide(Sampler(rows(captures), RESOLUTION), edits)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    times = {"taking": taken - started, "deciding": ended - taken}
    return {"captures": captures, "requests": requests, **times, "megabytes": peak}


def show(console: Console, title: str, figures: dict[str, Totals]) -> None:
    """Print one of the tables 1 to 3."""
    table = Table(title=title, title_justify="left")
    table.add_column("noise", no_wrap=True)
    for column in ("docs", "requests", "real", "found", "missed", "invented"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, row in figures.items():
        invented = f"{row['invented']} = {row['invented'] / max(row['versions'], 1):.1%}"
        counts = [str(row[count]) for count in ("real", "found", "missed")]
        requests = f"{row['requests']} = {row['requests'] / row['captures']:.1%}"
        table.add_row(name, str(row["documents"]), requests, *counts, invented)
    console.print(table)


def show_curve(console: Console, points: Sequence[Totals]) -> None:
    """Print table 4."""
    table = Table(title="4. One document of ten years, twelve edits; CPU seconds", title_justify="left")
    for column in ("captures", "requests", "of all", "taking rows", "deciding", "MB"):
        table.add_column(column, justify="right")
    for point in points:
        share = point["requests"] / point["captures"]
        cost = (f"{point['taking']:.2f}", f"{point['deciding']:.2f}", f"{point['megabytes']:.0f}")
        table.add_row(f"{point['captures']:,}", str(point["requests"]), f"{share:.1%}", *cost)
    console.print(table)


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=40, help="documents of table 1 (default: %(default)s)")
    parser.add_argument("--captures", type=int, default=400, help="captures of each (default: %(default)s)")
    parser.add_argument("--daily", type=int, default=7, help="documents of table 2 (default: %(default)s)")
    parser.add_argument("--read", type=int, default=3, help="documents of table 3 (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print figures instead of tables")
    return parser.parse_args()


def main() -> None:
    """Measure, and print."""
    options = arguments()
    figures = {
        "archive": table_archive(options.documents, options.captures),
        "daily": table_daily(options.daily),
        "read": table_read(options.read, options.captures),
        "curve": [curve_point(size) for size in CURVE],
    }
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    console = Console()
    show(console, f"1. {options.captures} captures each over ten years, with holes", figures["archive"])
    show(console, "2. Ten years with a capture a day", figures["daily"])
    show(console, "3. Every noise at once, read from HTML", figures["read"])
    show_curve(console, figures["curve"])
    console.print(f"CPU: {time.process_time():.0f} s")


if __name__ == "__main__":
    main()
