"""One report on the page: faces, marks, outline, anchors, the original."""

from __future__ import annotations

import html as html_of
import random
import re
from pathlib import Path

import pytest

from tests.served import Served, served
from tests.shared_files import SEEDS


def shown(seeds: Served, name: str, query: str = "", **asked: object) -> str:
    answer = seeds.client.get(f"/reports/{seeds.id_of(name)}", query_string={"q": query, **asked})
    assert answer.status_code == 200
    return answer.text


def paper(page: str) -> str:
    found = re.search(r"(?s)<article.*?</article>", page)
    assert found
    return found[0]


def test_every_character_of_the_text_is_shown_as_it_stands(seeds: Served) -> None:
    for file in sorted(SEEDS.glob("*.txt")):
        record = seeds.workspace.catalog.record(seeds.id_of(file.name))
        assert record
        lines = re.findall(r'(?s)<p class="line [^>]*>(.*?)</p>', paper(shown(seeds, file.name, "党建")))
        texts = [html_of.unescape(re.sub("<[^>]+>", "", line)) for line in lines]
        assert texts == [re.sub("[\r\n]", "", passage.text) for passage in record.report.passages]


def test_masks_and_numbers_never_go_through_markdown(seeds: Served) -> None:
    page = paper(shown(seeds, "004_"))
    assert "<strong>" not in page
    assert "<em>" not in page
    assert "**次" in page


def phrases(count: int) -> list[str]:
    """Pieces of the seeds' own text, two to nine characters, the same ones every time."""
    dice = random.Random(20240501)
    texts = [file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("*.txt"))]
    found: list[str] = []
    while len(found) < count:
        text = dice.choice(texts)
        start = dice.randrange(len(text) - 10)
        piece = text[start : start + dice.randint(2, 9)]
        if re.fullmatch(r"[\u4e00-\u9fff]+", piece):
            found.append(piece)
    return found


@pytest.mark.parametrize("phrase", phrases(50))
def test_marks_on_the_page_are_the_matches_in_json(seeds: Served, phrase: str) -> None:
    client = seeds.client
    answer = client.get("/search.json", query_string={"q": phrase, "limit": 200, "passages": 0}).get_json()
    assert answer["total_matches"] > 0
    for report in answer["reports"]:
        page = client.get(f"/reports/{report['id']}", query_string={"q": phrase}).text
        marks = [re.sub("<[^>]+>", "", mark) for mark in re.findall("(?s)<mark[^>]*>(.*?)</mark>", paper(page))]
        wanted = [
            passage["text"][mark["start"] : mark["end"]] for passage in report["passages"] for mark in passage["marks"]
        ]
        assert [html_of.unescape(mark) for mark in marks] == wanted
        assert len(marks) == report["matches"]


def test_a_run_in_heading_takes_its_face_to_the_first_stop_only(seeds: Served) -> None:
    page = paper(shown(seeds, "000_"))
    assert '<span class="face-2">（一）坚持知责明责，以上率下压实党建责任</span>。牢固树立' in page
    assert '<span class="face-1">一、履职情况</span>' in page
    assert "一是“清单化”明责。" in page


def test_title_and_addressee_stand_as_in_an_official_paper(seeds: Served) -> None:
    page = paper(shown(seeds, "003_"))
    assert '<p class="line title" id="p1"' in page
    assert '<p class="line addressee" id="p2"' in page
    derived = paper(shown(seeds, "000_"))
    assert re.search(
        r'<h1 id="report-title" class="doc-title">［2022年上半年以来抓基层党建工作情况报告］</h1>', derived
    )


def test_the_outline_counts_the_places_of_each_section(seeds: Served) -> None:
    page = shown(seeds, "004_", "一岗双责")
    outline = dict(re.findall(r'<a href="#p\d+"><span>([^<]*)</span>(?:<b class="n">(\d+)</b>)?</a>', page))
    assert outline["一、所作的工作和取得的成效"] == "2"
    assert outline["三、下一步工作思路和主要措施"] == "3"
    assert outline["3.突出抓廉政建设，着力严肃党内政治生活"] == "1"
    assert outline["一是全面落实从严治党责任"] == "1"


def test_places_are_walked_by_links_where_there_are_no_scripts(seeds: Served) -> None:
    page = shown(seeds, "004_", "一岗双责", at=5)
    assert '<b class="now-at">5</b> / 5' in page
    assert re.search(r'<mark id="m5" class="now">', page)
    assert re.search(r'class="step next"[^>]*href="[^"]*at=1#m1"', page)
    assert re.search(r'class="step previous"[^>]*href="[^"]*at=4#m4"', page)


def test_before_and_after_follow_the_search(seeds: Served) -> None:
    client = seeds.client
    ids = [report["id"] for report in client.get("/search.json?q=一岗双责").get_json()["reports"]]
    middle = client.get(f"/reports/{ids[1]}?q=一岗双责").text
    assert f'class="report-before" href="/reports/{ids[0]}?' in middle
    assert f'class="report-after" href="/reports/{ids[2]}?' in middle
    assert 'class="report-before"' not in client.get(f"/reports/{ids[0]}?q=一岗双责").text


def test_each_passage_has_its_anchor_and_its_source(seeds: Served) -> None:
    page = paper(shown(seeds, "004_", "督促班子成员认真落实一岗双责"))
    number = re.search(r'<p class="line text" id="p(\d+)" data-cite="([^"]*)">(?:(?!</p>).)*<mark', page)
    assert number
    assert number[2] == "——［一年来抓基层党建工作报告］（2022年），一、3.第1段"


def test_a_query_that_cannot_be_parsed_marks_the_text_as_typed(seeds: Served) -> None:
    page = shown(seeds, "004_", '"一岗双责')
    assert "已按原样检索" in page
    assert len(re.findall("<mark", paper(page))) == 5


MARKDOWN = """# 关于2023年工作的报告

一、**主要**工作

全区召开*重要*会议，落实“**一岗**双责”要求，见[附件](https://example.org/a)。

| 单位 | 次数 |
| --- | --- |
| 东街道 | 一岗双责 |

<script>alert(1)</script>[坏](javascript:alert(1)) <img src=x onerror=alert(1)>

1. 第一项一岗双责
2. 第二项
"""
HTML = (
    "<html><head><title>x</title></head><body><h1>报告<script>alert(1)</script></h1>"
    "<p onclick='x()'>加强&lt;b&gt;一岗双责&lt;/b&gt;建设</p><svg onload=alert(1)></svg></body></html>"
)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder: Path = tmp_path_factory.mktemp("foreign")
    (folder / "in").mkdir()
    (folder / "in" / "报告：“一”&'x';.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "in" / "page.html").write_text(HTML, encoding="utf-8")
    (folder / "in" / "plain.txt").write_text(
        "<script>alert(2)</script>\n**重要** [x](javascript:1) 一岗双责 & <b>粗</b>\n", encoding="utf-8"
    )
    with served(folder / "home", folder / "in") as archive:
        yield archive


def test_markdown_keeps_its_emphasis_and_its_marks_are_the_same_spans(foreign: Served) -> None:
    page = paper(shown(foreign, ".md", "一岗双责"))
    assert '<mark id="m1"><strong>一岗</strong>双责</mark>' in page
    assert "<em>重要</em>" in page
    assert '<a href="https://example.org/a" rel="noopener noreferrer nofollow">附件</a>' in page
    assert '<td><mark id="m2">一岗双责</mark></td>' in page
    assert re.search(r"1\. 第一项</span><mark", page)


def test_nothing_of_a_report_runs_in_the_page(foreign: Served) -> None:
    for name in (".md", "page.html", "plain.txt"):
        page = paper(shown(foreign, name, "一岗双责"))
        assert "<script" not in page
        assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert "<svg" not in page
        assert "<img" not in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in shown(foreign, "plain.txt")
    assert "**重要** [x](javascript:1) " in paper(shown(foreign, "plain.txt"))


def test_the_original_comes_as_it_was_and_never_opens(foreign: Served) -> None:
    answer = foreign.client.get(f"/reports/{foreign.id_of('.md')}/original")
    assert answer.data.decode() == MARKDOWN
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E6%8A%A5%E5%91%8A" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
