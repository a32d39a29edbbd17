"""The committed sample archive: made by its script, and showing what its table says."""

from __future__ import annotations

import gzip
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

from crawler.replay.index import Playback, WarcArchive

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample.warc.gz"
HTTP, POLICY = "http://www.ringwave.example", "https://www.ringwave.example/legal/privacy-policy"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "scripts" / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sample"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def archive() -> WarcArchive:
    return WarcArchive.open(SAMPLE)


def played(archive: WarcArchive, timestamp: str, url: str = f"{HTTP}/privacy") -> Playback:
    playback = archive.play(timestamp, url)
    assert playback is not None
    return playback


def words(playback: Playback, encoding: str = "utf-8") -> str:
    """The visible text of the policy's own part of a page."""
    body = playback.response.body
    page = (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode(encoding)
    start, end = page.index("Ringwave Privacy Policy"), page.index("apply to everything else.")
    return " ".join(re.sub(r"<[^>]*>", " ", page[start:end]).split())


def test_the_script_makes_the_committed_file(script: ModuleType) -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        script.write(file)
    assert files[0].getvalue() == files[1].getvalue()
    # compared uncompressed: another zlib may pack the same records into other bytes
    assert gzip.decompress(files[0].getvalue()) == gzip.decompress(SAMPLE.read_bytes())


def test_the_scripts_table_lists_the_captures_that_the_file_holds(script: ModuleType, archive: WarcArchive) -> None:
    table = re.findall(r"^(\d{14})  (\S+) ", script.__doc__ or "", re.MULTILINE)
    rows = archive.rows("ringwave.example", "domain")
    assert table == sorted((row.timestamp, row.original) for row in rows)
    assert (len(rows), len(archive), archive.damaged) == (24, 24, 0)


def test_there_are_four_wordings_and_that_of_2011_returns(archive: WarcArchive) -> None:
    encodings = {"20110605140311": "cp1252", "20090314101512": "ascii", "20090922063040": "ascii", "20100418212207": "ascii"}
    rows = [row for url in (f"{HTTP}/privacy", POLICY) for row in archive.rows(url)]
    playbacks = [played(archive, row.timestamp, row.original) for row in rows]
    pages = [playback for playback in playbacks if playback.response.status == 200]
    seen = [words(playback, encodings.get(playback.row.timestamp, "utf-8")) for playback in pages]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(seen), 1)}
    assert [numbers[text] for text in seen] == [1, 1, 1, 2, 2, 3, 2, 2, 2, 2, 4, 4, 4]
    assert all(350 <= len(text.split()) <= 900 for text in numbers)


def test_unchanged_texts_stand_in_pages_that_differ(archive: WarcArchive) -> None:
    spring, autumn = played(archive, "20090314101512"), played(archive, "20090922063040")
    assert words(spring) == words(autumn)
    assert spring.row.digest != autumn.row.digest


def test_the_page_of_2011_is_windows_1252_and_says_otherwise(archive: WarcArchive) -> None:
    playback = played(archive, "20110605140311")
    assert playback.response.header("Content-Type") == "text/html"
    assert b"charset=iso-8859-1" in playback.response.body
    assert "more than €50" in words(playback, "cp1252")
    assert "“Ringwave”" in words(playback, "cp1252")
    with pytest.raises(UnicodeDecodeError):
        playback.response.body.decode("utf-8")


def test_revisits_redirects_errors_and_encodings_are_there(archive: WarcArchive) -> None:
    assert played(archive, "20100418212207").response.body == played(archive, "20090922063040").response.body
    assert played(archive, "20170509231448", POLICY).response.body == played(archive, "20160822093012", POLICY).response.body
    assert played(archive, "20160822093011").location == POLICY
    assert played(archive, "20150216044518").response.status == 404
    assert played(archive, "20120130081956").response.header("Content-Encoding") == "gzip"
    assert played(archive, "20210603142210", POLICY).response.body.endswith(b"</html>\n")
    assert played(archive, "20210603142209", POLICY.replace("https", "http")).location == POLICY


def test_the_footer_of_the_home_page_links_every_document(archive: WarcArchive) -> None:
    page = played(archive, "20190812101502", "https://www.ringwave.example/").response.body.decode()
    for path in ("/legal/privacy-policy", "/legal/terms", "/legal/ringwave-dpa.pdf"):
        assert f'href="{path}"' in page
        assert archive.rows(f"ringwave.example{path}")


def test_the_agreement_is_a_pdf_whose_text_can_be_read(archive: WarcArchive) -> None:
    playback = played(archive, "20180526073315", "https://www.ringwave.example/legal/ringwave-dpa.pdf")
    assert playback.row.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(playback.response.body), strict=True)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    source = (ROOT / "scripts" / "sample" / "dpa-2018.txt").read_text(encoding="utf-8")
    assert text == " ".join(source.replace("# ", "").replace("- ", "• ").split())


def test_no_name_or_address_of_a_real_place_is_in_the_sample() -> None:
    hosts = set(re.findall(rb"(?:https?://|@|www\.)([a-z0-9.-]+\.[a-z]+)", gzip.decompress(SAMPLE.read_bytes())))
    # document types, and the profile of revisit records
    assert {host for host in hosts if not host.endswith(b".example")} == {b"www.w3.org", b"netpreserve.org"}
