"""The first page on the tenth visit: what waits, a count and a link each, nothing at 0; and it waits for no count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.catalog import Roster
from indexer.cli.main import main
from indexer.maintenance import backup_record
from tests.served import Served, served
from web.pages.search import to_do
from web.state.app_state import AppState

PAPER = """甲局关于2024年度落实全面从严治党主体责任情况的报告

市委：
认真落实一岗双责，第{n}项任务已经完成。

甲局
2024年12月5日
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """One paper of somebody's own, nothing else."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲局.txt").write_text(PAPER.format(n="一"), "utf-8")
    with served(tmp_path / "home", tmp_path / "in") as archive:
        yield archive


def tasks(archive: Served) -> dict[str, tuple[int, str]]:
    """What waits by its words: count and link."""
    html = archive.client.get("/").text
    listed = html.partition('<section class="to-do"')[2].partition("</section>")[0]
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b> ([^<]+)</a>', listed)
    return {words: (int(count), link) for link, count, words in found}


def save(client: FlaskClient) -> None:
    token = client.get("/clippings/token.json").get_json()["csrf_token"]
    kept = {"csrf_token": token, "address": "q=一岗双责", "name": "常看"}
    assert client.post("/saved/add", data=kept).status_code == 302


def test_the_slogan_greets_only_where_nobody_has_papers_of_their_own(seeds: Served, own: Served) -> None:
    assert "一字不差，逐处可查" in seeds.client.get("/").text
    assert "可以这样查" in seeds.client.get("/").text
    assert tasks(seeds) == {}
    page = own.client.get("/").text
    assert "一字不差，逐处可查" not in page
    assert "可以这样查" not in page


def test_a_backup_ends_its_task_until_it_is_old(own: Served, tmp_path: Path) -> None:
    assert tasks(own)["篇报告还没有备份过"] == (1, "/about#backup")
    assert main(["backup", "--home", str(own.home), str(tmp_path / "b.zip")]) == 0
    assert not any("备份" in words for words in tasks(own))
    assert "今天备份过" in own.client.get("/about").text
    old = (datetime.now().astimezone() - timedelta(days=9)).isoformat()
    (own.home / backup_record.NAME).write_text(f'{{"at": "{old}", "file": "b.zip", "reports": 1}}', "utf-8")
    assert tasks(own)["天没有备份"] == (9, "/about#backup")
    (own.home / backup_record.NAME).write_text("damaged", "utf-8")
    assert "篇报告还没有备份过" in tasks(own)


def test_who_has_not_handed_in_is_counted_of_the_latest_collection(own: Served) -> None:
    rosters = own.workspace.catalog.rosters
    rosters.save(Roster("2024年度", ("甲局", "乙局", "丙局"), 2024, None))
    assert tasks(own)["家未交"] == (2, "/roster?collection=2024%E5%B9%B4%E5%BA%A6")
    rosters.save(Roster("2024年度", ("甲局",), 2024, None))
    assert "家未交" not in tasks(own), "the roster is another: no catalog change is needed"


def test_files_and_likely_copies_and_doubts_are_counted(own: Served, tmp_path: Path) -> None:
    before = tasks(own)
    assert not {"个文件无法读取", "对疑似重复", "篇没有读全"} & before.keys()
    files = tmp_path / "more"
    files.mkdir()
    (files / "空.txt").write_bytes(b"")
    (files / "副本.txt").write_text(PAPER.format(n="一") * 3 + "补充一句。\n", "utf-8")
    (files / "再稿.txt").write_text(PAPER.format(n="一") * 3 + "补充两句。\n", "utf-8")
    (files / "不明.txt").write_text("随手记下的几句话，没有单位也没有年度。\n", "utf-8")
    assert main(["add", "--home", str(own.home), str(files)]) == 1
    own.workspace.catch_up()
    found = tasks(own)
    assert found["个文件无法读取"] == (1, "/imports/unread")
    assert found["篇待核对"][0] >= 1
    assert found["对疑似重复"][0] >= 1
    for count, link in found.values():
        assert count
        assert own.client.get(link.split("#")[0]).status_code == 200


def test_new_places_of_saved_searches_are_counted_for_their_reader(own: Served, tmp_path: Path) -> None:
    client = own.client
    save(client)

    def waiting() -> list[str]:
        return re.findall(r"<b>(\d+)</b> 个常用检索有新增", client.get("/").text)

    assert waiting() == []
    (tmp_path / "乙局.txt").write_text(PAPER.replace("甲局", "乙局").format(n="二"), "utf-8")
    assert main(["add", "--home", str(own.home), str(tmp_path / "乙局.txt")]) == 0
    own.workspace.catch_up()
    assert waiting() == ["1"]
    assert "个常用检索有新增" not in tasks(own), "another reader's"


def test_a_count_is_made_once_a_change(own: Served, tmp_path: Path) -> None:
    here: AppState = own.app.extensions["baogao"]
    made: list[int] = []

    def count() -> int:
        made.append(1)
        return len(made)

    assert [here.counted("x", count), here.counted("x", count)] == [1, 1]
    assert here.counted("y", count) == 2
    (tmp_path / "丙局.txt").write_text(PAPER.replace("甲局", "丙局").format(n="三"), "utf-8")
    assert main(["add", "--home", str(own.home), str(tmp_path / "丙局.txt")]) == 0
    assert here.counted("x", count) == 3


def test_a_count_that_takes_too_long_is_left_out(own: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = own.client
    save(client)
    monkeypatch.setattr(to_do, "SECONDS", 0.0)
    assert client.get("/").status_code == 200


def test_what_was_not_read_whole_has_a_list(own: Served) -> None:
    assert "不等于没有写" in own.client.get("/reports?check=partly").text
    assert own.client.get("/reports.json?check=partly").get_json()["total"] == 0
