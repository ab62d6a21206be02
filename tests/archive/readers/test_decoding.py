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
