"""A made-up policy, looked at every so many days: what noise is told in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from crawler.extraction.fingerprint import wording
from crawler.noise import Sighting, rulings
from tests.history.generated import EPOCH
from tests.history.timeline import Fact, derive_versions

POLICY = (
    "Privacy Policy",
    "Last updated: 1 May 2014",
    "We collect call records and phone numbers to provide the service.",
    "Sharing",
    "We do not share recordings with anybody unless the law requires it.",
    "Voice mail is kept for 30 days and then deleted.",
    "Security",
    "All traffic is encrypted between your phone and our platform, and our staff cannot read it.",
    "Contact",
    "Write to the address below if you have any question about this policy.",
)


@dataclass(frozen=True)
class Looks:
    """Texts, one every so many days."""

    texts: Sequence[Sequence[str]]
    every: float = 1.0

    def sightings(self) -> list[Sighting]:
        moments = [EPOCH + timedelta(days=self.every * number) for number in range(len(self.texts))]
        plain = ["\n\n".join(text) for text in self.texts]
        return [
            Sighting(captured_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), wording=wording(text), text=text)
            for moment, text in zip(moments, plain, strict=True)
        ]

    def versions(self) -> list[str]:
        """The texts of the versions that are left, in order."""
        seen = self.sightings()
        texts = {one.wording: one.text for one in seen}
        facts = [Fact(one.captured_at, one.wording) for one in seen]
        return [texts[version.wording] for version in derive_versions(facts, rulings(seen))]

    def classes(self) -> set[str]:
        return {ruling.reason_class for ruling in rulings(self.sightings())}


def edited(old: str, new: str, policy: Sequence[str] = POLICY) -> tuple[str, ...]:
    assert any(old in block for block in policy)
    return tuple(block.replace(old, new) for block in policy)
