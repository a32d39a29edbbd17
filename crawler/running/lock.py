"""One crawl at a time on one database: what two would fetch twice, and the archive's patience is the scarcest thing here.

Commands that only read, merge or read anew are not held up; SQLite settles those. Crawls on different databases share their
pace by `crawler.manners.governor`.
"""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import StoreError


class CrawlLock:
    """The lock of a database, held from making it until `release`, or until the process ends in whichever way.

    It lies in a file beside the database, which stays there: removing it would let two processes lock two files of one name.
    Raises `StoreError`, one line, if another process holds it or the file cannot be made.
    """

    def __init__(self, database: str | Path) -> None:
        self.path = Path(f"{database}.lock")
        self._file = -1
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode(), 0)
        except BlockingIOError as error:
            holder = os.pread(self._file, 200, 0).decode(errors="replace").split("\n")[0]
            self.release()
            message = f"{database}: another crawl is at work on it ({holder}); wait for its end, or name another file"
            raise StoreError(message) from error
        except OSError as error:  # a folder that cannot be written, a disk that is full, a file system without locks
            self.release()
            raise StoreError(f"{self.path}: {error.strerror}; a crawl keeps a lock beside its database") from error

    def release(self) -> None:
        """Let another crawl in."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> CrawlLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
