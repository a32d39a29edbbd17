"""The discovery of one vendor's policies, a machine without hands: it asks, hears answers, says what it found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from crawler.discovery.facts import Fact, Missed, led, listed, seen
from crawler.discovery.links import read_page
from crawler.discovery.plan import is_excluded, wishes
from crawler.discovery.ranking import rank
from crawler.discovery.survey import Survey, survey
from crawler.discovery.types import Answer, Ask, Body, Candidate, Failure, Finding, ListingAsk, Move, Redirect, Rows
from crawler.errors import UserError
from crawler.items import Document
from crawler.urls import registrable_domain

#: Requests for one domain. The project's own bound (issue 6): one minute of the archive's listing limit, and a little.
REQUESTS: Final = 20


@dataclass(frozen=True, slots=True)
class Discovery:
    """Which URLs of ``domain`` are, or were, its policies. Immutable: ``heard`` returns the next state.

    ``documents`` are what the catalogue knows already, ``former_domains`` the vendor's other registrable domains,
    ``budget`` the number of requests that may be sent, ``spent`` those that were. Drive it like this::

        discovery = begin("vendor.example")
        while asks := discovery.next_requests():
            discovery = discovery.heard(asks[0], answer_of_the_archive(asks[0]))
        discovery.candidates(), discovery.finding()
    """

    domain: str
    documents: tuple[Document, ...] = ()
    former_domains: tuple[str, ...] = ()
    budget: int = REQUESTS
    spent: int = 0
    facts: tuple[Fact, ...] = ()

    def plan(self) -> tuple[Ask, ...]:
        """Return the asks that it would start with, before anything is heard; what comes next depends on the answers."""
        fresh = replace(self, facts=(), spent=0)
        return fresh.next_requests()

    def next_requests(self) -> tuple[Ask, ...]:
        """Return what is worth asking now, the best first, not more than the budget allows; empty when it is done.

        Only the first is certain to be still worth asking after the next answer; sending several at once is allowed.
        """
        known = self._survey()
        left = max(0, self.budget - self.spent)
        return tuple(wish.ask for wish in wishes(known, rank(known))[:left])

    def heard(self, ask: Ask, answer: Answer, *, requests: int = 1) -> Discovery:
        """Return the state after ``answer`` to ``ask``, which took ``requests`` requests (a hop to a neighbour makes two).

        Raises ValueError for an answer that cannot belong to the ask, such as rows for a page.
        """
        return replace(self, facts=(*self.facts, _fact(ask, answer)), spent=self.spent + requests)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every candidate: the accepted first, then by falling score, with what speaks for and against each."""
        return rank(self._survey())

    def moves(self) -> tuple[Move, ...]:
        """Return the archived redirects that were seen to lead to another registrable domain, in time order."""
        return self._survey().moves

    def finding(self) -> Finding:
        """Return how it ended, in one line."""
        return _finding(self, self._survey(), self.candidates(), running=bool(self.next_requests()))

    def _survey(self) -> Survey:
        return survey((self.domain, *self.former_domains), self.documents, self.facts)


def begin(
    domain: str, *, documents: tuple[Document, ...] = (), former_domains: tuple[str, ...] = (), budget: int = REQUESTS
) -> Discovery:
    """Return the discovery of ``domain`` (a host or URL is cut to its registrable domain).

    Raises UserError for what is no domain, and for a budget below 1.
    """
    if budget < 1:
        raise UserError(f"DISCOVERY_REQUESTS is {budget}: discovery needs at least 1 request")
    return Discovery(registrable_domain(domain), documents, former_domains, budget)


def _fact(ask: Ask, answer: Answer) -> Fact:
    if isinstance(answer, Failure):
        return Missed(ask, answer.reason)
    if isinstance(ask, ListingAsk):
        if isinstance(answer, Rows):
            return listed(ask, answer.captures, complete=answer.complete)
    elif isinstance(answer, Redirect):
        return led(ask, answer.target, answer.timestamp)
    elif isinstance(answer, Body):
        return seen(ask, read_page(answer.body, answer.url, answer.content_type), answer.timestamp)
    raise ValueError(f"{type(answer).__name__} is no answer to {type(ask).__name__}")


def _finding(discovery: Discovery, known: Survey, candidates: tuple[Candidate, ...], *, running: bool) -> Finding:
    spent, domain = f"{discovery.spent} of {discovery.budget} requests", discovery.domain
    taken = [candidate for candidate in candidates if candidate.accepted]
    if running and discovery.spent < discovery.budget:
        return Finding("running", f"{domain}: discovery is not done ({spent})", 3)
    if taken:
        kinds = ", ".join(f"{kind} {sum(c.kind == kind for c in taken)}" for kind in dict.fromkeys(c.kind for c in taken))
        return Finding("found", f"{domain}: {len(taken)} policy URLs found ({kinds}) with {spent}", 0)
    if is_excluded(known):
        return Finding("excluded", f"{domain}: the archive does not show this domain (excluded)", 5)
    if not known.listings and not known.pages:
        return Finding(
            "unanswered", f"{domain}: the archive did not answer, {spent}, each timed out or failed: try again later", 3
        )
    if known.parked and not known.homes:
        since = min(page.timestamp for page in known.parked)
        return Finding("parked", f"{domain}: a parked domain ({since[:4]}-{since[4:6]}), no policy of a vendor is archived", 5)
    if not known.shelves and not known.pages:
        if known.missed:
            return Finding(
                "unanswered", f"{domain}: nothing listed, but {len(known.missed)} listings failed: try again later", 3
            )
        return Finding("nothing-archived", f"{domain}: the archive holds nothing of this domain", 5)
    return Finding("no-policy", f"{domain}: archived, but no policy was recognised with {spent}: name one with -a url=", 5)
