"""The labelled texts are those that were drawn, and what is measured on the known ones does not get worse."""

from __future__ import annotations

import pytest

from archive.model import Masthead, Passage, Report, Section
from tests.shared_files import shared
from tests.structure.__main__ import measured
from tests.structure.draw import drawn
from tests.structure.labels import KINDS, Heading, Labels, labels_of
from tests.structure.scoring import Scores, add, interval


@pytest.mark.corpus
def test_labelled_are_the_texts_that_were_drawn() -> None:
    for kind, (known, held_out) in drawn(shared("corpus")).items():
        assert sorted(one.file for one in labels_of(kind, "known")) == sorted(known)
        assert sorted(one.file for one in labels_of(kind, "held_out")) == sorted(held_out)
        assert (len(known) + len(held_out), len(held_out)) == (40, 14 if kind == "laws" else 13)


@pytest.mark.corpus
def test_known_texts_are_read_as_people_read_them() -> None:
    scores = measured(shared("corpus"), "known")
    least = {"title": 0.98, "date": 0.98, "number": 0.98, "unit": 0.96, "year": 0.96, "year_known": 0.96}
    for name, counts in scores.fields.items():
        assert counts.right >= least[name] * counts.total, "\n".join(scores.differing)
        assert counts.wrong <= 0.01 * counts.total, "\n".join(scores.differing)
    for counts, share in ((scores.recall, 0.98), (scores.precision, 0.98), (scores.parts, 0.97)):
        assert counts.right >= share * counts.total, "\n".join(scores.differing)


def test_every_label_says_a_title() -> None:
    every = [one for kind in KINDS for group in ("known", "held_out") for one in labels_of(kind, group)]
    assert len(every) == 120
    assert all(any(one.values["title"]) for one in every)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (80, 80, 0.954, 1.0), (0, 0, 0.0, 1.0)],
)
def test_wilsons_interval(right: int, total: int, low: float, high: float) -> None:
    """Against the tables of the literature (Brown, Cai and DasGupta 2001)."""
    assert interval(right, total) == pytest.approx((low, high), abs=0.001)


def scored(labels: Labels, *sections: Section, title: str | None = None, number: str | None = None) -> Scores:
    texts = tuple(Passage(number, "文") for number in range(1, 10))
    scores = Scores()
    add(scores, labels, Report(Masthead(title=title, number=number), texts, sections, "txt"))
    return scores


def labelled(*headings: Heading, articles: tuple[int, ...] = (), **values: str) -> Labels:
    fields = dict.fromkeys(("title", "date", "number", "unit", "year", "year_known"), ("",))
    return Labels(
        "a.txt", fields | {name: (value,) for name, value in values.items()}, headings, articles, {2: "存在问题"}
    )


def test_values_are_right_silent_or_wrong() -> None:
    scores = scored(labelled(title="工作报告", unit="甲局"), title="工作 报告", number="某发〔2020〕1号")
    told = {name: (one.right, one.silent, one.wrong) for name, one in scores.fields.items()}
    assert told["title"] == (1, 0, 0), "blanks do not count"
    assert told["unit"] == (0, 1, 0)
    assert told["number"] == (0, 0, 1), "the paper has none"
    assert told["date"] == (1, 0, 0), "it has none, and none is said"


def test_headings_missed_added_and_of_another_level() -> None:
    labels = labelled(
        Heading(1, "一、甲"), Heading(2, "（一）乙"), Heading(0, "1.丙"), Heading(1, "二、丁"), articles=(1, 2)
    )
    found = (
        Section("一、", "甲", 1, 1, 0, 3, "存在问题", "high"),
        Section("（一）", "乙", 1, 3, 0, 4),
        Section("1.", "丙", 3, 4, 0, 3),
        Section("三、", "戊", 1, 5, 0, 3),
        Section("一是", "己", 2, 5, 0, 3),
        Section("第一条", "", 2, 6, 0, 3),
        Section("第三条", "", 2, 7, 0, 3),
    )
    scores = scored(labels, *found)
    assert (scores.recall.right, scores.recall.total) == (3, 5), "二、 and 第二条 are missed"
    assert (scores.precision.right, scores.precision.total) == (3, 5), (
        "三、 and 第三条 are none; 1. and 一是 do not count"
    )
    assert (scores.levels.right, scores.levels.wrong) == (1, 1)
    assert (scores.parts.right, scores.parts.total) == (1, 1)
