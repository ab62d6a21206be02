"""The command line as a user meets it: real processes, real files, the contract's shapes and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shared_files import ROOT, SEEDS, shared

COMMAND = [sys.executable, "-c", "import sys; from indexer.cli.main import main; sys.exit(main())"]


class Shell:
    """Runs `baogao` on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            **os.environ,
            "BAOGAO_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "",
        }

    def __call__(self, *words: str, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*COMMAND, *words], env={**self.env, **env}, input=stdin, capture_output=True, text=True, timeout=120
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def rows(self, *words: str, stdin: str | None = None) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words, stdin=stdin).stdout.splitlines()]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A home with the five seeds; tests of this fixture only read."""
    shell = Shell(tmp_path_factory.mktemp("seeded"))
    assert shell("add", str(SEEDS)).returncode == 0
    return shell


@pytest.mark.slow
def test_the_contract_holds(tmp_path: Path) -> None:
    checker = shared("contract_check.py")
    launcher = tmp_path / "bin" / "baogao"
    launcher.parent.mkdir()
    launcher.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m indexer.cli \"$@\"\n")
    launcher.chmod(0o755)
    env = {**os.environ, "PATH": f"{launcher.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([sys.executable, str(checker)], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["search", "一岗双责"], 0, id="found"),
        pytest.param(["search", "绝无此语"], 1, id="none"),
        pytest.param(["search", '"一岗双责'], 2, id="a quote stays open"),
        pytest.param(["search", "党建", "-廉政"], 0, id="a word that begins with a minus is query"),
        pytest.param(
            ["search", "--json", "党建", "-廉政", "--limit", "1"], 0, id="options between the words of a query"
        ),
        pytest.param(["search", "-F", "--", "--json"], 1, id="after -- all is query"),
        pytest.param(["search", "-F", "-l", "第*次"], 0, id="an asterisk is text"),
        pytest.param(["search"], 2, id="nothing to search"),
        pytest.param(["search", "党建", "--limit", "-1"], 2, id="a negative limit"),
        pytest.param(["search", "党建", "--mode", "smart"], 2, id="no such mode"),
        pytest.param(["show", "nosuchid"], 1, id="no such report"),
        pytest.param(["list", "--json"], 0, id="list"),
        pytest.param(["no-such-verb"], 2, id="no such verb"),
        pytest.param(["--version"], 0, id="version"),
        pytest.param(["search", "--help"], 0, id="help of a verb"),
        pytest.param(["--help"], 0, id="help"),
        pytest.param([], 2, id="no verb"),
    ],
)
def test_exit_codes(seeded: Shell, words: list[str], code: int) -> None:
    done = seeded(*words)
    assert done.returncode == code, done.stdout + done.stderr


def test_a_home_that_is_not_there_is_an_error_not_an_empty_answer(shell: Shell) -> None:
    done = shell("search", "一岗双责", "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["code"] == "home.missing"
    assert not shell.home.exists(), "a search makes nothing"


def test_a_mark_tells_its_place_and_its_path(seeded: Shell) -> None:
    answer = seeded.rows("search", "一岗双责", "--json", "--passages", "0")[0]
    assert (answer["total_reports"], answer["total_matches"]) == (3, 8)
    first = next(report for report in answer["reports"] if report["source"].startswith("000_"))
    marks = [(passage, mark) for passage in first["passages"] for mark in passage["marks"]]
    passage, mark = marks[0]
    assert passage["text"][mark["start"] : mark["end"]] == "一岗双责"
    assert passage["path"] == ["一、履职情况", "（一）坚持知责明责，以上率下压实党建责任"]
    assert mark["path"] == ["一、履职情况", "（一）坚持知责明责，以上率下压实党建责任", "二是“联动式”履责"]
    parts = [
        mark["part"] for report in answer["reports"] for passage in report["passages"] for mark in passage["marks"]
    ]
    assert sorted(parts) == ["下步打算"] * 4 + ["履职情况"] * 4


def test_the_position_of_an_error_points_at_the_character(seeded: Shell) -> None:
    done = seeded("search", "党建", '"一岗双责', "--json")
    assert done.stdout == ""
    error = json.loads(done.stderr)["error"]
    assert (error["code"], error["position"]) == ("query.unbalanced_quote", 3)


def test_the_language_follows_the_locale(seeded: Shell) -> None:
    assert "共 3 篇 8 处" in seeded("search", "一岗双责").stdout
    english = seeded("search", "一岗双责", LANG="en_US.UTF-8")
    assert "3 reports, 8 places" in english.stdout


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_status_names_every_fact_in_both_languages(seeded: Shell, language: str) -> None:
    facts = json.loads(seeded("status", "--json").stdout)
    lines = seeded("status", LANG=language).stdout.splitlines()
    assert facts.pop("without_effect") == []
    assert len(lines) >= len(facts.keys() - {"limits"})
    assert all("  " in line and not line.startswith("say.") for line in lines)


def test_status_names_the_settings_that_have_no_effect(seeded: Shell) -> None:
    old = {"BAOGAO_INDEX": "fts5", "BAOGAO_INDEX_SHADOW": "on"}
    told = json.loads(seeded("status", "--json", **old).stdout)["without_effect"]
    assert told == ["index = fts5", "index_shadow = true"]
    lines = seeded("status", **old).stdout.splitlines()
    assert [line for line in lines if "不再起作用" in line] == [
        f"设置 {name} 已不再起作用，可以删去。" for name in told
    ]


def test_colour_only_where_asked_or_on_a_terminal(seeded: Shell) -> None:
    assert "\x1b" not in seeded("search", "一岗双责").stdout
    assert "\x1b" in seeded("search", "一岗双责", "--color", "always").stdout
    assert "\x1b" not in seeded("search", "一岗双责", "--color", "auto", NO_COLOR="1").stdout


def test_head_gets_no_traceback(seeded: Shell) -> None:
    words = [*COMMAND, "search", "的", "--limit", "0", "--passages", "0"]
    reading = subprocess.Popen(words, env=seeded.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert reading.stdout is not None and reading.stderr is not None  # noqa: PT018 # one thing: both pipes are there
    reading.stdout.readline()
    reading.stdout.close()
    assert reading.stderr.read() == ""
    reading.stderr.close()
    assert reading.wait(60) in (0, 141)


@pytest.mark.slow
def test_what_the_text_does_not_say_is_given_corrected_and_survives(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    shutil.copy(next(SEEDS.glob("000_*")), file)
    row = shell.rows("add", str(file), "--unit", "东街道", "--json")[0]
    assert row["status"] == "added"
    assert shell.rows("show", row["id"], "--json")[0]["unit"] == "东街道"
    assert shell("edit", row["id"], "--year", "2021", "--title", "上半年报告").returncode == 0
    file.write_text(file.read_text(encoding="utf-8") + "\n补充一段。\n", encoding="utf-8")
    again = shell.rows("add", str(file), "--json")[0]
    assert (again["status"], again["id"]) == ("updated", row["id"])
    shown = shell.rows("show", row["id"], "--json")[0]
    assert (shown["unit"], shown["year"], shown["title"], shown["version"]) == ("东街道", 2021, "上半年报告", 2)
    assert shown["evidence"]["year"]["from"] == "correction"
    found = shell.rows("search", "年:2021 单位:东街道 补充一段", "--json")[0]
    assert found["total_matches"] == 1


def test_the_same_bytes_elsewhere_are_a_duplicate(shell: Shell, tmp_path: Path) -> None:
    source = next(SEEDS.glob("000_*"))
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(source, tmp_path / folder / "x.txt")
    first = shell.rows("add", str(tmp_path / "a"), "--json")[0]
    second = shell.rows("add", str(tmp_path / "b"), "--json")[0]
    assert (second["status"], second["id"]) == ("duplicate", first["id"])
    assert shell.rows("search", "一岗双责", "--json")[0]["total_reports"] == 1


def test_unknown_formats_are_skipped_in_a_folder_and_fail_by_name(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    picture = tmp_path / "files" / "x.xyz"
    picture.write_bytes(b"\x00")
    assert [row["status"] for row in shell.rows("add", str(tmp_path / "files"), "--json")] == ["skipped"]
    done = shell("add", str(picture), "--json")
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "read.unknown_format"
    assert ".txt" in error["message"], "the known formats are listed"


def test_nothing_is_touched_where_a_path_is_missing(shell: Shell, tmp_path: Path) -> None:
    assert shell("add", str(SEEDS), str(tmp_path / "nowhere")).returncode == 2
    assert not (shell.home / "catalog.db").exists()


@pytest.mark.slow
def test_removed_reports_are_found_no_more_and_come_back(shell: Shell) -> None:
    shell("add", str(SEEDS))
    answer = shell.rows("search", "一岗双责", "--json")[0]
    name = answer["reports"][0]["id"]
    assert shell("remove", name).returncode == 0
    assert shell.rows("search", "一岗双责", "--json")[0]["total_reports"] == 2
    assert shell("show", name).returncode == 1
    assert shell("unremove", name).returncode == 0
    assert shell.rows("search", "一岗双责", "--json")[0]["total_matches"] == 8


def test_batch_answers_each_line_and_tells_the_one_that_is_wrong(seeded: Shell) -> None:
    done = seeded("batch", "-", "--json", stdin='一岗双责\n\n"开着\n绝无此语\n')
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["query"], row.get("total_matches")) for row in rows] == [
        ("一岗双责", 8),
        ('"开着', None),
        ("绝无此语", 0),
    ]
    assert done.returncode == 2
    error = json.loads(done.stderr)
    assert (error["line"], error["error"]["code"]) == (3, "query.unbalanced_quote")
    assert seeded("batch", "-", stdin='一岗双责\n\n"开着\n').stderr == "baogao: 第 3 行：引号没有成对（第 1 字）。\n"


def test_batch_csv_has_a_line_a_report(seeded: Shell) -> None:
    lines = seeded("batch", "-", "--csv", stdin="一岗双责\n绝无此语\n").stdout.splitlines()
    assert lines[0] == "query,total_reports,total_matches,id,source,matches"
    assert len(lines) == 1 + 3 + 1


def test_a_deleted_index_is_made_again_by_the_next_search(shell: Shell) -> None:
    shell("add", str(SEEDS))
    shutil.rmtree(shell.home / "index")
    assert shell.rows("search", "一岗双责", "--json")[0]["total_matches"] == 8


def test_masks_that_markdown_read_as_emphasis_are_told(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "masks.md"
    file.write_text("# 报告\n\n召开会议**次，研究议题**个。\n", encoding="utf-8")
    row = shell.rows("add", str(file), "--json")[0]
    assert [notice["code"] for notice in row["notices"]] == ["read.masks_as_emphasis"]
    assert "星号" in shell("add", str(file), "--unit", "东街道").stdout


def test_a_copy_whose_original_changes_in_the_same_run_becomes_a_report(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("东街道认真落实一岗双责。", encoding="utf-8")
    (folder / "b.txt").write_text("东街道认真落实一岗双责。", encoding="utf-8")
    shell("add", str(folder))
    (folder / "a.txt").write_text("西街道压实主体责任。", encoding="utf-8")
    assert [row["status"] for row in shell.rows("add", str(folder), "--json")] == ["updated", "added"]
    assert shell.rows("search", "一岗双责", "--json")[0]["reports"][0]["source"] == "b.txt"


def test_a_pipe_among_the_files_is_told_and_does_not_hang(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "report.txt").write_text("东街道认真落实一岗双责。", encoding="utf-8")
    rows = shell.rows("add", str(folder), "--json")
    assert [(row["status"], (row["error"] or {}).get("code")) for row in rows] == [
        ("failed", "read.not_a_file"),
        ("added", None),
    ]


def test_purge_takes_only_from_the_trash_and_asks(shell: Shell) -> None:
    assert shell("add", str(SEEDS)).returncode == 0
    name = json.loads(shell("list", "--json").stdout.splitlines()[0])["id"]
    assert shell("purge", name, "--yes").returncode == 1  # it is live
    assert shell("remove", name).returncode == 0
    unasked = shell("purge", name)
    assert (unasked.returncode, "--yes" in unasked.stderr) == (2, True)
    assert json.loads(shell("purge", name, "--yes", "--json").stdout) == {"id": name, "status": "purged"}
    assert shell("unremove", name).returncode == 1
    assert shell("check").returncode == 0
