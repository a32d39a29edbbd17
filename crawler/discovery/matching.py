"""What kind of policy a link's text or a URL speaks of, and how plainly."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discovery.words import ADDRESS_WORDS, FILLERS, PHRASES

#: Characters of a text or an address that are looked at: a policy link is short, and a page may be hostile.
_LOOKED_AT: Final = 400
#: Letters of a vendor's name from which it is taken out of texts.
_NAME: Final = 3
#: Texts and addresses whose kinds are remembered: the pages of a site repeat their menus.
_REMEMBERED: Final = 50_000
#: Arguments of an address; more of them are a search form, not a policy.
_MAX_ARGUMENTS: Final = 20
#: What a part of an address counts that is not the last one.
_PARENT: Final = 0.4
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ENDINGS: Final = re.compile(r"\.(html?|php\d?|aspx?|jsp|jsf|jspx|cfm|do|shtml|xhtml|pdf|txt|md|docx?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """A kind found in words: ``strength`` (0 to 1) is the share of the text that such phrases explain."""

    kind: str
    language: str
    phrase: str
    strength: float


def fold(text: str) -> str:
    """Return ``text`` in NFKC, case folded, letters and digits only, its words divided by single spaces."""
    plain = unicodedata.normalize("NFKC", text[:_LOOKED_AT]).casefold()
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain).split())


def squash(text: str) -> str:
    """Return ``text`` folded, without accents and spaces: the form in which words stand in addresses."""
    bare = unicodedata.normalize("NFKD", fold(text).replace("ß", "ss"))
    return "".join(c for c in bare if c.isalnum())


@functools.lru_cache(maxsize=_REMEMBERED)
def kinds_of_text(text: str, name: str = "") -> tuple[Match, ...]:
    """Return the kinds that a link's text speaks of, in the order of the text; none for a text without such words.

    Of two phrases that overlap the longer wins: "cookie policy" is no "policy", "data protection addendum" is a DPA. The
    vendor's ``name`` (the first label of its domain) counts for nothing: "Ringwave Privacy Policy" is a plain text.
    """
    folded = _without_name(fold(text), name)
    taken: list[tuple[int, int]] = []
    found: list[Match] = []
    for phrase, kind, language in _phrases():
        start = _position(phrase, folded)
        if start < 0 or any(start < end and begin < start + len(phrase) for begin, end in taken):
            continue
        taken.append((start, start + len(phrase)))
        if all(match.kind != kind for match in found):
            found.append(Match(kind, language, phrase, _share(phrase, folded)))
    found.sort(key=lambda match: folded.find(match.phrase))
    together = min(1.0, sum(match.strength for match in found))
    return tuple(replace(match, strength=together) for match in found)


@functools.lru_cache(maxsize=_REMEMBERED)
def kind_of_address(url: str, name: str = "") -> Match | None:
    """Return the kind that the path, the query or the fragment of ``url`` speaks of.

    The last part says what a page is; the parts before it only where it stands (``/privacy/shield``, ``/terms/partners``).
    ``name`` is as in ``kinds_of_text``.
    """
    best: Match | None = None
    for depth, part in enumerate(_address_parts(url)):
        match = _match_part(part, name)
        if match is None:
            continue
        weighed = replace(match, strength=match.strength * (1.0 if depth == 0 else _PARENT))
        if best is None or weighed.strength > best.strength:
            best = weighed
    return best


def _address_parts(url: str) -> list[str]:
    parts = urlsplit(url[: 4 * _LOOKED_AT])
    path = [unquote(part) for part in parts.path.split("/") if part]
    pairs = parse_qsl(parts.query) if parts.query.count("&") < _MAX_ARGUMENTS else []
    query = [value for _, value in pairs if "/" not in value]
    words = [*path, *query, *([unquote(parts.fragment)] if parts.fragment else [])]
    named = [_ENDINGS.sub("", word) for word in words]
    return [
        word
        for word in reversed(named)
        if word and not re.fullmatch(r"index|default|home|\d+|[a-z]{2}([_-][a-z]{2})?", word, re.IGNORECASE)
    ]


def _match_part(part: str, name: str) -> Match | None:
    squashed = squash(part)
    for phrase, kind, language in _addresses():
        if len(phrase) <= 4:
            if phrase not in re.split(r"[^a-z0-9]+", part.lower()):
                continue
        elif phrase not in squashed:
            continue
        return Match(kind, language, phrase, len(phrase) / (len(phrase) + _beside(phrase, part, name)))
    return None


def _beside(phrase: str, part: str, name: str) -> int:
    """Count the letters of a part of an address that say something else than ``phrase`` and the vendor's name."""
    words = [squash(word) for word in _without_name(fold(part), name).split() if word not in FILLERS and not word.isdigit()]
    return sum(len(word.replace(phrase, "")) for word in words if word not in phrase)


def _without_name(folded: str, name: str) -> str:
    """Take the vendor's name out, also where it is written in several words ("my operator" for ``myoperator``)."""
    if len(name) < _NAME:
        return folded
    pattern = " ?".join(map(re.escape, name))
    return " ".join(re.sub(rf"(?<!\w){pattern}(?: com| io| net| inc)?(?!\w)", " ", folded).split()) or folded


def _share(phrase: str, folded: str) -> float:
    """Return how much of a text ``phrase`` explains (0 to 1): all of it, where only fillers stand beside it."""
    rest = folded.replace(phrase, " ", 1).split()
    beside = sum(len(word) + 1 for word in rest if word not in FILLERS and not word.isdigit())
    return len(phrase) / (len(phrase) + beside)


def _position(phrase: str, folded: str) -> int:
    if _WIDE.search(phrase):
        return folded.find(phrase)
    return f" {folded} ".find(f" {phrase} ")


@functools.cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    every = {(fold(text), kind, lang) for kind, tongues in PHRASES.items() for lang, texts in tongues.items() for text in texts}
    return tuple(sorted(every, key=lambda entry: (-len(entry[0]), entry)))


@functools.cache
def _addresses() -> tuple[tuple[str, str, str], ...]:
    written = {
        (form, kind, lang)
        for phrase, kind, lang in _phrases()
        for form in _spellings(phrase)
        if len(form) > 4 and form.isascii()
    }
    extra = {(word, kind, lang) for kind, tongues in ADDRESS_WORDS.items() for lang, words in tongues.items() for word in words}
    return tuple(sorted(written | extra, key=lambda entry: (-len(entry[0]), entry)))


def _spellings(phrase: str) -> tuple[str, str]:
    german = phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return squash(phrase), squash(german)
