"""How a run ended: one exit status, one sentence (design, section 5, "Exit status")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.table import Table

from crawler.items import OUTCOMES

#: Exit status -> what it says.
EXIT_STATUS: Final = {
    0: "all done",
    1: "the crawl broke",
    2: "bad arguments or catalogue",
    3: "finished, but some captures failed and are due again",
    4: "stopped by the archive's rate limit, or because it cannot be reached; the rest is due again",
    5: "nothing archived for what was asked",
    130: "interrupted; the rest is due again",
}

#: What status 0 says of a plan: nothing but listings was asked for.
PLANNED: Final = "the plan is made, nothing but listings was asked for"

#: What status 5 says if listings are excluded from the archive, as a site's owner may ask of it.
EXCLUDED: Final = "what was asked for is excluded by the archive, or was never archived"

#: Scrapy's or our reason for closing -> exit status. Any reason that is not listed is a crawl that broke.
_REASONS: Final = {"rate_limited": 4, "unreachable": 4, "shutdown": 130, "closespider_timeout": 130}

#: Outcome -> what it means, for the table at the end of a run.
MEANINGS: Final = {
    "read": "text known from its own body",
    "same-digest": "the same bytes as one that was read",
    "between": "both fetched neighbours have the same wording",
    "redirect": "led to another address",
    "archived-error": "the vendor's own error page",
    "not-policy": "another page than a policy, kept with the reasons",
    "unplayable": "listed, but the archive cannot play it",
    "excluded": "the archive will not show it",
    "malformed": "a listing row that cannot be",
    "failed": "to be asked for again when it is due",
    "pending": "not asked for yet, due with the next run",
}


def exit_status(
    reason: str,
    outcomes: Mapping[str, int],
    unlisted: Mapping[str, int],
    errors: int,
    *,
    plan: bool = False,
    unsearched: int = 0,
) -> int:
    """Return the exit status of a run.

    ``reason`` is why the spider closed, ``outcomes`` the captures of its documents by outcome, ``unlisted`` its documents
    without a complete listing by why (``excluded``, ``failed``), ``errors`` how many exceptions and errors were logged.
    A ``plan`` asks for no capture, so that pending ones are its proper end; and it searches no domain, so that of those
    ``unsearched`` nobody knows yet what is archived.
    """
    if reason in _REASONS:
        return _REASONS[reason]
    if reason != "finished" or errors:
        return 1
    if outcomes.get("failed") or (outcomes.get("pending") and not plan) or unlisted.get("failed"):
        return 3
    return 0 if sum(outcomes.values()) or (plan and unsearched) else 5


def sentence(
    status: int,
    outcomes: Mapping[str, int],
    unlisted: Mapping[str, int],
    *,
    unasked: int = 0,
    unsearched: int = 0,
    uncounted: tuple[int, int] | None = None,
    plan: bool = False,
    paused_until: str = "",
) -> str:
    """Return the last line of a run: what its exit status means, and the counts of outcomes in their fixed order.

    ``unasked`` are documents of whose listing nothing was heard, ``unsearched`` domains whose discovery did not end.
    ``uncounted`` (captures listed, those of them whose bodies are stored) stands for the outcomes where there was no time.
    ``paused_until`` (ISO 8601) is when the archive will answer again, if it has said so, or we keep silent until then.
    """
    counts = [f"{uncounted[0]} captures listed, {uncounted[1]} of them fetched"] if uncounted else []
    counts += [f"{outcomes[name]} {name}" for name in OUTCOMES if outcomes.get(name)]
    counts += [f"{n} listing(s) {why}" for why, n in sorted(unlisted.items())]
    counts += [f"{unasked} document(s) not listed yet"] if unasked else []
    counts += [f"{unsearched} domain(s) not searched yet"] if unsearched else []
    return f"Exit status {status}, {_meaning(status, unlisted, plan, paused_until)}: {', '.join(counts) or 'no captures'}"


def _meaning(status: int, unlisted: Mapping[str, int], plan: bool, paused_until: str) -> str:
    if status == 0 and plan:
        return PLANNED
    if status == 5 and unlisted.get("excluded"):
        return EXCLUDED
    return EXIT_STATUS[status] + (f", come back after {paused_until}" if status == 4 and paused_until else "")


def table(outcomes: Mapping[str, int]) -> Table:
    """Return the counts of outcomes as a table for a terminal."""
    found = Table(box=None, pad_edge=False, header_style="dim")
    found.add_column("captures", justify="right")
    found.add_column("outcome")
    found.add_column("meaning", style="dim")
    for name in OUTCOMES:
        if outcomes.get(name):
            found.add_row(str(outcomes[name]), name, MEANINGS[name])
    return found
