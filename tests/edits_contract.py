"""What 最近修改 must do in every catalog: a test class inherits it and gives the fixture `catalog`, an empty one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalog import By, Catalog, EditedReport
from archive.catalog.near_duplicates import Pair, ordered
from archive.doubts import to_check
from archive.errors import CatalogError
from archive.model import Evidence, Masthead
from tests.catalog_contract import DUTY, OTHER, arrival, one, read

ME = By("command", "张三")
THIRD = "第三篇"


def unsure(**values: str | int) -> Masthead:
    """A masthead whose values stand in the file's name only."""
    evidence = {name: Evidence(value, str(value), "file_name", "medium") for name, value in values.items()}
    return Masthead(evidence=evidence, **values)  # type: ignore[arg-type] # rows name fields with fitting values


def head(catalog: Catalog, report_id: str) -> Masthead:
    record = catalog.record(report_id)
    assert record is not None
    return record.report.masthead


def unit(catalog: Catalog, report_id: str) -> str | None:
    return head(catalog, report_id).unit


def three(catalog: Catalog) -> tuple[str, str, str]:
    """Three reports: one that was corrected before, one with a given unit, one with a unit as read."""
    first = one(catalog, "/a", DUTY)
    second = one(catalog, "/b", OTHER, unit="给定局")
    (third,) = catalog.add([arrival("/c", THIRD, masthead=read(unit="读出局", year=2021))])
    assert third.id is not None
    catalog.edit(first, {"unit": "早先局"})
    return first, second, third.id


def fill(catalog: Catalog, ids: tuple[str, ...], **values: str | int | None) -> int:
    number = catalog.edit_all(dict.fromkeys(ids, values), by=ME)
    assert number is not None
    return number


class EditsContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_an_edit_of_many_is_one_entry_with_who_when_what_and_how_many(self, catalog: Catalog) -> None:
        ids = three(catalog)
        number = fill(catalog, ids, unit="甲局", year=2024)
        entry = catalog.edits.get(number)
        assert entry is not None
        assert (entry.kind, entry.by, entry.reports) == ("correct", ME, 3)
        assert (dict(entry.fields), entry.undone_at) == ({"unit": 3, "year": 3}, None)
        assert entry.at.endswith("Z")
        assert catalog.edits.recent()[0] == entry
        assert catalog.edits.count() == 2, "the first correction of one report is an entry of its own"

    def test_an_entry_tells_what_there_was_and_what_there_is(self, catalog: Catalog) -> None:
        first, second, third = three(catalog)
        number = fill(catalog, (first, second, third), unit="甲局", year=2021)
        assert catalog.edits.reports(number) == (
            EditedReport(first, "", "a", {"unit": "早先局", "year": None}, {"unit": "甲局", "year": 2021}),
            EditedReport(second, "", "b", {"unit": "给定局", "year": None}, {"unit": "甲局", "year": 2021}),
            EditedReport(third, "", "c", {"unit": "读出局", "year": 2021}, {"unit": "甲局", "year": 2021}),
        )
        assert [row.report for row in catalog.edits.reports(number, limit=1, offset=1)] == [second]

    def test_undoing_brings_back_what_was_read_given_and_corrected(self, catalog: Catalog) -> None:
        ids = three(catalog)
        before = [head(catalog, name) for name in ids]
        number = fill(catalog, ids, unit="甲局", year=1999)
        done = catalog.edits.undo(number, By("page", "李四"))
        assert (done.restored, dict(done.left_alone)) == (3, {})
        assert [head(catalog, name) for name in ids] == before
        entry = catalog.edits.get(number)
        assert entry is not None
        assert (entry.undone_by, entry.undone) == ("李四", 3)
        assert entry.undone_at is not None
        assert list(catalog.verify()) == []

    def test_undoing_is_a_change_that_the_index_hears_of(self, catalog: Catalog) -> None:
        ids = three(catalog)
        number = fill(catalog, ids, unit="甲局")
        after = catalog.last_change()
        catalog.edits.undo(number)
        assert {change.id for change in catalog.changes(after)} == set(ids)
        assert catalog.count({"unit": "甲局"}) == 0

    def test_what_changed_since_is_left_alone_and_named(self, catalog: Catalog) -> None:
        first, second, third = three(catalog)
        number = fill(catalog, (first, second, third), unit="甲局", year=2024)
        catalog.edit(second, {"unit": "后来局"})
        done = catalog.edits.undo(number)
        assert (done.restored, dict(done.left_alone)) == (3, {second: ("unit",)})
        assert (unit(catalog, second), head(catalog, second).year) == ("后来局", None), "its year nobody touched"
        assert [unit(catalog, name) for name in (first, third)] == ["早先局", "读出局"]
        assert [(row.report, row.left_alone) for row in catalog.edits.left_alone(number)] == [(second, ("unit",))]

    @pytest.mark.parametrize(
        "since",
        [
            pytest.param(lambda catalog, name: catalog.edit(name, {"unit": None}), id="emptied"),
            pytest.param(lambda catalog, name: catalog.edit(name, {}, reset=("unit",)), id="reset"),
            pytest.param(lambda catalog, name: catalog.edit_all({name: {"unit": "乙局"}}), id="filled with others"),
        ],
    )
    def test_any_later_word_of_a_person_stands(self, catalog: Catalog, since: Callable[[Catalog, str], object]) -> None:
        first, _, third = three(catalog)
        number = fill(catalog, (first, third), unit="甲局")
        since(catalog, third)
        stands = unit(catalog, third)
        assert dict(catalog.edits.undo(number).left_alone) == {third: ("unit",)}
        assert unit(catalog, third) == stands

    def test_where_all_has_changed_since_nothing_is_undone(self, catalog: Catalog) -> None:
        first, second, _ = three(catalog)
        number = fill(catalog, (first, second), unit="甲局")
        fill(catalog, (first, second), unit="乙局")
        done = catalog.edits.undo(number)
        assert (done.restored, set(done.left_alone)) == (0, {first, second})
        entry = catalog.edits.get(number)
        assert entry is not None
        assert entry.undone_at is None

    def test_edits_are_undone_one_after_the_other(self, catalog: Catalog) -> None:
        ids = three(catalog)
        before = [head(catalog, name) for name in ids]
        numbers = [fill(catalog, ids, unit="甲局"), fill(catalog, ids, unit="乙局", type="报告")]
        for number in reversed(numbers):
            assert catalog.edits.undo(number).restored == 3
        assert [head(catalog, name) for name in ids] == before

    def test_a_later_reading_of_the_file_is_no_change_of_a_person(self, catalog: Catalog) -> None:
        first, second, third = three(catalog)
        number = fill(catalog, (first, third), unit="甲局")
        catalog.add([arrival("/c", THIRD + "\n另一段", masthead=read(unit="新读局"))])
        assert catalog.edits.undo(number).restored == 2
        assert unit(catalog, third) == "新读局", "what was read is what the current version says"
        assert unit(catalog, second) == "给定局"

    def test_reports_in_the_trash_are_put_back_too_and_purged_ones_named(self, catalog: Catalog) -> None:
        first, second, third = three(catalog)
        number = fill(catalog, (first, second, third), unit="甲局")
        catalog.remove_all([first, second])
        catalog.purge(second)
        done = catalog.edits.undo(number)
        assert (done.restored, dict(done.left_alone)) == (2, {second: ("report",)})
        assert catalog.restore(first)
        assert unit(catalog, first) == "早先局"
        assert [row.source for row in catalog.edits.left_alone(number)] == [""]

    def test_nothing_is_undone_twice_and_no_other_number(self, catalog: Catalog) -> None:
        number = fill(catalog, three(catalog), unit="甲局")
        catalog.edits.undo(number)
        gone = "catalog.no_such_edit"
        for wrong, code in ((number, "catalog.edit_undone"), (99, gone), (2**70, gone)):
            with pytest.raises(CatalogError) as told:
                catalog.edits.undo(wrong)
            assert told.value.code == code

    def test_what_changes_nothing_is_no_entry(self, catalog: Catalog) -> None:
        ids = three(catalog)
        fill(catalog, ids, unit="甲局")
        count, last = catalog.edits.count(), catalog.last_change()
        assert catalog.edit_all({name: {"unit": "甲局"} for name in ids}) is None
        assert catalog.confirm([ids[0]]).edit is not None, "its missing year and type"
        assert catalog.confirm([ids[0]]).edit is None
        assert (catalog.edits.count(), catalog.last_change()) == (count + 1, last + 1)

    def test_an_edit_that_fails_leaves_nothing(self, catalog: Catalog) -> None:
        first, *_ = three(catalog)
        count, before = catalog.edits.count(), head(catalog, first)
        with pytest.raises(CatalogError):
            catalog.edit_all({first: {"unit": "甲局"}, "nosuchid": {"unit": "甲局"}}, by=ME)
        with pytest.raises(CatalogError):
            catalog.confirm([first, "nosuchid"], by=ME)
        assert (catalog.edits.count(), head(catalog, first)) == (count, before)

    # 全部无误

    def test_confirming_settles_what_was_doubtful(self, catalog: Catalog) -> None:
        (outcome,) = catalog.add([arrival("/a", DUTY, masthead=unsure(title="述职报告", unit="甲局"))])
        assert outcome.id is not None
        assert to_check(head(catalog, outcome.id)) == ("title", "unit", "year", "type")
        done = catalog.confirm([outcome.id], by=ME)
        assert (done.reports, done.values, done.changed) == (1, 4, ())
        after = head(catalog, outcome.id)
        assert (after.title, after.unit, after.year, to_check(after)) == ("述职报告", "甲局", None, ())
        assert after.evidence["unit"].origin == "correction"
        assert after.cleared == ("year", "type")
        assert done.edit is not None
        entry = catalog.edits.get(done.edit)
        assert entry is not None
        assert (entry.kind, entry.by) == ("confirm", ME)

    def test_undoing_takes_the_marks_of_confirmation_back_and_leaves_earlier_ones(self, catalog: Catalog) -> None:
        made = catalog.add([arrival(f"/{name}", name, masthead=unsure(unit="甲局", year=2020)) for name in "ab"])
        first, second = (str(outcome.id) for outcome in made)
        catalog.edit(first, {"unit": "甲局"})
        before = [head(catalog, name) for name in (first, second)]
        done = catalog.confirm([first, second])
        assert (done.reports, done.values) == (2, 5)
        assert done.edit is not None
        assert catalog.edits.undo(done.edit).restored == 2
        assert [head(catalog, name) for name in (first, second)] == before
        assert before[0].evidence["unit"].origin == "correction"
        assert to_check(before[1]) == ("unit", "year", "type")

    def test_a_derived_title_is_confirmed_as_derived(self, catalog: Catalog) -> None:
        found = Evidence("关于安全的报告", "报告", "text", "medium", 1)
        made = Masthead(title="关于安全的报告", title_derived=True, evidence={"title": found})
        (outcome,) = catalog.add([arrival("/a", DUTY, masthead=made)])
        assert outcome.id is not None
        catalog.confirm([outcome.id])
        after = head(catalog, outcome.id)
        assert (after.title, after.title_derived, to_check(after)) == ("关于安全的报告", True, ())

    def test_what_changed_after_a_person_looked_is_not_confirmed(self, catalog: Catalog) -> None:
        made = catalog.add([arrival(f"/{name}", name, masthead=unsure(unit="甲局", year=2020)) for name in "ab"])
        first, second = (str(outcome.id) for outcome in made)
        seen = catalog.last_change()
        catalog.add([arrival("/b", "b改", masthead=unsure(unit="乙局", year=2020))])
        done = catalog.confirm([first, second], seen=seen)
        assert (done.reports, done.changed) == (1, (second,))
        assert to_check(head(catalog, second))

    # 合并

    def test_merges_are_one_entry_and_come_back_together(self, catalog: Catalog) -> None:
        kept, *others = (one(catalog, f"/{name}", f"定稿{name}") for name in "abc")
        pairs = [Pair(*ordered(kept, other), 0.9, 0.95) for other in others]
        catalog.near.compared(dict.fromkeys((kept, *others), 1), pairs)
        number = catalog.near.merge_all([(kept, other) for other in others], by=ME)
        assert number is not None
        entry = catalog.edits.get(number)
        assert entry is not None
        assert (entry.kind, entry.reports, dict(entry.fields)) == ("merge", 2, {})
        assert [(row.report, row.into) for row in catalog.edits.reports(number)] == [(name, kept) for name in others]
        assert catalog.ids() == (kept,)
        assert catalog.edits.undo(number).restored == 2
        assert set(catalog.ids()) == {kept, *others}
        assert len(catalog.versions(kept)) == 1
        assert set(catalog.near.open()) == set(pairs)
        assert list(catalog.verify()) == []

    def test_a_merge_that_was_taken_back_since_is_left_alone(self, catalog: Catalog) -> None:
        kept, first, second = (one(catalog, f"/{name}", f"定稿{name}") for name in "abc")
        number = catalog.near.merge_all([(kept, first), (kept, second)])
        assert number is not None
        catalog.near.apart(kept, first)
        done = catalog.edits.undo(number)
        assert (done.restored, dict(done.left_alone)) == (1, {first: ("report",)})
        assert catalog.near.count() == 0, "nobody had found the other two alike"

    def test_merges_are_all_done_or_none(self, catalog: Catalog) -> None:
        kept, other = (one(catalog, f"/{name}", f"定稿{name}") for name in "ab")
        with pytest.raises(CatalogError):
            catalog.near.merge_all([(kept, other), (kept, "nosuchid")])
        assert (set(catalog.ids()), catalog.edits.count()) == ({kept, other}, 0)
        assert catalog.near.merge_all([]) is None

    def test_a_copy_of_the_catalog_holds_its_edits(self, catalog: Catalog, tmp_path: Path) -> None:
        fill(catalog, three(catalog), unit="甲局")
        target = tmp_path / "copied.db"
        catalog.copy(target)
        with closing(sqlite3.connect(target)) as copied:
            assert copied.execute("SELECT count(*) FROM edits").fetchone() == (2,)
            assert copied.execute("SELECT count(*) FROM edit_reports").fetchone() == (4,)
