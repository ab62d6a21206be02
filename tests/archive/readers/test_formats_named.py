"""Formats nobody here reads are named with what to do; guesses of encodings are told and can be corrected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.ingest import ingest
from archive.messages import LANGUAGES
from indexer.cli.main import main
from indexer.workspace import Workspace
from tests.hostile_files import noise, ole, zipped
from tests.sample_files import LINES, excel

OLD = ole(("Workbook",))
TRADITIONAL = (
    "關於2021年工作情況的報告\n各位代表：\n我們的工作是以人民為中心，這是我們在這一年的努力。\n一是落實一崗雙責制度。\n"
)


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        pytest.param("a.xls", OLD, "import.old_table", "xlsx", id="an old table"),
        pytest.param("a.ET", OLD, "import.old_table", "xlsx", id="a WPS table"),
        pytest.param("a.ppt", OLD, "import.slides", "PDF", id="old slides"),
        pytest.param("a.pptx", zipped({"ppt/presentation.xml": b"<a/>"}), "import.slides", "PDF", id="slides"),
        pytest.param("a.dps", OLD, "import.slides", "PDF", id="WPS slides"),
        pytest.param("a.xls", ole(("EncryptedPackage",)), "import.encrypted", "密码", id="a password"),
        pytest.param("a.xls", b"", "read.empty", "文字", id="nothing"),
        pytest.param("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(900), "import.old_table", "xlsx", id="noise"),
    ],
)
def test_a_format_that_is_not_read_says_what_to_do(name: str, data: bytes, code: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        ingest(data, name)
    assert caught.value.code == code
    assert words in caught.value.message("zh")
    assert code in LANGUAGES["en"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(excel(), "东街道", id="a new book under the old name"),
        pytest.param("<html><table><tr><td>单位</td><td>东街道</td></tr></table>".encode(), "东街道", id="a page"),
    ],
)
def test_an_old_name_is_no_reason_to_refuse(data: bytes, text: str) -> None:
    assert any(text in passage.text for passage in ingest(data, "a.xls").passages)


def added(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    main(["add", "--home", str(home), "--json", *words])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def listed(home: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The doubts of the only report in the list, which people read there too."""
    assert main(["list", "--home", str(home), "--json"]) == 0
    doubts: list[str] = json.loads(capsys.readouterr().out)["doubts"]
    assert main(["list", "--home", str(home)]) == 0
    words = [LANGUAGES[language]["say.doubt.read.guessed_encoding"] for language in LANGUAGES]
    out = capsys.readouterr().out
    assert any(word in out for word in words) is bool(doubts)
    return doubts


def test_slides_in_a_folder_are_kept_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "汇报.ppt").write_bytes(OLD)
    (row,) = added(tmp_path / "home", capsys, str(folder))
    assert row["status"] == "failed"
    with Workspace(tmp_path / "home") as workspace:
        (unread,) = workspace.catalog.unread()
        assert unread.error.code == "import.slides"
        assert workspace.catalog.unread_original(unread.location) == OLD


def test_a_guessed_encoding_is_told_and_can_be_corrected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "報告.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    home = tmp_path / "home"
    (row,) = added(home, capsys, str(path))
    assert [notice["code"] for notice in row["notices"]] == ["read.guessed_encoding"]  # type: ignore[attr-defined]
    assert listed(home, capsys) == ["read.guessed_encoding"]
    (again,) = added(home, capsys, "--encoding", "big5", str(path))
    assert listed(home, capsys) == []
    assert (again["status"], again["id"], again["notices"]) == ("updated", row["id"], [])
    with Workspace(home) as workspace:
        record = workspace.catalog.record(str(row["id"]))
        assert record is not None
        assert (record.report.encoding, record.report.notices) == ("big5", ())
        assert record.report.passages[3].text == "一是落實一崗雙責制度。"


def test_a_file_that_is_no_big5_may_be_read_as_it_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The wrong word of a person is taken back in the same way."""
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join(LINES).encode("gb18030"))
    home = tmp_path / "home"
    (row,) = added(home, capsys, "--encoding", "big5", str(path))
    assert (row["status"], row["error"]["code"]) == ("failed", "read.undecodable")  # type: ignore[index]
    (again,) = added(home, capsys, "--encoding", "gb18030", str(path))
    assert again["status"] == "added"
