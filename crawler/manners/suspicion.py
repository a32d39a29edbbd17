"""Whose fault it is that the archive breaks off: its own refusal, or one URL's that it fails on while it serves others."""

from __future__ import annotations

from typing import Final

#: URLs of which the last news is kept: more than are ever under way at once (six).
_KEPT: Final = 16


class Suspicion:
    """The last news of the last URLs. An archive that sheds load refuses all; a page that breaks it is refused alone."""

    def __init__(self) -> None:
        self._news: dict[str, bool] = {}

    def served(self, url: str) -> None:
        """Note that the archive answered."""
        self._note(url, served=True)

    def refused(self, url: str) -> None:
        """Note that it refused, broke off, or kept silent."""
        self._note(url, served=False)

    def falls_on(self, url: str, *, struck: bool) -> bool:
        """Tell whether it is this URL's fault that it is refused once more: the last news of any other is good.

        News from before its first refusal tell only once a pause has been kept for it (``struck``).
        """
        others = [other for other in self._news if other != url]
        if not others or not self._news[others[-1]]:
            return False
        order = list(self._news)
        return struck or (url in self._news and order.index(others[-1]) > order.index(url))

    def _note(self, url: str, *, served: bool) -> None:
        self._news.pop(url, None)
        self._news[url] = served
        if len(self._news) > _KEPT:
            self._news.pop(next(iter(self._news)))
