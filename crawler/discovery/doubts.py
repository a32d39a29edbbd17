"""What speaks against a candidate whose words are right: whose site it stands on, what led there, what is archived of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.discovery.contexts import drawbacks, is_policy_host, is_stranger
from crawler.discovery.hubs import segments
from crawler.discovery.matching import kind_of_address
from crawler.discovery.scoring import Verdict
from crawler.discovery.survey import Mark, Place, Survey, domain_of

#: Worth of a text (0 to 1) from which a page calls a policy plainly by its name, in a footer or a list.
_PLAINLY: Final = 0.85
#: Strength (0 to 1) from which the address of a redirect's target says itself what it is.
_SPEAKS: Final = 0.5
#: Where servers send visitors whose page is gone.
_NOWHERE: Final = re.compile(
    r"^(?:404|error.*|not-?found|page-?not-?found|log-?in|sign-?(?:in|up)|home|index|welcome|default)(?:\.\w+)?$"
)
#: A factor (0 to 1) by which the score shrinks, and the reason in words.
Doubt = tuple[float, str]


def doubts(survey: Survey, place: Place, url: str, verdict: Verdict, marks: list[Mark]) -> tuple[Doubt, ...]:
    """Return everything that speaks against ``url`` being a policy of the vendor."""
    texts = tuple(mark.link.text for mark in marks if mark.link.text)
    around = drawbacks(url, texts, plain=verdict.text >= _PLAINLY, formal=verdict.formal)
    redirected = bool(survey.arrivals(place[0]))
    site = _of_redirect(survey, place[0], url) if redirected else _of_site(survey, url, verdict, marks)
    return (*around, *site, *_of_arguments(survey, place[0], verdict), *_of_archive(survey, place[0]))


def _of_site(survey: Survey, url: str, verdict: Verdict, marks: list[Mark]) -> Iterator[Doubt]:
    domain = domain_of(url)
    if domain in survey.domains:
        return
    if is_stranger(domain):
        yield 0.1, f"is the policy of {domain}, to which everybody links"
    elif verdict.text < _PLAINLY or not any(mark.source in ("home", "hub") for mark in marks):
        yield 0.3, f"stands on another company's site ({domain})"
    elif not is_policy_host(domain):
        yield 0.75, f"stands on {domain}, but the vendor links it as its own"


def _of_redirect(survey: Survey, key: str, url: str) -> Iterator[Doubt]:
    """Doubt a page to which everything redirects, or an error page: where visitors are sent whose page is gone."""
    own = kind_of_address(url)
    if own and own.strength >= _SPEAKS:
        return
    came = [kind_of_address(led.from_url) for led in survey.arrivals(key)]
    if len({match.kind for match in came if match}) > 1:
        yield 0.3, "policies of several kinds redirect there alike"
    if segments(url) and _NOWHERE.match(segments(url)[-1]):
        yield 0.3, "is where visitors of a page that is gone are sent"


def _of_arguments(survey: Survey, key: str, verdict: Verdict) -> Iterator[Doubt]:
    base = key.partition("?")[0]
    if "?" in key and verdict.text < _PLAINLY and ((base, "") in survey.marks or base in survey.shelves):
        yield 0.5, "is the same page with arguments"


def _of_archive(survey: Survey, key: str) -> Iterator[Doubt]:
    shelf = survey.shelf(key)
    if shelf and not shelf.pages:
        yield 0.4, "only redirects from it are archived"
    elif not shelf and survey.listed(key):
        yield 0.3, "nothing of it is archived"
