"""OpenDocument, RTF, old Word files, OFD: what a person sees in them, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.model import CELL
from archive.readers.office import (
    doc,
    odt,
    rtf,
)
from archive.readers.pages import ofd
from archive.readers.registry import reader_for
from tests.hostile_files import ole, zipped
from tests.sample_files import LINES, OFFICE, opendocument, rich_text, word
from tests.sample_files import ofd as ofd_file
from tests.shared_files import shared


def row(*cells: str) -> str:
    return CELL.join(cells)


def test_opendocument() -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
        ' style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style>'
    )
    body = (
        "<text:tracked-changes><text:p>删去的</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">标题</text:h>'
        '<text:p>一<text:s text:c="2"/>岗<text:span>双责</text:span>'
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>注文</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L"><text:list-item><text:p>甲</text:p></text:list-item>'
        "<text:list-item><text:p>乙</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>丙</text:p></table:table-cell>"
        "<table:table-cell><text:p>丁</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert [
        (block.kind, block.level, block.text) for block in odt.read(opendocument(body, styles), "a.odt").blocks
    ] == [
        ("heading", 2, "标题"),
        ("paragraph", None, "一  岗双责"),
        ("paragraph", None, "注文"),
        ("paragraph", None, "一、甲"),
        ("paragraph", None, "二、乙"),
        ("row", None, row("丙", "丁")),
    ]


def test_an_encrypted_opendocument_says_so() -> None:
    manifest = (
        f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    with pytest.raises(ReadError) as caught:
        odt.read(zipped({"content.xml": b"noise", "META-INF/manifest.xml": manifest.encode()}), "a.odt")
    assert caught.value.code == "import.encrypted"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("党建".encode("gb18030") + b"\\par", ["党建"], id="bytes as they are"),
        pytest.param(b"\\'b5\\'b3\\'bd\\'a8\\par", ["党建"], id="bytes written out"),
        pytest.param(b"\\uc1\\u20826?\\u24314?\\par", ["党建"], id="Unicode with a stand-in"),
        pytest.param(b"\\uc2\\u20826\\'b5\\'b3\\u24314\\'bd\\'a8\\par", ["党建"], id="Unicode with GBK beside it"),
        pytest.param(b"\\u-10179?\\u-8704?\\par", ["\U0001f600"], id="a pair of halves"),
        pytest.param(b"{\\deleted X}{\\v Y}Z\\par", ["Z"], id="deleted and hidden"),
        pytest.param(b"{\\*\\unknown X}{\\pict ffff}Z\\par", ["Z"], id="what is not text"),
        pytest.param(b"A{\\footnote note}\\par B\\par", ["A", "note", "B"], id="a note"),
        pytest.param(b"{\\listtext 1.}A\\par", ["1.A"], id="an automatic number"),
        pytest.param(b"\\intbl A\\cell B\\cell\\row\\pard C\\par", [row("A", "B"), "C"], id="a table"),
        pytest.param(b"A\\bin3 }}}B\\par", ["AB"], id="raw bytes"),
    ],
)
def test_rich_text(body: bytes, expected: list[str]) -> None:
    assert [block.text for block in rtf.read(rich_text(body), "a.rtf").blocks] == expected


def test_rich_text_head_and_level() -> None:
    reading = rtf.read(rich_text(b"{\\header secret}\\outlinelevel0 A\\par\\pard B\\par"), "a.rtf")
    assert [(block.kind, block.level) for block in reading.blocks] == [("heading", 1), ("paragraph", None)]
    assert reading.apart == ("secret",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(word(), LINES[0], id="a docx"),
        pytest.param(rich_text(), LINES[0], id="an RTF"),
        pytest.param("<html><p>网页存的</p></html>".encode(), "网页存的", id="a page"),
    ],
)
def test_a_doc_is_what_its_bytes_are(data: bytes, expected: str) -> None:
    for name in ("a.doc", "a.wps"):
        assert reader_for(name).read(data, name).blocks[0].text == expected


def test_a_form_nobody_reads_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError) as caught:
        doc.read(ole(("MatOST",)), "a.wps")
    assert caught.value.code == "import.old_format"
    assert "docx" in caught.value.message("zh")


def test_a_converter_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "antiword"
    program.write_text("#!/bin/sh\necho '旧文件的文字'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert [block.text for block in doc.read(ole(("MatOST",)), "a.wps").blocks] == ["旧文件的文字"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("pattern", "blocks", "first", "last"),
    [
        pytest.param(
            "doc_公安*", 90, "江西省2022年度考试录用公务员公安机关执法勤务职位专业科目考试大纲", None, id="a syllabus"
        ),
        pytest.param("doc_人民*", 18, "附件3:", None, id="standards"),
        pytest.param("doc_教师*", 30, "附件2", None, id="long tables"),
    ],
)
def test_real_old_word_files(pattern: str, blocks: int, first: str, last: str | None) -> None:
    (path,) = shared("corpus", "formats").glob(pattern)
    found = doc.read(path.read_bytes(), path.name).blocks
    assert (len(found), found[0].text) == (blocks, first)
    assert not any("\x07" in block.text or "\x13" in block.text or "\ufffd" in block.text for block in found)


def test_ofd_lines_are_paragraphs_with_pages() -> None:
    long = "为深入贯彻落实党中央决策部署现将本单位有关工作情况报告如下请予审议并提出意见。" * 4
    rows = [(40.0, long[:28])] + [(30.0, long[place : place + 30]) for place in range(28, len(long), 30)]
    pages: list[list[tuple[float, float, str]]] = [
        [(left, 40 + 10 * line, text) for line, (left, text) in enumerate(rows[:3])] + [(100.0, 285.0, "— 1 —")],
        [(left, 40 + 10 * line, text) for line, (left, text) in enumerate([*rows[3:], (40.0, "完毕。")])],
    ]
    blocks = ofd.read(ofd_file(pages), "a.ofd").blocks
    assert [(block.text, block.page) for block in blocks] == [(long, 1), ("完毕。", 2)]


def test_ofd_pieces_of_one_line_are_one() -> None:
    blocks = ofd.read(ofd_file([[(30.0, 40.0, "一岗"), (40.0, 40.0, "双责")]]), "a.ofd").blocks
    assert [block.text for block in blocks] == ["一岗双责"]
