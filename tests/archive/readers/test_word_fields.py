"""What Word's fields and symbol fonts show in the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.office.rendering.eq_fields import eq_text
from archive.readers.office.rendering.field_results import FieldLine, field_text
from archive.readers.office.rendering.symbol_fonts import drawn, symbol


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        pytest.param(r" eq \o\ac(○,21)", "㉑", id="a number in a ring"),
        pytest.param(r"EQ \o\ac(○,3)", "③", id="a figure in a ring"),
        pytest.param(r"EQ \o\ac(○,108)", "108", id="no such ring in Unicode"),
        pytest.param(r"EQ \o\ac(○,密)", "密", id="a Han character in a ring"),
        pytest.param(r"EQ \o\ac(△,甲)", "甲", id="in a triangle"),
        pytest.param(r"eq \o\ac(□,√)", "☑", id="a tick in a box"),
        pytest.param(r"eq \o\ac(□,×)", "☒", id="a cross in a box"),
        pytest.param(r"eq \o\ac(□, )", "□", id="an empty box"),
        pytest.param(r' EQ \* jc0 \* "Font:宋体" \* hps20 \o(\s\up 9(水务),\s\do 3(财政)) ', "水务财政", id="combined"),
        pytest.param(r"EQ \o\al(\s\up 7(甲),\s\do 7(乙))", "甲乙", id="one over the other"),
        pytest.param(r'EQ \* jc2 \* "Font:等线" \* hps11 \o\ad(\s\up 10(wéi),圩)', "圩", id="a reading above"),
        pytest.param(r"EQ \o(堤,\s\up 9(dī))", "堤", id="the base first"),
        pytest.param(r"EQ \f(1,2)", "1/2", id="a fraction"),
        pytest.param(r"EQ \f(\f(1,2),3)", "1/2/3", id="a fraction in a fraction"),
        pytest.param(r"EQ m\s\up5(2)", "m2", id="raised"),
        pytest.param(r"EQ \r(3,x)", "3√x", id="a root"),
        pytest.param(r"EQ \b\bc\[(\a\al(甲,乙))", "[甲 乙]", id="an array in brackets"),
        pytest.param(r"EQ \x\to(标题)", "标题", id="a line above"),
        pytest.param(r"EQ 一(二)\,三", "一(二),三", id="brackets and commas that are text"),
        pytest.param(r'SYMBOL 82 \f "Wingdings 2" \s 12', "☑", id="a sign of a font"),
        pytest.param(r'SYMBOL 0xA3 \f "Wingdings 2"', "□", id="its code in hexadecimal"),
        pytest.param(r"SYMBOL 9745 \u", "☑", id="a sign of Unicode"),
        pytest.param("MACROBUTTON None 请填写单位", "请填写单位", id="a button's words"),
        pytest.param("XE 堤防", "", id="a mark for the index shows nothing"),
        pytest.param("REF 总则", None, id="words that stand elsewhere"),
        pytest.param("= SUM(ABOVE)", None, id="a sum that Word has not kept"),
    ],
)
def test_a_field_without_a_kept_result(instruction: str, shown: str | None) -> None:
    assert field_text(instruction, None) == shown


def test_a_kept_result_holds() -> None:
    assert field_text("REF 总则", "第三条") == "第三条"
    assert field_text(r"EQ \o\ac(○,1)", "①") == "①"
    assert field_text("REF nothing", "") == ""


def test_fields_in_fields() -> None:
    line = FieldLine()
    line.add("见")
    line.begin()
    line.instruct("IF ")
    line.begin()
    line.instruct("MERGEFIELD x")
    line.separate()
    line.add("条件")  # the result of a field in an instruction is not shown
    line.end()
    line.separate()
    line.add("附件")
    line.end()
    line.add("。")
    assert (line.finish(), line.missing) == ("见附件。", 0)


def test_a_field_that_never_ends_hides_nothing() -> None:
    line = FieldLine()
    line.begin()
    line.instruct("PAGE")
    line.add("正文")
    assert line.finish() == "正文"


@given(st.text(alphabet="\\()○,;fosrxab12 圩", max_size=200))
def test_any_instruction_gives_some_text(instruction: str) -> None:
    assert len(eq_text(instruction)) <= 3 * len(instruction) + 8


def test_a_deep_instruction_is_bounded() -> None:
    assert isinstance(eq_text(r"\f(" * 50_000), str)
    assert isinstance(eq_text("(" * 50_000), str)


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        pytest.param("Wingdings 2", 0x52, "☑", id="R, ticked box"),
        pytest.param("wingdings 2", 0xF053, "☒", id="S, crossed box"),
        pytest.param("Wingdings 2", 0xF0A3, "□", id="empty box"),
        pytest.param("Wingdings 2", 0x50, "✓", id="P, tick"),
        pytest.param("Wingdings", 0xFE, "☑", id="ticked box"),
        pytest.param("Wingdings", 0xFD, "☒", id="crossed box"),
        pytest.param("Wingdings", 0xA8, "□", id="box"),
        pytest.param("Wingdings", 0x6F, "□", id="o, box"),
        pytest.param("Wingdings", 0xFC, "✓", id="tick"),
        pytest.param("Wingdings", 0x81, "①", id="circled number"),
        pytest.param("Wingdings", 0xE0, "→", id="arrow"),
        pytest.param("Symbol", 0x61, "α", id="Greek"),
        pytest.param("Symbol", 0xB3, "≥", id="a relation"),
        pytest.param("宋体", 0x52, None, id="a font of letters"),
        pytest.param("Wingdings", 0x4E2D, None, id="no sign of it"),
    ],
)
def test_signs_of_symbol_fonts(font: str, code: int, sign: str | None) -> None:
    assert symbol(font, code) == sign


def test_han_characters_in_a_symbol_font_stay() -> None:
    assert drawn("Wingdings 2", "R满意\uf0a3") == "☑满意□"
