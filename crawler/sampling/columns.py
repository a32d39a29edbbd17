"""A long listing in little memory: columns instead of objects.

A ``Capture`` with its strings costs about 600 bytes; the archive lists 200,000 captures for some pages. Here a row is seven
numbers (36 bytes) and each distinct string is held once, so that rows can be streamed in and given back as they were.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime

from crawler.items import Capture


class Strings:
    """Each distinct string once, named by a number. They lie end to end in one array of bytes: an object each costs more."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._bytes = bytearray()
        self._ends = array("q", (0,))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogatepass")

    def number(self, string: str) -> int:
        """Return the number of ``string``, a new one if it is new."""
        number = self._numbers.get(string)
        if number is None:
            number = self._numbers[string] = len(self)
            self._bytes += string.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._bytes))
        return number

    def close(self) -> None:
        """Forget what only `number` needs, most of it all: no string is asked for any more."""
        self._numbers = {}


class Columns:
    """The usable rows of a listing. A row is named by the number it was added under, from 0."""

    def __init__(self) -> None:
        self.seconds = array("q")  # seconds since 1970, of captured_at
        self.urlkey = array("i")
        self.original = array("i")
        self.mimetype = array("i")
        self.status = array("i")
        self.digest = array("i")
        self.length = array("q")
        self.originals = Strings()
        self.digests = Strings()
        self.words = Strings()  # urlkeys, media types and status codes: few distinct ones
        self._odd_timestamps: dict[int, str] = {}  # repaired ones: played back under the listing's own spelling only

    def __len__(self) -> int:
        return len(self.seconds)

    def add(self, captures: Iterable[Capture]) -> range:
        """Append captures that have a ``captured_at``; returns the numbers of the new rows.

        Raises:
            ValueError: ``captured_at`` is not a moment (rows with a ``problem`` have none and must be left out).

        """
        before = len(self)
        for capture in captures:
            if capture.captured_at[:4] != capture.timestamp[:4] or _digits(capture.captured_at) != capture.timestamp:
                self._odd_timestamps[len(self)] = capture.timestamp
            self.seconds.append(int(datetime.fromisoformat(capture.captured_at).timestamp()))
            self.urlkey.append(self.words.number(capture.urlkey))
            self.original.append(self.originals.number(capture.original))
            self.mimetype.append(self.words.number(capture.mimetype))
            self.status.append(self.words.number(capture.statuscode))
            self.digest.append(self.digests.number(capture.digest))
            self.length.append(capture.length)
        return range(before, len(self))

    def close(self) -> None:
        """Give back the memory that only `add` needs: no row comes any more."""
        for strings in (self.originals, self.digests, self.words):
            strings.close()

    def timestamp(self, row: int) -> str:
        """Return the row's timestamp as the listing spells it."""
        return self._odd_timestamps.get(row) or _digits(self.captured_at(row))

    def capture(self, row: int) -> Capture:
        """Return the row as it was added."""
        return Capture(
            urlkey=self.words[self.urlkey[row]],
            timestamp=self.timestamp(row),
            captured_at=self.captured_at(row),
            original=self.originals[self.original[row]],
            mimetype=self.words[self.mimetype[row]],
            statuscode=self.words[self.status[row]],
            digest=self.digests[self.digest[row]],
            length=self.length[row],
        )

    def captured_at(self, row: int) -> str:
        """Return the row's moment, ISO 8601."""
        return datetime.fromtimestamp(self.seconds[row], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digits(captured_at: str) -> str:
    """``2016-10-30T11:47:35Z`` -> ``20161030114735``."""
    return captured_at[:4] + captured_at[5:7] + captured_at[8:10] + captured_at[11:13] + captured_at[14:16] + captured_at[17:19]
