"""The record of deeds names every page and command in words; what another version recorded stands as it was."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest
from flask import Flask

from indexer.audit import deed_words
from indexer.cli import recorded
from indexer.cli.main import verbs
from web.accounts.permissions import PERMISSIONS
from web.http import audited
from web.http.language import say
from web.pages.admin.record_page import deed_act, deed_facts, deed_outcome


@pytest.fixture
def spoken() -> Iterator[None]:
    """A request in Chinese."""
    with Flask("web").test_request_context("/", headers={"Accept-Language": "zh-CN"}):
        yield


def test_every_page_and_command_that_is_recorded_has_a_name() -> None:
    pages = [name for name, needed in PERMISSIONS.items() if any(audited.kind_of(name, how) for how in needed)]
    commands = [verb for verb in verbs() if recorded.kind_of(verb, argparse.Namespace(action="add")) is not None]
    assert len(pages) > 100
    assert len(commands) > 30
    assert [act for act in (*pages, *commands) if deed_words.act_key(act) is None] == []


@pytest.mark.parametrize(
    ("act", "words"),
    [
        pytest.param("rights.change", "修改权限", id="a deed of its own"),
        pytest.param("rights.twin", "权限", id="a page by another address"),
        pytest.param("login", "登录", id="recorded where it is decided"),
        pytest.param("kwic", "逐处", id="a command"),
        pytest.param("audit.prune", "清理到期的操作记录", id="the service itself"),
        pytest.param("telepathy.read", "telepathy.read", id="of another version"),
    ],
)
@pytest.mark.usefixtures("spoken")
def test_a_deed_is_named(act: str, words: str) -> None:
    assert deed_act(act) == words


@pytest.mark.usefixtures("spoken")
def test_what_a_line_tells_besides_is_labelled() -> None:
    told = deed_facts('{"q": "一岗双责", "ids": ["a", "b"], "other": 3}')
    assert told == [("检索词", "一岗双责"), ("报告", "a、b"), ("other", "3")]
    assert (deed_outcome("begun"), deed_outcome("query.too_broad")) == ("已开始", "query.too_broad")
    assert say("deed.search") == "检索"
