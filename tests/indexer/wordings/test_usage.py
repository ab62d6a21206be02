"""A wording's use against a plain slow computation over the texts; what is first, last, beside it, near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.wordings import surroundings
from indexer.wordings.usage import Usage
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

HEAD = "{unit}\n关于{year}年工作情况的报告\n\n一、履职情况\n{done}\n二、下步打算\n{next}\n"
TEXTS = {
    "a.txt": HEAD.format(
        unit="东街道党工委",
        year=2019,
        done="认真落实“一岗双责”。压实一岗 双责，我们按照要求把一岗双责落到每一个岗位上。",
        next="继续落实一岗两责。",
    ),
    "b.txt": HEAD.format(unit="西街道党工委", year=2021, done="开展学习。", next="坚持党建引领，压实“一岗双责”。"),
    "c.txt": HEAD.format(
        unit="东街道党工委", year=2021, done="推动一岗双责制度化。\n（一）落实一岗双责\n内容。", next="好。"
    ),
    "d.txt": HEAD.format(unit="东街道党工委", year=2023, done="没有这个词。", next="党建工作。"),
    "e.txt": "一份材料，讲一岗双责，也讲一岗双则。\n",
    "f.txt": "某市人民政府关于加强管理的通知\n某政发〔2018〕5号\n各区：\n抓好党建，抓好党建。\n",
}
WORDS = ("一岗双责", "党建", "落实", "工作", "的", "绝无此语", "一岗 双责", "“一岗双责”")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("wordings")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), *(str(folder / name) for name in TEXTS)]) == 0
    with Workspace(folder / "home", writing=True) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def wordings(workspace: Workspace) -> Wordings:
    return Wordings(workspace.searcher)


@pytest.mark.parametrize("wording", WORDS)
def test_all_figures_are_those_of_a_plain_scan(workspace: Workspace, wordings: Wordings, wording: str) -> None:
    reports, places, held, characters = (Counter[int | None]() for _ in range(4))
    units, of_unit = Counter[str | None](), Counter[str | None]()
    for entry in workspace.catalog.list():
        record = workspace.catalog.record(entry.id)
        assert record
        year, unit = year_known(entry), entry.unit
        found = sum(fold_text(text).count(fold_text(wording)) for text in record.report.texts)
        held[year] += 1
        of_unit[unit] += 1
        characters[year] += sum(not character.isspace() for text in record.report.texts for character in text)
        if found:
            reports[year] += 1
            places[year] += found
            units[unit] += 1
    used = wordings.usage(wording)
    assert (used.total_reports, used.total_matches) == (reports.total(), places.total())
    assert {one.key: one.reports for one in used.years} == reports
    assert {one.key: one.matches for one in used.years} == places
    assert {one.key: one.reports for one in used.units} == units
    for one in used.years:
        assert one.per_reports == pytest.approx(10_000 * reports[one.key] / held[one.key])
        assert one.per_characters == pytest.approx(1_000_000 * places[one.key] / characters[one.key])
    for rate in used.units:
        assert rate.per_reports == pytest.approx(10_000 * units[rate.key] / of_unit[rate.key])
    assert used.neighbours.places == used.structure.places == places.total()
    assert used.base.total.characters == characters.total()


def test_first_and_last_are_of_the_dated_reports_and_the_undated_are_told(wordings: Wordings) -> None:
    used = wordings.usage("一岗双责")
    assert used.first
    assert used.last
    assert used.undated
    assert year_known(used.first.card) == 2019
    assert used.first.text == "认真落实“一岗双责”。", "the first place, in its sentence"
    assert used.first.text[used.first.start : used.first.end] == "一岗双责"
    assert used.first.citation == "——《东街道党工委关于2019年工作情况的报告》（东街道党工委，2019年），一、第1段"
    assert year_known(used.last.card) == 2021
    assert (used.undated.reports, used.undated.matches) == (1, 1)
    assert [one.key for one in used.years] == [2019, 2021, None]


def test_every_place_lies_where_it_says(workspace: Workspace, wordings: Wordings) -> None:
    used = wordings.usage("一岗双责")
    assert [year_known(place.card) for place in used.passages] == [2019, 2021]
    for place in (*used.passages, used.first, used.last):
        assert place
        record = workspace.catalog.record(place.card.id)
        assert record
        text = record.report.passages[place.passage - 1].text
        assert text[place.offset : place.offset + len(place.text)] == place.text
        assert fold_text(place.text[place.start : place.end]) == "一岗双责"


def test_the_passage_of_a_year_is_a_sentence_rather_than_a_heading(wordings: Wordings) -> None:
    of_year = {year_known(place.card): place.text for place in wordings.usage("一岗双责").passages}
    assert of_year[2019] == "压实一岗 双责，我们按照要求把一岗双责落到每一个岗位上。", "long enough to be read alone"
    assert "（一）" not in of_year[2021]


def test_parts_and_headings(wordings: Wordings) -> None:
    structure = wordings.usage("一岗双责").structure
    assert dict(structure.parts) == {"履职情况": 5, "下步打算": 1, None: 1}
    assert structure.in_headings == 1
    assert ("落实一岗双责", 1) in structure.headings


def test_the_words_beside_it(wordings: Wordings) -> None:
    beside = wordings.usage("一岗双责").neighbours
    assert dict(beside.before)["落实"] == 2
    assert dict(beside.before)["压实"] == 2


def test_a_large_number_of_places_is_sampled_over_the_years_and_told(
    wordings: Wordings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "PLACES", 2)
    wordings._uses.clear()
    used = wordings.usage("一岗双责")
    assert used.total_matches == 7
    assert 0 < used.neighbours.places < 7
    assert 0 < used.structure.places < 7
    wordings._uses.clear()


@pytest.mark.parametrize(
    ("wording", "variants"),
    [
        pytest.param(
            "一岗双责", {"一岗双则": True, "一岗两责": False}, id="a slip of the same sound first, another one"
        ),
        pytest.param("一岗双则", {"一岗双责": True}, id="the right one beside the slip"),
        pytest.param("2019年", {}, id="another year is no other writing"),
        pytest.param("工作", {}, id="too short to be near anything"),
        pytest.param("落实一岗双责", {"落实一岗两责": False, "压实一岗双责": False}, id="what it holds is none"),
    ],
)
def test_variants(wordings: Wordings, workspace: Workspace, wording: str, variants: dict[str, bool]) -> None:
    found = wordings.usage(wording).variants
    assert {one.text: one.same_sound for one in found} == variants
    assert [one.same_sound for one in found] == sorted((one.same_sound for one in found), reverse=True)
    for one in found:
        texts = (text for _, passages in workspace.catalog.texts() for text in passages)
        assert one.matches == sum(fold_text(text).count(fold_text(one.text)) for text in texts)


def test_what_is_kept_goes_with_the_next_change(workspace: Workspace, tmp_path: Path) -> None:
    wordings = Wordings(workspace.searcher)
    before: Usage = wordings.usage("岗位")
    assert wordings.usage("岗位") is before
    path = tmp_path / "新.txt"
    path.write_text("关于2024年工作的报告\n把责任落到岗位。\n", encoding="utf-8")
    assert main(["add", "--home", str(workspace.home), str(path)]) == 0
    after = wordings.usage("岗位")
    assert (after.total_reports, after.base.total.reports) == (before.total_reports + 1, before.base.total.reports + 1)
    (new,) = [entry.id for entry in workspace.catalog.list() if entry.source == "新.txt"]
    assert main(["remove", "--home", str(workspace.home), new]) == 0
    assert wordings.usage("岗位").total_reports == before.total_reports
