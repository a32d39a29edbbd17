"""The situations are what they say: every row of the protocol's table has one, and the fake can serve them all."""

from __future__ import annotations

import json
from contextlib import suppress
from http.client import IncompleteRead
from pathlib import Path

import pytest

from crawler.items import OUTCOMES
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import LAYOUTS, furniture, policy_html, sentences
from tests.archive.situations import BODIES, LISTINGS, PLAYBACKS, SITUATIONS, URL
from tests.loopback import ask, listing

PROTOCOL = Path(__file__).resolve().parents[2] / ".." / "shared" / "wayback-protocol.md"


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_expects_outcomes_that_exist(name: str) -> None:
    expected = SITUATIONS[name](FakeArchive())
    words = {word for words in expected.outcomes.values() for word in words.split("|")}
    assert words <= set(OUTCOMES)
    assert expected.listing in ("", "excluded", "failed")
    assert expected.cdx[0] <= expected.cdx[1]
    assert expected.web[0] <= expected.web[1]
    assert expected.status
    assert expected.outcomes or expected.listing or expected.status == (5,)


@pytest.mark.skipif(not PROTOCOL.exists(), reason="../shared/wayback-protocol.md is not beside the checkout")
def test_every_row_of_the_situation_table_has_one() -> None:
    table = PROTOCOL.read_text(encoding="utf-8").partition("## 5.")[2].partition("\n## ")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    assert {situation(FakeArchive()).row for situation in SITUATIONS.values()} == set(rows)


@pytest.mark.parametrize("name", [*LISTINGS, *PLAYBACKS, *BODIES])
def test_a_situation_lists_what_it_expects_and_plays_it(name: str) -> None:
    """All that the listing names is asked for; an error inside the fake would be raised at the end."""
    archive = FakeArchive()
    expected = SITUATIONS[name](archive)
    archive.calm()
    archive.cap = 100
    archive.paging.stuck = False
    listed = set()
    with LoopbackServer(archive) as server:
        for target in (expected.url, expected.target):
            for row in listing(server, target) if target.startswith("http") else []:
                listed.add(row[1])
                if len(row) == 7 and row[2].startswith("http"):
                    _played(server, f"/web/{row[1]}id_/{row[2].replace(' ', '%20')}")
        assert {request.kind for request in server.requests} <= {"cdx", "web"}
    assert listed <= set(expected.outcomes)


def _played(server: LoopbackServer, path: str) -> None:
    """Every answer will do, also one that is cut off; a connection that breaks without one will not."""
    with suppress(IncompleteRead):
        ask(server, path)


def test_versions_differ_and_furniture_does_not_matter() -> None:
    pages = {policy_html(version, furniture_seed=3) for version in range(60)}
    assert len(pages) == 60
    assert len({tuple(sentences(version)) for version in range(729)}) == 729
    assert furniture(1) != furniture(2)
    assert policy_html(5, furniture_seed=1) != policy_html(5, furniture_seed=2)
    assert policy_html(5, furniture_seed=1) == policy_html(5, furniture_seed=1)


@pytest.mark.parametrize("kind", ["privacy", "terms", "cookies"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_trafilatura_reads_the_wording_whole(kind: str, layout: str) -> None:
    trafilatura = pytest.importorskip("trafilatura", reason="trafilatura is not installed")
    text = trafilatura.extract(policy_html(7, kind=kind, layout=layout, furniture_seed=4))
    assert 250 < len(text.split()) < 650
    assert [sentence for sentence in sentences(7, kind) if sentence not in text] == []


def test_a_listing_of_a_situation_is_json() -> None:
    archive = FakeArchive()
    SITUATIONS["a revisit"](archive)
    with LoopbackServer(archive) as server:
        table = json.loads(ask(server, f"/cdx/search/cdx?url={URL}&output=json").body)
    assert [row[3:5] for row in table[1:]] == [["text/html", "200"], ["warc/revisit", "-"]]
    assert table[1][5] == table[2][5]
