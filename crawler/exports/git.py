"""A git repository, one commit a version, in time order over all documents: ``git log -p nexmo.com/privacy.md``.

The program ``git`` makes it, whose ``fast-import`` takes a whole history as one stream. The library dulwich was considered
(2026-11): it needs a second package to read such a stream, and writes in Python what git, which every reader of the repository
has, writes and checks itself.

A commit says nothing that a later crawl can add to (how long a version stood, how often it was captured) and names no row of a
database: the same history has the same hashes everywhere, and a history that grew at its end begins with the same commits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from crawler.exports.files import file_text, safe_name
from crawler.exports.git_folder import build
from crawler.exports.order import Order, bar, counted
from crawler.exports.versions import Told, told
from crawler.history.diff import compare
from crawler.history.timeline import Stretch, Timeline
from crawler.items import KINDS
from crawler.wayback import captured_at

#: Who commits: a name that is nobody's, at a domain that cannot be (RFC 2606). Authors are the vendors' domains.
COMMITTER: Final = "policy-history <policy-history@export.invalid>"

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

#: A version, its policy, and the path of the policy's file.
Placed = tuple[Timeline, Stretch, str]


def to_git(order: Order) -> str:
    """Write the repository; see `crawler.exports.order.Export`.

    A folder that holds an export of ours, and nothing else, is replaced by the new one; any other is a `UserError`.
    """
    placed = list(in_time(order.timelines()))
    paths = [path for _, _, path in placed]
    with bar(len(placed)) as advance, build(order.folder) as stream:
        for path, version in zip(paths, told(order.records, [(line, stretch) for line, stretch, _ in placed]), strict=True):
            stream.write(commit(version, path))
            advance()
    return f"{counted(len(placed), 'commit')} in {order.folder}"


def in_time(histories: dict[str, list[Timeline]]) -> Iterator[Placed]:
    """Yield all versions by the moment at which they were first captured, each with its file: ``nexmo.com/privacy.md``.

    Where a vendor has several policies of a kind side by side, the second one seen is ``nexmo.com/privacy-2.md``, and so on.
    """
    placed: list[Placed] = []
    for domain, lines in histories.items():
        counts: dict[str, int] = {}
        for line in lines:
            number = counts[line.kind] = counts.get(line.kind, 0) + 1
            path = f"{safe_name(domain)}/{safe_name(line.kind)}{f'-{number}' if number > 1 else ''}.md"
            placed += [(line, stretch, path) for stretch in line.stretches]
    yield from sorted(placed, key=lambda item: (captured_at(item[1].first_timestamp), item[2], item[1].number))


def commit(version: Told, path: str) -> bytes:
    """Return a version as a commit of the stream that ``git fast-import`` reads (its manual, "Input Format")."""
    stretch = version.stretch
    when = f"{_seconds(stretch.first_timestamp)} +0000"
    author = f"{safe_name(stretch.domain)} <{safe_name(stretch.domain)}@export.invalid>"
    head = f"commit refs/heads/main\nauthor {author} {when}\ncommitter {COMMITTER} {when}\n".encode()
    content = file_text(version.text, stretch, "markdown")
    return head + _data(message(version)) + f"M 100644 inline {path}\n".encode() + _data(content)


def message(version: Told) -> str:
    """Return what a commit says: vendor, kind and what changed in one line; then the evidence, as trailers."""
    stretch, evidence = version.stretch, version.evidence
    trailers = {
        "Version": str(stretch.number),
        "Snapshot": stretch.snapshot_url,
        "Capture": stretch.first_timestamp,
        "Previous-Capture": stretch.previous_timestamp or "none",
        "Body-Digest": f"sha1:{evidence.body_digest}",
        "Wording": f"sha256:{version.text.wording}",
        "Extractor": version.text.extractor,
    }
    lines = (f"{name}: {_BREAKS.sub(' ', value)}" for name, value in trailers.items())
    subject = f"{stretch.domain} {KINDS.get(stretch.kind, stretch.kind)}: {_change(version)}"
    return "\n\n".join([_BREAKS.sub(" ", subject), _between(stretch), "\n".join(lines)]) + "\n"


def _change(version: Told) -> str:
    if version.before is None:
        return f"first seen, {version.text.words} words"
    diff = compare(version.before.text, version.text.text)
    again = f", again version {version.stretch.same_as}" if version.stretch.same_as else ""
    return f"+{diff.words('added')} -{diff.words('removed')} words{again}"


def _between(stretch: Stretch) -> str:
    first = _moment(stretch.first_timestamp)
    if stretch.previous_timestamp is None:
        return f"First captured {first}."
    return f"Changed between the captures of {_moment(stretch.previous_timestamp)}\nand {first}."


def _moment(timestamp: str) -> str:
    moment = captured_at(timestamp)
    return f"{moment[:10]} {moment[11:19]} UTC" if moment else timestamp


def _seconds(timestamp: str) -> int:
    """Return seconds since 1970, none before that: git has no earlier dates."""
    moment = captured_at(timestamp)
    return max(0, int(datetime.fromisoformat(moment).timestamp())) if moment else 0


def _data(text: str) -> bytes:
    content = text.encode("utf-8", "replace")
    return b"data %d\n%s\n" % (len(content), content)
