"""Versions with all that is known of each, one after the other: a text and the one before it are all that is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.history.timeline import Stretch, Timeline
from crawler.items import Evidence, PolicyText
from crawler.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version: its place in a policy's history, its text, the text of the version before, the body it was read out of."""

    line: Timeline
    stretch: Stretch
    text: PolicyText
    before: PolicyText | None
    evidence: Evidence


def told(records: Records, pairs: Iterable[tuple[Timeline, Stretch]]) -> Iterator[Told]:
    """Yield what is known of each version, in the order given. Raises ``StoreError``."""
    for line, stretch in pairs:
        before = line.stretches[stretch.number - 2].text_id if stretch.number > 1 else None
        yield Told(
            line=line,
            stretch=stretch,
            text=records.text(stretch.text_id),
            before=None if before is None else records.text(before),
            evidence=records.evidence(stretch.text_id, stretch.domain, stretch.kind, stretch.timestamp, stretch.original),
        )
