"""A policy that moved reads as one history: the versions of several URLs of a vendor, joined where they are one document.

Two documents of one kind are one policy when a capture of one redirects to the other; when the last wording at one URL is the
first at the other, or one ends before the other begins and they share a wording; or when the catalogue names both and one ends
before the other begins. Documents that stand side by side with wordings of their own stay apart, also if they agreed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from crawler.items import Document, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a stretch was seen: URL, and the first and last 14-digit timestamp there."""

    url: str
    first_timestamp: str
    last_timestamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time in which a policy's wording did not change, at one place or at several in turn.

    ``number`` counts from 1 in time order along the whole timeline, and ``same_as`` is such a number. The other fields are
    those of `crawler.items.Version`; the text is that of the earliest version in it. It is no kind of version: those belong to
    one document and one URL, and are numbered there; ``--json`` prints these fields and no others.
    """

    number: int
    domain: str
    kind: str
    first_timestamp: str
    last_timestamp: str
    previous_timestamp: str | None
    captures: int
    title: str
    words: int
    text_id: int
    same_as: int | None
    snapshot_url: str
    timestamp: str
    original: str
    wording: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A policy went from one URL to another; ``evidence`` says how we know: ``redirect``, ``equal wording``, ``catalogue``."""

    from_url: str
    to_url: str
    timestamp: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The history of one policy of a vendor."""

    domain: str
    kind: str
    stretches: tuple[Stretch, ...]
    moves: tuple[Move, ...] = ()
    document_ids: tuple[int, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """The URLs at which the policy stood, in order of first sight."""
        return tuple(dict.fromkeys(place.url for stretch in self.stretches for place in stretch.places))


def timelines(
    documents: Mapping[int, Document], versions: Iterable[Version], redirects: Iterable[tuple[int, int, str]]
) -> list[Timeline]:
    """Join the documents of a vendor into timelines, by kind and then by first sight.

    ``redirects`` are (document id, id of the document it leads to, timestamp of the first such redirect).
    """
    by_document: dict[int, list[Version]] = {}
    for version in sorted(versions, key=lambda v: v.first_timestamp):
        by_document.setdefault(version.document_id, []).append(version)
    moves = _moves(documents, by_document, list(redirects))
    lines = [_timeline(group, by_document, documents, moves) for group in _groups(by_document, moves)]
    return sorted(lines, key=lambda line: (line.kind, line.stretches[0].first_timestamp))


def _moves(
    documents: Mapping[int, Document], by_document: Mapping[int, Sequence[Version]], redirects: list[tuple[int, int, str]]
) -> dict[tuple[int, int], Move]:
    """Return the moves between documents that have versions, by (from, to)."""
    led = {(one, other): timestamp for one, other, timestamp in redirects}
    moves = {}
    for pair in combinations(sorted(by_document, key=lambda i: by_document[i][0].first_timestamp), 2):
        if documents[pair[0]].kind != documents[pair[1]].kind:
            continue
        for one, other in (pair, pair[::-1]):
            if (one, other) in led:
                moves[one, other] = _move(documents, one, other, led[one, other], "redirect")
        if not any(move in moves for move in (pair, pair[::-1])) and (evidence := _evidence(documents, by_document, *pair)):
            moves[pair] = _move(documents, *pair, by_document[pair[1]][0].first_timestamp, evidence)
    return moves


def _evidence(documents: Mapping[int, Document], by_document: Mapping[int, Sequence[Version]], earlier: int, later: int) -> str:
    before, after = by_document[earlier], by_document[later]
    apart = before[-1].last_timestamp < after[0].first_timestamp
    shared = {v.wording for v in before} & {v.wording for v in after}
    if before[-1].wording == after[0].wording or (apart and shared):
        return "equal wording"
    named = all(documents[i].found_by == "catalogue" and not documents[i].fragment for i in (earlier, later))
    return "catalogue" if named and apart else ""


def _move(documents: Mapping[int, Document], one: int, other: int, timestamp: str, evidence: str) -> Move:
    return Move(from_url=documents[one].url, to_url=documents[other].url, timestamp=timestamp, evidence=evidence)


def _groups(by_document: Iterable[int], moves: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Return the documents in groups that are connected by moves."""
    groups = [{document_id} for document_id in by_document]
    for pair in moves:
        joined = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return groups


def _timeline(
    group: set[int],
    by_document: Mapping[int, Sequence[Version]],
    documents: Mapping[int, Document],
    moves: Mapping[tuple[int, int], Move],
) -> Timeline:
    versions = sorted((v for i in group for v in by_document[i]), key=lambda v: (v.first_timestamp, v.last_timestamp, v.url))
    stretches: list[Stretch] = []
    for version in versions:
        if stretches and stretches[-1].wording == version.wording:
            stretches[-1] = _longer(stretches[-1], version)
        else:
            stretches.append(_stretch(version, stretches))
    any_document = documents[next(iter(group))]
    own = sorted((move for pair, move in moves.items() if set(pair) <= group), key=lambda move: move.timestamp)
    return Timeline(
        domain=any_document.domain,
        kind=any_document.kind,
        stretches=tuple(stretches),
        moves=tuple(own),
        document_ids=tuple(sorted(group)),
    )


def _stretch(version: Version, before: Sequence[Stretch]) -> Stretch:
    held = [s.last_timestamp for s in before[-1:] if s.last_timestamp < version.first_timestamp]
    return Stretch(
        number=len(before) + 1,
        domain=version.domain,
        kind=version.kind,
        first_timestamp=version.first_timestamp,
        last_timestamp=version.last_timestamp,
        previous_timestamp=version.previous_timestamp if not held else max(held[0], version.previous_timestamp or ""),
        captures=version.captures,
        title=version.title,
        words=version.words,
        text_id=version.text_id,
        same_as=next((s.number for s in before if s.wording == version.wording), None),
        snapshot_url=version.snapshot_url,
        timestamp=version.timestamp,
        original=version.original,
        wording=version.wording,
        places=(_place(version),),
    )


def _longer(stretch: Stretch, version: Version) -> Stretch:
    """Return a stretch that goes on at another place."""
    return replace(
        stretch,
        last_timestamp=max(stretch.last_timestamp, version.last_timestamp),
        captures=stretch.captures + version.captures,
        places=(*stretch.places, _place(version)),
    )


def _place(version: Version) -> Place:
    return Place(url=version.url, first_timestamp=version.first_timestamp, last_timestamp=version.last_timestamp)
