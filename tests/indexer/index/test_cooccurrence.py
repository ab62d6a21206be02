"""Words in one passage: what the embedded engine proposes from positions equals what a scan of the passages gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.document import Card, Document
from indexer.index.embedded.bigrams import Bigrams
from indexer.index.embedded.cooccurrence import LONG
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.workspace import Workspace

LETTERS = "党建工作"


def document(name: str, passages: tuple[str, ...], change: int = 1) -> Document:
    card = Card(name, None, False, None, None, None, None, None, None, None, "text", name, name, 1)
    return Document(card, passages, change)


def scanned(passages: tuple[str, ...], words: list[str]) -> bool:
    return any(all(word in passage for word in words) for passage in passages)


@pytest.mark.parametrize(
    ("passages", "words", "found"),
    [
        pytest.param(("党的建设工作",), ["建设", "工作"], True, id="one passage"),
        pytest.param(("党的建设", "工作要点"), ["建设", "工作"], False, id="neighbouring passages"),
        pytest.param(
            ("党的建设", "", "建设好的工作"), ["建设", "工作"], True, id="the second place is the one that counts"
        ),
        pytest.param(("建设" + "的" * LONG + "工作",), ["建设", "工作"], True, id="a passage longer than NEAR reaches"),
        pytest.param(("建设" + "的" * LONG, "工作"), ["建设", "工作"], False, id="a long passage beside a short one"),
        pytest.param(("人民代表大会",), ["人民代表", "代表大会"], True, id="words that overlap"),
        pytest.param(
            ("人民代表", "民代表大会"), ["人民代表", "代表大会"], False, id="a long word's pieces in another passage"
        ),
        pytest.param(("党的建设",), ["党", "设"], True, id="single characters, the last one too"),
        pytest.param(("党", "建设"), ["党", "建"], False, id="single characters in two passages"),
        pytest.param(("建设工作",), ["建设"], True, id="one word alone"),
        pytest.param(("建设工作",), ["建设", "A B"], False, id="what folded text never holds"),
        pytest.param((), ["建设", "工作"], False, id="no passage at all"),
    ],
)
@pytest.mark.parametrize("others", [0, 80], ids=["few reports", "many reports"])
def test_together_looks_at_one_passage_at_a_time(
    tmp_path: Path, passages: tuple[str, ...], words: list[str], found: bool, others: int
) -> None:
    store = Bigrams.create(tmp_path / "grams.db", "any")
    store.update([document("asked", passages)], (), 1)
    filling = ("党的建设工作，人民代表大会",) if found else ("建设", "工作", "人民代表", "代表大会", "党", "设")
    store.update([document(f"other {n}", filling) for n in range(others)], (), 1)
    assert ("asked" in store.together(words, ())) is found
    assert scanned(passages, words) is found
    assert "asked" not in store.together(words, {"asked"})
    store.close()


@settings(max_examples=60, deadline=None)
@given(
    reports=st.lists(st.lists(st.text(LETTERS, max_size=9), max_size=5).map(tuple), min_size=1, max_size=6),
    words=st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=3, unique=True),
    copies=st.sampled_from((1, 70)),
)
def test_together_equals_a_scan(
    tmp_path_factory: pytest.TempPathFactory, reports: list[tuple[str, ...]], words: list[str], copies: int
) -> None:
    store = Bigrams.create(tmp_path_factory.mktemp("law") / "grams.db", "any")
    every = {f"{n}-{copy}": passages for n, passages in enumerate(reports) for copy in range(copies)}
    store.update([document(name, passages) for name, passages in every.items()], (), 1)
    assert store.together(words, ()) == {name for name, passages in every.items() if scanned(passages, words)}
    store.close()


def test_a_new_version_is_looked_at_and_the_old_one_is_not(tmp_path: Path) -> None:
    store = Bigrams.create(tmp_path / "grams.db", "any")
    store.update([document(f"{n}", ("建设工作",)) for n in range(80)], (), 1)
    assert len(store.together(["建设", "工作"], ())) == 80
    store.update([document("3", ("建设", "工作"), 2)], ("4",), 2)
    assert len(store.together(["建设", "工作"], ())) == 78
    store.update([document("3", ("工作建设",), 3)], (), 3)
    assert len(store.together(["建设", "工作"], ())) == 79
    store.close()


def test_reports_with_the_words_apart_are_listed_without_reading_a_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        text = f"报告之{number}\n\n加强干部队伍建设，落实监督责任。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    with Workspace(tmp_path / "home", writing=True) as workspace:
        outcomes = list(Pipeline(workspace.catalog, {}, jobs=1).run(walk([folder])))
        assert [outcome.status for _, outcome in outcomes] == ["added"] * 5
        searcher = workspace.searcher
        assert len(searcher.tally(Request("监督干部", mode="loose", sort="newest")).also) == 5
        assert len(searcher.document_cache._kept) == 0, (
            "the engine knows: hundreds of texts would have to be read and folded"
        )
        assert searcher.search(Request("监督干部", limit=2)).also.total_reports == 5
