"""What an import counts of phrases: sums over segments against a plain count of the texts, and how segments follow."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from archive.catalog.fonds import WHOLE
from indexer.cli.main import main
from indexer.rights.scope import Scope
from indexer.rights.view import Views
from indexer.wordings import comparison_groups, count_process, holdings, phrase_segment, phrase_segments
from indexer.wordings.comparison_groups import group_of
from indexer.wordings.keyness import GroupCounts
from indexer.wordings.phrase_segments import FOLDER, PhraseSegments, follow, made_by, opened
from indexer.wordings.phrases import phrase_counts
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

WORDS: tuple[str, ...] = ("坚持", "高质量", "发展", "推进", "中国式", "现代化", "建设", "的", "落实", "一岗双责")
WORDS += ("要求", "深入", "实施", "乡村", "振兴", "战略", "和", "党建", "工作", "责任")


def text_of(dice: random.Random, year: int) -> str:
    sentences = ("".join(dice.choices(WORDS, k=dice.randint(2, 9))) for _ in range(30))
    return f"关于{year}年工作的报告\n" + "，".join(sentences) + "。\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dice, folder = random.Random(21), tmp_path_factory.mktemp("segments")
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(text_of(dice, 2015 + number % 4), encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), *map(str, sorted(folder.glob("*.txt")))]) == 0
    return folder / "home"


@pytest.fixture
def workspace(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    shutil.copytree(made, tmp_path / "home")
    monkeypatch.setattr(phrase_segments, "FRESH", 0)
    with Workspace(tmp_path / "home", writing=True) as workspace:
        yield workspace


def plain(workspace: Workspace, ids: Sequence[str]) -> GroupCounts:
    """All phrases of the texts, counted as they are read."""
    places, spread = Counter[str](), Counter[str]()
    words = 0
    for _, texts in workspace.catalog.texts(ids):
        found = phrase_counts(texts, workspace.analyzer)
        words += found.words
        places.update(found.phrases)
        spread.update(found.phrases.keys())
    return GroupCounts(len(ids), words, places, spread)


def folder(workspace: Workspace) -> Path:
    return workspace.home / "index"


def files(workspace: Workspace) -> list[Path]:
    return sorted((folder(workspace) / FOLDER).glob("*.segment"))


def in_force(workspace: Workspace) -> PhraseSegments:
    reports = Wordings(workspace.searcher).holdings().reports
    return PhraseSegments(opened(folder(workspace), made_by(workspace.analyzer)), reports)


def test_sums_are_those_of_the_texts(workspace: Workspace) -> None:
    assert Wordings(workspace.searcher, folder(workspace)).follow()
    found = in_force(workspace)
    (segment,) = found.segments
    ids = sorted(workspace.catalog.ids())
    assert found.where.keys() == {*ids}
    everywhere = plain(workspace, ids).spread
    kept = {phrase for phrase, reports in everywhere.items() if reports >= segment.least}
    assert {*segment.phrases} == kept
    assert len(kept) > 50
    dice = random.Random(1)
    for size in (1, 5, 24):
        some = dice.sample(ids, size)
        expected, summed = plain(workspace, some), found.summed(some, iter(()))
        assert (summed.reports, summed.words) == (size, expected.words)
        assert summed.places == {phrase: n for phrase, n in expected.places.items() if phrase in kept}
        assert summed.spread == {phrase: n for phrase, n in expected.spread.items() if phrase in kept}


def test_the_folder_is_made_where_no_index_has_made_one(workspace: Workspace, tmp_path: Path) -> None:
    """As beside a cluster, whose index lies elsewhere."""
    assert Wordings(workspace.searcher, tmp_path / "home" / "index").follow()


def test_a_comparison_tells_the_same_with_segments_and_without(workspace: Workspace) -> None:
    groups = group_of("2015-2016"), group_of("2017-2018")
    texts = Wordings(workspace.searcher).comparison(*groups)
    assert Wordings(workspace.searcher, folder(workspace)).follow()
    summed = Wordings(workspace.searcher, folder(workspace)).comparison(*groups)
    assert (summed.here, summed.there) == (texts.here, texts.there)
    assert (summed.rising, summed.falling) == (texts.rising, texts.falling)


def test_what_is_new_becomes_a_small_segment_and_small_ones_become_one(workspace: Workspace, tmp_path: Path) -> None:
    wordings = Wordings(workspace.searcher, folder(workspace))
    assert wordings.follow()
    assert not wordings.follow(), "there is nothing new"
    dice = random.Random(5)
    seen = [len(files(workspace))]
    for number in range(8):
        path = tmp_path / f"neu{number}.txt"
        path.write_text(text_of(dice, 2019), encoding="utf-8")
        assert main(["add", "--home", str(workspace.home), str(path)]) == 0, "which counts by itself"
        seen.append(len(files(workspace)))
        assert in_force(workspace).where.keys() == {*workspace.catalog.ids()}
    assert max(seen) > 1
    assert any(after < before for before, after in pairwise(seen)), seen


def test_a_report_that_has_changed_or_is_gone_is_in_no_segment(workspace: Workspace) -> None:
    wordings = Wordings(workspace.searcher, folder(workspace))
    wordings.follow()
    changed, gone = sorted(workspace.catalog.ids())[:2]
    workspace.catalog.edit(changed, {"unit": "东街道"})
    assert changed not in in_force(workspace).where, "an edit may change the text"
    assert main(["remove", "--home", str(workspace.home), gone]) == 0
    wordings.follow()
    found = in_force(workspace)
    assert changed in found.where
    assert not any(gone.encode() in path.read_bytes() for path in files(workspace))
    ids = sorted(workspace.catalog.ids())
    assert found.summed(ids, iter(())).words == plain(workspace, ids).words


def test_a_large_archive_has_several_full_segments(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_segments, "FULL", 2_000)
    Wordings(workspace.searcher, folder(workspace)).follow()
    found = in_force(workspace)
    assert len(found.segments) > 3
    assert all(segment.characters <= 2_000 for segment in found.segments)
    assert found.where.keys() == {*workspace.catalog.ids()}


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 8, b"\x7f" * 40, (2).to_bytes(8, "big") + b"{}", b"\0\0\0\0\0\0\0\x02[]"]
)
def test_a_file_that_is_none_of_ours_is_no_segment(workspace: Workspace, data: bytes) -> None:
    Wordings(workspace.searcher, folder(workspace)).follow()
    (path,) = files(workspace)
    path.write_bytes(data)
    assert opened(folder(workspace), made_by(workspace.analyzer)) == []
    assert opened(folder(workspace), "other words") == []


def test_a_segment_whose_rows_are_damaged_costs_time_and_no_answer(workspace: Workspace) -> None:
    groups = group_of("2015-2016"), group_of("2017-2018")
    expected = Wordings(workspace.searcher).comparison(*groups)
    Wordings(workspace.searcher, folder(workspace)).follow()
    (path,) = files(workspace)
    path.write_bytes(path.read_bytes()[:-400])
    found = Wordings(workspace.searcher, folder(workspace)).comparison(*groups)
    assert found == expected


def test_much_is_left_to_a_process_of_its_own(workspace: Workspace) -> None:
    wordings = Wordings(workspace.searcher, folder(workspace))
    assert not wordings.follow(most=1_000)
    assert wordings.behind
    assert files(workspace) == []
    assert count_process.main(str(workspace.home)) == 0
    assert not Wordings(workspace.searcher, folder(workspace)).behind
    assert len(files(workspace)) == 1


@pytest.mark.parametrize(("reports", "least"), [(1, 2), (100, 2), (101, 3), (1_000, 5), (22_500, 48)])
def test_a_phrase_is_kept_by_how_many_reports_have_it(reports: int, least: int) -> None:
    assert phrase_segment.least_of(reports) == least


def test_one_process_at_a_time(workspace: Workspace) -> None:
    from archive.storage.file_lock import held

    reports = Wordings(workspace.searcher).holdings().reports
    (folder(workspace) / FOLDER).mkdir(exist_ok=True)
    with held(folder(workspace) / FOLDER / "lock") as mine:
        assert mine
        assert not follow(folder(workspace), workspace.catalog, workspace.analyzer, reports)
    assert follow(folder(workspace), workspace.catalog, workspace.analyzer, reports)


SECRET = "密件专用提法"
"""A phrase of two reports alone, so that a segment counts it."""


def with_secret(workspace: Workspace, tmp_path: Path) -> list[str]:
    """Two further reports of 2015, which alone have a phrase, counted and compared; their ids."""
    for number in (1, 2):
        text = text_of(random.Random(number), 2015) + f"落实{SECRET}，坚持{SECRET}，推进{SECRET}。\n" * (40 + number)
        (tmp_path / f"密{number}.txt").write_text(text, encoding="utf-8")
    paths = [str(tmp_path / f"密{number}.txt") for number in (1, 2)]
    assert main(["add", "--home", str(workspace.home), *paths]) == 0
    wordings = Wordings(workspace.searcher, folder(workspace))
    wordings.follow()
    wordings.comparison(*GROUPS)
    assert any(SECRET in phrase for phrase in told(wordings)), "it rises"
    assert any(SECRET in phrase for phrase in kept(workspace))
    return [entry.id for entry in workspace.catalog.list() if entry.source.startswith("密")]


GROUPS = group_of("2015"), group_of("2016-2018")


def told(wordings: Wordings) -> list[str]:
    compared = wordings.comparison(*GROUPS)
    return [one.text for one in (*compared.rising, *compared.falling)]


def kept(workspace: Workspace) -> list[str]:
    """All phrases of the segments' files, and what the file of comparisons says."""
    segments = opened(folder(workspace), made_by(workspace.analyzer))
    compared = folder(workspace) / comparison_groups.FILE
    return [
        *(phrase for segment in segments for phrase in segment.phrases),
        *([compared.read_text(encoding="utf-8")] if compared.exists() else ()),
    ]


def test_what_is_deleted_for_good_is_in_no_file_at_once(workspace: Workspace, tmp_path: Path) -> None:
    """Of two that have a phrase the first goes: the phrase stays, for one still has it; then the second goes."""
    first, second = with_secret(workspace, tmp_path)
    for name, left in ((first, True), (second, False)):
        assert main(["remove", "--home", str(workspace.home), name]) == 0
        assert main(["purge", "--home", str(workspace.home), "--yes", name]) == 0
        assert any(SECRET in phrase for phrase in kept(workspace)) is left
        assert not any(name.encode() in path.read_bytes() for path in files(workspace))
        assert name not in (folder(workspace) / holdings.FILE).read_text(encoding="utf-8")
    assert not any(SECRET in phrase for phrase in told(Wordings(workspace.searcher, folder(workspace))))
    ids = sorted(workspace.catalog.ids())
    expected = plain(workspace, ids)
    found = in_force(workspace).summed(ids, iter(()))
    assert found.words == expected.words
    assert all(expected.spread[phrase] == count for phrase, count in found.spread.items())


def test_a_comparison_never_counts_what_is_gone_or_not_to_be_read(workspace: Workspace, tmp_path: Path) -> None:
    """In the trash; in another 分库, asked by one who reads none but the first; with another text in its place."""
    secret = with_secret(workspace, tmp_path)
    wordings = Wordings(workspace.searcher, folder(workspace))

    def rises(some: Wordings) -> bool:
        return any(SECRET in phrase for phrase in told(some))

    workspace.catalog.remove_all(secret)
    workspace.catch_up()
    assert not rises(wordings), "in the trash"
    for name in secret:
        workspace.catalog.restore(name)
    workspace.catch_up()
    assert rises(wordings)
    workspace.catalog.fonds.add("other", "另一分库")
    workspace.catalog.fonds.move(secret, "other")
    workspace.catch_up()
    views = Views(workspace.catalog, workspace.searcher, workspace.suggester)
    view = views.within(Scope(frozenset({WHOLE})))
    assert not rises(Wordings(view.searcher, whole=wordings)), "not to be read"
    assert rises(wordings), "who may read them sees it"
    for number in (1, 2):
        (tmp_path / f"密{number}.txt").write_text(text_of(random.Random(number), 2015), encoding="utf-8")
    assert main(["add", "--home", str(workspace.home), *(str(tmp_path / f"密{number}.txt") for number in (1, 2))]) == 0
    assert not rises(wordings), "replaced"


def test_segments_of_another_program_go_when_reports_are_taken_out(workspace: Workspace) -> None:
    Wordings(workspace.searcher, folder(workspace)).follow()
    (path,) = files(workspace)
    shutil.copy(path, path.with_name("000099.segment"))
    (path.with_name("000099.segment")).write_bytes(path.read_bytes().replace(b'"made": "', b'"made": "9'))
    Wordings(workspace.searcher, folder(workspace)).forget()
    assert files(workspace) == [path]
