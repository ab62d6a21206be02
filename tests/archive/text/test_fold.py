"""What counts as the same: each rule of the fold as a row, its laws on nasty texts, and a plain slow fold beside it."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import CELL, Span
from archive.text import fold_table
from archive.text.fold import (
    CLOSING,
    FINGERPRINT,
    OPENING,
    SIMPLIFIED,
    Folded,
    fold,
    fold_both,
    fold_passages,
    fold_text,
    fold_verbatim,
    verbatim,
)
from archive.text.private_use import PRIVATE
from tests.shared_files import SEEDS, shared

SAME = [
    pytest.param("１＋５", "1+5", id="full-width digits and signs"),
    pytest.param("ＡＰＰ", "app", id="full width first, then lower case"),
    pytest.param("App", "app", id="lower case"),
    pytest.param("加强，落实", "加强,落实", id="the full-width comma is the comma"),
    pytest.param("｢党章｣", "党章", id="half-width marks are marks once NFKC has widened them"),
    pytest.param("㏂", "a.m.", id="one character may become four"),
    pytest.param("½", "1/2", id="NFKC's fraction slash is a slash"),
    pytest.param("①⑵㈠Ⅱ", "1(2)(一)ii", id="numbers in circles and brackets"),
    pytest.param("ﷺ", "صلىاللهعليهوسلم", id="eighteen characters, their blanks dropped"),
    pytest.param("İ", "i̇", id="a capital whose small letter is two code points"),
    pytest.param("ß", "ß", id="lower case, not case folding: lengths change as little as may be"),
    pytest.param("⽂⾯", "文面", id="Kangxi radicals, by NFKC"),
    pytest.param("⺠⻓⻚", "民长页", id="the supplement's radicals, which NFKC leaves"),
    pytest.param("\uf900\uf9d0", "岂类", id="compatibility ideographs, then simplified"),
    pytest.param("\ue863塘村", "䶮塘村", id="the private area of GBK: FE9F"),
    pytest.param("\ue81e\ue864\ue816", "龴龻𠂇", id="its last ones to have a place: FE59, FEA0, FE51"),
    pytest.param("\ue7c7\ue7c8", "ḿǹ", id="letters of pinyin: A8BC, A8BF"),
    pytest.param("黨建", "党建", id="traditional script"),
    pytest.param("薴", "苎", id="OpenCC needs two steps: rules run until nothing changes"),
    pytest.param("下ー步", "下一步", id="katakana's long mark in a seed"),
    pytest.param("下ｰ步", "下一步", id="its half-width form"),
    pytest.param("一九八○年", "一九八〇年", id="the circle for zero"),
    pytest.param("◯", "〇", id="the large circle"),
    pytest.param("⋯", "...", id="mid-height dots are dots"),
    pytest.param("……", "......", id="an ellipsis is full stops, by NFKC"),
    pytest.param("3∶1", "3:1", id="the ratio sign"),
    pytest.param("∗∗项", "**项", id="the asterisk operator is a mask"),
    pytest.param("——", "-", id="a run of dashes is one"),
    pytest.param("‐‑‒–—―−－─⸺⸻", "-", id="every dash"),
    pytest.param("2018—2022", "2018-2022", id="a single dash"),
    pytest.param("— —", "-", id="a blank does not part a run: it is dropped first"),
    pytest.param("︱", "-", id="the vertical dash"),
    pytest.param("５～６〜７∼８", "5~6~7~8", id="tildes"),
    pytest.param("～～", "~~", id="a run of tildes stays"),
    pytest.param("卡尔•马克思・恩格斯‧列宁∙斯", "卡尔·马克思·恩格斯·列宁·斯", id="middle dots"),
    pytest.param("党\u200b建\ufeff\u00ad", "党建", id="invisible characters, Cf"),
    pytest.param("葛\ufe00城\U000e0100", "葛城", id="variation selectors, both blocks"),
    pytest.param("党\u3164\u115f\u034f建", "党建", id="fillers that print nothing"),
    pytest.param("党\x02\x03\x00\x7f建", "党建", id="controls, the ones used inside the fold too"),
    pytest.param("党\x02“建》\x03设", "党建设", id="the controls that stand for marks inside the fold are no marks"),
    pytest.param("落实“一岗双责”制度", "落实一岗双责制度", id="quotation marks"),
    pytest.param("《党章》规定", "党章规定", id="title marks"),
    pytest.param("「『〈‹«〝x〞»›〉』」", "x", id="marks of other scripts, vertical and typewriter forms"),
    pytest.param("＂一岗双责＂＇x＇", "一岗双责x", id="straight quotes, full width"),
    pytest.param("《党章》《准则》", f"党章{CELL}准则", id="a closing and an opening mark leave one separator"),
    pytest.param(
        "《党章》\u3000\u200b《准则》", f"党章{CELL}准则", id="blanks and invisibles between them do not count"
    ),
    pytest.param("《党章》”“《准则》", f"党章{CELL}准则", id="nested marks leave one"),
    pytest.param('《党章》"《准则》', f"党章{CELL}准则", id="a straight quote between them is dropped as well"),
    pytest.param('"党章""准则"', "党章准则", id="straight quotes neither open nor close"),
    pytest.param("《党章》、《准则》", "党章、准则", id="a character between them keeps them apart by itself"),
    pytest.param("“”", "", id="an empty pair folds to nothing"),
    pytest.param("问题线索 16件", "问题线索16件", id="a blank"),
    pytest.param("1 9 9 3 年\u00a0\u3000\t\n", "1993年", id="white space of every kind, between digits too"),
    pytest.param("第一\n段", "第一段", id="a line break inside a passage"),
    pytest.param(f"甲{CELL}乙", f"甲{CELL}乙", id="table cells stay apart"),
    pytest.param("第*次**项xxx×××", "第*次**项xxx×××", id="masks stay"),
    pytest.param("〔2019〕5号", "〔2019〕5号", id="other brackets stay"),
    pytest.param("𠀀", "𠀀", id="an astral character that nothing changes"),
    pytest.param("한글", "한글", id="Hangul stays composed"),
    pytest.param("e\u0301", "e\u0301", id="single characters: nothing is composed across two"),
    pytest.param("\ud800", "\ud800", id="a lone surrogate is kept, not an error"),
]


@pytest.mark.parametrize(("text", "folded"), SAME)
def test_rules(text: str, folded: str) -> None:
    assert fold_text(text) == folded
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("加强党建，工作", "加强党建工作", id="punctuation counts"),
        pytest.param("统一零售价", "统一〇售价", id="零 is never 〇: 零售价 would hide"),
        pytest.param("第0次", "第〇次", id="0 is never 〇"),
        pytest.param("一", "—", id="the numeral is no dash"),
        pytest.param("××项", "xx项", id="the multiplication sign is not the letter"),
    ],
)
def test_what_stays_different(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


VERBATIM = [
    pytest.param("１＋５ＡＰＰ", "1+5APP", id="width is forgiven, case is not"),
    pytest.param("ｶﾞ｡", "カ\u3099。", id="half-width katakana and full stop"),
    pytest.param("甲\u3000乙", "甲 乙", id="the ideographic space is a wide space"),
    pytest.param("第一\r\n段\u2028完", "第一段完", id="line breaks"),
    pytest.param("黨 “建”——㏂㈠○", "黨 “建”——㏂㈠○", id="script, blanks, marks, dashes and everything else count"),
    pytest.param(f"甲{CELL}乙\x02\x03", f"甲{CELL}乙\x02\x03", id="controls that are no line breaks stay"),
]


@pytest.mark.parametrize(("text", "folded"), VERBATIM)
def test_verbatim_rules(text: str, folded: str) -> None:
    assert fold_verbatim(text) == folded
    assert verbatim(text).text == folded


# --- a fold written plainly, to be slow and right ---------------------------------------------------------------


def plain_character(character: str) -> str:
    """One character's fold by the table of rules, but for quotation and title marks, which stay."""
    text = character
    for _ in range(5):
        text = "".join(PRIVATE.get(c, c) for c in text)
        text = unicodedata.normalize("NFKC", text).lower()
        text = "".join(SIMPLIFIED.get(c, c) for c in text)
        text = text.translate(str.maketrans("ー○◯⁄∕∶∗", "一〇〇//:*")).replace("⋯", "...")
        text = re.sub("[‐‑‒–—―−－─⸺⸻]", "-", re.sub("[～〜∼]", "~", re.sub("[•・‧∙]", "·", text)))
        text = "".join(
            c
            for c in text
            if c == CELL
            or not (
                c.isspace()
                or unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp")
                or "VARIATION SELECTOR" in unicodedata.name(c, "")
                or c in "\"'\u034f\u115f\u1160"
            )
        )
    return text


def plain_fold(text: str) -> str:
    kept: list[str] = []
    closed = False
    for character in text:
        for c in plain_character(character):
            if c in CLOSING:
                closed = True
                continue
            if c in OPENING and not closed:
                continue
            if c in OPENING:
                c = CELL
            closed = False
            if not (c == "-" and kept and kept[-1] == "-"):
                kept.append(c)
    return "".join(kept)


SEED_FILES = sorted(SEEDS.glob("*.txt"))


@pytest.mark.parametrize("seed", SEED_FILES, ids=lambda path: path.name[:3])
def test_every_line_of_the_seeds_folds_as_the_plain_fold_says(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    for line in [text, *text.splitlines()]:
        assert fold_text(line) == plain_fold(line)


# --- laws -------------------------------------------------------------------------------------------------------

NASTY = (
    "㏂½ﷺİßẞΣςŉ´¨⑴㈠…⋯℡㎡㍻①Ⅳﬁ￣ｶﾞ｡ー○〇薴著乾黨党𠀀𪚥豈\uf900\U0002f800\u3164\ufe00\U000e0100\u180b한글각\u1100\u1161"
)
MARKS = "“”‘’「」『』《》〈〉‹›«»〝〞〟\"'＂＇｢｣︽︾﹁﹂"
SMALL = "-—－─⸺~～ \u3000\u00a0\n\t\u200b\u00ad\ufeff\x1f\x00\x02\x03一党a1A１，。,.*(（"
pieces = st.one_of(
    st.sampled_from(SMALL), st.sampled_from(MARKS), st.sampled_from(NASTY), st.characters(), st.sampled_from("党建责任")
)
texts = st.lists(pieces, max_size=12).map("".join)

BOTH = pytest.mark.parametrize(
    ("plain", "with_way_back"),
    [pytest.param(fold_text, fold, id="standard"), pytest.param(fold_verbatim, verbatim, id="verbatim")],
)
Plain = Callable[[str], str]
WithWayBack = Callable[[str], Folded]


@given(texts)
@settings(max_examples=500)
def test_fold_equals_the_plain_fold_and_both_ways_agree(text: str) -> None:
    assert fold_text(text) == plain_fold(text) == fold(text).text
    assert fold_verbatim(text) == verbatim(text).text


@BOTH
@given(text=texts)
def test_folding_twice_changes_nothing(plain: Plain, with_way_back: WithWayBack, text: str) -> None:
    assert plain(plain(text)) == plain(text)


def kept_and_marks(text: str) -> str:
    """C for a closing mark, O for an opening one, k for each character that is kept."""
    folded = "".join(map(plain_character, text))
    return "".join("C" if c in CLOSING else "O" if c in OPENING else "k" for c in folded)


@given(texts, texts)
@settings(max_examples=500)
def test_parts_fold_to_the_whole_but_for_the_seam(left: str, right: str) -> None:
    x, y = fold_text(left), fold_text(right)
    if kept_and_marks(left).endswith("C") and kept_and_marks(right).startswith("O"):
        expected = x + CELL + y
    elif x.endswith("-") and y.startswith("-"):
        expected = x + y[1:]
    else:
        expected = x + y
    assert fold_text(left + right) == expected


@given(texts, texts)
def test_verbatim_has_no_seam(left: str, right: str) -> None:
    assert fold_verbatim(left + right) == fold_verbatim(left) + fold_verbatim(right)


@BOTH
@given(text=texts, data=st.data())
def test_every_piece_of_a_text_finds_itself(
    plain: Plain, with_way_back: WithWayBack, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert plain(text[start:end]) in plain(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("严重破坏土地资源", "破坏"),
        ("嚴重破壞土地資源", "破坏土地"),
        ("隨著作業流程", "隨著"),
        ("成效顯著", "显著"),
        ("一目瞭然", "瞭然"),
    ],
)
def test_no_phrase_of_a_converter_reaches_across_words(text: str, asked: str) -> None:
    assert fold_text(asked) in fold_text(text)


@given(texts)
def test_what_is_found_verbatim_is_found_folded(text: str) -> None:
    assert fold_text(fold_verbatim(text)) == fold_text(text)


@BOTH
@given(text=texts)
def test_every_folded_span_leads_back_to_what_folds_to_it(plain: Plain, with_way_back: WithWayBack, text: str) -> None:
    folded = with_way_back(text)
    expands = any(len(with_way_back(character).text) > 1 for character in text)
    for start in range(len(folded.text) + 1):
        for end in range(start, len(folded.text) + 1):
            span = folded.original(start, end)
            assert 0 <= span.start <= span.end <= len(text)
            again, piece = plain(text[span.start : span.end]), folded.text[start:end]
            assert again == piece if not expands else piece in again


@given(texts)
def test_spans_of_single_characters_are_in_order_and_never_empty(text: str) -> None:
    folded = fold(text)
    spans = [folded.original(at, at + 1) for at in range(len(folded.text))]
    assert all(span.start < span.end for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert [span.end for span in spans] == sorted(span.end for span in spans)


@pytest.mark.parametrize(
    ("text", "piece", "original"),
    [
        pytest.param("上午9点㏂开会", "m", "㏂", id="an expanded character is taken whole"),
        pytest.param("甲——乙", "-", "——", id="a run of dashes is taken whole"),
        pytest.param("甲— ―乙", "-乙", "— ―乙", id="with the blank inside it"),
        pytest.param("《党章》 《准则》", CELL, "》 《", id="a separator leads to its pair of marks"),
        pytest.param("落实“一岗双责”制度", "一岗双责", "一岗双责", id="marks around are not taken"),
        pytest.param("落实“一岗双责”制度", "实一岗双责制", "实“一岗双责”制", id="marks inside are"),
        pytest.param("𠀀𪚥黨建𠀀", "党建", "黨建", id="offsets are code points, astral ones count one"),
        pytest.param("葛\U000e0100城", "葛", "葛\U000e0100", id="a variation selector stays with its character"),
        pytest.param("İstanbul", "i", "İ", id="half of a small letter is the capital"),
    ],
)
def test_the_way_back(text: str, piece: str, original: str) -> None:
    folded = fold(text)
    at = folded.text.index(piece)
    span = folded.original(at, at + len(piece))
    assert text[span.start : span.end] == original


def test_an_empty_span_leads_to_an_empty_one() -> None:
    folded = fold("“党”")
    assert [folded.original(0, 0), folded.original(1, 1)] == [Span(1, 1), Span(2, 2)]
    assert fold("”").original(0, 0) == Span(0, 0)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 2), (1, 0)])
def test_a_span_outside_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="is not in a text of 1"):
        fold("党").original(start, end)


# --- the table --------------------------------------------------------------------------------------------------


def test_every_assigned_character_folds_to_what_stays() -> None:
    """The fast path looks only at characters that may change, so each one is held against the table."""
    unused = ("Cn", "Co", "Cs")
    everything = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in unused]
    for character in everything:
        folded = fold_text(character)
        assert folded == "" or fold_text(folded) == folded, hex(ord(character))
    assert [c for c in everything if fold_text(c) != fold(c).text or fold_verbatim(c) != verbatim(c).text] == []


def test_the_committed_table_is_the_installed_one() -> None:
    assert fold_table.HOME.read_text(encoding="utf-8") == fold_table.made()


def test_the_table_has_no_cycle_and_only_single_characters() -> None:
    assert len(SIMPLIFIED) > 3700
    assert all(len(a) == len(b) == 1 and a != b for a, b in SIMPLIFIED.items())
    assert all(fold_text(fold_text(a)) == fold_text(a) == fold_text(b) for a, b in SIMPLIFIED.items())


def test_the_fingerprint_names_the_rules_and_unicode() -> None:
    assert re.fullmatch(rf"fold-\d+\.[0-9a-f]{{8}}/unicode-{re.escape(unicodedata.unidata_version)}", FINGERPRINT)
    other = subprocess.run(
        [sys.executable, "-c", "import archive.text.fold as f; print(f.FINGERPRINT)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert other.stdout.strip() == FINGERPRINT


# --- the open corpus --------------------------------------------------------------------------------------------


def nfkc_sp(line: str) -> str:
    """The corpus oracle's normal form: a phrase found in it must be found by us."""
    characters = (unicodedata.normalize("NFKC", character).lower() for character in line)
    return "".join(
        c for piece in characters for c in piece if unicodedata.category(c) not in ("Zs", "Zl", "Zp", "Cf", "Cc")
    )


@given(texts.map(lambda text: text.replace(CELL, "")))
def test_never_narrower_than_the_oracle(text: str) -> None:
    assert fold_text(nfkc_sp(text)) == fold_text(text)


@pytest.mark.corpus
def test_never_narrower_than_the_oracle_on_every_line_of_the_corpus() -> None:
    lines = 0
    for folder in ("gov-reports", "laws", "policies"):
        for path in sorted(shared("corpus", folder).rglob("*.txt")):
            for line in path.read_text(encoding="utf-8-sig").splitlines():
                assert fold_text(nfkc_sp(line)) == fold_text(line) == fold(line).text, (path.name, line)
                lines += 1
    assert lines > 5000


@given(st.lists(st.one_of(texts, st.just("\x04")), max_size=6))
def test_passages_folded_together_fold_as_each_alone(passages: list[str]) -> None:
    assert fold_passages(passages) == tuple(map(fold_text, passages))
    assert fold_both(passages) == (fold_passages(passages), fold_text("\n".join(passages)))
