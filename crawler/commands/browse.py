"""scrapy browse: the database in the browser, by datasette (extra ``browse``)."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from crawler.errors import UserError
from crawler.offline.console import NothingKnownError, RecordsCommand
from crawler.records import Records

#: Views to start from -> what they hold, and the columns to filter by. Tables under them are there, but not on the front page.
VIEWS: Final = {
    "versions": ("Stretches of time in which a policy's wording did not change", ["domain", "kind"]),
    "captures": ("Every row of the archive's listings, and how it ended", ["domain", "kind", "outcome"]),
    "documents": ("One policy of a vendor at one URL each", ["domain", "kind"]),
    "texts": ("What was read out of the pages", ["language", "verdict", "extractor"]),
    "runs": ("What the crawler was asked, and how it ended", ["exit_status"]),
}
TABLES: Final = (
    "document",
    "listing",
    "capture",
    "ending",
    "body",
    "snapshot",
    "extractor",
    "text",
    "reading",
    "ruling",
    "run",
)


class Command(RecordsCommand):
    """Serve the database on this machine, to be read only."""

    example = "scrapy browse --port 8001"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show the database in the browser, on this machine only (needs the extra `browse`)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1 (default: 8001)")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - takes no arguments
        """Run datasette until Ctrl-C."""
        if importlib.util.find_spec("datasette") is None:
            raise UserError("datasette is not installed; `pip install -e '.[browse]'` brings it")
        if not records.documents():
            raise NothingKnownError("no documents yet; `scrapy crawl policies` makes some")
        with TemporaryDirectory() as folder:
            metadata = Path(folder) / "metadata.json"
            metadata.write_text(json.dumps(page(records.path)), encoding="utf-8")
            try:
                self.exitcode = subprocess.call(serve(records.path, metadata, opts.port))  # noqa: S603 - our own words
            except KeyboardInterrupt:
                self.exitcode = 0


def serve(path: Path, metadata: Path, port: int) -> list[str]:
    """Return the command line: this machine only, no downloads of the file, no SQL out of the address bar."""
    settings = ("--setting", "default_allow_sql", "off", "--setting", "allow_download", "off")
    where = ("--host", "127.0.0.1", "--port", str(port), "--metadata", str(metadata))
    return [sys.executable, "-m", "datasette", "serve", str(path), *where, *settings]


def page(path: Path) -> dict[str, Any]:
    """Return datasette's metadata for the database at ``path``."""
    shown = {name: {"description": about, "facets": facets} for name, (about, facets) in VIEWS.items()}
    hidden = {name: {"hidden": True} for name in TABLES}
    return {"title": "Policy history", "databases": {path.stem: {"tables": shown | hidden}}}
