from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import invoke
from tests.format_rules import violations


@pytest.mark.parametrize(
    ("at", "day"),
    [("2010", "2009-03-14"), ("2013-07", "2013-07-11"), ("20131203", "2013-12-02"), ("3", "2013-07-11"), ("", "2018-05-24")],
)
def test_show_prints_the_text_that_held_then(
    at: str, day: str, capsys: pytest.CaptureFixture[str], sample_database: Path
) -> None:
    ran = invoke(capsys, "show", "ringwave.example", *(["--at", at] if at else []), DATABASE=sample_database)
    assert ran.status == 0
    assert f"archived on {day}." in ran.out.splitlines()[0]
    assert violations(ran.out, "markdown") == []


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2008", "nothing was archived by 2008"),
        ("9", "there are 1 to 5"),
        ("soon", "neither a version number nor a date"),
        ("2013-99", "neither"),
    ],
)
def test_show_says_what_cannot_be_shown(at: str, says: str, capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "show", "ringwave.example", "--at", at, DATABASE=sample_database)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


def test_export_writes_each_version_once_in_both_forms(
    capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    for form, ending in (("markdown", "md"), ("text", "txt")):
        ran = invoke(
            capsys, "export", "ringwave.example", "--format", form, "--output", str(tmp_path), DATABASE=sample_database
        )
        assert ran.out == f"8 files in {tmp_path}\n"
        written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob(f"*.{ending}"))
        assert written == [
            f"ringwave.example/20090314101512.{ending}",
            f"ringwave.example/20110605140311.{ending}",
            f"ringwave.example/20130711190545.{ending}",
            f"ringwave.example/20131202173022.{ending}",
            f"ringwave.example/20180524160733.{ending}",
            f"ringwave.example/dpa/20180526073315.{ending}",
            f"ringwave.example/terms/20120130082011.{ending}",
            f"ringwave.example/terms/20180526073301.{ending}",
        ]
        for name in written:
            assert violations((tmp_path / name).read_text(encoding="utf-8"), "markdown" if ending == "md" else "plain") == []


def test_export_wants_a_folder(capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "export", "ringwave.example", DATABASE=sample_database)
    assert ran.status == 2
    assert "--output DIR" in ran.out + ran.err


def test_export_into_what_is_no_folder_is_one_line(
    capsys: pytest.CaptureFixture[str], sample_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = invoke(capsys, "export", "--output", str(tmp_path / "file"), DATABASE=sample_database)
    assert (ran.status, ran.err.count("\n")) == (2, 1)


def test_diff_takes_numbers_and_dates_and_the_last_two_by_default(
    capsys: pytest.CaptureFixture[str], sample_database: Path
) -> None:
    by_number = invoke(capsys, "diff", "ringwave.example", "2", "3", DATABASE=sample_database)
    by_date = invoke(capsys, "diff", "ringwave.example", "2012", "2013-08", DATABASE=sample_database)
    last = invoke(capsys, "diff", "ringwave.example", DATABASE=sample_database)
    assert by_number.out == by_date.out
    assert "version 2 and 3: the wording changed" in by_number.out
    assert "version 4 and 5" in last.out


@pytest.mark.parametrize("form", ["html", "json", "unified"])
def test_diff_comes_in_other_forms(form: str, capsys: pytest.CaptureFixture[str], sample_database: Path) -> None:
    ran = invoke(capsys, "diff", "ringwave.example", "2", "3", "--format", form, DATABASE=sample_database)
    assert {"html": "<ins>", "json": '"changed_between"', "unified": "@@"}[form] in ran.out
