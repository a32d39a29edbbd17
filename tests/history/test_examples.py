"""The examples in the docstrings of sampling, noise and difference hold."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from crawler.history import changes, diff_text
from crawler.noise import blocks, turns
from crawler.sampling import sampler


@pytest.mark.parametrize("module", [changes, diff_text, blocks, turns, sampler], ids=lambda module: module.__name__)
def test_the_examples_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
