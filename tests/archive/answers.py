"""What goes back over the wire, byte for byte, and the archive's own ways of saying no.

The shapes are those recorded for the public archive in 2020-2026: status lines, header names in their odd case, bodies.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

Header = tuple[str, str]

HTML = "text/html; charset=utf-8"
_GATEWAY = "<html><body><h1>{title}</h1>\n{text}\n</body></html>\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer.

    ``framing`` is how the body's end is told: ``chunked`` and ``length`` add their header, ``as-is`` adds none (the headers
    may then say anything). ``sent`` is the share of the body (0 to 1, after compression) that leaves before the connection
    breaks in the way of ``broken``; with ``silent`` not even the status line leaves. ``coded`` forbids the server to compress
    the body for the transfer. ``refuse_for`` closes the listening socket for so many seconds afterwards.
    """

    status: int = 200
    reason: str = "OK"
    headers: tuple[Header, ...] = ()
    body: bytes = field(default=b"", repr=False)
    framing: Literal["chunked", "length", "as-is"] = "chunked"
    coded: bool = False
    sent: float = 1.0
    broken: Literal["", "reset", "close", "hang"] = ""
    silent: bool = False
    delay: float = 0.0
    refuse_for: float = 0.0
    label: str = ""

    @property
    def name(self) -> str:
        """How the log calls it."""
        return self.label or str(self.status)

    def get(self, name: str) -> str:
        """The value of the last header of that name in any case, or an empty string."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), "")


#: What may stand in a script: a name (see ``faults.STEPS``), an answer, or a change to the answer that was due.
Twist = Callable[[Answer], Answer]
Step = str | Answer | Twist


def compressed(answer: Answer, accept_encoding: str) -> Answer:
    """The answer as the archive sends it to a client that takes gzip: ``Content-Encoding: gzip`` for this transfer only."""
    if answer.coded or not answer.body or "gzip" not in accept_encoding:
        return answer
    body = gzip.compress(answer.body, 1, mtime=0)
    return replace(answer, body=body, headers=(*answer.headers, ("Content-Encoding", "gzip")), coded=True)


def page(status: int, reason: str, body: str | bytes, *headers: Header, label: str = "") -> Answer:
    """An HTML page of the archive itself: no Memento-Datetime."""
    data = body.encode() if isinstance(body, str) else body
    return Answer(status, reason, (("Content-Type", HTML), *headers), data, label=label)


def gateway(status: int, title: str, text: str, *headers: Header) -> Answer:
    """An error page as the archive's balancer writes it."""
    body = _GATEWAY.format(title=f"{status} {title}", text=text)
    plain = (("Content-Type", "text/html"), ("Cache-Control", "no-cache"), *headers)
    return Answer(status, title, plain, body.encode(), framing="length", coded=True)


def throttled(retry_after: int | str | None = None) -> Answer:
    """429 of the archive itself; ``retry_after`` in seconds or as any other header value, absent by default (2020-2023)."""
    more = () if retry_after is None else (("Retry-After", str(retry_after)),)
    text = "You have sent too many requests in a given amount of time."
    return gateway(429, "Too Many Requests", text, *more)


def throttled_until(seconds: float) -> Twist:
    """429 with Retry-After as an HTTP date, ``seconds`` from the moment of the answer (dates have whole seconds)."""
    return lambda _: throttled(format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True))


def unavailable(status: int = 503) -> Answer:
    """A transient 5xx or 408 of the balancer."""
    known = {
        408: ("Request Time-out", "Your browser didn't send a complete request in time."),
        500: ("Internal Server Error", "The server had an error."),
        502: ("Bad Gateway", "The server returned an invalid or incomplete response."),
        503: ("Service Unavailable", "No server is available to handle this request."),
        504: ("Gateway Time-out", "The server didn't respond in time."),
    }
    return gateway(status, *known[status])


def reset(sent: float = 0.0, *, silent: bool = True) -> Twist:
    """The connection is reset: before anything is said (default), or after a share of the body."""
    return lambda due: replace(due, silent=silent, sent=sent, broken="reset", label="reset")


def truncated(share: float = 0.5) -> Twist:
    """The connection ends in the middle of the body: a chunked one lacks its last chunk, a length is not reached."""
    return lambda due: replace(due, sent=share, broken="close", label="truncated")


def hang() -> Twist:
    """The request is read and never answered."""
    return lambda due: replace(due, silent=True, broken="hang", label="hang")


def refused(seconds: float) -> Twist:
    """The connection is reset and new ones are refused for a while."""
    return lambda due: replace(due, silent=True, broken="reset", refuse_for=seconds, label="refused")


def slow(seconds: float) -> Twist:
    """The due answer, late."""
    return lambda due: replace(due, delay=seconds)


def with_header(name: str, value: str) -> Twist:
    """The due answer with one header more, or another value for it."""
    return lambda due: replace(due, headers=(*without(due.headers, name), (name, value)))


def without_header(name: str) -> Twist:
    """The due answer without that header."""
    return lambda due: replace(due, headers=without(due.headers, name))


def without(headers: tuple[Header, ...], *names: str) -> tuple[Header, ...]:
    """The headers that have none of these names, in any case."""
    drop = {name.lower() for name in names}
    return tuple((key, value) for key, value in headers if key.lower() not in drop)
