"""What is checked before a run, so that a mistake costs no request: arguments, catalogue, archive, database."""

from __future__ import annotations

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

#: Settings that are numbers: above 0; 0 or more; whole, 0 or more.
_ABOVE_ZERO: Final = ("ARCHIVE_CDX_PER_MINUTE", "ARCHIVE_PLAYBACK_PER_SECOND", "EXTRACTION_TIMEOUT")
_FROM_ZERO: Final = ("ARCHIVE_PAUSE", "ARCHIVE_LONG_PAUSE", "ARCHIVE_LONGEST_PAUSE", "ARCHIVE_RETRY_DELAY", "RESOLUTION")
_WHOLE: Final = ("ARCHIVE_RETRIES", "EXTRACTION_WORKERS", "DISCOVERY_REQUESTS")


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


def _check_archive(settings: BaseSettings) -> None:
    archive = str(settings["ARCHIVE"])
    if is_live(settings):
        if not urlsplit(archive).hostname:
            raise UserError(f"ARCHIVE={archive}: no host in that address; right is https://web.archive.org")
        return
    try:
        WarcArchive.check(Path(archive))
    except ValueError as error:
        raise UserError(f"ARCHIVE: {error}") from error


def _check_numbers(settings: BaseSettings) -> None:
    for names, least, whole in (_ABOVE_ZERO, 0.0, False), (_FROM_ZERO, None, False), (_WHOLE, None, True):
        for name in names:
            try:
                value = settings.getint(name) if whole else settings.getfloat(name)
            except ValueError:
                value = -1
            if not isfinite(value) or value < 0 or (least is not None and value <= least):
                raise UserError(
                    f"{name}={settings[name]}: must be a {'whole ' * whole}number{' above 0' if least is not None else ''}"
                )
