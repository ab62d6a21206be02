"""雷同 on the page: a report of the archive by its address, a draft by its form, both sides, what differs marked."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from tests.served import Served, served
from tests.web.pages.test_proofing import sent
from web.pages.proofing.overlap_page import pieces

COPIED = "我镇坚持把基层治理摆在突出位置，先后召开党委会六次专题研究网格划分和人员配备，建立起三级联动的巡查走访制度。"


def archive_in(folder: Path) -> Path:
    for year, opening in ((2022, "今年以来工作扎实推进。"), (2023, "新的一年注重产业发展。")):
        text = COPIED if year == 2022 else COPIED.replace("六次", "九次")
        paper = f"青石镇人民政府{year}年工作总结\n{opening}\n{text}\n青石镇人民政府\n{year}年12月20日\n"
        (folder / f"{year}.txt").write_text(paper, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("here", "there", "differs"),
    [
        pytest.param("第九条 被担保的债权", "第九条\u2002\u2002被担保的债权", [], id="blanks"),
        pytest.param("落实“一岗双责”制度１２项", "落实一岗双责制度12项", [], id="quotation marks and width"),
        pytest.param("抓好黨建工作", "抓好党建工作", [], id="script"),
        pytest.param("召开六次 会议", "召开九次会议", [("六", "九")], id="a figure, and a blank beside it"),
        pytest.param("抓党建，促发展", "抓党建促发展", [("，", "")], id="a mark that a search counts"),
    ],
)
def test_what_is_counted_as_the_same_is_not_marked(here: str, there: str, differs: list[tuple[str, str]]) -> None:
    found = pieces(here, there)
    assert [(left, right) for same, left, right in found if not same] == differs
    assert ("".join(left for _, left, _ in found), "".join(right for _, _, right in found)) == (here, there)


def id_of(archive: Served, year: int) -> str:
    return next(entry.id for entry in archive.workspace.catalog.list() if entry.year == year)


def test_a_report_and_its_year_before_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    with served(tmp_path / "home", archive_in(tmp_path / "papers")) as archive:
        late = id_of(archive, 2023)
        assert f'href="/overlap?report={late}"' in archive.client.get(f"/reports/{late}").text
        html = archive.client.get(f"/overlap?report={late}&view=last_year").text
        assert "与 1 篇比对" in html
        assert "研究网格" in html
        assert re.findall('<b class="overlap-differs">([^<]+)</b>', html)[:2] == ["九", "六"]
        assert 'aria-current="true">与本单位上年比' in html
        body = archive.client.get(f"/overlap.json?report={late}").json
        assert body is not None
        assert body["stretches"][0]["other"]["id"] == id_of(archive, 2022)
        masked = archive.client.get(f"/overlap.json?report={late}&masked=1").json
        assert masked is not None
        assert next(one for one in masked["stretches"] if "我镇" in one["text"])["share"] == 1.0
        assert archive.client.get(f"/overlap?report={late}&view=neighbours").status_code == 400
        assert archive.client.get("/overlap?report=nosuch").status_code == 404
        draft = sent(archive.client, "/overlap", f"关于工作的报告\n开头不同。\n{COPIED}")
        assert "字相同" in draft.text
        assert "青石镇人民政府2022年工作总结" in draft.text
        assert sent(archive.client, "/overlap", "").status_code == 400
        assert "没有 20 字以上的相同文字" in sent(archive.client, "/overlap", "毫不相干的内容。").text


def test_the_whole_archive_is_surveyed_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    with served(tmp_path / "home", archive_in(tmp_path / "papers")) as archive:
        client = archive.client
        assert "还没有比对过" in client.get("/overlap/whole").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/overlap/whole").text)
        assert token
        asked = {"csrf_token": token[1], "view": "all", "masked": "0", "do": "begin"}
        assert client.post("/overlap/whole", data=asked).headers["Location"].startswith("/overlap/whole?view=all")
        surveyed()
        html = client.get("/overlap/whole").text
        assert "已比对 2 / 2 篇" in html
        assert f"/overlap?report={id_of(archive, 2023)}" in html
        assert client.get("/overlap/whole?view=nosuch").status_code == 400


def surveyed() -> None:
    """Return when the process of the survey has ended."""
    for thread in threading.enumerate():
        if thread.name == "survey":
            thread.join(120)
            assert not thread.is_alive()
