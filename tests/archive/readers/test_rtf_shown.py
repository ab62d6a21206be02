"""What Word shows of an RTF beside plain words: fields, signs, WordArt; and what is named because it is not read."""

from __future__ import annotations

import pytest

from archive.readers.office import rtf

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f3\fnil\fcharset2 Wingdings 2{\*\falt X};}}"
    rb"{\stylesheet{\s0 Normal;}}\f0\pard "
)


def read(body: str) -> tuple[list[str], dict[str, object]]:
    reading = rtf.read(HEAD + body.encode("gb18030") + b"}", "a.rtf")
    left = {notice.code.removeprefix("read.left_out."): notice.evidence["count"] for notice in reading.notices}
    return [block.text for block in reading.blocks], left


def field(instruction: str, result: str | None = None) -> str:
    kept = "" if result is None else rf"{{\fldrslt {result}}}"
    return rf"{{\field{{\*\fldinst {{{instruction}}}}}{kept}}}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "赴" + field(r'EQ \\* jc0 \\* "Font:Calibri" \\o(\\s\\up 10(w\u233\'e9i),圩)', "{}") + r"查看\par",
            ["赴圩查看"],
            id="a reading above",
        ),
        pytest.param(field(r"eq \\o\\ac(○,12)") + r"号\par", ["⑫号"], id="a ring"),
        pytest.param(field(r'SYMBOL 82 \\f "Wingdings 2"', r"\f3 R") + r"是\par", ["☑是"], id="a sign field"),
        pytest.param(r"{\f3 \u-4014\'52}是{\f3\'a3}否\par", ["☑是□否"], id="signs of a symbol font"),
        pytest.param("见" + field("REF a", "第二条") + r"\par", ["见第二条"], id="a kept result"),
        pytest.param(
            field("IF " + field("MERGEFIELD x", "条件"), "附件") + r"完\par", ["附件完"], id="a field in a field"
        ),
        pytest.param(
            r"{\footnote 注" + field("IF " + field("REF y", "条件"), "见") + r"}文\par", ["文", "注见"], id="in a note"
        ),
        pytest.param(field("TOC", r"一\par 二") + r"\par", ["一", "二"], id="a result over paragraphs"),
        pytest.param(
            r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1{\*\ffname a}}}}"
            r"{\fldrslt}}已办\par",
            ["☑已办"],
            id="a form's box",
        ),
        pytest.param(
            r"{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv \u26576?镇文件}}{\sp{\sn gtextFont}{\sv 宋体}}}}发文\par",
            ["某镇文件", "发文"],
            id="WordArt",
        ),
    ],
)
def test_what_is_shown(body: str, expected: list[str]) -> None:
    assert read(body) == (expected, {})


@pytest.mark.parametrize(
    ("body", "left"),
    [
        pytest.param(r"{\*\annotation 待核}", {"comments": 1}, id="a remark"),
        pytest.param(
            r"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 00}{\result{\pict}}}",
            {"embedded_files": 1},
            id="a workbook",
        ),
        pytest.param(r"{\object\objemb{\*\objclass Equation.3}{\*\objdata 00}}", {"objects": 1}, id="an equation"),
        pytest.param(r"{\object\objocx{\*\objdata 00}}", {"form_fields": 1}, id="a control"),
        pytest.param(r"{\mmath{\*\moMath{\mr x}}}", {"objects": 1}, id="an equation of Word 2007"),
        pytest.param(
            r"{\*\shppict{\pict\picwgoal9000\pichgoal6000 00}}{\nonshppict{\pict\picwgoal9000\pichgoal6000 00}}",
            {"pictures": 1},
            id="a large picture, once",
        ),
        pytest.param(r"{\pict\picwgoal9000\pichgoal6000\picscalex10\picscaley10 00}", {}, id="shown small"),
        pytest.param(r"{\pict\picwgoal1500\pichgoal1500 00}", {}, id="a seal"),
        pytest.param(field("REF nowhere"), {"fields": 1}, id="a field without a result"),
    ],
)
def test_what_is_not_read_is_counted(body: str, left: dict[str, object]) -> None:
    assert read("文" + body + r"\par") == (["文"], left)
