"""What a crawl of a situation must come to, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..answers import Step, Twist
from ..fake import FakeArchive
from ..prose import policy_html

DOMAIN = "vendor.example"
URL = "http://www.vendor.example/privacy"
#: An ordinary capture that every situation has, and the one that is odd.
CALM, ODD = "20150301120000", "20180509080314"
#: Further ordinary captures.
LATER = ("20190301120000", "20200301120000", "20210301120000")
MANY = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must come of ``-a url=<url>``.

    ``row`` is the row of the protocol's situation table. ``outcomes``: timestamp as listed -> the outcome, or several that are
    right, joined by ``|``; every capture listed under that timestamp, of any URL, must have ended so, and there are no other
    captures in the database. ``listing``: the outcome of the listing itself (``excluded``, ``failed``), empty where it was
    had. ``cdx`` and ``web``: fewest and most requests. ``status``: the exit statuses that are right. ``due``: the odd capture
    (or the listing) is recorded as due again. ``flag``: a word that stands in the odd snapshot's flags. ``target``: where the
    odd capture's redirect leads, as recorded. ``contains``: text that the odd capture's Markdown has, if it is read;
    ``lacks``: texts that no Markdown of the document has. ``settings`` are needed for the run.
    """

    row: str
    outcomes: Mapping[str, str] = field(default_factory=lambda: {CALM: "read", ODD: "read"})
    listing: str = ""
    cdx: tuple[int, int] = (1, 1)
    web: tuple[int, int] = (0, MANY)
    status: tuple[int, ...] = (0,)
    due: bool = False
    flag: str = ""
    target: str = ""
    contains: str = ""
    lacks: tuple[str, ...] = ()
    url: str = URL
    settings: Mapping[str, Any] = field(default_factory=dict)


Situation = Callable[[FakeArchive], Expected]


def calm(archive: FakeArchive) -> FakeArchive:
    """The ordinary capture: version 0."""
    archive.add(URL, CALM, policy_html(0, furniture_seed=1), content_type="text/html; charset=utf-8")
    return archive


def odd(archive: FakeArchive, body: Any = None, timestamp: str = ODD, **options: Any) -> FakeArchive:
    """The ordinary capture, and the odd one: version 1 unless another body is given."""
    page = policy_html(1, furniture_seed=2) if body is None else body
    calm(archive).add(URL, timestamp, page, **({"content_type": "text/html; charset=utf-8"} | options))
    return archive


def both(word: str, timestamp: str = ODD) -> dict[str, str]:
    """The ordinary capture is read, the odd one ends so."""
    return {CALM: "read", timestamp: word}


def twisted(twist: Twist, expected: Expected, **options: Any) -> Situation:
    """The odd capture is played with that twist, every time."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive, twist=twist, **options)
        return expected

    return situation


def scripted(match: str, steps: list[Step], expected: Expected) -> Situation:
    """Two ordinary captures; the first matching requests get these answers."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive).script(match, steps)
        return expected

    return situation


def standing(match: str, step: Step, expected: Expected) -> Situation:
    """Two ordinary captures; every matching request gets this answer."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive).always(step, match)
        return expected

    return situation


def arranged(setup: Callable[[FakeArchive], object], expected: Expected) -> Situation:
    """An archive filled by a function."""

    def situation(archive: FakeArchive) -> Expected:
        setup(archive)
        return expected

    return situation
