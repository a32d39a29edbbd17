"""One generated vendor site: its captures, the truth about its policies, and the things on it that only look like policies."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.urls import canonical_key
from tests.discovery.archive import Archive
from tests.discovery.pages import Links, policy, times

#: Teasers of a front page that speak of policies without being any.
TEASERS: Links = [
    ("/blog/2016/03/why-privacy-matters", "Why privacy matters for programmable voice"),
    ("/blog/new-terms-of-service-explained", "Our new Terms of Service, explained"),
    ("/features/privacy", "Privacy"),
    ("/press/2016/privacy-shield", "We join the Privacy Shield"),
]


@dataclass
class Site:
    """``truth`` holds (kind, URL key, fragment) of every policy; everything else that discovery proposes is wrong."""

    name: str
    shape: str
    domain: str
    archive: Archive = field(default_factory=Archive)
    truth: set[tuple[str, str, str]] = field(default_factory=set)
    moves: set[tuple[str, str]] = field(default_factory=set)
    since: dict[str, str] = field(default_factory=dict)
    state: str = "found"

    def page(self, path: str, first: str, last: str, body: str | bytes, *, step: int = 4, mime: str = "text/html") -> None:
        self.archive.put(self.url(path), times(first, last, step), body, mime=mime)

    def policy(
        self,
        kind: str,
        path: str,
        first: str,
        last: str,
        *,
        title: str = "",
        footer: str = "",
        extra: str = "",
        fragment: str = "",
        mime: str = "text/html",
        step: int = 5,
    ) -> None:
        """A policy of ``kind`` at ``path`` (a whole URL is taken as it is), captured from ``first`` to ``last``."""
        self.page(path, first, last, policy(self.name, title or kind.title(), footer, extra), mime=mime, step=step)
        self.true(kind, path, fragment)

    def true(self, kind: str, path: str, fragment: str = "") -> None:
        self.truth.add((kind, canonical_key(self.url(path)), fragment))

    def redirect(self, path: str, first: str, last: str, to: str, *, step: int = 6) -> None:
        self.archive.put(self.url(path), times(first, last, step), status=301, to=self.url(to))

    def url(self, path: str) -> str:
        return path if path.startswith("http") else f"http://www.{self.domain}{path}"

    def noise(self, first: str, last: str) -> None:
        """What every site has: articles, products, jobs, errors and pictures with the words of policies in their addresses."""
        for path in (
            "/blog/2016/03/why-privacy-matters",
            "/blog/new-terms-of-service-explained",
            "/features/privacy",
            "/press/2016/privacy-shield",
            "/careers/candidate-privacy-notice",
            "/blog/tag/privacy",
            "/news/gdpr-and-your-cookie-policy.html",
            "/products/privacy-guard",
            "/forum/topic/1182-privacy-policy-question",
            "/docs/api/terms-of-service-endpoint",
            "/customers/legaltech",
        ):
            self.page(path, first, last, policy(self.name, "An article"), step=9)
        self.archive.put(self.url("/images/privacy-policy.png"), times(first, last, 9), b"PNG", mime="image/png")
        self.archive.put(self.url("/privacy-notes-draft"), times(first, first), "gone", status=404)
        self.page("/privacy-policy-generator", first, last, "a tool", step=9)
