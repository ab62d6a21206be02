"""What readers keep, in every catalog: a test class inherits this and gives the fixture `catalog`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.catalog import Catalog
from archive.catalog.notebooks import LONGEST_NOTE, MOST_CLIPPINGS, MOST_SEARCHES, Clipping
from archive.errors import CatalogError

CLIP = Clipping("r1", 1, 4, 0, 9, "落实“一岗双责”要求", "——《报告》（2022年），一、第1段")


def words(catalog: Catalog, reader: str = "甲") -> list[str]:
    return [clipping.words for clipping in catalog.notebooks.of(reader).clippings()]


class NotebooksContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_clippings_come_back_in_the_order_they_were_clipped(self, catalog: Catalog) -> None:
        mine = catalog.notebooks.of("甲")
        assert mine.clip([CLIP, replace(CLIP, passage=2, words="二")]) == 2
        assert mine.clip([replace(CLIP, passage=1, words="一"), CLIP]) == 1  # it is there already
        assert words(catalog) == [CLIP.words, "二", "一"]
        first = mine.clippings()[0]
        assert (first.place, first.source) == (CLIP.place, CLIP.source)
        assert first.added_at.endswith("Z")

    def test_nobody_sees_or_changes_what_another_keeps(self, catalog: Catalog) -> None:
        mine, other = catalog.notebooks.of("甲"), catalog.notebooks.of("乙")
        mine.clip([CLIP])
        number = mine.clippings()[0].number
        search = mine.save_search("党建", "q=党建", {})
        mine.note("r1", 1, 4, "记一笔")
        assert (other.clippings(), other.searches(), other.notes()) == ((), (), ())
        assert other.unclip([number]) == 0
        assert other.move(number, 0) is False
        assert other.forget_search(search) is False
        assert other.visited(search, {"r1": 1}) is False
        other.note("r1", 1, 4, "")
        assert words(catalog) == [CLIP.words]
        assert mine.notes("r1")[0].words == "记一笔"
        assert other.clip([CLIP]) == 1

    @pytest.mark.parametrize(
        ("moved", "to", "order"),
        [
            pytest.param(2, 0, "二〇一三", id="to the top"),
            pytest.param(0, 1, "一〇二三", id="one down"),
            pytest.param(1, 99, "〇二三一", id="beyond the end"),
            pytest.param(1, -5, "一〇二三", id="before the beginning"),
        ],
    )
    def test_the_order_is_the_readers(self, catalog: Catalog, moved: int, to: int, order: str) -> None:
        mine = catalog.notebooks.of("甲")
        mine.clip([replace(CLIP, passage=number, words=word) for number, word in enumerate("〇一二三", 1)])
        number = mine.clippings()[moved].number
        assert mine.move(number, to) is True
        assert "".join(words(catalog)) == order
        mine.clip([replace(CLIP, passage=9, words="九")])
        assert "".join(words(catalog)) == order + "九"
        assert mine.unclip([number, 12345]) == 1
        assert mine.move(number, 0) is False

    def test_there_is_room_for_so_many_and_then_none_is_kept(self, catalog: Catalog) -> None:
        mine = catalog.notebooks.of("甲")
        mine.clip([CLIP])
        with pytest.raises(CatalogError) as full:
            mine.clip([replace(CLIP, passage=number) for number in range(10, MOST_CLIPPINGS + 10)])
        assert full.value.code == "catalog.notebook_full"
        assert len(words(catalog)) == 1

    def test_a_saved_search_remembers_what_was_seen(self, catalog: Catalog) -> None:
        mine = catalog.notebooks.of("甲")
        first = mine.save_search(" 党建 ", "q=党建", {"r1": 2})
        mine.save_search("责任", "q=责任", {})
        assert [(one.name, one.address, dict(one.seen)) for one in mine.searches()] == [
            ("责任", "q=责任", {}),
            ("党建", "q=党建", {"r1": 2}),
        ]
        assert mine.visited(first, {"r1": 2, "r2": 5}) is True
        assert dict(mine.searches()[1].seen) == {"r1": 2, "r2": 5}
        mine.save_search("党建（新）", "q=党建", {"r1": 3})
        assert [one.name for one in mine.searches()] == ["党建（新）", "责任"]
        assert mine.forget_search(mine.searches()[0].number) is True
        assert [one.name for one in mine.searches()] == ["责任"]

    def test_searches_have_an_end_too(self, catalog: Catalog) -> None:
        mine = catalog.notebooks.of("甲")
        for number in range(MOST_SEARCHES):
            mine.save_search("x", f"q={number}", {})
        with pytest.raises(CatalogError) as full:
            mine.save_search("x", "q=more", {})
        assert full.value.code == "catalog.notebook_full"
        with pytest.raises(CatalogError) as long:
            mine.save_search("名" * 101, "q=1", {})
        assert long.value.code == "catalog.notebook_too_long"

    def test_a_note_is_one_a_passage_and_empty_words_take_it_away(self, catalog: Catalog) -> None:
        mine = catalog.notebooks.of("甲")
        mine.note("r1", 1, 4, " 先看 ")
        mine.note("r1", 1, 2, "再看")
        mine.note("r2", 1, 1, "别的")
        mine.note("r1", 1, 4, "改了")
        assert [(note.passage, note.words) for note in mine.notes("r1")] == [(2, "再看"), (4, "改了")]
        assert len(mine.notes()) == 3
        mine.note("r1", 1, 4, "  ")
        assert [note.passage for note in mine.notes("r1")] == [2]
        for words_ in ("长" * (LONGEST_NOTE + 1), "a\0b"):
            with pytest.raises(CatalogError) as problem:
                mine.note("r1", 1, 4, words_)
            assert problem.value.code == "catalog.notebook_too_long"
