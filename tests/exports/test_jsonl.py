"""One line a version: complete, checkable, the same twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from crawler.exports.jsonl import FIELDS
from crawler.extraction.fingerprint import exact, substance, wording
from crawler.items import PolicyText, Version
from crawler.manners.answers import body_digest
from pipelines.database import Database
from tests.exports.made import document, export, fill
from tests.pipelines.make import capture, listing, ruling, save, snapshot


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def sample(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("jsonl")
    assert export("jsonl", sample_database, folder) == f"8 versions in 1 file in {folder}"
    return read(folder / "ringwave.example.jsonl")


def test_every_line_has_every_field_in_the_documented_order(sample: list[dict[str, Any]]) -> None:
    assert all(list(line) == list(FIELDS) for line in sample)


def test_whatever_the_view_of_versions_and_a_text_say_is_among_the_fields() -> None:
    apart = {"kind", "kept_words", "kept_headings", "kept_items"}  # of a text: what reading thought of itself
    assert {field.name for field in fields(Version)} | {field.name for field in fields(PolicyText)} - apart <= set(FIELDS)


def test_the_lines_are_the_versions_as_people_see_them(sample: list[dict[str, Any]]) -> None:
    privacy = [line for line in sample if line["kind"] == "privacy"]
    assert [(line["version"], line["first_timestamp"], line["previous_timestamp"], line["same_as"]) for line in privacy] == [
        (1, "20090314101512", None, None),
        (2, "20110605140311", "20100418212207", None),
        (3, "20130711190545", "20120130081956", None),
        (4, "20131202173022", "20130711190545", 2),
        (5, "20180524160733", "20170509231448", None),
    ]
    assert {line["policy"] for line in privacy} == {"http://www.ringwave.example/privacy"}
    assert [line["change"] for line in privacy] == ["", "wording", "wording", "wording", "wording"]
    assert len(privacy[3]["places"]) == 2  # version 4 stood at two addresses
    assert {line["vendor"] for line in sample} == {"Ringwave"}


def test_each_line_proves_itself(sample: list[dict[str, Any]], sample_database: Path) -> None:
    with Database.open(sample_database) as database:
        for line in sample:
            assert line["exact"] == exact(line["markdown"]) == hashlib.sha256(line["markdown"].encode()).hexdigest()
            assert line["wording"] == wording(line["text"])
            assert line["substance"] == substance(line["text"])
            body = database.body(line["body_digest"])
            assert (body_digest(body), len(body)) == (line["digest"], line["body_size"])
            assert f"/web/{line['timestamp']}id_/" in line["snapshot_url"]
            assert database.text(line["text_id"]).markdown == line["markdown"]
            assert database.document(line["document_id"]).kind == line["kind"]


def test_the_same_database_gives_the_same_bytes(sample_database: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        export("jsonl", sample_database, tmp_path / folder)
    one, two = (tmp_path / folder / "ringwave.example.jsonl" for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_only_what_is_named_is_written_and_once(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        for domain in ("one.example", "two.example", "three.example"):
            fill(database, document(domain), {0: "a", 9: "b"})
            fill(database, document(domain, "terms", "terms"), {0: "c"})
    said = export("jsonl", tmp_path / "x.db", tmp_path / "out", "one.example", "www.one.example", "two.example", kind="terms")
    assert said == f"2 versions in 2 files in {tmp_path / 'out'}"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.example.jsonl", "two.example.jsonl"]


def test_a_text_read_out_of_another_captures_body_says_so(tmp_path: Path) -> None:
    """Both captures have one digest and only the later one was fetched; the version begins with the earlier one."""
    about = document()
    later = capture(20, "A" * 32)
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(capture(5, "A" * 32), later, document=about), snapshot(later, "words", document=about))
    export("jsonl", tmp_path / "x.db", tmp_path)
    (line,) = read(tmp_path / "vendor.example.jsonl")
    assert (line["first_timestamp"], line["timestamp"]) == (capture(5).timestamp, later.timestamp)
    assert (line["read_timestamp"], line["read_original"]) == (later.timestamp, later.original)
    assert line["digest"] != line["body_digest"] == body_digest(b"<p>words</p>")


def test_a_version_seen_with_noise_alone_has_the_evidence_of_the_text_that_it_gives(tmp_path: Path) -> None:
    about = document()
    days = {0: "plain", 9: "another", 18: "plain with a banner"}
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, about, days)
        save(database, replace(ruling("plain with a banner", "plain", 18, 18), document=about))
    export("jsonl", tmp_path / "x.db", tmp_path)
    line = read(tmp_path / "vendor.example.jsonl")[-1]
    assert (line["version"], line["same_as"], line["text"]) == (3, 1, "plain")
    assert (line["timestamp"], line["read_timestamp"]) == (capture(18).timestamp, capture(0).timestamp)
    assert line["body_digest"] == body_digest(b"<p>plain</p>")


def test_any_characters_survive(tmp_path: Path) -> None:
    words = 'quotes " and \\ and\u2028breaks, \U0001f4dc, ä, \x85, ]]>'
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: words}, original="https://vendor.example/" + "ü?x=\n\t&" + "y" * 9000)
    export("jsonl", tmp_path / "x.db", tmp_path)
    raw = (tmp_path / "vendor.example.jsonl").read_bytes()
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["text"] == words
    assert json.loads(raw)["original"].endswith("y" * 9000)
