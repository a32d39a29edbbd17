"""A raw HTTP/1.1 server on loopback: keep-alive, chunks, and every way of breaking off, exactly as told."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from .answers import Answer, compressed
from .fake import FakeArchive
from .log import Request, parse_request, peak

#: Bytes of a chunk on the wire.
CHUNK = 16_384


def wire(answer: Answer) -> tuple[bytes, bytes]:
    """Head and framed body of an answer; with ``sent`` below 1 the body ends early and its framing is left open."""
    headers = list(answer.headers)
    if answer.framing == "length":
        headers.append(("Content-Length", str(len(answer.body))))
    if answer.framing == "chunked":
        headers.append(("Transfer-Encoding", "chunked"))
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *(f"{name}: {value}" for name, value in headers)]
    head = "\r\n".join([*lines, "", ""]).encode("utf-8")
    body = answer.body[: int(len(answer.body) * answer.sent)] if answer.sent < 1 else answer.body
    return head, b"".join(chunks(body, whole=answer.sent >= 1)) if answer.framing == "chunked" else body


def chunks(body: bytes, *, whole: bool) -> Iterator[bytes]:
    """The body in chunks, with the last empty one where it is whole."""
    for start in range(0, len(body), CHUNK):
        part = body[start : start + CHUNK]
        yield b"%x\r\n%b\r\n" % (len(part), part)
    if whole:
        yield b"0\r\n\r\n"


class LoopbackServer:
    """The fake archive on 127.0.0.1, in a thread of its own, as a context manager. It logs every request.

    ``connections`` counts those accepted, ``max_parallel`` the most requests that were under way at one time. An error in the
    fake itself is kept in ``errors``, and the first of them is raised at the end.
    """

    def __init__(self, archive: FakeArchive) -> None:
        self.archive = archive
        self.connections = 0
        self.max_parallel = 0
        self.errors: list[Exception] = []
        self._log: list[Request] = []
        self._parallel = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._listener: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback archive", daemon=True)

    def __enter__(self) -> LoopbackServer:
        self._thread.start()
        self.port = 0
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self.errors:
            raise self.errors[0]

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in order of arrival."""
        return list(self._log)

    def of(self, kind: str) -> list[Request]:
        """The requests of one kind: ``cdx``, ``web`` or ``other``."""
        return [request for request in self.requests if request.kind == kind]

    def count(self, kind: str = "") -> int:
        """How many requests of a kind there were, or of all kinds."""
        return len(self.of(kind) if kind else self._log)

    def peak_rate(self, kind: str, window_seconds: float) -> int:
        """The most requests of a kind in any window of so many seconds."""
        return peak((request.at for request in self.of(kind)), window_seconds)

    def forget(self) -> None:
        """The log begins anew: requests, connections and the largest number in parallel."""
        self._log.clear()
        self.connections = self.max_parallel = 0

    def refuse(self) -> None:
        """Close the listening socket and every connection: new ones are refused."""
        self._run(self._refuse())

    def accept(self) -> None:
        """Listen again, on the same port."""
        self._run(self._listen())

    def _run(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)  # type: ignore[arg-type]

    async def _listen(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 20, backlog=64)
            self.port = self._listener.sockets[0].getsockname()[1]

    async def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
            await listener.wait_closed()

    async def _refuse(self) -> None:
        await self._stop_listening()
        for task in list(self._tasks):
            task.cancel()

    async def _close(self) -> None:
        await self._refuse()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _refuse_for(self, seconds: float) -> None:
        await self._stop_listening()
        self._loop.call_later(seconds, lambda: self._tasks.add(self._loop.create_task(self._listen())))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        number = self.connections
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(reader, writer, number):
                    pass
        except Exception as error:  # a fault of the fake, not of who asks: told at the end of the with statement
            self.errors.append(error)
        finally:
            self._tasks.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        """One request and its answer; whether the connection lives on."""
        head = await reader.readuntil(b"\r\n\r\n")
        request = parse_request(head[:-4], number)
        if request is None:
            return False
        self._log.append(request)
        self._parallel += 1
        self.max_parallel = max(self.max_parallel, self._parallel)
        try:
            answer = self.archive.respond(request, self.url)
            request.answered = answer.name
            lives = await self._send(reader, writer, compressed(answer, request.headers.get("accept-encoding", "")))
            return lives and request.headers.get("connection", "").lower() != "close"
        finally:
            self._parallel -= 1

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> bool:
        await asyncio.sleep(answer.delay + self.archive.latency)
        if not answer.silent:
            head, body = wire(replace(answer, sent=answer.sent if answer.broken else 1.0))
            writer.write(head + body)
            await writer.drain()
        if answer.broken == "hang":
            await reader.read()  # until the client goes away
        if answer.broken == "reset":
            if not answer.silent:
                await asyncio.sleep(0.02)  # let what was sent arrive: a reset throws away what is still under way
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        if answer.refuse_for:
            await self._refuse_for(answer.refuse_for)
        return not answer.broken and answer.framing != "as-is"


def wait_until(condition: object, seconds: float = 10.0) -> bool:
    """Wait until a condition (a function) holds; whether it did within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.01)
    return False
