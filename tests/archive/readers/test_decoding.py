"""Bytes become text strictly: the right encoding, or a named error with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.readers.decoding import decode

REPORT = "各位代表：\n关于2021年抓基层党建工作情况的报告，请予审议。一、履职情况　（一）坚持一岗双责。\n"


@pytest.mark.parametrize(
    ("stored", "encoding"),
    [
        pytest.param("utf-8", "utf-8", id="plain UTF-8"),
        pytest.param("utf-8-sig", "utf-8", id="UTF-8 with its mark"),
        pytest.param("gbk", "gb18030", id="GBK, inside GB18030"),
        pytest.param("gb18030", "gb18030", id="GB18030"),
        pytest.param("utf-16", "utf-16-le", id="UTF-16 with its mark"),
        pytest.param(
            "utf-16-le", "utf-16-le", id="UTF-16 little end first, no mark: 一 and the wide blank have NULs too"
        ),
        pytest.param("utf-16-be", "utf-16-be", id="UTF-16 big end first, no mark"),
        pytest.param("utf-32", "utf-32-le", id="UTF-32: its mark begins with UTF-16's"),
    ],
)
def test_an_encoding_is_found(stored: str, encoding: str) -> None:
    decoded = decode(REPORT.encode(stored), "a.txt")
    assert (decoded.text, decoded.encoding) == (REPORT, encoding)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("坝体无渗漏，巡查记录完整。", id="one line, no ASCII"),
        pytest.param("坝体无渗漏、巡查记录完整", id="with a 顿号 alone"),
        pytest.param("安全饮水自查报告", id="a heading: nothing but Han"),
    ],
)
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_or_a_nul_is_found(text: str, order: str) -> None:
    decoded = decode(text.encode(order), "a.txt")
    assert (decoded.text, decoded.encoding) == (text, order)


@pytest.mark.parametrize("text", ["落实安全生产责任制", "报告\f第二页，坝体无渗漏。", "Höhe 12，宽0\x02", REPORT])
@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_what_is_not_utf16_is_not_taken_for_it(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "a.txt").text == text


VERTICAL = "A6D9 A6DA A6DB A6DC A6DD A6DE A6DF A6EC A6ED A6F3"
LATE_HAN = "FE59 FE61 FE66 FE67 FE6D FE7E FE90 FEA0 FE51 FE52 FE53 FE6C FE76 FE91"


@pytest.mark.parametrize(
    ("codes", "characters"),
    [
        pytest.param(VERTICAL, "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19", id="vertical forms"),
        pytest.param(LATE_HAN, "龴龵龶龷龸龹龺龻𠂇𠂉𠃌𡗗𢦏𤇾", id="characters that Unicode took in late"),
        pytest.param("FE9F A8BC A8BF", "䶮ḿǹ", id="what the codec knows already"),
    ],
)
@pytest.mark.parametrize("given", [None, "gb18030"])
def test_gb18030_is_that_of_2022(codes: str, characters: str, given: str | None) -> None:
    """The mapping table of GB 18030-2022, as ICU 73 and later have it; the six of Extension B by its annex."""
    text = f"关于表彰先进的通报\n{characters}村干部认真履行河长职责，按时巡查，记录完整。\n" * 3
    before, after = "关于表彰先进的通报\n", "村干部认真履行河长职责，按时巡查，记录完整。\n"
    data = (before.encode("gb18030") + bytes.fromhex(codes) + after.encode("gb18030")) * 3
    assert decode(data, "a.txt", given).text == text


@pytest.mark.parametrize(
    ("data", "code", "offset"),
    [
        pytest.param(b"\xff\xfe\x00\xd8\x81", "read.undecodable", 2, id="half a surrogate pair, and half a character"),
        pytest.param("党建".encode() + b"\xff" + REPORT.encode(), "read.undecodable", 6, id="UTF-8 with one bad byte"),
        pytest.param(REPORT.encode()[:-2], "read.undecodable", len(REPORT.encode()) - 4, id="UTF-8 cut in a character"),
        pytest.param(
            "отчёт о работе за год и планы".encode("koi8-r"), "read.undecodable", 4, id="Cyrillic is no GB18030"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" * 9, "read.not_text", None, id="an image, renamed"),
        pytest.param(b"PK\3\4\x14\0\6\0\x08\0" * 40, "read.not_text", None, id="an archive, renamed"),
        pytest.param(b"\1\2\3\4ab" * 50, "read.not_text", None, id="control characters that are valid UTF-8"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, code: str, offset: int | None) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "noise.txt")
    assert caught.value.code == code
    assert caught.value.evidence.get("offset") == offset
    assert "noise.txt" in caught.value.message("zh")
    assert "noise.txt" in caught.value.message("en")


def test_a_given_encoding_is_the_only_one_tried() -> None:
    assert decode("工作報告".encode("big5"), "a.txt", "big5").text == "工作報告"
    with pytest.raises(ReadError) as caught:
        decode(REPORT.encode(), "a.txt", "ascii")
    assert (caught.value.code, caught.value.evidence["offset"]) == ("read.undecodable", 0)


@pytest.mark.parametrize("encoding", ["no-such-encoding", "hex", "rot13"])
def test_an_encoding_must_be_one_of_text(encoding: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"abc", "a.txt", encoding)
    assert caught.value.code == "read.unknown_encoding"


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs")), min_size=1))
def test_utf8_text_always_comes_back(text: str) -> None:
    assert decode(text.encode(), "a.txt").text == text


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_named_error(data: bytes) -> None:
    try:
        decode(data, "a.txt").text.encode()
    except ReadError as problem:
        assert problem.code in ("read.undecodable", "read.not_text")  # noqa: PT017 (either outcome is lawful)


def test_letters_that_pass_for_han_with_half_a_character() -> None:
    with pytest.raises(ReadError) as caught:  # as UTF-16 most of it is Han, but D874 is half a character
        decode(b"<h\xd8tml>\xdc<p>abc\xffdefgh", "a.txt")
    assert caught.value.code in ("read.undecodable", "read.not_text")
