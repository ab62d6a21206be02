"""What only the store of positions has: segments, tombstones, merges, takeovers, damage, and rules that change."""

from __future__ import annotations

import errno
import os
import random
import re
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import EngineError
from archive.storage import disk
from archive.text.fold import fold_text
from indexer.analysis.analyzer import analyzer
from indexer.document import Document, Turn
from indexer.index import ranking
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.exact_store import Posted, WordPostings
from indexer.index.embedded.positions import bulk, dense_rows, many_texts, postings, segment_merge, writing
from indexer.index.embedded.positions import manifest as manifests
from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import SegmentBuilder
from indexer.index.embedded.positions.store import PositionStore
from indexer.index.embedded.words.word_index import PostingBlock
from indexer.index.memory import MemoryEngine
from indexer.index.ranked import RankedQuestion
from indexer.query.model import All, Any, Except, Gapped, Near, Not, Part, Phrase, Query, Scope, Words
from indexer.query.nodes import counts as counting
from indexer.search.relevance.ordering import ordered
from tests.indexer.index.test_engine_contract import document

ANALYZER = analyzer()
LETTERS = "党建责任人民一二,。"


def made(name: str, dice: random.Random, change: int = 1) -> Document:
    """A report of short passages of few characters, with two turns."""
    passages = ["".join(dice.choices(LETTERS, k=dice.randrange(12))) for _ in range(dice.randint(1, 4))]
    one = document(name, *passages, title=dice.choice(["党建", "责任", None]), year=dice.choice([2020, 2021, None]))
    return replace(one, change=change, outline=(Turn(1, 0, "履职情况", True), Turn(len(passages), 0, None, False)))


def store_at(folder: Path, k: Arrays | None = None) -> PositionStore:
    """An empty store, in force."""
    store = PositionStore.create(folder, "ours", k)
    store.settle()
    return store


QUERIES: list[Query] = [
    *(Phrase.of(text) for text in ("党", "党建", "建责任", "人民人民", "一一", "责任,党", "没有")),
    Any((Phrase.of("党建"), Phrase.of("建责"))),
    Any((Phrase.of("人民"), Phrase.of("人民人"), Phrase.of("民人民"))),
    All((Phrase.of("党"), Not(Phrase.of("责任")))),
    All((Any((Phrase.of("一二"), Phrase.of("二一"))), Phrase.of("一"))),
    Not(Any((Phrase.of("党"), Phrase.of("一")))),
    Words(("党", "民"), Phrase.of("党民")),
    *(Scope(name, All((Phrase.of("党"), Phrase.of("民")))) for name in ("同句", "同段", "同节")),
    Scope("同句", All((Phrase.of("党"), Not(Phrase.of("民"))))),
    Near((Phrase.of("党"), Any((Phrase.of("人"), Phrase.of("民")))), (2,)),
    Gapped((Phrase.of("党"), Phrase.of("民"))),
    Except(Phrase.of("一"), Gapped((Phrase.of("一"), Phrase.of("一")))),
    All((Part("履职情况"), Phrase.of("党"))),
    All((Not(Part("履职情况")), Phrase.of("民"))),
    Any((Phrase.of("党"), Scope("同段", All((Phrase.of("党"), Phrase.of("建责")))))),
]


def agree(store: PositionStore, documents: dict[str, Document]) -> None:
    """The store says what a scan of these reports says."""
    oracle = MemoryEngine(ANALYZER)
    oracle.update(documents.values(), (), 1)
    for query in QUERIES:
        truth, told = oracle.propose(query).counts, store.propose(query)
        assert told.exact
        assert told.counts.keys() == truth.keys(), query
        known = {name: count for name, count in told.counts.items() if count is not None}
        assert known == {name: truth[name] for name in known}, query
        assert isinstance(query, Words) or len(known) == len(truth), "only words apart are left to the text"
    assert store.cards() == oracle.cards()
    assert all(store.holds(one) for one in documents.values())


@pytest.mark.parametrize(("seed", "k"), [(1, arrays()), (2, arrays()), (3, plain())], ids=["one", "another", "plain"])
def test_whatever_comes_and_goes_the_store_says_what_a_scan_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, k: Arrays
) -> None:
    """Reports in, out and anew, with merges of every kind between; and once more as it lies on the disk."""
    monkeypatch.setattr(segment_merge, "FACTOR", 3)
    monkeypatch.setattr(segment_merge, "MOST", 5)
    monkeypatch.setattr(segment_merge, "SMALL", 16_000)
    monkeypatch.setattr(dense_rows, "LEAST", 2)
    monkeypatch.setattr(dense_rows, "OFTEN", 1)
    dice, living = random.Random(seed), dict[str, Document]()
    store = store_at(tmp_path / "store", k)
    for change in range(1, 31):
        fresh = [made(f"r{dice.randrange(20)}", dice, change) for _ in range(dice.randrange(4))]
        gone = {f"r{dice.randrange(20)}" for _ in range(dice.randrange(3))} - {one.id for one in fresh}
        store.update(fresh, gone, change)
        living = {name: one for name, one in living.items() if name not in gone} | {one.id: one for one in fresh}
        if change % 7 == 0:
            place = tmp_path / f"place{change}"
            place.mkdir()
            store.merge(place, nullcontext())
        if change % 5 == 0:
            agree(store, living)
    assert (store.held().last_change, store.held().reports) == (30, len(living))
    agree(PositionStore(tmp_path / "store", plain() if k is arrays() else arrays()), living)
    named = {part.name for part in manifests.read(tmp_path / "store").parts}
    assert {path.name for path in (tmp_path / "store").iterdir()} == {"CURRENT", *named}, "nothing is left over"


def test_numpy_and_plain_python_write_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte, segments and what they are merged to, large places included."""
    monkeypatch.setattr(dense_rows, "LEAST", 2)
    dice = random.Random(5)
    documents = [made(f"r{n}", dice) for n in range(12)] + [document("long", "党建" * 50_000, "尾")]
    for name, k in (("quick", arrays()), ("slow", plain())):
        for number, half in enumerate((documents[:7], documents[7:])):
            builder = SegmentBuilder(k)
            for one in half:
                builder.add(one)
            builder.write(tmp_path / f"{name}{number}")
        parts = [(Segment(tmp_path / f"{name}{n}", k), frozenset({1}) if n else frozenset()) for n in range(2)]
        segment_merge.merge(tmp_path / f"{name}2", parts, k)
    for number in range(3):
        assert (tmp_path / f"quick{number}").read_bytes() == (tmp_path / f"slow{number}").read_bytes()


def test_a_merge_gives_the_segment_that_all_reports_at_once_give(tmp_path: Path) -> None:
    dice, k = random.Random(6), arrays()
    documents = [made(f"r{n}", dice) for n in range(9)]
    for name, some in (("a", documents[:4]), ("b", documents[4:]), ("whole", [documents[0], *documents[2:]])):
        builder = SegmentBuilder(k)
        for one in some:
            builder.add(one)
        builder.write(tmp_path / name)
    segment_merge.merge(
        tmp_path / "merged",
        [(Segment(tmp_path / "a", k), frozenset({1})), (Segment(tmp_path / "b", k), frozenset())],
        k,
    )
    merged, whole = Segment(tmp_path / "merged", k), Segment(tmp_path / "whole", k)
    for name, section in whole.file.sections.items():
        if name not in ("stretches", "dense", "values", "value_ends") and not name.startswith("card_"):
            assert merged.file.part(name) == whole.file.part(name), (name, section)
    assert [merged.cards.card(n) for n in range(8)] == [whole.cards.card(n) for n in range(8)]


def test_lists_longer_than_a_stretch_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built and merged stretch by stretch of ten places; a character's pairs lie in several."""
    k = arrays()
    monkeypatch.setattr(type(k), "room", 10)
    monkeypatch.setattr(dense_rows, "LEAST", 2)
    dice = random.Random(7)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(30)}
    store = PositionStore.create(tmp_path / "store", "ours", k)
    store.update(documents.values(), (), 1)
    agree(store, documents)
    store.settle()
    assert len(manifests.read(tmp_path / "store").parts) == 1
    agree(store, documents)


@pytest.mark.parametrize("code", ["B", "H"])
def test_a_place_is_looked_for_in_a_list_that_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Lists of several groups, with the same upper half and with another; places before, between and behind theirs."""
    monkeypatch.setattr(postings, "high_code", lambda _: code)
    dice = random.Random("single")
    passages = ["".join(dice.choices(LETTERS, k=700)) for _ in range(100)]
    store = store_at(tmp_path / "store")
    store.update([document("a", *passages[:50]), document("b", *passages[50:])], (), 1)
    (name,) = [part.name for part in store.now().manifest.parts]
    for k in (arrays(), plain()):
        known = Segment(tmp_path / "store" / name, k).postings
        asked = Segment(tmp_path / "store" / name, k).postings
        assert known.place_ends[-1] > 1 << 16
        for key in (known.index(postings.key_of(*pair)) for pair in ("党建", "一一", "任人")):
            assert key is not None
            places = list(map(int, known.places(key)))
            for place in (*dice.sample(places, 20), places[0], places[-1]):
                wanted = k.numbers([place - 1, place, place + 1])
                near = k.view(bytes(k.raw(wanted, "I")), "I")
                for some in (near[:1], near[1:3], near[:0]):
                    found = [int(one) for one in asked.holding(k.before(some, 3), 3, key)]
                    assert found == [int(one) - 3 for one in some if int(one) in places]
            assert list(asked.holding(k.view(bytes(k.raw([1 << 20], "I")), "I"), 0, key)) == []


@pytest.mark.parametrize("k", [arrays(), plain()], ids=lambda k: k.name)
def test_many_texts_at_once_are_found_where_each_is_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, k: Arrays
) -> None:
    """Of several segments, in portions, long lists looked for one by one, with reports that are gone or not allowed."""
    monkeypatch.setattr(many_texts, "AT_ONCE", 50)
    monkeypatch.setattr(postings, "LONG", 30)
    monkeypatch.setattr(postings, "FEW", 3)
    dice = random.Random("many")
    store = store_at(tmp_path / "store", k)
    for change in range(1, 4):
        documents = {f"r{n}": made(f"r{n}", dice, change) for n in range(3 * change, 3 * change + 20)}
        store.update(documents.values(), {f"r{change}"}, change)
    now = store.now()
    passages = ["".join(dice.choices(LETTERS, k=dice.randrange(1, 7))) for _ in range(300)]
    texts = [*dict.fromkeys(passages), "", "党" * 30, "没有过的字"]
    for allowed in (None, k.mask(range(0, now.ordinals, 2), now.ordinals)):
        found = many_texts.holders(now, texts, allowed)
        assert found == [k.pairs_of(now.counts(text, allowed))[0] if text else [] for text in texts]
    assert sum(map(len, found)) > 100


def test_what_has_no_room_in_one_segment_stays_in_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positions are numbers of 32 bits; here a segment is full with two or three reports."""
    k = arrays()
    monkeypatch.setattr(type(k), "room", 10)
    monkeypatch.setattr(segment_merge, "LARGEST", 6_000)
    monkeypatch.setattr(segment_merge, "FACTOR", 3)
    monkeypatch.setattr(segment_merge, "MOST", 6)
    dice = random.Random(15)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(9)}
    store = PositionStore.create(tmp_path / "store", "ours", k)
    store.update(documents.values(), (), 1)
    store.settle()
    assert len(manifests.read(tmp_path / "store").parts) > 1
    agree(store, documents)
    for change in range(2, 9):
        documents[f"n{change}"] = made(f"n{change}", dice)
        store.update([documents[f"n{change}"]], (), change)
    assert all(part.size <= 6_000 for part in manifests.read(tmp_path / "store").parts)
    agree(store, documents)


def test_a_large_build_is_merged_while_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pieces at a time; reports that came already come again and go, whether their piece was merged or not."""
    k = arrays()
    monkeypatch.setattr(type(k), "room", 10)
    monkeypatch.setattr(bulk, "PIECES", 3)
    dice = random.Random(16)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(20)}
    store = PositionStore.create(tmp_path / "store", "ours", k)
    for step in range(4):
        again = {f"r{n}": made(f"r{n}", dice) for n in range(5 * step, 5 * step + 3)}
        store.update([documents[f"r{n}"] for n in range(5 * step, 5 * step + 5)], (), 1)
        gone = {f"r{dice.randrange(5 * step + 3)}"}
        store.update(again.values(), gone - again.keys(), 1)
        documents |= again
        for name in gone - again.keys():
            documents.pop(name, None)
    agree(store, documents)
    store.settle()
    assert len(manifests.read(tmp_path / "store").parts) == 1
    agree(store, documents)


@pytest.mark.parametrize("room", [10, 1 << 20], ids=["of pieces", "at once"])
def test_only_what_stays_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """What is in force outlives a power cut; the pieces that it was merged of need not."""
    k = arrays()
    monkeypatch.setattr(type(k), "room", room)
    monkeypatch.setattr(bulk, "PIECES", 3)
    synced: list[tuple[int, int]] = []

    def noted(descriptor: int) -> None:
        found = os.fstat(descriptor)
        synced.append((found.st_ino, found.st_size))

    monkeypatch.setattr(disk, "sync_file", noted)
    dice = random.Random(17)
    store = PositionStore.create(tmp_path / "store", "ours", k)
    store.update([made(f"r{n}", dice) for n in range(9)], (), 1)
    assert not [size for _, size in synced if size > 1_000], "no segment, but what says that there is none"
    store.settle()
    (segment,) = (tmp_path / "store").glob("*.segment")
    large = [one for one in synced if one[1] > 1_000]
    assert large == [(segment.stat().st_ino, segment.stat().st_size)]


def test_what_goes_while_a_merge_is_made_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Upkeep merges without the lock; a report is removed, one is replaced and one comes in the meantime."""
    monkeypatch.setattr(segment_merge, "FACTOR", 3)
    monkeypatch.setattr(segment_merge, "SMALL", 1)
    dice = random.Random(8)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(9)}
    store, other = store_at(tmp_path / "store"), PositionStore(tmp_path / "store")
    for change, number in enumerate(range(0, 9, 3), 1):
        store.update([documents[f"r{number + n}"] for n in range(3)], {"r1"} if number else (), change)
    del documents["r1"]
    fresh = made("r4", dice, 5), made("new", dice, 5)

    @contextmanager
    def locked() -> Iterator[None]:
        other.update(fresh, {"r7"}, 5)
        yield

    with store.session():
        assert store.merge(tmp_path, locked())
        agree(store, documents)  # who is inside the old state goes on in it
    documents |= {one.id: one for one in fresh}
    del documents["r7"]
    agree(store, documents)
    assert len(manifests.read(tmp_path / "store").parts) == 2
    assert store.held().last_change == 5


def test_a_merge_gives_way_to_another_that_was_quicker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    monkeypatch.setattr(segment_merge, "SMALL", 1)
    dice = random.Random(9)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(4)}
    store, other = store_at(tmp_path / "store"), PositionStore(tmp_path / "store")
    for change, one in enumerate(documents.values(), 1):
        store.update([one], (), change)
    (tmp_path / "quicker").mkdir()

    @contextmanager
    def locked() -> Iterator[None]:
        assert other.merge(tmp_path / "quicker", nullcontext())
        yield

    assert not store.merge(tmp_path, locked())
    agree(store, documents)


def test_without_room_a_merge_is_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    dice = random.Random(10)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(3)}
    store = store_at(tmp_path / "store")
    monkeypatch.setattr(disk, "free", lambda _: 100)
    for change, one in enumerate(documents.values(), 1):
        store.update([one], (), change)
    assert len(manifests.read(tmp_path / "store").parts) == 3
    assert store.waits_for_room()
    agree(store, documents)
    monkeypatch.undo()
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    assert not store.waits_for_room()
    assert store.merge(tmp_path, nullcontext())
    agree(store, documents)


def test_a_merge_that_finds_the_disk_full_undoes_no_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is in force before anything is merged; the half-made segment is gone."""
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    dice = random.Random(14)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(2)}
    store = store_at(tmp_path / "store")
    real, full = os.write, False

    def write(descriptor: int, data: bytes) -> int:
        if full and next_segment(tmp_path / "store") > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    store.update([documents["r0"]], (), 1)
    full = True
    store.update([documents["r1"]], (), 2)
    full = False
    assert store.held().last_change == 2
    assert len(manifests.read(tmp_path / "store").parts) == 2
    assert next_segment(tmp_path / "store") == 3
    agree(store, documents)
    store.update([], {"r0"}, 3)
    del documents["r0"]
    assert len(manifests.read(tmp_path / "store").parts) == 1
    agree(store, documents)


def next_segment(folder: Path) -> int:
    return max([0, *(int(path.name[:6]) for path in folder.glob("*.segment"))]) + 1


class HeldOpenError(PermissionError):
    """As Windows refuses to delete what a reader has open."""

    winerror = 32


def test_what_windows_holds_open_goes_with_the_next_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write does not wait for it: whoever reads, this process too, may hold it for long."""
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    real, held = Path.unlink, True

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if held and path.suffix == ".segment":
            raise HeldOpenError
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    store = store_at(tmp_path / "store")
    for change, name in enumerate("ab", 1):
        store.update([document(name, "党建")], (), change)
    kept = {part.name for part in manifests.read(tmp_path / "store").parts}
    assert len(kept) == 1
    assert len(list((tmp_path / "store").glob("*.segment"))) == 3
    held = False
    store.update([document("c", "党建")], (), 3)
    named = {part.name for part in manifests.read(tmp_path / "store").parts}
    assert {path.name for path in (tmp_path / "store").glob("*.segment")} == named
    assert set(store.cards()) == {"a", "b", "c"}


def test_large_segments_wait_for_upkeep_until_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is small enough for a write to merge; beyond MOST it merges all the same, once what it wrote is in force."""
    monkeypatch.setattr(segment_merge, "SMALL", 1)
    monkeypatch.setattr(segment_merge, "MOST", 10)
    store, most, merged = store_at(tmp_path / "store"), 0, list[int]()
    real = segment_merge.merge

    def merge(path: Path, parts: list[tuple[Segment, frozenset[int]]], k: Arrays, *, lasting: bool = True) -> None:
        merged.append(manifests.read(path.parent).last_change)
        real(path, parts, k, lasting=lasting)

    monkeypatch.setattr(segment_merge, "merge", merge)
    for change in range(1, 26):
        store.update([document(f"r{change}", "党建")], (), change)
        most = max(most, len(manifests.read(tmp_path / "store").parts))
    assert most == 10
    assert merged[0] == 11, "the report that came eleventh is in force before anything is merged"
    assert len(store.cards()) == 25


def test_a_name_is_never_given_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left of the newest segment, which is away: another of its name would be taken for it by readers."""
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    store, reader = store_at(tmp_path / "store"), PositionStore(tmp_path / "store")
    store.update([document("a", "党建")], (), 1)
    assert set(reader.cards()) == {"a"}
    named = {part.name for part in manifests.read(tmp_path / "store").parts}
    store.update([], {"a"}, 2)
    store.merge(tmp_path, nullcontext())
    assert manifests.read(tmp_path / "store").parts == ()
    store.update([document("b", "责任")], (), 3)
    assert not named & {part.name for part in manifests.read(tmp_path / "store").parts}
    assert set(reader.cards()) == {"b"}


def test_a_reader_that_is_overtaken_by_merges_reads_what_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has read CURRENT, and before it opens a segment that is merged away."""
    monkeypatch.setattr(segment_merge, "FACTOR", 2)
    dice = random.Random(11)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(3)}
    store, late = store_at(tmp_path / "store"), PositionStore(tmp_path / "store")
    read, times = manifests.read, 0

    def overtaken(folder: Path) -> manifests.Manifest:
        nonlocal times
        found, times = read(folder), times + 1
        if times == 1:
            writer = PositionStore(folder)
            for change, one in enumerate(documents.values(), 1):
                writer.update([one], {"old"}, change)
        return found

    store.update([made("old", dice)], (), 0)
    monkeypatch.setattr(manifests, "read", overtaken)
    agree(late, documents)
    assert times > 1


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


HARMS: list[tuple[str, Callable[[Path], object]]] = [
    ("a byte of the segment", lambda folder: _flip(next(folder.glob("*.segment")), 40)),
    ("a byte of its directory", lambda folder: _flip(next(folder.glob("*.segment")), -40)),
    ("a byte of CURRENT", lambda folder: _flip(folder / "CURRENT", 9)),
    ("no CURRENT", lambda folder: (folder / "CURRENT").unlink()),
    ("no segment", lambda folder: next(folder.glob("*.segment")).unlink()),
    ("half a segment", lambda folder: next(folder.glob("*.segment")).write_bytes(b"baogao positions")),
    ("no folder", lambda folder: folder.rename(folder.with_name("away"))),
]


@pytest.mark.parametrize(("what", "harm"), HARMS, ids=[what for what, _ in HARMS])
def test_damage_is_told_and_never_answered(tmp_path: Path, what: str, harm: Callable[[Path], object]) -> None:
    dice = random.Random(12)
    store_at(tmp_path / "store").update([made(f"r{n}", dice) for n in range(9)], (), 1)
    harm(tmp_path / "store")
    store = PositionStore(tmp_path / "store")
    with pytest.raises(EngineError) as told:
        [store.propose(query) for query in QUERIES]
    assert told.value.code == "index.damaged", what


def test_the_engine_owns_up_to_damage_and_heals(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
    engine.update([document("a", "党建责任")], (), 1)
    segment = next((tmp_path / "index").glob("positions-*/*.segment"))
    assert list(engine.harms()) == []
    assert all(piece is None for piece in engine.patrol())
    _flip(segment, 30)
    assert [str(path.name) for path, _ in engine.harms()] == [segment.parent.name]
    assert any(piece is not None for piece in engine.patrol())
    segment.unlink()
    assert engine.state().fingerprint == "", "a missing segment is seen at once"
    with engine.replacement() as fresh:
        fresh.update([document("a", "党建责任")], (), 1)
    assert dict(engine.propose(Phrase.of("党建")).counts) == {"a": 1}


def test_a_rule_that_changes_makes_the_index_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences that were cut by another rule would lie, so nothing of the old index is asked."""
    engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
    one = document("a", "党建,责任。人民")
    engine.update([one], (), 1)
    assert engine.state().fingerprint
    assert _sentences(tmp_path) == [0, 6]
    monkeypatch.setattr(counting, "SENTENCE", re.compile("[^\n,。]*[,。]+|[^\n,。]+"))
    assert engine.state().fingerprint == ""
    with engine.replacement() as fresh:
        fresh.update([one], (), 1)
    assert engine.state().fingerprint
    assert _sentences(tmp_path) == [0, 3, 6]
    engine.close()


def _sentences(folder: Path) -> list[int]:
    (path,) = sorted((folder / "index").glob("positions-*/*.segment"))
    return list(map(int, Segment(path, plain()).numbers("sentence_starts")))


CHANGES = [
    pytest.param(lambda one: replace(one, passages=("党建", "责任")), id="where a passage ends"),
    pytest.param(lambda one: replace(one, outline=(Turn(1, 0, "履职情况", True),)), id="a section"),
    pytest.param(lambda one: replace(one, card=replace(one.card, unit="某局")), id="the card"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_report_is_held_only_as_it_is(tmp_path: Path, change: Callable[[Document], Document]) -> None:
    """`check` compares text, turns, parts and card."""
    one = document("a", fold_text("党建责任"))
    store = store_at(tmp_path / "store")
    store.update([one], (), 1)
    assert store.holds(one)
    other = change(one)
    assert not store.holds(other)
    store.update([other], (), 2)
    assert store.holds(other)
    assert store.held().reports == 1


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    one = document("a", "党建责任")
    store = store_at(tmp_path / "store")
    for change in (1, 2):
        store.update([one], (), change)
    assert [(part.name, len(part.gone)) for part in manifests.read(tmp_path / "store").parts] == [("000001.segment", 0)]


def test_units_lie_where_the_report_says(tmp_path: Path) -> None:
    """Passages, sentences and turns, with those that are empty, and behind a report before them."""
    one = replace(
        document("b", "", "党建。责任!人", "", "民"), outline=(Turn(2, 3, "履职情况", True), Turn(4, 0, None, False))
    )
    store = store_at(tmp_path / "store")
    store.update([document("a", "一" * 64), one], (), 1)
    (segment,) = store.now().segments
    base = 128
    assert list(map(int, segment.bases)) == [0, base, base + 64]
    assert list(map(int, segment.passage_starts)) == [0, base, base + 1, base + 9, base + 10]
    assert list(map(int, segment.numbers("sentence_starts"))) == [0, base + 1, base + 4, base + 7, base + 10]
    assert list(map(int, segment.numbers("turn_starts"))) == [0, base, base + 4, base + 10]
    assert [int(kind) & 1 for kind in segment.numbers("turn_kinds", "B")] == [1, 1, 1, 0]


@pytest.mark.parametrize("k", [arrays(), plain()], ids=["quick", "plain"])
def test_the_order_is_that_of_every_engine_to_the_last_bit(tmp_path: Path, k: Arrays) -> None:
    """Scores of phrases, of titles and of words that were typed bare; ties go to the newer, then to the id."""
    dice = random.Random(13)
    documents = {f"r{n}": made(f"r{n}", dice) for n in range(40)}
    store, oracle = store_at(tmp_path / "store", k), MemoryEngine(ANALYZER)
    for change, some in enumerate((list(documents)[:25], list(documents)[20:]), 1):
        store.update([documents[name] for name in some], {"r3"}, change)
    del documents["r3"]
    oracle.update(documents.values(), (), 1)
    words = {word: oracle.propose(Phrase.of(word)).counts for word in ("党建", "责任", "人民")}
    asked = [
        *[query for query in QUERIES if not isinstance(query, Words)],
        Phrase.of("党建", quoted=True),
        Any((Phrase.of("人民"), Phrase.of("责任", quoted=True))),
    ]
    for query in asked:
        counts = oracle.propose(query).counts
        times = {word: {name: count or 0 for name, count in found.items()} for word, found in words.items()}
        posted = posted_as(times)
        ranked = store.ranked(RankedQuestion(query), ANALYZER, posted)
        if ranked is None:  # a question that texts have to decide
            assert not store.propose(query).exact or None in store.propose(query).counts.values()
            continue
        scores = oracle_scores(query, documents, times, counts)
        order = ordered("relevance", {name: count or 0 for name, count in counts.items()}, oracle.cards(), scores)
        rows = ranked.rows(0, len(order) + 1)
        assert [tuple(row) for row in rows] == [(name, counts[name], scores.get(name, 0.0)) for name in order], query
        assert (ranked.total_reports, ranked.total_matches) == (
            len(order),
            sum(count or 0 for count in counts.values()),
        )
        best = store.ranked(RankedQuestion(query), ANALYZER, posted)
        assert best is not None
        assert best.rows(1, 3) == rows[1:3]


@pytest.mark.parametrize("k", [arrays(), plain()], ids=["quick", "plain"])
def test_words_that_count_for_a_report_that_is_not_there_are_damage(tmp_path: Path, k: Arrays) -> None:
    store = store_at(tmp_path / "store", k)
    store.update([document("a", "党建责任")], (), 1)
    spoiled = WordPostings(["a"], [PostingBlock(0, array("I", [1, 0]), array("I", [1, 1]))], Path("words"))
    with pytest.raises(EngineError) as caught:
        store.ranked(RankedQuestion(Phrase.of("党建")), ANALYZER, lambda _: spoiled)
    assert (caught.value.code, caught.value.evidence["path"]) == ("index.damaged", "words")


def posted_as(times: dict[str, dict[str, int]]) -> Posted:
    """The words as a generation of them lists them: numbers of its own, and reports that are gone."""
    ids = sorted({name for found in times.values() for name in found} | {"r3"}, reverse=True)

    def posted(word: str) -> WordPostings:
        found = {**times.get(word, {}), "r3": 9}
        numbers = [number for number, name in enumerate(ids) if name in found]
        counts = array("I", [found[ids[number]] for number in numbers])
        return WordPostings(ids, [PostingBlock(0, array("I", numbers), counts)], Path("words"))

    return posted


def oracle_scores(
    query: Query, documents: dict[str, Document], words: dict[str, dict[str, int]], ids: Collection[str]
) -> dict[str, float]:
    """By the dictionaries of `ranking`."""
    lengths = {name: sum(map(len, one.passages)) for name, one in documents.items()}
    oracle = MemoryEngine(ANALYZER)
    oracle.update(documents.values(), (), 1)
    figures = ranking.Figures(
        lengths=lengths,
        average=sum(lengths.values()) / len(lengths),
        phrase=lambda text: {name: count or 0 for name, count in oracle.propose(Phrase.of(text)).counts.items()},
        word=lambda word: words.get(word, {}),
        titles=lambda: {name: fold_text(one.card.title or "") for name, one in documents.items()},
    )
    return ranking.scores(query, ids, figures, ANALYZER)


def test_only_what_is_allowed_is_found_and_counted(tmp_path: Path) -> None:
    store = store_at(tmp_path / "store")
    store.update([document(name, "党建", year=year) for name, year in (("a", 2020), ("b", 2021), ("c", 2021))], (), 1)
    now = store.now()
    allowed = store.k.mask([now.by_id["a"], now.by_id["c"]], now.ordinals)
    ask = store.questions(allowed).propose
    assert set(ask(Phrase.of("党")).counts) == {"a", "c"}
    assert set(ask(Not(Phrase.of("责"))).counts) == {"a", "c"}
    assert set(ask(Any((Phrase.of("党"), Phrase.of("建")))).counts) == {"a", "c"}
    assert set(ask(Words(("党", "建"), Phrase.of("建党"))).counts) == {"a", "c"}
    years = {card.year: count for card, count in now.facets(("year",), now.permitted(allowed))}
    assert years == {2020: 1, 2021: 1}
    assert writing.due(tmp_path / "store", now.manifest, small=True) == []
