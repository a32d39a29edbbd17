"""Reading: body bytes -> ``PolicyText``. Pure, picklable in and out, made to run in worker processes."""

from crawler.extraction.read import EXTRACTOR, read

__all__ = ["EXTRACTOR", "read"]
