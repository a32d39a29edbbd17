"""The fake archive: what is in it, what is excluded from it, and which answers it is told to give."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Literal
from zlib import crc32

from . import pages
from .access import Exclusion, Form
from .answers import Answer, Header, Step, Twist, throttled
from .faults import Faults, Match
from .heavy import Heavy
from .listing import CAP, answer_listing
from .log import Request
from .model import Body, Generated, RawRow, Shelf, Stored, digest_of, urlkey
from .playback import answer_playback, read_address
from .resume import Paging

Spelling = Literal["absolute", "protocol-relative", "path"]


def stored(
    url: str,
    timestamp: str,
    body: Body = b"",
    *,
    status: int = 200,
    mimetype: str = "text/html",
    content_type: str | None = "",
    headers: Sequence[Header] = (),
    digest: str | None = None,
    length: str | None = None,
    statuscode: str | None = None,
    key: str | None = None,
    copies: int = 1,
    listed: bool = True,
    playable: bool = True,
    target: str = "",
    spelling: Spelling = "absolute",
    twist: Twist | None = None,
) -> Stored:
    """A capture, with what the archive would list for it where nothing else is given.

    ``content_type`` is the archived header (None: it had none); ``digest``, ``length``, ``statuscode`` and ``key`` replace the
    row's columns; ``copies`` lists the row more than once, ``listed=False`` not at all; ``playable=False`` hides it from
    playback alone; ``twist`` changes what playback answers.
    """
    content = body.encode() if isinstance(body, str) else body
    known = digest if digest is not None else digest_of(content() if callable(content) else content)
    size = length if length is not None else str(400 if callable(content) else 400 + len(content) // 3)
    return Stored(
        urlkey=key if key is not None else urlkey(url),
        timestamp=timestamp,
        original=url,
        mimetype=mimetype,
        statuscode=statuscode if statuscode is not None else str(status),
        digest=known,
        length=size,
        status=status,
        reason=HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown",
        content=content,
        content_type=mimetype if content_type == "" else content_type,
        headers=tuple(headers),
        target=target,
        spelling=spelling,
        copies=copies if listed else 0,
        playable=playable,
        twist=twist,
    )


class FakeArchive:
    """A Wayback Machine in memory. Fill it, hand it to ``LoopbackServer``, change it between runs as time would."""

    #: ``cap``: rows at most in one answer, whatever was asked. ``latency``: seconds before every answer. ``empty``: the form
    #: of an empty JSON listing. ``heavy``: which queries end in 504.

    def __init__(self) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.paging = Paging()
        self.empty: Literal["list", "nothing", "header"] = "list"
        self.faults = Faults()
        self.exclusions: list[Exclusion] = []
        self.latency = 0.0
        self.cap = CAP
        self.heavy: Heavy | None = None

    def shelf(self, key: str) -> Shelf:
        """The shelf of a URL key, made on first use."""
        return self.shelves.setdefault(key, Shelf())

    def put(self, capture: Stored) -> Stored:
        """A finished capture onto its shelf."""
        self.shelf(capture.urlkey).put(capture)
        return capture

    def add(self, url: str, timestamp: str, body: Body = b"", *, revisit_of: str = "", **options: object) -> Stored:
        """A capture; options as of ``stored``. With ``revisit_of`` a revisit row that plays that timestamp's payload."""
        if not revisit_of:
            return self.put(stored(url, timestamp, body, **options))  # type: ignore[arg-type]
        first = next(c for c in self.shelf(urlkey(url)).playable(revisit_of) if c.timestamp == revisit_of)
        options = {"digest": first.digest, "length": "432", "statuscode": "-", "mimetype": "warc/revisit"} | options
        capture = stored(url, timestamp, b"", **options)  # type: ignore[arg-type]
        return self.put(replace(capture, revisit_of=revisit_of))

    def add_many(self, url: str, count: int, make: Callable[[int], tuple[str, bytes]], **options: object) -> None:
        """``count`` captures made on demand: ``make(i)`` gives timestamp (ascending) and body, and is called often."""
        key = urlkey(url)
        options = {"key": key} | options

        def capture(index: int) -> Stored:
            timestamp, body = make(index)
            return stored(url, timestamp, body, **options)  # type: ignore[arg-type]

        self.shelf(key).generated.append(Generated(count, capture))

    def add_row(self, row: str | Sequence[str], *, under: str = "", copies: int = 1) -> RawRow:
        """A row of the listing as it stands, which no capture belongs to: text (split at spaces) or its fields.

        ``under`` names the URL it is listed with, by default its first field is the key.
        """
        fields = tuple(row.split(" ")) if isinstance(row, str) else tuple(row)
        timestamp = fields[1] if len(fields) > 1 else ""
        raw = RawRow(urlkey(under) if under else fields[0], timestamp, fields, copies)
        self.shelf(raw.urlkey).put(raw)
        return raw

    def redirect(self, url: str, timestamp: str, target: str, status: int = 301, **options: Any) -> Stored:
        """An archived redirect. ``target`` absolute or relative to ``url``; ``spelling`` says how Location writes it."""
        return self.add(url, timestamp, b"", status=status, target=target, **options)

    def hide(self, url: str, timestamp: str) -> None:
        """The capture vanishes, from listing and playback, as captures blocked one by one do."""
        shelf = self.shelf(urlkey(url))
        shelf.entries = [entry for entry in shelf.entries if entry.timestamp != timestamp]

    def exclude(self, url: str, form: Form = "403-old") -> None:
        """A URL or a whole domain (``a.example``) is blocked: ``403-old``, ``403-new``, ``200-html`` or ``robots``."""
        self.exclusions.append(Exclusion(url, form))

    def include(self, url: str) -> None:
        """The exclusion of that URL or domain ends."""
        self.exclusions = [exclusion for exclusion in self.exclusions if exclusion.url != url]

    def script(self, match: Match, steps: Sequence[Step]) -> None:
        """The first answers to matching requests are these, one after the other; then the usual ones."""
        self.faults.script(match, steps)

    def always(self, step: Step, match: Match = "*") -> None:
        """Until ``calm``: this answer to every matching request."""
        self.faults.always(match, step)

    def storm(self, every: dict[int, Step], *, unplayable_one_in: int = 0, match: Match = "*") -> None:
        """Every n-th matching request gets that answer; one in so many captures is never played (always the same ones)."""
        self.faults.storm(match, every)
        self.faults.unplayable_one_in = unplayable_one_in

    def throttle(self, retry_after: int | str | None = None, match: Match = "*") -> None:
        """Until ``calm``: 429 to everything, with that Retry-After (seconds or another header value) or none."""
        self.always(throttled(retry_after), match)

    def too_heavy(self, *, days: float = math.inf, limit: float = math.inf, rows: float = math.inf) -> None:
        """Listing queries end in 504 while their window is longer, their limit higher or their rows more than this."""
        self.heavy = Heavy(days, limit, rows)

    def calm(self) -> None:
        """Scripts, storms and standing answers end; what is excluded or unplayable stays so."""
        self.faults.clear()

    def hides(self, capture: Stored) -> bool:
        """Whether playback never has this capture, because the storm says so."""
        share = self.faults.unplayable_one_in
        return bool(share) and crc32(f"{capture.urlkey} {capture.timestamp}".encode()) % share == 0

    def respond(self, request: Request, base: str) -> Answer:
        """The answer to a request, faults included."""
        return self.faults.apply(request, lambda: self.due(request, base), base)

    def due(self, request: Request, base: str) -> Answer:
        """The answer without faults."""
        address = read_address(request.path) if request.kind == "web" else None
        asked = request.params.get("url", "") if request.kind == "cdx" else address.url if address else ""
        for exclusion in self.exclusions:
            if asked and exclusion.covers(asked) and (answer := exclusion.answer(request.kind)):
                return answer
        if request.kind == "cdx":
            return answer_listing(self, request)
        if request.kind == "web":
            return answer_playback(self, request, base)
        return pages.other(request.path)
