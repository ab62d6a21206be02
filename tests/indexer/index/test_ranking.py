"""What people see first: the order of ten queries over a hundred texts, as a golden file that is read in review.

UPDATE_GOLDEN=1 writes it anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS, shared

GOLDEN = ROOT / "tests" / "golden" / "ranking.txt"
QUERIES = (
    "一岗双责",
    "“主体责任”",
    "乡村振兴",
    "政府工作报告",
    "专利代理条例",
    "民法典",
    "知识产权 保护",
    "标题:乡村振兴 产业",
    "改革开放 OR 对外开放",
    "年:2022 主题党日",
)
SHOWN = 6


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folders = [
        SEEDS,
        shared("corpus", "gov-reports"),
        shared("corpus", "policies", "txt"),
        shared("corpus", "laws", "民法典"),
    ]
    texts = [candidate for candidate in walk(folders) if candidate.path.name != "SOURCES.md"]
    with Workspace(tmp_path_factory.mktemp("ranking"), writing=True) as workspace:
        for candidate, outcome in Pipeline(workspace.catalog, {}).run(texts):
            assert outcome.error is None, (candidate.source, outcome.error)
        workspace.catch_up()
        yield workspace


def told(workspace: Workspace, query: str) -> str:
    answer = workspace.searcher.search(Request(query, limit=SHOWN, passages=1))
    lines = [f"{query}    {answer.total_reports} reports, {answer.total_matches} places"]
    lines += [f"  {found.matches:>3}  {found.card.year or '    '}  {found.card.title}" for found in answer.reports]
    return "\n".join(lines)


def test_the_order_of_ten_queries_is_the_one_that_was_read(workspace: Workspace) -> None:
    now = "\n\n".join(told(workspace, query) for query in QUERIES) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorting_by_year_puts_the_undated_last(workspace: Workspace, sort: str) -> None:
    answer = workspace.searcher.search(Request("的", sort=sort, limit=0, passages=1))  # type: ignore[arg-type] # a row
    years = [found.card.year or (int(found.card.date[:4]) if found.card.date else None) for found in answer.reports]
    dated = [year for year in years if year is not None]
    assert dated == sorted(dated, reverse=sort == "newest")
    assert years[: len(dated)] == dated, "those without a year come last"


def test_pages_together_are_the_whole_and_never_repeat(workspace: Workspace) -> None:
    whole = workspace.searcher.search(Request("发展", limit=0, passages=1))
    pages = [
        workspace.searcher.search(Request("发展", limit=7, page=page, passages=1))
        for page in range(1, whole.pages + 20)
    ]
    paged = [found.card.id for page in pages for found in page.reports]
    assert paged == [found.card.id for found in whole.reports]


def test_the_limit_of_passages_changes_no_total(workspace: Workspace) -> None:
    few = workspace.searcher.search(Request("发展", limit=3, passages=1))
    every = workspace.searcher.search(Request("发展", limit=3, passages=0))
    assert [found.matches for found in few.reports] == [found.matches for found in every.reports]
    for found in every.reports:
        assert found.matches == sum(len(passage.marks) for passage in found.passages)
        assert found.more == 0
