"""scrapy diff: what changed between two versions of a policy."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from scrapy.exceptions import UsageError

from crawler.errors import UserError
from crawler.history import diff_html, diff_text
from crawler.history.changes import change_class
from crawler.history.diff import Diff, compare
from crawler.history.timeline import Stretch, Timeline
from crawler.items import KINDS, PolicyText
from crawler.offline.console import RecordsCommand, console, day, print_json
from crawler.offline.selection import choose, one_timeline, timelines_of
from crawler.records import Records

#: Class of a change -> what is said of it.
CLASSES: Final = {
    "wording": "the wording changed",
    "numbers": "numbers or dates changed",
    "links": "links changed",
    "layout": "the layout changed",
    "same": "nothing changed",
}


class Command(RecordsCommand):
    """Show a change by block and by word, with the captures that it lies between."""

    example = "scrapy diff nexmo.com 3 4, or scrapy diff nexmo.com 2016-01 2018-06 --format html > change.html"

    def syntax(self) -> str:
        """Return the usage line's end."""
        return "[options] DOMAIN [FROM TO]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show what changed between two versions of a policy (by number or date; default: the last two)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--kind", default="", help="which kind of policy: privacy (default), terms, ...")
        parser.add_argument("--url", default="", help="which policy, if there are several")
        formats = ("terminal", "unified", "html", "json")
        parser.add_argument("--format", choices=formats, default="terminal", help="form of the output (default: terminal)")
        parser.add_argument("--json", action="store_true", help="the same as --format json")
        parser.add_argument("--markdown", action="store_true", help="compare the Markdown, with links, not the words alone")
        parser.add_argument("--raw", action="store_true", help="take every difference of wording for a version, noise too")

    def report(self, records: Records, args: list[str], opts: argparse.Namespace) -> None:
        """Print the difference."""
        if len(args) not in (1, 3):
            raise UsageError
        line = one_timeline(timelines_of(records, args[0], opts.kind, ruled=not opts.raw), args[0], opts.url)
        before, after = _pair(line, args[1:])
        old, new = records.text(before.text_id), records.text(after.text_id)
        diff = compare(old.markdown, new.markdown) if opts.markdown else compare(old.text, new.text)
        form = "json" if opts.json else opts.format
        if form == "json":
            print_json(_json(before, after, diff, change_class(old, new)))
        elif form == "html":
            print(_html(line, before, after, diff))
        elif form == "unified":
            old_name, new_name = (f"version {stretch.number}, {stretch.timestamp}" for stretch in (before, after))
            print(diff_text.unified(diff, old_name, new_name), end="")
        else:
            _print(line, before, after, diff, old, new)


def _pair(line: Timeline, named: list[str]) -> tuple[Stretch, Stretch]:
    if named:
        before, after = (choose(line, which) for which in named)
    elif len(line.stretches) > 1:
        before, after = line.stretches[-2:]
    else:
        seen = day(line.stretches[0].first_timestamp)
        raise UserError(f"{line.domain} {line.kind}: there is one version only, seen from {seen}")
    if before == after:
        raise UserError(f"{' and '.join(named)} name the same version ({before.number})")
    return before, after


def _print(line: Timeline, before: Stretch, after: Stretch, diff: Diff, old: PolicyText, new: PolicyText) -> None:
    screen = console()
    numbers = f"version {before.number} and {after.number}"
    screen.print(f"{line.domain} {KINDS[line.kind]}, {numbers}: {CLASSES[change_class(old, new)]}", style="bold")
    screen.print(f"before: {before.snapshot_url}", soft_wrap=True)
    screen.print(f"after:  {after.snapshot_url}", soft_wrap=True)
    if after.number == before.number + 1 and after.previous_timestamp:
        screen.print(f"changed between the captures of {after.previous_timestamp} and {after.first_timestamp}")
    screen.print()
    screen.print(diff_text.terminal(diff, colour=sys.stdout.isatty()))


def _json(before: Stretch, after: Stretch, diff: Diff, change: str) -> dict[str, object]:
    sides = {
        name: {"version": s.number, "timestamp": s.timestamp, "snapshot_url": s.snapshot_url, "text_id": s.text_id}
        for name, s in (("before", before), ("after", after))
    }
    between = [after.previous_timestamp, after.first_timestamp] if after.number == before.number + 1 else None
    return {**sides, "changed_between": between, "class": change, **diff_text.as_json(diff)}


def _html(line: Timeline, before: Stretch, after: Stretch, diff: Diff) -> str:
    sides = [
        diff_html.Side(name=f"Version {s.number}", captured_at=day(s.timestamp), url=s.snapshot_url) for s in (before, after)
    ]
    return diff_html.page(diff, title=f"{line.domain} {KINDS[line.kind]}", before=sides[0], after=sides[1])
