"""Situations of playback: what is played instead, archived errors and redirects, pages of the archive's own."""

from __future__ import annotations

from typing import Any, cast

from .. import pages
from ..answers import Answer, Twist, unavailable, with_header, without_header
from ..fake import FakeArchive, Spelling
from ..prose import policy_html
from .expected import LATER, ODD, URL, Expected, Situation, both, calm, odd, twisted

MOVED = "http://www.vendor.example/legal/privacy"


def redirected(spelling: str, status: int = 301) -> Situation:
    """The odd capture leads to another page of the vendor, which has one capture of its own."""

    def situation(archive: FakeArchive) -> Expected:
        calm(archive).redirect(URL, ODD, MOVED, status, spelling=cast("Spelling", spelling))
        archive.add(MOVED, LATER[0], policy_html(1))
        outcomes = both("redirect") | {LATER[0]: "read"}
        return Expected(row="archived 3xx", outcomes=outcomes, cdx=(2, 2), web=(3, 3), target=MOVED)

    return situation


def chain(archive: FakeArchive) -> Expected:
    """A redirect to a redirect to a page."""
    further = "http://www.vendor.example/en/privacy"
    calm(archive).redirect(URL, ODD, MOVED, spelling="path")
    archive.redirect(MOVED, LATER[0], further, 302, spelling="protocol-relative")
    archive.add(further, LATER[1], policy_html(1))
    outcomes = both("redirect") | {LATER[0]: "redirect", LATER[1]: "read"}
    return Expected(row="archived 3xx", outcomes=outcomes, cdx=(3, 3), web=(4, 4), target=MOVED)


def loop(archive: FakeArchive) -> Expected:
    """Two pages that redirect to each other."""
    calm(archive).redirect(URL, ODD, MOVED)
    archive.redirect(MOVED, LATER[0], URL)
    outcomes = both("redirect") | {LATER[0]: "redirect"}
    return Expected(row="redirect loop", outcomes=outcomes, cdx=(2, 2), web=(3, 3), target=MOVED)


def to_itself(archive: FakeArchive) -> Expected:
    """A page that redirects to its own URL key (http to https): no second document."""
    calm(archive).redirect(URL, ODD, URL.replace("http:", "https:"))
    return Expected(row="redirect loop", outcomes=both("redirect"), cdx=(1, 1), web=(2, 2))


def leading(target: str, recorded: str = "") -> Situation:
    """A redirect whose target must not be asked of anybody but the archive."""

    def situation(archive: FakeArchive) -> Expected:
        calm(archive).redirect(URL, ODD, target)
        return Expected(row="archived 3xx", outcomes=both("redirect"), cdx=(1, 2), web=(2, 2), target=recorded)

    return situation


def location(value: str, recorded: str = "") -> Situation:
    """An archived redirect whose Location lacks the archive's part."""

    def situation(archive: FakeArchive) -> Expected:
        calm(archive).redirect(URL, ODD, "/elsewhere", twist=with_header("Location", value))
        return Expected(row="archived 3xx", outcomes=both("redirect"), cdx=(1, 2), web=(2, 2), target=recorded)

    return situation


def near(archive: FakeArchive) -> Expected:
    """The odd capture cannot be played; one of the same day that is not listed is played instead."""
    odd(archive, playable=False).add(URL, "20180508200125", policy_html(1), listed=False)
    outcomes = both("unplayable") | {"20180508200125": "read"}
    return Expected(row="machine redirect", outcomes=outcomes, web=(3, 4), flag="neighbour")


def near_listed(archive: FakeArchive) -> Expected:
    """The neighbour of the same day is listed itself: its text must not count twice, nor be lost."""
    odd(archive, playable=False, body=b"not played").add(URL, "20180508200125", policy_html(1))
    outcomes = both("read|unplayable|same-digest") | {"20180508200125": "read|same-digest"}
    return Expected(row="machine redirect", outcomes=outcomes, web=(2, 4))


def far(archive: FakeArchive) -> Expected:
    """The nearest capture that can be played is years away."""
    odd(archive, playable=False)
    return Expected(row="machine redirect too far or other URL", outcomes=both("unplayable"), web=(2, 2))


def never(archive: FakeArchive) -> Expected:
    """Listed, but playback has never heard of it."""
    odd(archive, twist=lambda _: pages.never_archived(URL))
    return Expected(row="never archived", outcomes=both("failed"), web=(2, 2), status=(3,), due=True)


def machine(path: str) -> Twist:
    """A machine redirect to that path of the archive."""
    reason = ("x-archive-redirect-reason", "found capture at 20180509080314")
    return lambda _: Answer(302, "FOUND", (("Location", path), reason, *pages.SERVED_BY), framing="length")


def archived(status: int, *, listed_as: str | None = None, **options: Any) -> Situation:
    """An error of the vendor's own, archived: no retry. ``listed_as`` is what the listing says of it."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive, b"<h1>Sorry</h1>", status=status, statuscode=listed_as, **options)
        fewest = 2 if listed_as else 1
        return Expected(row="archived 404/403/5xx/429", outcomes=both("archived-error"), web=(fewest, 2))

    return situation


def own(answer: Answer, row: str = "other 200 without Memento-Datetime") -> Situation:
    """The archive answers the odd capture with a page of its own, every time."""
    return twisted(lambda _: answer, Expected(row=row, outcomes=both("failed"), web=(2, 8), status=(3,), due=True))


def gateway(status: int) -> Situation:
    """The odd capture is a slow record: a gateway error every time."""
    return own(unavailable(status), "playback 500/502/503/504")


_DELIVERED = Expected(row="memento delivered", web=(2, 2))
_FAR = Expected(row="machine redirect too far or other URL", outcomes=both("unplayable"), web=(2, 2))
_OTHER_PAGE = "http://www.vendor.example/about"

PLAYBACKS: dict[str, Situation] = {
    "a redirect, absolute": redirected("absolute"),
    "a redirect, protocol-relative": redirected("protocol-relative"),
    "a redirect, path": redirected("path"),
    "a redirect of 302": redirected("absolute", 302),
    "a redirect of 303": redirected("path", 303),
    "a redirect of 307": redirected("protocol-relative", 307),
    "a redirect of 308": redirected("absolute", 308),
    "a chain of redirects": chain,
    "a loop of redirects": loop,
    "a redirect to its own key": to_itself,
    "a redirect into the machine's own network": leading("http://169.254.169.254/latest/meta-data/"),
    "a redirect to a file": leading("file:///etc/passwd"),
    "a redirect to a script": leading("javascript:alert(1)"),
    "a Location without the archive's part": location("https://www.vendor.example/legal", "https://www.vendor.example/legal"),
    "a Location in the machine's own network": location("http://169.254.169.254/latest/meta-data/"),
    "a Location that is a file": location("file:///etc/passwd"),
    "a neighbour of the same day": near,
    "a listed neighbour of the same day": near_listed,
    "a neighbour of other years": far,
    "a machine redirect to another page": twisted(machine(f"/web/{ODD}id_/{_OTHER_PAGE}"), _FAR),
    "a machine redirect to itself": twisted(
        machine(f"/web/{ODD}id_/{URL}"),
        Expected(row="redirect loop", outcomes=both("unplayable|failed"), web=(2, 12), status=(0, 3)),
    ),
    "a machine redirect to the front page": twisted(
        machine("/?z"), Expected(row=_FAR.row, outcomes=both("unplayable|failed"), web=(2, 8), status=(0, 3))
    ),
    "the view of a redirect": twisted(
        lambda _: pages.crawl_time_redirect(301, MOVED, ODD),
        Expected(row="view-mode redirect page", outcomes=both("redirect"), cdx=(1, 2), web=(2, 2), target=MOVED),
        statuscode="301",
    ),
    "archived 404": archived(404),
    "archived 403": archived(403),
    "archived 410": archived(410),
    "archived 500": archived(500),
    "archived 503": archived(503),
    "archived 404 listed as 200": archived(404, listed_as="200"),
    "archived 503 listed as 200": archived(503, listed_as="200"),
    "archived 429": archived(429, headers=(("Retry-After", "6"),)),
    "archived 429 listed as 200": archived(429, listed_as="200", headers=(("Retry-After", "6"),)),
    "never archived": never,
    "the archive's front page on 200": own(pages.home()),
    "maintenance on 200": own(pages.maintenance()),
    "gateway errors of 502": gateway(502),
    "gateway errors of 504": gateway(504),
    "a memento of another spelling": twisted(
        with_header("link", '<https://vendor.example:443/privacy/>; rel="original"'), _DELIVERED
    ),
    "a memento without link": twisted(without_header("link"), _DELIVERED),
    "a memento of another page": twisted(with_header("link", f'<{_OTHER_PAGE}>; rel="original"'), _FAR),
    "a memento of another year": twisted(with_header("memento-datetime", "Sun, 01 Mar 2009 12:00:00 GMT"), _FAR),
    "headers in another case": twisted(
        lambda due: with_header("Memento-Datetime", due.get("memento-datetime"))(due), _DELIVERED
    ),
    "a vendor's clock of another year": twisted(
        with_header("x-archive-orig-date", "Fri, 11 Jul 1997 10:00:00 GMT"),
        Expected(row="wrong date suspected", web=(2, 2), flag="clock"),
    ),
}
