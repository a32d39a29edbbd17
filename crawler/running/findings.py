"""What a discovery came to, as an item to keep and as JSON to read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from crawler.discovery import Candidate, Discovery
from crawler.items import Discovered


def discovered(discovery: Discovery, vendor: str, now: str) -> Discovered:
    """Return the item for a discovery that has ended. ``vendor`` is the vendor's name, ``now`` ISO 8601."""
    candidates = discovery.candidates()
    finding = discovery.finding()
    return Discovered(
        domain=discovery.domain,
        state=finding.state,
        line=finding.line,
        documents=tuple(c.document(vendor, discovery.domain) for c in candidates if c.accepted),
        account=json.dumps([account(candidate) for candidate in candidates], ensure_ascii=False),
        decided_at=now,
    )


def account(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as JSON has it."""
    return asdict(candidate)
