"""scrapy versions: the history of a vendor's policies, one line a version."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from crawler.history.changes import change_class
from crawler.history.timeline import Stretch, Timeline
from crawler.items import PolicyText
from crawler.offline.console import RecordsCommand, console, day, one_argument, print_json, print_table
from crawler.offline.selection import timelines_of
from crawler.records import Records

#: Column -> how it is aligned.
COLUMNS: Final = {
    "v": "right",
    "changed after": "left",
    "seen from": "left",
    "to": "left",
    "captures": "right",
    "words": "right",
    "change": "fold",
}
RULINGS: Final = {"from": "left", "to": "left", "noise": "left", "why it is no change of policy": "fold"}
WITHIN: Final = {"v": "right", "from": "left", "to": "left", "what changed within": "left"}

#: Class of a change -> what is said of it.
CHANGES: Final = {
    "wording": "wording",
    "numbers": "numbers or dates only",
    "links": "links only",
    "layout": "layout only",
    "same": "nothing",
}


class Command(RecordsCommand):
    """List versions with the two captures between which each change happened."""

    example = "scrapy versions nexmo.com --kind privacy"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] DOMAIN"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "List the versions of a vendor's policies, and between which captures each change happened"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--kind", default="", help="only policies of this kind: privacy, terms, ...")
        parser.add_argument(
            "--explain", action="store_true", help="show what was ruled to be noise, and changes without new words"
        )
        parser.add_argument("--raw", action="store_true", help="count every difference of wording, noise too")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the versions."""
        lines = timelines_of(records, one_argument(args), opts.kind, ruled=not opts.raw)
        if opts.json:
            print_json([_json(records, line) for line in lines])
            return
        for line in lines:
            _print(records, line)
            if opts.explain:
                _explain(records, line)


def _print(records: Records, line: Timeline) -> None:
    title = records.text(line.stretches[-1].text_id).title
    rows = [_row(stretch, _change(records, line, stretch)) for stretch in line.stretches]
    print_table(f"{line.domain} {line.kind}: {title} ({line.urls[0]})", COLUMNS, rows)
    for move in line.moves:
        console().print(f"moved {day(move.timestamp)} from {move.from_url} to {move.to_url} ({move.evidence})", soft_wrap=True)
    console().print()


def _row(stretch: Stretch, change: str) -> tuple[object, ...]:
    changed = day(stretch.previous_timestamp) or "(first seen)"
    first, last = day(stretch.first_timestamp), day(stretch.last_timestamp)
    return stretch.number, changed, first, last, stretch.captures, stretch.words, change


def _change(records: Records, line: Timeline, stretch: Stretch) -> str:
    change = _class(records, line, stretch)
    return f"{CHANGES[change]}; again version {stretch.same_as}" if stretch.same_as else CHANGES.get(change, "")


def _class(records: Records, line: Timeline, stretch: Stretch) -> str:
    """Return the class of the change to a version; empty for the first."""
    if stretch.number == 1:
        return ""
    before = records.text(line.stretches[stretch.number - 2].text_id)
    return change_class(before, records.text(stretch.text_id))


def _explain(records: Records, line: Timeline) -> None:
    rulings = _rulings(records, line)
    if rulings:
        print_table("noise", RULINGS, [(r["since"][:10], r["until"][:10], r["noise"], r["reason"]) for r in rulings])
    within = [(stretch.number, *change) for stretch in line.stretches for change in _within(records, line, stretch)]
    if within:
        print_table("other changes", WITHIN, within)
    if not rulings and not within:
        console().print("nothing was taken for noise, and nothing changed but the wording")
    console().print()


def _rulings(records: Records, line: Timeline) -> list[dict[str, str]]:
    return [asdict(ruling) for document_id in line.document_ids for ruling in records.rulings(document_id)]


def _within(records: Records, line: Timeline, stretch: Stretch) -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, class) for changes of links or layout between captures that show one wording."""
    latest: dict[str, tuple[str, PolicyText]] = {}
    for timestamp, text in _texts(records, line, stretch):
        before, old = latest.get(text.wording, (timestamp, text))
        if old.exact != text.exact:
            yield day(before), day(timestamp), CHANGES[change_class(old, text)]
        latest[text.wording] = timestamp, text


def _texts(records: Records, line: Timeline, stretch: Stretch) -> list[tuple[str, PolicyText]]:
    """Return (timestamp, text) of the captures that were read within a stretch, in time order."""
    captures = [
        capture
        for document_id in line.document_ids
        for capture in records.captures(document_id)
        if capture.outcome == "read" and stretch.first_timestamp <= capture.timestamp <= stretch.last_timestamp
    ]
    texts = [(capture.timestamp, records.text(capture.text_id)) for capture in captures if capture.text_id]
    return sorted(texts, key=lambda text: text[0])


def _json(records: Records, line: Timeline) -> dict[str, object]:
    """Return a timeline with the class of each change, the changes within versions, and the rulings on noise."""
    stretches = [
        asdict(stretch)
        | {
            "change": _class(records, line, stretch),
            "within": [{"from": since, "to": to, "change": change} for since, to, change in _within(records, line, stretch)],
        }
        for stretch in line.stretches
    ]
    return asdict(line) | {"stretches": stretches, "rulings": _rulings(records, line)}
