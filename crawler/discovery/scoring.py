"""What the words about a URL come to: its kind, a score between 0 and 1, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crawler.discovery.matching import Match, fold, kind_of_address, kinds_of_text
from crawler.discovery.survey import Mark

#: How much a link's text is worth (0 to 1), by the page it stands on and its place there.
_PLACES: Final = {
    ("home", "footer"): 1.0,
    ("home", "nav"): 0.85,
    ("home", "body"): 0.75,
    ("hub", "footer"): 0.95,
    ("hub", "nav"): 0.95,
    ("hub", "body"): 1.0,
    ("policy", "footer"): 0.95,
    ("policy", "nav"): 0.85,
    ("policy", "body"): 0.8,
    ("history", "footer"): 0.95,
    ("history", "nav"): 0.95,
    ("history", "body"): 1.0,
}
#: What the second kind counts that one text names ("Terms & Privacy").
_SECOND: Final = 0.8
#: A share (0 to 1) of a text or an address from which it counts as plain; below, its square counts.
_PLAIN: Final = 0.7
#: What the best text, a formal address ("privacy-policy") and a bare one ("privacy") are worth by themselves.
_TEXT: Final = 0.9
_FORMAL: Final = 0.8
_BARE: Final = 0.66
#: What a page is worth that a policy of this kind redirects to, or names as its earlier version.
_INHERITED: Final = 0.6
#: An address that its links do not confirm ("next", leading to privacy-policy?no=7) counts half.
_UNCONFIRMED: Final = 0.5
_FORMAL_PARTS: Final = (
    "polic",
    "politi",
    "statement",
    "notice",
    "agreement",
    "addendum",
    "termsof",
    "termsand",
    "conditions",
    "erkl",
)
_MUTE: Final = frozenset(
    ("", "here", "click here", "read more", "more", "view", "read", "learn more", "download", "pdf", "link", "hier", "ici")
)
_NAMES: Final = {"home": "home page", "hub": "list of policies", "policy": "policy", "history": "list of earlier versions"}


@dataclass(frozen=True, slots=True)
class Said:
    """The best text that speaks of a kind, where it stands, and what it is worth (0 to 1)."""

    worth: float
    match: Match
    mark: Mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, the score (0 to 1) of the words for it, why, and whether text or address are formal ("privacy policy")."""

    kind: str
    score: float
    reasons: tuple[str, ...]
    language: str = ""
    text: float = 0.0
    formal: bool = False


def weigh(url: str, fragment: str, marks: list[Mark], *, hub: bool = False, inherited: str = "", name: str = "") -> Verdict:
    """Return what the links ``marks`` and the address ``url`` say together.

    ``hub`` is true for a page that lists policies: then neither its name nor its address says that it is one itself.
    ``inherited`` is the kind of the page that redirects here, or whose earlier version this is. ``name`` is the vendor's.
    """
    texts = {} if hub and not fragment else _best_texts(marks, name)
    address = None if hub and not fragment else kind_of_address(f"{url}#{fragment}" if fragment else url, name)
    confirmed = not marks or any(_mute(mark) or kinds_of_text(mark.link.text) for mark in marks)
    kinds = {*texts, *([address.kind] if address else []), *([inherited] if inherited else [])}
    verdicts = [
        _verdict(kind, texts.get(kind), address if address and address.kind == kind else None, confirmed, kind == inherited)
        for kind in sorted(kinds)
    ]
    return max(verdicts, key=lambda verdict: verdict.score, default=Verdict("policy", 0.0, ()))


def shaped(strength: float) -> float:
    """Return ``strength`` (0 to 1), squared where the words are not plain: "ten privacy tips" is hardly a policy."""
    return strength if strength >= _PLAIN else strength**2


def _best_texts(marks: list[Mark], name: str) -> dict[str, Said]:
    best: dict[str, Said] = {}
    for mark in marks:
        place = _PLACES[(mark.source, mark.link.position)]
        # Of two kinds in one text ("Terms and Privacy") the first counts more.
        for rank, match in enumerate(kinds_of_text(mark.link.text, name)):
            strength = max(match.strength, _PLAIN) if _is_named(mark, match) else match.strength
            worth = shaped(strength) * place * (_SECOND if rank else 1.0)
            if match.kind not in best or worth > best[match.kind].worth:
                best[match.kind] = Said(worth, match, mark)
    return best


def _is_named(mark: Mark, match: Match) -> bool:
    """Say whether a long text is a document's name ("Developer Portal Privacy Notice"): it ends so, the address agrees."""
    address = kind_of_address(mark.link.url)
    return (
        _is_formal(match.phrase)
        and fold(mark.link.text).endswith(match.phrase)
        and address is not None
        and address.kind == match.kind
    )


def _mute(mark: Mark) -> bool:
    return mark.link.what in ("hub", "history", "dated") or fold(mark.link.text) in _MUTE


def _verdict(kind: str, said: Said | None, address: Match | None, confirmed: bool, inherited: bool) -> Verdict:
    doubt, reasons = 1.0, []
    if said:
        doubt *= 1 - _TEXT * said.worth
        where = f"the {said.mark.link.position} of a {_NAMES[said.mark.source]}"
        reasons.append(f"linked as {said.mark.link.text[:60]!r} in {where}")
    if address:
        worth = (_FORMAL if _is_formal(address.phrase) else _BARE) * shaped(address.strength)
        doubt *= 1 - worth * (1.0 if confirmed else _UNCONFIRMED)
        reasons.append(f"its address says {address.phrase!r}" + ("" if confirmed else ", but its links do not"))
    if inherited:
        doubt *= 1 - _INHERITED
        reasons.append(f"a {kind} policy leads here")
    language = said.match.language if said else address.language if address else ""
    formal = bool(said and _is_formal(said.match.phrase)) or bool(address and _is_formal(address.phrase))
    return Verdict(kind, 1 - doubt, tuple(reasons), language, said.worth if said else 0.0, formal)


def _is_formal(phrase: str) -> bool:
    joined = phrase.replace(" ", "")
    return not joined.isascii() or any(part in joined for part in _FORMAL_PARTS)
