"""Whole crawls for tests: in process against a loopback archive, and as the real command in a process of its own."""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.core.downloader.handlers import _aiohttp
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from crawler.items import Discovered

#: The checkout: where scrapy.cfg stands.
ROOT = Path(__file__).resolve().parents[1]

#: No waiting: rates far above any crawl's need, pauses of a fraction of a second. Never right outside of tests.
QUICK: dict[str, Any] = {
    "ARCHIVE_CDX_PER_MINUTE": 60_000,
    "ARCHIVE_PLAYBACK_PER_SECOND": 1_000,
    "ARCHIVE_PAUSE": 0.05,
    "ARCHIVE_LONG_PAUSE": 0.1,
    "ARCHIVE_RETRY_DELAY": 0.01,
    "EXTRACTION_WORKERS": 0,
    "EXTRACTION_TIMEOUT": 20,
}


@dataclass(slots=True)
class CrawlResult:
    """What came of a crawl: every item that passed the pipelines, the stats, and the reason for which the spider closed."""

    items: list[object] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def discovered(self) -> list[Discovered]:
        """What discoveries came to."""
        return [item for item in self.items if isinstance(item, Discovered)]

    def of(self, kind: type) -> list[Any]:
        """The items of one class."""
        return [item for item in self.items if isinstance(item, kind)]


def project_settings(tmp_path: Path, archive: str, **more: Any) -> dict[str, Any]:
    """Settings of a test crawl: quick; database, ledger and an empty catalogue (unless one is there) below ``tmp_path``."""
    vendors = tmp_path / "vendors.toml"
    if "VENDORS" not in more and not vendors.exists():
        vendors.write_text("", encoding="utf-8")
    paths = {"DATABASE": tmp_path / "policies.db", "VENDORS": vendors, "ARCHIVE_LEDGER": tmp_path / "ledger"}
    return QUICK | {"ARCHIVE": archive} | {name: str(path) for name, path in paths.items()} | more


#: To read the system's certificates takes 24 ms of CPU, a quarter of a small crawl: the crawls of one process share them.
_ssl_context = functools.cache(functools.partial(_aiohttp._make_ssl_context, Settings({"DOWNLOAD_VERIFY_CERTIFICATES": True})))
_aiohttp._make_ssl_context = lambda settings: _ssl_context()


def run_crawl(settings: dict[str, Any], spider: str | type[Spider] = "policies", **spider_args: str) -> CrawlResult:
    """Run the spider in this process, without a reactor (Scrapy's aiohttp handler), and wait for its end."""
    return asyncio.run(crawl(settings, spider, **spider_args))


async def crawl(settings: dict[str, Any], spider: str | type[Spider] = "policies", **spider_args: str) -> CrawlResult:
    """As ``run_crawl``, inside a running event loop."""
    result = CrawlResult()
    runner = AsyncCrawlerRunner(_settings(settings))
    crawler: Crawler = runner.create_crawler(spider)

    def scraped(item: object) -> None:
        result.items.append(item)

    def closed(reason: str) -> None:
        result.reason = reason

    crawler.signals.connect(scraped, signals.item_scraped)
    crawler.signals.connect(closed, signals.spider_closed)
    await runner.crawl(crawler, **spider_args)
    assert crawler.stats is not None
    result.stats = crawler.stats.get_stats()
    return result


def _settings(own: dict[str, Any]) -> Settings:
    """The project's settings under those of the test, which win as the command line's do."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({"TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False} | own, priority="cmdline")
    return settings


def command_line(*args: str, **settings: Any) -> list[str]:
    """The words of ``python -m scrapy ARGS -s NAME=VALUE...``."""
    pairs = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", *args, *pairs]


def environment(home: Path) -> dict[str, str]:
    """An environment whose home and XDG folders lie below ``home``, so that a command leaves nothing elsewhere."""
    own = {"HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200", "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    xdg = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA", "STATE")}
    return os.environ | own | xdg


def run_command(
    *args: str, home: Path, cwd: Path = ROOT, timeout: float = 60, **settings: Any
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m scrapy`` with these words and settings in the project folder; its output as text."""
    line = command_line(*args, **settings)
    return subprocess.run(line, cwd=cwd, env=environment(home), capture_output=True, text=True, timeout=timeout, check=False)


def start_command(*args: str, home: Path, cwd: Path = ROOT, **settings: Any) -> subprocess.Popen[str]:
    """As ``run_command``, but running: to be interrupted or killed. Output goes to ``home/output.txt``."""
    with (home / "output.txt").open("a", encoding="utf-8") as output:
        return subprocess.Popen(
            command_line(*args, **settings), cwd=cwd, env=environment(home), stdout=output, stderr=subprocess.STDOUT, text=True
        )
