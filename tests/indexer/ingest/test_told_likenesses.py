"""What an import tells of reports that are like others: of one file no line stands twice, whoever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cli.main import main

TITLE = "关于2023年度工作情况的报告"
TEXT = [TITLE, *(f"{number}、{what}，年底前完成。" for number, what in enumerate(("走访群众", "摸清底数", "逐条整改")))]
OTHER = ["关于别的事情的报告", "一、另有一处要办，正在办。"]


def write(folder: Path, name: str, lines: list[str], encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def told(capsys: pytest.CaptureFixture[str], home: Path, path: Path) -> list[str]:
    """What the import says of likenesses, without the numbers of reports in front."""
    capsys.readouterr()
    assert main(["add", "--home", str(home), str(path)]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "baogao near" in line]
    assert len(set(lines)) == len(lines)
    return [line.partition("  ")[2] for line in lines]


EQUAL = {
    "zh_CN.UTF-8": f"与《{TITLE}》（2 篇）文字全同，只是格式或编码不同。全同的一次并为版本：baogao near --merge-equal",
    "en_US.UTF-8": f"Equal to 《{TITLE}》 (2 reports) but for its format or encoding."
    " All equal ones at once: baogao near --merge-equal",
}
NEAR = {
    "zh_CN.UTF-8": f"与《{TITLE}》（2 篇）有 86% 相同，可能是另一稿。并为版本或分开保留：baogao near",
    "en_US.UTF-8": f"86% the same as 《{TITLE}》 (2 reports), perhaps another draft."
    " Keep as a version or apart: baogao near",
}


@pytest.mark.parametrize("language", EQUAL)
def test_a_report_that_becomes_equal_to_two_of_one_title_has_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """It is the oldest of the three, so that it is what both others are compared with."""
    monkeypatch.setenv("LC_ALL", language)
    home, folder = tmp_path / "home", tmp_path / "files"
    oldest = write(folder, "a.txt", OTHER)
    assert told(capsys, home, oldest) == []
    assert told(capsys, home, write(folder, "b.txt", TEXT)) == []
    (single,) = told(capsys, home, write(folder, "c.txt", TEXT, "gb18030"))
    assert single == EQUAL[language].replace("（2 篇）", "").replace(" (2 reports)", "")
    assert told(capsys, home, write(folder, "a.txt", TEXT, "utf-16")) == [EQUAL[language]]


@pytest.mark.parametrize("language", NEAR)
def test_a_draft_as_like_one_stored_report_as_another_has_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    home, folder = tmp_path / "home", tmp_path / "files"
    told(capsys, home, write(folder, "a.txt", TEXT))
    told(capsys, home, write(folder, "b.txt", TEXT, "gb18030"))
    assert told(capsys, home, write(folder, "c.txt", [*TEXT, "又加上了一句没有写过的话。"])) == [NEAR[language]]


def test_of_new_ones_the_later_is_told_to_be_like_the_earlier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    folder = tmp_path / "files"
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "gb18030"), ("c.txt", "utf-16")):
        write(folder, name, TEXT, encoding)
    single = EQUAL["zh_CN.UTF-8"].replace("（2 篇）", "")
    assert told(capsys, tmp_path / "home", folder) == [single, single]
