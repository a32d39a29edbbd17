"""A Wayback Machine for tests: fill a ``FakeArchive``, serve it with ``LoopbackServer``, read the log of requests."""

from . import answers, pages, twists
from .answers import Answer, Step, Twist
from .fake import FakeArchive, stored
from .log import Request
from .model import EMPTY_DIGEST, RawRow, Stored, digest_of, urlkey
from .server import LoopbackServer, wait_until

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
    "answers",
    "digest_of",
    "pages",
    "stored",
    "twists",
    "urlkey",
    "wait_until",
]
