"""Commands as a user runs them: the offline ones in this process, the crawling one in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


def invoke(capsys: pytest.CaptureFixture[str], *args: str, **settings: Any) -> Ran:
    """Run an offline command with these words and settings."""
    project = Settings()
    project.setmodule("crawler.settings", priority="project")
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", *args, *words], project)
    captured = capsys.readouterr()
    status = ended.value.code
    return Ran(status if isinstance(status, int) else 0, captured.out, captured.err)
