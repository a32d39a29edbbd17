"""The archive's protocol answered out of WARC files: the same spider, offline."""

from crawler.replay.handler import ReplayHandler

__all__ = ["ReplayHandler"]
