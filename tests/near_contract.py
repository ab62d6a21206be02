"""What the record of like reports, and merging, must do in every catalog: inherit, and give the fixture `catalog`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.catalog import Catalog, Pair
from archive.catalog.near_duplicates import ordered
from archive.errors import CatalogError
from tests.catalog_contract import DUTY, OTHER, arrival, log, one, sha, statuses

DRAFT, FINAL = "定稿二的正文\n抓好落实", "定稿三的正文\n抓好落实"


def pair(catalog: Catalog, resemblance: float = 0.9) -> tuple[str, str]:
    """A draft and the final text, in this order, found alike."""
    draft, final = one(catalog, "/二.docx", DRAFT), one(catalog, "/三.docx", FINAL)
    found = Pair(*ordered(draft, final), resemblance, 0.95)
    catalog.near.compared({draft: 1, final: 1}, [found])
    return draft, final


class NearContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_every_new_text_waits_to_be_compared_once(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        assert catalog.near.pending() == (first, second)
        catalog.near.compared({first: 1, second: 1}, [])
        assert catalog.near.pending() == ()
        catalog.edit(first, {"unit": "甲局"})
        assert catalog.near.pending() == ()
        catalog.add([arrival("/a", DUTY + "改")])
        assert catalog.near.pending() == (first,)
        catalog.remove(first)
        assert catalog.near.pending() == ()

    def test_pairs_wait_for_a_person_the_most_alike_first(self, catalog: Catalog) -> None:
        a, b, c = (one(catalog, f"/{name}", name) for name in "abc")
        pairs = [Pair(*ordered(a, b), 0.6, 0.7), Pair(*ordered(a, c), 0.9, 0.95)]
        catalog.near.compared({a: 1, b: 1, c: 1}, pairs)
        assert catalog.near.open() == tuple(pairs[::-1])
        assert (catalog.near.count(), catalog.near.open(limit=1, offset=1)) == (2, (pairs[0],))
        assert (catalog.near.of([b]), catalog.near.of([a, b]), catalog.near.of([])) == (
            (pairs[0],),
            tuple(pairs[::-1]),
            (),
        )
        assert [found.percent for found in pairs] == [75, 94]

    def test_a_pair_is_taken_back_when_a_new_text_is_no_longer_alike(self, catalog: Catalog) -> None:
        draft, _ = pair(catalog)
        catalog.near.compared({draft: 2}, [])
        assert catalog.near.count() == 0

    def test_of_two_that_stay_apart_nobody_is_asked_again(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.apart(final, draft)
        assert catalog.near.count() == 0
        catalog.near.compared({draft: 2}, [Pair(*ordered(draft, final), 0.9, 0.9)])
        assert catalog.near.count() == 0
        assert set(catalog.ids()) == {draft, final}

    def test_a_merged_report_is_a_version_and_counted_once(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        before = catalog.last_change()
        catalog.near.merge(final, draft)
        assert catalog.ids() == (final,)
        assert (draft, "remove") in log(catalog, before)
        assert [(version.sha256, version.current) for version in catalog.versions(final)] == [
            (sha(FINAL), True),
            (sha(DRAFT), False),
        ]
        current, older = catalog.record(final), catalog.record(final, 2)
        assert current is not None
        assert older is not None
        assert (current.version, current.report.passages[0].text) == (1, "定稿三的正文")
        assert older.report.passages[0].text == "定稿二的正文"
        assert catalog.original(final, 2) == DRAFT.encode()
        assert catalog.near.count() == 0
        assert [(found.kept, found.decision) for found in catalog.near.merged()] == [(final, "version")]
        assert list(catalog.verify()) == []

    def test_what_is_merged_is_not_in_the_trash(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        assert list(catalog.list(removed=True)) == []
        assert (catalog.near.kept(draft), catalog.near.kept(final)) == ((final, 2), None)
        assert catalog.counts().removed == 0

    def test_the_way_from_a_draft_leads_to_the_last_report(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        last = one(catalog, "/四.docx", "定稿四的正文")
        catalog.near.merge(last, final)
        for merged in (draft, final):
            kept = catalog.near.kept(merged)
            assert kept is not None
            assert kept[0] == last
            assert catalog.record(*kept) is not None
        assert catalog.near.kept(last) is None

    @pytest.mark.parametrize("place", ["/二.docx", "/elsewhere.docx"])
    def test_importing_a_merged_file_again_undoes_nothing(self, catalog: Catalog, place: str) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        (outcome,) = catalog.add([arrival(place, DRAFT)])
        assert (outcome.status, outcome.id) == ("duplicate", final)
        assert catalog.seen(place, sha(DRAFT)) == replace(outcome)
        assert catalog.ids() == (final,)

    def test_a_merged_file_that_says_something_else_is_a_report_again(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        (outcome,) = catalog.add([arrival("/二.docx", "全新的内容")])
        assert (outcome.status, outcome.id) == ("added", draft)
        assert [version.sha256 for version in catalog.versions(final)] == [sha(FINAL)]
        assert catalog.near.merged() == ()

    @pytest.mark.parametrize("way", ["undo", "restore"])
    def test_a_merge_can_be_undone(self, catalog: Catalog, way: str) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        assert catalog.near.undo(draft) if way == "undo" else catalog.restore(draft)
        assert set(catalog.ids()) == {draft, final}
        assert [version.number for version in catalog.versions(final)] == [1]
        assert [version.number for version in catalog.versions(draft)] == [1]
        assert [(found.one, found.other) for found in catalog.near.open()] == [ordered(draft, final)]
        assert not catalog.near.undo(draft)
        assert list(catalog.verify()) == []

    def test_saying_apart_undoes_a_merge_and_asks_no_more(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        catalog.near.apart(draft, final)
        assert set(catalog.ids()) == {draft, final}
        assert (catalog.near.count(), catalog.near.merged()) == (0, ())

    def test_a_new_text_of_the_report_that_stays_is_the_current_one(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        catalog.near.merge(final, draft)
        assert statuses(catalog, arrival("/三.docx", FINAL + "。再改")) == ["updated"]
        current = catalog.record(final)
        assert current is not None
        assert current.version == 3
        assert catalog.near.undo(draft)
        assert [version.number for version in catalog.versions(final)] == [1, 3]

    def test_a_person_may_merge_what_nobody_found_alike(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        catalog.near.merge(first, second)
        assert catalog.ids() == (first,)

    @pytest.mark.parametrize("wrong", ["itself", "nobody", "trash"])
    def test_only_two_live_reports_can_be_merged(self, catalog: Catalog, wrong: str) -> None:
        draft, final = pair(catalog)
        if wrong == "trash":
            catalog.remove(draft)
        other = {"itself": final, "nobody": "nobody", "trash": draft}[wrong]
        with pytest.raises(CatalogError) as told:
            catalog.near.merge(final, other)
        assert told.value.code == "catalog.no_such_report"
        assert len(catalog.versions(final)) == 1

    def test_of_one_text_all_reports_are_known_in_order_of_arrival(self, catalog: Catalog) -> None:
        a, b, c, d = (one(catalog, f"/{name}", name) for name in "abcd")
        assert catalog.near.undigested("f1") == (a, b, c, d)
        catalog.near.digested("f1", [(d, 1, "x"), (b, 1, "x"), (c, 1, "y"), (a, 1, "")])
        assert catalog.near.undigested("f1") == ()
        assert list(catalog.near.texts("f1").digests.items()) == [(a, ""), (b, "x"), (c, "y"), (d, "x")]
        assert catalog.near.texts("f1").groups() == [[b, d]]

    def test_nothing_left_of_a_text_makes_no_copies(self, catalog: Catalog) -> None:
        a, b = one(catalog, "/a", "a"), one(catalog, "/b", "b")
        catalog.near.digested("f1", [(a, 1, ""), (b, 1, "")])
        assert catalog.near.texts("f1").groups() == []

    def test_a_digest_is_of_one_version_and_one_fold(self, catalog: Catalog) -> None:
        a, b = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        catalog.near.digested("f1", [(a, 1, "x"), (b, 1, "x")])
        assert catalog.near.undigested("f2") == (a, b)
        assert catalog.near.texts("f2").digests == {}
        before = catalog.near.texts_state("f1")
        catalog.add([arrival("/a", DUTY + "改")])
        assert catalog.near.undigested("f1") == (a,)
        assert catalog.near.texts("f1").digests == {b: "x"}
        assert catalog.near.texts_state("f1") != before
        catalog.remove(b)
        assert catalog.near.texts("f1").digests == {}

    def test_a_pair_says_whether_the_texts_are_equal(self, catalog: Catalog) -> None:
        draft, final = pair(catalog, 1.0)
        assert [(found.equal, found.percent) for found in catalog.near.open()] == [(False, 99)]
        catalog.near.digested("f1", [(draft, 1, "x"), (final, 1, "x")])
        for found in (*catalog.near.open(), *catalog.near.of([draft])):
            assert (found.equal, found.percent) == (True, 100)
        catalog.near.merge(final, draft)
        assert [found.equal for found in catalog.near.merged()] == [False]

    def test_what_people_said_of_equal_texts_is_told_with_them(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        assert catalog.near.texts("f1").undone == frozenset()
        catalog.near.merge(final, draft)
        catalog.near.undo(draft)
        assert catalog.near.texts("f1").undone == {ordered(draft, final)}
        before = catalog.near.texts_state("f1")
        catalog.near.apart(draft, final)
        said = catalog.near.texts("f1")
        assert said.apart == {ordered(draft, final)}
        assert not said.undone
        assert catalog.near.texts_state("f1") != before

    def test_several_merges_are_undone_at_once(self, catalog: Catalog) -> None:
        draft, final = pair(catalog)
        other = one(catalog, "/四.docx", OTHER)
        catalog.near.merge_all([(final, draft), (final, other)])
        assert catalog.ids() == (final,)
        assert catalog.near.undo_all([draft, final, other]) == [draft, other]
        assert set(catalog.ids()) == {draft, final, other}
        assert list(catalog.verify()) == []

    def test_purging_forgets_what_a_text_came_to(self, catalog: Catalog) -> None:
        a = one(catalog, "/a", DUTY)
        catalog.near.digested("f1", [(a, 1, "x")])
        catalog.remove(a)
        assert catalog.purge(a)
        b = one(catalog, "/b", DUTY)
        assert catalog.near.undigested("f1") == (b,)
