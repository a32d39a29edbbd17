"""How well policies are told from other pages: precision and recall on labelled pages and on real captures, kept apart.

    python scripts/bench_judge.py [--json] [--part tune|holdout|real] [--names]

Every page goes the whole way through `crawler.extraction.read`. A policy found where there is one is right, whatever its
kind; the kinds and the names of what is no policy are counted beside it. Names of misjudged hold-out pages are never shown:
whoever looks at them one by one has no hold-out any more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.extraction import read  # noqa: E402 - the path must be set first
from crawler.items import POLICY, Page  # noqa: E402
from tests.extraction.labelled import PARTS, Labelled, labelled  # noqa: E402

CAPTURES = ROOT / ".." / "shared" / "captures"


@dataclass
class Score:
    """Counts over one part; ``seconds`` is CPU for reading and judging."""

    part: str
    pages: int = 0
    found: int = 0
    missed: int = 0
    false: int = 0
    named: int = 0
    kinds: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: Labelled) -> None:
        """Read a page and count what came out."""
        started = time.process_time()
        text = read(page.page)
        self.seconds += time.process_time() - started
        self.pages += 1
        is_policy, judged_policy = page.verdict == POLICY, text.verdict == POLICY
        self.found += is_policy and judged_policy
        self.missed += is_policy and not judged_policy
        self.false += judged_policy and not is_policy
        self.named += page.verdict == text.verdict
        self.kinds += is_policy and judged_policy and page.kind == text.kind
        if page.verdict != text.verdict or page.kind != text.kind:
            self.wrong.append(
                f"{page.name}: {page.verdict} {page.kind} -> {text.verdict} {text.kind} ({'; '.join(text.reasons)})"
            )

    def row(self) -> dict[str, str | int | float]:
        """Sum up, for the table and for JSON."""
        return {
            "part": self.part,
            "pages": self.pages,
            "policies": self.found + self.missed,
            "precision": round(self.found / max(1, self.found + self.false), 3),
            "recall": round(self.found / max(1, self.found + self.missed), 3),
            "kind right": round(self.kinds / max(1, self.found), 3),
            "verdict right": round(self.named / max(1, self.pages), 3),
            "ms a page": round(1000 * self.seconds / max(1, self.pages), 1),
        }


def real() -> Iterable[Labelled]:
    """Yield the real captures beside the checkout, all of which are privacy policies; nothing if they are not there."""
    index = CAPTURES / "index.jsonl"
    for line in index.read_text("utf-8").splitlines() if index.exists() else ():
        entry = json.loads(line)
        if entry["kind"] == "html":
            page = Page(body=(CAPTURES / entry["file"]).read_bytes(), url=entry["original_url"], content_type="text/html")
            yield Labelled(entry["file"], "real", POLICY, "privacy", page)


def measure(part: str) -> Score:
    """Read and judge all pages of a part."""
    score = Score(part)
    for page in real() if part == "real" else labelled(part):
        score.add(page)
    return score


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a part")
    parser.add_argument("--part", choices=[*PARTS, "real"], action="append", help="only this part; may be repeated")
    parser.add_argument("--names", action="store_true", help="name the misjudged pages, but for the hold-out's")
    options = parser.parse_args()
    scores = [score for part in options.part or [*PARTS, "real"] if (score := measure(part)).pages]
    if options.json:
        sys.stdout.writelines(json.dumps(score.row()) + "\n" for score in scores)
        return
    table = Table(*scores[0].row(), title="Policies told from other pages")
    for score in scores:
        table.add_row(*map(str, score.row().values()))
    console = Console()
    console.print(table)
    for score in scores:
        if options.names and score.part != "holdout":
            console.print(*score.wrong, sep="\n", markup=False)


if __name__ == "__main__":
    main()
