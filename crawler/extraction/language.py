"""Which language a text is in: text -> (ISO 639-1 code, confidence).

py3langid, the maintained library that trafilatura uses too, is asked with normalised probabilities. Loading its model costs
0.7 s of CPU and 75 MB (py3langid 0.4, 2026-11), so it is loaded on the first question, once a process; reading processes are
forked from a server that has it already (`crawler.reading`). A loaded identifier is read-only, so threads may share it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Letters needed for an answer. Pieces of that length out of labelled policies in six languages were named wrongly in 1 of
#: 90 cases, pieces of 20 letters in 1 of 14, pieces of 60 never (240 pieces each, 2026-11).
_LEAST_LETTERS: Final = 40
#: The same for scripts without spaces between words: Japanese of 12 signs was never named wrongly, of 8 in 1 of 15 cases.
_LEAST_IDEOGRAPHS: Final = 12
#: Below this confidence (0 to 1) the answer is "unknown": what has no letters gets 0.01, most sentences more than 0.9.
_LEAST_CONFIDENCE: Final = 0.5
#: Characters looked at from each of the start, middle and end: 2,400 in all cost 1.5 ms, 6,000 cost 3 ms (2026-11).
_SLICE: Final = 800

_NOT_PROSE: Final = re.compile(r"\S*(?:://|@|www\.)\S*|\d+")
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def language(text: str) -> tuple[str, float]:
    """Name the language of a text of any length, and how sure that is (0 to 1); ``("", 0.0)`` if it is too short to tell."""
    sample = _NOT_PROSE.sub(" ", _sample(text)).lower()
    letters = sum(map(str.isalpha, sample))
    if letters < _LEAST_LETTERS and len(_IDEOGRAPH.findall(sample)) < _LEAST_IDEOGRAPHS:
        return "", 0.0
    code, confidence = _identifier().classify(sample)
    return (code, round(confidence, 3)) if confidence >= _LEAST_CONFIDENCE else ("", 0.0)


def load() -> None:
    """Load the model now, for a process that others are forked from."""
    _identifier()


def _sample(text: str) -> str:
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SLICE], text[middle - _SLICE // 2 : middle + _SLICE // 2], text[-_SLICE:]))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    with suppress(AttributeError):
        # the languages left out, kept for setting others: 27 MB (py3langid 0.4)
        identifier._full_model = None  # noqa: SLF001 - it has no public switch
    return identifier
