"""Faults on demand: scripted answers, standing answers, and a storm that comes at every n-th request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from . import answers, pages
from .answers import Answer, Step, Twist
from .log import Request

#: ``*``, ``cdx``, ``web``, any part of a request's path, or a function of the request.
Match = str | Callable[[Request], bool]


def _listing_text(text: str, label: str) -> Twist:
    plain = (("Content-Type", "text/plain"),)
    return lambda _: Answer(200, "OK", plain, text.encode(), label=label)


def _cut(due: Answer) -> Answer:
    """Half of the body, ended properly: as text it looks like a short result."""
    return replace(due, body=due.body[: len(due.body) // 2], label="cut")


#: Names for steps. ``ok`` is the answer that was due.
STEPS: dict[str, Answer | Twist] = {
    "ok": lambda due: due,
    "429": answers.throttled(),
    "500": answers.unavailable(500),
    "502": answers.unavailable(502),
    "503": answers.unavailable(503),
    "504": answers.unavailable(504),
    "408": answers.unavailable(408),
    "reset": answers.reset(),
    "reset-midway": answers.reset(0.5, silent=False),
    "truncated": answers.truncated(),
    "hang": answers.hang(),
    "cut": _cut,
    "empty": lambda due: replace(due, body=b"", label="empty"),
    "home": pages.home(),
    "maintenance": pages.maintenance(),
    "html": replace(pages.maintenance(), label="200 html"),
    "timeout-text": _listing_text("java.net.SocketTimeoutException: Read timed out\n", "200 timeout text"),
    "robots-text": _listing_text(
        "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots\n", "200 robots text"
    ),
}


def matches(match: Match, request: Request) -> bool:
    """Whether a request is meant."""
    if callable(match):
        return match(request)
    return match in ("*", request.kind) or (match not in ("cdx", "web") and match in request.path)


class Faults:
    """All faults in force. Scripts go first, then standing answers, then the storm."""

    def __init__(self) -> None:
        self.clear()
        self.unplayable_one_in = 0

    def clear(self) -> None:
        """No faults; captures that are never played stay so."""
        self.scripts: list[tuple[Match, deque[Step]]] = []
        self.standing: list[tuple[Match, Step]] = []
        self.every: list[tuple[Match, dict[int, Step]]] = []
        self.seen: list[int] = []

    def script(self, match: Match, steps: Sequence[Step]) -> None:
        self.scripts.append((match, deque(steps)))

    def always(self, match: Match, step: Step) -> None:
        self.standing.append((match, step))

    def storm(self, match: Match, every: dict[int, Step]) -> None:
        self.every.append((match, every))
        self.seen.append(0)

    def drift(self) -> None:
        """Let the storm's count go on by one: else the same request of every crawl can be the one that it hits."""
        self.seen = [count + 1 for count in self.seen]

    def step_for(self, request: Request) -> Step:
        """The step that this request meets; it uses up a scripted one."""
        for match, steps in self.scripts:
            if steps and matches(match, request):
                return steps.popleft()
        for match, step in self.standing:
            if matches(match, request):
                return step
        return self._stormy(request)

    def _stormy(self, request: Request) -> Step:
        found: Step = "ok"
        for index, (match, every) in enumerate(self.every):
            if matches(match, request):
                self.seen[index] += 1
                found = next((step for n, step in every.items() if self.seen[index] % n == 0), found)
        return found

    def apply(self, request: Request, due: Callable[[], Answer], base: str) -> Answer:
        """The request's answer: the one that was due, changed or replaced by the step it meets."""
        step = self.step_for(request)
        if step == "429.html":
            return pages.to_too_many(base)
        known = STEPS[step] if isinstance(step, str) else step
        return known if isinstance(known, Answer) else known(due())
