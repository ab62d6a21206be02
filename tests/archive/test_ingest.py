"""A file becomes a report whole, or a named error and nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.ingest import ingest, passages_of
from archive.model import CELL, Block
from archive.outline_sections import path_at
from archive.readers import base
from archive.readers.registry import FORMATS, is_plain, reader_for
from tests.shared_files import SEEDS, shared


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(ReadError) as caught:
        ingest(data, name)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.as_json("zh") == caught.value.as_json("zh"), "errors cross process borders whole"
    assert again.message("en")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        pytest.param(b"", "a.txt", "read.empty", id="zero bytes"),
        pytest.param(" \n\u3000\t\u200b\n\ufeff".encode(), "a.txt", "read.empty", id="white and invisible only"),
        pytest.param(b"<!-- INFO END -->", "a.md", "read.empty", id="a comment only"),
        pytest.param(b"<script>x</script><p>&nbsp;</p>", "a.html", "read.empty", id="a script only"),
        pytest.param(b"x", "a.xyz", "read.unknown_format", id="unknown suffix"),
        pytest.param(b"x", "report", "read.unknown_format", id="no suffix"),
        pytest.param(b"\xff\xfe\x00\xd8\x81", "noise.txt", "read.undecodable", id="noise"),
        pytest.param(b"MZ\0\1" * 99, "a.txt", "read.not_text", id="a program, renamed"),
        pytest.param(b"MZ\0\1" * 99, "a.md", "read.not_text", id="a program, renamed to Markdown"),
        pytest.param(b"MZ\0\1" * 99, "a.html", "read.not_text", id="a program, renamed to a page"),
    ],
)
def test_a_file_that_is_no_report_is_a_named_error(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_size_is_checked_before_parsing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_BYTES", 10)
    assert code_of("工作报告。".encode(), name) == "read.too_large"


def test_masks_alone_are_text() -> None:
    assert [passage.text for passage in ingest(b"**\n***", "a.txt").passages] == ["**", "***"]


def test_passages_are_numbered_without_gap_and_page_breaks_carry_none() -> None:
    blocks = [Block("heading", "一", 2), Block("page_break", ""), Block("row", f"a{CELL}b", page=2)]
    assert [(p.number, p.kind, p.text, p.level, p.page) for p in passages_of(blocks)] == [
        (1, "heading", "一", 2, None),
        (2, "row", f"a{CELL}b", None, 2),
    ]


def test_a_form_feed_ends_a_page_and_a_paragraph() -> None:
    blocks = reader_for("A.TXT").read("甲\f乙".encode(), "A.TXT").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "甲"),
        ("page_break", ""),
        ("paragraph", "乙"),
    ]


@pytest.mark.parametrize("suffix", [suffix for suffix in sorted(FORMATS) if is_plain(f"a{suffix}")])
def test_every_format_makes_the_same_report_of_the_same_text(suffix: str) -> None:
    words = ["关于2021年工作情况的报告", "各位代表：", "现在报告工作，请予审议。"]
    mark = "<p>" if suffix.startswith(".htm") else "\n\n"
    report = ingest(mark.join(words).encode(), f"a{suffix}")
    assert [passage.text for passage in report.passages] == words
    assert report.format == {"m": "md", "t": "txt", "h": "html"}[suffix[1]]
    assert report.masthead.title == words[0]


def test_a_page_hands_its_metadata_to_the_masthead() -> None:
    page = "<table><tr><td>标题：<td>关于节水的复函<tr><td>发文字号：<td>国办函〔2005〕21号</table><p>收悉。"
    masthead = ingest(page.encode(), "a.html").masthead
    assert masthead.number == "国办函〔2005〕21号"
    assert masthead.evidence["number"].origin in ("metadata", "text")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_seed_is_a_sound_report(path: Path) -> None:
    data, name = path.read_bytes(), path.name
    report = ingest(data, name)
    assert pickle.loads(pickle.dumps(report)) == report
    assert [passage.number for passage in report.passages] == list(range(1, len(report.passages) + 1))
    assert "".join("".join(p.text for p in report.passages).split()) == "".join(data.decode().split())
    for section in report.sections:
        text = report.passages[section.passage - 1].text
        assert section.title in text[section.start : section.end]
        assert section in path_at(report.sections, section.passage, section.start)


def test_the_whole_open_corpus_is_read() -> None:
    folder = shared("corpus", "gov-reports")
    texts = [path for path in sorted(folder.glob("*.txt")) if path.name != "SOURCES.md"]
    for path in texts:
        report = ingest(path.read_bytes(), path.name, folder=folder.name)
        assert sum(len(passage.text) for passage in report.passages) > 100, path.name
        assert not any("\x1f" in passage.text for passage in report.passages)
    assert len(texts) == 60


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 300_000 + "文", id="deep nesting"),
        pytest.param("<b><i>" * 100_000 + "文", id="unclosed tags"),
        pytest.param("<p " + "a=b " * 300_000 + ">文", id="many attributes"),
        pytest.param("文" + "<!--" * 500_000, id="open comments"),
        pytest.param("文<p>" + '<a href="' * 300_000, id="open tags"),
        pytest.param("<p>文" + "<" * 300_000, id="bare signs"),
    ],
)
@pytest.mark.timeout(30)
def test_hostile_pages_keep_their_text(page: str) -> None:
    assert "文" in ingest(page.encode(), "a.html").passages[0].text


def test_tables_in_tables_without_end_are_refused() -> None:
    assert code_of(("<table><tr><td>" * 5_000 + "文").encode(), "a.html") == "read.too_deep"
