"""Pages, Markdown and plain texts that nobody should send (cases 38–47): the text or a named error, in time."""

from __future__ import annotations

import time

import pytest

from tests import hostile_files as build
from tests.archive.readers.test_hostile_word import outcome

TEXT = "现报告工作情况。"
PAGE = f"<p>{TEXT}</p>"

CASES = [
    pytest.param("a.html", lambda: ("<div>" * 300_000 + PAGE).encode(), {TEXT}, id="38 300,000 nested div"),
    pytest.param("a.html", lambda: ("<b><i>" * 100_000 + TEXT).encode(), {TEXT}, id="39 unclosed b and i"),
    pytest.param(
        "a.html",
        lambda: ("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + f">{TEXT}</p>").encode(),
        {TEXT},
        id="40 300,000 attributes",
    ),
    pytest.param("a.html", lambda: (PAGE + "<!--" * 500_000).encode(), {TEXT}, id="41 open comments"),
    pytest.param("a.html", lambda: (PAGE + '<a href="' * 300_000).encode(), {TEXT}, id="42 open attributes"),
    pytest.param("a.html", lambda: b"<p>" + b"a" * (240 << 20), {"read.too_large"}, id="43 a paragraph of 240 MB"),
    pytest.param(
        "a.html",
        lambda: ("<meta charset=utf-8>" + PAGE).encode("gb18030"),
        {TEXT},
        id="44 GBK that says UTF-8",
    ),
    pytest.param(
        "a.html", lambda: PAGE.encode().replace("工".encode(), b"\xe5\xb7"), {"read.undecodable"}, id="44 broken"
    ),
    pytest.param("a.html", lambda: (TEXT[:3] + "\0" + TEXT[3:]).encode(), {TEXT}, id="44 a NUL"),
    pytest.param(
        "a.html",
        lambda: (
            "<script>var 甲</script><base href=//x><meta http-equiv=refresh content='0;url=//x'>"
            f"<svg onload=x()></svg>{PAGE}"
        ).encode(),
        {TEXT},
        id="45 scripts are not text",
    ),
    pytest.param("a.md", lambda: f"<script>x</script>\n\n[{TEXT}](javascript:x)".encode(), {TEXT}, id="46 raw html"),
    pytest.param("a.md", lambda: b"[" * 50_000, {"read.too_long"}, id="46 50,000 brackets"),
    pytest.param("a.md", lambda: b"*" * 50_000 + b"a", {"*" * 50_000 + "a", "read.too_long"}, id="46 50,000 asterisks"),
    pytest.param("a.txt", lambda: b" \n\t\n" * 1000, {"read.empty"}, id="47 white space"),
    pytest.param(
        "a.txt", lambda: b"\x7fELF" + build.noise(5000), {"read.not_text", "read.undecodable"}, id="47 a program"
    ),
    pytest.param(
        "a.txt",
        lambda: f"{TEXT}2021\n".encode("utf-16-le") * 2,
        {f"{TEXT}2021\n{TEXT}2021"},
        id="47 UTF-16 without a mark",
    ),
    pytest.param(
        "a.txt",
        lambda: "工作報告，各位代表：".encode("big5") * 9,
        {"read.undecodable", "工作報告，各位代表：" * 9},
        id="47 Big5",
    ),
    pytest.param("a.txt", lambda: b"\xed\xa0\x80\xed\xb0\x80" * 9, {"read.undecodable"}, id="47 surrogates"),
    pytest.param("a.txt", lambda: f"\u202e{TEXT}".encode(), {f"\u202e{TEXT}"}, id="47 bidi override"),
]


@pytest.mark.parametrize(("name", "make", "expected"), CASES)
def test_hostile_text(name: str, make: build.Build, expected: set[str]) -> None:
    data = make()
    begun = time.monotonic()
    assert outcome(data, name) in expected
    assert time.monotonic() - begun < 20, "its limit of processor time"


def test_47_ten_megabytes_on_one_line() -> None:
    text = outcome(("党建工作" * 850_000).encode(), "a.txt")
    assert len(text) == 3_400_000
