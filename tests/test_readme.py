"""The README's session is run, command by command, and must print what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.commands import Ran, invoke
from tests.support import ROOT, run_command

README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSION = [block.strip().splitlines() for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)]


def test_the_session_prints_what_the_readme_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for line, *shown in SESSION:
        assert line.startswith("$ scrapy ")
        words = [word.replace("out/policies", str(tmp_path / "out" / "policies")) for word in shlex.split(line)[2:]]
        ran = run(capsys, words, tmp_path)
        printed = squeezed(ran.out + ran.err).replace(str(tmp_path / "out" / "policies"), "out/policies")
        assert "Traceback" not in printed
        assert (ran.status == 0) is not any(text.startswith("scrapy crawl: ") for text in shown)
        assert shown, line
        for wanted in (text for text in shown if text != "..."):
            assert squeezed(wanted) in printed, (line, wanted, printed)


def test_every_command_is_in_the_readme_and_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    names = {path.stem for path in (ROOT / "crawler" / "commands").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`scrapy ([a-z]+)", README)) == names
    for name in names:
        ran = invoke(capsys, name, "--help")
        assert f"scrapy {name}" in " ".join(ran.out.split()).split("Example", 1)[1], name


def test_the_makefile_has_what_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)`", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def run(capsys: pytest.CaptureFixture[str], words: list[str], home: Path) -> Ran:
    """The crawl in a process of its own, as a reactor runs once in one; all others here."""
    if words[0] != "crawl":
        return invoke(capsys, *words, DATABASE=home / "policies.db")
    ran = run_command(*words, home=home, DATABASE=home / "policies.db")
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def squeezed(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())
