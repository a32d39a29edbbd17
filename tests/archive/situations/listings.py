"""Situations of the listing: rows that are odd, pages, empty answers."""

from __future__ import annotations

from typing import Literal

from ..fake import FakeArchive
from ..model import urlkey
from ..prose import policy_html
from ..resume import Paging
from .expected import CALM, LATER, ODD, URL, Expected, Situation, arranged, both, calm, odd

KEY = urlkey(URL)
SPACED = "http://www.vendor.example/privacy policy"
DIGEST = "QWERTYUIOPASDFGHJKLZXCVBNM234567"


def empty(form: Literal["list", "nothing", "header"]) -> Situation:
    """No rows, in one of the three forms."""
    expected = Expected(row="CDX empty", outcomes={}, web=(0, 0), status=(5,))
    return arranged(lambda archive: setattr(archive, "empty", form), expected)


def paged(paging: Paging, cap: int, cdx: tuple[int, int], row: str = "CDX page incomplete") -> Situation:
    """Five captures in pages of at most ``cap`` rows."""

    def situation(archive: FakeArchive) -> Expected:
        odd(archive)
        for version, timestamp in enumerate(LATER, 2):
            archive.add(URL, timestamp, policy_html(version))
        archive.paging, archive.cap = paging, cap
        return Expected(row=row, outcomes=dict.fromkeys((CALM, ODD, *LATER), "read"), cdx=cdx)

    return situation


def stuck_key(archive: FakeArchive) -> Expected:
    """Every page has the same rows and the same key: the listing must end; what it had is kept."""
    odd(archive).paging = Paging(stuck=True)
    archive.cap = 2
    return Expected(row="CDX page incomplete", cdx=(2, 3), status=(0, 3))


def same_second_lost(archive: FakeArchive) -> Expected:
    """The key of 2022 skips what is left of its second: of two captures of one second the later is never listed."""
    odd(archive).add(URL.replace("http:", "https:"), ODD, policy_html(2))
    archive.add(URL, LATER[0], policy_html(3))
    archive.paging, archive.cap = Paging(form="2022"), 2
    return Expected(row="CDX page incomplete", outcomes=both("read") | {LATER[0]: "read"}, cdx=(2, 3))


def duplicates(archive: FakeArchive) -> Expected:
    """Exact duplicates, adjacent, and again over a page border."""
    odd(archive, copies=3)
    archive.add(URL, LATER[0], policy_html(2), copies=2)
    archive.cap = 5
    return Expected(row="CDX rows", outcomes=both("read") | {LATER[0]: "read"}, cdx=(1, 3), web=(3, 3))


def same_second(archive: FakeArchive) -> Expected:
    """One timestamp and URL twice with different digests: playback serves one of them for both."""
    odd(archive).add(URL, ODD, policy_html(2), playable=False)
    return Expected(row="CDX rows", outcomes=both("read|same-digest|unplayable"), web=(2, 3))


def same_digest_other_length(archive: FakeArchive) -> Expected:
    """One timestamp, URL and digest twice with different lengths: a revisit record beside the full one."""
    page = policy_html(1)
    odd(archive, page, length="18425").add(URL, ODD, page, length="599", playable=False)
    return Expected(row="CDX rows", outcomes=both("read|same-digest"), web=(2, 3))


def impossible(timestamp: str, outcome: str) -> Situation:
    """A capture whose timestamp is no moment; it plays under that name."""
    expected = Expected(row="CDX row with bad timestamp", outcomes=both(outcome, timestamp))
    return arranged(lambda archive: odd(archive, timestamp=timestamp), expected)


def bad_row(*fields: str) -> Situation:
    """A row that cannot be, beside an ordinary one."""
    expected = Expected(row="CDX row malformed", outcomes=both("malformed"), web=(1, 1))
    return arranged(lambda archive: calm(archive).add_row(fields, under=URL), expected)


def short_row(archive: FakeArchive) -> Expected:
    """A row of three fields."""
    calm(archive).add_row((KEY, ODD, URL), under=URL)
    return Expected(row="CDX row malformed", outcomes=both("malformed"), web=(1, 1))


def space_in_original(archive: FakeArchive) -> Expected:
    """A document whose URL holds a space."""
    archive.add(SPACED, CALM, policy_html(0))
    archive.add(SPACED, ODD, policy_html(1))
    return Expected(row="CDX rows", url=SPACED.replace(" ", "%20"), web=(2, 2))


def dashes(archive: FakeArchive) -> Expected:
    """``-`` for status, digest and length, ``unk`` for the type: the capture plays all the same."""
    odd(archive, statuscode="-", digest="-", length="-", mimetype="unk")
    return Expected(row="CDX rows", web=(2, 2))


def revisit(archive: FakeArchive) -> Expected:
    """A revisit row of a listed capture: a sighting, not fetched."""
    calm(archive).add(URL, ODD, revisit_of=CALM)
    return Expected(row="revisit row", outcomes=both("same-digest"), web=(1, 1))


def revisit_alone(archive: FakeArchive) -> Expected:
    """A revisit row whose original is not listed but plays: fetched."""
    calm(archive).add(URL, "20180101000000", policy_html(1), listed=False)
    archive.add(URL, ODD, revisit_of="20180101000000")
    return Expected(row="revisit row", web=(2, 2))


def revisit_lost(archive: FakeArchive) -> Expected:
    """A revisit row whose original is gone: 404 of the archive's own."""
    revisit_alone(archive)
    archive.hide(URL, "20180101000000")
    return Expected(row="revisit row", outcomes=both("failed|unplayable"), web=(2, 5), status=(0, 3))


LISTINGS: dict[str, Situation] = {
    "no rows: []": empty("list"),
    "no rows: nothing": empty("nothing"),
    "no rows: header alone": empty("header"),
    "pages with keys of 2022": paged(Paging(form="2022"), 2, (3, 3)),
    "pages with keys of 2026, second repeated": paged(Paging(), 3, (2, 3), "CDX rows"),
    "pages with keys of 2026, second not repeated": paged(Paging(repeats_second=False), 2, (3, 3)),
    "a key after the last row, then an empty page": paged(Paging(form="2022"), 5, (2, 2)),
    "a key that repeats": stuck_key,
    "rows lost at a page border": same_second_lost,
    "duplicate rows": duplicates,
    "one second, two digests": same_second,
    "one digest, two lengths": same_digest_other_length,
    "a month of 00": impossible("20000012170449", "read"),
    "a day of 00": impossible("20000800241623", "read"),
    "a month of 13": impossible("20181301000000", "malformed"),
    "twelve digits": impossible("201805090803", "malformed"),
    "a row of three fields": short_row,
    "an original that is a mail address": bad_row(
        KEY, ODD, "http://mailto:x@vendor.example/", "text/html", "200", DIGEST, "600"
    ),
    "an original that is no address": bad_row(KEY, ODD, "some/not/even/url/thing", "text/html", "200", DIGEST, "600"),
    "an original that is a file": bad_row(KEY, ODD, "file:///etc/passwd", "text/html", "200", DIGEST, "600"),
    "a space in the original": space_in_original,
    "fields of -": dashes,
    "a revisit": revisit,
    "a revisit without its original in the listing": revisit_alone,
    "a revisit whose original is gone": revisit_lost,
}
