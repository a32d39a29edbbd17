"""A log for operators: without Scrapy's inventory of itself."""

from __future__ import annotations

import logging
from typing import Final

from scrapy.settings import BaseSettings

#: Loggers that list versions, settings and components at every start: thirty lines that no operator reads.
CHATTY: Final = ("scrapy.utils.log", "scrapy.middleware", "scrapy.addons", "scrapy.crawler", "scrapy.core.engine")


def keep_quiet(settings: BaseSettings) -> None:
    """Leave out what those loggers say below a warning, unless DEBUG is asked for. Call it before Scrapy starts."""
    if settings["LOG_LEVEL"] != "DEBUG":
        for name in CHATTY:
            # a filter, because Scrapy sets its loggers' levels anew when it starts
            logging.getLogger(name).addFilter(_matters)


def _matters(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
