"""How well discovery does on the generated sites: found, missed, wrong, requests. Prints a table; exits 1 if any site fails.

Run from the checkout: ``python -m scripts.bench_discovery``
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.discovery.archive import discover
from tests.discovery.mixed import mixed_site
from tests.discovery.site import Site
from tests.discovery.sites import ENDS, SITES

#: Sites put together by chance that are measured beside the written ones.
MIXED = 100


def main() -> int:
    """Print one row a site and the sums; return the exit status."""
    verbose = "-v" in sys.argv[1:]
    console = Console(width=150)
    table = Table(
        "site",
        "shape",
        "true",
        "found",
        "wrong",
        "lowest right",
        "highest wrong",
        "requests",
        "CPU s",
        "state",
        title="Discovery",
    )
    failed = 0
    for make in (*SITES, *ENDS):
        row, good = measured(make(), console if verbose else None)
        table.add_row(*row, style="" if good else "red")
        failed += not good
    console.print(table)
    console.print(f"{len(SITES) + len(ENDS)} sites, {failed} failed")
    lost = [seed for seed in range(MIXED) if not measured(mixed_site(seed), None)[1]]
    console.print(f"{MIXED} more, put together by chance: {len(lost)} failed {lost or ''}")
    failed += len(lost)
    return 1 if failed else 0


def measured(site: Site, console: Console | None) -> tuple[list[str], bool]:
    """Return the row of ``site`` and whether all of it was found, nothing wrong above it, in budget."""
    started = time.process_time()
    discovery, asked = discover(site.archive, site.domain)
    used = time.process_time() - started
    candidates = discovery.candidates()
    right = [c for c in candidates if (c.kind, c.urlkey, c.fragment) in site.truth]
    wrong = [c for c in candidates if (c.kind, c.urlkey, c.fragment) not in site.truth]
    accepted = {(c.kind, c.urlkey, c.fragment) for c in right if c.accepted}
    lowest, highest = min((c.score for c in right), default=1.0), max((c.score for c in wrong), default=0.0)
    if console:
        for ask in asked:
            console.print("   ", ask, style="dim", highlight=False)
        for c in candidates:
            mark = "right" if c in right else "WRONG"
            console.print(
                f"  {mark} {c.score:.2f} {c.kind} {c.url}#{c.fragment} {c.reasons} {c.rejected_because}", highlight=False
            )
        for miss in site.truth - accepted:
            console.print("  MISSED", miss, style="red")
    taken = sum(c.accepted for c in wrong)
    good = (
        accepted == site.truth
        and not taken
        and highest < lowest
        and discovery.spent <= 20
        and discovery.finding().state == site.state
    )
    figures = (len(site.truth), len(accepted), taken, f"{lowest:.2f}", f"{highest:.2f}", discovery.spent, f"{used:.2f}")
    return [site.name, site.shape, *map(str, figures), discovery.finding().state], good


if __name__ == "__main__":
    sys.exit(main())
