"""Where a passage comes from, in the words that are pasted under a quotation."""

from __future__ import annotations

import pytest

from archive.ingest import ingest
from archive.model import Evidence, Masthead, Passage, Report, Section
from indexer.search.citation import Citations, title_of
from tests.shared_files import SEEDS

PASSAGES = (
    Passage(1, "2024年度抓基层党建工作述职报告", page=1),
    Passage(2, "一、履职情况", page=1),
    Passage(3, "总的情况。", page=1),
    Passage(4, "（一）坚持知责明责。第一句。一是明责。第二句。", page=2),
    Passage(5, "接着说。", page=2),
    Passage(6, "结束语", page=3),
    Passage(7, "完。", page=3),
)
SECTIONS = (
    Section("一、", "履职情况", 1, 2, 0, 6),
    Section("（一）", "坚持知责明责", 2, 4, 0, 9),
    Section("一是", "明责", 3, 4, 14, 18),
    Section("", "结束语", 1, 6, 0, 3),
)
TITLE = "2024年度抓基层党建工作述职报告"
HEAD = Masthead(
    title=TITLE, unit="东街道党工委", year=2024, evidence={"title": Evidence(TITLE, TITLE, "text", "high", 1)}
)


def source(passage: int, offset: int = 0, head: Masthead = HEAD) -> str:
    return Citations(Report(head, PASSAGES, SECTIONS, "txt"), "a.txt").of(passage, offset)


def test_a_place_is_the_same_whatever_was_asked_before() -> None:
    """One by one until that is more work than all at once."""
    texts = [f"第{number}段话。" if number % 7 else " " for number in range(1, 60)]
    passages = tuple(Passage(number, text) for number, text in enumerate(texts, 1))
    long = Report(Masthead(), passages, (Section("一、", "", 1, 30, 0, 2),), "txt")
    shared = Citations(long, "a.txt")
    for passage in (59, 1, 8, 29, 30, 31, 45, 59, 2, 58, 28):
        first = 30 if passage >= 30 else 1
        said = sum(not text.isspace() for text in texts[first - 1 : passage])
        assert shared.place(passage) == f"{'一、' if first == 30 else ''}第{said}段"


@pytest.mark.parametrize(
    ("passage", "offset", "place"),
    [
        pytest.param(1, 0, "", id="the title is no paragraph"),
        pytest.param(2, 0, "，一、", id="a heading alone"),
        pytest.param(3, 0, "，一、第1段", id="the first paragraph below it"),
        pytest.param(4, 0, "，一、（一）第1段", id="a run-in heading"),
        pytest.param(4, 20, "，一、（一）第1段", id="一是 is left to the words"),
        pytest.param(5, 0, "，一、（一）第2段", id="the second paragraph"),
        pytest.param(7, 0, "，“结束语”第1段", id="a heading without number"),
    ],
)
def test_the_place(passage: int, offset: int, place: str) -> None:
    page = PASSAGES[passage - 1].page
    assert source(passage, offset) == f"——《{TITLE}》（东街道党工委，2024年）{place}（第{page}页）"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        pytest.param(Masthead(title="报告"), "——《报告》，", id="neither unit nor year"),
        pytest.param(Masthead(title="报告", year=2022), "——《报告》（2022年），", id="no unit"),
        pytest.param(
            Masthead(title="报告", person="张三"), "——《报告》（张三），", id="a person where there is no unit"
        ),
        pytest.param(Masthead(title="报告", title_derived=True), "——［报告］，", id="a derived title"),
        pytest.param(Masthead(), "——a.txt，", id="no title: the file's name"),
    ],
)
def test_what_is_not_known_is_left_out(head: Masthead, words: str) -> None:
    assert source(3, head=head).startswith(words)


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        pytest.param(["<h1>{}</h1>"], [""], id="its line is no paragraph"),
        pytest.param(
            ["<p>首页</p>", "<h1>2024年度抓基层 党建工作述职报告</h1>"], ["，第1段", ""], id="nor with a blank in it"
        ),
        pytest.param(["<p>{}如下</p>"], ["，第1段"], id="a line that says more is one"),
        pytest.param(["<h1>{}</h1>", "<p>党建</p>"], ["", "，第1段"], id="nor is a word of it its line"),
    ],
)
def test_a_title_that_a_page_names_beside_its_text(lines: list[str], places: list[str]) -> None:
    body = "".join(line.format(TITLE) for line in lines)
    html = f"<html><head><title>{TITLE}</title></head><body>{body}<p>现将情况报告。</p></body></html>"
    report = ingest(html.encode(), "a.html")
    assert report.masthead.evidence["title"].passage is None
    told = Citations(report, "a.html")
    head = "——《2024年度抓基层党建工作述职报告》（2024年）"
    paragraphs = sum(map(bool, places)) + 1
    found = [told.of(passage.number) for passage in report.passages]
    assert found == [head + place for place in (*places, f"，第{paragraphs}段")]


def test_a_title_that_is_a_title_mark_already_gets_no_second() -> None:
    assert title_of("《一》和《二》的报告", False, "a.txt") == "《一》和《二》的报告"


def test_a_seed() -> None:
    file = next(SEEDS.glob("004_*"))
    report = ingest(file.read_bytes(), file.name)
    passage = next(passage for passage in report.passages if "督促班子成员认真落实“一岗双责”" in passage.text)
    assert Citations(report, file.name).of(passage.number) == "——［一年来抓基层党建工作报告］（2022年），一、3.第1段"
