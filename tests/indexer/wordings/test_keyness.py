"""Rising and falling: G² against numbers worked out elsewhere, phrases against the plain definition, bounded work."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from indexer.analysis.analyzer import analyzer
from indexer.cli.main import main
from indexer.wordings import comparison_groups
from indexer.wordings.comparison_groups import group_of
from indexer.wordings.keyness import GroupCounts, keywords, log_likelihood, log_ratio
from indexer.wordings.phrases import phrase_counts
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def plain_g2(a: int, b: int, c: int, d: int) -> float:
    """Cell by cell, as in the books."""
    n = c + d
    expected = [(a + b) * c / n, (a + b) * d / n, (n - a - b) * c / n, (n - a - b) * d / n]
    observed = [a, b, c - a, d - b]
    return 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(501, 10**6), st.integers(501, 10**6))
def test_g2_is_the_sum_over_four_cells(a: int, b: int, c: int, d: int) -> None:
    assert log_likelihood(a, b, c, d) == pytest.approx(plain_g2(a, b, c, d), abs=1e-6) if a + b else True


@pytest.mark.parametrize(
    ("here", "there", "words_here", "words_there", "g2"),
    [
        # Dunning's table of 1993: “the swiss”, 110 of 2552 and 110 of 29114: G² 270.72.
        pytest.param(110, 2442, 221, 31556, 270.72, id="Dunning 1993, table 1, the swiss"),
        pytest.param(10, 10, 1000, 1000, 0.0, id="no difference"),
    ],
)
def test_g2_of_known_tables(here: int, there: int, words_here: int, words_there: int, g2: float) -> None:
    assert log_likelihood(here, there, words_here, words_there) == pytest.approx(g2, abs=0.02)


@pytest.mark.parametrize(
    ("counts", "ratio"),
    [
        pytest.param((20, 10, 1000, 1000), 1.0, id="twice as frequent"),
        pytest.param((4, 0, 1000, 1000), 3.0, id="no place counts as one half"),
        pytest.param((10, 10, 1000, 4000), 2.0, id="in a quarter of the words"),
    ],
)
def test_log_ratio(counts: tuple[int, int, int, int], ratio: float) -> None:
    assert log_ratio(*counts) == pytest.approx(ratio)


def test_phrases_are_runs_of_whole_words_between_stops() -> None:
    found = phrase_counts(("坚持高质量发展，坚持高质量发展。", "第2条"), analyzer())
    assert found.phrases["高质量发展"] == 2
    assert found.phrases["坚持高质量发展"] == 2
    assert not any("，" in phrase or "2" in phrase for phrase in found.phrases)
    assert "持高质" not in found.phrases
    assert "发展坚持" not in found.phrases, "a stop lies between"


def test_no_phrase_begins_or_ends_with_a_function_word() -> None:
    found = phrase_counts(("推进党的建设的工作", "坚持以人民为中心"), analyzer())
    assert not [phrase for phrase in found.phrases if phrase[-1] == "的" or phrase[0] == "的"]
    assert found.phrases["以人民为中心"] == 1


def test_what_lies_mostly_inside_a_longer_phrase_is_dropped() -> None:
    places = {"两个维护": 50, "做到两个维护": 45, "做到两个": 46, "四个自信": 50, "坚定四个自信": 20}
    here = GroupCounts(5, 10_000, Counter(places), Counter(dict.fromkeys(places, 5)))
    there = GroupCounts(5, 10_000, Counter(), Counter())
    assert {one.text for one in keywords(here, there)} == {"做到两个维护", "四个自信", "坚定四个自信"}


def test_what_only_one_paper_has_is_no_wording_of_the_group() -> None:
    here = GroupCounts(10, 10_000, Counter({"某某项目": 90, "两个维护": 30}), Counter({"某某项目": 1, "两个维护": 6}))
    assert [one.text for one in keywords(here, GroupCounts(5, 10_000, Counter(), Counter()))] == ["两个维护"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("rising")
    for number in range(4):
        for year, words in ((2015, "加快转方式调结构步伐"), (2023, "扎实推进中国式现代化建设")):
            text = f"关于{year}年工作的报告\n" + f"第{number}段，{words}。\n" * 12
            (folder / f"{year}-{number}.txt").write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), *map(str, sorted(folder.glob("*.txt")))]) == 0
    with Workspace(folder / "home", writing=True) as workspace:
        yield workspace


def test_between_two_years(workspace: Workspace, tmp_path: Path) -> None:
    wordings = Wordings(workspace.searcher, tmp_path)
    found = wordings.comparison(group_of("2023"), group_of("2015"))
    assert (found.here.reports, found.here.held, found.there.reports) == (4, 4, 4)
    assert found.rising[0].text == "扎实推进中国式现代化建设"
    assert (found.rising[0].places, found.rising[0].places_there, found.rising[0].reports) == (48, 0, 4)
    assert any("调结构" in one.text for one in found.falling)
    again = Wordings(workspace.searcher, tmp_path)
    assert again.counted(group_of("2023"), group_of("2015"))
    assert again.comparison(group_of("2023"), group_of("2015")) == found, "kept in a file"
    assert not again.counted(group_of("2023"), group_of("2014-2015"))


def test_a_kept_comparison_goes_with_the_next_change(workspace: Workspace, tmp_path: Path) -> None:
    change = workspace.catalog.last_change()
    found = Wordings(workspace.searcher, tmp_path).comparison(group_of("2023"), group_of("2015"))
    path, fingerprint = tmp_path / comparison_groups.FILE, workspace.analyzer.fingerprint
    assert list(comparison_groups.read(path, change, fingerprint).values()) == [found]
    assert comparison_groups.read(path, change + 1, fingerprint) == {}
    assert comparison_groups.read(path, change, "other words") == {}
    path.write_text('{"made": 1}', encoding="utf-8")
    assert comparison_groups.read(path, change, fingerprint) == {}


def test_a_large_group_is_sampled_and_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison_groups, "CHARACTERS", 500)
    found = Wordings(workspace.searcher).comparison(group_of("2023"), group_of("2015"))
    assert (found.here.held, found.here.is_sample) == (4, True)
    assert 1 <= found.here.reports < 4


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("2023", "2023", id="a year"),
        pytest.param("2023年", "2023", id="with its sign"),
        pytest.param("2018-2022", "2018-2022", id="years"),
        pytest.param("2022至2018年", "2018-2022", id="the other way round"),
        pytest.param(" 东街道党工委 ", "东街道党工委", id="a unit"),
        pytest.param("1号楼", "1号楼", id="no year"),
    ],
)
def test_groups(typed: str, shown: str) -> None:
    assert str(group_of(typed)) == shown


@pytest.mark.parametrize(
    ("here", "there", "code"),
    [
        pytest.param("2023", "1999", "wordings.empty_group.reports", id="no paper of that year"),
        pytest.param("某单位", "2015", "wordings.empty_group.reports", id="no such unit"),
        pytest.param("2023", "2022-2024", "wordings.same_group", id="the same papers"),
        pytest.param("2023", " ", "wordings.no_group", id="nothing said"),
    ],
)
def test_what_cannot_be_compared_is_named(workspace: Workspace, here: str, there: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        Wordings(workspace.searcher).comparison(group_of(here), group_of(there))
    assert caught.value.code == code
