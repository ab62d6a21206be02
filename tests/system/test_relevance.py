"""Do the right reports and passages come first? Fifty questions of words typed apart over the open corpus, with the
reports that were judged by reading (`docs/relevance.md`). `make relevance` prints the figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from archive.text.fold import fold_text
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Found, Request
from indexer.workspace import Workspace
from tests.shared_files import ROOT, shared

JUDGED = ROOT / "tests" / "golden" / "relevance.json"
SHOWN = 5
FOLDERS = ("gov-reports", "laws", "policies")
LEAST_PRECISION, LEAST_ON_TOPIC = 0.90, 0.88
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Figures:
    """Of one question: the share of relevant reports among the first, and of first passages that are on the topic.

    `unknown`: reports among the first that nobody has judged; they count as not relevant.
    """

    precision: float
    on_topic: float
    unknown: tuple[str, ...]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    texts = [
        candidate
        for candidate in walk([shared("corpus", name) for name in FOLDERS])
        if candidate.path.name != "SOURCES.md"
    ]
    with Workspace(tmp_path_factory.mktemp("relevance"), writing=True) as workspace:
        for candidate, outcome in Pipeline(workspace.catalog, {}).run(texts):
            assert outcome.error is None, (candidate.source, outcome.error)
        workspace.catch_up()
        yield workspace


def judged() -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = json.loads(JUDGED.read_text(encoding="utf-8"))
    return questions


def name_of(found: Found) -> str:
    return found.card.location.split("/corpus/")[-1]


def measured(workspace: Workspace, question: dict[str, Any]) -> Figures:
    """At five reports, or at as many as are relevant where these are fewer."""
    relevant: dict[str, list[str]] = question["relevant"]
    first = min(SHOWN, len(relevant))
    reports = workspace.searcher.search(Request(question["question"], limit=first)).reports
    right = [found for found in reports if name_of(found) in relevant]
    on_topic = [
        found
        for found in right
        if any(wording in fold_text(found.passages[0].text) for wording in relevant[name_of(found)])
    ]
    unknown = {name_of(found) for found in reports} - relevant.keys() - set(question["not_relevant"])
    return Figures(len(right) / first, len(on_topic) / first, tuple(sorted(unknown)))


def mean(figures: list[float]) -> float:
    return sum(figures) / len(figures)


def test_the_right_reports_and_passages_come_first(workspace: Workspace) -> None:
    questions = judged()
    found = {question["question"]: measured(workspace, question) for question in questions}
    groups = {
        "all": questions,
        "held out": [question for question in questions if question["held_out"]],
    }
    lines = []
    for name, figures in found.items():
        if figures.precision < 1 or figures.on_topic < 1:
            unknown = f"   not judged: {', '.join(figures.unknown)}" if figures.unknown else ""
            lines.append(f"{name}   precision {figures.precision:.2f}   on topic {figures.on_topic:.2f}{unknown}")
    for name, group in groups.items():
        precision = mean([found[question["question"]].precision for question in group])
        on_topic = mean([found[question["question"]].on_topic for question in group])
        lines.append(f"{name}: {len(group)} questions, precision@5 {precision:.3f}, first passage {on_topic:.3f}")
    print("\n".join(lines))  # noqa: T201 # the figures are what `make relevance` is run for
    assert mean([figures.precision for figures in found.values()]) >= LEAST_PRECISION
    assert mean([figures.on_topic for figures in found.values()]) >= LEAST_ON_TOPIC


def test_the_judgments_are_of_files_that_are_there_and_of_short_wordings() -> None:
    for question in judged():
        assert len(question["question"].split()) > 1
        assert question["relevant"], question["question"]
        assert not set(question["relevant"]) & set(question["not_relevant"])
        for name, wordings in question["relevant"].items():
            assert shared("corpus", *name.split("/")).is_file()
            assert all(4 < len(wording) <= 24 and wording == fold_text(wording) for wording in wordings), wordings
