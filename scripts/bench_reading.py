"""Reading measured: how much of each page's policy every reader keeps, and what it costs in CPU time, in one run.

``python scripts/bench_reading.py [--json] [--repeat 9]``. Pages: the real captures beside the checkout (against the reference
corpus's text) and our own gold pages (against Markdown written by hand). Readers: trafilatura's Markdown, readability with
html2text, the prototype that reading grew from (where it is beside the checkout), ours as a crawl uses it, and ours without
verdict, language, dates and fingerprints, which the others do not give.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import html2text  # noqa: E402
import trafilatura  # noqa: E402
from readability import Document  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402
from rich.table import Table  # noqa: E402

from crawler.extraction.decode import decode  # noqa: E402
from crawler.extraction.reader import find, read  # noqa: E402
from crawler.extraction.unpack import unpack  # noqa: E402
from crawler.items import Page  # noqa: E402
from tests.extraction.measure import Figures, body, compare  # noqa: E402
from tests.extraction.oldways import WAYS, rewritten  # noqa: E402
from tests.extraction.shared import SHARED, real_captures  # noqa: E402
from tests.extraction.test_gold import CASES, case  # noqa: E402

Reader = Callable[[Page, str], str]


@dataclass(frozen=True)
class Sample:
    """A page, its characters (for the readers that do not decode), and the Markdown it should become."""

    name: str
    page: Page
    html: str
    expected: str


@dataclass(frozen=True)
class Row:
    """A reader's means over a set of pages; ``worst`` is the lowest word F1, ``ms`` CPU milliseconds a page."""

    reader: str
    pages: str
    figures: Figures
    worst: float
    ms: float


def samples() -> Iterator[tuple[str, list[Sample]]]:
    """List the sets of pages that are there."""
    real = [Sample(c.name, c.page, _characters(c.page), body(c.reference)) for c in real_captures(paired=True)]
    if real:
        yield "real captures", real
        for way in WAYS:
            yield f"real captures as {way}", [_rewritten(sample, way) for sample in real]
    gold = ((name, *case(name)) for name in CASES)
    yield (
        "gold pages",
        [
            Sample(name, page, _characters(page), expected)
            for name, page, expected, about in gold
            if "fragment" not in about
            and about.get("verdict", "policy") == "policy"
            and about.get("content_type", "").split(";")[0] != "text/plain"
        ],
    )


def _rewritten(sample: Sample, way: str) -> Sample:
    html = rewritten(sample.html, way)
    return replace(sample, html=html, page=replace(sample.page, body=html.encode()))


def _characters(page: Page) -> str:
    return decode(unpack(page.body), page.content_type).text


def readers() -> dict[str, Reader]:
    """Every reader by name: page and characters in, Markdown body out."""
    found: dict[str, Reader] = {"trafilatura, Markdown": _trafilatura, "readability + html2text": _readability}
    prototype = SHARED / "bench" / "subtree_reader.py"
    if prototype.exists():
        found["prototype"] = _prototype(prototype)
    return found | {"ours": lambda page, _: read(page).markdown, "ours, not judged": lambda page, _: find(page).markdown}


def _trafilatura(page: Page, html: str) -> str:
    return trafilatura.extract(html, url=page.url, output_format="markdown", include_links=True, include_formatting=True) or ""


def _readability(page: Page, html: str) -> str:
    writer = html2text.HTML2Text(baseurl=page.url, bodywidth=0)
    writer.unicode_snob = True
    return writer.handle(Document(html, url=page.url).summary())


def _prototype(path: Path) -> Reader:
    spec = importlib.util.spec_from_file_location("subtree_reader", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path.name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda page, html: str(module.policy_markdown(html, page.url))


def measure(found: dict[str, Reader], pages: str, group: list[Sample], repeat: int) -> list[Row]:
    """Run all readers over a set of pages, by turns, so that whatever else the machine does hits them alike.

    The cost of a page is the least of ``repeat`` runs.
    """
    figures: dict[str, list[Figures]] = {name: [] for name in found}
    spent = dict.fromkeys(found, 0.0)
    for sample in group:
        for name, (got, seconds) in _by_turns(found, sample, repeat).items():
            figures[name].append(compare(sample.expected, got))
            spent[name] += seconds
    return [
        Row(name, pages, _means(ones), min(one.f1 for one in ones), 1000 * spent[name] / len(group))
        for name, ones in figures.items()
    ]


def _by_turns(found: dict[str, Reader], sample: Sample, repeat: int) -> dict[str, tuple[str, float]]:
    """Read one page with every reader: what each gave, and the fewest seconds of CPU that it took."""
    read: dict[str, tuple[str, float]] = {}
    for _ in range(repeat):
        for name, reader in found.items():
            start = time.process_time()
            got = _survived(reader, sample)
            spent = time.process_time() - start
            read[name] = got, min(spent, read[name][1] if name in read else spent)
    return read


def _means(figures: list[Figures]) -> Figures:
    return Figures(**{f.name: sum(getattr(one, f.name) for one in figures) / len(figures) for f in fields(Figures)})


def _survived(reader: Reader, sample: Sample) -> str:
    """Give a reader's Markdown, empty when it breaks: that is a figure too."""
    try:
        return reader(sample.page, sample.html)
    except Exception as error:
        logging.getLogger(__name__).warning("%s: %s", sample.name, error)
        return ""


def table(pages: str, count: int, rows: list[Row]) -> Table:
    """One set of pages as a table for people."""
    shown = Table(title=f"Reading: {count} {pages}", caption="means over pages; ms: CPU a page, same run")
    shown.add_column("reader")
    for field in (*(f.name for f in fields(Figures)), "worst F1", "ms"):
        shown.add_column(field, justify="right")
    for row in rows:
        shares = [f"{value:.4f}" for value in (*asdict(row.figures).values(), row.worst)]
        shown.add_row(row.reader, *shares, f"{row.ms:.1f}")
    return shown


def main() -> None:
    """Measure, and print tables or JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="print the figures as JSON instead of tables")
    options.add_argument("--repeat", type=int, default=5, help="runs of every reader on every page (default 5)")
    given = options.parse_args()
    logging.disable(logging.ERROR)
    console = Console(stderr=True)
    if not real_captures():
        console.print("../shared/captures is not beside the checkout: gold pages only")
    tables, rows, found = [], [], readers()
    for pages, group in track(list(samples()), description="reading", console=console, disable=not console.is_terminal):
        measured = measure(found, pages, group, given.repeat)
        tables.append(table(pages, len(group), measured))
        rows += measured
    if given.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        Console(width=150).print(*tables, sep="\n")


if __name__ == "__main__":
    main()
