"""Every word that the page asks for is there in both languages; sheets and scripts keep to what old browsers have."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from archive.messages import LANGUAGES
from archive.messages.en import page as page_en
from archive.messages.zh import page as page_zh
from tests.shared_files import ROOT

WEB = ROOT / "web"
SOURCES = sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")])
SHEETS = sorted((WEB / "static").rglob("*.css"))
SCRIPTS = sorted((WEB / "static").rglob("*.js"))


def test_both_languages_have_the_same_codes_with_the_same_places() -> None:
    assert page_zh.MESSAGES.keys() == page_en.MESSAGES.keys()
    for code, text in page_zh.MESSAGES.items():
        assert places(text) == places(page_en.MESSAGES[code]), code


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def asked() -> set[tuple[str, str]]:
    return {
        (source.name, code)
        for source in SOURCES
        for code in re.findall(r"say\(\s*[\"']([a-z_.]+[a-z_])[\"']\s*[,)]", source.read_text(encoding="utf-8"))
    }


def test_every_word_that_is_asked_for_is_there() -> None:
    assert len(asked()) > 100
    assert [
        (place, code) for place, code in asked() if code not in LANGUAGES["zh"] or code not in LANGUAGES["en"]
    ] == []


def test_every_family_of_words_is_whole() -> None:
    families = {
        prefix
        for source in SOURCES
        for prefix in re.findall(r"(?:say\(|words=)'([a-z_.]+\.)'", source.read_text(encoding="utf-8"))
    }
    assert families >= {"web.mode.", "web.sort.", "web.facet.", "say.field."}
    for prefix in families:
        assert any(code.startswith(prefix) for code in LANGUAGES["zh"]), prefix


def test_chinese_words_keep_the_house_manners() -> None:
    for code, text in page_zh.MESSAGES.items():
        assert not re.search("[！亲哦您]|抱歉|搜索|查询|命中|文档|面包屑", text), code
        assert not re.search(r"[\u4e00-\u9fff][,;:?]", text), f"{code}: half-width punctuation"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_work_on_chromium_80(sheet: Path) -> None:
    css = re.sub(r"(?s)/\*.*?\*/", "", sheet.read_text(encoding="utf-8"))
    lacking = (
        r":has\(|:is\(|:where\(|\binset\s*:|aspect-ratio|text-wrap|color-mix|@layer|@container"
        r"|(?<![-\w])gap\s*:|url\(|@import|&"
    )
    assert re.findall(lacking, css) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_work_on_chromium_80(script: Path) -> None:
    code = script.read_text(encoding="utf-8")
    assert (
        re.findall(r"\.at\(|structuredClone|replaceAll|\?\.[a-z]|\?\?|\|\|=|import\(|\beval\b|innerHTML\s*=", code)
        == []
    )
    assert "https:" not in code


def test_no_template_has_inline_code() -> None:
    for source in WEB.rglob("*.html"):
        html = source.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|\|\s*safe\b", html), source.name
        assert all("src=" in script for script in re.findall("<script[^>]*>", html)), source.name
