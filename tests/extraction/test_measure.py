"""The measure of links: hosts count where the reference's are right."""

from __future__ import annotations

import pytest

from tests.extraction.measure import compare


@pytest.mark.parametrize(
    ("reference", "ours", "share"),
    [
        ("https://a.example/x", "https://a.example/x", 1),
        ("http://a.example/x/", "https://a.example/x", 1),
        ("https://a.example/x", "https://b.example/x", 0),
        ("https://web.archive.org/x", "https://b.example/x", 1),
        ("https://web.archive.org/x", "https://b.example/y", 0),
        ("https://web.archive.org/", "https://b.example/", 1),
        ("mailto:a@b.example", "mailto:a@b.example", 1),
        ("mailto:a@b.example", "mailto:c@b.example", 0),
    ],
)
def test_links_are_compared_with_their_hosts(reference, ours, share):
    assert compare(f"[go]({reference})", f"[go]({ours})").links == share
