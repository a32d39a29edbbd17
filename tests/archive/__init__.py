"""A Wayback Machine for tests: fill a ``FakeArchive``, serve it with ``LoopbackServer``, read the log of requests."""

from .answers import Answer, Step, Twist
from .fake import FakeArchive, stored
from .model import EMPTY_DIGEST, RawRow, Stored, digest_of, urlkey
from .server import LoopbackServer, Request, wait_until

__all__ = [
    "EMPTY_DIGEST",
    "Answer",
    "FakeArchive",
    "LoopbackServer",
    "RawRow",
    "Request",
    "Step",
    "Stored",
    "Twist",
    "digest_of",
    "stored",
    "urlkey",
    "wait_until",
]
