"""An archive made of WARC files: what it holds of a URL as rows of the archive's listing, and each capture's answer.

Built once, by one pass over the files; bodies stay on disk. Which rows answer a question, and which record plays, follows the
Wayback protocol notes, sections 1.2, 1.7 and 2.2 to 2.6.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from crawler.replay.captures import Row, StoredCapture, StoredResponse, describe, read_response
from crawler.replay.keys import MatchType, bounds, moment, spellings, urlkey
from crawler.replay.records import read_record, scan

_SUFFIXES: Final = (".warc", ".warc.gz")
#: Bytes of a body that are played back unless the caller says otherwise: Scrapy's own DOWNLOAD_MAXSIZE (1 GiB).
_MOST_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """A capture played back: its row in the listing, and the archived answer. ``location`` is absolute, or empty."""

    row: Row
    response: StoredResponse
    location: str = ""


class WarcArchive:
    """The captures of one WARC file, or of all those in a folder. ``damaged`` counts the records that were stepped over."""

    def __init__(self, captures: list[StoredCapture], damaged: int = 0) -> None:
        self.damaged = damaged
        self._captures = sorted(captures, key=_sort_key)
        self._keys = [_sort_key(capture) for capture in self._captures]
        self._by_digest: dict[str, list[StoredCapture]] = {}
        for capture in self._captures:
            if not capture.is_revisit:
                self._by_digest.setdefault(capture.row.digest, []).append(capture)

    @classmethod
    def open(cls, path: Path, stopped: Callable[[], bool] = bool) -> WarcArchive:
        """Index ``path``. Raises ValueError, one line for the user, when it is missing, no WARC, or holds no capture.

        ``stopped`` is asked before each record; when it says so, InterruptedError is raised.
        """
        captures: list[StoredCapture] = []
        damaged = 0
        for capture in _captures(path):
            if stopped():
                raise InterruptedError(f"{path}: stopped while it was indexed")
            if capture:
                captures.append(capture)
            else:
                damaged += 1
        if not captures:
            raise ValueError(_nothing_in(path))
        return cls(captures, damaged)

    @staticmethod
    def check(path: Path) -> None:
        """Raise what ``open`` would, after reading no further than to the first capture."""
        if not any(_captures(path)):
            raise ValueError(_nothing_in(path))

    def __len__(self) -> int:
        return len(self._captures)

    def rows(self, url: str, match_type: MatchType = "exact", since: str = "", until: str = "") -> list[Row]:
        """Return the rows that match ``url``, by urlkey and timestamp.

        ``since`` and ``until`` are 0 to 14 digits, compared with as much of a timestamp (``until="2004"`` takes in all of
        2004). Equal rows are all returned, as the archive does.
        """
        return [
            capture.row
            for capture in self._span(*bounds(url, match_type))
            if capture.row.timestamp[: len(since)] >= since and capture.row.timestamp[: len(until)] <= until
        ]

    def play(self, timestamp: str, url: str, most: int = _MOST_BYTES) -> Playback | None:
        """Return the capture of ``url`` at ``timestamp`` (14 digits), bodies of revisits fetched from their originals.

        The exact URL is preferred to others of its urlkey. None when nothing was captured at that second, or when the
        original of a revisit is not here. Raises DamagedRecordError or OSError if the file changed since it was indexed, and
        BodyTooLargeError above ``most`` bytes.
        """
        for capture, source in self._captured(url, timestamp) if timestamp else ():
            if source:
                return self._read(capture, source, most)
        return None

    def nearest(self, timestamp: str, url: str) -> StoredCapture | None:
        """Return the capture of ``url`` that plays and is nearest to ``timestamp`` (0 to 14 digits; none: the latest).

        None when nothing is archived, or when a capture stands at exactly that second: then ``play`` has had the word.
        """
        if timestamp and self._captured(url, timestamp):
            return None
        wanted = moment(timestamp or "9999")
        playable = [capture for capture, source in self._captured(url) if source]
        return min(playable, key=lambda capture: abs(moment(capture.row.timestamp) - wanted), default=None)

    def _captured(self, url: str, timestamp: str = "") -> list[tuple[StoredCapture, StoredCapture | None]]:
        """Return the captures of ``url`` (at ``timestamp`` if given), the exact URL's first, each with its payload's owner.

        Redirects to ``url`` itself are left out, as the archive does (protocol 2.1): to play one would be a loop.
        """
        spelling = next((one for one in spellings(url) if self._span(*bounds(one, "exact"))), url)
        captures = self._span(*bounds(spelling, "exact"), timestamp)
        pairs = [(capture, self._source(capture)) for capture in captures]
        others = [pair for pair in pairs if unquote(_location(*pair)) != unquote(spelling)]
        return sorted(others, key=lambda pair: (pair[0].row.original != spelling, pair[0].is_revisit))

    def _source(self, capture: StoredCapture) -> StoredCapture | None:
        """Return the capture whose record holds the payload: for a revisit the one it names, else one of its digest."""
        if not capture.is_revisit:
            return capture
        timestamp, url = capture.refers_to
        for named in self._span(*bounds(url, "exact"), timestamp) if url else ():
            if not named.is_revisit and capture.row.digest in ("-", named.row.digest):
                return named
        twins = self._by_digest.get(capture.row.digest, [])
        own = [twin for twin in twins if twin.row.urlkey == capture.row.urlkey]
        # an empty body is everybody's: a redirect of another URL must not lend its Location (protocol 2.6)
        return next(iter(own or [twin for twin in twins if twin.row.statuscode == "200"]), None)

    def _read(self, capture: StoredCapture, source: StoredCapture, most: int) -> Playback:
        read = partial(read_response, most=most)
        response = read_record(source.place, read)
        if capture.is_revisit:
            own = read_record(capture.place, read)
            # a "304 Not Modified" names no type: then the original's headers say what the body is
            headers = own.headers if own.header("Content-Type") else response.headers
            response = StoredResponse(status=response.status, headers=headers, body=response.body)
        return Playback(row=capture.row, response=response, location=_location(capture, source))

    def _span(self, first: str, behind: str, timestamp: str = "") -> list[StoredCapture]:
        """Return the captures of the keys from ``first`` to before ``behind``; with ``timestamp`` only ``first``'s of then."""
        low, high = ((first, timestamp), (first, timestamp + "\0")) if timestamp else ((first, ""), (behind, ""))
        return self._captures[bisect_left(self._keys, low) : bisect_left(self._keys, high)]


def warc_files(path: Path) -> list[Path]:
    """Return the WARC files that ``path`` names, in order. Raises ValueError, one line for the user, if there are none."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ValueError(f"{path}: no such file or folder; an archive is a .warc or .warc.gz file, or a folder of them")
    files = sorted(file for file in path.iterdir() if file.is_file() and file.name.lower().endswith(_SUFFIXES))
    if not files:
        raise ValueError(f"{path}: no .warc or .warc.gz file in this folder")
    return files


def _captures(path: Path) -> Iterator[StoredCapture | None]:
    """Yield every capture under ``path``, and None for every damaged record. Raises ValueError, one line for the user."""
    read = partial(describe, urlkey=urlkey)
    for file in warc_files(path):
        try:
            for found in scan(file, read):
                if found is None:
                    yield None
                elif found[1]:
                    yield found[1].at(found[0])
        except OSError as error:
            raise ValueError(f"{file}: cannot be read ({error.strerror or error})") from error


def _sort_key(capture: StoredCapture) -> tuple[str, str]:
    return capture.row.urlkey, capture.row.timestamp


def _location(capture: StoredCapture, source: StoredCapture | None) -> str:
    """Return where ``capture`` leads; what its payload was first stored with counts only if that was the same resource."""
    return capture.location or (source.location if source and source.row.urlkey == capture.row.urlkey else "")


def _nothing_in(path: Path) -> str:
    return f"{path}: not a WARC file, or no capture of a web page in it; an archive is a .warc or .warc.gz file, or a folder"
