"""The words about tables: the same codes with the same places in both languages, in the house's manners, all in use."""

from __future__ import annotations

import re
from string import Formatter

from archive.messages import LANGUAGES
from archive.messages.en import tables as tables_en
from archive.messages.zh import tables as tables_zh
from tests.shared_files import ROOT

IN_USE = "".join(
    path.read_text(encoding="utf-8")
    for room in ("archive/catalog", "archive/readers", "indexer", "web")
    for path in sorted((ROOT / room).rglob("*"))
    if path.suffix in (".py", ".html")
)
FAMILIES = (
    "checklist.by.",
    "checklist.who.",
    "checklist.count.",
    "checklist.state.",
    "export.column.",
    "record.what.",
    "roster.column.",
    "roster.state.",
    "say.option.",
    "say.help.",
)
"""Codes that are put together from a family and a name."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_codes_with_the_same_places() -> None:
    assert tables_zh.MESSAGES.keys() == tables_en.MESSAGES.keys()
    for code, text in tables_zh.MESSAGES.items():
        assert places(text) == places(tables_en.MESSAGES[code]), code


def test_no_other_table_has_a_code_of_ours() -> None:
    for language, messages in (("zh", tables_zh.MESSAGES), ("en", tables_en.MESSAGES)):
        assert [code for code, text in messages.items() if LANGUAGES[language][code] != text] == []


def test_chinese_words_keep_the_house_manners() -> None:
    for code, text in tables_zh.MESSAGES.items():
        assert not re.search("[！亲哦您]|抱歉|搜索|查询|命中|文档|面包屑|矩阵", text), code
        assert not re.search(r"[\u4e00-\u9fff][,;:?]", text), f"{code}: half-width punctuation"


def test_every_word_is_in_use() -> None:
    idle = [
        code
        for code in tables_zh.MESSAGES
        if not re.search(rf"[\"'`]{re.escape(code)}[\"'`]", IN_USE) and not code.startswith(FAMILIES)
    ]
    assert idle == []
