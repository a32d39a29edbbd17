"""The types that cross every border: between archive, reading, sampling, pipelines and commands.

Timestamps are the archive's: 14 digits, UTC, ``YYYYMMDDhhmmss``. Moments of our own (``..._at``) are ISO 8601, UTC, with
seconds: ``2016-10-30T11:47:35Z``. Lengths are bytes. Everything here is frozen: an item is a fact, and facts do not change.
"""

from crawler.items.answers import Evidence, Fault, Hit, KeptSnapshot, Known, Rejected, Run, StoredCapture, Version
from crawler.items.facts import Discovered, Listing, ListingOutcome, Outcome, Reading, Ruling, Rulings, Snapshot, StoredBody
from crawler.items.texts import Page, PolicyText
from crawler.items.words import KINDS, OUTCOMES, POLICY, Capture, Document, StoreBusyError, StoreError

__all__ = [
    "KINDS",
    "OUTCOMES",
    "POLICY",
    "Capture",
    "Discovered",
    "Document",
    "Evidence",
    "Fault",
    "Hit",
    "KeptSnapshot",
    "Known",
    "Listing",
    "ListingOutcome",
    "Outcome",
    "Page",
    "PolicyText",
    "Reading",
    "Rejected",
    "Ruling",
    "Rulings",
    "Run",
    "Snapshot",
    "StoreBusyError",
    "StoreError",
    "StoredBody",
    "StoredCapture",
    "Version",
]
