"""Binary Word files: lists, styles and shapes as their tables describe them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from archive.readers.office import doc
from archive.readers.office.word97.doc_lists import lists
from archive.readers.office.word97.doc_shapes import anchored, inline
from archive.readers.office.word97.doc_styles import StyleSheet, fonts
from tests.shared_files import shared

LISTS, USES, STYLES, FONTS, DRAWINGS, ANCHORS = 73, 74, 1, 15, 50, 40


def level(text: str, code: int = 0, start: int = 1, bits: int = 0, follows: int = 2, restart: int = 0) -> bytes:
    """An LVL; digits 1 to 9 in brackets are levels: "第{1}条"."""
    for place in range(9):
        text = text.replace(f"{{{place + 1}}}", chr(place))
    head = struct.pack("<iBB9sBiiBBBB", start, code, bits, b"", follows, 0, 0, 2, 3, restart, 0)
    return head + b"PPP" + b"CC" + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def tables(**parts: bytes) -> tuple[bytes, bytes]:
    """A header that names these parts by their numbers, and the table stream with them one after the other."""
    header, table = bytearray(0x9A + 8 * 100), b""
    for name, data in parts.items():
        number = int(name.removeprefix("n"))
        header[0x9A + 8 * number : 0x9A + 8 * number + 8] = struct.pack("<II", len(table), len(data))
        table += data
    return bytes(header), table


def list_tables(
    found: Sequence[tuple[int, bool, Sequence[bytes]]], uses: Sequence[tuple[int, bytes, int]]
) -> tuple[bytes, bytes]:
    """PlfLst with its levels behind it, and PlfLfo with its overrides."""
    styles = struct.pack("<9H", *[0xFFF] * 9)
    head = struct.pack("<H", len(found)) + b"".join(
        struct.pack("<ii", identity, 0) + styles + bytes([single, 0]) for identity, single, _ in found
    )
    behind = b"".join(b"".join(levels) for *_, levels in found)
    listed = struct.pack("<I", len(uses)) + b"".join(
        struct.pack("<iIIBBBB", of, 0, 0, count, 0, 0, 0) for of, _, count in uses
    )
    listed += b"".join(b"\xff\xff\xff\xff" + overrides for _, overrides, _ in uses)
    header, table = tables(n73=head)
    patched = bytearray(header)
    patched[0x9A + 8 * USES : 0x9A + 8 * USES + 8] = struct.pack("<II", len(table) + len(behind), len(listed))
    return bytes(patched), table + behind + listed


NINE = [level("{1}、", 39), level("（{2}）", 37), level("{1}.{3}", 0, bits=0x04, follows=1)] + [level("")] * 6


def test_lists_count_as_word_prints_them() -> None:
    counting = lists(
        *list_tables([(7, False, NINE), (8, True, [level("第{1}条", 37, start=3)])], [(7, b"", 0), (8, b"", 0)])
    )
    assert [counting.number(use, at) for use, at in [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0)]] == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "（一）",
        "第三条",
    ]
    assert counting.number("1", 2) == "2.1 "  # fLegal: figures for all levels
    assert counting.number("3", 0) == ""


def test_a_list_that_goes_on_through_chapters() -> None:
    levels = [level("第{1}章", 37), level("第{2}条", 37, bits=0x08, restart=0), *[level("")] * 7]
    counting = lists(*list_tables([(1, False, levels)], [(1, b"", 0)]))
    assert [counting.number("1", at) for at in (0, 1, 1, 0, 1)] == ["第一章", "第一条", "第二条", "第二章", "第三条"]


def test_overrides() -> None:
    anew = struct.pack("<iI", 6, 0x10)
    other = struct.pack("<iI", 0, 0x20) + level("[{1}]", 0, start=4)
    counting = lists(*list_tables([(1, True, [level("{1}.")])], [(1, b"", 0), (1, anew, 1), (1, other, 1)]))
    assert [counting.number(use, 0) for use in ("1", "2", "2", "3")] == ["1.", "6.", "7.", "[8]"]


def test_lists_that_are_cut_off_are_named() -> None:
    header, table = list_tables([(7, False, NINE)], [(7, b"", 0)])
    with pytest.raises((struct.error, IndexError)):  # the reader names both as damage
        lists(header, table[:80])


def style(built_in: int, kind: int, base: int, *lists_: bytes) -> bytes:
    head = struct.pack("<HHHHH", built_in, kind | base << 4, len(lists_), 0, 0)
    name = struct.pack("<H", 2) + "样式".encode("utf-16-le") + b"\0\0"
    body = head + name
    for one in lists_:
        body += b"\0" * (len(body) % 2) + struct.pack("<H", len(one)) + one
    return struct.pack("<H", len(body)) + body + b"\0" * (len(body) % 2)


def test_styles_and_their_bases() -> None:
    listed = struct.pack("<HH", 0x460B, 2)
    sheet = struct.pack("<HHH", 4, 3, 10) + b"".join(
        (
            style(1, 1, 0xFFF, b"\0\0" + listed, b"\x3c\x08\x01"),
            style(0xFFE, 1, 0, b"\1\0"),
            style(0xFFE, 2, 0xFFF, b"\x3c\x08\x81"),
        )
    )
    styles = StyleSheet(*tables(n1=sheet))
    assert styles.paragraph(1, 0x460B) == 2
    assert styles.characters(1, 0x083C) == 1
    assert styles.characters(2, 0x083C) == 0x81
    assert [one.built_in for one in styles.chain(1)] == [0xFFE, 1]


def test_fonts() -> None:
    def entry(name: str) -> bytes:
        body = bytes(39) + name.encode("utf-16-le") + b"\0\0"
        return bytes([len(body)]) + body

    data = struct.pack("<HH", 2, 0) + entry("宋体") + entry("Wingdings 2")
    assert fonts(*tables(n15=data)) == ["宋体", "Wingdings 2"]


def record(kind: int, body: bytes, instance: int = 0, version: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def word_art(identity: int, words: str) -> bytes:
    text = words.encode("utf-16-le") + b"\0\0"
    properties = struct.pack("<HIHI", 0x80C0, len(text), 0x0104, 0)
    inner = record(0xF00A, struct.pack("<iI", identity, 0), 136, 2) + record(0xF00B, properties + text, 2, 3)
    return record(0xF004, inner, 0, 0xF)


def test_word_art_stands_where_it_is_anchored() -> None:
    drawings = record(0xF000, b"", 0, 0xF) + b"\0" + record(0xF002, word_art(1025, "某镇人民政府文件"), 0, 0xF)
    anchors = struct.pack("<II", 3, 9) + struct.pack("<5i6x", 1025, 0, 0, 8000, 900)
    shapes = anchored(*tables(n50=drawings, n40=anchors))
    assert {place: shape.words for place, shape in shapes.items()} == {3: "某镇人民政府文件"}


def test_pictures_in_the_line() -> None:
    def picture(width: int, height: int, art: bytes = b"") -> bytes:
        head = struct.pack("<ihh", 0x44 + len(art), 0x44, 0x64) + bytes(20)
        return (head + struct.pack("<hhHH", width, height, 1000, 1000)).ljust(0x44, b"\0") + art

    assert inline(picture(9000, 6000), 0).is_large_picture  # 15.9 by 10.6 cm
    assert not inline(picture(1000, 1000), 0).is_large_picture
    assert inline(b"ab" + picture(9000, 900, word_art(1, "红头")), 2).words == "红头"
    assert inline(b"", 5).words == ""


@pytest.mark.corpus
def test_a_file_of_another_program() -> None:
    path = shared("cases", "files", "doc-numbers", "a.doc")
    reading = doc.read(path.read_bytes(), path.name)
    assert [block.text for block in reading.blocks] == [
        "水利工作小结",
        "一、抓修渠",
        "（一）勘察",
        "（二）施工",
        "二、抓管护",
        "（一）巡线",
    ]
    assert reading.notices == ()
