"""What the record of imports must do in every catalog: a test class inherits it and gives the fixture `catalog`."""

from __future__ import annotations

import pytest

from archive.catalog import Catalog, ImportedFile
from archive.errors import ReadError
from archive.model import Notice
from tests.catalog_contract import DUTY, arrival, one

EMPTY = ReadError("read.empty", name="空.txt")
FULL = ReadError("disk.full")


class ImportsContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_an_import_tells_when_from_where_and_what_was_filled_in(self, catalog: Catalog) -> None:
        number = catalog.imports.begin("command", "/data/报告", {"year": 2024, "unit": "东街道"}, 3)
        found = catalog.imports.get(number)
        assert found is not None
        assert (found.way, found.source, found.given, found.expected) == (
            "command",
            "/data/报告",
            {"year": 2024, "unit": "东街道"},
            3,
        )
        assert (found.state, found.ended_at, found.files) == ("running", None, 0)
        assert found.begun_at.endswith("Z")

    def test_files_come_back_in_order_with_reason_and_report(self, catalog: Catalog) -> None:
        report = one(catalog, "/a", DUTY)
        catalog.edit(report, {"title": "工作报告"})
        number = catalog.imports.begin("page", "a.txt")
        catalog.imports.enter(number, [ImportedFile("甲/a.txt", "added", 1, report, "/a")])
        catalog.imports.enter(
            number,
            [
                ImportedFile("b.txt", "duplicate", 2, report, "/b"),
                ImportedFile("空.txt", "no_text", 3, None, "/c", EMPTY),
            ],
        )
        first, second, third = catalog.imports.files(number)
        assert (first.name, first.status, first.place, first.report) == ("甲/a.txt", "added", 1, report)
        assert (second.title, second.title_derived) == ("工作报告", False)
        assert third.error is not None
        assert (third.error.code, dict(third.error.evidence), third.title) == ("read.empty", {"name": "空.txt"}, None)
        assert [file.place for file in catalog.imports.files(number, limit=1, offset=1)] == [2]
        assert [file.place for file in catalog.imports.files(number, statuses=("no_text", "failed"))] == [3]
        found = catalog.imports.get(number)
        assert found is not None
        assert found.counts == {"added": 1, "duplicate": 1, "no_text": 1}

    def test_what_was_noticed_in_a_file_stays_with_it(self, catalog: Catalog) -> None:
        told = (Notice("read.left_out.comments", {"count": 2}), Notice("read.recognised", {"count": 1, "pages": "3"}))
        number = catalog.imports.begin("reread", "")
        files = [ImportedFile("a.docx", "added", 1, notices=told), ImportedFile("b.txt", "unchanged", 2)]
        catalog.imports.enter(number, [*files, ImportedFile("空.txt", "no_text", 3, error=EMPTY)])
        noticed = [(file.notices, file.error and file.error.code) for file in catalog.imports.files(number)]
        assert noticed == [(told, None), ((), None), ((), "read.empty")]

    @pytest.mark.parametrize("number", [7, 2**63, 10**25], ids=["free", "one too far", "far beyond"])
    def test_a_number_that_no_import_has(self, catalog: Catalog, number: int) -> None:
        assert catalog.imports.get(number) is None
        assert catalog.imports.resume(number) is False

    @pytest.mark.parametrize(
        ("error", "state"),
        [pytest.param(None, "done", id="to its end"), pytest.param(FULL, "stopped", id="by a full disk")],
    )
    def test_an_import_that_ended_says_how(self, catalog: Catalog, error: ReadError | None, state: str) -> None:
        number = catalog.imports.begin("watch", "/share")
        catalog.imports.end(number, error)
        found = catalog.imports.get(number)
        assert found is not None
        assert found.state == state
        assert (found.error.code if found.error else None) == (error.code if error else None)
        assert found.ended_at is not None

    def test_one_holds_an_import_at_a_time(self, catalog: Catalog) -> None:
        number = catalog.imports.begin("page", "a")
        with catalog.imports.holding(number) as mine, catalog.imports.holding(number) as too:
            assert (mine, too) == (True, False)
        with catalog.imports.holding(number) as again:
            assert again

    def test_an_import_goes_on_where_it_was(self, catalog: Catalog) -> None:
        number = catalog.imports.begin("page", "a", expected=2)
        catalog.imports.enter(number, [ImportedFile("a", "added", 1)])
        catalog.imports.end(number, FULL)
        assert catalog.imports.resume(number)
        assert not catalog.imports.resume(number + 1)
        catalog.imports.enter(number, [ImportedFile("b", "added", 2)])
        found = catalog.imports.get(number)
        assert found is not None
        assert (found.state, found.error, found.counts) == ("running", None, {"added": 2})
        assert [file.name for file in catalog.imports.files(number)] == ["a", "b"]

    def test_the_latest_comes_first_in_pages(self, catalog: Catalog) -> None:
        numbers = [catalog.imports.begin("command", f"/{place}") for place in range(5)]
        assert catalog.imports.count() == 5
        assert [found.number for found in catalog.imports.list(limit=2, offset=1)] == numbers[::-1][1:3]
        assert [found.number for found in catalog.imports.list()] == numbers[::-1]

    def test_what_has_not_ended_is_told_by_number(self, catalog: Catalog) -> None:
        first, second, third = [catalog.imports.begin("page", f"/{place}") for place in range(3)]
        catalog.imports.end(second)
        assert list(catalog.imports.unended()) == [first, third]
        catalog.imports.resume(second)
        assert list(catalog.imports.unended()) == [first, second, third]

    def test_of_an_import_long_ago_only_what_it_changed_is_listed(self, catalog: Catalog) -> None:
        number = catalog.imports.begin("watch", "/share")
        catalog.imports.enter(number, [ImportedFile("same", "unchanged"), ImportedFile("bad", "failed", error=EMPTY)])
        for _ in range(100):
            assert len(catalog.imports.files(number)) == 2
            catalog.imports.begin("watch", "/share")
        assert [file.name for file in catalog.imports.files(number)] == ["bad"]
        found = catalog.imports.get(number)
        assert found is not None
        assert found.counts == {"unchanged": 1, "failed": 1}

    def test_names_are_data(self, catalog: Catalog) -> None:
        name = "../../etc/passwd'); DROP TABLE imports;--\udcff"
        number = catalog.imports.begin("page", name)
        catalog.imports.enter(number, [ImportedFile(name, "failed", error=EMPTY)])
        shown = name.replace("\udcff", "\\udcff")
        assert [file.name for file in catalog.imports.files(number)] == [shown]
        assert catalog.imports.list()[0].source == shown

    def test_a_report_that_is_gone_leaves_its_line(self, catalog: Catalog) -> None:
        (outcome,) = catalog.add([arrival("/a", DUTY)])
        number = catalog.imports.begin("page", "a")
        catalog.imports.enter(number, [ImportedFile("a", "added", 1, outcome.id)])
        assert outcome.id is not None
        catalog.remove(outcome.id)
        assert [file.report for file in catalog.imports.files(number)] == [outcome.id]
