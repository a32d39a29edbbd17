"""Within the room, SQL stands in three places; the store and the rest know only methods."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support import ROOT

ROOM = ROOT / "pipelines"
MAY = {ROOM / "schema.py", ROOM / "views.py", *(ROOM / "database").glob("*.py")}


@pytest.mark.parametrize("path", sorted(set(ROOM.rglob("*.py")) - MAY), ids=lambda path: path.name)
def test_no_sql_outside_of_the_database(path: Path) -> None:
    strings = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert not [
        text for text in strings if isinstance(text, str) and re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b", text)
    ]
    assert "sqlite" not in path.read_text()
