"""What a page shows on demand is text, however short; what it says when something went wrong is not."""

from __future__ import annotations

import pytest

from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."
ANSWERS = (
    ("Do you sell my data?", "No. We have sold none so far."),
    ("How long do you keep it?", "Ninety days at most."),
    ("Do you read my mail?", "No, never."),
)


def text_of(inside: str) -> str:
    return read_html(f"<main><h1>Privacy policy</h1>{3 * f'<p>{PROSE}</p>'}{inside}{2 * f'<p>{PROSE}</p>'}</main>", URL).text


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "item",
    [
        (
            '<h3><button aria-expanded="false" aria-controls="c{n}">{q}</button></h3>'
            '<div id="c{n}" class="collapse" style="display:none"><p>{a}</p></div>'
        ),
        (
            '<div class="e-toggle-item"><h3 role="button" aria-expanded="false" aria-controls="c{n}"><a class="t">{q}</a></h3>'
            '<div id="c{n}" class="tab-content" style="display:none"><p>{a}</p></div></div>'
        ),
        '<h3>{q}</h3><div hidden="until-found"><p>{a}</p></div>',
        '<h3>{q}</h3><div style="display: none;"><p>{a}</p></div>',
        (
            '<div class="item"><button class="accordion-button" aria-expanded="false">{q}</button>'
            '<div class="accordion-collapse collapse" style="display:none"><p>{a}</p></div></div>'
        ),
        '<div class="q">{q}</div><div class="a" style="display:none">{a}</div>',
        '<div class="item"><p class="q">{q}</p><div class="a" hidden>{a}</div></div>',
        '<a data-toggle="collapse" href="#c{n}">{q}</a><div id="c{n}" class="collapse" hidden><p>{a}</p></div>',
        '<div><b aria-controls="c{n}">{q}</b></div><div><div id="c{n}" aria-hidden="true"><p>{a}</p></div></div>',
    ],
)
def test_short_answers_stay_with_their_questions(item, count):
    panels = "".join(item.format(n=n, q=q, a=a) for n, (q, a) in enumerate(ANSWERS[:count]))
    assert "".join(f"{q}\n{a}\n" for q, a in ANSWERS[:count]) in text_of(panels)


def test_a_question_need_not_be_one_when_there_are_several():
    pair = '<div class="q">{}</div><div class="a" style="display:none">{}</div>'
    panels = "".join(pair.format(q, a) for q, a in (("Selling", "We sell nothing."), ("Keeping", "We keep it ninety days.")))
    assert "Selling\nWe sell nothing.\nKeeping\nWe keep it ninety days.\n" in text_of(panels)


@pytest.mark.parametrize(
    "message",
    [
        '<p>Text.</p><div class="note" style="display:none">Please enter an address.</div>',
        '<p>Text?</p><div class="error-message" style="display:none">Please enter an address.</div>',
        '<h3>Text</h3><div id="thank-you" style="display:none">Thank you very much.</div>',
        '<h3>Text</h3><ul style="display:none"><li><a href="/1">One thing.</a></li><li><a href="/2">Two.</a></li></ul>',
        '<h3>Text</h3><span class="sr-only">It opens another window.</span>',
        '<h3>Text</h3><div class="sr-only">It opens another window.</div>',
        '<p>Text</p><div role="alert" style="display:none">It went wrong.</div>',
    ],
)
def test_messages_and_hidden_menus_go(message):
    shown = message.partition(">")[2].partition("<")[0]
    assert f"\n{shown}\n{PROSE}\n" in text_of(message)
