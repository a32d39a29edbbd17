"""Real crawl processes that begin in a tenth of a second: forked from one that has imported everything, and holds nothing else.

Killing a crawl hundreds of times would otherwise be hundreds of times two seconds of imports. The child runs the very command,
``scrapy crawl policies ...``, with Twisted's reactor, in a process of its own.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from scrapy.utils.misc import walk_modules_iter

from tests.support import ROOT, command_line, environment

#: What a crawl imports.
PRELOADED = (
    "crawler",
    "pipelines",
    "scrapy.commands",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.downloadermiddlewares",
    "scrapy.extensions",
    "scrapy.pipelines",
    "scrapy.spidermiddlewares",
    "twisted.web.client",
)


class Forked:
    """One process. ``wait`` gives its exit status, negative for the signal that ended it."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.server = server
        self.pid = pid

    def running(self) -> bool:
        """Whether the process is there and not yet waited for."""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except FileNotFoundError:
            return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait for the end."""
        return int(self.server.ask({"wait": self.pid}))


class ForkServer:
    """The process that forks, as a context manager; ``home`` is a folder of its own, output goes to ``home/output.txt``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.output = home / "output.txt"

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.crawls.forking"],
            cwd=ROOT,
            env=environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=30)

    def start(self, *words: str, file_size: int = 0, **settings: object) -> Forked:
        """Start ``scrapy WORDS`` with these settings.

        With ``file_size`` no file of the process may grow beyond so many bytes: a disk that is full.
        """
        line = command_line(*words, **settings)[2:]
        return Forked(self, int(self.ask({"run": line, "output": str(self.output), "file_size": file_size})))

    def ask(self, order: dict[str, object]) -> str:
        """Have an order carried out; the answer's one word."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


def _run(words: list[str], output: str, file_size: int) -> None:
    """Be the command, in the child."""
    from scrapy.cmdline import execute

    _give_up_root()
    if file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    with Path(output).open("a", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        execute(words)
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(70)


def _give_up_root() -> None:
    """Let permissions count for root as well (Linux capabilities 1 and 2, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH)."""
    libc = ctypes.CDLL(None)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets) == 0:
        sets[0] &= ~0b110
        libc.capset(header, sets)


def main() -> None:
    """Take orders until the input ends."""
    for package in PRELOADED:
        for _ in walk_modules_iter(package):
            pass
    assert "twisted.internet.reactor" not in sys.modules  # each child has its own
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
        elif pid := os.fork():
            print(pid, flush=True)
        else:
            _run(order["run"], order["output"], order["file_size"])


if __name__ == "__main__":
    main()
