"""雷同 as a person saw it who laid the papers side by side (`tests/golden/overlap`): a draft put together from lines
of the samples, in the terminal and as data (the page: `tests/web/pages/test_overlap_golden.py`); and an invented paper
beside the others of its unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.demo.papers import papers
from indexer.overlap.shared_passages import Overlap, Text, overlap
from indexer.workspace import Workspace
from tests.shared_files import ROOT

GOLDEN = ROOT / "tests" / "golden" / "overlap"
DRAFT = GOLDEN / "draft.txt"
DEMO = json.loads((GOLDEN / "demo.json").read_text(encoding="utf-8"))
UNIT = "石磨岭乡"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("demo")
    for paper in papers():
        if paper.unit == UNIT and paper.name.endswith(".txt"):
            (folder / paper.name).write_bytes(paper.data)
    assert main(["--home", str(folder / "home"), "add", *map(str, sorted(folder.glob("*.txt")))]) == 0
    with Workspace(folder / "home") as workspace:
        yield workspace


def test_a_draft_of_lines_of_the_samples_in_the_terminal(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(seeds), "overlap", str(DRAFT)]) == 0
    assert capsys.readouterr().out == (GOLDEN / "draft.terminal.txt").read_text(encoding="utf-8")


def test_a_draft_of_lines_of_the_samples_as_data(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((GOLDEN / "draft.json").read_text(encoding="utf-8"))
    assert main(["--home", str(seeds), "overlap", str(DRAFT), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    with Workspace(seeds) as workspace:
        files = {entry.id: entry.source for entry in workspace.catalog.list()}
    told = [{**one, "file": files[one["other"]["id"]]} for one in found["stretches"]]
    assert [{name: one[name] for name in told[0] if name in expected["stretches"][0]} for one in told] == (
        expected["stretches"]
    )
    assert {name: found[name] for name in expected if name != "stretches"} == {
        name: value for name, value in expected.items() if name != "stretches"
    }


def compared(workspace: Workspace, *, masked: bool) -> Overlap:
    entry = next(entry for entry in workspace.catalog.list() if entry.source == DEMO["paper"])
    record = workspace.catalog.record(entry.id)
    assert record
    return overlap(workspace.searcher, Text(record.report, record.source, record.id), masked=masked)


def test_paragraphs_that_differ_in_numbers_alone_are_whole_copies_where_these_are_ignored(demo: Workspace) -> None:
    found = compared(demo, masked=True)
    texts = found.text.report.texts
    for passage, words, where in DEMO["alike_but_for_numbers"]:
        (one,) = (one for one in found.stretches if one.passage == passage)
        assert words in one.text, words
        assert texts[passage - 1].endswith(one.text)
        assert one.share == 1.0
        assert where[one.card.source] == one.other_passage
        assert {one.card.source, *(card.source for card in one.more)} == where.keys(), words
    assert {one.passage for one in found.stretches}.isdisjoint(DEMO["nowhere_else"])


def test_where_numbers_count_they_are_what_differs(demo: Workspace) -> None:
    """A copy with other numbers is not word for word, or ends before the number (试种……林下药材 150 against 200 亩)."""
    found = compared(demo, masked=False)
    for passage, words, _ in DEMO["alike_but_for_numbers"]:
        (one,) = (one for one in found.stretches if one.passage == passage and words in one.text)
        word_for_word = one.share == 1.0 and found.text.report.texts[passage - 1].endswith(one.text)
        assert word_for_word == (passage in DEMO["word_for_word"]), words
        letters = ["".join(sign for sign in text if not sign.isdigit()) for text in (one.text, one.other_text)]
        assert letters[0] == letters[1], words
