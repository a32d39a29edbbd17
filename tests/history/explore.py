"""A whole exploration of a generated document without database or network, and how well it did."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.extraction import fingerprint
from crawler.items import Capture
from crawler.noise import NoiseFilter, Ruling
from crawler.sampling import Sampler
from tests.history.generated import row_at
from tests.history.pages import History, Served
from tests.history.timeline import Fact, Version, derive_versions

Reader = Callable[[Served], str]


def as_served(served: Served) -> str:
    """A reader that lets all furniture through."""
    return served.text


@dataclass(frozen=True)
class Explored:
    """What an exploration read, in how many rounds, and what it makes of it."""

    fetches: int
    rounds: int
    facts: tuple[Fact, ...] = field(repr=False)
    rulings: tuple[Ruling, ...] = field(repr=False)
    versions: tuple[Version, ...] = field(repr=False)


@dataclass(frozen=True)
class Score:
    """Real stretches, those found, those missed; versions reported, and those of them invented."""

    real: int
    found: int
    missed: int
    invented: int
    versions: int


def listing(history: History) -> tuple[list[Capture], dict[str, Served]]:
    """The rows of a document, each body of its own, and what each digest names."""
    captures = [row_at(served.moment, digest=f"D{number}") for number, served in enumerate(history.served)]
    return captures, {capture.digest: served for capture, served in zip(captures, history.served, strict=True)}


def explore(history: History, resolution: float, *, noise: bool = True, read: Reader = as_served) -> Explored:
    """Sample a document as a crawl does: each round's texts are learnt before any of them is judged."""
    captures, bodies = listing(history)
    learnt = NoiseFilter()
    sampler = Sampler(captures, resolution, settle=learnt.settle if noise else None)
    facts: list[Fact] = []
    rounds = 0
    while batch := sampler.next():
        rounds += 1
        for capture in batch:
            text = read(bodies[capture.digest])
            facts.append(Fact(capture.captured_at, fingerprint.wording(text)))
            learnt.learn(facts[-1].wording, text)
        for capture, fact in zip(batch, facts[-len(batch) :], strict=True):
            sampler.heard(capture, fact.wording)
    rulings = learnt.rulings([(fact.captured_at, fact.wording) for fact in facts]) if noise else ()
    return Explored(len(facts), rounds, tuple(facts), rulings, tuple(derive_versions(facts, rulings)))


def score(history: History, versions: Sequence[Version], facts: Sequence[Fact], resolution: float) -> Score:
    """Hold versions against the truth.

    A version shows the policy that most of its facts were taken of. A real stretch that was captured over more than
    ``resolution`` days and that no version shows at that time is missed; a version that shows what the one before it shows is
    invented.
    """
    said = {iso(served.moment): served.policy for served in history.served}
    times = sorted(fact.captured_at for fact in facts)
    shown = [Counter(said[at] for at in times if v.first <= at <= v.last).most_common(1)[0][0] for v in versions]
    invented = sum(one == other for one, other in itertools.pairwise(shown))
    policies = {served.stretch: served.policy for served in history.served}
    found = missed = 0
    for stretch, (first, last) in history.stretches().items():
        seen = any(
            policy == policies[stretch] and v.first <= iso(last) and v.last >= iso(first)
            for policy, v in zip(shown, versions, strict=True)
        )
        found += seen
        missed += not seen and (last - first).total_seconds() > resolution * 86_400
    return Score(len(policies), found, missed, invented, len(versions))


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
