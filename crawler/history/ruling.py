"""Noise in a document's history: from what the database knows to the rulings that it keeps.

Rulings follow from all texts of a document together, so they are made anew whenever one has come: at the end of its
sampling, after a merge, after reading everything again. The rules themselves: `crawler.noise`.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.items import Document, Known, Ruling, Rulings
from crawler.noise import NoiseFilter


def rulings_of(document: Document, known: Iterable[Known], now: str) -> Rulings:
    """Return the rulings on a document, given its captures in time order (`Records.known`); ``now`` is ISO 8601."""
    noise = NoiseFilter()
    looks = []
    for item in known:
        if item.state is None:
            continue
        if item.text:
            noise.learn(item.state, item.text)
        if item.state in noise:
            looks.append((item.capture.captured_at, item.state))
    rulings = tuple(
        Ruling(
            wording=ruling.wording,
            stands_for=ruling.stands_for,
            since=ruling.since,
            until=ruling.until,
            noise=ruling.reason_class,
            reason=ruling.reason,
        )
        for ruling in noise.rulings(looks)
    )
    return Rulings(document=document, rulings=rulings, decided_at=now)
