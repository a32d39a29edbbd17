"""waybackpy was written for the real archive, years before this fake: what it reads here it would read there."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from waybackpy import WaybackMachineCDXServerAPI
from waybackpy.exceptions import BlockedSiteError

from tests.archive import FakeArchive, LoopbackServer
from tests.archive.resume import Paging
from tests.loopback import URL, six_captures

# waybackpy never closes its sessions; the sockets are closed by the garbage collector, with a warning.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def archive() -> FakeArchive:
    return six_captures()


@pytest.mark.parametrize("form", ["2022", "2026"])
def test_it_reads_all_pages(archive: FakeArchive, server: LoopbackServer, form: Literal["2022", "2026"]) -> None:
    archive.paging = Paging(form=form, repeats_second=False)
    found = list(waybackpy_of(server, URL, limit=2).snapshots())
    assert [snapshot.timestamp[:4] for snapshot in found] == ["2010", "2011", "2012", "2013", "2014", "2015"]
    assert {snapshot.original for snapshot in found} == {URL}
    assert server.count("cdx") == 4


def test_its_filters_mean_the_same(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.add(URL, "20160601120000", b"gone", status=404)
    api = waybackpy_of(server, URL, filters=["!statuscode:404"], collapses=["timestamp:3"], start_timestamp="2011")
    assert [snapshot.timestamp for snapshot in api.snapshots()] == ["20110601120000"]


def test_it_finds_the_nearest_capture(server: LoopbackServer) -> None:
    assert waybackpy_of(server, URL).near(year=2013, month=5).timestamp == "20130601120000"
    assert waybackpy_of(server, URL).oldest().timestamp == "20100601120000"


def test_it_knows_a_blocked_site(archive: FakeArchive, server: LoopbackServer) -> None:
    archive.exclude("vendor.example")
    with pytest.raises(BlockedSiteError):
        list(waybackpy_of(server, URL).snapshots())


def waybackpy_of(server: LoopbackServer, url: str, **options: Any) -> WaybackMachineCDXServerAPI:
    api = WaybackMachineCDXServerAPI(url, "a test on loopback", **options)
    api.endpoint = f"{server.url}/cdx/search/cdx"
    return api
