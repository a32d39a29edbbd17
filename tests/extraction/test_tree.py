"""Parsing: the archive's own toolbar goes whatever is in it, and nothing else does."""

from __future__ import annotations

import pytest

from crawler.extraction.tree import parse

BEGIN, END = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->"


def said(html: str) -> list[str]:
    return " ".join(parse(html).itertext()).split()


def test_the_archive_s_toolbar_goes_by_its_marks_alone():
    assert said(f"<body>{BEGIN}<div id='anything'><p>23 captures</p></div>{END}<p>We keep.</p>") == ["We", "keep."]


@pytest.mark.parametrize(
    "html", [f"{END}<p>We</p>{BEGIN}<p>keep.</p>", f"<p>We</p>{BEGIN}<p>keep.</p>", f"<p>We</p>{END}<p>keep.</p>"]
)
def test_half_a_toolbar_takes_nothing_along(html):
    assert said(f"<body>{html}") == ["We", "keep."]
