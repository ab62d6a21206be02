"""The record of imports in the local catalog, and how a command's import comes to be in it, killed ones too."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog, Import
from archive.catalog.opening import open_catalog
from archive.catalog.sql import imports_table
from archive.errors import CatalogError
from indexer.cli.main import main
from tests.imports_contract import ImportsContract


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalImports(ImportsContract):
    """sqlite3, and locks on files."""


def only(home: Path) -> tuple[Import, list[tuple[str, str, str | None]]]:
    catalog = open_catalog(home, read_only=True)
    (found,) = catalog.imports.list()
    files: list[tuple[str, str, str | None]] = [
        (file.name, file.status, file.error.code if file.error else None)
        for file in catalog.imports.files(found.number)
    ]
    catalog.close()
    return found, files


def test_a_command_s_import_is_recorded_with_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    (folder / "甲").mkdir(parents=True)
    (folder / "甲" / "报告.txt").write_text("关于一岗双责的报告\n", encoding="utf-8")
    (folder / "甲" / "同.txt").write_text("关于一岗双责的报告\n", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(99))
    (folder / "图.xyz").write_bytes(b"x")
    home = tmp_path / "home"
    assert main(["add", "--home", str(home), "--year", "2024", str(folder)]) == 1
    found, files = only(home)
    assert (found.way, found.source, found.given, found.expected) == ("command", str(folder), {"year": 2024}, 5)
    assert found.state == "done"
    assert found.counts == {"added": 1, "duplicate": 1, "no_text": 1, "failed": 1, "skipped": 1}
    assert files == [
        ("图.xyz", "skipped", "read.unknown_format"),
        ("坏.docx", "failed", "read.damaged"),
        ("空.txt", "no_text", "read.empty"),
        ("甲/同.txt", "added", None),
        ("甲/报告.txt", "duplicate", None),
    ]


def test_of_a_marked_file_not_even_the_name_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "代号九.txt").write_text("机密★1年\n\n某事的报告\n\n内容。\n", encoding="utf-8")
    home = tmp_path / "home"
    assert main(["add", "--home", str(home), str(tmp_path / "代号九.txt")]) == 1
    _, files = only(home)
    assert files == [("", "failed", "import.marked_secret")]
    catalog = open_catalog(home, read_only=True)
    (number,) = [found.number for found in catalog.imports.list()]
    (file,) = catalog.imports.files(number)
    assert file.error is not None
    assert "代号九" not in file.error.message("zh") + file.location
    catalog.close()


def test_nothing_to_import_is_no_import(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["add", "--home", str(tmp_path / "home"), str(tmp_path / "empty")]) == 0
    catalog = open_catalog(tmp_path / "home", read_only=True)
    assert catalog.imports.count() == 0
    catalog.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from indexer.ingest.pipeline import Pipeline, walk
from indexer.ingest.import_log import ImportLog
from indexer.workspace import Workspace
with Workspace(Path(sys.argv[1]), writing=True) as workspace:
    candidates = walk([Path(sys.argv[2])])
    with ImportLog(workspace.catalog.imports, "command", "x", expected=len(candidates)) as recorder:
        for done, _ in enumerate(recorder.recorded(Pipeline(workspace.catalog, {}, jobs=1).run(candidates)), 1):
            if done == 2:
                recorder.flush()
                print("two", flush=True)
                sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_import_that_was_killed_is_shown_as_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"第{number}篇报告\n", encoding="utf-8")
    home = tmp_path / "home"
    child = subprocess.Popen(  # our own interpreter and script
        [sys.executable, "-c", KILLED, str(home), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "two\n"
    monkeypatch.setattr(imports_table, "GRACE", 0.0)  # the time that a process has to start
    assert only(home)[0].state == "running"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    found, files = only(home)
    assert (found.state, found.ended_at, found.counts) == ("interrupted", None, {"added": 2})
    assert [name for name, _, _ in files] == ["0.txt", "1.txt"]


def test_what_stops_an_import_is_told(tmp_path: Path, catalog: Catalog) -> None:
    from indexer.ingest.import_log import ImportLog

    with pytest.raises(CatalogError), ImportLog(catalog.imports, "command", "x", expected=1):
        raise CatalogError("disk.full", path="/x", problem="full")
    (found,) = catalog.imports.list()
    assert found.state == "stopped"
    assert found.error is not None
    assert found.error.message("zh").startswith("磁盘已满")


def test_unread_files_are_read_again_from_their_originals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What failed for want of memory, time or a converter may succeed later, though the file is gone."""
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    (folder / "空.txt").write_bytes(b"")
    (folder / "信.eml").write_text(
        "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: text/plain; name=inner.txt\nContent-Disposition: attachment; filename=inner.txt\n\n"
        "\n--b--\n",
        encoding="utf-8",
    )
    assert main(["add", "--home", str(home), str(folder)]) == 1
    catalog = open_catalog(home)
    before = [(file.location, file.source) for file in catalog.unread()]
    assert len(before) == 2
    # A reader that failed: the bytes are a report, the catalog says that none came out.
    from archive.catalog import Arrival
    from archive.errors import ReadError
    from tests.catalog_contract import sha

    text = "关于一岗双责的报告\n"
    place = str(folder / "后来.txt")
    catalog.add(
        [Arrival(place, "后来.txt", text.encode(), sha(text), None, ReadError("read.crashed", name="后来.txt"))]
    )
    catalog.close()
    capsys.readouterr()
    assert main(["add", "--home", str(home), "--retry"]) == 1
    told = capsys.readouterr().out
    assert "新增  后来.txt" in told
    assert "新增 1，更新 0，未变 0，重复 0，已跳过 0，导入失败 2" in told
    catalog = open_catalog(home, read_only=True)
    assert [(file.location, file.source) for file in catalog.unread()] == before
    assert [entry.location for entry in catalog.list()] == [place]
    assert catalog.imports.list()[0].way == "retry"
    catalog.close()


def test_without_files_and_without_retry_nothing_is_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "--home", str(tmp_path / "home")]) == 2
    assert "--retry" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
