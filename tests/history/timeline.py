"""A reference derivation of versions and of ``between``, to hold the SQL against."""

from __future__ import annotations

from datetime import datetime

from crawler.items import Capture


def moment(capture: Capture) -> float:
    """Seconds since 1970."""
    return datetime.fromisoformat(capture.captured_at).timestamp()
