"""Reading: body bytes -> ``PolicyText``. Pure, picklable in and out, made to run in worker processes.

``read`` is loaded on first use: the libraries behind it cost 25 MB and half a second of CPU (2026-11), which neither the
crawling process nor a command that only shows texts has a use for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.extraction.extractor import EXTRACTOR

if TYPE_CHECKING:
    from crawler.extraction.reader import read

__all__ = ["EXTRACTOR", "read"]


def __getattr__(name: str) -> Any:
    """Load ``read`` when it is asked for (PEP 562)."""
    if name != "read":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from crawler.extraction import reader

    return reader.read
