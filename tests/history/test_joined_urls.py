from __future__ import annotations

from dataclasses import replace

from crawler.history.timeline import timelines
from crawler.items import Document, Version

OLD = Document(vendor="V", domain="v.example", kind="privacy", url="http://v.example/privacy", urlkey="example,v)/privacy")
NEW = replace(OLD, url="https://v.example/legal/privacy", urlkey="example,v)/legal/privacy", found_by=f"redirect {OLD.url}")
DOCUMENTS = {1: OLD, 2: NEW}


def version(document_id: int, number: int, wording: str, first: str, last: str, previous: str | None = None) -> Version:
    return Version(
        document_id=document_id,
        domain="v.example",
        kind=DOCUMENTS[document_id].kind,
        url=DOCUMENTS[document_id].url,
        version=number,
        first_timestamp=first,
        last_timestamp=last,
        previous_timestamp=previous,
        captures=2,
        title="T",
        words=100,
        text_id=number + 10 * document_id,
        same_as=None,
        snapshot_url="",
        timestamp=first,
        original=DOCUMENTS[document_id].url,
        wording=wording,
    )


def changed_once() -> list[Version]:
    return [version(1, 1, "a", "2010", "2012"), version(1, 2, "b", "2013", "2015", "2012")]


def test_a_moved_policy_reads_as_one_stretch_with_both_places() -> None:
    versions = [*changed_once(), version(2, 1, "b", "2016", "2018")]
    (line,) = timelines(DOCUMENTS, versions, [(1, 2, "2016")])
    assert [(s.number, s.wording, s.first_timestamp, s.last_timestamp, s.captures) for s in line.stretches] == [
        (1, "a", "2010", "2012", 2),
        (2, "b", "2013", "2018", 4),
    ]
    assert line.urls == (OLD.url, NEW.url)
    assert [(move.evidence, move.timestamp) for move in line.moves] == [("redirect", "2016")]


def test_a_change_at_the_move_lies_between_the_last_capture_there_and_the_first_here() -> None:
    (line,) = timelines(DOCUMENTS, [version(1, 1, "a", "2010", "2012"), version(2, 1, "b", "2016", "2018")], [(1, 2, "2015")])
    assert (line.stretches[1].previous_timestamp, line.stretches[1].number) == ("2012", 2)


def test_equal_wording_joins_two_urls_without_a_redirect() -> None:
    (line,) = timelines(DOCUMENTS, [version(1, 1, "a", "2010", "2012"), version(2, 1, "a", "2014", "2018")], [])
    assert line.moves[0].evidence == "equal wording"


def test_documents_side_by_side_with_wordings_of_their_own_stay_apart() -> None:
    lines = timelines(DOCUMENTS, [version(1, 1, "a", "2010", "2018"), version(2, 1, "b", "2012", "2018")], [])
    assert [len(line.stretches) for line in lines] == [1, 1]


def test_a_return_to_an_earlier_wording_at_a_new_url_names_it() -> None:
    versions = [*changed_once(), version(2, 1, "a", "2016", "2018")]
    (line,) = timelines(DOCUMENTS, versions, [])
    assert [s.same_as for s in line.stretches] == [None, None, 1]


def test_kinds_are_never_joined() -> None:
    documents = {1: OLD, 2: replace(NEW, kind="terms")}
    versions = [version(1, 1, "a", "2010", "2012"), replace(version(2, 1, "a", "2014", "2018"), kind="terms")]
    assert [line.kind for line in timelines(documents, versions, [(1, 2, "2013")])] == ["privacy", "terms"]


def test_documents_side_by_side_stay_apart_also_if_they_agreed_once() -> None:
    stale = [version(1, 1, "a", "2010", "2012"), version(1, 2, "b", "2013", "2019", "2012")]
    alive = [
        version(2, 1, "a", "2011", "2012"),
        version(2, 2, "c", "2014", "2016", "2012"),
        version(2, 3, "b", "2017", "2019", "2016"),
    ]
    assert [[s.wording for s in line.stretches] for line in timelines(DOCUMENTS, [*stale, *alive], [])] == [
        ["a", "b"],
        ["a", "c", "b"],
    ]


def test_the_catalogue_joins_only_documents_of_which_one_ends_before_the_other_begins() -> None:
    documents = {1: OLD, 2: replace(NEW, found_by="catalogue")}
    (line,) = timelines(documents, [version(1, 1, "a", "2010", "2012"), version(2, 1, "b", "2014", "2018")], [])
    assert line.moves[0].evidence == "catalogue"
    assert len(timelines(documents, [version(1, 1, "a", "2010", "2015"), version(2, 1, "b", "2014", "2018")], [])) == 2


def test_where_the_old_place_outlives_the_new_ones_beginning_no_bound_is_claimed() -> None:
    versions = [version(1, 1, "a", "2010", "2016"), version(2, 1, "b", "2015", "2018")]
    (line,) = timelines(DOCUMENTS, versions, [(1, 2, "2015")])
    assert line.stretches[1].previous_timestamp is None
