"""A WARC file as others read it: by record, by digest, the same bytes twice."""

from __future__ import annotations

import random
import re
import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.items import StoreError
from crawler.manners.answers import EMPTY_DIGEST
from crawler.offline.console import NothingKnownError
from crawler.replay.index import WarcArchive
from pipelines import bodies
from pipelines.database import Database
from tests.exports.made import document, export, fill, left
from tests.pipelines.make import POLICY, capture, listing, outcome, save, snapshot


def records(path: Path) -> list[Any]:
    """Every record, with its headers and ``content``; a digest that is wrong raises."""
    read = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content = record.raw_stream.read()
            read.append(record)
    return read


def of(made: list[Any], sort: str) -> list[dict[str, str]]:
    return [dict(record.rec_headers.headers) for record in made if record.rec_type == sort]


@pytest.fixture(scope="module")
def sample(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("warc")
    said = export("warc", sample_database, folder)
    assert said == f"14 response records, 2 revisit records, 4 redirect records in 1 file in {folder}"
    return records(folder / "ringwave.example.warc.gz")


def test_the_file_begins_by_saying_what_it_is(sample: list[Any]) -> None:
    assert sample[0].rec_type == "warcinfo"
    said = sample[0].content.decode()
    assert re.search(r"^software: policy-history \d", said)
    lines = [line.split(": ", 1) for line in said.splitlines()]
    assert ["response-records", "14"] in lines
    assert ["document", "privacy http://www.ringwave.example/privacy"] in lines
    assert Counter(record.rec_type for record in sample) == {"warcinfo": 1, "response": 18, "revisit": 2}
    assert {record.rec_headers.protocol for record in sample} == {"WARC/1.1"}


def test_each_body_kept_is_a_record_with_the_listings_digest(sample: list[Any], sample_database: Path) -> None:
    found = {}
    for record in sample:
        if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
            field = record.rec_headers.get_header
            found[field("WARC-Date"), field("WARC-Target-URI")] = (field("WARC-Payload-Digest"), record.content)
    with Database.open(sample_database) as database:
        kept = list(database.kept([document_id for document_id, _ in database.documents()]))
        assert found == {
            (item.capture.captured_at, item.capture.original): (
                f"sha1:{item.capture.digest}",
                database.body(item.body_digest),
            )
            for item in kept
        }
        latest = max(item.fetched_at for item in kept)
    assert of(sample, "warcinfo")[0]["WARC-Date"] == latest


def test_the_vendors_headers_and_the_archives_stand_apart(sample: list[Any]) -> None:
    packed = next(record for record in sample if record.http_headers and record.http_headers.get_header("Content-Encoding"))
    assert packed.http_headers.headers == [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
    assert packed.content.startswith(b"\x1f\x8b")
    field = packed.rec_headers.get_header
    assert field("Memento-Datetime") == "Mon, 30 Jan 2012 08:19:56 GMT"
    assert field("WARC-Source-URI") == "https://web.archive.org/web/20120130081956id_/http%3A//www.ringwave.example/privacy"
    assert datetime.fromisoformat(field("WARC-Creation-Date")).tzinfo == UTC


def test_revisits_name_a_record_of_the_same_payload(sample: list[Any]) -> None:
    responses = {(fields["WARC-Target-URI"], fields["WARC-Date"]): fields for fields in of(sample, "response")}
    for fields in of(sample, "revisit"):
        named = responses[fields["WARC-Refers-To-Target-URI"], fields["WARC-Refers-To-Date"]]
        assert named["WARC-Payload-Digest"] == fields["WARC-Payload-Digest"]
        assert fields["WARC-Profile"].endswith("1.1/revisit/identical-payload-digest")


def test_redirects_say_where_to_and_when_their_body_is_not_there(tmp_path: Path) -> None:
    rows = [capture(1, EMPTY_DIGEST, "301"), capture(2, "B" * 32, "302"), capture(3, "C" * 32, "-")]
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(capture(0), *rows), snapshot(capture(0), "words"))
        save(database, *(outcome(row, "redirect", target=f"https://elsewhere.example/{row.statuscode}") for row in rows))
    export("warc", tmp_path / "x.db", tmp_path)
    found = [
        (
            record.http_headers.get_statuscode(),
            record.http_headers.get_header("Location"),
            record.content,
            record.rec_headers.get_header("WARC-Truncated"),
        )
        for record in records(tmp_path / "vendor.example.warc.gz")[2:]
    ]
    assert found == [
        ("301", "https://elsewhere.example/301", b"", None),
        ("302", "https://elsewhere.example/302", b"", "unspecified"),
        ("302", "https://elsewhere.example/-", b"", "unspecified"),
    ]


def test_record_numbers_are_distinct_and_the_bytes_the_same_twice(sample_database: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export("warc", sample_database, tmp_path / name)
    one, two = (tmp_path / name / "ringwave.example.warc.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    numbers = [record.rec_headers.get_header("WARC-Record-ID") for record in records(one)]
    assert len(set(numbers)) == len(numbers) == 21
    assert all(re.fullmatch(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]+>", number) for number in numbers)


def test_captures_of_several_documents_at_one_address_are_written_once(tmp_path: Path) -> None:
    """One page with two policies: each document lists the same captures, and one has fetched what the other has not."""
    digest = bodies.digest(b"<p>one</p>")
    one, two = replace(POLICY, fragment="one"), replace(POLICY, fragment="two", kind="terms")
    rows = [replace(capture(day, digest), urlkey=POLICY.urlkey) for day in (0, 5, 9)]
    with Database.open(tmp_path / "x.db", write=True) as database:
        for about, fetched in ((one, rows[0]), (two, rows[1]), (two, rows[0])):
            save(database, listing(*rows, document=about), snapshot(fetched, "one", document=about))
    export("warc", tmp_path / "x.db", tmp_path)
    made = records(tmp_path / "vendor.example.warc.gz")
    assert [fields["WARC-Date"] for fields in of(made, "response")] == [row.captured_at for row in rows[:2]]
    assert [fields["WARC-Date"] for fields in of(made, "revisit")] == [rows[2].captured_at]


def test_two_bodies_of_one_capture_are_both_written_and_the_one_that_counts_plays(tmp_path: Path) -> None:
    row = capture(0, bodies.digest(b"<p>listed</p>"))
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(row), snapshot(row, "other"), snapshot(row, "listed"))
    export("warc", tmp_path / "x.db", tmp_path / "out")
    archive = WarcArchive.open(tmp_path / "out")
    assert len(archive) == 2
    played = archive.play(row.timestamp, row.original)
    assert played
    assert played.response.body == b"<p>listed</p>"


def test_a_digest_that_is_none_is_replaced_by_that_of_the_bytes(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(capture(0)), snapshot(capture(0), "words"))
    export("warc", tmp_path / "x.db", tmp_path)
    (fields,) = of(records(tmp_path / "vendor.example.warc.gz"), "response")
    assert fields["WARC-Payload-Digest"] == f"sha1:{bodies.digest(b'<p>words</p>')}"


@pytest.mark.parametrize(
    ("original", "target"),
    [
        ("https://vendor.example/a b", "https://vendor.example/a%20b"),
        (
            "https://vendor.example/x\r\nWARC-Type: warcinfo\r\n\r\n",
            "https://vendor.example/x%0D%0AWARC-Type:%20warcinfo%0D%0A%0D%0A",
        ),
        ("HTTPS://vendor.example/ü?ä=€#\U0001f4dc", "https://vendor.example/ü?ä=€#\U0001f4dc"),
        ("https://vendor.example/../../etc", "https://vendor.example/../../etc"),
        ("https://vendor.example/" + "x" * 70_000, "https://vendor.example/" + "x" * 70_000),
    ],
    ids=["a space", "line ends", "unicode", "dots", "very long"],
)
def test_odd_addresses_can_be_read_and_played(original: str, target: str, tmp_path: Path) -> None:
    row = capture(0, bodies.digest(b"<p>words</p>"), original=original)
    headers = (("content-type", "text/html\r\nSet-Cookie: x"), ("link", "<ü>\r\n\r\n; rel=x"), ("warc-type", "request"))
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(row), snapshot(row, "words", headers=headers))
    export("warc", tmp_path / "x.db", tmp_path / "out")
    made = records(tmp_path / "out" / "vendor.example.warc.gz")
    assert [record.rec_type for record in made] == ["warcinfo", "response"]
    assert made[1].rec_headers.get_header("WARC-Target-URI") == target
    assert made[1].http_headers.headers == [("Content-Type", "text/html Set-Cookie: x")]
    assert WarcArchive.open(tmp_path / "out").play(row.timestamp, target)


def test_bodies_are_in_memory_one_at_a_time(tmp_path: Path) -> None:
    size, rows = 1 << 20, [capture(day) for day in range(24)]
    with Database.open(tmp_path / "x.db", write=True) as database:
        save(database, listing(*rows))
        save(database, *(snapshot(row, "words", body=random.Random(n).randbytes(size)) for n, row in enumerate(rows)))
    tracemalloc.start()
    try:
        export("warc", tmp_path / "x.db", tmp_path / "out")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "out" / "vendor.example.warc.gz").stat().st_size > len(rows) * size
    assert peak < 8 * size


def test_a_body_that_is_damaged_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: "one", 9: "two"})
        database.db.execute("UPDATE body SET data = zeroblob(20) WHERE id = 2")
        database.db.conn.commit()
    with pytest.raises(StoreError, match="scrapy verify"):
        export("warc", tmp_path / "x.db", tmp_path / "out")
    assert left(tmp_path / "out") == {}


def test_a_vendor_without_bodies_is_left_out_unless_it_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document("full.example"), {0: "one"})
        save(database, listing(capture(0), document=document("bare.example")))
    assert export("warc", tmp_path / "x.db", tmp_path / "out") == f"1 response record in 1 file in {tmp_path / 'out'}"
    assert "left out: no body of bare.example is stored" in capsys.readouterr().err
    with pytest.raises(NothingKnownError, match=r"no body of bare\.example is stored"):
        export("warc", tmp_path / "x.db", tmp_path / "named", "full.example", "bare.example")
    assert not (tmp_path / "named").exists()
