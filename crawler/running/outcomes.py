"""What the spider learnt, as items for the store: how a capture or a listing ended, what a capture held."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Final

from scrapy.http import Response

from crawler.items import Capture, Document, ListingOutcome, Outcome, Page, PolicyText, Snapshot
from crawler.manners import answers
from crawler.manners.answers import Ended, Neighbour
from crawler.manners.headers import plain_headers
from crawler.reading.task import LARGEST_BODY

logger = logging.getLogger(__name__)

#: Days after which one of the captures that were not asked for, as their address is excluded, is tried (chosen 2026-11-22).
EXCLUDED_DAYS: Final = 30

#: Archived headers kept as evidence beside a body.
KEPT_HEADERS: Final = ("content-type", "content-encoding", "content-language", "memento-datetime", "link", "x-archive-src")


def now(hours: float = 0.0) -> str:
    """Return the moment in so many hours, as items spell it."""
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def ended(document: Document, capture: Capture, how: Ended) -> Outcome:
    """Return how a capture ended."""
    return Outcome(
        document=document,
        capture=capture,
        outcome=how.outcome,
        reason=how.reason,
        target=how.target,
        decided_at=now(),
        due_at=now(24 * how.due_days) if how.due_days else "",
    )


def unlisted(document: Document, outcome: str, reason: str) -> ListingOutcome:
    """Return that a listing could not be had, and say so; one that failed is due again."""
    logger.warning("No listing of %s (%s): %s", document.url, outcome, reason)
    due_at = now(answers.RETRY_HOURS) if outcome == "failed" else ""
    return ListingOutcome(document=document, outcome=outcome, reason=reason, decided_at=now(), due_at=due_at)


def page(document: Document, response: Response, body: answers.Body) -> Page:
    """Return what reading gets of an archived page."""
    content_type = plain_headers(response.headers).get("content-type", "")
    return Page(
        body=response.body, url=body.original, content_type=content_type, kind=document.kind, fragment=document.fragment
    )


def snapshot(
    document: Document,
    capture: Capture,
    response: Response,
    body: answers.Body,
    text: PolicyText,
    instead_of: Capture | None = None,
) -> Snapshot:
    """Return a page as stored, with what was read. ``instead_of`` is the capture that it was played for."""
    headers = plain_headers(response.headers)
    remark = f"not listed; the archive plays it as the neighbour of {instead_of.timestamp}" if instead_of else ""
    return Snapshot(
        document=document,
        capture=capture,
        body=response.body,
        body_digest=answers.body_digest(response.body),
        delivered=body.delivered,
        fetched_at=now(),
        text=text,
        headers=tuple((name, headers[name]) for name in KEPT_HEADERS if name in headers),
        flags=(remark, *body.flags) if remark else body.flags,
        original=body.original,
    )


def presumed(document: Document, capture: Capture) -> Outcome:
    """Return that a capture was not asked for, because the archive excludes the document's others; it is due again."""
    reason = "not asked for: the archive excludes this address from playback"
    return ended(document, capture, Ended(outcome="excluded", reason=reason, due_days=EXCLUDED_DAYS))


def played_instead(neighbour: Neighbour | Capture) -> Ended:
    """Return how a capture ends that the archive plays by a neighbour."""
    return Ended(outcome="unplayable", reason=f"the archive plays its neighbour {neighbour.timestamp} instead")


def cut_off(response: Response) -> Ended:
    """Return how a capture ends whose transfer broke off every time."""
    return Ended(outcome="unplayable", reason=f"cut off after {len(response.body)} bytes, every time")


def too_large() -> Ended:
    """Return how a capture ends whose body is larger than what is read."""
    return Ended(outcome="unplayable", reason=f"the body has more than {LARGEST_BODY >> 20} MB")
