"""A vendor with four documents and a bit of everything that the archive does, for crawls that are disturbed."""

from __future__ import annotations

from typing import Final

from tests.archive import FakeArchive
from tests.archive.prose import policy_html

HOST: Final = "http://www.vendor.example"
#: The catalogue that names the documents.
CATALOGUE: Final = f"""[[vendor]]
name = "Vendor"
domain = "vendor.example"

[[vendor.document]]
kind = "privacy"
url = "{HOST}/privacy"

[[vendor.document]]
kind = "terms"
url = "{HOST}/terms"

[[vendor.document]]
kind = "cookies"
url = "{HOST}/cookies"
"""

GONE: Final = (
    "<html><head><title>Page not found</title></head><body><h1>404</h1><p>This page could not be found.</p></body></html>"
)


def archive(captures: int = 24) -> FakeArchive:
    """Return an archive with so many captures of each document: new wordings, returns, noise around them, odd ends."""
    archive = FakeArchive()
    for kind in ("privacy", "terms", "cookies"):
        for n in range(captures):
            version = (n // 3) % 7  # returns to the first wording after the seventh
            page = policy_html(version, kind=kind, furniture_seed=n)
            archive.add(f"{HOST}/{kind}", _moment(n), page, playable=n % 11 != 5)
    archive.add(f"{HOST}/privacy", "20180101000000", policy_html(9), status=404, statuscode="200")
    archive.add(f"{HOST}/privacy", "20180201000000", GONE)
    archive.add(f"{HOST}/terms", "20180301000000", b"", status=200)
    archive.add_row(("example,vendor)/terms", "20181399000000", f"{HOST}/terms", "text/html", "200", "A" * 32, "9"))
    archive.redirect(f"{HOST}/cookies", "20190101000000", f"{HOST}/legal/cookies")
    for n in range(6):
        archive.add(f"{HOST}/legal/cookies", f"2019{n + 2:02}01000000", policy_html(n, kind="cookies", furniture_seed=n))
    # a capture that is not listed, played instead of one that is
    archive.add(f"{HOST}/privacy", "20180601000000", policy_html(3), playable=False)
    archive.add(f"{HOST}/privacy", "20180601060000", policy_html(3), listed=False)
    return archive


def _moment(n: int) -> str:
    return f"{2010 + n // 12}{n % 12 + 1:02}15120000"
