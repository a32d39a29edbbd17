"""Outcomes and versions of one document out of its facts, in Python: the reference for the SQL of `pipelines.views`.

It is written for clearness, and shares nothing with the SQL but the rules. ``scrapy verify`` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from crawler.items import POLICY
from pipelines.derivation_facts import EMPTY_DIGEST, Derived, Row, Stretch, Text, Told

#: Captures of one digest that cannot be played, after which the others of that digest are not asked for.
LOST: Final = 3

#: Of each wording (since, until, the wording it stands for then); the empty string: it tells nothing then.
Ruled = Mapping[str, Sequence[tuple[str, str, str]]]


def derive(rows: Iterable[Row], adopted: Mapping[str, str], rulings: Ruled | None = None) -> Derived:
    """Return what follows from a document's captures.

    ``adopted`` says of each extractor when it was first used (ISO 8601); ``rulings`` map a wording to (since, until, stands
    for) of each ruling on it.
    """
    ordered = sorted(rows, key=lambda row: row.order)
    extractor = current_extractor([row.body.readings for row in ordered if row.body], adopted)
    told = list(_told(ordered, extractor, adopted, rulings or {}))
    derived = Derived(extractor=extractor)
    lost = _lost(ordered)
    for item, between in zip(told, _between(told), strict=True):
        derived.outcomes[item.row.id] = _outcome(item, between=between, lost=item.row.digest in lost and item.row.shares)
        if item.text:
            derived.texts[item.row.id] = item.text.text_id
    derived.versions = list(_versions(told))
    return derived


def current_extractor(readings: Sequence[Mapping[str, Text]], adopted: Mapping[str, str]) -> str | None:
    """Return the extractor adopted last of those that have read whatever the earlier ones had read; None without readings."""
    current = None
    ordered = sorted({name for by_extractor in readings for name in by_extractor}, key=lambda name: f"{adopted[name]} {name}")
    for place, extractor in enumerate(ordered):
        before = set(ordered[: place + 1])
        if all(extractor in by_extractor for by_extractor in readings if before & by_extractor.keys()):
            current = extractor
    return current


def _told(rows: Sequence[Row], extractor: str | None, adopted: Mapping[str, str], rulings: Ruled) -> Iterator[Told]:
    own = {row.id: _own(row, extractor, adopted) for row in rows}
    shared = _shared(rows, own, extractor)
    for row in rows:
        text = own[row.id]
        if text:
            comparable = extractor in row.body.readings if row.body else False
            yield Told(row, text, text, comparable, state=_state(text, row, rulings) if comparable else None)
        elif row.digest in shared and row.shares and (row.ending is None or row.ending.outcome in ("failed", "unplayable")):
            found, target = shared[row.digest]
            state = _state(found, row, rulings) if found else f"-> {target}"
            yield Told(row, None, found, comparable=True, same_digest=True, state=state)
        elif row.ending and row.ending.outcome == "redirect":
            yield Told(row, state=f"-> {row.ending.target}")
        else:
            yield Told(row)


def _own(row: Row, extractor: str | None, adopted: Mapping[str, str]) -> Text | None:
    """Return the text read out of a row's body: by the current extractor, or else by the one adopted last."""
    if not row.body or not row.body.readings:
        return None
    name = max(row.body.readings, key=lambda name: (name == extractor, f"{adopted[name]} {name}"))
    return row.body.readings[name]


def _shared(rows: Sequence[Row], own: Mapping[int, Text | None], extractor: str | None) -> dict[str, tuple[Text | None, str]]:
    """Return for each digest the text that it is known to be, or the target that it redirects to."""
    known: dict[str, list[tuple[bool, bool, tuple[str, ...], Text | None, str]]] = {}
    for row in rows:
        text = own[row.id]
        if row.shares and text and row.body and extractor in row.body.readings:
            known.setdefault(row.digest, []).append((False, row.body.digest != row.digest, row.order, text, ""))
        elif row.shares and not text and row.ending and row.ending.outcome == "redirect":
            known.setdefault(row.digest, []).append((True, False, row.order, None, row.ending.target))
    best = {digest: min(witnesses, key=lambda witness: witness[:3]) for digest, witnesses in known.items()}
    return {digest: (text, target) for digest, (_, _, _, text, target) in best.items()}


def _state(text: Text, row: Row, rulings: Ruled) -> str:
    if text.verdict != POLICY:
        return text.shows
    held = [
        stands_for for since, until, stands_for in sorted(rulings.get(text.wording, ())) if since <= row.captured_at <= until
    ]
    return held[-1] if held else text.wording


def _lost(rows: Iterable[Row]) -> set[str]:
    counts: dict[str, int] = {}
    for row in rows:
        for_good = row.ending is not None and row.ending.outcome in ("unplayable", "excluded", "archived-error")
        if for_good and row.shares:
            counts[row.digest] = counts.get(row.digest, 0) + 1
    return {digest for digest, count in counts.items() if count >= LOST}


def _between(told: Sequence[Told]) -> list[bool]:
    """Tell of each capture whether the known captures nearest on both sides, in its track, show the same."""
    before: list[str | None] = []
    last: dict[str, str | None] = {}
    for item in told:
        before.append(last.get(item.row.track))
        last[item.row.track] = item.state or last.get(item.row.track)
    after: list[str | None] = []
    last = {}
    for item in reversed(told):
        after.append(last.get(item.row.track))
        last[item.row.track] = item.state or last.get(item.row.track)
    return [left is not None and left == right for left, right in zip(before, reversed(after), strict=True)]


def _outcome(item: Told, *, between: bool, lost: bool) -> str:
    row = item.row
    if row.impossible:
        return "malformed"
    if item.own:
        return "read" if item.own.verdict == POLICY else "not-policy"
    if item.same_digest:
        return "same-digest"
    if row.ending:
        return row.ending.outcome
    if row.statuscode[:1] in ("4", "5"):
        return "archived-error"
    if row.statuscode == "304" or (row.statuscode.startswith("2") and row.digest == EMPTY_DIGEST):
        return "unplayable"
    if between:
        return "between"
    return "unplayable" if lost else "pending"


def _versions(told: Sequence[Told]) -> Iterator[Stretch]:
    sightings = [
        item
        for item in told
        if item.state and item.text and item.comparable and item.text.verdict == POLICY and not item.row.impossible
    ]
    first: dict[str, int] = {}
    previous = None
    for number, (wording, group) in enumerate(groupby(sightings, key=lambda item: item.state or ""), 1):
        stretch = list(group)
        chosen = min(stretch, key=_strays)
        plain = chosen if not _strays(chosen)[0] else min((s for s in sightings if s.state == wording), key=_strays)
        assert plain.text
        same_as = first.setdefault(wording, number)
        last = stretch[-1].row.timestamp
        yield Stretch(
            version=number,
            wording=wording,
            first_timestamp=stretch[0].row.timestamp,
            last_timestamp=last,
            previous_timestamp=previous,
            captures=len(stretch),
            same_as=same_as if same_as < number else None,
            text_id=plain.text.text_id,
            timestamp=chosen.row.timestamp,
            original=chosen.row.original,
        )
        previous = last


def _strays(item: Told) -> tuple[bool, bool]:
    """Tell whether a sighting's text has another wording than it stands for, and whether it is another capture's."""
    return item.text is None or item.text.wording != item.state, item.own is None
