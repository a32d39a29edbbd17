"""What stands at the policy's edges: its own clauses, tables and lists stay, whatever they are called; widgets go."""

from __future__ import annotations

import pytest

from crawler.extraction.page import Reading, read_html

URL = "https://www.brightcall.example/privacy"
SENTENCES = (
    "We collect the name and the telephone number that you enter when you open an account with our network.",
    "We use them to connect your calls, to send you the bill, and to answer when you ask our desk for help.",
    "We hand personal data to carriers and to our bank, and to nobody else without asking you before we do.",
    "You may ask at any time which data we hold about you, and have them corrected or erased within a month.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LAW = "Disputes are brought before the courts of our seat, whose law applies to all that is said on this page."


def section(heading: str, inner: str) -> str:
    return f"<section><h2>{heading}</h2>{inner}</section>"


PROPERTY = (
    '<p>The <a href="/n">network</a> and its <a href="/s">signs</a> belong to <a href="/b">Brightcall</a> and copyright laws '
    "protect them. All rights reserved.</p>"
)
CLAUSES = "".join(section(f"{n}. Clause", TEXT) for n in range(1, 10))


def reading(inner: str) -> Reading:
    return read_html(f"<title>Privacy policy</title><main><h1>Privacy policy</h1>{inner}</main>", URL)


def tail(inner: str, after: str) -> str:
    """What was read after a text's last occurrence."""
    return reading(inner).text.rpartition(f"{after}\n")[2]


@pytest.mark.parametrize(
    ("heading", "inner"),
    [
        ("Newsletter", "<p>Whoever orders our newsletter consents to our keeping the address for as long as it is sent.</p>"),
        (
            "About Brightcall",
            "<p>Brightcall Ltd of Riverton answers for the data and has named an officer to look after them.</p>",
        ),
        (
            "Copyright",
            "<p>Copyright 2015 Brightcall Ltd. All rights reserved.</p><p>Write to our lawyers about any breach.</p>",
        ),
        ("10. Our property", PROPERTY),
    ],
)
@pytest.mark.parametrize("last", [section("Law", f"<p>{LAW}</p>") + section("Contact", "<p>help@brightcall.example</p>"), ""])
@pytest.mark.parametrize("wrap", ["section", "div"])
def test_a_section_called_like_a_foot_stays_and_so_does_what_follows(heading, inner, last, wrap):
    found = reading((CLAUSES + section(heading, inner) + last).replace("section>", f"{wrap}>"))
    assert heading in found.text
    assert inner.rpartition("<p>")[2].removesuffix("</p>").partition("<")[0].strip() in found.text
    assert ("courts of our seat" in found.text and found.text.endswith("help@brightcall.example\n")) or not last
    assert found.kept.least == 1


def test_a_foot_about_the_company_goes():
    about = "Brightcall has connected small shops and large ones with those who love to call them since the days of brass."
    foot = f"<div><h3>About Brightcall</h3><p>{about}</p></div><div>&copy; 2016 Brightcall Ltd</div>"
    assert reading(f"<div>{CLAUSES}</div>{foot}").text.endswith(f"{SENTENCES[-1]}\n")


@pytest.mark.parametrize("rows", [1, 2])
def test_the_cells_beside_a_tables_last_sentence_stay(rows):
    long = "For joint offers with other companies that sell things to you or to those who live with you"
    head = "<tr><th>Reason</th><th>Do we share?</th><th>Can you limit it?</th></tr>"
    head += "<tr><td>For offers</td><td>Yes</td><td>No</td></tr>"
    found = reading(f"{TEXT}<table>{head}{f'<tr><td>{long}</td><td>No</td><td>Print</td></tr>' * rows}</table>")
    assert found.text.endswith(f"{long} No Print\n" * rows)


def test_links_in_cells_and_items_are_no_widgets():
    table = '<table><tr><th>Page</th><th>Use</th></tr><tr><td><a href="/s">Search</a></td><td>Finds numbers</td></tr></table>'
    found = reading(f'{TEXT}{table}<ul><li><a href="/l">Login</a></li><li>Calls</li></ul>{TEXT}')
    assert "Search Finds numbers\nLogin\nCalls\n" in found.text


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_the_answer_to_a_question_stays(answer):
    asked = "Can you limit how we share your personal data with the companies that belong to our group?"
    assert tail(f"{TEXT}<div><p>{asked}</p><p>{answer}</p></div>", asked) == f"{answer}\n"


def test_the_answers_to_a_help_desks_question_go():
    widget = "<p>Was this article helpful?</p><p>Yes</p><p>No</p>"
    assert tail(TEXT + widget, SENTENCES[-1]) == ""


def test_items_of_a_list_that_say_widgets_words_stay():
    channels = (
        "<ul><li>By post to the address of our seat, which you find on the first page of every bill</li><li>Email</li></ul>"
    )
    assert tail(f"{TEXT}{channels}", "every bill") == "Email\n"


MARKS = "Brightcall and its bell are marks of Brightcall Ltd. All rights reserved. No part of this page may be copied unasked."


def test_a_clause_on_rights_stays_and_so_does_what_follows():
    found = tail(
        f"{TEXT}<h2>Our marks</h2><p>{MARKS}</p><h2>Contact</h2><p>Brightcall Ltd</p><p>1 Bell Street</p>", SENTENCES[-1]
    )
    assert found == f"Our marks\n{MARKS}\nContact\nBrightcall Ltd\n1 Bell Street\n"


def test_a_clause_that_ends_in_rights_stays_under_its_heading():
    clause = "Whatever you see on these pages is the property of Brightcall Ltd. All rights reserved."
    found = tail(f"{TEXT}<h2>Property</h2><p>{clause}</p><h2>Law</h2><p>That of Riverton.</p>", SENTENCES[-1])
    assert found == f"Property\n{clause}\nLaw\nThat of Riverton.\n"


def test_a_sentence_that_ends_in_rights_stays_before_another_section():
    clause = "Whatever you see on these pages is the property of Brightcall Ltd. All rights reserved."
    found = tail(f"{TEXT}<p>{clause}</p><h2>Law</h2><p>That of Riverton.</p>", SENTENCES[-1])
    assert found == f"{clause}\nLaw\nThat of Riverton.\n"


def test_an_address_after_the_copyright_line_stays():
    found = tail(
        f"{TEXT}<p>Copyright 2005 Brightcall Ltd. All rights reserved.</p><p>Legal desk<br>1 Bell Street</p>", SENTENCES[-1]
    )
    assert found == "Legal desk\n1 Bell Street\n"


@pytest.mark.parametrize(
    "line",
    [
        "&copy; 2014 Brightcall Ltd",
        "Copyright 2014 Brightcall Ltd",
        "Brightcall is a mark of Brightcall Ltd in many lands of this world. All rights reserved.",
        "&copy; 2014 Brightcall Ltd. All rights reserved. The bell is a mark of Brightcall Ltd in many lands of this world.",
    ],
)
def test_a_copyright_line_goes(line):
    assert tail(f"{TEXT}<h2>Contact</h2><p>1 Bell Street</p><p>{line}</p>", "1 Bell Street") == ""


LINKS = '<ul><li><a href="//ring.example">Ring of Riverton</a></li><li><a href="//tone.example">Tone of Upton</a></li></ul>'
VERSIONS = '<ul><li><a href="/p/2018">May 25, 2018</a></li><li><a href="/p/2016">July 1, 2016</a></li></ul>'
OPT_OUT = '<table><tr><td><a href="//a.example">Ring ads</a></td><td><a href="//b.example">Tone ads</a></td></tr></table>'


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (f"{TEXT}<h2>Annex III: Carriers</h2>{LINKS}", "Annex III: Carriers\nRing of Riverton\nTone of Upton\n"),
        (f"<h2>Use</h2>{TEXT}<h2>Annex III: Carriers</h2>{LINKS}", "Annex III: Carriers\nRing of Riverton\nTone of Upton\n"),
        (
            section("Use", TEXT) + section("Sharing", TEXT) + section("Annex III: Carriers", LINKS),
            "Annex III: Carriers\nRing of Riverton\nTone of Upton\n",
        ),
        (
            section("Use", TEXT) * 2 + f"<h2>Annex III: Carriers</h2>{LINKS}",
            "Annex III: Carriers\nRing of Riverton\nTone of Upton\n",
        ),
        (f"{TEXT}<h2>Previous versions</h2>{VERSIONS}", "Previous versions\nMay 25, 2018\nJuly 1, 2016\n"),
        (f"{TEXT}<h2>How to opt out</h2>{OPT_OUT}", "How to opt out\nRing ads\nTone ads\n"),
        (
            f"{TEXT}<p>You can opt out on these pages:</p>{LINKS}",
            "You can opt out on these pages:\nRing of Riverton\nTone of Upton\n",
        ),
    ],
)
def test_a_list_of_links_that_the_policy_heads_or_announces_stays(inner, said):
    assert tail(inner, SENTENCES[-1]) == said


@pytest.mark.parametrize(
    "menu",
    [
        LINKS,
        f"<h2>Related articles</h2>{LINKS}",
        f"<p>Share this:</p>{LINKS}",
        f"<p>Tags:</p>{LINKS}",
        f"<div><h2>Related articles</h2>{LINKS}</div>",
        section("Related articles", LINKS),
        "<h2>Comments</h2><p>0 comments</p>",
        f"<h3>Company</h3>{LINKS}",
        f'<div class="x"><h3>Company</h3>{LINKS * 3}</div><div class="x"><h3>Related</h3>{LINKS * 3}</div>',
    ],
)
@pytest.mark.parametrize("text", [f"<h2>Use</h2>{TEXT}", section("Use", TEXT) * 2])
def test_a_menu_after_the_policy_goes(text, menu):
    assert not set(tail(text + menu, SENTENCES[-1]).split()) & {"Ring", "Tone", "Company", "Comments", "comments", "Related"}


@pytest.mark.parametrize("word", ["Comments", "Login", "Search", "Newsletter", "Share"])
def test_a_heading_that_heads_prose_stays_whatever_it_says(word):
    start = reading(f"<h2>Who we are</h2><p>Our page is brightcall.example.</p><h3>{word}</h3>{TEXT}").text
    assert f"brightcall.example.\n{word}\n{SENTENCES[0]}" in start
    assert f"Privacy policy\n{word}\n{SENTENCES[0]}" in reading(f"<h2>{word}</h2>{TEXT}").text
    assert tail(f"<h2>Use</h2>{TEXT}<h2>{word}</h2><p>Never.</p>", SENTENCES[-1]) == f"{word}\nNever.\n"
    assert tail(f"{section('Use', TEXT) * 2}{section(word, '<p>Never.</p>')}", SENTENCES[-1]) == f"{word}\nNever.\n"


@pytest.mark.parametrize(
    "widget", ["<h2>Search</h2>", "<h2>Share</h2>", "<h2>Share</h2><ul><li><a href='/f'>Friendface</a></li></ul>"]
)
def test_a_widgets_heading_before_the_title_goes(widget):
    text = read_html(f"<title>Privacy policy</title><div>{widget}<h1>Privacy policy</h1>{TEXT}</div>", URL).text
    assert text.startswith(f"Privacy policy\n{SENTENCES[0]}")


def test_a_widgets_heading_under_the_title_goes():
    text = reading(f"<h3>Share this page</h3>{TEXT}").text
    assert text.startswith(f"Privacy policy\n{SENTENCES[0]}")
