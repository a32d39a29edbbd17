"""scrapy browse: datasette over the views, read only."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.commands.browse import page, serve
from pipelines.database import Database
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


@needs_datasette
def test_datasette_takes_the_command_line_and_shows_the_views(sample_database: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps(page(sample_database)), encoding="utf-8")
    line = serve(sample_database, metadata, 8001)
    assert line[:4] == [sys.executable, "-m", "datasette", "serve"]

    def get(path: str) -> str:
        ran = subprocess.run([*line, "--get", path], capture_output=True, text=True, timeout=60, check=False)
        return ran.stdout

    rows = json.loads(get(f"/{sample_database.stem}/versions.json?_shape=objects&domain=ringwave.example&kind=terms"))["rows"]
    with Database.open(sample_database) as database:
        numbers = [number for number, document in database.documents(["ringwave.example"]) if document.kind == "terms"]
        expected = [version.first_timestamp for number in numbers for version in database.versions(number)]
    assert sorted(row["first_timestamp"] for row in rows) == sorted(expected)
    shown = json.loads(get(f"/{sample_database.stem}.json"))
    assert {table["name"] for table in shown["tables"] if not table["hidden"]} <= {"discovery", "_sqlite_migrations"}
    assert "versions" in {view["name"] for view in shown["views"]}
    assert "<title>Forbidden</title>" in get(f"/{sample_database.stem}.json?sql=select+1")
