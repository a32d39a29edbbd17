"""Databases to export from, made of a few words each, and what an export left in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.exports import FORMATS, Order
from crawler.items import Document
from pipelines import bodies
from pipelines.database import Database
from tests.pipelines.make import capture, listing, save, snapshot

#: For tests that run git.
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def document(domain: str = "vendor.example", kind: str = "privacy", path: str = "privacy", **more: str) -> Document:
    """A document of a vendor at a path of its site."""
    key = f"{','.join(reversed(domain.split('.')))})/{path}"
    values = {"vendor": domain.title(), "domain": domain, "kind": kind, "url": f"https://{domain}/{path}", "urlkey": key}
    return Document(**(values | more))


def fill(database: Database, about: Document, days: Mapping[int, str], original: str = "") -> None:
    """A document with a capture of these words on each day; the listing gives the bytes' own digest."""
    rows = {}
    for day, words in days.items():
        digest = bodies.digest(f"<p>{words}</p>".encode())
        rows[day] = replace(capture(day, digest), urlkey=about.urlkey, original=original or about.url)
    save(database, listing(*rows.values(), document=about))
    save(database, *(snapshot(row, days[day], document=about) for day, row in rows.items()))


def export(form: str, database: Path, folder: Path, *domains: str, kind: str = "") -> str:
    """Export as the command does, and return what it says."""
    with Database.open(database) as records, records.still():
        return FORMATS[form](Order(records=records, folder=folder, domains=domains, kind=kind))


def left(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path; of a repository only what is checked out, its branches and its settings."""
    if not folder.exists():
        return {}
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in sorted(named.items()) if "/objects/" not in f"/{name}"}
