"""How far a quotation goes: whole sentences, or what was chosen, and no pair of marks is torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import extent as extent_module
from archive.text.extent import LONGEST_PAIR, LONGEST_WORD, PAIRS, WHOLE, extent, whole_words

TEXT = (
    "东街道认真落实“一岗双责”要求。会议指出：“要抓在日常。要严在经常。”"
    "全年开展督查（含专项督查！）12次；学习《怎么办？》的体会。"
)


def quoted(text: str, words: str, *, chosen: bool = False) -> str:
    start = text.index(words)
    first, last = extent(text, start, start + len(words), chosen=chosen)
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param(TEXT, "一岗双责", "东街道认真落实“一岗双责”要求。", id="its sentence"),
        pytest.param(TEXT, "要抓", "会议指出：“要抓在日常。要严在经常。”", id="a stop inside a quotation is no end"),
        pytest.param(TEXT, "严在", "会议指出：“要抓在日常。要严在经常。”", id="nor is it a beginning"),
        pytest.param(TEXT, "12次", "全年开展督查（含专项督查！）12次；", id="a stop inside brackets"),
        pytest.param(TEXT, "体会", "学习《怎么办？》的体会。", id="a title with a question mark"),
        pytest.param(
            "他问“怎么办？”的时候没有人答。后来有人答。",
            "没有人",
            "他问“怎么办？”的时候没有人答。",
            id="the sentence goes on",
        ),
        pytest.param("他问“怎么办？”没有人答。", "没有人", "没有人答。", id="it does not"),
        pytest.param("落实“一岗双责要求。下一步抓落实。", "一步", "下一步抓落实。", id="a mark that is never closed"),
        pytest.param(
            "落实一岗双责”要求。下一步抓落实。", "一岗", "落实一岗双责”要求。", id="one that was never opened"
        ),
        pytest.param("1）抓学习。2）抓整改。", "整改", "2）抓整改。", id="an item's bracket"),
        pytest.param("甲（乙“丙）丁。戊”己。", "丁", "甲（乙“丙）丁。", id="marks that cross"),
        pytest.param("“甲‘乙。’丙。”丁。", "乙", "“甲‘乙。’丙。”", id="one inside another"),
        pytest.param("甲。（乙。丙。）丁。", "丁", "丁。", id="a remark of its own"),
        pytest.param("甲“乙\x1f丙。”丁", "丙", "丙。”", id="cells have nothing to do with each other"),
        pytest.param("坚持把学习摆\n在首位。抓好", "首位", "坚持把学习摆\n在首位。", id="a line the margin broke"),
        pytest.param("甲。。。乙！！", "乙", "乙！！", id="several stops"),
    ],
)
def test_whole_sentences(text: str, words: str, found: str) -> None:
    assert quoted(text, words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("认真落实", "认真落实", id="as chosen"),
        pytest.param("落实“一岗", "落实“一岗双责”", id="the quotation's rest comes along"),
        pytest.param("双责”要求", "“一岗双责”要求", id="and its beginning"),
        pytest.param("岗双", "“一岗双责”", id="from inside too"),
        pytest.param("“一岗双责”", "“一岗双责”", id="a whole one stays"),
        pytest.param("要求。会议", "要求。会议", id="over a stop, without more of the sentences"),
        pytest.param("督查（含", "督查（含专项督查！）", id="brackets"),
        pytest.param("办？》的", "《怎么办？》的", id="titles"),
    ],
)
def test_what_is_chosen(words: str, found: str) -> None:
    assert quoted(TEXT, words, chosen=True) == found


def balanced(text: str) -> bool:
    """Does each mark in a text have its partner there? The plain way: take innermost pairs away until none is left."""
    marks = "".join(character for character in text if character in "“”《》（）")
    while any(pair in marks for pair in ("“”", "《》", "（）")):
        for pair in ("“”", "《》", "（）"):
            marks = marks.replace(pair, "")
    return not marks


@given(
    st.recursive(
        st.text("甲乙。，；", max_size=6),
        lambda inner: st.builds(
            lambda left, pair, middle, right: left + pair[0] + middle + pair[1] + right,
            inner,
            st.sampled_from(["“”", "《》", "（）"]),
            inner,
            inner,
        ),
        max_leaves=12,
    ),
    st.integers(0, 200),
    st.integers(1, 20),
    st.booleans(),
)
def test_laws(text: str, start: int, length: int, chosen: bool) -> None:
    """What is asked for is inside, no pair is torn, and asked for the answer it answers the same."""
    if not text:
        return
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    first, last = extent(text, start, end, chosen=chosen)
    assert 0 <= first <= start < end <= last <= len(text)
    assert balanced(text)
    assert balanced(text[first:last])
    assert extent(text, first, last, chosen=chosen) == (first, last)


@pytest.mark.parametrize("at", [0, 3, 40_000, 100_000 - 9])
def test_of_a_giant_passage_what_is_near_is_the_same(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    text = (TEXT * (100_000 // len(TEXT) + 1))[:100_000]
    near = extent(text, at, at + 4)
    monkeypatch.setattr(extent_module, "WHOLE", len(text))
    assert extent(text, at, at + 4) == near
    assert len(text) > WHOLE


def test_a_pair_too_far_apart_is_none() -> None:
    text = "甲“" + "乙。" * LONGEST_PAIR + "”丙。"
    assert quoted(text, "乙。") == "甲“乙。"
    assert set(PAIRS) & set(PAIRS.values()) == set()


@pytest.mark.parametrize(
    ("text", "cut", "found"),
    [
        pytest.param("部门从40个减少到29个", "0个减少到2", "40个减少到29", id="numbers"),
        pytest.param("增长13.2%，占８．５％。", "2%，占８", "13.2%，占８．５％", id="decimals, full width too"),
        pytest.param("共12,345元", "345元", "12,345元", id="thousands"),
        pytest.param("一九八三年至一九九〇年", "三年至一", "一九八三年至一九九〇", id="numerals"),
        pytest.param("安排**余万元、×××社区", "*余万元、×", "**余万元、×××", id="masks"),
        pytest.param("in COVID-19 and naïve", "VID-19 and na", "COVID-19 and naïve", id="words"),
        pytest.param("完成目标。一是抓党建", "目标。一是抓", "目标。一是抓", id="nothing is torn"),
        pytest.param("葛\U000e0100城市", "葛", "葛\U000e0100", id="a character and its variation"),
        pytest.param("第1,条", "条", "条", id="a mark behind a number begins nothing"),
        pytest.param("甲" + "1" * 100 + "乙", "1" * 30, "1" * 30, id="what goes on for long is cut"),
    ],
)
def test_a_cut_tears_no_number_and_no_word(text: str, cut: str, found: str) -> None:
    start = text.rindex(cut) if set(cut) != {"1"} else 40
    first, last = whole_words(text, start, start + len(cut))
    assert text[first:last] == found


@given(st.text(alphabet="甲一1.,%a*。\u0301", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_cut_gives_way_outwards_and_not_far(text: str, left: int, right: int) -> None:
    start, end = sorted((min(left, len(text)), min(right, len(text))))
    first, last = whole_words(text, start, end)
    assert max(0, start - LONGEST_WORD) <= first <= start <= end <= last <= min(len(text), end + LONGEST_WORD)
    assert whole_words(text, first, last)[0] <= first
