"""One document on its way through a run: the windows of its listing that are still to be asked, then its sampling."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from crawler.errors import UserError
from crawler.items import POLICY, Capture, Document, Known, Outcome, PolicyText, Snapshot
from crawler.noise import NoiseFilter
from crawler.sampling import CaptureKey, Sampler, capture_key
from crawler.urls import absolute, registrable_domain
from crawler.wayback import captured_at, urlkey

#: The archive's first captures are of 1996.
FIRST: Final = "19960101000000"

#: Days: a window of a listing that still is too heavy is not halved any further (archive-magic settled on 28, 2026-09).
NARROWEST: Final = 7.0

#: Captures of one document that are asked for at a time: a request is held in memory until it is answered, and the first
#: round over 200,000 captures would be as many. Several seconds of work at the set pace, so that nothing ever waits for it.
AT_ONCE: Final = 100

#: Answers "excluded" in a row to captures of a document, after which no more are asked for: what is excluded is the address.
#: Until a capture is played no more than these are asked for at a time (chosen 2026-11-22).
EXCLUDED: Final = 3

#: Redirects from document to document that are followed at most.
HOPS: Final = 5

#: Places that the redirects of one document are followed to at most, those that most captures redirect to first. Policies moved
#: up to six times in twenty years; more places than that are made for the visitor (chosen 2026-11-22).
TARGETS: Final = 10

#: Targets on one path, differing in the query alone, that can be so many documents (``?doc=privacy``). Of more the query tells
#: the visitor, the session or the time, and only the first is followed (chosen 2026-11-22).
QUERIES: Final = 3

#: Words of a path that no policy has: a redirect there says that the page is gone, or hidden.
_NO_POLICY: Final = frozenset({"login", "signin", "sign-in", "signup", "404", "error", "not-found", "notfound", "sorry"})


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of capture time, both ends inclusive, 14 digits or fewer; empty: open."""

    since: str = ""
    until: str = ""

    def halves(self, now: str) -> tuple[Window, ...]:
        """Return this window in two, the older one first; nothing if it is too narrow, or where the archive has nothing."""
        if self.since > now or (self.until and self.until < FIRST[: len(self.until)]):
            return ()
        first, last = _moment(self.since, FIRST), _moment(self.until, now)
        if (last - first) / 2 < timedelta(days=NARROWEST):
            return ()
        middle = first + (last - first) / 2
        return (
            Window(self.since, middle.strftime("%Y%m%d%H%M%S")),
            Window((middle + timedelta(seconds=1)).strftime("%Y%m%d%H%M%S"), self.until),
        )

    def __str__(self) -> str:
        return f"{self.since or 'the first'} to {self.until or 'the last'}"

    def holds(self, capture: Capture) -> bool:
        """Tell whether a capture lies in the window, by the archive's rule: digits are compared as far as they go."""
        digits = "".join(c for c in capture.captured_at if c.isdigit())
        return digits >= self.since and (not self.until or digits[: len(self.until)] <= self.until)


@dataclass(slots=True)
class Tracking:
    """What a run knows of one document: the windows still to be listed, and the sampler once the listing is complete."""

    document: Document
    window: Window
    document_id: int = 0
    to_list: list[Window] = field(default_factory=list)
    #: Windows that the archive could not list, though they are the narrowest, and how many were so since its last answer.
    given_up: list[Window] = field(default_factory=list)
    given_up_in_a_row: int = 0
    #: Why the last of them could not be listed.
    why: str = ""
    listed: bool = False
    sampler: Sampler = field(default_factory=Sampler)
    noise: NoiseFilter = field(default_factory=NoiseFilter)
    asked: set[CaptureKey] = field(default_factory=set)
    unasked: bool = False
    #: How many captures in a row the archive excludes from playback, and whether it has played any.
    excluded: int = 0
    played: bool = False
    #: Timestamps of the captures, played in place of others and not listed, that are asked for or were.
    neighbours: set[str] = field(default_factory=set)
    #: Held by whoever works on the document: answers come while the next captures are still being worked out.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.to_list = [self.window]

    def split(self, now: str) -> bool:
        """Put the window being listed back as two halves; tell whether that could be done."""
        halves = self.to_list[0].halves(now)
        if halves:
            self.to_list[:1] = halves
        return bool(halves)

    def give_up(self, reason: str) -> None:
        """Leave out the window being listed, for that reason."""
        self.given_up.append(self.to_list.pop(0))
        self.given_up_in_a_row += 1
        self.why = reason

    @property
    def not_listed(self) -> str:
        """Why, and in which windows, the document's captures are not known: those given up, and those never asked for."""
        windows = [*self.given_up, *self.to_list]
        return self.why if windows == [self.window] else f"{self.why}; not listed: {', '.join(map(str, windows))}"

    def sample(self, known: Iterable[Known], resolution: float, *, refresh: bool) -> None:
        """Start sampling over what the database knows of the document; what is noise is learnt from all of it.

        Whoever looks at the sampler meanwhile sees the one before, never one that is half made.
        """
        states: dict[CaptureKey, str | None] = {}
        noise = NoiseFilter()
        sampler = Sampler((), resolution, states, settle=noise.settle)
        sampler.add(self._seeds(known, states, noise, refresh=refresh))
        sampler.start()
        self.noise, self.sampler = noise, sampler
        self.listed = True
        self.unasked = False

    def _seeds(
        self, known: Iterable[Known], states: dict[CaptureKey, str | None], noise: NoiseFilter, *, refresh: bool
    ) -> Iterator[Capture]:
        """Yield the captures of the window, and note what is known of them in ``states`` and in the noise filter."""
        for item in known:
            if item.text and item.state:
                noise.learn(item.state, item.text)
            self.played = self.played or item.state is not None
            if item.presumed and not self.played:
                self.excluded = EXCLUDED - 1
            if self.window.holds(item.capture):
                if item.state is not None or (item.waiting and not refresh):
                    states[capture_key(item.capture)] = item.state
                yield item.capture

    def next(self) -> list[Capture]:
        """Return the captures to fetch now, so that at most `AT_ONCE` are under way, or as few as show an exclusion."""
        most = AT_ONCE if self.played or self.barred else EXCLUDED - self.excluded
        captures = self.sampler.next(max(0, most - len(self.asked)))
        self.asked.update(capture_key(capture) for capture in captures)
        return captures

    def heard(self, item: Snapshot | Outcome) -> None:
        """Tell the sampler what a capture showed, if it asked for it (an unlisted neighbour comes unasked)."""
        key = capture_key(item.capture)
        if isinstance(item, Snapshot) and item.text.verdict == POLICY:
            self.noise.learn(item.text.wording, item.text.text)
        if isinstance(item, Outcome) and item.outcome == "excluded":
            self.excluded += 1
        elif isinstance(item, Snapshot) or item.outcome != "failed":  # a failure says nothing of it
            self.excluded, self.played = 0, True
        if key in self.asked:
            self.asked.remove(key)
            self.sampler.heard(item.capture, state_of(item))
        else:
            self.unasked = True

    def rest(self) -> None:
        """Let go of what only sampling needs, 40 MB for 200,000 captures, now that all is sampled."""
        self.sampler, self.noise = Sampler(), NoiseFilter()

    @property
    def barred(self) -> bool:
        """Whether the archive has said often enough that it plays no capture of this document."""
        return self.excluded >= EXCLUDED

    @property
    def surprised(self) -> bool:
        """Whether, now that all is sampled, something is known that nobody asked for: then it must be sampled again."""
        return self.listed and self.unasked and self.sampler.done


def state_of(item: Snapshot | Outcome) -> str | None:
    """Return the name of what a capture shows, as the database's view ``knowledge`` spells it; None: nothing."""
    if isinstance(item, Snapshot):
        return text_state(item.text)
    return f"-> {item.target}" if item.outcome == "redirect" else None


def text_state(text: PolicyText) -> str:
    """Return the state that a text names: its wording, or what it is instead of a policy."""
    return text.wording if text.verdict == POLICY else f"not-policy: {text.verdict}"


def followable(target: str) -> bool:
    """Tell whether a redirect's target can be the policy's new place: not the home page, no login, no error page."""
    try:
        registrable_domain(absolute(target))
    except UserError:  # an address that no archive can hold
        return False
    path = [part.lower() for part in urlsplit(target).path.split("/") if part]
    return bool(path) and not any(part.split(".")[0] in _NO_POLICY for part in path)


def targets(
    redirects: Iterable[tuple[int, str, str]], tracked: Mapping[Document, Tracking], barren: Iterable[Document] = ()
) -> list[Document]:
    """Return the documents that redirects lead to and that are neither tracked yet nor known to be ``barren``.

    ``redirects`` are (id of the redirecting document, target, timestamp of the first such redirect), those of most captures
    first. A target at another company is the vendor's from that day on; within the vendor's domain all of its history is.
    """
    by_id = {track.document_id: document for document, track in tracked.items()}
    seen = {identity(document) for document in (*tracked, *barren)}
    leads: dict[int, list[tuple[str, str]]] = {}
    for document_id, target, timestamp in redirects:
        leads.setdefault(document_id, []).append((timestamp, target))
    found: dict[tuple[str, ...], Document] = {}
    near = [by_id[document_id] for document_id in leads if _hops(by_id[document_id], tracked) < HOPS]
    led = [lead for origin in near for lead in _followed(origin, leads[tracked[origin].document_id])]
    for _, document in sorted(led, key=lambda lead: lead[0]):
        if identity(document) not in seen:
            found.setdefault(identity(document), document)
    return list(found.values())


def _followed(origin: Document, leads: Iterable[tuple[str, str]]) -> list[tuple[str, Document]]:
    """Return the documents at (timestamp, target) that are worth following, each with its timestamp."""
    led = [
        (timestamp, _moved(origin, target, timestamp)) for timestamp, target in leads if followable(target.partition("#")[0])
    ]
    pages: dict[str, list[str]] = {}
    for _, document in led:
        keys = pages.setdefault(urlkey(document.url.partition("?")[0]), [])
        keys += [] if document.urlkey in keys else [document.urlkey]
    worth = {key for keys in pages.values() for key in (keys if len(keys) <= QUERIES else keys[:1])} | {origin.urlkey}
    places = dict.fromkeys(identity(document) for _, document in led if document.urlkey in worth)
    places.pop(identity(origin), None)
    chosen = set(list(places)[:TARGETS])
    return [(timestamp, document) for timestamp, document in led if identity(document) in chosen]


def _moved(origin: Document, target: str, timestamp: str) -> Document:
    url, _, fragment = target.partition("#")
    return replace(
        origin,
        url=url,
        urlkey=urlkey(url),
        fragment=fragment,
        since="" if registrable_domain(url) in (origin.domain, registrable_domain(origin.url)) else timestamp,
        found_by=f"redirect {origin.url}",
    )


def identity(document: Document) -> tuple[str, ...]:
    """Return what makes two documents one: vendor, kind, URL key and fragment."""
    return document.domain, document.kind, document.urlkey, document.fragment


def _hops(document: Document, documents: Iterable[Document]) -> int:
    by_url = {other.url: other for other in documents}
    count = 0
    while document.found_by.startswith("redirect ") and count < HOPS:
        count += 1
        before = by_url.get(document.found_by.removeprefix("redirect "))
        if before is None:
            break
        document = before
    return count


def _moment(digits: str, default: str) -> datetime:
    padded = digits + default[len(digits) :] if digits else default
    moment = captured_at(padded) or captured_at(f"{digits}0101000000"[:14].ljust(14, "0")) or captured_at(default)
    return datetime.fromisoformat(moment).astimezone(UTC)
