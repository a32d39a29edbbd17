"""A log for operators: without Scrapy's inventory of itself, and without tracebacks where one line says it all."""

from __future__ import annotations

import logging
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.items import StoreError

#: Loggers that list versions, settings and components at every start: thirty lines that no operator reads.
CHATTY: Final = ("scrapy.utils.log", "scrapy.middleware", "scrapy.addons", "scrapy.crawler", "scrapy.core.engine")


def keep_quiet(settings: BaseSettings) -> None:
    """Leave out what those loggers say below a warning, unless DEBUG is asked for. Call it before Scrapy starts."""
    if settings["LOG_LEVEL"] != "DEBUG":
        for name in CHATTY:
            # a filter, because Scrapy sets its loggers' levels anew when it starts
            logging.getLogger(name).addFilter(_matters)


class StoreErrorsApart(LogFormatter):
    """Scrapy's own log, but for errors of the store: `crawler.manners.ending` says those once. At DEBUG all is said."""

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Return what is logged of an item that could not be kept."""
        return _lowered(super().item_error(item, exception, response, spider), exception)

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Return what is logged of a callback that broke."""
        return _lowered(super().spider_error(failure, request, response, spider), failure.value)


def _lowered(result: LogFormatterResult, error: BaseException | None) -> LogFormatterResult:
    return {**result, "level": logging.DEBUG} if isinstance(error, StoreError) else result


def _matters(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
