"""Generated listings and archives with known versions: what a sampler may find is known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from crawler.items import Capture
from crawler.sampling import CaptureKey, Sampler, capture_key
from crawler.sampling.rows import decided_by_listing, is_redirect

EPOCH = datetime(2010, 1, 1, tzinfo=UTC)
DAY = 86_400


def row(
    day: float,
    *,
    digest: str = "-",
    status: str = "200",
    original: str = "https://vendor.example/privacy",
    mimetype: str = "text/html",
) -> Capture:
    """A row of the listing, so many days after ``EPOCH``."""
    moment = EPOCH + timedelta(seconds=round(day * DAY))
    return replace(row_at(moment, digest=digest), statuscode=status, original=original, mimetype=mimetype)


def row_at(moment: datetime, *, digest: str = "-") -> Capture:
    """A row of the listing at a moment, a page as a rule."""
    return Capture(
        urlkey="example,vendor)/privacy",
        timestamp=moment.strftime("%Y%m%d%H%M%S"),
        captured_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        original="https://vendor.example/privacy",
        mimetype="text/html",
        statuscode="200",
        digest=digest,
    )


@dataclass(frozen=True)
class World:
    """Captures, and what each would show if it were fetched (None: it cannot be had)."""

    captures: tuple[Capture, ...]
    shows: Mapping[CaptureKey, str | None]

    @classmethod
    def of(cls, rows: Iterable[tuple[Capture, str | None]]) -> World:
        pairs = tuple(rows)
        return cls(tuple(capture for capture, _ in pairs), {capture_key(capture): state for capture, state in pairs})

    def answer(self, capture: Capture) -> str | None:
        return self.shows[capture_key(capture)]

    def in_order(self) -> list[Capture]:
        """The text captures that may be fetched, in the listing's order."""
        texts = [c for c in self.captures if decided_by_listing(c) is None and not is_redirect(c)]
        return sorted(texts, key=lambda c: (c.captured_at, c.original, c.digest))


def daily(states: Sequence[str | None]) -> World:
    """One capture a day, every body different from every other."""
    return World.of((row(day, digest=f"D{day}"), state) for day, state in enumerate(states))


def run(
    sampler: Sampler,
    answer: Callable[[Capture], str | None],
    *,
    order: Callable[[list[Capture]], list[Capture]] = list,
    at_most: int | None = None,
) -> list[Capture]:
    """Answer what the sampler asks, each batch in the given order, until it is done or ``at_most`` are answered."""
    fetched: list[Capture] = []
    while batch := sampler.next():
        for capture in order(batch):
            if at_most is not None and len(fetched) == at_most:
                return fetched
            fetched.append(capture)
            sampler.heard(capture, answer(capture))
    return fetched


def sightings(world: World, fetched: Iterable[Capture]) -> dict[CaptureKey, str]:
    """What is known after these fetches: each capture read, and each that shares a digest with one that was."""
    read = {capture_key(c): state for c in fetched if (state := world.answer(c)) is not None}
    by_digest = {digest: state for (_, _, digest), state in read.items() if digest != "-"}
    known = {capture_key(c): by_digest[c.digest] for c in world.in_order() if c.digest in by_digest}
    return {**known, **read}
