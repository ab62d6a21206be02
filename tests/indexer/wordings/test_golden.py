"""提法 of the samples and of the invented papers, as counted with grep in their files (`tests/golden/wordings`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.main import main
from indexer.wordings.usage import Usage
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS

GOLDEN = json.loads((ROOT / "tests" / "golden" / "wordings" / "archives.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wordings]:
    home = tmp_path_factory.mktemp("golden") / "seeds"
    assert main(["--home", str(home), "add", str(SEEDS)]) == 0
    with Workspace(home) as workspace:
        yield Wordings(workspace.searcher)


def as_counted(used: Usage, expected: Any) -> None:
    by_year = {str(one.key): [one.reports, one.matches] for one in used.years}
    assert {year: by_year[year] for year in expected["years"]} == expected["years"]
    if "reports" in expected:
        assert (used.total_reports, used.total_matches) == (expected["reports"], expected["matches"])
    if "first" in expected:
        assert used.first
        assert used.first.text == expected["first"]


@pytest.mark.parametrize("wording", GOLDEN["seeds"])
def test_a_wording_of_the_samples(seeds: Wordings, wording: str) -> None:
    as_counted(seeds.usage(wording), GOLDEN["seeds"][wording])


@pytest.mark.slow
def test_a_wording_of_the_invented_papers(tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path / "demo"), "demo"]) == 0
    with Workspace(tmp_path / "demo") as workspace:
        for wording, expected in GOLDEN["demo"].items():
            as_counted(Wordings(workspace.searcher).usage(wording), expected)


def test_quoted_terms_of_the_samples(seeds: Wordings) -> None:
    quoted: dict[str, int] = {}
    for one in seeds.holdings().reports.values():
        for term, places in one.quoted.items():
            quoted[term] = quoted.get(term, 0) + places
    assert {term: quoted[term] for term in GOLDEN["quoted"]} == GOLDEN["quoted"]
