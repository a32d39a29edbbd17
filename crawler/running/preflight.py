"""What is checked before a run, so that a mistake costs no request: arguments, catalogue, archive, database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.errors import UserError
from crawler.manners.handlers import is_live, ledger
from crawler.records import open_records
from crawler.replay.index import WarcArchive
from crawler.running.lock import CrawlLock
from crawler.running.work import work_of
from crawler.urls import host_of

_HOST_AND_PORT: Final = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\[\]:]+)(?::[0-9]+)?")

#: What ``LOG_LEVEL`` may be.
LEVELS: Final = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")

#: Settings that are numbers: above 0; 0 or more; whole, 0 or more; whole, above 0.
_ABOVE_ZERO: Final = ("ARCHIVE_CDX_PER_MINUTE", "ARCHIVE_PLAYBACK_PER_SECOND", "EXTRACTION_TIMEOUT", "DOWNLOAD_TIMEOUT")
_FROM_ZERO: Final = ("ARCHIVE_PAUSE", "ARCHIVE_LONG_PAUSE", "ARCHIVE_LONGEST_PAUSE", "ARCHIVE_RETRY_DELAY", "RESOLUTION")
_WHOLE: Final = ("ARCHIVE_RETRIES", "EXTRACTION_WORKERS", "DISCOVERY_REQUESTS", "DOWNLOAD_MAXSIZE")
_COUNT: Final = ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN")

#: Days: the widest RESOLUTION, a hundred years; the spider argument has the same bound.
_WIDEST: Final = 36_600


def preflight(settings: BaseSettings, arguments: Mapping[str, str]) -> None:
    """Raise `UserError` (exit status 2) or `StoreError` (1), one line each, if a run with these settings cannot be."""
    check_settings(settings)
    with CrawlLock(settings["DATABASE"]), open_records(settings, write=True) as records:
        work = work_of(settings, arguments, records)
    if not work.documents and not work.discover:
        raise UserError(
            "nothing to do: no such document is known; name one with -a url=, or look for more with -a domain= and -a refresh=1"
        )


def check_settings(settings: BaseSettings) -> None:
    """Raise `UserError` if the archive or a pace that the settings name cannot be, `StoreError` if the pace cannot be kept."""
    _check_archive(settings)
    _check_numbers(settings)
    if is_live(settings):
        ledger(settings)


def check_log(settings: BaseSettings) -> None:
    """Raise `UserError` if Scrapy cannot log as the settings say. It begins to log before a command runs: check it before."""
    level, path = settings["LOG_LEVEL"], settings["LOG_FILE"]
    if not settings.getbool("LOG_ENABLED"):
        return
    if level not in LEVELS:
        raise UserError(f"LOG_LEVEL={level}: must be one of {', '.join(LEVELS)}")
    try:
        if path:
            Path(path).open("a").close()
    except OSError as error:
        raise UserError(f"LOG_FILE={path}: {error.strerror}") from error


def _check_archive(settings: BaseSettings) -> None:
    archive = str(settings["ARCHIVE"])
    try:
        if is_live(settings):
            _check_address(archive)
        else:
            WarcArchive.check(Path(archive))
    except ValueError as error:
        raise UserError(f"ARCHIVE: {error}") from error


def _check_address(archive: str) -> None:
    """Raise ``ValueError``, one line, unless requests can be sent to this address and paths be put behind it."""
    if archive != archive.strip():
        raise ValueError(f"{archive!r} has white space around it")
    try:
        host = host_of(archive)
        parts = urlsplit(archive)
    except UserError as error:
        raise ValueError(str(error)) from error
    if not archive.isascii():
        raise ValueError(f"{archive!r} has letters that no request can carry; the host would be written {host}")
    if "@" in parts.netloc:
        raise ValueError(f"{parts.hostname!r} has a name before it: there is no way to log in to an archive")
    if not _HOST_AND_PORT.fullmatch(parts.netloc) or parts.port == 0:
        raise ValueError(f"{archive!r} names no host and port that can be; right is https://web.archive.org")
    if "?" in archive or "#" in archive:
        raise ValueError(f"{archive!r} has ? or # in it: paths are put behind it; right is https://web.archive.org")


def _check_numbers(settings: BaseSettings) -> None:
    for names, least, whole in (_ABOVE_ZERO, 0.0, False), (_FROM_ZERO, None, False), (_WHOLE, None, True), (_COUNT, 0.0, True):
        for name in names:
            try:
                value = settings.getint(name) if whole else settings.getfloat(name)
            except ValueError:
                value = -1
            if not isfinite(value) or value < 0 or (least is not None and value <= least):
                raise UserError(
                    f"{name}={settings[name]}: must be a {'whole ' * whole}number{' above 0' if least is not None else ''}"
                )
    if settings.getfloat("RESOLUTION") > _WIDEST:
        raise UserError(f"RESOLUTION={settings['RESOLUTION']}: must be a number of days, {_WIDEST} at most")
