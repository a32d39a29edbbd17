"""What a part of a page is, judged by its words, its links and its tag: a title, a date line, a contents list, furniture."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.elements import text_of
from crawler.extraction.layout import Layout

#: Words up to which a line can be a title.
TITLE_WORDS: Final = 20
#: Words up to which a line can be a date line.
DATE_WORDS: Final = 14
#: Words up to which a part is judged by what it says: a longer one is text.
PHRASE_WORDS: Final = 40
#: Share of linked words from which a part is a menu.
MENU_LINKS: Final = 0.6

#: What a policy is called.
POLICY = re.compile(
    r"\b(?:privacy|policy|policies|terms|conditions|cookies?|notice|statement|agreement|disclaimers?|legal|acceptable use|"
    r"data protection|datenschutz\w*|confidentialit\w+|privacidad\w*|addendum)\b"
)
_DATED = re.compile(
    r"^(?:this \w+(?: \w+){0,3} (?:was|is) )?(?:last |date |date of last )?(?:updated?|effective|revised|revision|"
    r"modified|version|posted|amended|edited|in force|valid)\b"
)
#: A help desk's stamp carries the time of day; a policy's own date does not.
_STAMP = re.compile(
    r"^\W*(?:last )?(?:updated|modified|edited|created|published|posted)\b.{0,60}\b\d{1,2}:\d{2}\b", re.IGNORECASE | re.DOTALL
)
#: What a help desk, a blog or a home page says around a text, as the whole of a line ...
_WHOLE_LINES: Final = (
    *(
        r"helpful",
        r"share",
        r"share this\b.{0,40}",
        r"tweet",
        r"print",
        r"email",
        r"print this (?:page|article)",
        r"yes",
        r"no",
        r"yes no",
    ),
    *(
        r"back to top",
        r"top",
        r"go to top",
        r"return to top",
        r"back",
        r"previous",
        r"next",
        r"prev",
        r"skip to \w+(?: \w+)?",
        r"close",
        r"x",
    ),
    *(r"home", r"menu", r"search", r"log ?in", r"login\b.{0,20}", r"sign (?:in|up)", r"you are (?:not )?logged in\b.{0,30}"),
    *(
        r"you are here\b.*",
        r"in this section",
        r"follow us\b.{0,60}",
        r"like us\b.{0,30}",
        r"get in touch",
        r"download\s+brochure",
    ),
    *(
        r"contact support",
        r"submit a (?:ticket|request)",
        r"new support ticket",
        r"check ticket status",
        r"loading",
        r"powered by\b.{0,40}",
    ),
    *(r"related (?:articles?|topics?|posts?|links?|pages?|documents?)", r"recent(?:ly viewed)? (?:articles|posts)"),
    *(r"more articles\b.{0,30}", r"popular (?:articles|topics)", r"subscribe\b.{0,60}", r"newsletter\b.{0,40}"),
    *(r"comments?", r"\d+ comments?", r"leave a (?:reply|comment)", r"add a comment"),
)
#: ... and as a part of one.
_PHRASES: Final = (
    *(r"^(?:was|did|is) th(?:is|ese) (?:\w+ ){0,2}(?:help|answer|useful|solve)", r"^did you find (?:it|this)"),
    *(r"found this (?:article )?helpful", r"help us (?:to )?(?:improve|make) this", r"thank you for your feedback"),
    *(r"sorry we couldn t be helpful", r"have more questions", r"still need help", r"need more help", r"can t find what you"),
    *(r"article is closed for comments", r"please sign in to leave"),
)
ASIDE = re.compile(rf"^(?:{'|'.join(_WHOLE_LINES)})$|{'|'.join(_PHRASES)}")
_COPYRIGHT = re.compile(
    r"^(?:copyright\b|\d{4} (?:copyright )?\w+(?: \w+){0,6}(?: inc| ltd| llc)?(?: all rights reserved)?\b|all rights reserved)"
)
#: What policies are about: a teaser or a slogan says none of it.
SUBJECT = re.compile(
    r"\b(?:privacy|personal(?:ly)?|information|data|policy|policies|terms|agree(?:ment)?|consent|cookies?|legal)\b"
)
_RIGHTS = re.compile(r"\ball rights reserved\b|^copyright(?: \w+){0,4} \d{4}\b")
_OPENS_A_LINE = re.compile(r"^(?:copyright|c|\d{4}|all rights reserved)\b")
#: Words of a sentence after "all rights reserved" from which a clause goes on there.
CLAUSE_WORDS: Final = 6
_SYMBOL: Final = "©"


def is_title(element: HtmlElement, found: Layout, title: str) -> bool:
    """Whether a part is nothing but the policy's title: it names a policy, or repeats the page's own title."""
    size = found.size(element)
    if not 1 <= size <= TITLE_WORDS or len(found.inside(element)) != 1:
        return False
    if found.count(found.linked, element) > MENU_LINKS * size:
        return False
    text = found.text(element)
    words = set(text.split())
    headed = element.tag in ("h1", "h2", "h3")
    named = POLICY.search(text) is not None and size <= (TITLE_WORDS if headed else 8)
    return named or (headed and len(words & set(re.findall(r"\w+", title.lower()))) >= 0.6 * len(words))


def is_contents(element: HtmlElement) -> bool:
    """Links into the page itself: the table of contents (its links have lost their targets, format rule B6)."""
    links = list(element.iter("a"))
    return len(links) > 2 and sum("href" not in link.attrib for link in links) > 0.7 * len(links)


def is_dated(element: HtmlElement, found: Layout) -> bool:
    """Whether a short part is the policy's own date line."""
    return found.size(element) <= DATE_WORDS and _DATED.match(found.text(element)) is not None and not is_stamp(element)


def is_stamp(element: HtmlElement) -> bool:
    """Whether a part opens with a help desk's stamp: when somebody edited the page, to the minute."""
    return _STAMP.match(text_of(element)) is not None


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
    return bool(ASIDE.search(text) or is_stamp(element) or is_copyright(element, text))


def is_copyright(element: HtmlElement, text: str) -> bool:
    """Whether a part whose words are ``text`` is a copyright line."""
    said, rights = text_of(element), _RIGHTS.search(text)
    if rights is None:
        return _SYMBOL in said and _COPYRIGHT.match(text) is not None
    goes_on = len(text[rights.end() :].split()) >= CLAUSE_WORDS and said.rstrip().endswith(".")
    return not goes_on or opens_rights(element, text)


def opens_rights(element: HtmlElement, text: str) -> bool:
    """Whether a part is marked as a copyright line: by the sign, or by the word, the year or the phrase that opens it."""
    return _SYMBOL in text_of(element) or _OPENS_A_LINE.match(text) is not None


def _is_sentence(element: HtmlElement, found: Layout) -> bool:
    """Whether a part that is mostly links is a sentence about them: "See also our Terms and our Cookie Policy."."""
    own = found.size(element) - found.count(found.linked, element)
    return own >= 3 and len(found.inside(element)) == 1 and text_of(element).rstrip().endswith((".", ":", "!", "?"))


def _reaches_someone(element: HtmlElement) -> bool:
    return any((a.get("href") or "").startswith(("mailto:", "tel:")) for a in element.iter("a"))


def opens_with_title(element: HtmlElement) -> bool:
    """Whether a paragraph's first line, up to a line break, is a policy's name in capitals."""
    line = " ".join((element.text or "").split())
    return (
        line.isupper()
        and len(line.split()) <= 8
        and POLICY.search(line.lower()) is not None
        and next(element.iter("br"), None) is not None
    )
