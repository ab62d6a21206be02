"""A draft that cannot be read, has no text, or is very long: each command that takes one says so by its code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.proofing import draft as draft_room
from tests.shared_files import SEEDS

COMMANDS = ("proof", "verify", "overlap")
LINE = "坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念，加快构建新发展格局。\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("named") / "home"
    assert main(["--home", str(home), "add", str(SEEDS)]) == 0
    return home


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("空.txt", b"", "proof.empty", id="an empty file"),
        pytest.param("空白.txt", " \n　\n".encode(), "proof.empty", id="nothing but white space"),
        pytest.param("稿.docx", b"\x01\x02\x03\x04" * 300, "read.wrong_format", id="what is no Word file"),
        pytest.param("稿.docx", b"PK\x03\x04" + b"\0" * 300, "read.damaged", id="a Word file cut off"),
        pytest.param("稿.exe", b"MZ\x90\0" * 30, "read.unknown_format", id="a program"),
        pytest.param("长.txt", LINE.encode() * 20, "proof.too_long", id="longer than is looked through"),
    ],
)
def test_a_command_names_what_is_wrong(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    name: str,
    data: bytes,
    code: str,
) -> None:
    monkeypatch.setattr(draft_room, "LONGEST", 500)
    (tmp_path / name).write_bytes(data)
    assert main(["--home", str(home), command, str(tmp_path / name), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_five_megabytes_are_answered(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "长.txt"
    path.write_text("关于长的报告\n" + LINE * (5_000_000 // len(LINE.encode())), encoding="utf-8")
    assert main(["--home", str(home), command, str(path), "--json"]) in (0, 1)
    body = json.loads(capsys.readouterr().out)
    assert body["compared"] == 5 if command == "overlap" else body["unverified"] == 0
