"""What only the embedded engine has: files that break, two processes, takeovers, a fall-back, a cold start."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import EngineError
from archive.text.fold import fold_text
from indexer.analysis.analyzer import analyzer
from indexer.index.embedded import (
    bulk_build,
    exact_store,
    generations,
    word_store,
)
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.words import whoosh_files, word_index
from indexer.query.model import Not, Phrase
from tests.indexer.index.test_engine_contract import (
    ANALYZER,
    agrees,
    document,
    scores_agree,
)
from tests.shared_files import ROOT

DOCUMENTS = [document("a", "党建责任", "一岗双责"), document("b", "党建"), document("c", "廉政建设")]
PARTY = Phrase.of("党建")


def opened(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder / "index", ANALYZER, lock_seconds=0.1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an index of three reports, made by two updates, so that there are two generations."""
    engine = opened(tmp_path)
    engine.update(DOCUMENTS[:1], (), 1)
    engine.update(DOCUMENTS[1:], (), 3)
    engine.close()
    return tmp_path


def files(home: Path) -> list[str]:
    index = home / "index"
    current = json.loads((index / "CURRENT").read_text())
    inside = (path for name in (current["grams"], current["words"]) for path in (index / name).iterdir())
    return sorted(["CURRENT", *(path.relative_to(index).as_posix() for path in inside)])


@pytest.mark.parametrize("with_sum", [True, False], ids=["with its sum", "of an older program"])
def test_no_flipped_bit_names_other_files(tmp_path: Path, with_sum: bool) -> None:
    """Each is damage, which heals, or changes nothing: none makes the index a later program's, or a file of nobody.

    Without a sum a digit may become another: a file that is missing, or an older generation, each of which is seen.
    """
    engine = opened(tmp_path)
    engine.update(DOCUMENTS, (), 1)
    engine.close()
    path = tmp_path / "index" / "CURRENT"
    if not with_sum:
        bare = {name: value for name, value in json.loads(path.read_text()).items() if name in ("grams", "words")}
        path.write_text(json.dumps(bare))
    sound, names = path.read_bytes(), generations.current(tmp_path / "index")
    assert names is not None
    for bit in range(8 * len(sound)):
        path.write_bytes(sound[: bit // 8] + bytes([sound[bit // 8] ^ 1 << bit % 8]) + sound[bit // 8 + 1 :])
        told = _told(tmp_path / "index", names.layout)
        digits = not with_sum and told is not None and _without_digits(told) == _without_digits(names)
        assert told in (None, names) or digits, bit


def _told(index: Path, layout: int) -> generations.Current | None:
    """What CURRENT says; None where it is damaged."""
    try:
        return generations.current(index, layout)
    except EngineError as problem:
        if problem.code != "index.damaged":
            raise
        return None


def _without_digits(names: generations.Current) -> tuple[str, str]:
    digits = str.maketrans("123456789", "0" * 9)
    return names.grams.translate(digits), names.words.translate(digits)


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


@pytest.mark.parametrize("harm", [remove, empty, truncate, overwrite])
def test_state_owns_up_to_every_harm(
    home: Path, harm: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = files(home)
    assert len(names) > 8, "of positions and of words two segments each, their tables and manifests, and CURRENT"
    for name in names:
        copy = tmp_path_factory.mktemp("copy")
        shutil.copytree(home, copy, dirs_exist_ok=True)
        victim = copy / "index" / name
        harm(victim)
        engine = opened(copy)
        unsound = engine.state().last_change < 3
        if not unsound:  # same size, other content: a sum tells before anything is used
            assert harm is overwrite
            if name.endswith(".segment"):
                with pytest.raises(EngineError) as told:
                    engine.propose(PARTY)
                assert told.value.code == "index.damaged"
                with engine.replacement() as fresh:
                    fresh.update(DOCUMENTS, (), 3)
            else:
                assert engine.score(PARTY, ["a", "b"]).keys() == {"a", "b"}
                assert engine.state().last_change < 3
        if engine.state().fingerprint:  # an older generation of words serves, and the grams are whole
            agrees(engine, PARTY, DOCUMENTS)
            engine.update(DOCUMENTS[1:], (), 3)
        else:
            with engine.replacement() as fresh:
                fresh.update(DOCUMENTS, (), 3)
        assert engine.state().last_change == 3, name
        agrees(engine, PARTY, DOCUMENTS)
        scores_agree(engine, PARTY, DOCUMENTS)
        engine.close()


def test_damaged_positions_are_an_error_and_no_answer(home: Path) -> None:
    victim = max((home / "index").glob("positions-*/*.segment"))
    content = bytearray(victim.read_bytes())
    content[16:] = random.Random(1).randbytes(len(content) - 16)
    victim.write_bytes(content)
    engine = opened(home)
    with pytest.raises(EngineError) as error:
        engine.propose(PARTY)
    assert error.value.code == "index.damaged"
    engine.close()


def test_no_index_is_an_error_and_no_answer(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as error:
        opened(tmp_path).propose(PARTY)
    assert error.value.code == "index.missing"


def test_another_analyzer_or_fold_makes_it_stale(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("一岗双责\n", encoding="utf-8")
    engine = EmbeddedEngine(home / "index", analyzer(own))
    assert engine.state().fingerprint == ""
    with pytest.raises(EngineError):
        engine.update(DOCUMENTS, (), 9)
    engine.close()


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    ours = "tests.indexer.index.test_embedded"
    head = f"import sys; from pathlib import Path\nfrom {ours} import *\nfolder = Path(sys.argv[1])\n"
    command = [sys.executable, "-c", head + code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def say(process: subprocess.Popen[str], line: str = "") -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


READER = """
engine = opened(folder)
for line in sys.stdin:
    counts = engine.propose(PARTY).counts
    print(json.dumps([sorted(counts.items()), sorted(engine.score(PARTY, counts))]), flush=True)
"""


def test_a_reader_in_another_process_sees_each_takeover_at_its_next_query(home: Path) -> None:
    with run(READER, home) as reader:
        assert json.loads(say(reader)) == [[["a", 1], ["b", 1]], ["a", "b"]]
        engine = opened(home)
        engine.update([document("d", "党建,党建", change=4)], {"a"}, 4)
        assert json.loads(say(reader)) == [[["b", 1], ["d", 2]], ["b", "d"]]
        with engine.replacement() as fresh:
            fresh.update([document("e", "党建", change=5)], (), 5)
            assert json.loads(say(reader)) == [[["b", 1], ["d", 2]], ["b", "d"]]
        assert json.loads(say(reader)) == [[["e", 1]], ["e"]]
        for change in range(6, 12):  # more generations than are kept
            engine.update([document("e", "党建" * change, change=change)], (), change)
        assert json.loads(say(reader)) == [[["e", 11]], ["e"]]
        engine.close()
        assert reader.stdin is not None
        reader.stdin.close()


WRITER = """
engine = opened(folder)
with engine.replacement() as fresh:
    fresh.update([document("z", "党建")], (), 9)
    print("inside", flush=True)
    sys.stdin.readline()
    print("never", flush=True)
"""


def test_a_second_writer_is_told_and_a_killed_one_leaves_all_as_it_was(home: Path) -> None:
    engine = opened(home)
    with run(WRITER, home) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "inside"
        with pytest.raises(EngineError) as error:
            engine.update([], (), 4)
        assert error.value.code == "index.locked"
        agrees(engine, PARTY, DOCUMENTS)
        writer.kill()
    engine.update([document("d", "党建")], (), 4)
    assert set(engine.propose(PARTY).counts) == {"a", "b", "d"}
    left = {path.name for path in (home / "index").iterdir() if not path.name.isdecimal()}
    assert {name for name in left if name.startswith(("positions", "building"))} == {"positions-000001"}
    assert len(generations.generations(home / "index")) == 3, "what the dead writer left is swept away"
    engine.close()


def test_a_crash_between_the_two_stores_is_replayed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = opened(home)
    fourth = document("d", "党建", change=4)
    with monkeypatch.context() as patch:
        patch.setattr(generations, "take_over", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            engine.update([fourth], (), 4)
    assert engine.state().last_change == 3
    assert set(engine.propose(PARTY).counts) == {"a", "b", "d"}
    engine.update([fourth], (), 4)
    assert engine.state().last_change == 4
    scores_agree(engine, PARTY, [*DOCUMENTS, fourth])
    engine.close()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_threads_read_while_one_writes(home: Path) -> None:
    engine = opened(home)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            counts = engine.propose(PARTY).counts
            if set(counts) != {"a", "b"} or counts["a"] != 1 or not engine.score(PARTY, ["a"]):
                wrong.append(dict(counts))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for change in range(4, 12):
            engine.update([document("b", "党建" * change, change=change)], (), change)
        with engine.replacement() as fresh:
            fresh.update(DOCUMENTS, (), 12)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    engine.close()


def test_every_character_is_found(tmp_path: Path) -> None:
    """Each that folded text may hold, whatever ASCII or Unicode say of it."""
    dice = random.Random(7)
    points = [*range(0x3000), *dice.sample(range(0x3000, 0xD800), 300), *range(0xE000, 0xE040), *range(0xFDD0, 0xFDF0)]
    points += [*range(0xFF00, 0x10000), *dice.sample(range(0x10000, 0x110000), 300), 0x10FFFF]
    found = [c for c in map(chr, points) if fold_text(c) == c]
    assert {"\x1f", "*", "a", "1", "\\", "\ue000"} <= set(found)
    dice.shuffle(found)
    engine = opened(tmp_path)
    text = "".join(found)
    engine.update([document("a", text), document("b", "甲")], (), 1)
    assert fold_text(text) == text
    assert all(engine.propose(Phrase(c, c)).counts == {"a": 1} for c in found)
    assert all(engine.propose(Phrase(text[n : n + 2], "")).counts == {"a": 1} for n in range(0, len(text) - 1, 3))
    assert dict(engine.propose(Not(Phrase(found[0], ""))).counts) == {"b": 0}
    engine.close()


def test_what_folded_text_never_holds_is_no_hit(home: Path) -> None:
    engine = opened(home)
    for odd in "\0 A\x7f\u3000\"'":
        assert dict(engine.propose(Phrase(odd, "")).counts) == {}
        assert dict(engine.propose(Phrase(f"党{odd}", "")).counts) == {}
    engine.close()


def test_a_large_build_writes_its_words_in_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_build, "FEW", 10)
    monkeypatch.setattr(bulk_build, "BATCH", 3)
    documents = [document(f"r{n}", f"第{n}号党建责任报告", "一岗双责" * (n % 7)) for n in range(60)]
    engine = opened(tmp_path)
    with engine.replacement() as fresh:
        for start in range(0, 60, 8):
            fresh.update(documents[start : start + 8], (), 0)
        fresh.update((), {"r0"}, 60)
    scores_agree(engine, Phrase.of("党建责任"), documents[1:])
    before = engine.state()

    def given_up() -> None:
        with engine.replacement() as fresh:
            fresh.update(documents, (), 0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        given_up()
    assert engine.state() == before
    engine.close()


def test_merging_small_segments_keeps_the_large_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_store, "SEGMENTS", 4)
    documents = [document(f"r{n}", f"第{n}号党建责任") for n in range(40)]
    engine = opened(tmp_path)
    with engine.replacement() as fresh:
        fresh.update(documents, (), 1)
    for change in range(2, 9):
        documents.append(document(f"s{change}", "党建与责任" * change, change=change))
        engine.update(documents[-1:], (), change)
        scores_agree(engine, Phrase.of("党建责任"), documents)
    engine.close()


def test_worn_after_many_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_store, "_WORN_ROWS", 4)
    engine = opened(tmp_path)
    for change in range(1, 6):
        engine.update([document("a", f"第{change}版", change=change)], (), change)
    assert not engine.state().worn
    engine.update([document("a", "第6版", change=6)], (), 6)
    assert engine.state().worn
    with engine.replacement() as fresh:
        fresh.update([document("a", "第6版", change=6)], (), 6)
    assert not engine.state().worn
    engine.close()


COLD = """
engine = opened(folder)
state, query = engine.state(), Phrase.of("一岗双责", quoted=QUOTED)
proposal = engine.propose(query)
assert state.last_change == 3 and proposal.counts == {"a": 1}, (state, proposal)
assert engine.score(query, proposal.counts)["a"] > 0
late = "whoosh", "jieba", "rjieba", "multiprocessing", "indexer.index.embedded.earlier_layout.bigram_store"
print([name for name in late if name in sys.modules])
"""


@pytest.mark.parametrize("quoted", [True, False])
def test_a_question_loads_neither_whoosh_nor_a_dictionary(tmp_path: Path, quoted: bool) -> None:
    """A quoted one not even jieba's code; a bare one looks its words up in the dictionary's file."""
    engine = opened(tmp_path)
    engine.update(DOCUMENTS, (), 3)
    engine.close()
    code = COLD.replace("opened(folder)", "EmbeddedEngine(folder / 'index', analyzer())")
    code = code.replace("QUOTED", repr(quoted))
    head = (
        "import sys; from pathlib import Path\nfrom indexer.analysis.analyzer import analyzer\n"
        "from indexer.index.embedded.engine import EmbeddedEngine\nfrom indexer.query.model import Phrase\n"
        "folder = Path(sys.argv[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ("[]" if quoted else "['jieba']")


def test_characters_are_known_to_this_unicode() -> None:
    """The property above rests on private use and unassigned characters that fold to themselves."""
    assert unicodedata.category("\ue000") == "Co"
    assert fold_text("\ufdd0") == "\ufdd0"


@pytest.mark.parametrize("problem", [FileNotFoundError("a segment"), ValueError("an empty file"), None])
def test_a_generation_that_is_swept_away_while_it_is_opened_costs_one_ranking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception | None
) -> None:
    """It was proven, and before it was opened others wrote: that question is ranked without words, the next with."""
    engine = opened(tmp_path)
    engine.update([document("a", "党建责任"), document("b", "责任重于党建")], (), 1)
    bare = Phrase.of("党建责任")
    ranked = dict(engine.score(bare, ["a", "b"]))
    assert ranked.keys() == {"a", "b"}
    real = whoosh_files.segments

    def swept(folder: Path) -> object:
        whole = real(folder)
        (folder / "manifest.json").unlink()
        if problem is not None:
            raise problem
        return whole

    for change in (2, 3):
        engine.update([document("c", "党建" * change)], (), change)
        with monkeypatch.context() as patch:
            patch.setattr(word_index, "segments", swept)
            assert engine.score(bare, ["a", "b"]).keys() == {"a"}
    engine.update([document("c", "党建")], (), 4)
    assert engine.score(bare, ["a", "b"]).keys() == {"a", "b"}
    engine.close()
