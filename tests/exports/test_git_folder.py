"""The repository's folder: replaced whole, refused if anything in it is not ours, whatever the user's git and failures do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.errors import UserError
from crawler.exports import git as git_export
from pipelines.database import Database
from tests.exports.made import NEEDS_GIT, document, export, fill, left
from tests.exports.test_git import git

pytestmark = NEEDS_GIT


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "x.db", write=True) as database:
        fill(database, document(), {0: "one", 30: "two"})
    return tmp_path / "x.db"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "out"


def more(database: Path) -> None:
    with Database.open(database, write=True) as opened:
        fill(opened, document(), {60: "three"})


def test_an_export_of_ours_is_replaced_by_the_next_one(database: Path, out: Path) -> None:
    export("git", database, out)
    git(out, "log", "-p")
    git(out, "status")  # rewrites the index, which is no work of anybody's
    more(database)
    export("git", database, out)
    assert len(git(out, "log", "--format=%H").splitlines()) == 3
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(database: Path, out: Path) -> None:
    out.mkdir(parents=True)
    export("git", database, out)
    assert (out / ".git").is_dir()


def commit_of_ones_own(out: Path) -> None:
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    git(out, "add", "notes.txt")
    git(out, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "--quiet", "--message", "mine")
    (out / "notes.txt").unlink()


WORK: dict[str, Callable[[Path], object]] = {
    "a file more": lambda out: (out / "notes.txt").write_text("mine", encoding="utf-8"),
    "a file changed": lambda out: (out / "vendor.example" / "privacy.md").write_text("mine", encoding="utf-8"),
    "a file gone": lambda out: (out / "vendor.example" / "privacy.md").unlink(),
    "a link": lambda out: (out / "link").symlink_to("/etc"),
    "a commit": commit_of_ones_own,
    "a branch": lambda out: git(out, "branch", "mine"),
    "a tag": lambda out: git(out, "tag", "mine"),
    "a remote": lambda out: git(out, "remote", "add", "origin", "https://host.example/x.git"),
    "a setting": lambda out: git(out, "config", "user.name", "mine"),
    "a hook": lambda out: [(out / ".git" / "hooks").mkdir(), (out / ".git" / "hooks" / "post-checkout").touch()],
}


@pytest.mark.parametrize("name", WORK)
def test_a_repository_in_which_somebody_has_worked_is_refused(name: str, database: Path, out: Path) -> None:
    export("git", database, out)
    WORK[name](out)
    before = left(out)
    with pytest.raises(UserError, match="somebody has worked in this repository"):
        export("git", database, out)
    assert left(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["a file", "another repository", "a folder of texts", "no folder"])
def test_a_folder_with_anything_else_is_refused(name: str, database: Path, out: Path) -> None:
    out.parent.mkdir()
    if name == "no folder":
        out.write_text("a file of this name", encoding="utf-8")
    elif name == "a folder of texts":
        export("markdown", database, out)
    elif name == "another repository":
        git(out.parent, "init", "--quiet", "out")
    else:
        out.mkdir()
        (out / "file").touch()
    before = left(out.parent)
    with pytest.raises(UserError, match="name a new or an empty folder") as raised:
        export("git", database, out)
    assert "\n" not in str(raised.value)
    assert left(out.parent) == before


def test_neither_hooks_nor_settings_of_the_user_are_heard(
    database: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever git of the user's would run leaves a file; whatever it would set changes the hash."""
    export("git", database, tmp_path / "calm")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    home = tmp_path / "home"
    (home / ".config" / "git").mkdir(parents=True)
    settings = (
        f"[core]\n\thooksPath = {hooks}\n\tautocrlf = true\n\tfsmonitor = touch {tmp_path}/ran\n[user]\n\tname = Me\n"
        f'[filter "x"]\n\tclean = touch {tmp_path}/ran\n\tsmudge = touch {tmp_path}/ran\n\trequired = true\n'
        "[commit]\n\tgpgSign = true\n[init]\n\tdefaultBranch = mine\n\tdefaultObjectFormat = sha256\n"
    )
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    (home / ".config" / "git" / "attributes").write_text("* filter=x text eol=crlf\n", encoding="utf-8")
    shutil.copytree(hooks, tmp_path / "template" / "hooks")
    own = {"HOME": home, "XDG_CONFIG_HOME": home / ".config", "GIT_CONFIG_GLOBAL": home / ".gitconfig"}
    other = {"GIT_DIR": tmp_path / "elsewhere", "GIT_INDEX_FILE": tmp_path / "elsewhere.index", "GIT_AUTHOR_NAME": "Me"}
    for name, value in (own | other | {"GIT_TEMPLATE_DIR": tmp_path / "template", "GIT_DEFAULT_HASH": "sha256"}).items():
        monkeypatch.setenv(name, str(value))
    export("git", database, out)
    for name in (*other, "GIT_TEMPLATE_DIR", "GIT_DEFAULT_HASH"):
        monkeypatch.delenv(name)
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "elsewhere").exists()
    assert git(out, "rev-parse", "HEAD") == git(tmp_path / "calm", "rev-parse", "HEAD")
    assert left(out) == left(tmp_path / "calm") | {".git/index": left(out)[".git/index"]}


def test_without_git_one_line_says_so(database: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="git is not installed") as raised:
        export("git", database, out)
    assert "\n" not in str(raised.value)
    assert not out.parent.exists()


@pytest.mark.parametrize("fails", ["init", "fast-import", "read-tree"])
def test_a_git_that_fails_is_quoted_and_leaves_what_was_there(
    fails: str, database: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export("git", database, out)
    before = left(out)
    real = shutil.which("git")
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    script = f'#!/bin/sh\ncase " $* " in *" {fails} "*) echo "fatal: no space left" >&2; exit 128;; esac\nexec {real} "$@"\n'
    fake.write_text(script, encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    more(database)
    with pytest.raises(UserError, match="git failed: fatal: no space left"):
        export("git", database, out)
    assert left(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_stream_that_breaks_off_leaves_what_was_there(database: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export("git", database, out)
    before = left(out)
    more(database)
    told = iter([b"commit refs/heads/main\n"])
    monkeypatch.setattr(git_export, "commit", lambda version, path: next(told, None) or interrupt())
    with pytest.raises(KeyboardInterrupt):
        export("git", database, out)
    assert left(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def interrupt() -> bytes:
    raise KeyboardInterrupt


def test_what_a_killed_export_has_left_goes_with_the_next_one(database: Path, out: Path) -> None:
    (out.parent / ".out.killed.unfinished" / "repository").mkdir(parents=True)
    (out.parent / ".other.killed.unfinished").mkdir()
    export("git", database, out)
    assert sorted(path.name for path in out.parent.iterdir()) == [".other.killed.unfinished", "out"]


def test_an_export_that_is_still_at_work_keeps_its_folder(database: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one into the same folder comes in between; the first one finds a folder that it may replace."""
    real, during = git_export.commit, []

    def commit(version: git_export.Told, path: str) -> bytes:
        if not during:
            during.append(path)
            export("git", database, out)
        return real(version, path)

    monkeypatch.setattr(git_export, "commit", commit)
    export("git", database, out)
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert len(git(out, "log", "--format=%H").splitlines()) == 2
