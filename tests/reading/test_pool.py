from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crawler.items import Page, PolicyText
from crawler.reading import Reader, ReadingStopped
from crawler.reading.task import LARGEST_BODY, MEMORY, unreadable
from tests import hostile
from tests.hostile import misbehave, page, read_and_weigh

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]

#: Generous limits in seconds: a loaded machine must not turn a good page into a slow one. What must time out hangs for an hour.
AMPLE, SHORT = 60.0, 1.0


def run(main: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(main, 120))


async def read_all(reader: Reader, *bodies: bytes) -> list[PolicyText]:
    try:
        return [await reader.read(page(body)) for body in bodies]
    finally:
        await reader.close()


def process_of(text: PolicyText) -> str:
    return text.reasons[0].split()[2].rstrip(":")


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_pages_are_read(workers: int) -> None:
    first, second = run(read_all(Reader(workers, AMPLE, misbehave), b"one", b"two"))
    assert (first.verdict, second.verdict) == ("policy", "policy")
    assert (process_of(first) == str(os.getpid())) == (workers == 0)
    assert second.reasons[0].endswith(": two")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"exit", "the reading process died (exit status 3)"),
        (b"crash", "the reading process died (signal SIGSEGV)"),
        (b"eat", "reading needed more than 1024 MB of memory"),
        (b"raise", "reading failed: IndexError: list index out of range"),
        (b"recurse", "the page is nested too deeply"),
    ],
)
def test_a_page_that_breaks_its_process_is_unreadable_and_the_next_one_is_read(body: bytes, reason: str) -> None:
    broken, after = run(read_all(Reader(1, AMPLE, misbehave), body, b"after"))
    assert (broken.verdict, broken.reasons, broken.text) == ("unreadable", (reason,), "")
    assert after.reasons[0].endswith(": after")


@pytest.mark.parametrize("body", [b"hang", b"spin"])
def test_a_page_that_hangs_ends_at_the_time_limit_and_its_process_is_replaced(body: bytes) -> None:
    before, hung, after = run(read_all(Reader(1, SHORT, misbehave), b"before", body, b"after"))
    assert (hung.verdict, hung.reasons) == ("unreadable", ("reading took longer than 1 s",))
    assert after.verdict == "policy"
    assert process_of(after) != process_of(before)


def test_a_hung_page_does_not_hold_up_the_others() -> None:
    async def main() -> list[str]:
        reader = Reader(2, AMPLE, misbehave)
        hung = asyncio.ensure_future(reader.read(page(b"hang")))
        others = [await reader.read(page(b"%d" % n)) for n in range(5)]
        assert not hung.done()
        await reader.close()
        with pytest.raises(ReadingStopped):
            await hung
        return [text.verdict for text in others]

    assert run(main()) == ["policy"] * 5


def test_many_pages_at_once_get_each_their_own_text() -> None:
    async def main() -> list[PolicyText]:
        reader = Reader(2, AMPLE, misbehave)
        try:
            return await asyncio.gather(*(reader.read(page(b"%d" % n)) for n in range(40)))
        finally:
            await reader.close()

    assert [text.reasons[0].split(": ")[1] for text in run(main())] == [str(n) for n in range(40)]


def test_a_body_that_is_too_large_is_not_even_sent() -> None:
    [text] = run(read_all(Reader(1, AMPLE, misbehave), b"x" * (LARGEST_BODY + 1)))
    assert (text.verdict, text.words) == ("too-large", 0)
    assert "more than 32 MB are not read" in text.reasons[0]


def test_no_process_is_started_before_the_first_page() -> None:
    reader = Reader(2, AMPLE, misbehave)
    assert reader._pool is None
    reader.stop()


def test_a_closed_reader_says_so() -> None:
    async def main() -> None:
        reader = Reader(1, AMPLE, misbehave)
        await reader.close()
        with pytest.raises(ReadingStopped):
            await reader.read(page(b"late"))

    run(main())


def test_an_idle_process_that_is_killed_costs_no_page() -> None:
    async def main() -> list[PolicyText]:
        reader = Reader(1, AMPLE, misbehave)
        first = await reader.read(page(b"first"))
        os.kill(int(process_of(first)), signal.SIGKILL)
        try:
            return [await reader.read(page(b"%d" % n)) for n in range(3)]
        finally:
            await reader.close()

    assert [text.reasons[0].split(": ")[1] for text in run(main())] == ["0", "1", "2"]


def test_waiting_ends_once_the_crawl_is_stopping() -> None:
    async def main() -> None:
        stopping = False
        reader = Reader(1, AMPLE, misbehave, stopping=lambda: stopping)
        hung = asyncio.ensure_future(reader.read(page(b"hang")))
        await asyncio.sleep(0.1)
        stopping = True
        with pytest.raises(ReadingStopped):
            await hung
        await reader.close()

    run(main())


@pytest.mark.parametrize("workers", [0, 2])
def test_bulk_reading_gives_every_key_once(workers: int) -> None:
    pages = ((n, page(b"%d" % n)) for n in range(20))
    with Reader(workers, AMPLE, misbehave) as reader:
        texts = dict(reader.read_many(pages))
    assert {key: text.reasons[0].split(": ")[1] for key, text in texts.items()} == {n: str(n) for n in range(20)}


def test_bulk_reading_names_the_broken_pages_and_reads_the_rest() -> None:
    bodies = [b"a", b"hang", b"b", b"exit", b"c", b"eat", b"d", b"x" * (LARGEST_BODY + 1)]
    with Reader(2, SHORT, misbehave) as reader:
        texts = dict(reader.read_many((body[:5], page(body)) for body in bodies))
    assert {key for key, text in texts.items() if text.verdict == "policy"} == {b"a", b"b", b"c", b"d"}
    assert texts[b"hang"].reasons == ("reading took longer than 1 s",)
    assert texts[b"xxxxx"].verdict == "too-large"


def test_bulk_reading_looks_only_a_little_ahead() -> None:
    taken = []

    def pages() -> Iterator[tuple[int, Page]]:
        for n in range(100):
            taken.append(n)
            yield n, page(b"%d" % n)

    with Reader(2, AMPLE, misbehave) as reader:
        reading = reader.read_many(pages())
        next(reading)
        assert len(taken) <= 4
        reading.close()


POLICY_PAGE = (
    b"<title>Privacy Policy</title><h1>Privacy Policy</h1><p>We collect personal information. We do not sell it. " * 12
)

#: What a hostile page may end as: refused, named as no policy, or read after all (the prose is a policy's).
NAMED = {"too-large", "unreadable", "empty", "other-page", "policy", "scanned-pdf"}


@pytest.fixture(scope="module")
def weigher() -> Iterator[Reader]:
    with Reader(1, 30, read_and_weigh) as reader:
        yield reader


@pytest.mark.parametrize(
    "make",
    [
        hostile.deep_nesting,
        partial(hostile.deep_nesting, 90_000),
        hostile.many_attributes,
        hostile.gzip_bomb,
        hostile.nested_gzip,
        hostile.nuls,
        partial(hostile.pdf_bomb, 100),
        hostile.pdf_loop,
        partial(hostile.regex_traps, 400),
        pytest.param(partial(hostile.nested_tags, 50), marks=pytest.mark.slow),
        pytest.param(partial(hostile.nested_tags, 31), marks=pytest.mark.slow),
        pytest.param(partial(hostile.entity_flood, 15), marks=pytest.mark.slow),
        pytest.param(hostile.pdf_bomb, marks=pytest.mark.slow),
        pytest.param(hostile.entity_flood, marks=pytest.mark.slow),
        pytest.param(partial(hostile.many_attributes, 900_000), marks=pytest.mark.slow),
        pytest.param(partial(hostile.regex_traps, 4_000), marks=pytest.mark.slow),
        pytest.param(hostile.endless_prose, marks=pytest.mark.slow),
    ],
    ids=lambda make: getattr(make, "__name__", "") or f"{make.func.__name__}-{make.args[0]}",
)
def test_a_hostile_page_ends_in_a_named_outcome_within_memory_and_the_next_is_read(
    weigher: Reader, make: Callable[[], bytes]
) -> None:
    texts = dict(weigher.read_many([("hostile", page(make()))]))
    assert texts["hostile"].verdict in NAMED
    after = dict(weigher.read_many([("after", page(POLICY_PAGE))]))["after"]
    assert (after.verdict, after.kind) == ("policy", "privacy")
    assert int(after.reasons[-1].removesuffix(" MB")) < MEMORY >> 20


def test_an_archived_page_that_is_a_gzipped_bomb_says_so() -> None:
    [text] = run(read_all(Reader(1, AMPLE), hostile.gzip_bomb(80)))
    assert text.verdict == "too-large"
    assert "unpacks to more than" in text.reasons[0]


def modules(_: Page) -> PolicyText:
    """In place of reading: name the packages that the process has loaded."""
    return unreadable(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))


def test_a_reading_process_loads_neither_scrapy_nor_twisted_whichever_program_starts_it(tmp_path: Path) -> None:
    program = tmp_path / "scrapy"  # as pip writes it: multiprocessing would run its first lines in every process
    program.write_text(
        "import sys\nfrom scrapy.cmdline import execute\nif __name__ == '__main__':\n"
        "    from crawler.reading import Reader\n    from tests.reading.test_pool import modules, page\n"
        "    with Reader(1, 60, modules) as reader:\n"
        "        print(dict(reader.read_many([(0, page(b''))]))[0].reasons[0])\n"
    )
    home = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, program], cwd=ROOT, env=home, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert {"crawler", "lxml", "trafilatura"} <= set(loaded)
    assert not {"scrapy", "twisted", "aiohttp", "numpy"} & set(loaded)


def script(body: str, *arguments: str) -> subprocess.Popen[str]:
    code = (
        "import asyncio, os, sys\nfrom crawler.reading import Reader\nfrom tests.hostile import misbehave, page\n"
        + textwrap.dedent(body)
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


HUNG = """
    async def main():
        reader = Reader(1, float(sys.argv[1]), misbehave)
        warm = await reader.read(page(b"warm"))
        hung = asyncio.ensure_future(reader.read(page(b"spin")))
        await asyncio.sleep(0.5)
        print(warm.reasons[0].split()[2].rstrip(":"), flush=True)
        try:
            await hung
        finally:
            await reader.close()
    asyncio.run(main())
"""


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_ctrl_c_ends_the_crawl_although_its_process_hangs() -> None:
    crawl = script(HUNG, "600")
    assert crawl.stdout is not None
    worker = int(crawl.stdout.readline())
    os.killpg(crawl.pid, signal.SIGINT)
    _, errors = crawl.communicate(timeout=60)
    assert crawl.returncode != 0
    assert "KeyboardInterrupt" in errors
    assert "multiprocessing" not in errors, "the reading processes must not hear the terminal's Ctrl-C"
    assert gone(worker)


def test_ctrl_c_ends_the_crawl_while_the_processes_are_being_started() -> None:
    crawl = script("""
        async def main():
            reader = Reader(2, 600, misbehave)
            reading = asyncio.ensure_future(reader.read(page(b"spin")))
            await asyncio.sleep(0.1)
            print("started", flush=True)
            try:
                await reading
            finally:
                await reader.close()
        asyncio.run(main())
    """)
    assert crawl.stdout is not None
    crawl.stdout.readline()
    os.killpg(crawl.pid, signal.SIGINT)
    _, errors = crawl.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors
    assert "forkserver" not in errors


@pytest.mark.slow
def test_a_hung_process_ends_itself_when_the_crawl_was_killed() -> None:
    crawl = script(HUNG, "1")
    assert crawl.stdout is not None
    worker = int(crawl.stdout.readline())
    os.kill(crawl.pid, signal.SIGKILL)
    crawl.communicate(timeout=60)
    for _ in range(600):
        if gone(worker):
            break
        time.sleep(0.1)
    assert gone(worker)
