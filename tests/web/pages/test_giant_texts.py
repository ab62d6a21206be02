"""A text of many megabytes, and one passage of them: read in pieces, found with its counts, and no other page's harm.

The constants are scaled down here; `test_of_real_size` is the same in earnest.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import CELL, Passage
from indexer import deadline
from indexer.comparison import side_by_side
from indexer.export.clippings import LONGEST, clippings_of
from indexer.search import answer, highlight
from indexer.search.answer import Mark, MarkedPassage
from tests.served import Served, served
from web.app import create_app
from web.pages.reports import layout, pieces
from web.pages.reports.pieces import pieces_of

SENTENCE = "第{n}件事：<工作>要落实&责任，一是抓学习，二是抓整改。"
COUNT = 2_000
GIANT = "".join(SENTENCE.format(n=number) for number in range(COUNT))
MANY = [f"第{number}段说的是监督检查。" for number in range(800)]


@pytest.fixture(scope="module")
def giants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("giants")
    (folder / "passage.txt").write_text(f"关于一段的报告\n\n{GIANT}\n\n特此报告。\n", encoding="utf-8")
    (folder / "lines.txt").write_text("关于多段的报告\n\n" + "\n\n".join(MANY), encoding="utf-8")
    (folder / "small.txt").write_text("关于调研的报告\n\n调研工作已经完成。\n", encoding="utf-8")
    with served(folder / "home", folder) as archive:
        yield archive


@pytest.fixture(autouse=True)
def scaled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "BYTES", 40_000)
    monkeypatch.setattr(layout, "OUTLINE", 60)
    monkeypatch.setattr(answer, "GIANT", 5_000)
    monkeypatch.setattr(highlight, "GIANT", 5_000)
    monkeypatch.setattr(highlight, "GIANT_REACH", 2_000)


def text_of(html: str, number: int) -> str:
    """What a reader sees of a passage on a page."""
    found = re.search(rf'<p class="line [a-z]+" id="p{number}"[^>]*>(.*?)</p>', html, re.DOTALL)
    return unescape(re.sub("<[^>]+>", "", found[1])) if found else ""


def all_pieces(archive: Served, address: str) -> list[str]:
    first = archive.client.get(address)
    count = int((re.search(r'data-pieces="(\d+)"', first.text) or ["", "1"])[1])
    assert count > 2
    pages = [archive.client.get(f"{address}{'&' if '?' in address else '?'}piece={n + 1}") for n in range(count)]
    assert all(page.status_code == 200 and len(page.data) < 100_000 for page in pages), [
        len(page.data) for page in pages
    ]
    return [page.text for page in pages]


def test_the_pieces_of_a_passage_are_the_passage(giants: Served) -> None:
    for query in ("", "?q=工作", "?q=的"):
        pages = all_pieces(giants, f"/reports/{giants.id_of('passage')}{query}")
        assert "".join(text_of(page, 2) for page in pages) == GIANT
        assert text_of(pages[0], 1) == "关于一段的报告"
        assert text_of(pages[-1], 3) == "特此报告。"


def shown_at(archive: Served, address: str) -> str:
    """What stands first from the place on that an address opens, as a reader without scripts sees it."""
    path, _, anchor = unescape(address).partition("#")
    page = archive.client.get(path)
    assert page.status_code == 200
    found = re.search(rf'id="{anchor}"[^>]*>(.*?)</p>', page.text, re.DOTALL)
    assert found, address
    return unescape(re.sub("<[^>]+>", "", found[1]))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param("/search?q=第1500件事", "第1500件事", id="results"),
        pytest.param("/search?q=第1500件事&ignore_punctuation=1", "第1500件事", id="results, punctuation ignored"),
        pytest.param("/search?q=第1500件事 落实&scope=sentence", "第1500件事", id="results, two wordings"),
        pytest.param("/search?q=第1500件事&mode=verbatim", "第1500件事", id="results verbatim"),
        pytest.param("/search?q=第700段说", "第700段说", id="results, of many passages"),
        pytest.param("/concordance?q=第1500件事", "第1500件事", id="concordance"),
        pytest.param("/concordance?q=第1500件事&part=none", "第1500件事", id="concordance in a part"),
        pytest.param("/concordance?q=第700段说&part=none", "第700段说", id="concordance in a part, of many passages"),
        pytest.param("/similar?q=第700段说的是监督检查。", "第700段说", id="similar"),
    ],
)
def test_a_link_opens_the_piece_with_the_place(giants: Served, address: str, words: str) -> None:
    page = giants.client.get(address).text
    links = re.findall(r'href="(/reports/\w+[^"]*#(?:p|m|place)\d*)"', page)
    assert links
    assert any(words in shown_at(giants, link)[:400] for link in links[:2])
    titles = re.findall(r'class="hit-title" href="([^"]+)"', page)
    assert all(words in shown_at(giants, link)[:400] for link in titles[:1])


@pytest.mark.parametrize("number", [3, 700, 1500, COUNT - 1])
def test_a_source_opens_the_piece_with_its_words(giants: Served, number: int) -> None:
    words = SENTENCE.format(n=number)
    start = GIANT.index(words)
    name = giants.id_of("passage")
    cited = giants.client.get(f"/reports/{name}/cite.json?passage=2&start={start}").get_json()
    assert words[:8] in cited["markdown"].replace("\\", "")
    assert len(cited["markdown"]) < 20_000
    answer = giants.client.get("/search", query_string={"q": f"{words}{cited['citation']}"})
    assert answer.status_code == 302
    assert shown_at(giants, answer.headers["Location"]).find(words) in (range(1_000) if start < 2_000 else (0,))
    page = giants.client.get(f"/reports/{name}/cite?passage=2&start={start}").text
    back = re.search(rf'href="(/reports/{name}[^"/]*#[^"]+)"', page)
    assert back
    assert words in shown_at(giants, back[1])


def test_a_clipping_of_a_giant_passage_is_bounded_and_leads_back(giants: Served) -> None:
    client = giants.client
    name = giants.id_of("passage")
    start = GIANT.index("第1500件事")
    place = f"{name}.1.2.{start}.{start + 4}"
    kept = clippings_of(giants.workspace.catalog, [place, f"{name}.1.2.0.0"])
    assert kept[0].words == SENTENCE.format(n=1500)
    assert len(kept[1].words) <= LONGEST
    assert client.get(f"/clippings/add?place={place}").status_code == 200


def test_many_passages_stand_each_in_one_piece(giants: Served) -> None:
    pages = all_pieces(giants, f"/reports/{giants.id_of('lines')}?q=监督检查")
    shown = [number for page in pages for number in re.findall(r'id="p(\d+)"', page)]
    assert shown == [str(number + 1) for number in range(len(MANY) + 1)]
    assert [mark for page in pages for mark in re.findall(r'id="m(\d+)"', page)] == [
        str(number + 1) for number in range(len(MANY))
    ]


@pytest.mark.parametrize("number", [1, 2, 999, COUNT])
def test_the_current_place_leads_to_its_piece(giants: Served, number: int) -> None:
    page = giants.client.get(f"/reports/{giants.id_of('passage')}?q=工作&at={number}").text
    assert f'<mark id="m{number}" class="now">工作</mark>' in page
    assert f'data-total="{COUNT}" data-current="{number}"' in page


def test_a_place_of_the_text_leads_to_its_piece(giants: Served) -> None:
    start = GIANT.index("第1500件事")
    page = giants.client.get(f"/reports/{giants.id_of('passage')}?passage=2&start={start}").text
    assert "第1500件事" in page
    assert "第1件事" not in page
    assert 'id="p501"' in giants.client.get(f"/reports/{giants.id_of('lines')}?passage=501").text


def test_a_piece_that_is_not_there_is_a_clear_error(giants: Served) -> None:
    assert giants.client.get(f"/reports/{giants.id_of('passage')}?piece=99").status_code == 400


def test_an_answer_has_all_counts_and_a_window(giants: Served) -> None:
    body = giants.client.get("/search.json?q=工作&sort=matches").get_json()
    assert (body["total_reports"], body["total_matches"]) == (2, COUNT + 1)
    found = body["reports"][0]
    (passage,) = found["passages"]
    assert found["matches"] == COUNT
    assert len(passage["text"]) < 8_000
    assert {passage["text"][mark["start"] : mark["end"]] for mark in passage["marks"]} == {"工作"}
    assert GIANT[passage["offset"] :].startswith(passage["text"])
    html = giants.client.get("/search?q=工作&sort=matches").text
    assert html.count("<mark") <= 200
    assert f"{COUNT:,}" in html or str(COUNT) in html


def test_the_first_page_never_waits_for_an_example(giants: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    original = deadline.limited
    monkeypatch.setattr(deadline, "limited", lambda seconds=-1.0: original(seconds))
    client = create_app(giants.workspace).test_client()  # its overview has not been made yet
    for address in ("/", "/search", "/reports"):
        assert client.get(address).status_code == 200, address
    assert client.get("/search?q=工作").status_code in (400, 503)  # a question has no time at all here


TEXTS = st.lists(st.text("字a&<。\x1f", max_size=60), min_size=1, max_size=12)


@given(TEXTS, st.integers(1, 3_000), st.integers(1, 20))
def test_pieces_hold_everything_once(texts: list[str], most: int, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "BYTES", most)
        patch.setattr(pieces, "STEP", step)
        passages = [
            Passage(number, text, "row" if CELL in text else "paragraph") for number, text in enumerate(texts, 1)
        ]
        marks = [MarkedPassage(p.number, (), p.text, tuple(_marks(p.text))) for p in passages if "字" in p.text]
        cut = pieces_of(passages, marks)
    shown: dict[int, str] = {}
    for piece in cut.all:
        first, last = piece.passages
        assert first <= last
        for passage in passages[first - 1 : last]:
            start, end = piece.part_of(passage)
            shown[passage.number] = shown.get(passage.number, "") + passage.text[start:end]
            assert all(cut.at(passage.number, at) is piece for at in range(start, end))
    assert [shown[number] for number in sorted(shown)] == texts


def _marks(text: str) -> Iterator[Mark]:
    return (Mark(found.start(), found.end(), ()) for found in re.finditer("字", text))


@pytest.mark.slow
def test_of_real_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    folder = tmp_path / "in"
    folder.mkdir()
    times = 2_000_000 // len(GIANT) + 1
    (folder / "passage.txt").write_text(f"关于一段的报告\n\n{GIANT * times}\n\n特此报告。\n", encoding="utf-8")
    lines = "\n\n".join(MANY)
    (folder / "lines.txt").write_text(
        "关于多段的报告\n\n" + f"{lines}\n\n" * (4_000_000 // len(lines)), encoding="utf-8"
    )
    (folder / "small.txt").write_text("关于调研的报告\n\n调研已经完成。\n", encoding="utf-8")
    with served(tmp_path / "home", folder) as archive:
        reports = [f"/reports/{archive.id_of(name)}" for name in ("passage", "lines")]
        for address in (
            "/",
            "/search?q=调研",
            "/search?q=工作",
            "/search?q=监督检查",
            *reports,
            f"{reports[0]}?q=工作&at=9",
        ):
            begun = time.thread_time()
            page = archive.client.get(address)
            assert page.status_code == 200, address
            assert len(page.data) < 2_000_000, address
            if "调研" in address:
                assert time.thread_time() - begun < 2, address


def test_a_giant_text_is_not_laid_beside_another_on_a_page(giants: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "LONGEST", 20_000)
    one, small, other = (giants.id_of(name) for name in ("passage", "small", "lines"))
    for left, right in ((one, small), (small, one), (one, other)):
        for address in (f"/compare/{left}/{right}", f"/compare/{left}/{right}.json"):
            answer = giants.client.get(address)
            assert answer.status_code == 400, address
            assert len(answer.data) < 50_000, address
    assert giants.client.get(f"/compare/{other}/{small}").status_code == 200
    records = [giants.workspace.catalog.record(name) for name in (one, small)]
    assert records[0]
    assert records[1]
    assert side_by_side.compare(records[0], records[1]).rows  # the terminal takes its time
