"""Kill crawls at random points, hundreds of times, and compare what their databases come to with an undisturbed one's.

    python -m scripts.kill_many [--times 500] [--seed N] [--workers N]

A loopback archive is crawled by real processes that are killed with signal 9. Exit status 0 if nothing was lost, fetched twice
or damaged; else 1, and every fault is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.crawls.killing import Kills, kill_many


def main() -> int:
    """Kill, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500, help="kills (default 500)")
    parser.add_argument("--seed", type=int, default=1, help="of the random points (default 1)")
    parser.add_argument("--workers", type=int, default=0, help="reading processes of each crawl (default 0: none of its own)")
    options = parser.parse_args()
    console = Console(stderr=True)

    def told(kills: Kills) -> None:
        console.print(f"{kills.killed} of {options.times} killed, {kills.vendors} vendors finished, {len(kills.faults)} faults")

    with tempfile.TemporaryDirectory() as folder:
        kills = kill_many(Path(folder), options.times, options.seed, options.workers, told)
    for fault in kills.faults:
        print(fault)
    print(f"{kills.killed} kills, {kills.crawls} crawls, {kills.requests} requests, {len(kills.faults)} faults")
    return 1 if kills.faults else 0


if __name__ == "__main__":
    sys.exit(main())
