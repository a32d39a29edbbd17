"""The five rules on all looks of one document, one after the other, and what stands at each look in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from crawler.noise.blocks import Blocks
from crawler.noise.broken import Content, fragments, strangers
from crawler.noise.running import LINE, SHORT, flags, presence, restless_places, running_templates
from crawler.noise.turns import by_turns, settle, turns

#: Characters of a block that a reason quotes, and blocks that it quotes.
_QUOTE: Final = 60
_QUOTES: Final = 3

#: What stands of a text: its tokens in order, but for those that come and go, and which of those are there.
_State = tuple[tuple[int, ...], frozenset[int]]


class Judgement:
    """All rules on all looks of one document, in time order."""

    def __init__(self, looks: Sequence[tuple[str, str]], texts: Mapping[str, tuple[int, ...]], blocks: Blocks) -> None:
        self._looks = looks
        self._blocks = blocks
        self._texts = [texts[wording] for _, wording in looks]
        self._times = [int(datetime.fromisoformat(captured_at).timestamp()) for captured_at, _ in looks]
        self.put_aside = self._broken()
        self._kept = [look for look in range(len(looks)) if look not in self.put_aside]
        self._why: dict[int, str] = {}  # block -> what is held against it
        self._class: dict[int, str] = {}
        self.standing = self._standing(self._states())

    def _broken(self) -> dict[int, tuple[str, str]]:
        """Rules 1 and 2."""
        contents = [self._content(numbers) for numbers in self._texts]
        aside = {look: ("broken", why) for look, why in fragments(self._times, contents).items()}
        rest = [look for look in range(len(contents)) if look not in aside]
        others = strangers([self._times[look] for look in rest], [contents[look] for look in rest])
        return aside | {rest[index]: ("variant", why) for index, why in others.items()}

    def _content(self, numbers: Iterable[int]) -> Content:
        """Return words by template, so that a text is like itself with another date in it."""
        templates, blocks = self._blocks.template, self._blocks.blocks
        content: dict[int, int] = {}
        for number in numbers:
            key = number if templates[number] < 0 else -2 - templates[number]
            content[key] = content.get(key, 0) + blocks[number].words
        return content

    def _states(self) -> list[_State]:
        """Return for each look that is kept what stands of it, after rules 3 to 5."""
        times = [self._times[look] for look in self._kept]
        texts = self._places_settled(times, self._numbers_settled(times))
        turning = self._turning(times, texts)
        number = len(texts)
        fixed = {token: settle(flags(looks, number)) for token, looks in turning.items()}
        return [
            (
                tuple(token for token in tokens if token not in fixed),
                frozenset(token for token, present in fixed.items() if present[look]),
            )
            for look, tokens in enumerate(texts)
        ]

    def _numbers_settled(self, times: Sequence[int]) -> list[list[int]]:
        """Rule 4: a block whose numbers run becomes its template (a token below -1); a mere line is left out."""
        texts = [self._texts[look] for look in self._kept]
        running = running_templates(list(zip(times, texts, strict=True)), self._blocks)
        templates = self._blocks.template
        for number in {number for numbers in texts for number in numbers if templates[number] in running}:
            self._hold_against(number, "furniture", f"its numbers run: {running[templates[number]]}")
        lines = {number for number in self._why if self._blocks.blocks[number].words <= LINE}
        return [
            [-2 - templates[number] if templates[number] in running else number for number in numbers if number not in lines]
            for numbers in texts
        ]

    def _places_settled(self, times: Sequence[int], texts: Sequence[Sequence[int]]) -> list[list[int]]:
        """Rule 5: short blocks in a place that always changes are left out."""
        blocks = self._blocks.blocks
        tokens = {token for text in texts for token in text if token >= 0}
        may_go = {token: blocks[token].words <= SHORT and not blocks[token].states_update for token in tokens}
        restless = restless_places(times, texts, may_go)
        for token, rate in restless.items():
            self._hold_against(token, "furniture", f"stands in a place that {rate}")
        return [[token for token in text if token not in restless] for text in texts]

    def _turning(self, times: Sequence[int], texts: Sequence[Sequence[int]]) -> dict[int, list[int]]:
        """Rule 3: the tokens that come and go, with their looks."""
        turning = {}
        for token, looks in presence(texts).items():
            if len(looks) < len(texts) and by_turns(looks, times):
                turning[token] = looks
                self._hold_against(token, "variant", f"came or went {turns(looks, len(texts))} times in {len(texts)} looks")
        return turning

    def _hold_against(self, token: int, reason_class: str, why: str) -> None:
        if token >= 0:
            self._why.setdefault(token, why)
            self._class.setdefault(token, reason_class)

    def _standing(self, states: Sequence[_State]) -> list[str]:
        """Return for each look the wording that stands: the plainest one of its state; empty if the look says nothing."""
        wordings = [self._looks[look][1] for look in self._kept]
        first = {wording: look for look, wording in reversed(list(zip(self._kept, wordings, strict=True)))}
        often = Counter(zip(states, wordings, strict=True))
        plainest: dict[_State, str] = {}
        for state, wording in sorted(often, key=lambda pair: (self._strays(first[pair[1]], pair[0]), -often[pair])):
            plainest.setdefault(state, wording)
        of_kept = dict(zip(self._kept, (plainest[state] for state in states), strict=True))
        return [of_kept.get(look, "") for look in range(len(self._looks))]

    def _strays(self, look: int, state: _State) -> int:
        """Count the blocks by which a text differs from what stands: noise that it has, passages that it lacks."""
        numbers, (_, turning) = set(self._texts[look]), state
        return len(turning - numbers) + sum(number in self._why for number in numbers - turning)

    def reason(self, look: int) -> tuple[str, str]:
        """Return class and words of the reason why a look's wording does not stand for itself."""
        if look in self.put_aside:
            return self.put_aside[look]
        stands = next(self._texts[other] for other in self._kept if self._looks[other][1] == self.standing[look])
        differ = set(self._texts[look]).symmetric_difference(stands)
        held = [number for number in (*self._texts[look], *stands) if number in differ and number in self._why]
        if not held:
            return "variant", "the same blocks in another number or order"
        quotes = [f"“{_short(self._blocks.blocks[number].text)}” {self._why[number]}" for number in dict.fromkeys(held)]
        more = f"; and {len(quotes) - _QUOTES} more" if len(quotes) > _QUOTES else ""
        return self._class[held[0]], "; ".join(quotes[:_QUOTES]) + more


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1].rstrip() + "…"
