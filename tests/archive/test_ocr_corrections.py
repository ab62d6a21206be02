"""Recognised text put right by a person: a new version, carried on by later readings; other text is never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog import Arrival, Catalog
from archive.catalog.opening import open_catalog
from archive.errors import CatalogError
from archive.ingest import ingest
from archive.model import Report, ScanLine
from archive.ocr_corrections import amended
from tests.sample_files import LINES, PLAIN


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home")
    yield opened
    opened.close()


def scan(wrong: str = "一冈双责", unsure: float = 0.8) -> Report:
    """A report as if each of its passages had been recognised, with one wrong character."""
    read = ingest(PLAIN, "a.txt")
    passages = tuple(
        replace(passage, text=passage.text.replace("一岗双责", wrong), page=1, scan=(ScanLine(0, unsure, 1),))
        for passage in read.passages
    )
    return replace(read, passages=passages, format="picture")


def arrival(report: Report) -> Arrival:
    return Arrival("/x/a.png", "a.png", b"picture", "ab" * 32, report)


def put(catalog: Catalog, report: Report) -> str:
    [outcome] = catalog.add([arrival(report)])
    assert outcome.id is not None
    return outcome.id


def test_radicals_are_read_as_their_characters_after_a_correction_too() -> None:
    """⼀ and ⻓ stand where a font has them; a heading and a title are what a reader sees."""
    lines = "河湾镇⽔利站⼯作总结\n⼀、⼯作开展情况\n扎实推进各项工作，取得成效。\n二、存在问题\n进度偏慢。"
    read = ingest(lines.encode(), "a.txt")
    scanned = tuple(replace(passage, page=1, scan=(ScanLine(0, 0.8, 1),)) for passage in read.passages)
    after = amended(replace(read, passages=scanned, format="picture"), {5: "进度偏慢，人手不足。"}, "a.png")
    assert after.masthead.title == read.masthead.title == "河湾镇水利站工作总结"
    assert [one.heading for one in after.sections if one.heading] == ["一、工作开展情况", "二、存在问题"]


def texts(catalog: Catalog, report_id: str, version: int | None = None) -> list[str]:
    record = catalog.record(report_id, version)
    assert record is not None
    return [passage.text for passage in record.report.passages]


WRONG, RIGHT = LINES[3].replace("一岗双责", "一冈双责"), LINES[3]


def test_a_correction_is_a_new_version_and_the_old_one_stays(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    change = catalog.last_change()
    record = catalog.amend(report_id, 1, amended(scan(), {4: f" {RIGHT} "}, "a.png"))
    assert (record.version, texts(catalog, report_id)[3], texts(catalog, report_id, 1)[3]) == (2, RIGHT, WRONG)
    assert record.report.passages[3].recognised == WRONG
    assert record.report.passages[3].scan == (ScanLine(0, 0.8, 1),)
    assert [line.id for line in catalog.changes(after=change)] == [report_id]  # the index will hear of it


def test_a_later_reading_carries_it_on(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    catalog.amend(report_id, 1, amended(scan(), {4: RIGHT}, "a.png"))
    assert put(catalog, scan(unsure=0.9)) == report_id  # recognised again, by a better model
    assert texts(catalog, report_id)[3] == RIGHT
    record = catalog.record(report_id)
    assert record is not None
    assert record.report.passages[3].scan[0].confidence == 0.9
    assert put(catalog, scan(unsure=0.9)) == report_id
    assert catalog.versions(report_id)[-1].number == record.version  # unchanged: no further version


def test_where_something_else_is_recognised_that_counts(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    catalog.amend(report_id, 1, amended(scan(), {4: RIGHT}, "a.png"))
    put(catalog, scan(wrong="一岗双贵"))
    assert texts(catalog, report_id)[3] == LINES[3].replace("一岗双责", "一岗双贵")


def test_a_later_edition_of_the_reader_takes_no_correction_away(catalog: Catalog) -> None:
    """It reads old scans again by itself: nobody has looked at what it reads in the place of a person's words."""
    report_id = put(catalog, scan())
    catalog.amend(report_id, 1, amended(scan(), {4: RIGHT}, "a.png"))
    put(catalog, replace(scan(wrong="一岗双贵"), edition=9))
    record = catalog.record(report_id)
    assert record is not None
    assert (record.version, texts(catalog, report_id)[3], record.report.edition) == (2, RIGHT, 9)
    assert list(catalog.editions()) == [(report_id, "a.png", 9)]


def test_the_trash_keeps_it(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    catalog.amend(report_id, 1, amended(scan(), {4: RIGHT}, "a.png"))
    catalog.remove(report_id)
    assert put(catalog, scan()) == report_id
    assert texts(catalog, report_id)[3] == RIGHT


def test_the_masthead_is_read_anew_and_corrections_of_it_stay(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    catalog.edit(report_id, {"unit": "东街道"})
    record = catalog.amend(report_id, 1, amended(scan(), {1: "关于2019年工作情况的报告"}, "a.png"))
    assert (record.report.masthead.title, record.report.masthead.unit) == ("关于2019年工作情况的报告", "东街道")
    assert record.report.masthead.year == 2019


def test_two_who_correct_at_once_do_not_undo_each_other(catalog: Catalog) -> None:
    report_id = put(catalog, scan())
    catalog.amend(report_id, 1, amended(scan(), {4: RIGHT}, "a.png"))
    with pytest.raises(CatalogError) as caught:
        catalog.amend(report_id, 1, amended(scan(), {1: "别的"}, "a.png"))
    assert caught.value.code == "catalog.changed_meanwhile"
    with pytest.raises(CatalogError) as caught:
        catalog.amend("nobody", 1, scan())
    assert caught.value.code == "catalog.no_such_report"


@pytest.mark.parametrize(
    ("report", "wanted", "code"),
    [
        pytest.param(ingest(PLAIN, "a.txt"), {1: "别的"}, "catalog.not_recognised", id="text that a file says itself"),
        pytest.param(scan(), {99: "别的"}, "catalog.not_recognised", id="no such passage"),
        pytest.param(scan(), {1: " \n"}, "catalog.empty_passage", id="nothing left"),
    ],
)
def test_what_cannot_be_corrected(report: Report, wanted: dict[int, str], code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        amended(report, wanted, "a.png")
    assert caught.value.code == code


def test_a_correction_of_a_correction_still_knows_what_was_recognised() -> None:
    twice = amended(amended(scan(), {4: "其他"}, "a.png"), {4: RIGHT}, "a.png")
    assert (twice.passages[3].text, twice.passages[3].recognised) == (RIGHT, WRONG)
