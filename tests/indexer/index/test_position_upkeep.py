"""Upkeep of an index of positions: pieces are merged while others write, and what waits for room is told."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from archive import doubts
from archive.storage import disk
from indexer import document, passage_table
from indexer.document import document_of
from indexer.index.embedded.positions import segment_merge, unit_rules
from indexer.ingest.pipeline import Pipeline, walk
from indexer.maintenance import integrity, upkeep
from indexer.query.nodes import counts, parts, proximity
from indexer.search.answer import Request
from indexer.workspace import Workspace

WORDS = ("一岗双责", "党建责任", "主体责任", "廉政教育", "群众满意")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Six reports that came one by one, each a segment."""
    dice = random.Random(1)
    with Workspace(tmp_path / "home", writing=True) as opened:
        for number in range(6):
            path = tmp_path / f"{number}.txt"
            path.write_text(
                f"第{number}号报告\n\n一、履职情况\n\n" + "，".join(dice.choices(WORDS, k=9)) + "。\n", "utf-8"
            )
            list(Pipeline(opened.catalog, {}).run(walk([path])))
            opened.catch_up()
        monkeypatch.setattr(segment_merge, "FACTOR", 3)
        yield opened


def segments(workspace: Workspace) -> list[Path]:
    return sorted((workspace.home / "index").glob("positions-*/*.segment"))


def test_pieces_are_merged_and_the_answers_stay(workspace: Workspace) -> None:
    before = [workspace.searcher.search(Request(word)).total_matches for word in WORDS]
    assert len(segments(workspace)) == 6
    account = upkeep.once(workspace, wait=lambda _: None)
    assert (account.damaged, account.merge_waits_for_room) == (None, False)
    assert len(segments(workspace)) == 1
    assert list((workspace.home / "index").glob("building-*")) == []
    assert [workspace.searcher.search(Request(word)).total_matches for word in WORDS] == before
    assert list(integrity.findings(workspace)) == []


def test_what_waits_for_room_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "free", lambda _: 1000)
    assert upkeep.once(workspace, wait=lambda _: None).merge_waits_for_room
    assert len(segments(workspace)) == 6
    assert upkeep.account_of(workspace.home).as_json()["merge_waits_for_room"] is True


RULES = [
    pytest.param(counts, "SENTENCE", re.compile("[^\n。，]*[。，]+|[^\n。，]+"), id="where a sentence ends"),
    pytest.param(proximity, "CLAUSE_ENDS", frozenset(",。"), id="where a clause ends"),
    pytest.param(parts, "PARTS", ("履职情况", "其他"), id="which parts there are"),
    pytest.param(document, "OUTLINE_EDITION", 99, id="how sections become turns"),
    pytest.param(passage_table, "EDITION", 99, id="what a page shows around passages"),
    pytest.param(doubts, "EDITION", 99, id="what a person should look at"),
    pytest.param(unit_rules, "LAYOUT", 99, id="how characters become numbers"),
]


@pytest.mark.parametrize(("module", "name", "rule"), RULES)
def test_another_rule_has_the_index_built_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, rule: object
) -> None:
    """Nothing that was cut by the old rule is asked; the next command builds it by the new one."""
    before, was = workspace.engine.state(), segments(workspace)
    monkeypatch.setattr(module, name, rule)
    assert workspace.engine.state().fingerprint == "", "what it holds is of no use"
    assert workspace.catch_up() == 6
    now = workspace.engine.state()
    assert (now.last_change, now.reports) == (before.last_change, before.reports)
    assert now.fingerprint not in ("", before.fingerprint)
    assert not set(was) & set(segments(workspace))
    assert workspace.searcher.search(Request("“主体责任”")).total_reports


def test_check_compares_sections_and_parts(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index whose turns are not those of the report: text and card alone would not tell."""
    assert list(integrity.findings(workspace)) == []
    made = document_of
    monkeypatch.setattr(integrity, "document_of", lambda record: replace(made(record), outline=()))
    assert {finding.code for finding in integrity.findings(workspace)} == {"check.card_differs"}
