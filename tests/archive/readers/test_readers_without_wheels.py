"""Machines without wheels (ARM, LoongArch): with every binary library hidden each format is still read."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from archive.errors import ReadError
from archive.ingest import ingest
from archive.readers import decoding
from archive.readers.registry import reader_for
from tests.hostile_files import noise
from tests.shared_files import ROOT

PROGRAM = """
from archive.ingest import ingest
from archive.readers.registry import container_for
from tests.sample_files import SAMPLES
for suffix, make in SAMPLES.items():
    container = container_for("a" + suffix)
    if container is None:
        assert ingest(make(), "a" + suffix).passages, suffix
    else:
        assert list(container.members(make(), "a" + suffix)), suffix
for name in ("pypdfium2", "lxml", "rjieba"):
    try:
        __import__(name)
    except ImportError as problem:
        assert "hidden" in str(problem)
    else:
        raise SystemExit(name + " is not hidden")
print("all read")
"""


def test_every_format_is_read_without_binary_libraries() -> None:
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'tests' / 'hidden'}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True)
    assert done.stdout == "all read\n", done.stderr


def test_a_search_loads_no_parser() -> None:
    program = (
        "import sys, archive.readers.registry, indexer.ingest.pipeline\n"
        "heavy = {'pypdfium2', 'pypdf', 'openpyxl', 'lxml', 'docx', 'email', 'archive.readers.office.docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n" + noise(99), "read.needs_ocr", id="png"),
        pytest.param("a.JPG", b"\xff\xd8\xff" + noise(99), "read.needs_ocr", id="jpg"),
        pytest.param("a.tiff", b"II*\0" + noise(99), "read.needs_ocr", id="tiff"),
        pytest.param("a.png", b"<svg/>", "read.wrong_format", id="something else"),
        pytest.param("a.png", b"", "read.empty", id="nothing"),
    ],
)
def test_a_picture_waits_for_recognition(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        ingest(data, name)
    assert caught.value.code == code


BIG5 = "各位代表：現在，我代表區政府向大會作工作報告，請予審議。一年來，我們認真落實各項工作，取得了新的成績。"


def test_big5_is_guessed_and_the_doubt_is_told() -> None:
    report = ingest(BIG5.encode("big5"), "報告.txt")
    assert report.passages[0].text == BIG5
    assert report.encoding == "big5hkscs"
    assert [notice.code for notice in report.notices] == ["read.guessed_encoding"]
    assert ingest(BIG5.encode("big5"), "報告.txt", encoding="big5").notices == ()


def test_gbk_is_never_taken_for_big5() -> None:
    assert decoding.decode(BIG5.encode("gb18030"), "a.txt").encoding == "gb18030"
    assert reader_for("a.txt").read("工作报告".encode("gbk"), "a.txt").encoding == "gb18030"
