"""--as NAME in the terminal: what a person sees, by their groups in the people's own database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.people.opening import open_people
from archive.people.people import People
from indexer.cli.main import main

WORDS = {"a.txt": "东街道2023年度工作报告\n落实一岗双责。\n", "b.txt": "纪委2023年度工作报告\n一岗双责，从严执纪。\n"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("person")
    home = folder / "home"
    for name, text in WORDS.items():
        (folder / name).write_text(text, encoding="utf-8")
    run = ["--home", str(home)]
    assert main(["add", str(folder / "a.txt"), *run]) == 0
    assert main(["fonds", "add", "jiwei", "纪委", *run]) == 0
    assert main(["add", "--fonds", "jiwei", str(folder / "b.txt"), *run]) == 0
    assert main(["right", "grant", "街道组", "", "read", *run]) == 0
    people = People(open_people(home))
    number = people.accounts.add("小王", "", 0, ())
    people.groups.add("街道组")
    people.groups.put("街道组", number)
    people.accounts.add("新来的", "", 0, ())
    people.accounts.add("总管", "", 0, ("admin",))
    people.close()
    return home


@pytest.mark.parametrize(
    ("words", "all_of_it"),
    [
        pytest.param(["search", "一岗双责"], 2, id="search"),
        pytest.param(["kwic", "一岗双责"], 2, id="kwic"),
        pytest.param(["similar", "落实一岗双责"], 2, id="similar"),
        pytest.param(["list"], 2, id="list"),
    ],
)
def test_a_verb(home: Path, capsys: pytest.CaptureFixture[str], words: list[str], all_of_it: int) -> None:
    told = {}
    for name in (None, "小王", "新来的"):
        capsys.readouterr()
        main([*words, "--json", "--home", str(home), *(() if name is None else ("--as", name))])
        told[name] = capsys.readouterr().out
    assert "从严执纪" in told[None] + told[None].replace("b.txt", "从严执纪")
    assert "b.txt" not in told["小王"]
    assert "从严执纪" not in told["小王"]
    assert "a.txt" in told["小王"]
    assert "a.txt" not in told["新来的"]
    if words[0] == "search":
        assert json.loads(told[None])["total_reports"] == all_of_it
        assert [json.loads(told[name])["total_reports"] for name in ("小王", "新来的")] == [1, 0]


def test_an_administrator_of_everything_reads_nothing_where_duties_are_separate(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["search", "一岗双责", "--json", "--home", str(home), "--as", "总管"]
    main(words)
    monkeypatch.setenv("BAOGAO_SEPARATE_DUTIES", "true")
    main(words)
    told = [json.loads(line)["total_reports"] for line in capsys.readouterr().out.splitlines()]
    assert told == [2, 0]


def test_nobody_of_that_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "一岗双责", "--as", "没有这个人", "--home", str(home)]) == 2
    assert "没有这个人" in capsys.readouterr().err


def test_rights_and_fonds_are_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ["--json", "--home", str(home)]
    main(["right", "list", *run])
    main(["fonds", "list", *run])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0] == {"group": "街道组", "fonds": "", "right": "read"}
    assert [(one["key"], one["reports"]) for one in told[1:]] == [("", 1), ("jiwei", 1)]
    assert main(["right", "revoke", "没有的组", "jiwei", *run]) == 1
    assert main(["right", "grant", "街道组", "没有", "read", *run]) == 2
    assert main(["fonds", "move", "jiwei", "没有", *run]) == 2
