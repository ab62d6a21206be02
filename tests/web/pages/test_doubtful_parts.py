"""A part that hangs on a doubtful heading says so: in results, in the reader, as JSON and in files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from tests.served import Served, served

BODY = "扎实推进各项工作，取得了明显成效，群众满意度不断提高，基层基础更加稳固有力，干部作风持续转变。"
LINES = (
    "河湾镇工作情况报告",
    "现将工作情况报告如下：",
    "一、工作开展情况",
    f"甲处水渠畅通。{BODY}",
    "二、存在问题",
    f"乙处水渠堵塞。{BODY}",
    "三、四季度群众满意度不高",
    f"丙处水渠漏水。{BODY}",
    "四、下一步打算",
    f"丁处水渠改建。{BODY}",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("doubtful")
    (folder / "papers").mkdir()
    (folder / "papers" / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    with served(folder / "home", folder / "papers") as made:
        yield made


def test_results_say_it_beside_the_place(archive: Served) -> None:
    page = archive.client.get("/search", query_string={"q": "漏水"}).get_data(as_text=True)
    assert "〔存在问题（存疑）〕" in page
    sure = archive.client.get("/search", query_string={"q": "堵塞"}).get_data(as_text=True)
    assert "〔存在问题〕" in sure
    assert "存疑" not in sure
    lines = archive.client.get("/concordance", query_string={"q": "漏水"}).get_data(as_text=True)
    assert "存在问题（存疑）" in lines


def test_the_reader_says_it_where_the_part_begins_to_be_unsure(archive: Served) -> None:
    page = archive.client.get(f"/reports/{archive.id_of('a.txt')}").get_data(as_text=True)
    assert page.count('class="part-doubt"') == 1
    before, after = page.split('class="part-doubt"')
    assert "乙处水渠堵塞" in before
    assert "丙处水渠漏水" in after
    assert "〔存在问题（存疑）〕" in before.split('class="paper')[0], "in the outline too"


def test_json_has_both_confidences(archive: Served) -> None:
    body = archive.client.get(f"/reports/{archive.id_of('a.txt')}.json").get_json()
    told = {one["passage"]: (one["confidence"], one["part"], one["part_confidence"]) for one in body["outline"]}
    assert told[5] == ("high", "存在问题", "high")
    assert told[7] == ("low", "存在问题", "low")
    assert told[9] == ("high", "下步打算", "high")
    found = archive.client.get("/search.json", query_string={"q": "水渠"}).get_json()
    marks = [mark for passage in found["reports"][0]["passages"] for mark in passage["marks"]]
    assert {"high", "low"} <= {mark["part_confidence"] for mark in marks}


def test_files_say_it(archive: Served) -> None:
    def exported(file: str) -> bytes:
        answer = archive.client.get(f"/{file}", query_string={"q": "漏水"})
        assert answer.status_code == 200
        return bytes(answer.data)

    for name in ("export.xlsx", "concordance.xlsx"):
        cells = [cell.value for row in load_workbook(io.BytesIO(exported(name))).worksheets[0] for cell in row]
        assert "存在问题（存疑）" in cells, name
    assert "存在问题（存疑）" in exported("export.csv").decode("utf-8-sig")
    line = json.loads(exported("export.jsonl").decode("utf-8").splitlines()[1])
    assert [mark["part_confidence"] for mark in line["marks"]] == ["low"]
