"""A small archive in memory that answers discovery's asks as the Wayback Machine would: filters, collapse, limits, faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discovery import Answer, Ask, Body, Discovery, Failure, ListingAsk, PageAsk, Redirect, Rows, begin
from crawler.items import Capture
from crawler.urls import canonical_key


@dataclass(frozen=True)
class Stored:
    """One capture with what the vendor's server answered."""

    capture: Capture
    body: bytes = b""
    location: str = ""
    content_type: str = "text/html"


@dataclass
class Archive:
    """Captures by URL key. ``hidden``: keys that queries beyond one URL miss; ``fault`` may answer an ask with a failure."""

    stored: dict[str, list[Stored]] = field(default_factory=dict)
    hidden: Callable[[str], bool] = lambda key: False
    fault: Callable[[Ask], str] = lambda ask: ""
    bulk: tuple[str, int] = ("", 0)

    def put(
        self, url: str, times: list[str], body: str | bytes = "", *, status: int = 200, to: str = "", mime: str = "text/html"
    ) -> None:
        data = body if isinstance(body, bytes) else body.encode()
        key = canonical_key(url)
        for number, time in enumerate(times):
            captured = Capture(
                urlkey=key,
                timestamp=time,
                captured_at="",
                original=url,
                mimetype=mime,
                statuscode=str(status),
                digest=f"D{number // 3}",
            )
            self.stored.setdefault(key, []).append(Stored(captured, data, to, mime))

    def answer(self, ask: Ask) -> tuple[Answer, int]:
        """Return the answer and how many requests it took: a capture that is not there is found one hop away."""
        reason = self.fault(ask)
        if reason:
            return Failure(reason), 1
        return (self._list(ask), 1) if isinstance(ask, ListingAsk) else self._play(ask)

    def _play(self, ask: PageAsk) -> tuple[Answer, int]:
        shelf = self.stored.get(canonical_key(ask.original), [])
        if not shelf:
            return Failure("not archived"), 1
        best = min(shelf, key=lambda item: abs(int(item.capture.timestamp) - int(ask.timestamp)))
        hops = 1 if best.capture.timestamp == ask.timestamp else 2
        if best.location:
            return Redirect(best.location, best.capture.timestamp), hops
        return Body(best.body, best.capture.original, best.capture.timestamp, best.content_type), hops

    def _list(self, ask: ListingAsk) -> Rows:
        kept: list[Capture] = []
        last = None
        for row in self._rows(ask):
            if not all(_passes(row, text) for text in ask.filters):
                continue
            mark = tuple(_collapsed(row, text) for text in ask.collapse)
            if ask.collapse and mark == last:
                continue
            last = mark
            if len(kept) == ask.limit:
                return Rows(tuple(kept), complete=False)
            kept.append(row)
        return Rows(tuple(kept))

    def _rows(self, ask: ListingAsk) -> Iterator[Capture]:
        key = canonical_key(ask.url)
        for known in self._keys(ask, key):
            for row in sorted((item.capture for item in self.stored.get(known, ())), key=lambda row: row.timestamp):
                if (not ask.since or row.timestamp >= ask.since) and (
                    not ask.until or row.timestamp[: len(ask.until)] <= ask.until
                ):
                    yield row
        pattern, count = self.bulk
        if pattern and ask.match_type == "domain":
            for number in range(count):
                url = pattern.format(number)
                yield Capture(
                    urlkey=_fast_key(url),
                    timestamp=f"2015{number % 12 + 1:02}01000000",
                    captured_at="",
                    original=url,
                    mimetype="text/html",
                    statuscode="200",
                )

    def _keys(self, ask: ListingAsk, key: str) -> list[str]:
        if ask.match_type == "exact":
            return [key] if key in self.stored else []
        domain = key.partition(")")[0]
        test: dict[str, Callable[[str], bool]] = {
            "prefix": lambda known: known.startswith(key),
            "host": lambda known: known.startswith(f"{domain})"),
            "domain": lambda known: known.startswith((f"{domain})", f"{domain},")),
        }
        return sorted(known for known in self.stored if test[ask.match_type](known) and not self.hidden(known))


def _fast_key(url: str) -> str:
    parts = urlsplit(url)
    return ",".join(reversed((parts.hostname or "").split("."))) + ")" + parts.path + (f"?{parts.query}" if parts.query else "")


def _passes(row: Capture, text: str) -> bool:
    wanted = not text.startswith("!")
    name, _, pattern = text.removeprefix("!").partition(":")
    return bool(re.fullmatch(pattern, str(getattr(row, name)))) is wanted


def _collapsed(row: Capture, text: str) -> str:
    name, _, length = text.partition(":")
    value = str(getattr(row, name))
    return value[: int(length)] if length else value


def discover(archive: Archive, domain: str, *, budget: int = 20) -> tuple[Discovery, list[Ask]]:
    """Drive a discovery against ``archive`` until it asks no more; return it and what it asked."""
    discovery, asked = begin(domain, budget=budget), []
    while asks := discovery.next_requests():
        asked.append(asks[0])
        answer, requests = archive.answer(asks[0])
        discovery = discovery.heard(asks[0], answer, requests=requests)
    return discovery, asked
