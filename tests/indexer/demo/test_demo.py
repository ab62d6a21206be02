"""样例: the invented papers, what may be tried on them, and that they go without a trace or a loss of others'."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog import Arrival, Roster
from indexer.comparison import near_duplicates
from indexer.demo import collection
from indexer.demo.papers import COLLECTION, UNITS, YEAR, papers
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.tables.checklist import Wording, check
from indexer.workspace import Workspace
from tests.catalog_contract import arrival
from tests.shared_files import ROOT, SEEDS

SETTINGS = Settings(ocr="off", jobs=1)
SAID = "群众的事，今天能办的不拖到明天"
MISQUOTED = "群众的事，今天能办的决不拖到后天"


def opened(home: Path) -> Workspace:
    return Workspace(home, writing=True, settings=SETTINGS)


def bring(workspace: Workspace) -> Counter[str]:
    return Counter[str](outcome.status for outcome in collection.add(workspace.catalog, recognise=False))


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo beside the five seeds; tests of this fixture only read."""
    with opened(tmp_path_factory.mktemp("demo") / "home") as workspace:
        from indexer.ingest.pipeline import Pipeline, walk

        list(Pipeline(workspace.catalog, {}, jobs=1).run(walk([SEEDS])))
        bring(workspace)
        workspace.catch_up()
        yield workspace


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Workspace]:
    with opened(tmp_path / "home") as workspace:
        yield workspace


def title_of(workspace: Workspace, report_id: str) -> str:
    record = workspace.catalog.record(report_id)
    assert record is not None
    return str(record.report.masthead.title)


def test_thirty_papers_of_six_units_over_four_years_read_like_papers() -> None:
    made = papers()
    assert (len(made), {paper.unit for paper in made}) == (30, set(UNITS))
    assert {re.findall("20[0-9]{2}", paper.name)[0] for paper in made} == {"2021", "2022", "2023", "2024"}
    for paper in made:
        words = "".join(paper.lines)
        assert not set(words) & set("{}|@"), paper.name
        if not paper.name.endswith(".xls"):
            assert len(words) > 300, paper.name
            assert "一、" in words, paper.name


def test_the_bytes_are_always_the_same() -> None:
    assert [paper.data for paper in papers()] == [paper.data for paper in papers()]
    assert len({hashlib.sha256(paper.data).digest() for paper in papers()}) == 30


def test_each_is_read_as_what_it_is(tried: Workspace) -> None:
    entries = [entry for entry in tried.catalog.list() if collection.is_demo(entry.location)]
    assert len(entries) == 29  # the scan waits for a recogniser
    for entry in entries:
        unit = entry.source.split("/")[1]
        assert (entry.unit or "").startswith(unit), entry.source
        assert entry.year == int(re.findall("20[0-9]{2}", entry.source)[0]), entry.source
    assert [file.error.code for file in tried.catalog.unread()] == ["read.needs_ocr"]


def test_task_find_a_phrase(tried: Workspace) -> None:
    answer = tried.searcher.search(Request("防霜风机", limit=0))
    assert {title_of(tried, found.card.id) for found in answer.reports} == {
        "石磨岭乡2021年工作总结",
        "石磨岭乡党委书记2022年度述职述廉报告",
    }


def test_task_who_has_not_written_it_and_who_has_not_handed_in(tried: Workspace) -> None:
    table = check(tried.searcher, [Wording("一岗双责")], roster=UNITS, year=YEAR)
    assert {row.unit: row.cells[0].state for row in table.rows if row.due} == {
        "白鹭滩镇": "written",
        "石磨岭乡": "missing",
        "枫林渡街道": "planned",
        "澄湖县农业农村局": "absent",
        "澄湖县民政局": "written",
        "澄湖县审计局": "unreadable",  # a scan that nothing here recognises is never called 未见
    }
    kept = tried.catalog.rosters.get(COLLECTION)
    assert kept is not None
    assert kept.units == UNITS
    assert table.turnout().missing == ("石磨岭乡",)


def test_task_the_copy_of_last_year_stands_out(tried: Workspace) -> None:
    near_duplicates.compare(tried.catalog, tried.engine)
    pairs = {frozenset(title_of(tried, name) for name in (pair.one, pair.other)) for pair in tried.catalog.near.open()}
    assert pairs == {frozenset(f"澄湖县民政局领导班子{year}年度述职述廉报告" for year in (2023, 2024))}


def test_task_a_quotation_is_compared_with_what_it_quotes(tried: Workspace) -> None:
    assert tried.searcher.search(Request(MISQUOTED, literal=True)).total_reports == 1
    told = tried.searcher.search(Request(SAID, literal=True, limit=0))
    assert "白鹭滩镇2023年工作总结" in {title_of(tried, found.card.id) for found in told.reports}


def test_twice_is_once_and_nothing_stays(fresh: Workspace) -> None:
    assert bring(fresh) == {"added": 29, "failed": 1}
    assert bring(fresh)["added"] == 0
    assert collection.count(fresh.catalog) == 30
    assert collection.remove(fresh.catalog) == 29
    assert collection.count(fresh.catalog) == 0
    assert fresh.catalog.rosters.get(COLLECTION) is None
    assert not fresh.catalog.referenced()
    assert collection.remove(fresh.catalog) == 0


@pytest.mark.parametrize(
    "after", [1, pytest.param(7, marks=pytest.mark.slow), pytest.param(29, marks=pytest.mark.slow)]
)
def test_broken_off_anywhere_the_next_call_goes_on(fresh: Workspace, after: int) -> None:
    outcomes = collection.add(fresh.catalog, recognise=False)
    for _ in range(after):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined] # a generator
    bring(fresh)
    assert collection.count(fresh.catalog) == 30
    ids = list(fresh.catalog.ids())
    fresh.catalog.remove_all(ids[:after])  # a kill before, between and behind the two steps of taking one away
    fresh.catalog.purge(ids[0])
    collection.remove(fresh.catalog)
    assert collection.count(fresh.catalog) == 0


def test_a_persons_own_file_with_the_same_bytes_stays_and_is_found(fresh: Workspace) -> None:
    paper = papers()[0]
    mine = replace(arrival("/home/me/总结.txt", "x"), data=paper.data, sha256=hashlib.sha256(paper.data).hexdigest())
    bring(fresh)
    assert [outcome.status for outcome in fresh.catalog.add([mine])] == ["duplicate"]
    collection.remove(fresh.catalog)
    fresh.catch_up()
    assert [entry.location for entry in fresh.catalog.list()] == ["/home/me/总结.txt"]
    assert fresh.catalog.original(fresh.catalog.ids()[0]) == paper.data
    assert fresh.searcher.search(Request("白鹭滩镇", literal=True)).total_reports == 1


def test_so_does_one_that_was_there_first(fresh: Workspace) -> None:
    paper = papers()[0]
    digest = hashlib.sha256(paper.data).hexdigest()
    own = Arrival("/home/me/总结.txt", "总结.txt", paper.data, digest, arrival("/a", "白鹭滩镇的总结").report)
    fresh.catalog.add([own])
    (name,) = fresh.catalog.ids()
    bring(fresh)
    collection.remove(fresh.catalog)
    assert fresh.catalog.ids() == (name,)


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_so_does_a_persons_report_that_was_merged_with_one(fresh: Workspace, kept: str) -> None:
    bring(fresh)
    theirs = fresh.catalog.ids()[0]
    (outcome,) = fresh.catalog.add([arrival("/home/me/稿.txt", "自己的稿子")])
    assert outcome.id is not None
    fresh.catalog.near.merge(*((outcome.id, theirs) if kept == "mine" else (theirs, outcome.id)))
    collection.remove(fresh.catalog)
    assert fresh.catalog.ids() == (outcome.id,)
    assert [version.number for version in fresh.catalog.versions(outcome.id)] == [1]
    assert collection.count(fresh.catalog) == 0


def test_a_roster_that_a_person_has_changed_stays(fresh: Workspace) -> None:
    bring(fresh)
    fresh.catalog.rosters.save(Roster(COLLECTION, (*UNITS, "东街道"), YEAR))
    collection.remove(fresh.catalog)
    kept = fresh.catalog.rosters.get(COLLECTION)
    assert kept is not None
    assert kept.units[-1] == "东街道"


def test_what_a_killed_removal_left_goes_with_the_next(tmp_path: Path) -> None:
    """The row is gone and the bytes are not: as after a kill between the two."""
    with opened(tmp_path / "home") as workspace:
        bring(workspace)
        catalog = workspace.catalog
        entry = next(entry for entry in catalog.list() if collection.is_demo(entry.location))
        data = catalog.original(entry.id)
        catalog.remove(entry.id)
        catalog.purge(entry.id)
        path = tmp_path / "home" / "originals" / hashlib.sha256(data).hexdigest()[:2] / hashlib.sha256(data).hexdigest()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        assert [found.code for found in catalog.verify()] == ["catalog.original_unused"]
        collection.remove(catalog)
        assert [*catalog.verify()] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", [(), ("--remove",)])
@pytest.mark.parametrize("seconds", [0.3, 0.5, 0.7, 1.0])
def test_killed_in_the_middle(tmp_path: Path, way: tuple[str, ...], seconds: float) -> None:
    env = {**os.environ, "BAOGAO_HOME": str(tmp_path / "home"), "BAOGAO_OCR": "off", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "indexer.cli", "demo"]
    if way:
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*command, *way], env=env, stdout=subprocess.DEVNULL)
    time.sleep(seconds)  # whenever the kill comes, what follows has to hold
    process.send_signal(signal.SIGKILL)
    process.wait()
    subprocess.run([*command, *way], env=env, check=True, stdout=subprocess.DEVNULL)
    with opened(tmp_path / "home") as workspace:
        assert collection.count(workspace.catalog) == (0 if way else 30)
        assert [*workspace.catalog.verify()] == []
