"""The reader of Whoosh's files answers what Whoosh's own reader of the same files does."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from archive.errors import EngineError
from indexer.index.embedded import word_store
from indexer.index.embedded.words import posting_blocks
from indexer.index.embedded.words.word_index import WordIndex

Texts = Mapping[str, Mapping[bytes, int]]
"""Words and their counts by a report's id."""

WORDS = ("党建", "责任", "a", "很长的一个词", "𠀀")
NAMES = ("r1", "r2", "r3", "报告四")
COUNTS = st.one_of(st.just(1), st.integers(1, 9), st.sampled_from([255, 256, 65_535, 65_536, 1 << 24]))
TEXTS = st.dictionaries(
    st.sampled_from(NAMES), st.dictionaries(st.sampled_from(WORDS).map(str.encode), COUNTS, max_size=4), max_size=4
)


def by_whoosh(folder: Path) -> dict[str, dict[str, int]]:
    """How often each word counts for each living report, posting by posting from Whoosh's own reader."""
    with index.open_dir(str(folder)).reader() as reader:
        ids = reader.column_reader("id") if reader.doc_count_all() else ()
        found: dict[str, dict[str, int]] = {}
        for word in WORDS:
            try:
                matcher = reader.postings("words", word.encode())
            except TermNotFound:
                matcher = None
            found[word] = {}
            while matcher is not None and matcher.is_active():
                found[word][ids[matcher.id()]] = int(matcher.weight())
                matcher.next()
    return found


def read(folder: Path) -> dict[str, dict[str, int]]:
    """The same by ours."""
    opened = WordIndex(folder)
    found = {word: dict(opened.frequencies(word)) for word in WORDS}
    for word in WORDS:
        told = [
            (opened.ids[base + number], count)
            for base, numbers, times in opened.postings(word)
            for number, count in zip(numbers, times, strict=True)
        ]
        assert {name: count for name, count in told if name} == found[word]
        assert len([name for name, _ in told if name]) == len(found[word]), "a report stands there once"
    opened.close()
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sets(st.sampled_from(NAMES)))
def test_what_is_written_is_read_as_whoosh_reads_it(updates: Sequence[Texts], gone: set[str]) -> None:
    """Built and extended: segments, deleted documents, counts of each width."""
    with tempfile.TemporaryDirectory() as path:
        folders = [Path(path) / str(number) for number in range(len(updates))]
        expected: dict[str, Mapping[bytes, int]] = {}
        for number, (folder, texts) in enumerate(zip(folders, updates, strict=True)):
            folder.mkdir()
            if number == 0:
                word_store.build(folder, texts.items())
            else:
                before = folders[number - 1]
                files = [one.name for one in before.iterdir()]
                word_store.extend(before, files, folder, texts.items(), gone)
                expected = {name: words for name, words in expected.items() if name not in gone}
            expected = {**expected, **texts}
            found = read(folder)
            assert found == by_whoosh(folder)
            assert found == {
                word: {name: words[word.encode()] for name, words in expected.items() if word.encode() in words}
                for word in WORDS
            }


def test_segments_that_are_merged_keep_every_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh's merge reads arrays through the codec's own matcher."""
    monkeypatch.setattr(word_store, "SEGMENTS", 2)
    rows = [(f"r{number}", {"党建".encode(): number, "责任".encode(): 1}) for number in range(1, 9)]
    before = tmp_path / "0"
    before.mkdir()
    word_store.build(before, rows[:1])
    for number, row in enumerate(rows[1:], 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        word_store.extend(before, [one.name for one in before.iterdir()], folder, [row], ())
        before = folder
    assert len(list(before.glob("*.trm"))) < 3
    found = read(before)
    assert found == by_whoosh(before)
    assert found["党建"] == {f"r{number}": number for number in range(1, 9)}


@pytest.mark.parametrize("reports", [1, 9, 300], ids=["plain", "compressed", "several blocks"])
def test_blocks_of_whoosh_itself_are_read(tmp_path: Path, reports: int) -> None:
    """Indexes that were made before blocks were arrays: pickled, with zlib from a few postings on."""
    whole = index.create_in(str(tmp_path), fields.Schema(id=fields.ID(sortable=True), words=word_store.WordsField()))
    writer = SegmentWriter(whole, codec=W3Codec(), compound=False)
    for number in range(reports):
        for word, count in (("党建", number % 300 + 1), ("责任", 1), ("a", 7)):
            writer.pool.add(("words", word.encode(), number, float(count), b""))
        writer.add_document(id=f"r{number}")
    writer.commit(merge=False)
    found = read(tmp_path)
    assert found == by_whoosh(tmp_path)
    assert found["a"] == {f"r{number}": 7 for number in range(reports)}


@pytest.mark.parametrize(
    "numbers", [[0], [255], [256], [0, 65_535], [1, 65_536], list(range(300))], ids=lambda numbers: str(numbers[-1])
)
@pytest.mark.parametrize("counts", [1, 2, 255, 256, 65_536], ids=str)
def test_a_block_of_any_width_comes_back(numbers: list[int], counts: int) -> None:
    times = [1] * (len(numbers) - 1) + [counts]
    data = posting_blocks.packed(numbers, times)
    found = posting_blocks.unpacked(data, len(numbers))
    assert (list(found[0]), list(found[1])) == (numbers, times)


def test_another_program_s_objects_are_not_made(tmp_path: Path) -> None:
    """A table of contents is unpickled without any class but plain ones."""
    word_store.build(tmp_path, [("r1", {b"a": 1})])
    table = next(tmp_path.glob("_MAIN_*.toc"))
    table.write_bytes(table.read_bytes().replace(b"W3Segment", b"SegmentXX").replace(b"whoosh.codec", b"posixx.codec"))
    with pytest.raises(EngineError, match="SegmentXX"):
        WordIndex(tmp_path)


@pytest.mark.parametrize("kind", [".toc", ".trm", ".pst", ".id.col"])
@pytest.mark.parametrize("spoil", ["cut", "bits", "zeros"])
def test_spoiled_files_are_called_damaged_and_never_a_bug(tmp_path: Path, kind: str, spoil: str) -> None:
    """Their sums are compared before they are opened; what the disk does afterwards has one name all the same."""
    word_store.build(tmp_path, [(f"r{n}", {word.encode(): n % 3 + 1 for word in WORDS}) for n in range(9)])
    path = next(path for path in tmp_path.iterdir() if path.name.endswith(kind))
    sound, dice = path.read_bytes(), random.Random(kind + spoil)
    codes = set()
    for _ in range(60):
        at = dice.randrange(len(sound))
        flipped = sound[:at] + bytes([sound[at] ^ 1 << dice.randrange(8)]) + sound[at + 1 :]
        spoiled = {"cut": sound[:at], "bits": flipped, "zeros": sound[:at] + bytes(len(sound) - at)}[spoil]
        path.write_bytes(spoiled)
        try:
            opened = WordIndex(tmp_path)
            for word in WORDS:
                opened.frequencies(word)
            opened.close()
        except EngineError as problem:
            codes.add(problem.code)
    assert codes == {"index.damaged"}


def test_files_that_are_gone_are_damage_too(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        WordIndex(tmp_path)
    assert caught.value.code == "index.damaged"
