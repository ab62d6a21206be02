"""What people read in the terminal beside the hits: errors in their language, names made harmless, totals that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.cli.test_commands import Shell
from tests.shared_files import SEEDS


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A home with the five seeds; tests of this fixture only read."""
    shell = Shell(tmp_path_factory.mktemp("words"))
    assert shell("add", str(SEEDS)).returncode == 0
    return shell


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        pytest.param(["search"], "少了 QUERY", "QUERY is missing", id="an argument is missing"),
        pytest.param(["status", "--nope"], "不认识 --nope", "--nope is not known", id="an unknown option"),
        pytest.param(["search", "词", "--limit"], "--limit 后面要写值", "--limit wants a value", id="no value"),
        pytest.param(
            ["search", "词", "--sort", "size"],
            "--sort 没有“size”这个值，可用：relevance, newest, oldest, matches",
            "--sort cannot be size; it may be relevance, newest, oldest, matches",
            id="none of the choices",
        ),
        pytest.param(
            ["search", "词", "--limit", "-1"],
            "--limit 要写 0 到 1000000 的整数，不是“-1”",
            "--limit is a whole number from 0 to 1000000, not -1",
            id="below the range",
        ),
        pytest.param(
            ["add", "x", "--year", "22"],
            "--year 要写 1900 到 2100 的整数，不是“22”",
            "--year is a whole number from 1900 to 2100, not 22",
            id="a year of two digits",
        ),
        pytest.param(
            ["add", "x", "--jobs", "-1"],
            "--jobs 要写 0 到 1000000 的整数，不是“-1”",
            "--jobs is a whole number from 0 to 1000000, not -1",
            id="a negative number of processes",
        ),
    ],
)
def test_wrong_arguments_are_told_in_the_reader_s_language(
    shell: Shell, words: list[str], chinese: str, english: str
) -> None:
    command = f"baogao {words[0]} --help"
    assert shell(*words).stderr == f"baogao: 参数不对：{chinese}。用 {command} 看用法。\n"
    assert shell(*words, BAOGAO_LANG="en").stderr == f"baogao: Wrong arguments: {english}. See {command}.\n"


def test_the_help_of_search_shows_how_a_query_is_written(shell: Shell) -> None:
    shown = shell("search", "--help").stdout
    assert "  党建 -廉政\n" in shown
    assert "  (党建 或 廉政) 责任\n" in shown


def test_formats_that_were_passed_over_are_named_and_a_failure_names_its_file_once(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.xyz").write_bytes(b"x")
    (folder / "b.XYZ").write_bytes(b"x")
    (folder / "empty.txt").write_bytes(b"")
    shell = Shell(tmp_path / "home")
    assert shell("add", str(folder)).stdout.splitlines() == [
        "导入失败  empty.txt  没有文字，检索不到。请检查文件是否完整。",
        "导入 3 个文件：新增 0，更新 0，未变 0，重复 0，已跳过 2，导入失败 1。",
        "已跳过的文件不是能读的格式：.xyz 2。",
    ]
    assert shell("list", "--unread").stdout == "empty.txt  没有文字，检索不到。请检查文件是否完整。\n"


def test_a_name_stays_on_its_line_and_steers_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "line\nbreak\x1b[31m.txt"
    file.write_text("没有标题的一段话，讲一岗双责。\n", encoding="utf-8")
    shell = Shell(tmp_path / "home")
    shell("add", str(file))
    assert shell("search", "-l", "一岗双责").stdout == "line�break�[31m.txt\n"
    assert shell("list").stdout.endswith("  line�break�[31m.txt\n")


def test_a_report_without_a_title_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("没有标题的一段话。\n", encoding="utf-8")
    shell = Shell(tmp_path / "home")
    shell("add", str(tmp_path / "x.txt"))
    assert shell("list").stdout.split(maxsplit=1)[1] == "（无标题）  待核对：单位，年度，类型  x.txt\n"


def test_the_words_apart_are_counted_in_reports_only(shell: Shell) -> None:
    exact = shell("search", "-c", "基层党建工作责任").stdout.splitlines()
    assert exact, "the query stands somewhere in a row"
    loose = shell("search", "-c", "--mode", "loose", "基层党建工作责任").stdout.splitlines()
    assert loose[: len(exact)] == exact
    assert all(line.endswith(":0") for line in loose[len(exact) :])
    shown = shell("search", "--mode", "loose", "基层党建工作责任", "--limit", "1").stdout.splitlines()
    assert shown[0] == "【逐字】"
    places = sum(int(line.rpartition(":")[2]) for line in exact)
    said = f"共 {len(exact)} 篇 {places} 处   另有 {len(loose) - len(exact)} 篇含相近词语，未计入   检索式："
    assert shown[-2].startswith(said)


def test_a_page_behind_the_last_says_how_many_there_are(shell: Shell) -> None:
    lines = shell("search", "一岗双责", "--page", "9").stdout.splitlines()
    assert lines == ["共 3 篇 8 处   检索式：“一岗双责”", "第 9 页，共 1 页（--page N）"]


@pytest.mark.slow
def test_going_back_to_what_was_read_is_not_called_a_correction(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "home")
    name = shell.rows("add", str(next(SEEDS.glob("000_*"))), "--json")[0]["id"]
    assert "重新导入也不会改回去" in shell("edit", name, "--year", "2021").stdout
    assert shell("edit", name, "--reset", "year").stdout == "已恢复为读出的值，检索和统计随即更新。\n"
    assert shell.rows("show", name, "--json")[0]["year"] == 2022


@pytest.mark.parametrize("name", ["nope", "hex", "undefined"])
def test_an_encoding_that_decodes_no_text_is_told_before_anything_is_touched(tmp_path: Path, name: str) -> None:
    shell = Shell(tmp_path / "home")
    done = shell("add", str(SEEDS), "--encoding", name, "--json")
    assert done.returncode == 2
    assert '"usage.unknown_encoding"' in done.stderr
    assert not shell.home.exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("serch", "search"), ("Search", "search"), ("sugest", "suggest"), ("lst", "list"), ("stauts", "status")],
)
def test_a_misspelt_command_asks_for_the_one_that_is_meant(shell: Shell, typed: str, meant: str) -> None:
    done = shell(typed, "党建")
    assert done.returncode == 2
    assert f"没有“{typed}”这个命令。是不是 {meant}？" in done.stderr


def test_a_command_like_no_other_asks_nothing(shell: Shell) -> None:
    assert "是不是" not in shell("xyzzy").stderr


@pytest.mark.parametrize(
    "words",
    [
        ("search", "一岗双责"),
        ("search", "党建 责任"),
        ("search", "--mode", "loose", "党建工作责任"),
        ("kwic", "一岗双责"),
    ],
)
def test_a_pipe_gets_no_signs_that_are_not_in_the_text(shell: Shell, words: tuple[str, ...]) -> None:
    assert not set(shell(*words).stdout) & set("▓█▒░\x1b")
    assert "\x1b[" in shell(*words, "--color", "always").stdout


@pytest.mark.slow
def test_where_nothing_is_found_the_terminal_teaches_as_the_page_does(shell: Shell) -> None:
    said = shell("search", "绝无此语甲乙 党建").stdout
    assert "拆分检索\n  绝无此语甲乙   共 0 篇 0 处\n  党建   共 " in said
    assert "绝无此语甲乙 或 党建   任一即可   共 " in said
    loose = shell("search", "“党建责任工作落实”").stdout
    assert "--mode loose   模糊检索：词语都出现即可   " in loose
    assert "要找的是不是\n  一岗双责   共 3 篇 8 处" in shell("search", "一岗双则").stdout
    assert shell("search", "-l", "一岗双则").stdout == "", "a list is for programs"
