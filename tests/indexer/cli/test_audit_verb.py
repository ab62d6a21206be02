"""baogao audit: what commands leave in the record, and that a record whose end was cut is found by log and backup."""

from __future__ import annotations

import csv
import getpass
import json
import sqlite3
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.people.opening import FILE
from indexer.cli.main import main
from indexer.cli.recorded import kind_of
from tests.assistants_client import over_stdio
from tests.sample_files import PLAIN

ACCOUNT = """
INSERT INTO accounts (name, folded, hash, epoch, roles, disabled, source, subject, added_at, password_at, seen_at)
VALUES ('张三', '张三', '', 1, 'admin', 0, '', '张三', 0, 0, 0)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_bytes(PLAIN)
    monkeypatch.setenv("BAOGAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BAOGAO_LOG_FILE", str(tmp_path / "log.txt"))
    assert main(["add", str(tmp_path / "a.txt")]) == 0
    return tmp_path / "home"


def lines(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["audit", "list", "--json", *options])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def raw(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / FILE)) as opened:
        for trigger in ("audit_unchanged", "audit_kept"):
            opened.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        opened.execute(statement)
        opened.commit()


def test_a_change_is_recorded_and_a_search_only_once_there_are_accounts(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["search", "一岗双责"])
    main(["list"])
    (added,) = lines(capsys)
    assert (added["kind"], added["act"], added["who"], added["way"]) == ("change", "add", getpass.getuser(), "command")
    assert added["what"] == {"arguments": [str(home.parent / "a.txt")]}
    raw(home, ACCOUNT)
    main(["search", "一岗双责"])
    main(["search", "绝无此语甲乙"])
    main(["show", "nowhere"])
    main(["search", '"一岗双责'])
    told = [(one["kind"], one["act"], one["outcome"]) for one in reversed(lines(capsys))]
    assert told[1:] == [
        ("search", "search", "done"),
        ("search", "search", "nothing"),
        ("read", "show", "nothing"),
        ("search", "search", "query.unbalanced_quote"),
    ]


TYPED = [
    pytest.param(("fonds", "add", "xian", "县委办"), id="words that the verb calls rest"),
    pytest.param(("group", "add", "起草组"), id="an action and a name"),
    pytest.param(("edit", "--unit", "县委办", "--", "nowhere"), id="an option before the ids"),
]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("typed", TYPED)
def test_a_command_is_recorded_as_it_was_typed(typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    main(list(typed))
    verb, *words = typed
    assert [one["what"] for one in lines(capsys, "--act", verb)] == [{"arguments": words}]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--kind", "change"], 1),
        (["--kind", "export"], 1),
        (["--who", "nobody"], 0),
        (["--act", "backup"], 1),
        (["--since", "2000-01-01"], 2),
        (["--until", "2000-01-01"], 0),
        (["--since", "2999-01-01T10:00"], 0),
        (["--limit", "1"], 1),
    ],
)
def test_lines_are_found(home: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: int) -> None:
    assert main(["backup", str(home.parent / "b.zip")]) == 0
    assert len(lines(capsys, *options)) == expected
    assert main(["audit", "list", *options]) == (0 if expected else 1)


def test_a_sound_record_is_said_with_its_last_hash(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    witness = capsys.readouterr().out.splitlines()[-1]
    assert main(["audit", "verify", "--json", "--witness", witness]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["lines"], told["fault"]) == (True, 1, None)
    assert f"{told['number']}:{told['hash']}" == witness
    assert home.exists()


def test_a_cut_end_is_found_by_the_log_by_a_backup_and_by_what_was_written_down(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(home.parent / "first.zip")])
    main(["backup", str(home.parent / "b.zip")])
    capsys.readouterr()
    main(["audit", "verify"])
    witness = capsys.readouterr().out.splitlines()[-1]
    log, backup = str(home.parent / "log.txt"), str(home.parent / "b.zip")
    every = (["--log", log], ["--backup", backup], ["--witness", witness])
    for one in every:
        assert main(["audit", "verify", *one]) == 0
    raw(home, "DELETE FROM audit WHERE number > 1")
    assert main(["audit", "verify"]) == 0  # nothing here can tell
    for one in every:
        assert main(["audit", "verify", *one]) == 1
    capsys.readouterr()
    main(["audit", "verify", "--json", "--log", log])
    assert json.loads(capsys.readouterr().out)["fault"] == {"wrong": "cut", "number": 2}


def test_a_record_that_is_gone_as_a_whole_is_found(home: Path) -> None:
    log = str(home.parent / "log.txt")
    for path in home.glob(f"{FILE}*"):
        path.unlink()
    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--log", log]) == 1


def test_a_changed_line_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw(home, "UPDATE audit SET who = '王五'")
    capsys.readouterr()
    assert main(["audit", "verify"]) == 1
    assert "1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "--witness", "1:abc"],
        ["verify", "--log", "/nowhere/log"],
        ["verify", "--backup", "/nowhere/b.zip"],
        ["export"],
        ["export", "x.doc"],
        ["list", "--since", "gestern"],
        ["burn"],
    ],
)
def test_what_makes_no_sense_is_exit_2(home: Path, words: list[str]) -> None:
    assert home.exists()
    assert main(["audit", *words]) == 2


def test_it_is_exported_with_nothing_that_a_spreadsheet_runs(home: Path, tmp_path: Path) -> None:
    raw(home, ACCOUNT)
    main(["search", "--", "=1+2"])
    assert main(["audit", "export", str(tmp_path / "a.csv")]) == 0
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["act"] for row in rows] == ["add", "search"]
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    assert main(["audit", "export", str(tmp_path / "a.jsonl")]) == 0
    objects = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [one["number"] for one in objects] == [1, 2, 3]
    assert objects[2]["act"] == "audit"
    assert main(["audit", "export", str(tmp_path / "a.csv")]) == 2  # it is there already


def test_every_verb_is_something_by_what_it_does() -> None:
    rows: list[tuple[str, tuple[tuple[str, object], ...], str | None]] = [
        ("edits", (), "read"),
        ("edits", (("undo", True),), "change"),
        ("register", (("action", "apply"), ("preview", True)), "read"),
        ("register", (("action", "apply"), ("preview", False)), "change"),
        ("topic", (("action", "list"),), "read"),
        ("topic", (("action", "save"),), "change"),
        ("saved", (("action", "run"),), "read"),
        ("near", (("merge", None), ("apart", None)), "read"),
        ("near", (("merge", ["a", "b"]),), "change"),
        ("audit", (("action", "verify"),), "read"),
        ("audit", (("action", "export"),), "administer"),
        ("reindex", (), "administer"),
        ("suggest", (), None),
    ]
    for verb, given, kind in rows:
        assert kind_of(verb, Namespace(**dict[str, object](given))) == kind, (verb, given)


@pytest.mark.parametrize("recorded", [True, False], ids=["with accounts", "alone"])
def test_what_an_assistant_asks_on_standard_input_is_recorded(
    home: Path, capsys: pytest.CaptureFixture[str], recorded: bool
) -> None:
    if recorded:
        raw(home, ACCOUNT)
    with over_stdio(home) as client:
        client.call("search", query="一岗双责")
        client.fails("read", report="nosuch")
        client.call("overlap", text="绝密草稿的正文" * 20)
        client.ask("ping")
    found = [line for line in lines(capsys) if line["act"] == "mcp"]
    assert [(line["kind"], line["who"], line["way"], line["outcome"]) for line in found] == (
        [("search", getpass.getuser(), "assistant", outcome) for outcome in ("done", "catalog.no_such_report", "done")]
        if recorded
        else []
    )
    if recorded:
        assert [line["what"] for line in reversed(found)] == [
            {"tool": "search", "query": "一岗双责"},
            {"tool": "read", "report": "nosuch"},
            {"tool": "overlap", "text_length": 140},
        ]


def test_an_assistant_gets_no_answer_that_cannot_be_recorded(home: Path) -> None:
    raw(home, ACCOUNT)
    raw(home, "CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END")
    with over_stdio(home) as client:
        assert client.fails("search", query="一岗双责")["code"] == "audit.unwritable"
