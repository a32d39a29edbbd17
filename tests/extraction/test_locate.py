"""Where the policy is, when trafilatura does not say so."""

from __future__ import annotations

import pytest
from trafilatura.settings import Document

from crawler.extraction import locate
from crawler.extraction.page import read_html

URL = "http://acme.example/privacy"
PROSE = "We collect the personal data that you give us when you register, and keep them for as long as the law demands."


@pytest.mark.parametrize("tag", ["main", "article", "div role=main"])
def test_what_trafilatura_missed_is_taken_from_the_part_that_calls_itself_the_main_one(monkeypatch, tag):
    told = [
        f"In March our engineers opened office {n}, and there they danced and sang all through the night." for n in range(3)
    ]
    policy = "".join(f"<p>{PROSE} Clause {n}.</p>" for n in range(9))
    monkeypatch.setattr(locate, "bare_extraction", lambda *_, **__: Document(raw_text=" ".join(told)))
    teaser = "".join(f"<div class='news'><p>{one}</p></div>" for one in told)
    found = read_html(f"{teaser}<{tag}><h1>Privacy policy</h1>{policy}</{tag.split()[0]}>", URL)
    assert found.text == "Privacy policy\n" + "".join(f"{PROSE} Clause {n}.\n" for n in range(9))


def test_a_page_of_very_many_elements_is_located_without_trafilatura(monkeypatch):
    asked = []
    monkeypatch.setattr(locate, "bare_extraction", lambda *_, **__: asked.append(1))
    teaser = f"<div><p>{PROSE} News.</p></div>"
    policy = "".join(f"<p><b>{n}</b> {PROSE}</p>" for n in range(locate.MAX_ELEMENTS // 40))
    read_html(f"{teaser}<main>{policy}</main>", URL)
    assert asked
    asked.clear()
    filler = "<i></i>" * locate.MAX_ELEMENTS
    found = read_html(f"{teaser}<main><p>{filler}</p>{policy}</main>", URL)
    assert not asked
    assert "News." not in found.text
    assert found.text.count("We collect") == locate.MAX_ELEMENTS // 40
