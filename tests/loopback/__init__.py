"""Asking the loopback archive with nothing but the standard library, so that no client's kindness hides what it sent."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.archive import FakeArchive, LoopbackServer

URL = "http://www.vendor.example/privacy"
#: A page that takes more than one chunk on the wire, and where it is asked for.
BODY = "<html><body>" + "<p>We keep your data safe.</p>" * 400 + "</body></html>"
CDX, WEB = f"/cdx/search/cdx?url={URL}", f"/web/20140601120000id_/{URL}"


def one_capture() -> FakeArchive:
    """One document with one long capture."""
    archive = FakeArchive()
    archive.add(URL, "20140601120000", BODY)
    return archive


def six_captures() -> FakeArchive:
    """Six captures of one policy, 2010 to 2015."""
    archive = FakeArchive()
    for year in range(2010, 2016):
        archive.add(URL, f"{year}0601120000", f"<p>{year}</p>")
    return archive


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: status, headers in order and case, body as sent (still compressed)."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes

    def get(self, name: str) -> str | None:
        """The first header of that name in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def ask(server: LoopbackServer, path: str, timeout: float = 10, **headers: str) -> Reply:
    """GET a path over a fresh connection; header names are given with ``_`` for ``-``."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Reply(response.status, response.reason, response.getheaders(), response.read())
    finally:
        connection.close()


def raw(server: LoopbackServer, path: str) -> bytes:
    """Everything that comes back, framing included, until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def listing(server: LoopbackServer, url: str, **parameters: object) -> list[list[str]]:
    """A listing as JSON, its rows without the header row; an empty array and the resume key come last where there is one."""
    query = urlencode({"url": url, "output": "json"} | parameters, doseq=True)
    table: list[list[str]] = json.loads(ask(server, f"/cdx/search/cdx?{query}").body or "[]")
    return table[1:]


def timestamps(server: LoopbackServer, url: str, **parameters: object) -> list[str]:
    """The timestamps of a listing, in its order."""
    return [row[1] for row in listing(server, url, **parameters) if len(row) > 1]
