"""The bench: what counts as a right answer, that nobody is left out, and what page and picture say."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from bench.corpus import Text, precise_queries, random_phrases, recombined
from bench.figures import Latency, Measured, Round, Way
from bench.page import page
from bench.peers import peers
from bench.picture import picture
from bench.targets import targets
from bench.truth import Right, Scanned, judged, truth
from indexer.query.parser import parse

LATENCY = Latency(1.0, 0.5, 2.0, 3.0, 4.0)


def measured(name: str, ways: tuple[str, ...] = ("phrase",), *, factor: float = 1.0, missing: str = "") -> Measured:
    if missing:
        return Measured(name, "about it", missing=missing)
    asked = tuple(Way(way, 100, LATENCY.times(factor), LATENCY.times(factor), 99, 500, 7, 0, 20) for way in ways)
    return Measured(name, "about it", "", 10 * factor, 100.0, 1_500_000, 3_000_000, 50.0, asked, LATENCY, LATENCY, 0.1)


ONE = Round(
    machine="a machine, commit abc",
    files=10,
    characters=333_000,
    text_bytes=1_000_000,
    minutes=12.0,
    peers=(
        measured("Baogao", ("reports", "ranked, with totals of matches")),
        measured("jieba + Whoosh, naive", factor=4.0),
        measured("tantivy", ("phrase of character pairs", "phrase of jieba's words"), factor=0.5),
        measured("Recoll", missing="not installed: recollcmd"),
    ),
    ours={"plain_seconds": 8, "reindex_seconds": 4, "cold_quoted": 0.3, "cold_bare": 0.5, "cold_python": 0.1},
)


@pytest.mark.parametrize(
    ("phrase", "inside", "most"),
    [
        pytest.param("党建", {0, 3}, {0, 1, 3}, id="across a line break: may be found, need not"),
        pytest.param(
            "１６件", {2, 3}, {2, 3}, id="full width: found by the fold and by NFKC, not character for character"
        ),
        pytest.param("廉政", set(), set(), id="nowhere"),
    ],
)
def test_the_truth_lies_between_a_strict_and_a_lenient_scan(phrase: str, inside: set[int], most: set[int]) -> None:
    texts = ["党建工作", "加强党\n\n建设", "线索16件", "党建线索１６件"]
    (right,) = truth(texts, [text.splitlines() for text in texts], [phrase])
    assert right.passages == inside
    assert right.at_most == most
    assert right.at_least == {n for n, text in enumerate(texts) if phrase in text}


@pytest.mark.parametrize(
    ("answer", "ours", "right", "missed", "wrong"),
    [
        pytest.param({0, 1}, True, 1, 0, 0, id="ours: the scan of the passages itself"),
        pytest.param({0, 1, 2}, True, 0, 0, 1, id="ours: one more is wrong, though some reading has it"),
        pytest.param({0, 1, 2}, False, 1, 0, 0, id="a peer: some reading has it"),
        pytest.param({0}, False, 1, 0, 0, id="a peer: not bound to find what only the fold finds"),
        pytest.param({0}, True, 0, 1, 0, id="ours: bound to find it"),
        pytest.param({1}, False, 0, 1, 0, id="a peer: bound to find what stands there as typed"),
        pytest.param({0, 9}, False, 0, 0, 1, id="a peer: no reading has it"),
    ],
)
def test_answers_are_judged(answer: set[int], ours: bool, right: int, missed: int, wrong: int) -> None:
    rights = [Right(passages=frozenset({0, 1}), at_least=frozenset({0}), at_most=frozenset({0, 1, 2}))]
    judgement = judged(rights, [answer], ours=ours)
    assert (judgement.right, judgement.missed, judgement.wrong) == (right, missed, wrong)


def test_a_scan_finds_each_text_once_and_never_across_two() -> None:
    scanned = Scanned(["党建党建", "", "建党", "工作"])
    assert scanned.holding("党") == {0, 2}
    assert scanned.holding("党工") == frozenset()


def test_recombined_texts_are_the_same_every_time_and_new_every_copy() -> None:
    chosen = [Text("a.md", "\n".join(f"第{n}行" for n in range(40)))]
    once, again = list(recombined(chosen, 3)), list(recombined(chosen, 3))
    assert once == again
    assert once[0] == chosen[0]
    assert len({one.text for one in once}) == len({one.place for one in once}) == 3


def test_a_copy_is_never_the_text_of_another() -> None:
    chosen = [Text("a.txt", "全面落实主体责任\n"), Text("b.txt", "\n压实一岗双责\n\n"), Text("c.txt", "机密★一年\n")]
    made = list(recombined(chosen, 6))
    assert len({one.text for one in made}) == len(made) == 18
    assert all(one.text.strip() for one in made)
    assert not any("机密" in one.text for one in made[3:]), "it would be refused"


def test_precise_queries_are_queries() -> None:
    queries = precise_queries(["全面落实主体责任，压实一岗双责\n抓好党建\n第一"], 20)
    assert queries == precise_queries(["全面落实主体责任，压实一岗双责\n抓好党建\n第一"], 20)
    assert all(len(parse(query).phrases) in (1, 2) for query in queries)


def test_random_phrases_are_the_same_every_time() -> None:
    texts = ["中华人民共和国国务院关于加强安全生产工作的决定" * 3]
    assert random_phrases(texts, 20) == random_phrases(texts, 20)
    assert all(2 <= len(phrase) <= 20 and phrase in texts[0] for phrase in random_phrases(texts, 20))


def test_the_page_names_every_peer_and_what_is_missing() -> None:
    text = page(ONE, None)
    assert "| Recoll | not installed: recollcmd |" in text
    assert "| jieba + Whoosh, naive | 4 × | 1 × | 4 × | 4 × | 99.0 % | 1.4 % |" in text
    assert "| whole import beside the naive build, Markdown | ≥ 3.5 × | 4.0 × | yes |" in text
    assert "| exact answers | all | 238 of 240 | **no** |" in text
    tables = [table.splitlines() for table in text.split("\n\n") if table.startswith("|")]
    assert len(tables) == 12
    for table in tables:
        assert {row.count("|") for row in table} == {table[0].count("|")}, "rows differ from their head"


def test_who_was_not_measured_at_ten_times_has_no_row_there() -> None:
    ten = replace(ONE, peers=(ONE.peers[0],))
    text = page(ONE, ten).partition("## Ten times the corpus")[2].partition("## How it is measured")[0]
    assert "| Baogao |" in text
    assert "naive" not in text
    assert "≈" not in page(ONE, ten)


def test_the_two_kinds_of_index_stand_side_by_side() -> None:
    latency = {"mean": 1.0, "p50": 1.0, "p95": 4.0, "p99": 5.0, "most": 6.0}
    half = {name: figure / 2 for name, figure in latency.items()}
    asked = {"ranked, fts5": latency, "ranked, positions by the searcher": half}
    build = {"seconds": 6.0, "bytes": 10_000_000, "characters": 1_000_000, "reports": 7, "peak_mib": 99.0}
    builds = {"fts5": build, "positions": {**build, "seconds": 2.0, "bytes": 11_000_000}}
    figures = {"machine": "a machine", "reports": 7, "characters": 1_000_000, "builds": builds}
    figures["added"] = {"wall": 50.0, "processor": 9.0}
    text = page(ONE, None, {"ten": {**figures, "random": asked, "common": asked}})
    assert "### Ten times the corpus: 7 reports, 1,000,000 folded characters" in text
    assert "| ten times: one report added is found | ≤ 100 ms | 50 ms | yes |" in text
    assert "| ten times: the sum of 20 common phrases | ≥ 10 × | 2.00 × | **no** |" in text
    assert "| positions | 2.0 | 2000 | 3.00 × | 11.0 | 1.10 × | 99 |" in text
    assert "| ranked, positions by the searcher | 0.50 | 2.00 | 2.50 | 2.0 × | 10.0 | 3.00 | 2.0 × / 2.0 × |" in text


def test_a_target_not_reached_says_so() -> None:
    found = {target.name: target.reached for target in targets(ONE, None)}
    assert found["whole import beside the naive build, plain text"] is True
    assert found["index beside the UTF-8 text"] is True
    assert not any("Recoll" in name or "recoll" in name for name in found), "a missing peer sets no target"


def test_the_picture_is_sound_and_names_every_peer() -> None:
    drawing = picture(ONE, None)
    words = [text.text for text in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")]
    assert all(any(peer.name in (word or "") for word in words) for peer in ONE.peers)
    assert "missing" in words
    assert "prefers-color-scheme: dark" in drawing
    assert drawing.count('class="ours"') == 4, "ours stands out in each panel"


def test_figures_come_back_from_their_file() -> None:
    assert Round.from_json(json.loads(json.dumps(ONE.as_json()))) == ONE


def test_every_peer_says_whether_it_is_there() -> None:
    for peer in peers().values():
        assert isinstance(peer.missing(), str)
        assert peer.about
        assert peer.ways
