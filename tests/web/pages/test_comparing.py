"""Two texts side by side on the page and in JSON; versions of a report, and this year's beside last year's."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from tests.indexer.cli.test_commands import Shell
from tests.indexer.comparison.test_facing import EAST, WEST
from tests.indexer.comparison.test_side_by_side import LAST, NOW
from tests.served import Served, served


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Last year's and this year's report of one unit; this year's has two versions."""
    folder: Path = tmp_path_factory.mktemp("compare")
    (folder / "2023.txt").write_text(LAST, encoding="utf-8")
    (folder / "2024.txt").write_text(NOW.replace("15次", "14次"), encoding="utf-8")
    files = [str(folder / "2023.txt"), str(folder / "2024.txt")]
    for file, year in zip(files, ("2023", "2024"), strict=True):
        assert main(["add", "--home", str(folder / "home"), "--unit", "东街道党工委", "--year", year, file]) == 0
    (folder / "2024.txt").write_text(NOW, encoding="utf-8")
    with served(folder / "home", folder / "2024.txt") as archive:
        yield archive


def test_last_years_report_is_offered_and_laid_beside(pair: Served) -> None:
    client, last, now = pair.client, pair.id_of("2023"), pair.id_of("2024")
    page = client.get(f"/reports/{now}").text
    assert f'href="/compare/{last}/{now}">与 2023 对照</a>' in page
    shown = client.get(f"/compare/{last}/{now}").text
    assert "<del>12</del><ins>15</ins>次" in re.sub(r"</span>.*?<span lang=\"zh-CN\">", "", shown) or (
        "<del>12</del>次" in shown and "<ins>15</ins>次" in shown
    )
    assert "数字变化 3 处" in shown
    assert "移到右侧第 3 段" in shown
    assert "原在左侧第 5 段" in shown
    body = client.get(f"/compare/{last}/{now}.json").get_json()
    assert body["counts"] == {"same": 3, "changed": 5, "moved": 1, "moved_away": 1, "added": 2, "dropped": 1}
    assert {(one["left"], one["right"]) for row in body["rows"] for one in row["numbers"]} == {
        ("2023", "2024"),
        ("12", "15"),
        ("68", "70"),
    }


def test_a_version_is_laid_beside_the_one_before(pair: Served) -> None:
    client, now = pair.client, pair.id_of("2024")
    page = client.get(f"/reports/{now}").text
    link = re.search(r'href="(/compare/[^"]+)">与上一版对照', page)
    assert link
    assert link[1] == f"/compare/{now}.1/{now}.2"
    shown = client.get(html.unescape(link[1])).text
    assert "<del>14</del>" in shown
    assert "<ins>15</ins>" in shown
    assert re.search(r"<summary>\d+ 段相同</summary>", shown)
    same = client.get(f"/compare/{now}/{now}.json").get_json()
    assert {row["kind"] for row in same["rows"]} == {"same"}


def test_only_changes_only_figures(pair: Served) -> None:
    client, last, now = pair.client, pair.id_of("2023"), pair.id_of("2024")

    def kinds(show: str) -> list[str]:
        page = client.get(f"/compare/{last}/{now}?show={show}").text
        return re.findall(r'<tr class="laid (\w+)', page)

    assert sorted(kinds("all")) == sorted(kinds("auto"))
    assert "same" not in kinds("changes")
    assert len(kinds("changes")) == 10
    assert kinds("numbers") == ["changed", "changed"]  # the title's year, and the counts
    assert client.get(f"/compare/{last}/{now}?show=none").status_code == 400


def test_each_difference_leads_to_the_next_and_the_last_to_the_first(pair: Served) -> None:
    page = pair.client.get(f"/compare/{pair.id_of('2023')}/{pair.id_of('2024')}").text
    numbers = re.findall(r'id="d(\d+)"', page)
    assert numbers == [str(number) for number in range(1, 11)]
    assert re.findall(r'class="to-next" href="#d(\d+)"', page) == [*numbers[1:], "1"]


def test_what_is_the_same_says_so_first(pair: Served, tmp_path: Path) -> None:
    now = pair.id_of("2024")
    assert "两篇文字相同</p>" in pair.client.get(f"/compare/{now}/{now}").text
    assert "下一处不同" not in pair.client.get(f"/compare/{now}/{now}").text
    assert "两篇文字相同" in Shell(pair.home)("compare", now, now).stdout
    (tmp_path / "a.txt").write_text("关于工作的报告\n落实“一岗双责”要求。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("关于工作的报告\n落实一岗双责要求。\n", encoding="utf-8")
    with served(tmp_path / "home", tmp_path / "a.txt", tmp_path / "b.txt") as archive:
        page = archive.client.get(f"/compare/{archive.id_of('a.txt')}/{archive.id_of('b.txt')}").text
        assert "两篇文字相同，只有引号、空格、全半角或字形写法有别" in page


def test_different_papers_are_not_struck_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EAST, encoding="utf-8")
    (tmp_path / "b.txt").write_text(WEST, encoding="utf-8")
    with served(tmp_path / "home", tmp_path / "a.txt", tmp_path / "b.txt") as archive:
        left, right = archive.id_of("a.txt"), archive.id_of("b.txt")
        page = archive.client.get(f"/compare/{left}/{right}").text
        assert "两篇大体不同" in page
        assert "<del>" not in page
        assert '<mark class="shared">坚持把“一岗双责”落实到分管领域，</mark>' in page
        assert "<del>" in archive.client.get(f"/compare/{left}/{right}?show=all").text
        assert archive.client.get(f"/compare/{left}/{right}.json").get_json()["share"] < 0.3


def test_what_is_shown_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<script>alert(1)</script>一段话\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("<script>alert(2)</script>一段话\n", encoding="utf-8")
    with served(tmp_path / "home", tmp_path / "a.txt", tmp_path / "b.txt") as archive:
        page = archive.client.get(f"/compare/{archive.id_of('a.txt')}/{archive.id_of('b.txt')}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(<del>1</del>)" in page


@pytest.mark.parametrize(
    ("left", "code"),
    [
        pytest.param("nosuchid", "catalog.no_such_report", id="no such report"),
        pytest.param("{now}.9", "catalog.no_such_version", id="no such version"),
        pytest.param("{now}.x", "catalog.no_such_report", id="no version at all"),
        pytest.param("..", "catalog.no_such_report", id="dots"),
    ],
)
def test_what_is_not_there(pair: Served, left: str, code: str) -> None:
    now = pair.id_of("2024")
    answer = pair.client.get(f"/compare/{left.replace('{now}', now)}/{now}.json")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] in (code, "http.not_found")


def test_the_command_says_the_same(pair: Served, tmp_path: Path) -> None:
    shell = Shell(pair.home)
    last, now = pair.id_of("2023"), pair.id_of("2024")
    done = shell("compare", last, now)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("--- 《关于2023年工作的报告》")
    assert "~    3    4  全年召开党组会议[-12-]{+15+}次，专题研究党建工作5次，开展谈心谈话[-68-]{+70+}人次。" in lines
    assert "-    8       [-深入基层调查研究不多，掌握第一手资料不够。-]" in lines
    assert lines[-1] == "相同 3 · 改动 5 · 移动 1 · 新增 2 · 删去 1"
    assert shell("compare", now, now).returncode == 0
    assert shell("compare", f"{now}.1", now, "--json").returncode == 1
    assert shell("compare", "nosuchid", now).returncode == 2
    assert shell("compare", f"{now}.7", now).returncode == 2
    assert "理论学习还不够系统" in shell("compare", last, now, "--all").stdout
