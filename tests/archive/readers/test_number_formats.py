"""What a cell shows of a number: each row is what Excel shows (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.number_format.builtin import BUILTIN
from archive.readers.number_format.display import NumberFormat

DAY = 44850  # 16 October 2022, a Sunday
ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        # Words around figures.
        ('0"人"', 12, "12人"),
        ('0.00"万元"', 3.5, "3.50万元"),
        ('"第"000"号"', 3, "第003号"),
        ("0人", 12, "12人"),
        (r"0\户", 7, "7户"),
        ('"共计"', 5, "共计"),
        ('0!.0000,"万元"', 35000, "0.0035万元"),
        ("000-00-0000", 123456789, "123-45-6789"),
        # Thousands, decimals, scaling.
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0.00", 1234567.895, "1,234,567.90"),
        ("#,##0", 12, "12"),
        ('0.0,"千"', 12345, "12.3千"),
        ('0.0,,"百万"', 35_000_000, "35.0百万"),
        ("0.##", 5, "5."),
        ("0.0#", 2.5, "2.5"),
        (".00", 0.5, ".50"),
        (".00", 12.5, "12.50"),
        ("#", 0, ""),
        ("0000", 12, "0012"),
        ("0.0", 0.25, "0.3"),
        ("0.00", 1.005, "1.01"),
        ("0", 2.5, "3"),
        ("0", 4.4120219900101101e17, "441202199001011000"),
        # Shares.
        ("0%", 0.125, "13%"),
        ("0.0%", 0.125, "12.5%"),
        ('0.00"%"', 12.5, "12.50%"),
        # Sections, conditions, colours.
        ("0;-0", -3, "-3"),
        ("0_);(0)", -3, "(3)"),
        ('0;"负"0;"零"', 0, "零"),
        ('0;"负"0;"零"', -2, "负2"),
        ("0;;", 0, ""),
        (";;;", 5, ""),
        ("[Red]0.0;[蓝色]-0.0", -2.25, "-2.3"),
        ('[>=10000]0.0,"千";[<0]"负"0;0', -5, "负5"),
        ('[>=10000]0.0,"千";[<0]"负"0;0', 5, "5"),
        ('[>99][Red]0"分";[<60]"不及格";0', 45, "不及格"),
        ('[=1]"男";[=2]"女";0', 2, "女"),
        ('[=1]"是";"否"', 0, "否"),
        ("0", -3, "-3"),
        ("#,##0;@", -3, "-3"),
        # Padding and filling.
        (ACCOUNTS, 1234.5, "1,234.50"),
        (ACCOUNTS, -3.1, "-3.10"),
        (ACCOUNTS, 0, "-"),
        ("¥* #,##0", 1200, "¥1,200"),
        ("[$¥-804]#,##0.00", 5000, "¥5,000.00"),
        ("[$€-407] 0", 5, "€ 5"),
        # General.
        ("General", 12, "12"),
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1 / 3, "0.333333333"),
        ("General", -1 / 3, "-0.333333333"),
        ("General", 12345.678912345, "12345.67891"),
        ("General", 6.2e18, "6200000000000000000"),
        ("General", 123456789012345678, "123456789012346000"),
        ("General", 0.000012345, "0.000012345"),
        ("General", 0.000000123456789, "1.23457E-07"),
        ('General"人"', 12, "12人"),
        ("G/通用格式", 12.5, "12.5"),
        ("@", 12, "12"),
        # Powers of ten and fractions.
        ("0.00E+00", 12345, "1.23E+04"),
        ("0.00E+00", 0.00012, "1.20E-04"),
        ("##0.0E+0", 12345, "12.3E+3"),
        ("0.0E+00", 9.99, "1.0E+01"),
        ("# ?/?", 3.5, "3 1/2"),
        ("# ??/??", 0.28, "7/25"),
        ("# ?/8", 0.375, "3/8"),
        ("?/?", 1.5, "3/2"),
        ("# ?/?", 4, "4"),
        # Days and times.
        ('yyyy"年"m"月"d"日"', DAY, "2022年10月16日"),
        ('yyyy"年"m"月"', DAY, "2022年10月"),
        ("yyyy-mm-dd", DAY, "2022-10-16"),
        ("yyyy/m/d", DAY, "2022/10/16"),
        ("yy.mm.dd", DAY, "22.10.16"),
        ("yyyy-mm-dd;@", DAY, "2022-10-16"),
        ("e/m/d", DAY, "2022/10/16"),
        ("aaaa", DAY, "星期日"),
        ("aaa", DAY + 1, "一"),
        ("[$-804]dddd", DAY, "星期日"),
        ("dddd", DAY, "Sunday"),
        ("d-mmm-yy", DAY, "16-Oct-22"),
        ("h:mm", 0.354166666, "8:30"),
        ("hh:mm:ss", DAY + 0.75, "18:00:00"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ('上午/下午h"时"mm"分"', 0.354166666, "上午8时30分"),
        ('m"月"d"日"h"时"mm"分"', DAY + 0.5, "10月16日12时00分"),
        ("[h]:mm", 30 / 24 + 5 / 1440, "30:05"),
        ("[mm]:ss", 90 / 1440, "90:00"),
        ("[s]", 2 / 1440, "120"),
        ("mm:ss.0", 61.25 / 86400, "01:01.3"),
        ("yyyy/m/d", 1, "1900/1/1"),
        ("yyyy/m/d", 59, "1900/2/28"),
        ("yyyy/m/d", 60, "1900/2/29"),
        ("yyyy/m/d", 61, "1900/3/1"),
        ("yyyy/m/d", -1, "-1"),
        # Han numerals.
        ("[DBNum1][$-804]General", 120, "一百二十"),
        ("[DBNum1]General", 12, "一十二"),
        ("[DBNum2][$-804]General", 10203, "壹万零贰佰零叁"),
        ("[DBNum2]G/通用格式", 100_000_001, "壹亿零壹"),
        ('[DBNum2]General"元"', 5000, "伍仟元"),
        ("[DBNum1]0", 123, "一二三"),
        ("[DBNum1]General", 0, "〇"),
        ("[DBNum1]General", 12.5, "一十二.五"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', DAY, "二〇二二年十月十六日"),
        ('[DBNum1]m"月"d"日"', DAY + 4, "十月二十日"),
    ],
)
def test_a_number_is_shown_by_its_format(code: str, value: float, shown: str) -> None:
    assert NumberFormat(code).number(value).strip() == shown


@pytest.mark.parametrize(
    ("number", "value", "shown"),
    [
        (14, DAY, "2022/10/16"),
        (22, DAY + 0.5, "2022/10/16 12:00"),
        (27, DAY, "2022年10月"),
        (31, DAY, "2022年10月16日"),
        (33, 0.5, "12时00分00秒"),
        (55, 0.75, "下午6时00分"),
        (58, DAY, "10月16日"),
        (10, 0.125, "12.50%"),
        (37, -1200, "-1,200"),
        (44, 1200, "¥1,200.00"),
        (46, 1.5, "36:00:00"),
    ],
)
def test_formats_named_by_number(number: int, value: float, shown: str) -> None:
    assert NumberFormat(BUILTIN[number]).number(value).strip() == shown


def test_days_since_1904() -> None:
    assert NumberFormat("yyyy-mm-dd").number(43590, date_1904=True) == "2023-05-06"
    assert NumberFormat("yyyy-mm-dd").number(0, date_1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ("General", "东街道", "东街道"),
        ("@", "0012", "0012"),
        ('"第"@"号"', "七", "第七号"),
        ("0;0;0;@", "甲", "甲"),
        (";;;", "甲", ""),
        ("yyyy-mm-dd;@", "未定", "未定"),
        ("0.00", "甲", "甲"),
    ],
)
def test_a_text_is_shown_by_its_section(code: str, text: str, shown: str) -> None:
    assert NumberFormat(code).text(text) == shown


@pytest.mark.parametrize(
    ("code", "value", "stored"),
    [
        ('0!.00,"万元"', 35000, "35000"),
        ('yyyy"年"m"月"d"日"', DAY, "2022-10-16"),
        ("aaaa", DAY + 0.5, "2022-10-16 12:00"),
        ("[h]:mm", 30 / 24 + 5 / 1440, "30:05:00"),
        ("0%", 0.125, "0.125"),
        ("0", 6.2e18, "6200000000000000000"),
    ],
)
def test_the_value_behind_has_one_plain_form(code: str, value: float, stored: str) -> None:
    assert NumberFormat(code).stored(value) == stored


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 6))
def test_grouped_decimals_are_those_of_exact_arithmetic(value: float, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    exact = Decimal(f"{abs(value):.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert NumberFormat(code).number(value) == ("-" if value < 0 else "") + f"{exact:,f}"


PIECES = [*'0#?.,;@%/*_!"[]:-', "E+", "General", "[h]", "[>9]", "[DBNum1]", "yyyy", "m", "ss", "AM/PM", "aaaa", "年"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.floats())
def test_no_code_and_no_value_is_an_error(code: str, value: float) -> None:
    form = NumberFormat(code)
    assert len(form.number(value)) < 5000
    assert form.stored(value) or not math.isfinite(value)
    assert form.text("甲") in ("甲", form.text("甲"))
