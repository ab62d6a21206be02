"""雷同 of the samples against the plain slow way: every 20 characters of a passage looked for in every other report.

The five samples share none, as reading them shows; so each gets a line of each of the others, and a line with every
tenth character changed, of which the plain way finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.text.fold import fold_passages
from indexer.overlap.shared_passages import Text, overlap
from indexer.proofing.draft import draft_of_text
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

LEAST = 20
PAPERS = {path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))}


@pytest.fixture(scope="module")
def workspace(seeds: Path) -> Iterator[Workspace]:
    with Workspace(seeds) as opened:
        yield opened


def plainly(text: str, others: list[str]) -> set[tuple[int, str]]:
    """The 20 folded characters of a passage, with its number, that stand in another report, too."""
    held = {
        passage[at : at + LEAST]
        for other in others
        for passage in fold_passages(other.splitlines())
        for at in range(len(passage) - LEAST + 1)
    }
    return {
        (number, passage[at : at + LEAST])
        for number, passage in enumerate(fold_passages([line for line in text.splitlines() if line.strip()]), 1)
        for at in range(len(passage) - LEAST + 1)
        if passage[at : at + LEAST] in held
    }


def test_the_samples_share_no_passage(workspace: Workspace) -> None:
    for record in workspace.catalog.records(workspace.catalog.ids()):
        others = [text for name, text in PAPERS.items() if name != record.source]
        found = overlap(workspace.searcher, Text(record.report, record.source, record.id))
        assert plainly(PAPERS[record.source], others) == set()
        assert (found.total, found.shared, found.compared) == (0, 0, 4)


def test_lines_of_the_others_are_found_as_the_plain_way_finds_them(workspace: Workspace) -> None:
    for name in PAPERS:
        others = [other for one, other in PAPERS.items() if one != name]
        lines = [max(other.splitlines(), key=len)[40:140] + "。" for other in others]
        changed = "".join("鑫" if at % 10 == 9 else one for at, one in enumerate(lines[0]))
        draft = draft_of_text("\n".join(["关于抄来的话的报告", *lines[1:], changed, "这一句是新写的，哪里都没有。"]))
        found = overlap(workspace.searcher, Text(draft.report, draft.name))
        told = [(one.passage, fold_passages([one.text])[0]) for one in found.stretches]
        for number, words in plainly("\n".join(draft.texts), [*PAPERS.values()]):
            assert any(number == passage and words in text for passage, text in told), (name, number, words)
        assert {passage for passage, _ in told} == {2, 3, 4, 5}, "the changed line too, the new one not"
        assert {one.card.source for one in found.stretches} == {one for one in PAPERS if one != name}
