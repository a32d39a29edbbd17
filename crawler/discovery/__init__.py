"""Which URLs of a domain are its policies, over all the years, with a reason each. Pure: it asks, somebody else fetches."""

from crawler.discovery.machine import REQUESTS, Discovery, begin
from crawler.discovery.types import (
    Answer,
    Ask,
    Body,
    Candidate,
    Evidence,
    Failure,
    Finding,
    ListingAsk,
    Move,
    PageAsk,
    Redirect,
    Rows,
)

__all__ = [
    "REQUESTS",
    "Answer",
    "Ask",
    "Body",
    "Candidate",
    "Discovery",
    "Evidence",
    "Failure",
    "Finding",
    "ListingAsk",
    "Move",
    "PageAsk",
    "Redirect",
    "Rows",
    "begin",
]
