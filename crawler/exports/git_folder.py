"""A folder that becomes a git repository, all at once: built beside its place, by a git that knows nothing of its user.

The folder belongs to the export. Who wants to work on the history clones it: the next export replaces the folder, and the clone
can pull from it. What somebody else has put there is never touched: the repository remembers what it looked like when it was
made (branches, settings, hooks, files), and if any of it differs, the export is refused.
"""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from crawler.errors import UserError

#: File in ``.git`` that makes a repository one of ours: the SHA-256 of its state.
MARKER: Final = "policy-history"

#: Where no hook is found, and nothing depends on the system's or the user's settings.
_SETTINGS: Final = ("core.hooksPath=/dev/null", "core.autocrlf=false", "core.logAllRefUpdates=false", "gc.auto=0")


@contextmanager
def build(folder: Path) -> Iterator[IO[bytes]]:
    """Give a stream for ``git fast-import``; when it ends well, ``folder`` is that history, its newest files checked out.

    Raises `UserError` if git is not there or fails, or if the folder holds anything that is not ours; ``OSError``. In each case
    the folder is as it was.
    """
    git = shutil.which("git")
    if git is None:
        raise UserError("git is not installed, or not in PATH; --format markdown writes the same texts as plain files")
    place = folder.resolve()
    _check(folder, place)
    with _workshop(place) as workshop:
        made = workshop / "repository"
        made.mkdir(0o777)
        _run(git, made, "init", "--quiet", "--template=", "--object-format=sha1")
        _run(git, made, "symbolic-ref", "HEAD", "refs/heads/main")
        with _importing(git, made) as stream:
            yield stream
        _run(git, made, "read-tree", "-u", "--reset", "HEAD")
        (made / ".git" / MARKER).write_text(_state(made), encoding="ascii")
        _check(folder, place)
        _swap(made, place, workshop / "before")


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    """Give a hidden folder beside ``place``, gone afterwards. Those of exports that were killed, which nobody locks, go too."""
    place.parent.mkdir(parents=True, exist_ok=True)
    prefix, suffix = f".{place.name[:100]}.", ".unfinished"
    for folder in place.parent.glob(f"{glob.escape(prefix)}*{suffix}/"):
        with suppress(OSError), _locked(folder) as free:  # one that is another user's stays
            if free:
                shutil.rmtree(folder)
    workshop = Path(tempfile.mkdtemp(prefix=prefix, suffix=suffix, dir=place.parent))
    try:
        with _locked(workshop):
            yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder until the end of the block or of the process, and tell whether that could be done."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _check(folder: Path, place: Path) -> None:
    """Raise `UserError` unless the folder is missing, empty, or just as an export has left it."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    marker = place / ".git" / MARKER
    if not marker.is_file():
        raise UserError(f"{folder}: holds something that is no export in git; name a new or an empty folder")
    if marker.read_text(encoding="ascii", errors="replace") != _state(place):
        raise UserError(f"{folder}: somebody has worked in this repository; name a new folder, and pull from there")


def _state(place: Path) -> str:
    """Return the SHA-256 of all names and contents in a repository but the objects and the index, which only follow them."""
    state = sha256()
    for directory, names, files in os.walk(place):
        here = Path(directory)
        if here == place / ".git":
            names[:] = [name for name in names if name != "objects"]
            files = [name for name in files if name not in (MARKER, "index")]
        names.sort()
        for name in sorted([*files, *(name for name in names if (here / name).is_symlink())]):
            path = here / name
            content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            state.update(f"{path.relative_to(place)}\0{sha256(content).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return state.hexdigest()


def _swap(made: Path, place: Path, before: Path) -> None:
    """Put the new folder in place of the old one; if that fails, the old one stays."""
    old = place.exists()
    if old:
        place.rename(before)
    try:
        made.rename(place)
    except BaseException:
        if old:
            before.rename(place)
        raise


@contextmanager
def _importing(git: str, made: Path) -> Iterator[IO[bytes]]:
    """Give the stream; only its proper end (``done``) makes a branch of what came."""
    with tempfile.TemporaryFile() as said:
        words = _words(git, "fast-import", "--quiet", "--done", "--date-format=raw")
        importer = subprocess.Popen(words, cwd=made, env=_environment(made), stdin=subprocess.PIPE, stdout=said, stderr=said)  # noqa: S603
        assert importer.stdin
        try:
            try:
                yield importer.stdin
                importer.stdin.write(b"done\n")
                importer.stdin.close()
                broken = importer.wait() != 0
            except BrokenPipeError:
                broken = True
            if broken:
                importer.wait()
                said.seek(0)
                raise _failed(said.read(), importer.returncode)
        finally:
            with suppress(BrokenPipeError):
                importer.stdin.close()
            importer.kill()
            importer.wait()


def _run(git: str, made: Path, *command: str) -> None:
    ran = subprocess.run(_words(git, *command), cwd=made, env=_environment(made), capture_output=True, check=False)  # noqa: S603
    if ran.returncode:
        raise _failed(ran.stderr, ran.returncode)


def _words(git: str, *command: str) -> Sequence[str]:
    return [git, *(word for setting in _SETTINGS for word in ("-c", setting)), *command]


def _environment(made: Path) -> dict[str, str]:
    """Return an environment in which git finds neither a user nor a system, and no repository but this one."""
    home = str(made.parent / "nobody")
    own = {"HOME": home, "XDG_CONFIG_HOME": home, "LC_ALL": "C", "TZ": "UTC"}
    git = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_DIR": str(made / ".git"),
    }
    ours = {"GIT_WORK_TREE": str(made), "GIT_TERMINAL_PROMPT": "0"}
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | own | git | ours


def _failed(said: bytes, status: int) -> UserError:
    """Return what git says went wrong; one that was killed (status below 0), by a full disk for one, says nothing."""
    lines = said.decode("utf-8", "replace").strip().splitlines() or [f"it ended with status {status} and gave no reason"]
    return UserError(f"git failed: {lines[0]}")
