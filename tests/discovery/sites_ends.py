"""Domains at which nothing is to be found, each for another reason."""

from __future__ import annotations

from tests.discovery.pages import anchors, tables
from tests.discovery.site import Site


def parked_always() -> Site:
    site = Site("Everparked", "never anything but parked", "everparked.example", state="parked")
    body = "<html><head><title>everparked.example</title></head><body>"
    body += "Sponsored listings <a href='/privacy'>x</a> Buy this domain</body></html>"
    site.page("/", "201201", "202001", body)
    return site


def excluded() -> Site:
    site = Site("Shutaway", "excluded by the archive", "shutaway.example", state="excluded")
    site.archive.fault = lambda ask: "excluded"
    return site


def empty() -> Site:
    return Site("Neverseen", "nothing archived", "neverseen.example", state="nothing-archived")


def never_answers() -> Site:
    site = Site("Timeout", "every listing and every page times out", "timeout.example", state="unanswered")
    site.archive.fault = lambda ask: "timeout"
    return site


def no_policy() -> Site:
    site = Site("Nopolicy", "archived, but without any policy", "nopolicy.example", state="no-policy")
    site.page("/", "200601", "201001", tables("Nopolicy", anchors([("/about.html", "About us"), ("/contact.html", "Contact")])))
    site.noise("200601", "201001")
    return site


ENDS = (
    parked_always,
    excluded,
    empty,
    never_answers,
    no_policy,
)
