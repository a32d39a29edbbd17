"""scrapy crawl: as Scrapy's own, with an exit status that tells the truth (Scrapy's is 0 on nearly every failure)."""

from __future__ import annotations

import argparse
import logging
import sys

from scrapy.commands import crawl
from scrapy.exceptions import UsageError

from crawler.errors import UserError
from crawler.items import StoreError
from crawler.offline.console import print_table, progress_console
from crawler.records import open_records
from crawler.running import plan
from crawler.running.assignment import ARGUMENTS
from crawler.running.preflight import check_log, preflight
from crawler.running.work import work_of
from crawler.telling.early import INTERRUPTED, NOTHING_ASKED, end_in_one_line, run_to_its_end
from crawler.telling.quiet import keep_quiet
from crawler.telling.summary import EXIT_STATUS, table

logger = logging.getLogger(__name__)


class Command(crawl.Command):
    """Run a spider; exit status as in `crawler.telling.summary.EXIT_STATUS`."""

    def long_desc(self) -> str:
        """Return the description with the spider's arguments, the exit status and an example."""
        arguments = "; ".join(f"-a {name}= {takes}" for name, takes in ARGUMENTS.items())
        status = "; ".join(f"{code} {means}" for code, means in EXIT_STATUS.items())
        return (
            f"Bring the history of policies into the database. Arguments of the spider `policies`: {arguments}. "
            f"Exit status: {status}. Example: scrapy crawl policies -a domain=nexmo.com -a since=2012"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep Scrapy's inventory of itself out of the log, unless DEBUG is asked for."""
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            check_log(self.settings)
        except UserError as error:
            self._fail(error, 2)
            sys.exit(self.exitcode)
        keep_quiet(self.settings)
        end_in_one_line("crawl")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that can be checked before a request is sent, crawl, and take over the run's exit status."""
        if args != ["policies"]:
            raise UsageError("there is one spider: scrapy crawl policies")
        assert self.settings is not None
        try:
            preflight(self.settings, opts.spargs)
            self._crawl(args[0], opts)
        except UserError as error:
            self._fail(error, 2)
        except StoreError as error:
            self._fail(error, 1)
        except KeyboardInterrupt:  # once requests are sent, Scrapy hears of signals instead
            self._fail(UserError(NOTHING_ASKED), INTERRUPTED)

    def _crawl(self, name: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(name)
        crawling = self.crawler_process.crawl(crawler, **opts.spargs)
        untold = run_to_its_end(self.crawler_process, crawler, crawling)
        if untold and not (crawler.stats and crawler.stats.get_value("run/sentence")):
            self._fail(UserError(untold), INTERRUPTED)
        elif self.crawler_process.bootstrap_failed or not crawler.stats:
            self.exitcode = 1
        else:
            self.exitcode = crawler.stats.get_value("run/exit_status", 1)
            if (plans := crawler.stats.get_value("run/plan")) is not None:
                self._print_plan(plans, opts)
            elif sys.stderr.isatty():
                progress_console().print(table(crawler.stats.get_value("run/outcomes", {})))
            logger.info("%s", crawler.stats.get_value("run/sentence", "The run left no account of itself"))

    def _print_plan(self, plans: list[plan.Plan], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        settings = self.settings
        names = ("captures", "same", "likely", "differ", "MB")
        rows = [(p.document, p.captures, p.least, p.likely, p.most, f"{p.size / 1e6:.1f}") for p in plans]
        if plans:
            title = "Requests for pages that this run would make if all captures show the same, as is likely, and if all differ"
            print_table(title, {"document": "fold"} | dict.fromkeys(names, "right"), rows)
        connections = settings.getdict("DOWNLOAD_SLOTS")["web"]["concurrency"]
        pages = plan.playback_rate(settings.getfloat("ARCHIVE_PLAYBACK_PER_SECOND"), connections)
        pace = settings.getfloat("ARCHIVE_CDX_PER_MINUTE"), pages
        print(f"In all: {plan.sentence(plans, self._to_discover(opts), settings.getint('DISCOVERY_REQUESTS'), pace)}")

    def _to_discover(self, opts: argparse.Namespace) -> int:
        assert self.settings is not None
        with open_records(self.settings) as records:
            return len(work_of(self.settings, opts.spargs, records).discover)

    def _fail(self, error: Exception, status: int) -> None:
        print(f"scrapy crawl: {error}", file=sys.stderr)
        self.exitcode = status
