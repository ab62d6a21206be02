"""Word files that nobody should send (cases 1–19 of the list): a named error or the text, never a hang, never silence.

Each is built here and parsed in a sandbox, as an import does; a sound file is parsed after it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.model import Report
from indexer.ingest.parser_pool import File, parse_apart
from tests import hostile_files as build
from tests.hostile_files import docx, docx_parts, paragraph, zipped

NS = f'xmlns:w="{build.WORD}"'
GOOD = docx(paragraph("关于2021年工作情况的报告") + paragraph("现报告如下。"))


def outcome(data: bytes, name: str = "报告.docx") -> str:
    """The error's code, or the text that came out."""
    parsed = parse_apart(File(name, f"/x/{name}", data, "", None))
    if isinstance(parsed, Report):
        return "\n".join(passage.text for passage in parsed.passages)
    assert isinstance(parsed, ReadError)
    assert parsed.message("zh")
    assert parsed.message("en")
    return parsed.code


def big(before: str, piece: bytes, times: int, after: str) -> bytes:
    """A document that is `piece` many times, never whole in memory."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f"<w:document {NS}><w:body>{before}".encode())
        for _ in range(times):
            part.write(piece)
        part.write(f"{after}</w:body></w:document>".encode())
    return out.getvalue()


def many_paragraphs() -> bytes:
    """4: 0.74 GB of paragraphs in 2 MB."""
    return big("", (b"<w:p><w:r><w:t>" + "工作".encode() * 200 + b"</w:t></w:r></w:p>") * 1000, 600, "")


def one_text_node() -> bytes:
    """5: a text of 300 MB in 0.3 MB."""
    return big("<w:p><w:r><w:t>", b"A" * (1 << 20), 300, "</w:t></w:r></w:p>")


def laughs() -> bytes:
    """6: entities of entities, ten levels."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    document = (
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]><w:document {NS}><w:body><w:p><w:r><w:t>&l10;</w:t></w:r></w:p>'
    )
    return docx(f"{document}</w:body></w:document>".encode())


def outside_entity() -> bytes:
    """7: an entity that is a file of the machine."""
    head = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return docx(f"{head}<w:document {NS}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>".encode())


def nested(tag: str, times: int, inside: str) -> bytes:
    return docx(f"<w:{tag}>" * times + inside + f"</w:{tag}>" * times)


def nested_tables(times: int) -> bytes:
    """9: tables in tables."""
    return docx("<w:tbl><w:tr><w:tc>" * times + paragraph("深") + "</w:tc></w:tr></w:tbl>" * times)


def many_entries() -> bytes:
    """10: 70,000 parts."""
    return zipped({**docx_parts(paragraph("报告")), **{f"x/{n}": b"" for n in range(70_000)}}, zipfile.ZIP_STORED)


def utf_16() -> bytes:
    """14: a document in UTF-16."""
    body = f'<?xml version="1.0" encoding="UTF-16"?><w:document {NS}><w:body>{paragraph("报告")}</w:body></w:document>'
    return docx(body.encode("utf-16"))


def linked_picture() -> bytes:
    """12: a picture that is a file of the machine."""
    parts = docx_parts(
        paragraph("报告") + '<w:p><w:r><w:drawing><a:blip xmlns:a="a" link="r1"/></w:drawing></w:r></w:p>'
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="r1" Type="x/image" Target="file:///etc/hostname" TargetMode="External"/></Relationships>',
    )
    return zipped(parts)


def lying_sizes(size: int) -> bytes:
    """15: the directory tells another size than the part has."""
    data = bytearray(docx(paragraph("报告" * 500)))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        length = struct.unpack_from("<H", data, place + 28)[0]
        if data[place + 46 : place + 46 + length] == b"word/document.xml":
            struct.pack_into("<I", data, place + 24, size)
        place += 4
    return bytes(data)


def two_of_one_name() -> bytes:
    """16: which of the two documents is the document?"""
    parts = docx_parts(paragraph("一"))
    data = zipped({**parts, "word/documenX.xml": docx_parts(paragraph("二"))["word/document.xml"]})
    return data.replace(b"documenX", b"document")


def cells_boxes_notes() -> bytes:
    """19: no text but in cells, text boxes and footnotes."""
    box = "<w:txbxContent>" + paragraph("框内文字") + "</w:txbxContent>"
    body = (
        "<w:tbl><w:tr><w:tc>" + paragraph("单元格") + "</w:tc><w:tc>" + paragraph("另一格") + "</w:tc></w:tr></w:tbl>"
        f'<w:p><w:r><w:pict>{box}</w:pict><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{paragraph("脚注文字")}'
    return docx(body, footnotes=notes + "</w:footnote></w:footnotes>")


CASES = [
    pytest.param(lambda: b"", "read.empty", id="1 empty"),
    pytest.param(lambda: b"PK\3\4" + build.noise(5000), "read.damaged", id="2 noise behind a signature"),
    pytest.param(lambda: GOOD[: len(GOOD) // 2], "read.damaged", id="3 first half of a good file"),
    pytest.param(many_paragraphs, "read.too_large", id="4 0.7 GB of paragraphs", marks=pytest.mark.slow),
    pytest.param(one_text_node, "read.too_large", id="5 a text of 300 MB"),
    pytest.param(laughs, "read.has_doctype", id="6 billion laughs"),
    pytest.param(outside_entity, "read.has_doctype", id="7 an entity from outside"),
    pytest.param(lambda: nested("sdt", 50_000, paragraph("深")), "read.too_deep", id="8 nested sdt"),
    pytest.param(lambda: nested_tables(3000), "read.too_deep", id="9 nested tables"),
    pytest.param(many_entries, "read.too_many_parts", id="10 70,000 entries"),
    pytest.param(linked_picture, "报告", id="12 a linked picture is not fetched"),
    pytest.param(lambda: docx(paragraph("报\x01告")), "read.damaged", id="13 a control character"),
    pytest.param(
        utf_16,
        "报告",
        id="14 UTF-16",
    ),
    pytest.param(lambda: lying_sizes(10), "read.damaged", id="15 a size that is too small"),
    pytest.param(two_of_one_name, "read.damaged", id="16 two parts of one name"),
    pytest.param(lambda: zipped({"xl/workbook.xml": b"<x/>"}), "read.wrong_format", id="17 an xlsx"),
    pytest.param(lambda: zipped({"a.txt": b"x"}), "read.wrong_format", id="17 a zip"),
    pytest.param(lambda: build.ole(("WordDocument",)), "read.wrong_format", id="17 a doc"),
    pytest.param(lambda: b"%PDF-1.4", "read.wrong_format", id="17 a pdf"),
    pytest.param(lambda: build.ole(("EncryptedPackage",)), "import.encrypted", id="18 with a password"),
    pytest.param(cells_boxes_notes, "单元格\x1f另一格\n框内文字\n脚注文字", id="19 cells, boxes, notes"),
]


@pytest.mark.parametrize(("make", "expected"), CASES)
def test_hostile_word_file(make: build.Build, expected: str) -> None:
    assert outcome(make()) == expected
    assert outcome(GOOD).startswith("关于"), "the service goes on"


def test_11_a_part_that_climbs_is_never_extracted() -> None:
    target = Path("/tmp/baogao-slip.txt")
    assert outcome(zipped({**docx_parts(paragraph("报告")), f"../../../..{target}": b"x"})) == "报告"
    assert not target.exists()


def test_15_a_size_that_is_too_large_changes_nothing() -> None:
    assert outcome(lying_sizes(1 << 30)) in ("报告" * 500, "read.damaged")


def test_17_macros_are_not_run_and_not_read() -> None:
    parts = docx_parts(paragraph("报告"))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main", b"macroEnabled.main")
    assert outcome(zipped({**parts, "word/vbaProject.bin": build.noise(999)}), "报告.docm") == "报告"
