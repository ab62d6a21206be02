"""Counting a segment: what it keeps against a plain count of the texts, and the memory that it takes."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer.analysis.analyzer import analyzer
from indexer.wordings import phrase_counting
from indexer.wordings.phrase_counting import Texts, UncountedText, write
from indexer.wordings.phrase_segment import PhraseSegment
from indexer.wordings.phrases import phrase_counts

WORDS = ("发展", "建设", "改革", "经济", "社会", "文化", "教育", "农业", "工业", "科技", "城市", "农村")
"""That stand side by side in every order: pairs are common, what is longer is rare."""
CUT = analyzer(None)


def reports(number: int, runs: int, length: int, words: Sequence[str] = WORDS) -> Texts:
    def texts() -> Iterator[UncountedText]:
        dice = random.Random(number)
        for at in range(number):
            passages = tuple("".join(dice.choices(words, k=length)) + "。" for _ in range(runs))
            yield UncountedText(f"r{at}", at + 1, passages)

    return texts


def check(path: Path, texts: Texts, least: int) -> None:
    """The segment keeps what `least` reports have, and its sums are those of the texts."""
    places, spread = Counter[str](), Counter[str]()
    words = {}
    for text in texts():
        found = phrase_counts(text.passages, CUT)
        words[text.id] = found.words
        places.update(found.phrases)
        spread.update(found.phrases.keys())
    kept = {phrase for phrase, count in spread.items() if count >= least}
    segment = PhraseSegment(path, "us")
    assert {*segment.phrases} == kept
    assert {name: row.words for name, row in segment.reports.items()} == words
    having, beyond = segment.summed(words)
    assert {segment.phrases[at]: count for at, count in having.items()} == {one: spread[one] for one in kept}
    assert {segment.phrases[at]: having[at] + beyond[at] for at in having} == {one: places[one] for one in kept}


@pytest.mark.parametrize("most", [1, 2, 255])
def test_it_keeps_what_enough_reports_have_even_where_slots_count_less_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(phrase_counting, "MOST", most)
    texts = reports(20, 12, 6, WORDS[:5])
    write(tmp_path / "1.segment", texts, CUT, "us", 4, 2_000)
    check(tmp_path / "1.segment", texts, 4)
    assert len(PhraseSegment(tmp_path / "1.segment", "us").phrases) > 50


def test_it_keeps_the_same_where_many_share_a_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_counting, "SLOTS", range(3, 5))
    texts = reports(20, 12, 6, WORDS[:5])
    write(tmp_path / "1.segment", texts, CUT, "us", 4, 2_000)
    check(tmp_path / "1.segment", texts, 4)


def test_reports_without_a_phrase_have_empty_rows(tmp_path: Path) -> None:
    some = [UncountedText("a", 1, ()), UncountedText("b", 2, ("abc", "")), UncountedText("c", 3, ("经济发展",) * 2)]
    write(tmp_path / "1.segment", lambda: iter(some), CUT, "us", 1, 10)
    segment = PhraseSegment(tmp_path / "1.segment", "us")
    assert [*segment.reports] == ["a", "b", "c"]
    assert segment.summed(["a", "b"]) == (Counter(), Counter())
    check(tmp_path / "1.segment", lambda: iter(some), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["1.segment"], "what has waited is gone"


def test_what_few_reports_have_is_not_held(tmp_path: Path) -> None:
    """Three times the texts, nearly all of whose phrases are rare: to hold these takes some 200 bytes each."""
    peaks = []
    for number in (15, 45):
        texts = reports(number, 30, 9)
        tracemalloc.start()
        write(tmp_path / f"{number}.segment", texts, CUT, "us", 10, 30_000)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    different = len({phrase for text in reports(45, 30, 9)() for phrase in phrase_counts(text.passages, CUT).phrases})
    assert different > 20_000
    assert peaks[1] < peaks[0] + 20 * different, peaks
