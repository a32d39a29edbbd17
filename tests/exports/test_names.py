"""No name leads out of the folder, none takes another one's place, and no file is there by half."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.exports.files import safe_name, whole

ODD = ["..", "../up", "a/b", "/etc", "a\\b", "", ".", ".git", "x" * 300, "ä.example", "ö.example", "a\nb", "con:", "-x", "a..b"]


@pytest.mark.parametrize("name", ["nexmo.com", "xn--mnchen-3ya.example", "my_site.example", "20161030114735", "acceptable-use"])
def test_ordinary_names_stay(name: str) -> None:
    assert safe_name(name) == name


def test_odd_names_differ_from_each_other() -> None:
    assert len({safe_name(name) for name in ODD}) == len(ODD)


@given(st.one_of(st.sampled_from(ODD), st.text()))
def test_any_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert Path("/out", safe).parent == Path("/out")
    assert Path("/out", safe).resolve().parent == Path("/out").resolve()
    assert 0 < len(safe.encode()) <= 200
    assert not safe.startswith((".", "-"))


def test_a_file_that_breaks_off_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "file"
    for content in (b"one", b"two"):
        with whole(path) as file:
            file.write(content)
    with pytest.raises(KeyboardInterrupt):
        broken_off(path)
    assert [(entry.name, entry.read_bytes()) for entry in path.parent.iterdir()] == [("file", b"two")]


def broken_off(path: Path) -> None:
    with whole(path) as file:
        file.write(b"three")
        raise KeyboardInterrupt
