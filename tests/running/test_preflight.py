"""What is checked before a run: a mistake costs no request, and is said in one line."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import UserError
from crawler.items import StoreError
from crawler.running.lock import CrawlLock
from crawler.running.preflight import preflight
from tests.support import _settings, project_settings

LIVE = "https://web.archive.org"


def check(tmp_path: Path, archive: str = LIVE, arguments: dict[str, str] | None = None, **settings: Any) -> None:
    words = {"url": "http://www.vendor.example/privacy"} if arguments is None else arguments
    preflight(_settings(project_settings(tmp_path, archive, **settings)), words)


def test_what_is_right_passes_and_leaves_no_lock(tmp_path: Path) -> None:
    check(tmp_path)
    check(tmp_path)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"ARCHIVE_CDX_PER_MINUTE": 0}, "ARCHIVE_CDX_PER_MINUTE=0"),
        ({"ARCHIVE_PLAYBACK_PER_SECOND": -1}, "ARCHIVE_PLAYBACK_PER_SECOND=-1"),
        ({"ARCHIVE_PLAYBACK_PER_SECOND": "fast"}, "ARCHIVE_PLAYBACK_PER_SECOND=fast"),
        ({"ARCHIVE_CDX_PER_MINUTE": "nan"}, "ARCHIVE_CDX_PER_MINUTE=nan"),
        ({"ARCHIVE_CDX_PER_MINUTE": "inf"}, "ARCHIVE_CDX_PER_MINUTE=inf"),
        ({"EXTRACTION_TIMEOUT": 0}, "EXTRACTION_TIMEOUT=0"),
        ({"EXTRACTION_WORKERS": -1}, "EXTRACTION_WORKERS=-1"),
        ({"EXTRACTION_WORKERS": "many"}, "EXTRACTION_WORKERS=many"),
        ({"ARCHIVE_PAUSE": -1}, "ARCHIVE_PAUSE=-1"),
        ({"ARCHIVE_RETRIES": "often"}, "ARCHIVE_RETRIES=often"),
    ],
)
def test_numbers_that_cannot_be(settings: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words) as caught:
        check(tmp_path, **settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("archive", ["https://", "http:///web", "nowhere.warc.gz", "ftp://web.archive.org", ""])
def test_an_archive_that_cannot_be(archive: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ARCHIVE") as caught:
        check(tmp_path, archive)
    assert "\n" not in str(caught.value)


def test_another_crawl_on_the_database(tmp_path: Path) -> None:
    words = rf"policies.db: another crawl is at work on it \(process {os.getpid()} since 20\d\d-.*Z\); wait"
    with CrawlLock(tmp_path / "policies.db"), pytest.raises(StoreError, match=words):
        check(tmp_path)


def test_a_lock_says_who_holds_it_and_not_who_held_it_before(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    path = tmp_path / "new" / "policies.db.lock"
    path.write_text("process 1234567890123456789012345678901234567890123456789012345678901234567890\n")
    with CrawlLock(tmp_path / "new" / "policies.db"):
        assert path.read_text().startswith(f"process {os.getpid()} since ")
        assert path.read_text().count("\n") == 1
    assert path.exists()


def test_a_lock_makes_the_folder_of_its_database_and_is_let_go_of_once(tmp_path: Path) -> None:
    database = tmp_path / "a" / "b" / "policies.db"
    lock = CrawlLock(database)
    lock.release()
    lock.release()
    with CrawlLock(database):
        assert database.parent.is_dir()


@pytest.mark.parametrize(
    ("number", "call"), [(errno.ENOSPC, "os.pwrite"), (errno.ENOLCK, "fcntl.flock"), (errno.EROFS, "os.open")]
)
def test_a_lock_that_cannot_be_kept_is_one_line(
    number: int, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(call, fails)
        with pytest.raises(StoreError, match=os.strerror(number)) as caught:
            CrawlLock(tmp_path / "policies.db")
    assert "another crawl" not in str(caught.value)
    CrawlLock(tmp_path / "policies.db").release()


def test_a_ledger_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="ARCHIVE_LEDGER"):
        check(tmp_path, ARCHIVE_LEDGER=str(tmp_path / "file"))


def test_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing to do"):
        check(tmp_path, arguments={})
