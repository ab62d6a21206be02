"""The page about the query language: every example parses to what the page says, and no operator is left out."""

from __future__ import annotations

import pytest

from archive import messages
from indexer.query.help import TOPICS, Topic
from indexer.query.lexer import FIELDS, SCOPES, WORDS
from indexer.query.nodes.fields import FACE
from indexer.query.nodes.parts import PARTS
from indexer.query.parser import parse

TREES = [
    "“一岗双责”",
    "“基层党建” “述职评议”",
    "“喜迎二十大 永远跟党走”",
    "“乡村振兴” OR “脱贫攻坚”",
    "“党建” “责任”",
    "“党建” -“廉政”",
    "(“党建” OR “廉政”) “责任”",
    "年:2020..2022 “党建”",
    "日期:2018-01..2018-06 “党建”",
    "标题:“述职” OR 标题:“党建”",
    "单位:“街道”",
    "述职人:“张”",
    "类型:“述职报告”",
    "文号:“国发〔2019〕5号”",
    "格式:“docx”",
    "报告期:上半年",
    "部分:存在问题 “主动性”",
    "缺:单位 “党建”",
    "“党建”",
    "“中心组学习…次”",
    "“党建” NEAR/10 “责任”",
    "“一岗双责” EXCEPT “落实一岗双责”",
    "同句:(“党建” -“廉政”)",
    "同段:(“党建” “责任”)",
    "同节:(“党建” “责任”)",
    "“党建工作议题**个”",
]


@pytest.mark.parametrize(("topic", "tree"), list(zip(TOPICS, TREES, strict=True)), ids=lambda row: str(row)[:20])
def test_examples_parse(topic: Topic, tree: str) -> None:
    assert str(parse(topic.example)) == tree


def test_every_topic_is_said_in_every_language() -> None:
    assert all(set(topic.meaning) == set(messages.LANGUAGES) for topic in TOPICS)


@pytest.mark.parametrize("name", [*WORDS, *SCOPES.values(), *(name for name, own in FIELDS.items() if name == own)])
def test_every_operator_has_its_topic(name: str) -> None:
    assert any(name in topic.syntax.replace(":", " ").split() for topic in TOPICS)


@pytest.mark.parametrize(
    "example",
    ["年:2022", "年:2020..", "年:2020至2022", "报告期:1月..6月", "主动性 -部分:存在问题", "（一）", "（试行）办法"],
)
def test_what_the_meanings_mention_parses(example: str) -> None:
    assert any(example in text for topic in TOPICS for text in topic.meaning.values())
    parse(example)


def test_every_value_that_may_be_chosen_is_named() -> None:
    meanings = {topic.syntax: topic.meaning["zh"] for topic in TOPICS}
    assert all(part in meanings["部分:"] for part in PARTS)
    assert all(name in meanings["有: 缺:"] for name in FACE)
