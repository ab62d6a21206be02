"""The shelf: what is kept at hand is never older than the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog.sql.catalog import SqlCatalog
from archive.catalog.stores.sqlite import Sqlite
from archive.doubts import to_check
from archive.model import Record
from indexer.document import card_of, document_of
from indexer.index.ranked import MarkedReport, RankedQuestion
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.answering.table_citations import cited
from indexer.search.citation import Citations
from indexer.search.documents.document_cache import FOLDED, RECORDS, DocumentCache, ReadableDocuments
from indexer.search.documents.passage_excerpts import Asked, Excerpt, Limits
from indexer.search.documents.shown_text import SomePassages, WholeReport
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([SEEDS])))
        yield workspace


def test_a_record_is_read_once_and_anew_after_a_change(workspace: Workspace) -> None:
    shelf = DocumentCache(workspace.catalog)
    name = workspace.catalog.ids()[0]
    first = shelf.record(name)
    assert shelf.record(name) is first, "kept"
    workspace.catalog.edit(name, {"unit": "东街道"})
    changed = shelf.record(name)
    assert changed is not None
    assert changed.report.masthead.unit == "东街道"
    workspace.catalog.remove(name)
    assert shelf.record(name) is None
    assert shelf.record("nosuchid") is None


def test_nothing_is_kept_when_the_catalog_was_put_back_from_a_copy(workspace: Workspace, tmp_path: Path) -> None:
    """The copy has fewer changes than were seen: its reports may be other ones under the same numbers."""
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(workspace.home / "catalog.db")) as now, closing(sqlite3.connect(copy)) as then:
        now.backup(then)
    shelf = DocumentCache(workspace.catalog)
    name = workspace.catalog.ids()[0]
    for unit in ("东街道", "西街道", "南街道"):
        workspace.catalog.edit(name, {"unit": unit})
    cards = {name: card_of(_found(shelf, name))}
    assert _found(shelf, name).report.masthead.unit == "南街道"
    assert list(shelf.documents(cards, FOLDED))
    with closing(sqlite3.connect(copy)) as then, closing(sqlite3.connect(workspace.home / "catalog.db")) as now:
        then.backup(now)
    assert _found(shelf, name).report.masthead.unit != "南街道"
    assert len(shelf._kept) == 0


def _found(shelf: DocumentCache, name: str) -> Record:
    record = shelf.record(name)
    assert record is not None
    return record


def test_another_report_stays_at_hand_when_one_changes(workspace: Workspace) -> None:
    shelf = DocumentCache(workspace.catalog)
    one, other = workspace.catalog.ids()[:2]
    kept = shelf.record(other)
    shelf.record(one)
    workspace.catalog.edit(one, {"year": 2021})
    assert shelf.record(other) is kept


def test_the_reports_of_a_page_are_read_at_once_and_are_of_one_moment(workspace: Workspace) -> None:
    shelf = DocumentCache(workspace.catalog)
    ids = workspace.catalog.ids()
    seen = shelf.fetch([*ids, "r-not-there"])
    fetched = [shelf.record(name, seen) for name in ids]
    assert [one.id for one in fetched if one is not None] == list(ids)
    workspace.catalog.edit(ids[0], {"year": 2021})
    assert [shelf.record(name, seen) for name in ids] == fetched, "those of the page that is being shown"
    assert all(shelf.record(name, seen) is kept for name, kept in zip(ids, fetched, strict=True)), "none is read again"
    found = shelf.shown(ids[0], FOLDED)
    assert found is not None
    assert found[0].report.masthead.year == 2021, "the next question looks again"
    assert shelf.fetch(ids) > seen


def test_passages_are_read_by_the_table_only_while_it_is_of_the_report_of_now(workspace: Workspace) -> None:
    """An index that is behind tells of texts, headings and cards of yesterday: then the report itself is asked."""
    workspace.catch_up()
    shelf, name = DocumentCache(workspace.catalog), workspace.catalog.ids()[0]
    then = _marked(workspace, name)
    seen = shelf.fetch([])
    told = excerpt(shelf, name, then, [1, 2], seen, outlined=True)
    record = _found(shelf, name)
    assert told is not None
    assert [told.shown.text(1), told.shown.text(2)] == list(record.report.texts[:2])
    assert told.document == replace(document_of(record).run(0, 2), outline=told.document.outline, change=then.change)
    assert told.to_check == to_check(record.report.masthead) != ()
    assert isinstance(told.shown, SomePassages)
    workspace.catalog.edit(name, {"unit": "东街道"})
    for cached in (shelf, DocumentCache(workspace.catalog)):
        seen = cached.fetch([])
        told = excerpt(cached, name, then, [1], seen)
        assert told is not None
        assert isinstance(told.shown, WholeReport), "as the catalog has it now"
        assert told.document.card.unit == "东街道"
    later = then._replace(change=seen)
    workspace.catalog.edit(name, {"unit": "西街道"})
    told = excerpt(shelf, name, later, [1], seen)
    assert told is not None
    assert isinstance(told.shown, WholeReport), "it has changed since the page was begun"
    workspace.catalog.remove(name)
    assert excerpt(shelf, name, later, [1], shelf.fetch([])) is None


def test_a_page_reads_nothing_of_its_reports_but_passages_and_those_at_once(workspace: Workspace) -> None:
    workspace.catch_up()
    workspace.searcher.search(Request("基层", facets=True))  # what is read once for all questions
    assert isinstance(workspace.catalog, SqlCatalog)
    assert isinstance(workspace.catalog.database, Sqlite)
    asked: list[str] = []
    connection = workspace.catalog.database._connection()
    connection.set_trace_callback(asked.append)
    answer = workspace.searcher.search(Request("责任", facets=True))
    connection.set_trace_callback(None)
    assert len(answer.reports) > 3
    assert [sql for sql in asked if "masthead" in sql or "structure" in sql] == []
    assert ["substr" in sql for sql in asked if "texts" in sql] == [True]


def test_the_table_of_what_was_shown_is_kept_while_it_holds(workspace: Workspace) -> None:
    workspace.catch_up()
    whole, name = DocumentCache(workspace.catalog), workspace.catalog.ids()[0]
    mine, nobodys = ReadableDocuments(whole, lambda _: True), ReadableDocuments(whole, lambda _: False)
    marked = _marked(workspace, name)
    assert whole.table(marked.card) is None, "not shown yet"
    excerpt(whole, name, marked, [1], whole.fetch([]))
    table = whole.table(marked.card)
    assert table is not None
    assert whole.table(replace(marked.card, title="别的")) is None
    assert (mine.table(marked.card), nobodys.table(marked.card)) == (table, None)
    record = _found(whole, name)
    ((_, by_table),) = cited(mine, [marked.card]).values()
    assert [by_table.of(one.number) for one in record.report.passages] == [
        Citations(record.report, record.source).of(one.number) for one in record.report.passages
    ]
    workspace.catalog.edit(name, {"unit": "东街道"})
    whole.fetch([])
    assert whole.table(marked.card) is None
    ((now, by_record),) = cited(mine, [marked.card]).values()
    assert (now.unit, "东街道" in by_record.of(1)) == ("东街道", True)
    assert cited(nobodys, [marked.card]) == {}
    workspace.catalog.remove(name)
    assert cited(mine, [marked.card]) == {}


@pytest.mark.parametrize(
    ("numbers", "most"), [([], 10_000), ([9_999], 10_000), ([1], 3)], ids=["none", "beyond the last", "too long"]
)
def test_passages_that_there_are_not_or_that_are_too_long(workspace: Workspace, numbers: list[int], most: int) -> None:
    workspace.catch_up()
    shelf, name = DocumentCache(workspace.catalog), workspace.catalog.ids()[0]
    seen = shelf.fetch([])
    assert excerpt(shelf, name, _marked(workspace, name), numbers, seen, most=most) is None


def excerpt(
    shelf: DocumentCache,
    name: str,
    marked: MarkedReport,
    numbers: Sequence[int],
    seen: int,
    *,
    outlined: bool = False,
    most: int = 10_000,
) -> Excerpt | None:
    """Of one report."""
    (found,) = shelf.excerpts([Asked(name, marked, numbers)], Limits(most, seen, outlined))
    return found


def _marked(workspace: Workspace, name: str) -> MarkedReport:
    """The report as the index tells of it."""
    asked = Request("的 OR 一 OR 责任")
    rows = workspace.engine.ranked(RankedQuestion(workspace.searcher.read(asked).asked))
    assert rows is not None
    told = rows.marked([name], 3)
    assert told is not None
    return told[0]


def test_no_more_are_kept_than_there_is_room_for(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert RECORDS >= 20, "a page of results is turned back to"
    monkeypatch.setattr("indexer.search.documents.document_cache.RECORDS", 2)
    shelf = DocumentCache(workspace.catalog)
    first, *others = workspace.catalog.ids()
    kept = shelf.record(first)
    for name in others:
        shelf.record(name)
    assert shelf.record(first) is not kept
