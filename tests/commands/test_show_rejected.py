"""``scrapy show --rejected``: what was fetched, is no policy, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import PolicyText
from pipelines.database import Database
from tests.commands import invoke
from tests.pipelines.make import POLICY, capture, save, snapshot, stamp, text

TERMS = replace(POLICY, kind="terms", url="https://vendor.example/terms", urlkey="example,vendor)/terms")


def refused(words: str, verdict: str, *reasons: str) -> PolicyText:
    return replace(text(words, verdict=verdict), score=0.876, reasons=reasons)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rejected.db"
    gone = refused("Sorry not here", "soft-404", "the page says that it is gone", "3 words")
    sold = refused("This name is for sale", "parked", "the domain is for sale")
    with Database.open(path, write=True) as database:
        save(
            database,
            snapshot(capture(1), "We collect your number"),
            snapshot(capture(9), "", body=b"gone", text=gone),
            snapshot(capture(5, urlkey=TERMS.urlkey, original=TERMS.url), "", body=b"sold", text=sold, document=TERMS),
        )
    return path


def test_rejected_captures_are_listed_with_verdict_and_reasons(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    ran = invoke(capsys, "show", "vendor.example", "--rejected", DATABASE=path)
    assert ran.status == 0
    assert "2 captures of vendor.example that are no policy" in ran.out
    said = " ".join(ran.out.split())
    for column in (
        stamp(9),
        "privacy",
        "soft-404",
        "0.88",
        "the page says that it is gone; 3 words",
        stamp(5),
        "terms",
        "parked",
    ):
        assert column in said
    assert stamp(1) not in ran.out


def test_rejected_captures_as_json_are_whole(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    ran = invoke(capsys, "show", "vendor.example", "--rejected", "--json", DATABASE=path)
    rows = {row["timestamp"]: row for row in json.loads(ran.out)}
    assert rows.keys() == {stamp(9), stamp(5)}
    gone = rows[stamp(9)]
    assert (gone["verdict"], gone["score"], gone["words"], gone["original"]) == ("soft-404", 0.876, 3, POLICY.url)
    assert gone["reasons"] == ["the page says that it is gone", "3 words"]
    assert gone["snapshot_url"].startswith(f"https://web.archive.org/web/{stamp(9)}id_/")


@pytest.mark.parametrize(
    ("words", "days"), [(("--kind", "terms"), {5}), (("--kind", "privacy"), {9}), (("--url", TERMS.url), {5})]
)
def test_kind_and_url_choose_among_the_rejected(
    words: tuple[str, str], days: set[int], capsys: pytest.CaptureFixture[str], path: Path
) -> None:
    ran = invoke(capsys, "show", "vendor.example", "--rejected", "--json", *words, DATABASE=path)
    assert {row["timestamp"] for row in json.loads(ran.out)} == {stamp(day) for day in days}


def test_where_nothing_was_rejected_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Database.open(tmp_path / "good.db", write=True) as database:
        save(database, snapshot(capture(1), "We collect your number"))
    ran = invoke(capsys, "show", "vendor.example", "--rejected", DATABASE=tmp_path / "good.db")
    assert (ran.status, ran.out) == (0, "every text of vendor.example is a policy\n")
