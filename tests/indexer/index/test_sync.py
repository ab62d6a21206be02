"""After `catch_up` an engine holds what the catalog holds, whatever happened before."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Arrival, Catalog
from archive.catalog.opening import open_catalog
from archive.ingest import ingest
from archive.storage import disk
from indexer import deadline
from indexer.document import document_of
from indexer.index import sync
from indexer.index.base import Engine
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.fallback import FallbackEngine, _proposals
from indexer.index.memory import MemoryEngine
from indexer.query.model import Field, Phrase, Years
from tests.indexer.index.test_engine_contract import ANALYZER, agrees, scores_agree

PHRASES = [Phrase.of(text) for text in ("党建", "责任", "一岗双责", "第", "2022")]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    kept = open_catalog(tmp_path)
    yield kept
    kept.close()


@pytest.fixture(params=["memory", "embedded"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine(ANALYZER) if request.param == "memory" else EmbeddedEngine(tmp_path / "index", ANALYZER)
    yield made
    made.close()


def put(catalog: Catalog, *names: str, text: str = "党建责任") -> list[str]:
    """Reports of the given names, new or in a new version; their ids."""
    arrivals = []
    for name in names:
        data = f"关于{name}的报告\n{text}，{name}一岗双责。\n第{len(name)}条 {name}".encode()
        report = ingest(data, f"{name}.txt")
        arrivals.append(Arrival(f"/{name}.txt", f"{name}.txt", data, hashlib.sha256(data).hexdigest(), report))
    return [outcome.id or "" for outcome in catalog.add(arrivals)]


def level(catalog: Catalog, engine: Engine) -> None:
    documents = [document_of(record) for record in catalog.records(catalog.ids())]
    state = engine.state()
    assert (state.last_change, state.reports) == (catalog.last_change(), len(documents))
    assert dict(engine.cards()) == {item.id: item.card for item in documents}
    for phrase in PHRASES:
        agrees(engine, phrase, documents)
        scores_agree(engine, phrase, documents)


def test_every_kind_of_change(catalog: Catalog, engine: Engine) -> None:
    assert sync.catch_up(catalog, engine) == 0
    first, second, third = put(catalog, "甲", "乙", "丙")
    assert sync.catch_up(catalog, engine) == 3
    level(catalog, engine)
    assert sync.catch_up(catalog, engine) == 0
    put(catalog, "甲", text="廉政")
    catalog.remove(second)
    catalog.edit(third, {"year": 2022, "title": "党建报告"})
    assert sync.catch_up(catalog, engine) == 3
    level(catalog, engine)
    assert set(engine.propose(Field("年", Years(2022, 2022))).counts) == {third}
    catalog.restore(second)
    catalog.remove(first)
    put(catalog, "丁")
    assert sync.catch_up(catalog, engine) == 3
    level(catalog, engine)


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "restore", "edit", "catch up"]), st.integers(0, 3)), max_size=12
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_any_order_of_changes(catalog: Catalog, engine: Engine, steps: list[tuple[str, int]]) -> None:
    ids = put(catalog, "甲", "乙", "丙", "丁")
    for change, (what, which) in enumerate(steps):
        if what == "put":
            put(catalog, "甲乙丙丁"[which], text=f"第{change}次党建")
        elif what == "edit" and catalog.record(ids[which]) is not None:
            catalog.edit(ids[which], {"year": 2000 + change})
        elif what == "remove":
            catalog.remove(ids[which])
        elif what == "restore":
            catalog.restore(ids[which])
        else:
            sync.catch_up(catalog, engine)
    sync.catch_up(catalog, engine)
    level(catalog, engine)


def test_batches_and_progress(catalog: Catalog, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "BATCH", 2)
    seen: list[tuple[int, int]] = []
    put(catalog, *"甲乙丙丁戊")
    assert sync.rebuild(catalog, engine, progress=lambda *done: seen.append(done)) == 5
    assert seen == [(2, 5), (4, 5), (5, 5)]
    put(catalog, *"己庚辛")
    seen.clear()
    assert sync.catch_up(catalog, engine, progress=lambda *done: seen.append(done)) == 3
    assert seen == [(2, 3), (3, 3)]
    level(catalog, engine)


def test_many_changes_are_built_anew(catalog: Catalog, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    put(catalog, "甲")
    sync.catch_up(catalog, engine)
    monkeypatch.setattr(sync, "MANY", 3)
    monkeypatch.setattr(sync, "_replay", _forbidden)
    put(catalog, *"乙丙丁")
    with pytest.raises(AssertionError):
        sync.catch_up(catalog, engine)
    monkeypatch.undo()
    monkeypatch.setattr(sync, "MANY", 2)
    assert sync.catch_up(catalog, engine) == 4, "all, not the three that are new"
    level(catalog, engine)


def _forbidden(*_: object) -> int:
    raise AssertionError


def test_what_comes_during_a_rebuild_is_not_lost(catalog: Catalog, engine: Engine) -> None:
    first, *_ = put(catalog, *"甲乙丙")

    def meanwhile(done: int, of: int) -> None:
        put(catalog, "丁", "乙", text="后来的党建")
        catalog.remove(first)

    sync.rebuild(catalog, engine, progress=meanwhile)
    level(catalog, engine)


class Crash(BaseException):
    """Stands for a process that dies."""


@pytest.mark.slow
def test_a_crash_anywhere_heals_at_the_next_call(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call that puts something on the disk for good is made the last one of its process, one after the other."""
    monkeypatch.setattr(sync, "BATCH", 2)
    real = disk.to_disk
    crashed = 0
    for last in range(60):
        left = last

        def to_disk(path: Path) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Crash
            real(path)

        put(catalog, *"甲乙丙丁戊", text=f"第{last}次党建")
        catalog.remove(put(catalog, "己", text=f"第{last}次")[0])
        dying = EmbeddedEngine(tmp_path / "index", ANALYZER)
        monkeypatch.setattr(disk, "to_disk", to_disk)
        try:
            sync.catch_up(catalog, dying) if last % 2 else sync.rebuild(catalog, dying)
        except Crash:
            crashed += 1
        dying.close()
        monkeypatch.setattr(disk, "to_disk", real)
        healed = EmbeddedEngine(tmp_path / "index", ANALYZER)
        sync.catch_up(catalog, healed)
        level(catalog, healed)
        healed.close()
    assert crashed > 15


def test_an_index_ahead_of_its_catalog_is_built_anew(engine: Engine, tmp_path: Path) -> None:
    newer = open_catalog(tmp_path / "newer")
    put(newer, *"甲乙丙")
    sync.catch_up(newer, engine)
    newer.close()
    older = open_catalog(tmp_path / "older")
    put(older, "丁")
    assert sync.catch_up(older, engine) == 1
    level(older, engine)
    older.close()


def test_damage_is_built_anew(catalog: Catalog, tmp_path: Path) -> None:
    put(catalog, *"甲乙丙")
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
    sync.catch_up(catalog, engine)
    engine.close()
    index = tmp_path / "index"
    for number in range(sum(path.is_file() for path in index.rglob("*"))):
        # Each time another one of the files that are there now: all that was damaged has been built anew elsewhere.
        files = [path for path in sorted(index.rglob("*")) if path.is_file()]
        files[number % len(files)].write_bytes(b"")
        engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
        sync.catch_up(catalog, engine)
        level(catalog, engine)
        engine.close()


def test_damage_that_a_question_meets_is_healed_and_logged(
    catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    names = put(catalog, *"甲乙丙")
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
    sync.catch_up(catalog, engine)
    for segment in (tmp_path / "index").glob("positions-*/*.segment"):
        segment.write_bytes(bytes(segment.stat().st_size))
    standing = FallbackEngine(engine, catalog, ANALYZER)
    assert standing.propose(Phrase.of("党建")).counts.keys() == set(names)
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [level for level, _ in told] == ["ERROR", "WARNING"]
    assert "index.damaged" in told[0][1]
    assert "built anew" in told[1][1]
    level(catalog, engine)
    engine.close()


def test_whoever_waited_does_not_build_again(catalog: Catalog, tmp_path: Path) -> None:
    put(catalog, *"甲乙丙")
    one, other = (EmbeddedEngine(tmp_path / "index", ANALYZER) for _ in range(2))
    assert sync.rebuild(catalog, one, only_if_stale=True) == 3
    before = (tmp_path / "index" / "CURRENT").read_text()
    assert sync.rebuild(catalog, other, only_if_stale=True) == 0
    assert (tmp_path / "index" / "CURRENT").read_text() == before
    one.close()
    other.close()


@pytest.mark.parametrize("indexed", [pytest.param(True, id="an index behind"), pytest.param(False, id="no index")])
def test_what_changes_once_more_while_it_is_laid_over_the_index_is_not_lost(
    catalog: Catalog, tmp_path: Path, indexed: bool
) -> None:
    """The log tells of each report only its last change: it may be younger than the state that was asked for."""
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER, lock_seconds=0.0)
    first, second = put(catalog, "甲", "乙")
    if indexed:
        sync.catch_up(catalog, engine)
    third = put(catalog, "丙")[0]
    last = catalog.last_change()
    catalog.edit(first, {"year": 2022})
    catalog.edit(third, {"year": 2022})
    standing = FallbackEngine(engine, catalog, ANALYZER)
    standing._lay_over(last)
    assert standing._merged(lambda one: one.propose(Phrase.of("党建")), _proposals).counts.keys() == {
        first,
        second,
        third,
    }
    engine.close()


def test_what_a_behind_index_holds_of_a_changed_report_counts_no_more(catalog: Catalog, tmp_path: Path) -> None:
    """Three reports changed behind the index's back: rewritten without the wording, removed, and with it again."""
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER, lock_seconds=0.0)
    rewritten, removed, kept = put(catalog, "甲", "乙", "丙")
    sync.catch_up(catalog, engine)
    put(catalog, "甲", text="廉政")
    catalog.remove(removed)
    put(catalog, "丙", text="党建党建")
    standing = FallbackEngine(engine, catalog, ANALYZER)
    with closing(sqlite3.connect(tmp_path / "index" / "lock", isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # nobody can bring the index level
        asked = Phrase.of("党建")
        proposal = standing.propose(asked)
        assert dict(proposal.counts) == {kept: 2}
        assert proposal.exact
        assert standing.score(asked, proposal.counts).keys() == {kept}
        assert standing.cards().keys() == {rewritten, kept}
        assert dict(standing.propose(Phrase.of("廉政")).counts) == {rewritten: 1}
    engine.close()


def test_waiting_for_the_index_is_not_the_questions_time(catalog: Catalog, tmp_path: Path) -> None:
    """The index is gone and another program holds its lock: longer than the question may take."""
    folder = tmp_path / "index"
    engine = EmbeddedEngine(folder, ANALYZER, lock_seconds=0.5)
    names = put(catalog, "甲", "乙")
    standing = FallbackEngine(engine, catalog, ANALYZER)
    asked = Phrase.of("党建")
    assert standing.propose(asked).counts.keys() == set(names)
    shutil.rmtree(folder)
    folder.mkdir()
    with closing(sqlite3.connect(folder / "lock", isolation_level=None)) as lock, deadline.limited(0.05):
        lock.execute("BEGIN EXCLUSIVE")
        assert standing.propose(asked).counts.keys() == set(names)
    engine.close()
