"""Files and folders that may not be read or written: a named error, never a trace, and nothing missing in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.messages import text
from indexer.cli.main import main

PAPER = "东街道2024年度工作报告\n\n认真履行一岗双责，抓好各项落实。\n"


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a paper and a folder 内 that may not be entered; an archive with another paper lies beside it."""
    folder = tmp_path / "papers"
    (folder / "内" / "in").mkdir(parents=True)
    (folder / "内" / "in" / "a.txt").write_text(PAPER, encoding="utf-8")
    (folder / "b.txt").write_text(PAPER.replace("东", "西"), encoding="utf-8")
    assert main(["add", "--home", str(tmp_path / "home"), str(folder / "b.txt")]) == 0
    if os.name == "nt" or os.geteuid() == 0:
        _refuse(folder / "内", monkeypatch)
    else:
        (folder / "内").chmod(0)
    yield folder
    (folder / "内").chmod(0o755)


def _refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For root, who may everything: what the system says about all below `folder`, and where it is to be listed."""
    look, listing = os.stat, os.scandir

    def looked(path: Any, *words: Any, **named: Any) -> os.stat_result:
        if str(path).startswith(f"{folder}{os.sep}"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *words, **named)

    def listed(path: Any = ".") -> Any:
        if str(path).startswith(str(folder)):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "stat", looked)
    monkeypatch.setattr(os, "scandir", listed)


def test_no_permission_is_an_error_that_names_the_path(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb, name in (
        ("add", "in"),  # a folder whose parent may not be read
        ("add", "in/a.txt"),
        ("overlap", "in/a.txt"),
        ("backup", "b.zip"),  # where nothing may be put
        ("export", "out"),
    ):
        capsys.readouterr()
        path = papers / "内" / name
        assert main([verb, "--home", str(papers.parent / "home"), str(path)]) == 2
        told = capsys.readouterr().err
        assert text("usage.not_permitted", path=str(path)) in told, verb
        assert "Traceback" not in told


def test_a_folder_below_that_may_not_be_read_is_named_as_failed(
    papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """os.walk passes it over without a word."""
    assert main(["add", "--home", str(papers.parent / "home"), str(papers)]) == 1
    assert text("read.unreadable", name="内/", problem="Permission denied") in capsys.readouterr().out
