"""scrapy discover: which URLs of a domain are, or were, its policies."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from rich.padding import Padding
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from crawler.catalogue import Vendor, load, read_text
from crawler.catalogue.edit import add_vendor, replace_text
from crawler.discovery import Candidate, Discovery, begin
from crawler.offline.console import console, day, print_json, print_table, told_in_one_line
from crawler.running.preflight import check_log, check_settings
from crawler.telling.early import end_in_one_line, run_to_its_end
from crawler.telling.quiet import keep_quiet

#: Column -> how it is set, of the candidates that were left out.
LEFT: Final = {"score": "right", "URL": "fold", "left out because": "fold"}

#: Candidates that were left out are shown up to this many; the JSON has them all.
MOST_LEFT: Final = 20


class Command(BaseRunSpiderCommand):
    """Ask the archive, with a bounded number of requests, and print what was found and why."""

    requires_project = True

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] DOMAIN"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Find out which URLs of a domain are, or were, its policies"

    def long_desc(self) -> str:
        """Return the description with an example."""
        return (
            f"{self.short_desc()}, with at most DISCOVERY_REQUESTS requests to the archive. "
            "Example: scrapy discover new-vendor.com --add"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON for scripts, with all evidence")
        parser.add_argument("--add", action="store_true", help="write what was found to the catalogue (setting VENDORS)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep Scrapy's inventory of itself out of the log."""
        super().process_options(args, opts)
        assert self.settings is not None
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="project")  # the answer is what is printed
        with told_in_one_line(self):
            check_log(self.settings)
        if self.exitcode:
            sys.exit(self.exitcode)
        keep_quiet(self.settings)
        end_in_one_line("discover")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the discovery and print what came of it."""
        if len(args) != 1:
            raise UsageError
        assert self.settings is not None
        with told_in_one_line(self):
            check_settings(self.settings)
            vendor = load(self.settings["VENDORS"]).vendor(args[0])
            first = begin(
                vendor.domain if vendor else args[0],
                documents=vendor.documents if vendor else (),
                former_domains=vendor.former_domains if vendor else (),
                budget=self.settings.getint("DISCOVERY_REQUESTS"),
            )
            last = self._discover(first)
            self._report(last, opts)
            if opts.add:
                _add(Path(str(self.settings["VENDORS"])), vendor or Vendor(name=last.domain, domain=last.domain), last)

    def _discover(self, first: Discovery) -> Discovery:
        assert self.crawler_process is not None
        crawler = self._create_crawler("discovery")
        crawling = self.crawler_process.crawl(crawler, discovery=first)
        untold = run_to_its_end(self.crawler_process, crawler, crawling)
        last: Discovery = getattr(crawler.spider, "discovery", first)
        reason = "shutdown" if untold else crawler.stats.get_value("finish_reason", "") if crawler.stats else ""
        self.exitcode = {"finished": last.finding().exit_status, "shutdown": 130, "rate_limited": 4, "unreachable": 4}.get(
            reason, 1
        )
        return last

    def _report(self, discovery: Discovery, opts: argparse.Namespace) -> None:
        candidates = discovery.candidates()
        if opts.json:
            finding, moves = asdict(discovery.finding()), [asdict(move) for move in discovery.moves()]
            print_json({"domain": discovery.domain, **finding, "moves": moves, "candidates": [asdict(c) for c in candidates]})
            return
        taken = [candidate for candidate in candidates if candidate.accepted]
        left = [candidate for candidate in candidates if not candidate.accepted]
        for candidate in taken:
            _print(candidate)
        if left:
            rows = [(f"{c.score:.2f}", c.url, c.rejected_because) for c in left[:MOST_LEFT]]
            print_table(f"{discovery.domain}: left out ({len(left)})", LEFT, rows)
        for move in discovery.moves():
            print(f"moved {day(move.timestamp)} from {move.from_url} to {move.to_url}")
        print(discovery.finding().line)


def _add(path: Path, vendor: Vendor, discovery: Discovery) -> None:
    found = [c.document(vendor.name, vendor.domain) for c in discovery.candidates() if c.accepted]
    if not found:
        print(f"nothing was found, so {path} stays as it is", file=sys.stderr)
        return
    replace_text(path, add_vendor(read_text(path), vendor, found))
    print(f"{path}: {vendor.domain} now has what was found", file=sys.stderr)


def _print(candidate: Candidate) -> None:
    """Print a candidate: its URL on a line of its own, whole, to be copied; under it the reasons."""
    seen = (
        f"{day(candidate.first_timestamp)} to {day(candidate.last_timestamp)}"
        if candidate.first_timestamp
        else "no capture seen"
    )
    console().print(f"{candidate.score:.2f}  {candidate.kind}  {seen}", style="bold")
    console().print(f"      {candidate.url}", soft_wrap=True)
    console().print(Padding("; ".join(candidate.reasons), (0, 0, 0, 6)))
