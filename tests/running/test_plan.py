"""What a run would ask for: the estimate in numbers, and that a plan itself asks for listings alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.items import Capture, Known
from crawler.running.plan import PAGE, UNPACKED, Plan, plan, seconds, sentence
from crawler.wayback import captured_at
from tests.archive import LoopbackServer
from tests.crawls.facts import facts
from tests.crawls.killing import settings_of
from tests.crawls.vendor import HOST, archive
from tests.support import run_crawl


def known(years: range, **more: Any) -> list[Known]:
    captures = []
    for year in years:
        timestamp = f"{year}0601000000"
        fields = {"digest": f"D{year}", "length": 1000, "statuscode": "200", "mimetype": "text/html"} | more
        captures.append(Capture(urlkey="k", timestamp=timestamp, captured_at=captured_at(timestamp), original=HOST, **fields))
    return [Known(capture=capture) for capture in captures]


def test_nothing_changes_something_does_and_everything_does() -> None:
    found = plan("d", lambda: known(range(2000, 2020)), 100_000, refresh=False)
    assert (found.captures, found.least, found.most) == (20, 2, 20)
    assert 10 < found.likely <= 20
    assert found.size == round(found.likely * 1000 * UNPACKED)


def test_equal_digests_cost_one_request() -> None:
    found = plan("d", lambda: known(range(2000, 2020), digest="D"), 30, refresh=False)
    assert (found.least, found.likely, found.most) == (1, 1, 1)


def test_a_size_that_the_listing_does_not_tell_is_the_average() -> None:
    assert plan("d", lambda: known(range(2000, 2001), length=0), 30, refresh=False).size == PAGE


def test_what_is_known_costs_nothing() -> None:
    states = [Known(capture=item.capture, state="wording") for item in known(range(2000, 2020))]
    assert plan("d", lambda: states, 30, refresh=False).most == 0
    waiting = [Known(capture=item.capture, waiting=True) for item in known(range(2000, 2002))]
    assert plan("d", lambda: waiting, 30, refresh=False).most == 0
    assert plan("d", lambda: waiting, 30, refresh=True).most == 2


def test_at_least_what_came_since_shows_the_latest_wording() -> None:
    before = [Known(capture=item.capture, state=f"wording {n}") for n, item in enumerate(known(range(2000, 2010)))]
    found = plan("d", lambda: [*before, *known(range(2010, 2011))], 30, refresh=False)
    assert (found.least, found.most) == (1, 1)
    found = plan("d", lambda: [*before, *known(range(2010, 2020))], 100_000, refresh=False)
    assert (found.least, found.most) == (1, 10)


def test_the_time_is_that_of_the_slower_kind() -> None:
    assert seconds(24, 10, cdx_per_minute=24, playback_per_second=8) == 60
    assert seconds(1, 8000, cdx_per_minute=24, playback_per_second=8) == 1000


def test_the_sum_in_words() -> None:
    plans = [Plan(document="a", captures=100, least=5, likely=20, most=90, size=2_000_000)] * 2
    assert sentence(plans, 3, 20, (24, 8)) == (
        "2 listing request(s) and about 40 page(s) (10 if nothing changed, 180 if every capture differed), 4.0 MB, "
        "about 0 min 5 s; pages that these redirect to come on top; "
        "3 domain(s) must be discovered first, 20 requests each at most"
    )
    assert "2 h 46 min" in sentence([Plan(document="a", captures=1, least=1, likely=80_000, most=1, size=0)], 0, 20, (24, 8))


def test_a_plan_asks_for_listings_alone_and_the_run_after_it_is_as_it_would_have_been(tmp_path: Path) -> None:
    with LoopbackServer(archive(9)) as server:
        run_crawl(settings_of(tmp_path / "straight", server))
        pages = server.count("web")
        server.forget()
        settings = settings_of(tmp_path / "planned", server)
        stats = run_crawl(settings, plan="1").stats
        assert (server.count("cdx"), server.count("web")) == (3, 0)
        assert stats["run/exit_status"] == 0
        plans: list[Plan] = stats["run/plan"]
        assert (
            sum(each.least for each in plans) <= pages <= sum(each.most for each in plans) + 7
        )  # behind a redirect, a neighbour
        run_crawl(settings)
    assert facts(tmp_path / "planned" / "policies.db") == facts(tmp_path / "straight" / "policies.db")


def test_a_plan_discovers_nothing(tmp_path: Path) -> None:
    with LoopbackServer(archive()) as server:
        assert run_crawl(settings_of(tmp_path, server), domain="elsewhere.example", plan="1").stats["run/plan"] == []
        assert server.count() == 0
