"""What a connection that failed says: the archive refuses, it closed an idle line, its answer cannot be read, or there is no
way to it from here.

The first is a strike (`crawler.manners.pacing`), the second nothing, the third the fault of what was asked for, the last that
of our own network: waiting for the archive's forgiveness would not help. Scrapy lets some of Twisted's errors through as they
are (2.19: no route, for one).
"""

from __future__ import annotations

import errno
from typing import Final

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

#: Errors of a connection that was not made, or broke off.
FAILED: Final = (CannotResolveHostError, ConnectError, DownloadConnectionRefusedError, DownloadFailedError)

#: What the system says when packets do not leave this machine, or its network.
_NO_ROUTE: Final = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})

#: OpenSSL's words for a certificate that nobody vouches for: a clock that is wrong, or somebody in between.
_UNTRUSTED: Final = "certificate verify failed"

#: Errors of the two HTTP clients that say that bytes of an answer had arrived. Twisted's has a subclass for none at all.
_ARRIVED: Final = frozenset({"ResponseFailed", "ClientResponseError"})

#: Characters of an error that are told: it may quote what the archive sent.
_TOLD: Final = 200


class UnreadableAnswerError(Exception):
    """The archive answered, and its answer is no HTTP. Asking again would bring the same."""


def no_way(error: Exception) -> bool:
    """Tell whether an error means that nothing reached the archive, nor could: no name, no route, no trusted certificate."""
    return isinstance(error, CannotResolveHostError) or _errno(error) in _NO_ROUTE or _UNTRUSTED in str(error).lower()


def closed_quietly(error: Exception) -> bool:
    """Tell whether the archive closed the connection without a word and without a reset.

    It ends idle connections so; a request that was just leaving is lost with it. That is no refusal, unless it comes again.
    """
    reasons = _reasons(error)
    quiet = bool(reasons) and all(isinstance(reason, ConnectionDone) for reason in reasons)
    return quiet or type(error.__cause__).__name__ == "ServerDisconnectedError"


def unread(error: Exception) -> Exception | None:
    """Return what is wrong with an answer of which bytes had arrived before its headers were complete; None if none had.

    Scrapy's `ResponseDataLossError` if the connection broke off, which may pass; else `UnreadableAnswerError`.
    """
    if type(error.__cause__).__name__ not in _ARRIVED:
        return None
    if any(isinstance(reason, (ConnectionDone, ConnectionLost)) for reason in _reasons(error)):
        return ResponseDataLossError("the connection ended within the headers of the answer")
    return UnreadableAnswerError(f"the answer cannot be read ({words(error)})")


def words(error: Exception) -> str:
    """Return an error in words, on one line: of Twisted's wrappers the errors that they hold."""
    said = [" ".join(_words(each).split()) for each in _reasons(error) or [error]]
    return "; ".join(dict.fromkeys(said))[:_TOLD].rstrip(".")


def _words(error: BaseException) -> str:
    """Return one error's words; some have data of the archive's beside them."""
    return str(error.args[0] if hasattr(error, "data") and error.args else error) or type(error).__name__


def _reasons(error: Exception) -> list[BaseException]:
    """Return the errors that Twisted has wrapped into one."""
    return [reason.value for reason in getattr(error.__cause__, "reasons", ())]


def _errno(error: Exception) -> object:
    """Return the system's number of the error: Twisted keeps it as ``osError``, aiohttp's error is the cause of Scrapy's."""
    return error.osError if isinstance(error, ConnectError) else getattr(error.__cause__, "errno", None)
