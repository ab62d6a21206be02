"""An index that is made beside an import holds what the catalog holds, whatever others do meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.errors import EngineError
from archive.text.digest import FOLD, digest_of
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.document import document_of
from indexer.index import ranking, sync
from indexer.index.bulk_follow import MANY, alongside
from indexer.index.embedded import generations
from indexer.index.embedded.bulk_build import BulkBuild
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.word_counts import CHUNK, Cutters, ReadText, cut
from indexer.index.embedded.word_counts import MANY as CUT_HERE
from indexer.ingest.pipeline import FEW, Pipeline, walk
from tests.indexer.index.test_engine_contract import ANALYZER, document
from tests.indexer.index.test_sync import level, put

LINES = [
    "全面落实一岗双责，压实主体责任。",
    "抓好党建工作，推进廉政建设",
    "第12条　2022年度述职",
    "𠮷林市—联络员（兼职）",
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    kept = open_catalog(tmp_path)
    yield kept
    kept.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    made = EmbeddedEngine(tmp_path / "index", ANALYZER, lock_seconds=0.1)
    yield made
    made.close()


def files(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = "\n".join(LINES[: number % len(LINES) + 1])
        (folder / f"{number}.txt").write_text(f"关于第{number}号事项的报告\n{text}\n", encoding="utf-8")
    return folder


def left(engine: EmbeddedEngine) -> list[str]:
    return [path.name for path in engine.folder.glob(f"{generations.BUILDING}*")]


def test_what_is_kept_is_indexed_and_nothing_is_left_to_do(
    catalog: Catalog, engine: EmbeddedEngine, tmp_path: Path
) -> None:
    with alongside(catalog, engine, MANY) as index:
        assert index is not None
        found = list(Pipeline(catalog, {}, jobs=2, alongside=index).run(walk([files(tmp_path / "in", FEW + 10)])))
        assert {outcome.status for _, outcome in found} == {"added"}
        assert engine.in_force() is None, "nothing takes over before the end"
    assert sync.catch_up(catalog, engine) == 0
    level(catalog, engine)
    assert left(engine) == []


@pytest.mark.parametrize(
    "given",
    [{}, {"unit": "甲局", "year": 2022}, {"title": "一岗双责", "type": "工作报告"}],
    ids=["none", "place", "title"],
)
def test_the_words_come_from_where_the_files_are_read(
    catalog: Catalog,
    engine: EmbeddedEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: Mapping[str, str | int],
) -> None:
    """And what is told of passages: by the title and the doubts of what is kept, not of what was read."""

    def never(_: Cutters, document: object) -> object:
        raise AssertionError(document)

    monkeypatch.setattr(Cutters, "put", never)
    with alongside(catalog, engine, MANY) as index:
        list(Pipeline(catalog, given, jobs=1, alongside=index).run(walk([files(tmp_path / "in", FEW + 10)])))
    level(catalog, engine)
    assert not catalog.near.undigested(FOLD), "the digests of whole texts come from there, too"
    digested = catalog.near.texts(FOLD).digests
    assert digested == {name: digest_of(texts) for name, texts in catalog.texts()}
    assert len(digested) == FEW + 10
    for record in catalog.records(catalog.ids()):
        assert engine.holds(document_of(record))


def test_what_was_read_of_a_report_counts_only_while_it_is_that(catalog: Catalog, engine: EmbeddedEngine) -> None:
    with alongside(catalog, engine, MANY) as index:
        assert index is not None
        name, other = put(catalog, "甲", "乙")
        read = ReadText("别的正文", 1, (), cut(["别的正文"], ANALYZER), "", b"", "")
        changes = {entry.id: entry.change for entry in catalog.entries([name, other])}
        catalog.edit(name, {"year": 2022})
        index.words.known.update({(one, changes[one]): read for one in (name, other)})
        index.follow()
        assert not index.words.known
        passages = {one.id: one.report.passages for one in catalog.records([name])}
        held = index._bulk
        assert held is not None
        assert held.positions.holders(["别的正文"]) == [[other]]
        assert held.positions.holders([fold_text(passages[name][0].text)]) == [[name]]


def test_what_others_change_meanwhile_is_in_it(catalog: Catalog, engine: EmbeddedEngine) -> None:
    first, second = put(catalog, "甲", "乙")
    with alongside(catalog, engine, MANY) as index:
        assert index is not None
        index.follow()
        sync.catch_up(catalog, engine)  # another process, which is in force for now
        catalog.edit(first, {"year": 2022})
        catalog.remove(second)
        index.follow()
        put(catalog, "丙", "甲", text="党建新篇")
    level(catalog, engine)
    names = generations.current(engine.folder)
    assert names is not None
    assert int(names.words) > 1, "both have been in force"
    assert [path.name for path in generations.generations(engine.folder)] == [names.words], "one of them still is"


def test_an_index_that_another_process_has_brought_level_stays(catalog: Catalog, engine: EmbeddedEngine) -> None:
    with alongside(catalog, engine, MANY) as index:
        assert index is not None
        put(catalog, "甲")
        index.follow()
        sync.catch_up(catalog, engine)
        before = generations.current(engine.folder)
    assert generations.current(engine.folder) == before
    assert left(engine) == []


def test_where_it_fails_the_import_goes_on(
    catalog: Catalog, engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise EngineError("disk.full", path="positions", problem="database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(BulkBuild, "update", full)
        with alongside(catalog, engine, MANY) as index:
            found = list(Pipeline(catalog, {}, jobs=1, alongside=index).run(walk([files(tmp_path / "in", 3)])))
    assert [outcome.status for _, outcome in found] == ["added"] * 3
    assert engine.in_force() is None
    assert left(engine) == []
    assert sync.catch_up(catalog, engine) == 3
    level(catalog, engine)


def test_an_import_that_ends_in_an_error_leaves_no_index_behind(catalog: Catalog, engine: EmbeddedEngine) -> None:
    def interrupted() -> None:
        with alongside(catalog, engine, MANY) as index:
            assert index is not None
            put(catalog, "甲")
            index.follow()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert engine.in_force() is None
    assert left(engine) == []


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param(0, MANY - 1, id="a few files are indexed sooner afterwards"),
        pytest.param(MANY // 2, MANY, id="the reports that are there would be indexed anew"),
    ],
)
def test_it_is_not_begun_where_it_gains_nothing(
    catalog: Catalog, engine: EmbeddedEngine, reports: int, expected: int
) -> None:
    put(catalog, *map(str, range(reports)))
    with alongside(catalog, engine, expected) as index:
        assert index is None
    assert not engine.folder.exists()


def test_a_sweep_takes_what_a_dead_builder_left_and_nothing_of_a_living_one(
    catalog: Catalog, engine: EmbeddedEngine
) -> None:
    dead = engine.folder / f"{generations.BUILDING}dead"
    (dead / generations.WORDS).mkdir(parents=True)
    with generations.building(engine.folder) as living:
        (living / "half").write_bytes(b"half")
        put(catalog, "甲")
        sync.catch_up(catalog, engine)
        assert [path.name for path in engine.folder.glob(f"{generations.BUILDING}*")] == [living.name]
        assert (living / "half").read_bytes() == b"half"
    assert left(engine) == []


@examples(st.lists(st.lists(st.text("一岗双责落实a1.-。㐀𠮷\x1f", max_size=12), max_size=4), max_size=5))
def test_words_are_those_of_each_passage(texts: list[list[str]]) -> None:
    for passages in texts:
        folded = [fold_text(passage) for passage in passages]
        separate: dict[str, int] = {}
        for passage in folded:
            for word in ANALYZER.search_words(passage):
                if len(word) > 1:
                    separate[word] = separate.get(word, 0) + 1
        assert ranking.text_frequencies(folded, ANALYZER) == separate
        counted = cut(folded, ANALYZER).counted({})
        assert {word.decode(): times for word, times in counted.items()} == separate


def test_words_cut_in_processes_are_the_same_in_the_same_order() -> None:
    documents = [
        document(str(number), *LINES[number % 3 :], f"第{number}号") for number in range(CUT_HERE + 2 * CHUNK + 3)
    ]
    cutters = Cutters(ANALYZER)
    found = [pair for one in documents for pair in cutters.put(one)]
    found += cutters.rest()
    assert (cutters._pool is not None) == ((os.cpu_count() or 1) > 1)  # else nothing is tested here
    cutters.close()
    assert found == [(one, cut(one.passages, ANALYZER)) for one in documents]


def test_a_process_that_cuts_may_die() -> None:
    class Deadly:
        """Ends the process to which it is sent."""

        def __reduce__(self) -> tuple[object, tuple[int]]:
            return os._exit, (1,)

        def __getattr__(self, name: str) -> object:
            return getattr(ANALYZER, name)

    deadly: Analyzer = Deadly()  # type: ignore[assignment] # it behaves as one here
    documents = [document(str(number), LINES[0]) for number in range(CUT_HERE + 2 * CHUNK)]
    cutters = Cutters(deadly)
    found = [pair for one in documents for pair in cutters.put(one)]
    found += cutters.rest()
    cutters.close()
    assert [one.id for one, _ in found] == [one.id for one in documents]
