"""scrapy browse: datasette over the views, read only."""

from __future__ import annotations

import importlib.util
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from crawler.commands.browse import page, serve
from pipelines.database import Database
from tests.archive import wait_until
from tests.commands import invoke

needs_datasette = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None, reason="the extra `browse` is not installed"
)


def test_without_datasette_one_line_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], sample_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    ran = invoke(capsys, "browse", DATABASE=sample_database)
    assert ran.status == 2
    assert ran.err == "scrapy browse: datasette is not installed; `pip install -e '.[browse]'` brings it\n"


@pytest.fixture
def served(sample_database: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The sample's database in datasette, as the command starts it: a path in, what is shown there out."""
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps(page(sample_database)), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = serve(sample_database, metadata, port)
    assert line[:4] == [sys.executable, "-m", "datasette", "serve"]

    def get(path: str) -> str:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(connection):
            connection.request("GET", path)
            return connection.getresponse().read().decode()

    def there() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        return False

    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert wait_until(there, 60)
        yield get
        process.terminate()


@needs_datasette
def test_datasette_takes_the_command_line_and_shows_the_views(sample_database: Path, served: Callable[[str], str]) -> None:
    base = f"/{sample_database.stem}"
    rows = json.loads(served(f"{base}/versions.json?_shape=objects&domain=ringwave.example&kind=terms"))["rows"]
    with Database.open(sample_database) as database:
        numbers = [number for number, document in database.documents(["ringwave.example"]) if document.kind == "terms"]
        expected = [version.first_timestamp for number in numbers for version in database.versions(number)]
    assert sorted(row["first_timestamp"] for row in rows) == sorted(expected)
    shown = json.loads(served(f"{base}.json"))
    assert {table["name"] for table in shown["tables"] if not table["hidden"]} <= {"discovery", "_sqlite_migrations"}
    assert "versions" in {view["name"] for view in shown["views"]}
    assert "<title>Forbidden</title>" in served(f"{base}.json?sql=select+1")
