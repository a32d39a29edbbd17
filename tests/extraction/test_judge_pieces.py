"""What is looked for before an expression is searched must stand wherever the expression matches."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.judge.pieces import Piece, Pieces, needle
from crawler.extraction.judge.words import GENRES, HOME, NAMES, SHAPES

PIECES = list(chain(NAMES.values(), *SHAPES.values(), *GENRES.values(), HOME))
EXPRESSIONS = sorted({expression for piece in PIECES for _, expression in piece.expressions})


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("error 4\\d\\d", "error 4"),
        ("(sign|log) ?in to (continue|your)", "in to "),
        ("forg(o|otten|ot) (your )?(password|pin)", "forg"),
        ("colou?r", "colo"),
        ("ab+c", "ab"),
        ("a{2,3}bc", "bc"),
        ("(a(b|c)d|e) fg", " fg"),
        ("comments \\(\\d", "comments ("),
        ("\\w+\\(\\)", "()"),
        ("https?://api\\.", "://api."),
        ("a\\|b|c", ""),
        ("[$€£] ?\\d", ""),
        ("one|two", ""),
    ],
)
def test_a_needle_is_the_longest_string_that_must_stand(expression: str, expected: str) -> None:
    assert needle(expression) == expected


@given(st.data())
def test_whatever_an_expression_of_ours_matches_holds_its_needle(data: st.DataObject) -> None:
    expression = data.draw(st.sampled_from(EXPRESSIONS))
    matched = data.draw(st.from_regex(re.compile(expression)))
    found = re.search(expression, matched)
    assert found is None or needle(expression) in found[0]


@given(st.data())
def test_a_piece_stands_where_one_of_its_phrases_or_expressions_does(data: st.DataObject) -> None:
    piece = data.draw(st.sampled_from(PIECES))
    phrases = st.sampled_from(sorted(piece.plain)) if piece.plain else st.nothing()
    matches = [st.from_regex(re.compile(expression)) for _, expression in piece.expressions]
    text = data.draw(st.lists(st.one_of(phrases, *matches, st.text(max_size=5)), max_size=3).map(" ".join))
    stands = any(phrase in text for phrase in piece.plain) or any(re.search(e, text) for _, e in piece.expressions)
    assert Pieces(PIECES).standing(text) >= ({piece} if stands else set())
    assert (piece in Pieces([piece]).standing(text)) is stands


def test_halves_of_characters_are_no_obstacle() -> None:
    piece = Piece(["not found"])
    assert Pieces([piece]).standing("\ud800 not found \udfff") == {piece}
