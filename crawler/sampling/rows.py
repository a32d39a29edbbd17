"""What the listing alone says of a capture: is it decided without a fetch, a text, or a redirect?"""

from __future__ import annotations

from typing import Final

from crawler.items import Capture

#: Base32 SHA-1 of zero bytes: every empty redirect has it, and a 200 with it holds nothing (protocol notes, 2.8).
EMPTY_DIGEST: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"

#: Names a capture within its document. Timestamp and original alone do not: both may be listed twice with two digests.
CaptureKey = tuple[str, str, str]


def capture_key(capture: Capture) -> CaptureKey:
    """Return (timestamp, original, digest)."""
    return (capture.timestamp, capture.original, capture.digest)


def decided_by_listing(capture: Capture) -> tuple[str, str] | None:
    """Return (outcome, reason) of a capture that needs no fetch, None for one that may need it."""
    status = capture.statuscode
    if capture.problem or not capture.captured_at:
        return "malformed", capture.problem or "the row gives no moment"
    if status[:1] in {"4", "5"}:
        return "archived-error", f"the site answered {status}"
    if status == "304":
        return "unplayable", "304: a conditional request was answered, no page was recorded"
    if status[:1] == "2" and capture.digest == EMPTY_DIGEST:
        return "unplayable", "the archive recorded an empty body"
    return None


def is_redirect(capture: Capture) -> bool:
    """Tell whether the row is a redirect: by status, or a revisit of an empty body, which only redirects have."""
    return capture.statuscode[:1] == "3" or (capture.statuscode == "-" and capture.digest == EMPTY_DIGEST)


def is_full(capture: Capture) -> bool:
    """Tell whether the row's own record holds the payload (a revisit only names another record that does)."""
    return capture.statuscode != "-" and capture.mimetype != "warc/revisit"
