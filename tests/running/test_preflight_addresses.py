"""Addresses of an archive and numbers that cannot be: one line before the run, and no request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.cmdline import execute

from crawler.errors import UserError
from crawler.running.preflight import check_settings
from tests.support import _settings, project_settings

ODD_ARCHIVES = {
    "http://[::1": "Invalid IPv6",
    "http://[::1]x": "no host and port",
    "http://127.0.0.1:99999": "Port",
    "http://127.0.0.1:abc": "Port",
    "http://127.0.0.1:0": "port",
    "http://127.0.0.1:": "port",
    "https://exa mple.com": "white space",
    "https://web.archive.org\n": "white space|names no host",
    "http://bücher.example": "xn--bcher-kva.example",
    "http://u:p@archive.example": "log in",
    "http://archive.example?x=1": "has . or #",
    "http://archive.example/?": "has . or #",
    "http://archive.example/#f": "has . or #",
    "http://.": "no host",
    "http://a..b": "no host",
    "https://": "no host",
}


def check(tmp_path: Path, archive: str = "https://web.archive.org", **more: Any) -> None:
    check_settings(_settings(project_settings(tmp_path, archive, **more)))


@pytest.mark.parametrize(("archive", "words"), ODD_ARCHIVES.items())
def test_an_address_that_cannot_be_an_archive(archive: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"\AARCHIVE: .*({words})") as caught:
        check(tmp_path, archive)
    assert "\n" not in str(caught.value)
    assert "p@" not in str(caught.value)


@pytest.mark.parametrize(
    "archive",
    [
        "https://web.archive.org/",
        "http://localhost",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://archive.example/pywb/",
    ],
)
def test_addresses_that_can_be(archive: str, tmp_path: Path) -> None:
    check(tmp_path, archive)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_TIMEOUT", "abc"),
        ("DOWNLOAD_TIMEOUT", "0"),
        ("DOWNLOAD_TIMEOUT", "-5"),
        ("DOWNLOAD_MAXSIZE", "abc"),
        ("RESOLUTION", "1e9"),
        ("RESOLUTION", "abc"),
        ("RESOLUTION", "-1"),
        ("CONCURRENT_REQUESTS", "0"),
        ("CONCURRENT_REQUESTS", "x"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0"),
    ],
)
def test_a_number_that_cannot_be_is_told_as_it_was_given(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"\A{name}={value}: must be ") as caught:
        check(tmp_path, **{name: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("days", ["0", "36600", "0.5"])
def test_the_widest_resolution_and_none(days: str, tmp_path: Path) -> None:
    check(tmp_path, RESOLUTION=days)


@pytest.mark.parametrize("command", [("crawl", "policies"), ("discover", "vendor.example")])
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LOG_LEVEL", "bogus", "must be one of CRITICAL, ERROR, "),
        ("LOG_FILE", "no/such/log", "No such file or directory"),
    ],
)
def test_a_log_that_cannot_be_is_one_line_and_no_run(
    command: tuple[str, ...], name: str, value: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", *command, "-s", f"{name}={value}"], settings=_settings({"LOG_ENABLED": True}))
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.err.startswith(f"scrapy {command[0]}: {name}={value}: {words}")
    assert told.err.count("\n") == 1
    assert not told.out
