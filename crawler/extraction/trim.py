"""What stands at the edges of the located part and is not of the policy (format, rules W1 and W2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.layout import Layout, Run

#: Words up to which a line can be a title.
TITLE_WORDS: Final = 20
#: Words up to which a line can be a date line.
DATE_WORDS: Final = 14
#: Share of a part's words within which its title stands, and share of prose that may stand before it (a slogan, a teaser).
EARLY: Final = 0.3
TEASER: Final = 0.15
#: Words up to which a part is judged by what it says: a longer one is text.
PHRASE_WORDS: Final = 40
#: Share of linked words from which a part is a menu.
MENU_LINKS: Final = 0.6

_POLICY = re.compile(
    r"\b(?:privacy|policy|policies|terms|conditions|cookies?|notice|statement|agreement|disclaimers?|legal|acceptable use|"
    r"data protection|datenschutz\w*|confidentialit\w+|privacidad\w*|addendum)\b"
)
_DATED = re.compile(
    r"^(?:this \w+(?: \w+){0,3} (?:was|is) )?(?:last |date |date of last )?(?:updated?|effective|revised|revision|modified|version|posted|"
    r"amended|edited|in force|valid)\b"
)
#: A help desk's stamp carries the time of day; a policy's own date does not.
_STAMP = re.compile(
    r"^\W*(?:last )?(?:updated|modified|edited|created|published|posted)\b.{0,60}\b\d{1,2}:\d{2}\b", re.IGNORECASE | re.DOTALL
)
_ASIDE = re.compile(
    r"^(?:was|did|is) th(?:is|ese) (?:\w+ ){0,2}(?:help|answer|useful|solve)|^did you find (?:it|this)|^(?:helpful|share|share this\b.{0,40}|tweet|print|email|"
    r"print this (?:page|article)|back to top|top|go to top|return to top|back|previous|next|prev|skip to \w+(?: \w+)?|you are here\b.*|"
    r"home|menu|search|log ?in|sign (?:in|up)|you are (?:not )?logged in\b.{0,30}|login\b.{0,20}|follow us\b.{0,60}|"
    r"like us\b.{0,30}|contact support|submit a (?:ticket|request)|new support ticket|check ticket status|yes|no|yes no|"
    r"related (?:articles?|topics?|posts?|links?|pages?|documents?)|recent(?:ly viewed)? (?:articles|posts)|more articles\b.{0,30}|"
    r"popular (?:articles|topics)|in this section|comments?|\d+ comments?|leave a (?:reply|comment)|add a comment|get in touch|"
    r"subscribe\b.{0,60}|newsletter\b.{0,40}|download\s+brochure|powered by\b.{0,40}|loading|close|x)$"
    r"|found this (?:article )?helpful|help us (?:to )?(?:improve|make) this|thank you for your feedback|sorry we couldn t be helpful|"
    r"have more questions|still need help|need more help|can t find what you|article is closed for comments|please sign in to leave"
)
_COPYRIGHT = re.compile(
    r"^(?:copyright\b|\d{4} (?:copyright )?\w+(?: \w+){0,6}(?: inc| ltd| llc)?(?: all rights reserved)?\b|all rights reserved\b)"
)
_RIGHTS = re.compile(r"\ball rights reserved\b|^copyright\b")
_SYMBOL: Final = "©"


def is_title(element: HtmlElement, found: Layout, title: str) -> bool:
    """Whether a part is nothing but the policy's title: it names a policy, or repeats the page's own title."""
    size = found.size(element)
    if (
        not 1 <= size <= TITLE_WORDS
        or found.count(found.linked, element) > MENU_LINKS * size
        or len(found.inside(element)) != 1
    ):
        return False
    text = found.text(element)
    words = set(text.split())
    headed = element.tag in ("h1", "h2", "h3")
    named = _POLICY.search(text) is not None and size <= (TITLE_WORDS if headed else 8)
    return named or (headed and len(words & set(re.findall(r"\w+", title.lower()))) >= 0.6 * len(words))


def is_contents(element: HtmlElement) -> bool:
    """Links into the page itself: the table of contents (its links have lost their targets, format rule B6)."""
    links = list(element.iter("a"))
    return len(links) > 2 and sum("href" not in link.attrib for link in links) > 0.7 * len(links)


def is_dated(element: HtmlElement, found: Layout) -> bool:
    """Whether a short part is the policy's own date line."""
    return found.size(element) <= DATE_WORDS and _DATED.match(found.text(element)) is not None and not _is_stamp(element)


def _is_stamp(element: HtmlElement) -> bool:
    return _STAMP.match("".join(element.itertext())) is not None


def is_aside(element: HtmlElement, found: Layout) -> bool:
    """Whether a part is a menu, a widget, a help desk's stamp or the site's copyright line."""
    size = found.size(element)
    if not size:
        return False
    if is_contents(element):
        return False
    if found.count(found.linked, element) >= MENU_LINKS * size:
        return not (_reaches_someone(element) or _is_sentence(element, found))
    if size > PHRASE_WORDS:
        return False
    text = found.text(element)
    return bool(_ASIDE.search(text) or _is_stamp(element) or _is_copyright(element, text))


def _is_copyright(element: HtmlElement, text: str) -> bool:
    return _RIGHTS.search(text) is not None or (_SYMBOL in "".join(element.itertext()) and _COPYRIGHT.match(text) is not None)


def _is_sentence(element: HtmlElement, found: Layout) -> bool:
    """Whether a part that is mostly links is a sentence about them: "See also our Terms and our Cookie Policy."."""
    own = found.size(element) - found.count(found.linked, element)
    return own >= 3 and len(found.inside(element)) == 1 and "".join(element.itertext()).rstrip().endswith((".", ":", "!", "?"))


def _reaches_someone(element: HtmlElement) -> bool:
    return any((a.get("href") or "").startswith(("mailto:", "tel:")) for a in element.iter("a"))


def trim(node: HtmlElement, found: Layout, title: str) -> None:
    """Take away, in place, what stands before the policy's title and after its last sentence and is not of it."""
    standing = set(node.iter())
    runs = [run for run in found.inside(node) if run.owner in standing]
    prose = [run for run in runs if run.prose]
    if not prose:
        return
    first = next((run for run in prose if found.kept[run.end] > found.kept[run.start]), prose[0])
    named = _title_run(runs, found, title)
    last = next((run for run in reversed(prose) if not _RIGHTS.search(" ".join(found.words[run.start : run.end]))), prose[-1])
    if named is not None and named.start > first.start:
        for unit in list(_before(node, named.owner)):
            if not is_dated(unit, found) and not is_contents(unit):
                _drop(unit)
    else:
        _trim_start(node, first, found, title)
    _trim_end(node, last, found)
    _trim_inside(node, found)


def _title_run(runs: list[Run], found: Layout, title: str) -> Run | None:
    """The line that names the policy, when it stands after a slogan or a teaser: early, and with little prose before it."""
    total = runs[-1].end - runs[0].start
    for run in runs:
        if run.start - runs[0].start > EARLY * total or found.prose[run.start] - found.prose[runs[0].start] > TEASER * total:
            break
        start, end = found.span[run.owner]
        if start == run.start and (_opens_with_title(run.owner) or (end == run.end and is_title(run.owner, found, title))):
            return run
    return None


def _opens_with_title(element: HtmlElement) -> bool:
    """Whether a paragraph's first line, up to a line break, is a policy's name in capitals."""
    line = " ".join((element.text or "").split())
    return (
        line.isupper()
        and len(line.split()) <= 8
        and _POLICY.search(line.lower()) is not None
        and next(element.iter("br"), None) is not None
    )


def _trim_start(node: HtmlElement, first: Run, found: Layout, title: str) -> None:
    """Nearest part first: up to the title everything that is no menu stays, beyond it nothing does."""
    titled = False
    for unit in list(_before(node, first.owner)):
        if not found.size(unit):
            continue
        if titled or is_aside(unit, found):
            if not is_contents(unit) and not is_dated(unit, found):
                _drop(unit)
        elif is_title(unit, found, title) or any(is_title(h, found, title) for h in unit.iter("h1", "h2")):
            titled = True


def _trim_end(node: HtmlElement, last: Run, found: Layout) -> None:
    ended = False
    for unit in list(_after(node, last.owner)):
        if found.size(unit) and (ended or is_aside(unit, found)):
            ended = ended or _RIGHTS.search(found.text(unit)) is not None
            _drop(unit)


def _trim_inside(node: HtmlElement, found: Layout) -> None:
    """Widgets between the policy's paragraphs: "back to top", "print this page"."""
    for run in found.inside(node):
        size = run.end - run.start
        if (
            size <= 8
            and run.owner is not node
            and run.owner.getparent() is not None
            and found.span[run.owner] == (run.start, run.end)
        ):
            text = found.text(run.owner)
            if (_ASIDE.search(text) and run.linked == size) or _is_stamp(run.owner):
                _drop(run.owner)


def _before(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    """The parts of ``node`` that end before ``element`` begins, nearest first, each as large as can be."""
    while element is not node:
        yield from element.itersiblings(preceding=True)
        element = element.getparent()


def _after(node: HtmlElement, element: HtmlElement) -> Iterator[HtmlElement]:
    while element is not node:
        yield from element.itersiblings()
        element = element.getparent()


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
