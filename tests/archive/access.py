"""Sites that the archive will not show, in the forms of three eras."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from . import pages
from .answers import Answer
from .model import urlkey

Form = Literal["403-old", "403-new", "200-html", "robots"]
_OLD = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.{name}: {text}"
_PLAIN = ("Content-Type", "text/plain")


def _runtime_error(name: str, text: str, label: str) -> Answer:
    said = _OLD.format(name=name, text=text)
    headers = (_PLAIN, ("X-Archive-Wayback-Runtime-Error", said))
    return Answer(403, "Forbidden", headers, f"{said}\n".encode(), framing="length", coded=True, label=label)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A URL (its key and all below it) or a domain with its subdomains, and the form in which it is refused."""

    url: str
    form: Form

    def covers(self, asked: str) -> bool:
        """Whether a URL, or a query's ``url`` with its stars, falls under it."""
        key, own = urlkey(asked.removeprefix("*.").removesuffix("*")), urlkey(self.url)
        if "/" in self.url.rpartition("://")[2]:
            return key.startswith(own)
        host = own.partition(")")[0]
        return key.startswith((f"{host})", f"{host},", f"{host}:"))

    def answer(self, kind: str) -> Answer | None:
        """What a listing (``cdx``) or playback (``web``) request gets; None where it is served as usual."""
        if self.form == "robots":
            return _runtime_error("RobotAccessControlException", "Blocked By Robots", "403 robots") if kind == "cdx" else None
        if self.form == "403-old" and kind == "cdx":
            return _runtime_error("AdministrativeAccessControlException", "Blocked Site Error", "403 blocked")
        if self.form == "403-new" and kind == "cdx":
            said = ("x-archive-wayback-runtime-error", "AdministrativeAccessControlException: URL is blocked")
            return Answer(403, "Forbidden", (_PLAIN, said), framing="length", label="403 blocked")
        return pages.excluded(200 if self.form == "200-html" else 403) if kind == "web" else None
