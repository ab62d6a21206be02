"""The analyzer's contract: jieba and rjieba give the same words, with own words too, and nothing loads early."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.text.fold import fold_text
from indexer.analysis.analyzer import (
    DEFAULT_FREQUENCY,
    LONGEST_RUN,
    Analyzer,
    _has_run,
    analyzer,
)
from indexer.analysis.dictionary_file import DictionaryFile
from tests.shared_files import SEEDS, shared

needs_rjieba = pytest.mark.skipif(importlib.util.find_spec("rjieba") is None, reason="no rjieba for this machine")

OWN_WORDS = """\
# words of this office
一岗双责
述职评议会 50 n
第一议题 3000   # with a frequency
全面从严治党主体责任
covid-19 n
pm2.5浓度
人民 5
的 9
ＡＰＰ办理
黨建引领
"""


@pytest.fixture(scope="module")
def own_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "words.txt"
    path.write_text(OWN_WORDS, encoding="utf-8")
    return path


@cache
def one(name: str, own: Path | None = None) -> Analyzer:
    return analyzer(own, name="rjieba" if name == "rjieba" else "jieba")


def folded_lines(paths: list[Path]) -> list[str]:
    lines = (line for path in paths for line in path.read_text(encoding="utf-8-sig").splitlines())
    return [folded for folded in map(fold_text, lines) if folded]


def differing(lines: list[str], own: Path | None = None) -> list[str]:
    fast, plain = one("rjieba", own), one("jieba", own)
    return [
        line
        for line in lines
        if fast.words(line) != plain.words(line) or fast.search_words(line) != plain.search_words(line)
    ]


# --- both give the same words -----------------------------------------------------------------------------------


@needs_rjieba
@pytest.mark.parametrize("dictionary", [False, True], ids=["plain", "with own words"])
def test_both_cut_every_line_of_the_seeds_alike(dictionary: bool, own_words: Path) -> None:
    lines = folded_lines(sorted(SEEDS.glob("*.txt")))
    assert len(lines) > 70
    assert differing(lines, own_words if dictionary else None) == []


@pytest.mark.slow
@needs_rjieba
@pytest.mark.corpus
@pytest.mark.parametrize("dictionary", [False, True], ids=["plain", "with own words"])
def test_both_cut_two_hundred_files_of_the_corpus_alike(dictionary: bool, own_words: Path) -> None:
    folders = ("gov-reports", "laws", "policies")
    paths = [path for folder in folders for path in sorted(shared("corpus", folder).rglob("*.txt"))[:80]]
    lines = folded_lines(paths[:200])
    assert len(lines) > 5000
    lines = lines[:: 3 if dictionary else 1]
    assert differing(lines, own_words if dictionary else None) == []


@pytest.mark.parametrize("before", [0, 1, 499, 500, 501, 999])
@pytest.mark.parametrize("size", [LONGEST_RUN - 1, LONGEST_RUN, LONGEST_RUN + 1])
def test_a_long_run_is_seen_wherever_it_begins(before: int, size: int) -> None:
    line = "，" * before + "字" * size + "。" * (LONGEST_RUN - before)
    assert _has_run(line) is (size >= LONGEST_RUN)


@needs_rjieba
@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("(2018-2022年)", ["(", "2018", "-", "2022", "年", ")"], id="years: rjieba alone keeps them whole"),
        pytest.param("浓度pm2.5", ["浓度", "pm2.5"], id="a letter and a decimal: rjieba alone adds pm2 in search mode"),
        pytest.param("增长5.5%", ["增长", "5.5%"], id="a decimal is one word"),
        pytest.param("a.b_c", ["a", ".", "b", "_", "c"], id="joined letters"),
        pytest.param("1.5.6", ["1.5", ".", "6"], id="a number of parts"),
        pytest.param("㑔𠀀党建", ["㑔", "𠀀", "党建"], id="rare Han stands alone: only rjieba takes it as Han"),
        pytest.param("党建\x1f责任", ["党建", "\x1f", "责任"], id="table cells"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_where_the_two_would_differ(text: str, words: list[str]) -> None:
    for name in ("jieba", "rjieba"):
        assert one(name).words(text) == words
    assert differing([text]) == []


ALPHABET = "党建责任一岗双的了年发展和人民全面a1b0.5%-_+#&㑔𠀀龦鿖〇，。()\x1f"


@needs_rjieba
@given(
    st.lists(st.sampled_from(["2018-2022", "pm2.5", "covid-19", "改革", "落实", *ALPHABET]), max_size=14).map("".join)
)
@settings(max_examples=300)
def test_both_tear_apart_latin_digits_and_rare_characters_alike(text: str) -> None:
    """Joined, the words are the text; search mode has the same words among its parts."""
    plain, fast = one("jieba"), one("rjieba")
    assert "".join(plain.words(text)) == "".join(fast.words(text)) == text
    latin = [word for word in plain.words(text) if word.isascii()]
    assert [word for word in fast.words(text) if word.isascii()] == latin


@needs_rjieba
def test_both_have_the_same_dictionary() -> None:
    """A suggested frequency tells a word's own; one library multiplies, the other adds: they differ by one at most."""
    import jieba
    import rjieba

    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    words = [word for word, frequency in plain.FREQ.items() if frequency]
    assert len(words) > 300_000
    assert [word for word in words if not rjieba.has_word(word)] == []
    some = words[::50]
    assert [w for w in some if abs(rjieba.suggest_freq(w) - plain.suggest_freq(w)) > 1] == []


# --- what one alone does ----------------------------------------------------------------------------------------

EACH = pytest.mark.parametrize("name", ["jieba", pytest.param("rjieba", marks=needs_rjieba)])


@EACH
def test_search_mode_has_the_shorter_words_inside(name: str) -> None:
    assert one(name).words("中华人民共和国") == ["中华人民共和国"]
    found = one(name).search_words("中华人民共和国")
    assert found == ["中华", "华人", "人民", "共和", "共和国", "中华人民共和国"]


@EACH
def test_own_words_are_words(name: str, own_words: Path) -> None:
    without, own = one(name), one(name, own_words)
    text = fold_text("落实“一岗双责”制度，黨建引领，APP办理，covid-19和PM2.5浓度")
    words = ["落实", "一岗双责", "制度", ",", "党建引领", ",", "app办理", ",", "covid-19", "和", "pm2.5浓度"]
    assert own.words(text) == words
    assert without.words(text) != words
    assert own.search_words("一岗双责")[-1] == "一岗双责"


@EACH
def test_a_long_run_without_punctuation_takes_no_quadratic_time(name: str) -> None:
    run = "龘靐齉爩" * 25_000  # characters that no dictionary knows: the model's worst case
    one(name).words("党建")
    started = time.process_time()
    words = one(name).words(run)
    assert "".join(words) == run
    assert max(map(len, words)) <= LONGEST_RUN
    assert time.process_time() - started < 10  # 1 s in pieces, 24 s in one


# --- looked up, for questions -----------------------------------------------------------------------------------


PIECES = [
    *("人民代表大会制度", "c++", "C语言和c#", "T恤衫 AA制 4S店 小S 大S 阿Q", "吉林工业大学 吉林 吉林省"),
    *("高富帅 高姓大名", "张三丰说的确实在理", "一岗双责的述职评议会", "第一议题pm2.5浓度", "𠀀字㐀"),
    *(
        "\ud7ff\ue000\U0010ffff",
        "龥龦",
        "ＡＰＰ",
        "卖拐了没有呢吧",
        "1号店 3.5% a.b 2018-2022",
        "",
        "\n\n人民",
        "γ射线",
    ),
    *("江南style 江南Style", "\n\n人民", "γ射线"),
]


@pytest.mark.parametrize("dictionary", [False, True], ids=["plain", "with own words"])
def test_words_that_are_looked_up_are_the_same(dictionary: bool, own_words: Path) -> None:
    own = own_words if dictionary else None
    plain, asked = one("jieba", own), analyzer(own, name="jieba").for_questions
    lines = [*PIECES, *folded_lines(sorted(SEEDS.glob("*.txt")))[:70]]
    assert [asked.words(line) for line in lines] == [plain.words(line) for line in lines]
    assert [asked.search_words(line) for line in lines] == [plain.search_words(line) for line in lines]
    assert asked.fingerprint == plain.fingerprint


def frequencies() -> tuple[dict[str, int], int, DictionaryFile]:
    """As jieba reads its file, their sum, and the same looked up."""
    import jieba  # loads much, and not every test needs it

    library = jieba.Tokenizer()
    known, total = library.gen_pfdict(library.get_dict_file())
    with library.get_dict_file() as file:
        return known, total, DictionaryFile(file, {})


@pytest.mark.parametrize("every", [997, pytest.param(1, marks=pytest.mark.slow)])
def test_every_line_of_the_dictionary_is_found(every: int) -> None:
    """With the pieces that words begin with, and others that none begins with; also the lines that are out of order."""
    known, total, file = frequencies()
    assert file.total == total
    for piece in [*list(known)[::every], *list(known)[:200], "吉林工业大学", "吉林", "高富帅", "高姓大名", "江南Style"]:
        assert (file.get(piece), file[piece]) == (known[piece],) * 2, piece
        for other in (f"{piece}的", piece[::-1], f"{piece} ", piece[1:] or "x"):
            assert (file.get(other), other in file) == (known.get(other), other in known), other


@pytest.mark.parametrize("own", [{}, {"一岗双责": 900, "岗双": 3}], ids=["its own words", "and others"])
def test_the_graph_of_words_is_jiebas(own: dict[str, int]) -> None:
    """With words that begin others, pieces that begin no word, and characters without any line."""
    import jieba

    library = jieba.Tokenizer()
    with library.get_dict_file() as file:
        asked = DictionaryFile(file, own)
    for word, frequency in own.items():
        library.add_word(word, frequency)
    for line in [
        *PIECES,
        "落实一岗双责中华人民共和国国务院办公厅",
        "",
        "鿿",
        *folded_lines(sorted(SEEDS.glob("*.txt")))[:40],
    ]:
        assert asked.graph(line) == library.get_DAG(line), line


def test_another_version_of_the_file_is_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    path.write_text("一 1 n\n人民 2 n\n")
    with path.open("rb") as file, pytest.raises(ValueError, match="dict"):
        DictionaryFile(file, {})


def test_a_question_loads_no_dictionary() -> None:
    code = (
        "import sys; from indexer.analysis.analyzer import analyzer; one = analyzer()\n"
        "print(one.for_questions.words('人民代表大会制度'), one.loaded, 'rjieba' in sys.modules)\n"
        "long = one.for_questions.words('人民' * 200); print(len(long), one.loaded)"
    )
    assert in_a_fresh_python(code) == "['人民代表大会', '制度'] False False\n200 True"


# --- choice, fingerprint, loading -------------------------------------------------------------------------------


@needs_rjieba
def test_one_fingerprint_for_both(own_words: Path) -> None:
    assert one("jieba").fingerprint == one("rjieba").fingerprint
    assert one("jieba", own_words).fingerprint == one("rjieba", own_words).fingerprint
    assert importlib.metadata.version("jieba") in one("rjieba").fingerprint


def test_own_words_change_the_fingerprint_and_comments_do_not(tmp_path: Path) -> None:
    def fingerprint(text: str) -> str:
        path = tmp_path / "words.txt"
        path.write_text(text, encoding="utf-8")
        return analyzer(path).fingerprint

    base = fingerprint("一岗双责\n党建引领\n")
    assert base == fingerprint(f"\ufeff# a comment\n党建引领 n\n\n一岗双责 {DEFAULT_FREQUENCY}\n")
    assert len({base, fingerprint("一岗双责\n"), fingerprint("一岗双责 5\n党建引领\n"), analyzer().fingerprint}) == 4


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("一岗双责 0", "settings.bad_word", id="nought would split the word for all of jieba"),
        pytest.param("一岗双责 n v", "settings.bad_word", id="too much on the line"),
        pytest.param("“”", "settings.bad_word", id="folds to nothing"),
        pytest.param(b"\xd2\xbb\xb8\xda", "settings.bad_dictionary", id="not UTF-8"),
        pytest.param(None, "settings.bad_dictionary", id="no such file"),
    ],
)
def test_a_bad_dictionary_is_named(tmp_path: Path, line: str | bytes | None, code: str) -> None:
    path = tmp_path / "words.txt"
    if line is not None:
        path.write_bytes(line if isinstance(line, bytes) else f"党建\n{line}\n".encode())
    with pytest.raises(UsageError) as caught:
        analyzer(path)
    assert caught.value.code == code
    assert str(path) in caught.value.message("zh")


def test_an_unknown_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_ANALYZER", "paddle")
    with pytest.raises(UsageError) as caught:
        analyzer()
    assert caught.value.code == "settings.bad_value"


def in_a_fresh_python(code: str, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SEEDS.parent), "PYTHONIOENCODING": "utf-8", **environment},
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.strip()


def test_nothing_is_loaded_before_the_first_word() -> None:
    code = (
        "import sys; from indexer.analysis.analyzer import analyzer; analyzer().fingerprint;"
        "print({'jieba', 'rjieba'} & {*sys.modules})"
    )
    assert in_a_fresh_python(code) == "set()"


def test_the_environment_chooses_and_jieba_neither_talks_nor_leaves_a_cache(tmp_path: Path) -> None:
    code = (
        "import sys; from indexer.analysis.analyzer import analyzer; print(analyzer().words('落实党建责任'));"
        "print('jieba' in sys.modules, 'rjieba' in sys.modules)"
    )
    out = in_a_fresh_python(code, BAOGAO_ANALYZER="jieba", TMPDIR=str(tmp_path), TEMP=str(tmp_path))
    assert out.splitlines() == ["['落实', '党建', '责任']", "True False"]
    assert list(tmp_path.iterdir()) == []


def test_a_binary_that_does_not_load_gives_way_to_jieba_unless_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "rjieba.py").write_text("raise ImportError('built for another machine')", encoding="utf-8")
    paths = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from indexer.analysis.analyzer import analyzer; "
    assert in_a_fresh_python(paths + "print(analyzer().words('党建责任'))") == "['党建', '责任']"
    asked = (
        paths
        + "from archive.errors import UsageError\n"
        + "try: analyzer(name='rjieba').words('党建')\nexcept UsageError as e: print(e.code)"
    )
    assert in_a_fresh_python(asked) == "settings.analyzer_missing"


def test_without_the_package_jieba_serves() -> None:
    hidden = "import sys; sys.modules['rjieba'] = None; "
    code = hidden + "from indexer.analysis.analyzer import analyzer; print(analyzer().words('党建责任'))"
    assert in_a_fresh_python(code) == "['党建', '责任']"
