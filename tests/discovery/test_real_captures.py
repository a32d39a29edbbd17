"""The real captures beside the checkout: the links to other policies inside them are found and ranked by kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.discovery import Body, Candidate, PageAsk, begin

CAPTURES = Path(__file__).resolve().parents[2] / ".." / "shared" / "captures"
INDEX = CAPTURES / "index.jsonl"
ROWS: list[dict[str, Any]] = (
    [row for row in map(json.loads, INDEX.read_text(encoding="utf-8").splitlines()) if row["kind"] == "html"]
    if INDEX.exists()
    else []
)
pytestmark = pytest.mark.skipif(not ROWS, reason="the real captures (../shared/captures) are not here")

#: domain and year -> kind -> ends of the addresses that must be found.
EXPECTED = {
    "tropo.com 2015": {
        "privacy": ["/privacy-policy/", "/terms-policies/privacy-policy/"],
        "terms": ["/general-terms/"],
        "acceptable-use": ["/acceptable-use/"],
    },
    "nexmo.com 2016": {
        "privacy": ["/privacy-policy/"],
        "terms": ["/terms-of-use/"],
        "cookies": ["/cookie-policy/"],
        "acceptable-use": ["/acceptable-use/"],
    },
    "voxox.com 2011": {"privacy": ["/index/privacy"], "terms": ["/index/terms"], "acceptable-use": ["/index/fairusepolicy"]},
    "exotel.in 2016": {"privacy": ["/privacy-policy"], "terms": ["/terms-of-service/"]},
    "exotel.in 2013": {"privacy": ["/privacy"], "terms": ["/tos/"]},
    "twilio.com 2016": {
        "privacy": ["/legal/privacy", "/legal/privacy/developer"],
        "terms": ["/legal/tos"],
        "cookies": ["/legal/privacy/cookies"],
        "acceptable-use": ["/legal/aup"],
    },
    "plivo.com 2016": {"privacy": ["/privacy/"], "terms": ["/terms/"]},
    "infobip.com 2013": {"privacy": ["/privacy_policy/"], "terms": ["/terms_of_use/", "/service_terms_and_conditions/"]},
    "knowlarity.com 2011": {"privacy": ["/company/privacy.html"], "terms": ["/company/terms.html"]},
    "ozonetel.com 2016": {"privacy": ["/privacy_policy.html"]},
    "voxbone.com 2015": {
        "privacy": ["/privacypolicy.jsf"],
        "terms": ["/TERMSOFSALE.pdf"],
        "acceptable-use": ["/acceptableusepolicy.jsf"],
    },
    "tokbox.com 2008": {"privacy": ["/view/privacy"], "terms": ["/view/terms"]},
    "telesign.com 2005": {"privacy": ["/privacy_policy.asp"]},
}


def candidates_of(row: dict[str, Any]) -> tuple[Candidate, ...]:
    ask = PageAsk(timestamp=row["timestamp"], original=row["original_url"], why="")
    body = Body((CAPTURES / row["file"]).read_bytes(), row["original_url"], row["timestamp"], "text/html")
    return begin(row["domain"]).heard(ask, body).candidates()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['domain']} {row['timestamp'][:4]}")
def test_links_to_other_policies_are_found_and_ranked_by_kind(row: dict[str, Any]) -> None:
    found = candidates_of(row)
    expected = EXPECTED.get(f"{row['domain']} {row['timestamp'][:4]}", {})
    for kind, ends in expected.items():
        accepted = [candidate for candidate in found if candidate.kind == kind and candidate.accepted]
        assert [end for end in ends if not any(candidate.url.endswith(end) for candidate in accepted)] == []
        rejected = [candidate.score for candidate in found if candidate.kind == kind and not candidate.accepted]
        assert min(candidate.score for candidate in accepted) > max(rejected, default=0.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['domain']} {row['timestamp'][:4]}")
def test_no_strangers_policy_is_taken_for_the_vendors(row: dict[str, Any]) -> None:
    assert [c.url for c in candidates_of(row) if c.accepted and row["domain"] not in c.url] == []


def test_every_expectation_stands_for_a_capture() -> None:
    assert set(EXPECTED) <= {f"{row['domain']} {row['timestamp'][:4]}" for row in ROWS}
