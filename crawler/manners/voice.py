"""What people are told of pauses: why nothing is sent, for how long, and when it is worth coming back."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scrapy.crawler import Crawler

from crawler.manners.governor import RateLimitedError, UnreachableError

logger = logging.getLogger(__name__)


class Voice:
    """Says in one line each what holds a crawl up, and counts it in the stats.

    Moments are seconds since the epoch; they are told as a clock shows them here. The end of the last pause is left in the stat
    ``archive/paused_until`` (UTC).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def count(self, stat: str) -> None:
        """Count one more of something in the stats."""
        if self._crawler.stats:
            self._crawler.stats.inc_value(stat)

    def asks(self, pause: float, why: str, until: float) -> None:
        """Tell of a pause of so many seconds that the archive asked this crawl for; of none if it is 0."""
        if pause:
            self.count("archive/throttled")
            clock = self._clock(until)
            logger.warning("The archive asks for a pause (%s): nothing is sent for %.0f s, until %s", why, pause, clock)

    def waits(self, pause: float, why: str, until: float) -> None:
        """Tell of a pause that another run has met."""
        clock = self._clock(until)
        logger.warning("The archive asked for a pause (%s): waiting until %s (%.0f s)", why or "another run", clock, pause)

    def unreachable(self, pause: float, why: str, until: float) -> None:
        """Tell that there is no way to the archive."""
        self.count("archive/unreachable")
        self._clock(until)
        logger.warning("The archive cannot be reached (%s): the next attempt is made in %.0f s", why, pause)

    def late(self, url: str) -> None:
        """Tell of a time-out: the next minutes may be silent."""
        seconds = self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        logger.warning("No answer from the archive within %.0f s: %s", seconds, url)

    def ends(self, error: RateLimitedError | UnreachableError, until: float) -> None:
        """Tell why the run ends, and when to come back."""
        clock = self._clock(until)
        if isinstance(error, UnreachableError):
            logger.error("%s", error)
        else:
            logger.warning("The run ends: %s; nothing should be asked before %s", error, clock)

    def _clock(self, until: float) -> str:
        moment = datetime.fromtimestamp(until, UTC)
        if self._crawler.stats:
            self._crawler.stats.set_value("archive/paused_until", moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return moment.astimezone().strftime("%H:%M:%S")
