"""The index of the release before, read: what it answers is what a scan gives, and what was altered is damage."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import EngineError
from archive.text.fold import fold_text
from indexer.document import Document
from indexer.index.base import Engine
from indexer.index.embedded.earlier_layout import phrase_counts
from indexer.index.embedded.earlier_layout.bigram_store import EarlierStore
from indexer.index.embedded.earlier_layout.cooccurrence import LONG
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.holders import holders
from indexer.query.model import All, Any, Known, Not, Phrase, Query, Words
from tests.crash.mounts import mounted, needs_mounts
from tests.earlier_index import STORE, EarlierIndex
from tests.indexer.index.test_engine_contract import (
    ANALYZER,
    FONDS,
    OVERLAPS,
    agrees,
    counted,
    document,
    in_fonds,
    queries,
    reports,
    scores_agree,
    seeds,
    texts,
)

PARTY = Phrase.of("党建")
LETTERS = "党建工作"


def written(folder: Path, documents: Sequence[Document], *earlier: Document) -> EarlierIndex:
    """An index of `documents`; `earlier` are versions and reports that are gone."""
    index = EarlierIndex(folder / "index", ANALYZER)
    if earlier:
        index.update(earlier, (), 1)
    index.update(documents, {one.id for one in earlier} - {one.id for one in documents}, 2)
    return index


def opened(folder: Path, documents: Sequence[Document], *earlier: Document) -> EmbeddedEngine:
    written(folder, documents, *earlier).finish()
    return EmbeddedEngine(folder / "index", ANALYZER, lock_seconds=0.1)


@settings(max_examples=25, deadline=None)
@given(reports=reports, title=texts, asked=st.lists(queries, min_size=1, max_size=5), gone=st.booleans())
def test_law(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[str]], title: str, asked: list[Query], gone: bool
) -> None:
    documents = [document(f"r{n}", *passages, title=title) for n, passages in enumerate(reports)]
    store = EarlierStore(
        written(
            tmp_path_factory.mktemp("law"),
            documents,
            *([document("r0", "党建党建"), document("gone", "党", *reports[0])] if gone else []),
        ).path
    )
    for passages in reports:
        whole = fold_text("".join(passages))
        asked += [Phrase.of(whole[at : at + 3]) for at in range(0, len(whole), 3)]
    for query in asked:
        agrees(_as_engine(store), query, documents)
    phrases = sorted({query.text for query in asked if isinstance(query, Phrase)})
    held = [set(ids) for ids in store.holders(phrases)]
    assert held == [set(counted(Phrase.of(text), documents)) for text in phrases]
    assert store.cards() == {one.id: one.card for one in documents}
    assert all(store.holds(one) for one in documents)
    assert not store.holds(document("r0", "别的话"))


def _as_engine(store: EarlierStore) -> Engine:
    engine: Engine = store  # type: ignore[assignment] # of which only `propose` is asked
    return engine


def test_seeds(tmp_path: Path) -> None:
    documents = seeds()
    engine = opened(tmp_path, documents)
    state = engine.state()
    assert (state.last_change, state.reports, state.outdated, state.worn) == (2, 5, True, False)
    dice = random.Random(1)
    passages = [passage for item in documents for passage in item.passages if len(passage) > 12]
    for size in (1, 2, 3, 5, 12) * 12:
        passage = dice.choice(passages)
        at = dice.randrange(len(passage) - size + 1)
        agrees(engine, Phrase.of(passage[at : at + size]), documents)
    for phrase in (
        Phrase.of("一岗双责"),
        Phrase.of("*次"),
        Phrase.of("没有这样的话"),
        Phrase.of("党建责任", quoted=True),
    ):
        agrees(engine, phrase, documents)
        scores_agree(engine, phrase, documents)
    years = All((Known("年", known=False), Any((PARTY, Phrase.of("责任")))))
    agrees(engine, years, documents)
    words = Words(("党建", "责任"), Phrase.of("党建责任"))
    agrees(engine, words, documents)
    scores_agree(engine, words, documents)
    assert [set(ids) for ids in holders(engine, ["党建", "没有"])] == [
        set(counted(Phrase.of(text), documents)) for text in ("党建", "没有")
    ]
    engine.close()


@pytest.mark.parametrize("known", [True, False], ids=["by bm25", "where this SQLite computes another"])
def test_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    rows = [row.values for row in OVERLAPS]
    documents = [document(f"r{number}", str(text)) for number, (text, _, _) in enumerate(rows)]
    documents.append(document("across", "加强党", "建工作"))
    store = EarlierStore(written(tmp_path, documents).path)
    if not known:
        monkeypatch.setattr(phrase_counts, "CANARIES", (1, 2, 4))
    for number, (_, phrase, count) in enumerate(rows):
        agrees(_as_engine(store), Phrase.of(str(phrase)), documents)
        assert store.counts(str(phrase)).get(f"r{number}", 0) == count
    agrees(_as_engine(store), PARTY, documents)
    assert (store._last is not None and store._last.recovery is not None) is known
    for odd in "\0 A\x7f\u3000\"'\udce5":
        assert store.propose(Phrase(odd, "")).counts == store.propose(Phrase(f"党{odd}", "")).counts == {}


def test_every_character_is_found(tmp_path: Path) -> None:
    """FTS5's tokenizer took each character that folded text may hold, whatever ASCII or Unicode say of it."""
    dice = random.Random(7)
    points = [*range(0x3000), *dice.sample(range(0x3000, 0xD800), 300), *range(0xE000, 0xE040), *range(0xFDD0, 0xFDF0)]
    points += [*range(0xFF00, 0x10000), *dice.sample(range(0x10000, 0x110000), 300), 0x10FFFF]
    found = [c for c in map(chr, points) if fold_text(c) == c]
    dice.shuffle(found)
    text = "".join(found)
    store = EarlierStore(written(tmp_path, [document("a", text), document("b", "甲")]).path)
    with store.session():
        assert all(store.counts(c) == {"a": 1} for c in found[::3])
        assert all(store.counts(text[n : n + 2]) == {"a": 1} for n in range(0, len(text) - 1, 7))


APART = [
    pytest.param(("党的建设工作",), ["建设", "工作"], True, id="one passage"),
    pytest.param(("党的建设", "工作要点"), ["建设", "工作"], False, id="neighbouring passages"),
    pytest.param(
        ("党的建设", "", "建设好的工作"), ["建设", "工作"], True, id="the second place is the one that counts"
    ),
    pytest.param(("建设" + "的" * LONG + "工作",), ["建设", "工作"], True, id="a passage longer than NEAR reaches"),
    pytest.param(("建设" + "的" * LONG, "工作"), ["建设", "工作"], False, id="a long passage beside a short one"),
    pytest.param(("人民代表大会",), ["人民代表", "代表大会"], True, id="words that overlap"),
    pytest.param(("人民代表", "民代表大会"), ["人民代表", "代表大会"], False, id="a long word's pieces elsewhere"),
    pytest.param(("党的建设",), ["党", "设"], True, id="single characters, the last one too"),
    pytest.param(("党", "建设"), ["党", "建"], False, id="single characters in two passages"),
    pytest.param(("建设工作",), ["建设"], True, id="one word alone"),
    pytest.param(("建设工作",), ["建设", "A B"], False, id="what folded text never holds"),
    pytest.param((), ["建设", "工作"], False, id="no passage at all"),
]


@pytest.mark.parametrize(("passages", "words", "found"), APART)
@pytest.mark.parametrize("others", [0, 80], ids=["few reports", "many reports"])
def test_words_apart_look_at_one_passage_at_a_time(
    tmp_path: Path, passages: tuple[str, ...], words: list[str], found: bool, others: int
) -> None:
    filling = ("党的建设工作，人民代表大会",) if found else ("建设", "工作", "人民代表", "代表大会", "党", "设")
    documents = [document("asked", *passages), *(document(f"other {n}", *filling) for n in range(others))]
    store = EarlierStore(written(tmp_path, documents).path)
    assert ("asked" in store.together(words, ())) is found
    assert "asked" not in store.together(words, {"asked"})


@settings(max_examples=20, deadline=None)
@given(
    written_in=st.lists(st.lists(st.text(LETTERS, max_size=9), max_size=5), min_size=1, max_size=6),
    words=st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=3, unique=True),
    copies=st.sampled_from((1, 70)),
)
def test_words_apart_equal_a_scan(
    tmp_path_factory: pytest.TempPathFactory, written_in: list[list[str]], words: list[str], copies: int
) -> None:
    every = {f"{n}-{copy}": passages for n, passages in enumerate(written_in) for copy in range(copies)}
    documents = [document(name, *passages) for name, passages in every.items()]
    store = EarlierStore(written(tmp_path_factory.mktemp("law"), documents, document("gone", "".join(words))).path)
    held = {name for name, passages in every.items() if any(all(word in one for word in words) for one in passages)}
    assert store.together(words, ()) == held


def test_a_part_is_an_archive_that_holds_nothing_else(tmp_path: Path) -> None:
    documents = [in_fonds(document(f"r{n}", "党建责任" * (n % 4), "廉政"), FONDS[n % 3]) for n in range(9)]
    engine = opened(tmp_path, documents, document("r1", "党建"))
    for fonds in (frozenset({""}), frozenset(FONDS[1:]), frozenset({"none"})):
        part, readable = engine.within(fonds), [one for one in documents if one.card.fonds in fonds]
        assert part.cards() == {one.id: one.card for one in readable}
        for query in (PARTY, Not(PARTY), Words(("党建", "责任"), Phrase.of("党建责")), Phrase.of("党建责任")):
            agrees(part, query, readable)
            scores_agree(part, query, readable)
    engine.close()


def altered(path: Path) -> None:
    """Of each page a byte."""
    content = bytearray(path.read_bytes())
    for at in range(2000, len(content), 4096):
        content[at] ^= 1
    path.write_bytes(content)


def _one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _without_sums(path: Path) -> None:
    path.with_name(f"{path.name}-sums").unlink()


def _flipped_sums(path: Path) -> None:
    _one_byte(path.with_name(f"{path.name}-sums"))


def _died_before_its_sums(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET tick = tick + 1")


def _without_cards(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE card")


HARMS = [_one_byte, altered, _without_sums, _flipped_sums, _died_before_its_sums, _without_cards, Path.unlink]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__.strip("_"))
def test_what_was_altered_or_cannot_be_proven_is_damage(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Its successor is made from the catalog: nothing is asked of what may be wrong."""
    opened(tmp_path, [document("a", "党建" * 500), document("b", "廉政")]).close()
    harm(tmp_path / "index" / STORE)
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER, lock_seconds=0.1)
    assert engine.state().fingerprint == ""
    with pytest.raises(EngineError) as told:
        engine.propose(PARTY)
    assert told.value.code == "index.damaged"
    assert list(engine.harms())
    with engine.replacement() as fresh:
        fresh.update([document("a", "党建")], (), 3)
    assert dict(engine.propose(PARTY).counts) == {"a": 1}
    assert not (tmp_path / "index" / STORE).exists()
    engine.close()


def test_a_copy_is_as_good(tmp_path: Path) -> None:
    """Of another time, as after a restore: every page is compared, and nothing is accused."""
    opened(tmp_path, [document("a", "党建")]).close()
    path = tmp_path / "index" / STORE
    path.write_bytes(path.read_bytes())
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
    assert dict(engine.propose(PARTY).counts) == {"a": 1}
    assert list(engine.harms()) == []
    engine.close()


def test_a_file_system_that_is_read_only_is_no_hindrance(tmp_path: Path) -> None:
    needs_mounts("mount")
    index = written(tmp_path, [document("a", "党建"), document("b", "廉政")])
    index.finish()
    with mounted(str(index.folder), tmp_path / "m", "--bind"):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(tmp_path / "m")], check=True)
        engine = EmbeddedEngine(tmp_path / "m", ANALYZER, read_only=True)
        agrees(engine, PARTY, list(index.living.values()))
        scores_agree(engine, PARTY, list(index.living.values()))
        assert engine.state().outdated
        engine.close()


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = opened(tmp_path, [document("a", "党建", "党建责任"), document("b", "党建")])
    yield engine
    engine.close()


def test_threads_share_it_and_a_takeover_comes_between(asked: EmbeddedEngine) -> None:
    wrong: list[object] = []
    begun, done = threading.Barrier(4), threading.Event()

    def read() -> None:
        begun.wait()
        while True:
            last = done.is_set()
            counts = dict(asked.propose(PARTY).counts)
            if counts != {"a": 2, "b": 1} or not asked.score(Phrase.of("党建责任"), ["a"]):
                wrong.append(counts)
            if last:
                return

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait()
    with asked.replacement() as fresh:
        fresh.update([document("a", "党建", "党建责任"), document("b", "党建")], (), 2)
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not asked.state().outdated


def test_it_is_not_written_to(asked: EmbeddedEngine) -> None:
    with pytest.raises(EngineError) as told:
        asked.update([document("c", "党建", change=3)], (), 3)
    assert told.value.code == "index.damaged"
    assert dict(asked.propose(PARTY).counts) == {"a": 2, "b": 1}
    assert not asked.merge()
    assert not asked.waits_for_room()
