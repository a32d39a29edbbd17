"""The lines between the rooms: who may import whom, where SQL may stand, and whose names win."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

MODULES = sorted(path for room in ("crawler", "pipelines") for path in (ROOT / room).rglob("*.py"))
LONGEST = 300  # lines; 30 to 200 are aimed for


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_pipelines_know_the_items_and_nothing_else_of_the_crawler(path: Path) -> None:
    if path.is_relative_to(ROOT / "pipelines"):
        foreign = {name for name in imports(path) if name.split(".")[0] == "crawler"}
        assert all(name == "crawler.items" or name.startswith("crawler.items.") for name in foreign), foreign
    else:
        assert not [name for name in imports(path) if name.split(".")[0] == "pipelines"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_sql_stands_in_the_database_alone(path: Path) -> None:
    if path.is_relative_to(ROOT / "pipelines"):
        return
    assert not [name for name in imports(path) if name.split(".")[0] in ("sqlite3", "sqlite_utils")]
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    sql = re.compile(r"\b(SELECT\b[^.]*\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (TABLE|VIEW|INDEX))\b")
    assert not [text for text in strings if sql.search(text)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_pure_rooms_know_neither_scrapy_nor_the_network() -> None:
    pure = ("manners/answers", "manners/pacing", "running/assignment", "telling/summary", "exports/text_format")
    rooms = ("discovery", "extraction", "history", "noise", "sampling")
    paths = [*(ROOT / "crawler" / f"{name}.py" for name in pure)]
    paths += [path for room in rooms for path in (ROOT / "crawler" / room).rglob("*.py")]
    forbidden = {"scrapy", "twisted", "aiohttp", "requests", "urllib.request", "socket", "http.client"}
    for path in paths:
        found = {name for name in imports(path) for word in forbidden if name == word or name.startswith(f"{word}.")}
        assert not found, (name_of(path), found)


def test_our_packages_win_over_installed_ones_of_the_same_name() -> None:
    import crawler
    import pipelines
    import tests

    for package in (crawler, pipelines, tests):
        assert Path(package.__file__ or "").is_relative_to(ROOT)


def test_imports_run_in_no_circle() -> None:
    graph = {module_name(path): [n for n in imports(path) if n.split(".")[0] in ("crawler", "pipelines")] for path in MODULES}
    known = set(graph)
    edges = {name: {target for target in targets if target in known and target != name} for name, targets in graph.items()}
    packages = {name for name in known if (ROOT / name.replace(".", "/")).is_dir()}
    for package in packages:  # what a package's front door re-exports is its own business
        edges[package] = {target for target in edges[package] if not target.startswith(f"{package}.")}
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert state.get(name) != 1, f"circle: {' -> '.join((*path, name))}"
        if name not in state:
            state[name] = 1
            for target in edges[name]:
                visit(target, (*path, name))
            state[name] = 2

    for name in sorted(known):
        visit(name, ())


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
