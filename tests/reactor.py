"""Crawls as in production, with Twisted's reactor and HTTP client, in one process of their own: as a script, the process.

One line of JSON in is a crawl ({"settings": ..., "spider": ..., "arguments": ...}), one line out is its stats. A reactor runs
once in a process and installs itself for good, so it cannot be had beside the crawls that the other tests run.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from tests.support import ROOT, crawl, environment


class ReactorProcess:
    """The process, as a context manager; ``home`` is a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __enter__(self) -> Self:
        self.errors = (self.home / "errors.txt").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reactor"],
            cwd=ROOT,
            env=environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=30)
        self.errors.close()

    def crawl(self, settings: dict[str, Any], spider: str = "policies", **arguments: str) -> dict[str, Any]:
        """Run one crawl and return its stats."""
        assert self.process.stdin
        assert self.process.stdout
        job = {"settings": settings, "spider": spider, "arguments": arguments}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, Path(self.errors.name).read_text(encoding="utf-8")
        stats: dict[str, Any] = json.loads(line)
        return stats


async def _serve() -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        job = json.loads(line)
        result = await crawl(job["settings"] | {"TWISTED_REACTOR_ENABLED": True}, job["spider"], **job["arguments"])
        print(json.dumps(result.stats | {"reason": result.reason}, default=str), flush=True)


def main() -> None:
    """Take jobs until the input ends."""
    from scrapy.utils.defer import deferred_from_coro
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    def begin() -> None:
        deferred_from_coro(_serve()).addErrback(lambda failure: failure.printTraceback()).addBoth(lambda _: reactor.stop())

    reactor.callWhenRunning(begin)
    reactor.run()


if __name__ == "__main__":
    main()
