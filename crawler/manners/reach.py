"""What a connection that failed says: the archive refuses, it closed an idle line, or there is no way to it from here.

The first is a strike (`crawler.manners.pacing`), the second nothing, the third the fault of our own network: waiting for the
archive's forgiveness would not help. Scrapy lets some of Twisted's errors through as they are (2.19: no route, for one).
"""

from __future__ import annotations

import errno
from typing import Final

from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError
from twisted.internet.error import ConnectError, ConnectionDone

#: Errors of a connection that was not made, or broke off.
FAILED: Final = (CannotResolveHostError, ConnectError, DownloadConnectionRefusedError, DownloadFailedError)

#: What the system says when packets do not leave this machine, or its network.
_NO_ROUTE: Final = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})

#: OpenSSL's words for a certificate that nobody vouches for: a clock that is wrong, or somebody in between.
_UNTRUSTED: Final = "certificate verify failed"


def no_way(error: Exception) -> bool:
    """Tell whether an error means that nothing reached the archive, nor could: no name, no route, no trusted certificate."""
    return isinstance(error, CannotResolveHostError) or _errno(error) in _NO_ROUTE or _UNTRUSTED in str(error).lower()


def closed_quietly(error: Exception) -> bool:
    """Tell whether the archive closed the connection without a word and without a reset.

    It ends idle connections so; a request that was just leaving is lost with it. That is no refusal, unless it comes again.
    """
    reasons = [reason.value for reason in getattr(error.__cause__, "reasons", ())]
    quiet = bool(reasons) and all(isinstance(reason, ConnectionDone) for reason in reasons)
    return quiet or type(error.__cause__).__name__ == "ServerDisconnectedError"


def _errno(error: Exception) -> object:
    """Return the system's number of the error: Twisted keeps it as ``osError``, aiohttp's error is the cause of Scrapy's."""
    return error.osError if isinstance(error, ConnectError) else getattr(error.__cause__, "errno", None)
