"""Generated policies: their edits over the years, what is served around them, and the page that carries both.

Everything follows from a seed, so that an archive is the same wherever it is made. The texts are invented.
"""

from __future__ import annotations

import hashlib
import html
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SUBJECTS = (
    "We", "The service", "Our partners", "Your administrator", "A subscriber", "The carrier", "Support staff", "The platform",
)  # fmt: skip
VERBS = (
    "collect", "retain", "process", "share", "delete", "disclose", "store", "transfer", "review", "combine", "encrypt", "log",
)  # fmt: skip
OBJECTS = (
    "call records", "phone numbers", "message contents", "billing details", "device identifiers", "location data", "voice mail",
    "account names", "payment cards", "routing tables", "usage figures", "recordings", "contact lists", "support tickets",
)  # fmt: skip
TAILS = (
    "to provide the service", "as the law requires", "when you ask for it", "for as long as the account exists",
    "in order to prevent abuse", "with your consent", "to keep the network secure", "unless you object in writing",
    "under a written contract", "for the purposes named above", "to answer your questions", "in anonymous form only",
)  # fmt: skip
TOPICS = (
    "Scope", "Information we collect", "How we use it", "Sharing", "Retention", "Security", "Children", "Your choices",
    "International transfers", "Call recording", "Changes", "Contact",
)  # fmt: skip
NEWS = ("launch", "tariff", "roaming", "webinar", "award", "outage", "interview", "partner", "update", "survey", "story")

BANNER = "We use cookies to give you the best experience on our site. By browsing on you agree to our use of them."

#: Every noise of the issue's item 3, by the name it is switched on with.
NOISES = ("counter", "today", "recommended", "banner", "feedback", "token", "testimonials", "flip-flop", "broken")
#: Noises beyond it: another page by turns, and a paragraph that now and then is not read.
MORE_NOISES = ("other-page", "lost-paragraph")


def seeded(name: str) -> random.Random:
    """Chance that is the same wherever the name is."""
    return random.Random(name)


def sentence(rng: random.Random) -> str:
    """One sentence of a policy."""
    return (
        f"{rng.choice(SUBJECTS)} may {rng.choice(VERBS)} {rng.choice(OBJECTS)} and {rng.choice(OBJECTS)} {rng.choice(TAILS)}."
    )


def paragraph(rng: random.Random) -> str:
    """Two to five sentences, now and then with a period in days."""
    parts = [sentence(rng) for _ in range(rng.randint(2, 5))]
    if rng.random() < 0.3:
        parts.append(f"Records are kept for {rng.choice([30, 60, 90, 180])} days.")
    return " ".join(parts)


@dataclass(frozen=True)
class Policy:
    """A policy's own text: (heading, paragraphs) by section, and the date it states."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    stated: str

    def blocks(self) -> list[str]:
        lines = [f"Last updated: {self.stated}"]
        for heading, paragraphs in self.sections:
            lines += [heading, *paragraphs]
        return lines


def first_policy(rng: random.Random, stated: str) -> Policy:
    """A policy of twelve sections."""
    sections = tuple((topic, tuple(paragraph(rng) for _ in range(rng.randint(1, 4)))) for topic in TOPICS)
    return Policy(sections, stated)


def edited(policy: Policy, rng: random.Random, stated: str) -> Policy:
    """The policy after an edit of one of the usual kinds: words, a sentence, a paragraph, a section, a period, a date alone."""
    number = rng.randrange(len(policy.sections))
    heading, paragraphs = policy.sections[number]
    at = rng.randrange(len(paragraphs))
    kind = rng.choice(["words", "sentence", "paragraph", "cut", "section", "rewrite", "unannounced", "move"])
    if kind == "cut" and len(paragraphs) > 1:
        new = (*paragraphs[:at], *paragraphs[at + 1 :])
    elif kind == "paragraph":
        new = (*paragraphs[:at], paragraph(rng), *paragraphs[at:])
    elif kind == "sentence":
        new = (*paragraphs[:at], f"{paragraphs[at]} {sentence(rng)}", *paragraphs[at + 1 :])
    elif kind == "rewrite":
        new = tuple(paragraph(rng) for _ in range(rng.randint(1, 4)))
    else:
        words = paragraphs[at].split()
        words[rng.randrange(len(words))] = rng.choice(["however", "promptly", "lawfully", "securely"]) + str(rng.randrange(99))
        new = (*paragraphs[:at], " ".join(words), *paragraphs[at + 1 :])
    sections = [*policy.sections]
    sections[number] = (heading, new)
    if kind == "section":
        sections.insert(number, (f"{rng.choice(TOPICS)} ({rng.randrange(99)})", (paragraph(rng),)))
    if kind == "move":
        sections.append(sections.pop(number))
    return Policy(tuple(sections), policy.stated if kind == "unannounced" else stated)


@dataclass(frozen=True)
class Furniture:
    """What a site serves around its policy, by chance at each capture. ``on`` names the noises switched on.

    Shares are shares of captures. What rotates does so each ``rotation`` days, out of stocks of ``stock`` and ``praise``. A
    noise is served only after the share ``since`` of the history, and until the share ``until``.
    """

    on: frozenset[str]
    seed: int
    banner: float = 0.3
    flip: float = 0.5
    broken: float = 0.03
    rotation: float = 0.0
    stock: tuple[str, ...] = field(default=(), repr=False)
    praise: tuple[str, ...] = field(default=(), repr=False)
    variants: tuple[str, str] = ("", "")
    other: tuple[str, ...] = field(default=(), repr=False)
    since: float = 0.0
    until: float = 1.0

    @classmethod
    def of(cls, on: frozenset[str], seed: int, *, hard: bool = False) -> Furniture:
        """Furniture with the usual figures; ``hard``: with unusual ones, drawn by lot."""
        rng = random.Random(f"furniture {seed}")
        sizes = (rng.choice([5, 20, 60, 400]), rng.choice([2, 6, 30])) if hard else (60, 6)
        plain = cls(
            on,
            seed,
            stock=tuple(f"{rng.choice(NEWS).title()} {rng.choice(NEWS)}: {sentence(rng)[:40]}" for _ in range(sizes[0])),
            praise=tuple(f"“{sentence(rng)} {sentence(rng)}”" for _ in range(sizes[1])),
            variants=(paragraph(rng), paragraph(rng)),
            other=tuple(paragraph(rng) for _ in range(20)),
        )
        if not hard:
            return plain
        return replace(
            plain,
            banner=rng.choice([0.05, 0.3, 0.7]),
            flip=rng.choice([0.2, 0.5]),
            broken=rng.choice([0.01, 0.05, 0.1]),
            rotation=rng.choice([0, 0, 1, 7]),
            since=rng.choice([0, 0, 0.3]),
            until=rng.choice([1, 1, 0.8]),
        )

    def around(self, policy: Policy, moment: datetime, nth: int, share: float) -> tuple[list[str], list[str], list[str]]:
        """What stands above, in and below at one capture, ``share`` of the way through the history."""
        on = self.on if self.since <= share <= self.until else frozenset[str]()
        rng = random.Random(f"{self.seed} {nth}")
        period = int(moment.timestamp() / 86_400 / self.rotation) if self.rotation else nth
        above = [BANNER] if "banner" in on and rng.random() < self.banner else []
        above += [f"Today is {moment:%A, %d %B %Y}"] if "today" in on else []
        body = self._body(policy, on, rng)
        below = self._below(on, nth, rng, random.Random(f"turn {self.seed} {period}"))
        if "broken" in on and rng.random() < self.broken:
            body, below = body[: max(2, int(len(body) * rng.uniform(0.05, 0.4)))], []
        if "other-page" in on and rng.random() < 0.2:
            body = list(self.other)
        return above, body, below

    def _body(self, policy: Policy, on: frozenset[str], rng: random.Random) -> list[str]:
        body = policy.blocks()
        if "flip-flop" in on:
            body.insert(6, self.variants[rng.random() < self.flip])
        if "lost-paragraph" in on and rng.random() < 0.1:
            body.pop(len(body) // 2)
        return body

    def _below(self, on: frozenset[str], nth: int, rng: random.Random, turn: random.Random) -> list[str]:
        below = []
        if "feedback" in on:
            below.append(f"Was this page helpful? {rng.randrange(900)} of {900 + rng.randrange(300)} found it helpful.")
        if "testimonials" in on:
            below += ["What our customers say", turn.choice(self.praise)]
        if "recommended" in on:
            below += ["Recommended articles", *turn.sample(self.stock, turn.randint(2, 4))]
        if "counter" in on:
            below.append(f"You are visitor number {10_000 + nth * 37 + rng.randrange(30)}")
        if "token" in on:
            token = hashlib.sha256(str(rng.random()).encode()).hexdigest()[:24]
            below.append(f"Request {token} served by node {rng.randrange(12)}")
        return below


@dataclass(frozen=True)
class Served:
    """What one capture holds, and the number of the real stretch it was taken in."""

    moment: datetime
    stretch: int
    policy: str  # names what the policy itself says: two stretches may say the same
    above: tuple[str, ...] = field(repr=False)
    body: tuple[str, ...] = field(repr=False)
    below: tuple[str, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The plain text of a reader that lets all furniture slip through."""
        return "\n\n".join((*self.above, *self.body, *self.below))

    @property
    def page(self) -> bytes:
        """The page, with navigation and footer that a reader must leave out, and furniture inside the main part."""
        lines = []
        for block in (*self.above, *self.body, *self.below):
            tag = "h2" if len(block) < 40 and not block.startswith(("Last", "Today", "You", "Was", "“")) else "p"
            lines.append(f"<{tag}>{html.escape(block, quote=False)}</{tag}>")
        return (
            "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Privacy Policy</title></head><body>"
            "<nav><ul><li><a href=/>Home</a></li><li><a href=/prices>Prices</a></li></ul></nav>"
            f"<main><article><h1>Privacy Policy</h1>{''.join(lines)}</article></main>"
            f"<footer>© {self.moment.year} Vendor. All rights reserved.</footer></body></html>"
        ).encode()


@dataclass(frozen=True)
class History:
    """One document's captures with what each shows."""

    name: str
    served: tuple[Served, ...] = field(repr=False)

    def stretches(self) -> dict[int, tuple[datetime, datetime]]:
        """First and last capture of each real stretch that was captured at all."""
        spans: dict[int, tuple[datetime, datetime]] = {}
        for one in self.served:
            first, _ = spans.get(one.stretch, (one.moment, one.moment))
            spans[one.stretch] = (first, one.moment)
        return spans


def moments_daily(start: datetime, days: int, rng: random.Random) -> list[datetime]:
    """One capture a day, at any hour."""
    return [start + timedelta(days=day, seconds=rng.randrange(86_400)) for day in range(days)]


def moments_irregular(start: datetime, days: int, number: int, rng: random.Random, holes: int = 2) -> list[datetime]:
    """So many captures at random moments, with holes of some months in which there is none."""
    gaps = [(at := rng.uniform(0, days), at + rng.uniform(60, 300)) for _ in range(holes)]
    moments: set[datetime] = set()
    while len(moments) < number:
        day = rng.uniform(0, days)
        if not any(left < day < right for left, right in gaps):
            moments.add(start + timedelta(seconds=round(day * 86_400)))
    return sorted(moments)


def history(
    name: str, moments: Sequence[datetime], edits: int, noises: Iterable[str], seed: int, *, hard: bool = False
) -> History:
    """A document with so many edits at random moments; one edit in six takes the one before back, for good."""
    rng = random.Random(f"{name} {seed}")
    furniture = Furniture.of(frozenset(noises), seed, hard=hard)
    start, end = moments[0].timestamp(), moments[-1].timestamp()
    changes = sorted(rng.uniform(start, end) for _ in range(edits))
    policies = [first_policy(rng, f"{moments[0]:%B %d, %Y}")]
    for change in changes:
        stated = f"{datetime.fromtimestamp(change, moments[0].tzinfo):%B %d, %Y}"
        back = len(policies) > 2 and policies[-1] not in policies[:-1] and rng.random() < 1 / 6
        policies.append(policies[-2] if back else edited(policies[-1], rng, stated))
    names = [hashlib.sha256("\n".join(policy.blocks()).encode()).hexdigest() for policy in policies]
    served: list[Served] = []
    stretch = 0
    for nth, moment in enumerate(moments):
        while stretch < len(changes) and changes[stretch] <= moment.timestamp():
            stretch += 1
        share = (moment.timestamp() - start) / max(end - start, 1)
        above, body, below = furniture.around(policies[stretch], moment, nth, share)
        served.append(Served(moment, stretch, names[stretch], tuple(above), tuple(body), tuple(below)))
    return History(name, tuple(served))
