"""登记表: out, filled in, back; what is wrong is told with its place, and then nothing is changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from archive.errors import ReadError, UsageError
from indexer.cli.main import main
from indexer.export import spreadsheet
from indexer.export.spreadsheet import Table
from indexer.forms.checklist import register_form
from indexer.tables import register
from indexer.tables.register import FILE, Plan, Problem
from indexer.tables.table_reader import (
    MAX_ROWS,
    Line,
    list_of,
    rows_of,
)
from indexer.workspace import Workspace
from tests.hostile_files import noise, ole, relations, zipped
from tests.indexer.tables.test_checklist import arrive, report
from tests.old_books import old_book

EAST, WEST = "2022/东街道.txt", "2022/西街道.txt"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name in (EAST, WEST):
            arrive(workspace, *report(name, f"{name}抓学习。", "抓党建。"))
        yield workspace


def planned(workspace: Workspace, *rows: list[str]) -> Plan:
    return register.plan(workspace.catalog, [Line(number, tuple(row)) for number, row in enumerate(rows, 1)])


def changes(plan: Plan) -> list[tuple[str, str, object, object]]:
    return [(change.report.source, change.field, change.before, change.after) for change in plan.changes]


# what a table changes


def test_a_table_that_comes_back_as_it_went_changes_nothing(workspace: Workspace) -> None:
    plan = planned(workspace, *register.rows(workspace.catalog))
    assert (plan.rows, plan.changes, plan.problems) == (2, (), ())


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_was_filled_in_becomes_a_correction_in_either_form(workspace: Workspace, form: str) -> None:
    columns, *rows = register.rows(workspace.catalog)
    filled = [list(row) for row in rows]
    filled[0][columns.index("述职人")] = "=张三"  # a formula to a spreadsheet, a name to us
    filled[1][columns.index("文号")] = "府发〔2022〕1号"
    made = spreadsheet.data(Table("登记表", tuple(columns), filled), form)
    plan = register.plan(workspace.catalog, rows_of(made, f"登记表.{form}"))
    assert changes(plan) == [(EAST, "person", None, "=张三"), (WEST, "number", None, "府发〔2022〕1号")]
    workspace.catalog.edit_all(plan.corrections())
    assert [(entry.person, entry.number) for entry in workspace.catalog.list(sort="source")] == [
        ("=张三", None),
        (None, "府发〔2022〕1号"),
    ]
    again = register.plan(workspace.catalog, rows_of(made, f"登记表.{form}"))
    assert again.changes == ()


def test_empty_cells_and_blanks_change_nothing(workspace: Workspace) -> None:
    assert planned(workspace, ["文件名", "标题", "年度"], [EAST, "", "  "]).changes == ()


def test_values_are_taken_as_people_write_them(workspace: Workspace) -> None:
    plan = planned(workspace, ["文件名", "年度", "成文日期", "报告期"], [EAST, "2021年度", "2022年1月5日", "三季度"])
    assert [change.after for change in plan.changes] == [2021, "2022-01-05", "第三季度"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(EAST, id="the path shown"),
        pytest.param("东街道.txt", id="the file's own name"),
        pytest.param("/" + EAST, id="its place"),
    ],
)
def test_a_file_may_be_named_in_three_ways(workspace: Workspace, name: str) -> None:
    assert [row[0] for row in changes(planned(workspace, ["文件名", "年度"], [name, "2020"]))] == [EAST]


def test_two_files_of_one_name_are_told_apart_by_their_places(workspace: Workspace) -> None:
    arrive(workspace, *report("2023/东街道.txt", "别的。", "抓党建。", 2023))
    plan = planned(workspace, ["文件名", "位置", "年度"], ["东街道.txt", "/2023/东街道.txt", "2020"])
    assert [row[0] for row in changes(plan)] == ["2023/东街道.txt"]
    assert codes(planned(workspace, ["文件名", "年度"], ["东街道.txt", "2020"])) == ["register.several_files"]


def test_sources_that_are_not_single_are_exported_by_their_places(workspace: Workspace) -> None:
    arrive(workspace, *report("东街道.txt", "又一篇。", "抓党建。"))
    names = [row[0] for row in register.rows(workspace.catalog)][1:]
    assert "/东街道.txt" in names
    assert planned(workspace, *register.rows(workspace.catalog)).problems == ()


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in plan.problems]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        pytest.param([["文件名", "颜色"], [EAST, "红"]], Problem("register.unknown_column", 1, "颜色"), id="column"),
        pytest.param([["文件名", "年度", "年份"]], Problem("register.column_twice", 1, "年份"), id="column twice"),
        pytest.param([["文件名", "年度"], ["", "2020"]], Problem("register.no_file", 2, FILE), id="no file"),
        pytest.param(
            [["文件名", "年度"], [EAST, "2020"], ["没有.txt", "2020"]],
            Problem("register.unknown_file", 3, "文件名", "没有.txt"),
            id="unknown file",
        ),
        pytest.param(
            [["文件名", "年度"], [EAST, "二零"]], Problem("register.bad_value", 2, "年度", "二零"), id="bad year"
        ),
        pytest.param(
            [["文件名", "日期"], [EAST, "2022-02-30"]], Problem("register.unknown_column", 1, "日期"), id="which date"
        ),
        pytest.param(
            [["文件名", "成文日期"], [EAST, "2022-02-30"]],
            Problem("register.bad_value", 2, "成文日期", "2022-02-30"),
            id="no such day",
        ),
        pytest.param(
            [["文件名", "单位"], [EAST, "街" * 101]],
            Problem("register.bad_value", 2, "单位", "街" * 101),
            id="too long",
        ),
        pytest.param(
            [["文件名", "年度"], [EAST, "2020"], ["东街道.txt", "2021"]],
            Problem("register.file_twice", 3, "文件名", "东街道.txt"),
            id="one report in two rows",
        ),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column_and_nothing_is_done(
    workspace: Workspace, rows: list[list[str]], problem: Problem
) -> None:
    plan = planned(workspace, *rows)
    (found,) = plan.problems
    assert (found.code, found.row, found.column, found.value) == (
        problem.code,
        problem.row,
        problem.column,
        problem.value,
    )
    assert plan.corrections() == {}
    for language in ("zh", "en"):
        assert f"{found.row}" in register_form(plan, language).problems[0].message


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param([], "register.empty", id="nothing"),
        pytest.param([["标题", "年度"], ["甲", "2020"]], "register.no_file_column", id="no column of files"),
    ],
)
def test_what_is_no_register_is_refused(workspace: Workspace, rows: list[list[str]], code: str) -> None:
    with pytest.raises(UsageError) as told:
        planned(workspace, *rows)
    assert told.value.code == code


# files


@pytest.mark.parametrize("text", ["=1+1", "+86", "-党建", "@sum", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_ever_a_formula(text: str) -> None:
    table = Table("表", ("列", "数"), [[text, 1]])
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.data(table, "xlsx"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (text, "s", True)
    cell, _ = list(csv.reader(io.StringIO(spreadsheet.data(table, "csv").decode("utf-8-sig"), newline="")))[1]
    assert cell == "'" + text
    for form in spreadsheet.FORMS:
        assert register.bare(rows_of(spreadsheet.data(table, form), f"a.{form}")[1].cells[0]).strip() == text.strip()


def test_numbers_are_numbers_and_controls_are_left_out() -> None:
    table = Table(
        "表:一/二", ("年度", "文"), [[2022, "一\x00岗\x0b双\ud800责"], [None, "x" * 40_000]], head=(("检索式", "党建"),)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.data(table, "xlsx"))).active
    assert sheet.title == "表一二"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=4)] == [
        ["检索式", "党建"],
        [None, None],
        ["年度", "文"],
        [2022, "一岗双责"],
    ]
    assert len(sheet["B5"].value) == 32_767
    assert sheet.freeze_panes == "B4"


def test_a_table_beyond_what_excel_is_written_in_is_told() -> None:
    with pytest.raises(UsageError) as told:
        spreadsheet.data(Table("表", ("列",) * 100, [[""] * 100] * 5001), "xlsx")
    assert told.value.code == "export.too_many_cells"
    assert spreadsheet.data(Table("表", ("列",) * 100, [[""] * 100] * 5001), "csv")


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(rows: str, book: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    sheets = '<sheets><sheet name="s" sheetId="1" r:id="r0"/></sheets>'
    spaces = f'xmlns="{SPREADSHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    made: Mapping[str, bytes] = {
        "xl/workbook.xml": (book or f"<workbook {spaces}>{sheets}</workbook>").encode(),
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"><a>{rows}</a></worksheet>'.encode(),
    }
    return zipped({**made, **(parts or {})})


ROW = '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "read.empty", id="1 an empty file"),
        pytest.param(b"PK\x03\x04" + noise(4000), "read.damaged", id="2 noise behind a zip's first bytes"),
        pytest.param(xlsx(ROW.format(n=1, text="a"))[:400], "read.damaged", id="3 the first half"),
        pytest.param(
            xlsx("", parts={"xl/worksheets/sheet1.xml": b"<a>" + b" " * (100 * 1024 * 1024)}),
            "read.too_large",
            id="4 a hundred megabytes in a hundred kilobytes",
        ),
        pytest.param(
            xlsx(ROW.format(n=1, text="x" * 5000)), "sheet.long_cell", id="5 a cell that is no entry of a table"
        ),
        pytest.param(
            xlsx("", f'<!DOCTYPE a [<!ENTITY e0 "x">{BOMB}]><a>&e9;</a>'), "read.has_doctype", id="6 billion laughs"
        ),
        pytest.param(
            xlsx("", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'),
            "read.has_doctype",
            id="7 an outer entity",
        ),
        pytest.param(xlsx("<row>" * 5000), "read.too_deep", id="9 rows in rows"),
        pytest.param(
            zipped({f"{number}.xml": b"" for number in range(2500)}), "read.too_many_parts", id="10 2,500 parts"
        ),
        pytest.param(xlsx(ROW.format(n=1, text="\x01")), "read.damaged", id="13 a control character"),
        pytest.param(zipped({"word/document.xml": b"<a/>"}), "read.wrong_format", id="17 a Word file"),
        pytest.param(ole(("EncryptionInfo", "EncryptedPackage")), "import.encrypted", id="18 a password"),
        pytest.param(
            xlsx("".join(ROW.format(n=n, text="a") for n in range(1, MAX_ROWS + 2))),
            "sheet.too_many_rows",
            id="rows without end",
        ),
    ],
)
def test_a_hostile_workbook_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as told:
        rows_of(data, "登记表.xlsx")
    assert told.value.code == code
    assert told.value.message("zh")


def test_rows_keep_their_numbers_where_rows_are_left_out() -> None:
    data = xlsx(ROW.format(n=2, text="文件名") + ROW.format(n=7, text="a.txt") + "<row><c><v>1</v></c></row>")
    assert rows_of(data, "登记表.xlsx") == (Line(2, ("文件名",)), Line(7, ("a.txt",)), Line(8, ("1",)))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param("东街道\n\n 西街道 \n".encode("gb18030"), "名单.txt", id="a list in GB18030"),
        pytest.param("序号不写\n".encode()[:0] + "东街道,1\n西街道,2\n".encode("utf-8-sig"), "名单.csv", id="csv"),
        pytest.param(xlsx(ROW.format(n=1, text="东街道") + ROW.format(n=2, text="西街道")), "名单.xlsx", id="xlsx"),
        pytest.param(xlsx(ROW.format(n=1, text="东街道") + ROW.format(n=2, text="西街道")), "名单.txt", id="misnamed"),
    ],
)
def test_a_list_is_the_first_cell_of_each_row(data: bytes, name: str) -> None:
    assert list_of(data, name) == ("东街道", "西街道")


@pytest.mark.parametrize("text", ["一岗双责\n两个确立\n", "抓学习\n一岗双责\n", "一岗双责"])
@pytest.mark.parametrize("name", ["提法.txt", "提法.csv"])
def test_a_short_list_in_gbk_is_read(text: str, name: str) -> None:
    assert list_of(text.encode("gbk"), name) == tuple(text.split())


@pytest.mark.parametrize("name", ["提法.txt", "提法.csv"])
def test_damaged_utf8_is_not_taken_for_something_else(name: str) -> None:
    with pytest.raises(ReadError) as told:
        list_of("东街道\n西街道\n一岗双责".encode()[:-1], name)
    assert told.value.code == "read.undecodable"


# the command


def test_the_command_writes_and_takes_a_register(
    tmp_path: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    workspace.close()
    home, file = ["--home", str(tmp_path / "home")], tmp_path / "登记表.csv"
    assert main(["register", "export", str(file), *home]) == 0
    assert capsys.readouterr().out == f"已导出 2 篇：{file}\n"
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[0] == [FILE, "标题", "单位", "述职人", "年度", "报告期", "类型", "成文日期", "文号", "主送"]
    rows[1][3] = "张三"
    rows[2][4] = "没有"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    assert main(["register", "import", str(file), *home]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("第 3 行“年度”不能填“没有”。")
    assert told.out == "登记表有 1 处要改，什么也没有动。改好后再导入。\n"
    rows[2][4] = "2021"
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(rows)
    assert main(["register", "import", str(file), "--preview", *home]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        f"{EAST}   述职人：未填 → 张三",
        f"{WEST}   年度：2022 → 2021",
        "2 行，将改 2 篇的 2 项；还没有改。",
    ]
    assert main(["register", "import", str(file), "--json", *home]) == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == 2
    assert main(["search", "--json", "单位:没有 或 年:2021", *home]) in (0, 1)
    assert '"year": 2021' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["export", "登记表.doc"], "usage.unknown_form", id="a form that cannot be written"),
        pytest.param(["export", "没有/登记表.csv"], "usage.unwritable_file", id="no such folder"),
        pytest.param(["import", "没有.csv"], "usage.unreadable_file", id="no such file"),
    ],
)
def test_files_that_cannot_be_are_told(
    tmp_path: Path, workspace: Workspace, words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / words[1])
    assert main(["register", words[0], file, "--home", str(tmp_path / "home"), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


def test_an_old_book_is_a_table_too() -> None:
    assert rows_of(old_book(), "登记表.xls") == (Line(1, ("单位", "年度")), Line(2, ("东街道", "2021")))
