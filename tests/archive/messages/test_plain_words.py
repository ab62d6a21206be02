"""Words that readers stumbled over stay out of what they read; pages tell no commands, codes or names of fields."""

from __future__ import annotations

import re

import pytest

from archive.errors import CatalogError, ReadError
from archive.messages import LANGUAGES, on_page, text

GONE = {
    "去掉": "移除",
    "看会改什么": "预览改动",
    "按键": "快捷键",
    "读不出": "无法读取",
    "未成": "导入失败",
    "略过": "已跳过",
    "只在打算": "仅见于下步打算",
    "把握：": "可信度：",
    "没有读出": "未识别",
    "据首句拟": "自拟标题（据首句）",
    "同一报告？": "疑似重复",
    "现行稿": "设为现行版本",
    "都要有": "全部包含",
    "有一个就算": "任一即可",
    "不要有": "不包含",
    "分开看": "拆分检索",
    "检索太宽": "检索范围过大",
    "条件": "筛选",
    "改信息": "修改信息",
    "去填": "填写",
    "挡住": "被筛除",
    "新近导入": "最近导入",
    "导出 csv": "导出 CSV",
}
"""What is no longer said, and what is said instead."""
CONTAINED = {"改信息": "修改信息", "按键": "快捷键"}
"""New words that hold an old one."""
TERMINAL = re.compile(
    r"(say|usage|settings|check|watch|cert|web\.serve|home|demo\.try|export\.(written|changed)|record\.lines)\."
    r"|demo\.try|export\.(written|changed)|catalog\.secret_in_address|record\.lines\.words"
)
"""What only a terminal says, and the printed line that tells how a record is verified."""
COMMAND = re.compile(r"baogao [a-z-]+|(?<![\w-])--[a-z]|BAOGAO_")


@pytest.mark.parametrize("old", GONE)
def test_old_words_are_said_no_more(old: str) -> None:
    kept = CONTAINED.get(old, "")
    found = [code for code, words in LANGUAGES["zh"].items() if old in (words.replace(kept, "") if kept else words)]
    assert found == [], GONE[old]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_tells_no_commands(language: str) -> None:
    table = LANGUAGES[language]
    told = {code: table[on_page(code, language)] for code in table if not TERMINAL.match(code)}
    assert {code: words for code, words in told.items() if COMMAND.search(words)} == {}


def test_the_words_of_a_page_belong_to_a_message() -> None:
    for table in LANGUAGES.values():
        own = {code.removeprefix("page.") for code in table if code.startswith("page.")}
        assert own <= table.keys()


def test_a_field_is_told_as_people_call_it() -> None:
    problem = CatalogError("catalog.bad_value", field="year", value="二二年")
    assert problem.message().startswith("“年度”不能填“二二年”")
    assert "“Year”" in problem.message("en") or "Year" in problem.message("en")
    assert problem.as_json()["code"] == "catalog.bad_value"


@pytest.mark.parametrize(("language", "said"), [("zh", "像是 其他内容"), ("en", "something else")])
def test_what_is_not_known_is_said_in_words(language: str, said: str) -> None:
    message = ReadError("read.wrong_format", name="a.pdf", expected="pdf", found="?").message(language)
    assert said in message
    assert "?" not in message


def test_a_terminal_keeps_its_commands() -> None:
    assert "baogao list" in text("catalog.no_such_report", id="x")
    assert "baogao list" not in CatalogError("catalog.no_such_report", id="x").message(page=True)
