"""A reference derivation of versions and of ``between``, to hold the SQL against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.items import Capture
from crawler.noise import Ruling
from crawler.sampling import CaptureKey, capture_key


@dataclass(frozen=True, order=True)
class Fact:
    """A wording known at a moment: read there, or of equal digest with one that was read."""

    captured_at: str
    wording: str


@dataclass(frozen=True)
class Version:
    """A stretch of facts of one wording. ``previous`` is the last fact before it, empty for the first version."""

    number: int
    first: str
    last: str
    previous: str
    wording: str
    captures: int
    same_as: int = 0


def moment(capture: Capture) -> float:
    """Seconds since 1970."""
    return datetime.fromisoformat(capture.captured_at).timestamp()


def standing(fact: Fact, rulings: Iterable[Ruling]) -> str:
    """The wording that a fact stands for; empty if it says nothing."""
    for ruling in rulings:
        if ruling.wording == fact.wording and ruling.since <= fact.captured_at <= ruling.until:
            return ruling.stands_for
    return fact.wording


def derive_versions(facts: Iterable[Fact], rulings: Sequence[Ruling] = ()) -> list[Version]:
    """Gaps and islands over time: the same set of facts gives the same versions, in whatever order it is given."""
    of_wording: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        of_wording.setdefault(ruling.wording, []).append(ruling)
    versions: list[Version] = []
    first_of: dict[str, int] = {}
    for fact in sorted(set(facts)):
        wording = standing(fact, of_wording.get(fact.wording, ()))
        if not wording:
            continue
        if versions and versions[-1].wording == wording:
            old = versions[-1]
            versions[-1] = Version(
                old.number, old.first, fact.captured_at, old.previous, wording, old.captures + 1, old.same_as
            )
            continue
        number = len(versions) + 1
        same_as = first_of.get(wording, 0)
        first_of.setdefault(wording, number)
        previous = versions[-1].last if versions else ""
        versions.append(Version(number, fact.captured_at, fact.captured_at, previous, wording, 1, same_as))
    return versions


def outcomes_between(captures: Sequence[Capture], states: Mapping[CaptureKey, str]) -> list[str]:
    """What each capture, in the listing's order, is by its neighbours: ``known``, ``between``, or ``pending``.

    ``between``: not known itself, and the nearest known captures on both sides have the same wording.
    """
    names = [states.get(capture_key(capture)) for capture in captures]
    before: list[str | None] = []
    for name in names:
        before.append(name if name is not None else (before[-1] if before else None))
    after: list[str | None] = []
    for name in reversed(names):
        after.append(name if name is not None else (after[-1] if after else None))
    after.reverse()
    return [
        "known" if name is not None else "between" if left is not None and left == right else "pending"
        for name, left, right in zip(names, before, after, strict=True)
    ]
