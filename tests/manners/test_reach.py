"""No way to the archive: told from a refusal, waited for a little, ended in one line, and everything is due at once."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError
from twisted.internet.error import ConnectError, NoRouteError, getConnectError

from crawler.manners.reach import no_way
from pipelines.database import Database
from tests.archive import FakeArchive, LoopbackServer
from tests.archive.prose import policy_html
from tests.reactor import ReactorProcess
from tests.support import project_settings, run_crawl

URL = "http://www.vendor.example/privacy"
#: The broadcast address: no system connects to it, whatever its network ("Network is unreachable", at once).
NOWHERE = "http://255.255.255.255"

Crawl = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture(params=["aiohttp", "twisted"])
def crawl(request: pytest.FixtureRequest) -> Crawl:
    """Crawl one document with either of the two HTTP clients; return the stats."""
    if request.param == "aiohttp":
        return lambda settings: run_crawl(settings, url=URL).stats
    process: ReactorProcess = request.getfixturevalue("reactor")
    return lambda settings: process.crawl(settings, url=URL)


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "unreachable"),
    [
        (CannotResolveHostError("no such name"), True),
        (NoRouteError(errno.ENETUNREACH, "Network is unreachable"), True),
        (getConnectError((errno.EHOSTUNREACH, "No route to host")), True),
        (caused(DownloadConnectionRefusedError("x"), OSError(errno.ENETUNREACH, "Network is unreachable")), True),
        (DownloadFailedError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"), True),
        (getConnectError((errno.ECONNRESET, "Connection reset by peer")), False),
        (ConnectError(None, "for whatever reason"), False),
        (caused(DownloadConnectionRefusedError("x"), OSError(errno.ECONNREFUSED, "Connection refused")), False),
        (DownloadFailedError("the connection was lost"), False),
    ],
)
def test_what_our_own_network_says_is_told_from_what_the_archive_says(error: Exception, unreachable: bool) -> None:
    assert no_way(error) is unreachable


def test_without_a_network_the_run_ends_soon_and_all_is_due_at_once(crawl: Crawl, tmp_path: Path) -> None:
    archive = FakeArchive()
    for year in range(2010, 2016):
        archive.add(URL, f"{year}0101000000", policy_html(year % 3))
    with LoopbackServer(archive) as server:
        settings = project_settings(tmp_path, server.url)
        assert run_crawl(settings, url=URL, plan="1").stats["run/exit_status"] == 0
        stats = crawl(settings | {"ARCHIVE": NOWHERE})
        assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "unreachable")
        assert stats["archive/requests/cdx"] == 3
        assert "cannot be reached" in stats["run/sentence"]
        with Database.open(tmp_path / "policies.db") as database:
            assert database.outcomes(1) == {"pending": 6}
        assert crawl(settings)["run/exit_status"] == 0


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that it has signed itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "archive.example")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@pytest.fixture
def door() -> Iterator[Callable[[Callable[[socket.socket], Any]], str]]:
    """A listening socket: what is done with each connection is given; the address comes back."""
    listener = socket.create_server(("127.0.0.1", 0))

    def opened(meet: Callable[[socket.socket], Any]) -> str:
        def serve() -> None:
            held = []
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:
                    break
                meet(held[-1])
            for connection in held:
                connection.close()

        Thread(target=serve, daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}"

    yield opened
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def test_a_certificate_that_nobody_vouches_for_ends_the_run(crawl: Crawl, door: Any, tmp_path: Path) -> None:
    context = certified(tmp_path)

    def shake_hands(connection: socket.socket) -> None:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError:
            connection.close()

    stats = crawl(project_settings(tmp_path, door(shake_hands)))
    assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "unreachable")
    assert stats["archive/requests/cdx"] == 3


def test_a_handshake_that_hangs_again_and_again_is_a_refusal(crawl: Crawl, door: Any, tmp_path: Path) -> None:
    stats = crawl(project_settings(tmp_path, door(lambda _: None), DOWNLOAD_TIMEOUT=0.2))
    assert (stats["run/exit_status"], stats["finish_reason"]) == (4, "rate_limited")
    assert stats["archive/throttled"] == 2
    assert "archive/unreachable" not in stats
