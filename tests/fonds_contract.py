"""What every catalog must do with 分库 and rights, whatever store is behind it: a test class inherits it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.catalog import Catalog, Duplicate, Fonds, Grant, Roster
from archive.catalog.fonds import Right
from archive.errors import CatalogError
from tests.catalog_contract import DUTY, OTHER, arrival, log, one, unreadable

HERE = frozenset({""})


class FondsContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_a_fonds_keeps_its_key_and_changes_its_name(self, catalog: Catalog) -> None:
        made = catalog.fonds.add(" jiwei ", " 纪委 ")
        assert (made.key, made.name) == ("jiwei", "纪委")
        catalog.fonds.add("办公室", "办公室")
        catalog.fonds.rename("jiwei", "纪委监委")
        assert [(known.key, known.name) for known in catalog.fonds.all()] == [
            ("jiwei", "纪委监委"),
            ("办公室", "办公室"),
        ]
        assert catalog.fonds.get("") is None, "全库 is always there and has no row"

    @pytest.mark.parametrize(
        ("key", "name", "code"),
        [
            pytest.param("", "甲", "catalog.fonds_key", id="the key of 全库"),
            pytest.param("a b", "甲", "catalog.fonds_key", id="a blank"),
            pytest.param("a/b", "甲", "catalog.fonds_key", id="a slash"),
            pytest.param("-a", "甲", "catalog.fonds_key", id="an option"),
            pytest.param("甲" * 41, "甲", "catalog.fonds_key", id="41 characters"),
            pytest.param("a", " ", "catalog.fonds_name", id="no name"),
            pytest.param("a", "甲\n乙", "catalog.fonds_name", id="a name of two lines"),
            pytest.param("there", "别的", "catalog.fonds_there", id="a key that is there"),
            pytest.param("other", "有了", "catalog.fonds_there", id="a name that is there"),
        ],
    )
    def test_what_cannot_be_one(self, catalog: Catalog, key: str, name: str, code: str) -> None:
        catalog.fonds.add("there", "有了")
        before = catalog.fonds.state()
        with pytest.raises(CatalogError) as caught:
            catalog.fonds.add(key, name)
        assert caught.value.code == code
        assert catalog.fonds.state() == before

    def test_rights_are_given_changed_and_taken(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        states = [catalog.fonds.state()]
        rows: list[tuple[str, str, Right]] = [
            ("甲组", "jiwei", "read"),
            ("甲组", "", "edit"),
            ("甲组", "jiwei", "manage"),
        ]
        for row in rows:
            catalog.fonds.grant(*row)
            states.append(catalog.fonds.state())
        assert list(catalog.fonds.grants()) == [Grant("甲组", "", "edit"), Grant("甲组", "jiwei", "manage")]
        assert catalog.fonds.revoke("甲组", "")
        assert not catalog.fonds.revoke("甲组", "")
        assert list(catalog.fonds.grants()) == [Grant("甲组", "jiwei", "manage")]
        assert states == sorted(set(states)), "another number after every change"
        for group, key, code in (("甲组", "none", "catalog.no_such_fonds"), (" ", "jiwei", "catalog.group_name")):
            with pytest.raises(CatalogError) as caught:
                catalog.fonds.grant(group, key, "read")
            assert caught.value.code == code

    def test_a_report_that_begins_in_one_or_moves_is_sound(self, catalog: Catalog) -> None:
        """Ids are made of the bytes and of where a report begins, wherever it is now."""
        for key in ("jiwei", "xiang"):
            catalog.fonds.add(key, key)
        arrivals = [replace(arrival("/甲.txt", DUTY), fonds="jiwei"), arrival("/乙.txt", OTHER)]
        begun = [outcome.id or "" for outcome in catalog.add(arrivals)]
        for key in ("xiang", "", "jiwei"):
            catalog.fonds.move(begun, key)
            assert list(catalog.verify()) == []

    def test_a_report_belongs_to_one_and_moving_it_is_a_change(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        first = one(catalog, "/a", DUTY)
        (second,) = catalog.add([replace(arrival("/b", OTHER), fonds="jiwei")])
        assert second.id is not None
        assert [(entry.location, entry.fonds) for entry in catalog.list()] == [("/a", ""), ("/b", "jiwei")]
        before = catalog.last_change()
        assert list(catalog.fonds.move([first, second.id], "jiwei")) == [first]
        assert log(catalog, before) == [(first, "put")]
        record = catalog.record(first)
        assert record is not None
        assert record.fonds == "jiwei"
        assert [entry.id for entry in catalog.list({"fonds": ["jiwei"]})] == [first, second.id]
        assert (catalog.count({"fonds": ""}), catalog.count({"fonds": []})) == (0, 0)
        assert list(catalog.fonds.move([first], "jiwei")) == []
        for ids, key, code in (
            ([first, "none"], "", "catalog.no_such_report"),
            ([first], "none", "catalog.no_such_fonds"),
        ):
            with pytest.raises(CatalogError) as caught:
                catalog.fonds.move(ids, key)
            assert caught.value.code == code
        assert catalog.count({"fonds": "jiwei"}) == 2, "none is moved"

    def test_a_report_stays_where_it_is_however_it_comes_again(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        name = one(catalog, "/a", DUTY)
        catalog.fonds.move([name], "jiwei")
        catalog.add([arrival("/a", OTHER)])
        catalog.remove(name)
        catalog.restore(name)
        assert [(entry.id, entry.version, entry.fonds) for entry in catalog.list()] == [(name, 2, "jiwei")]

    def test_what_others_have_is_no_duplicate(self, catalog: Catalog) -> None:
        """Neither the outcome nor the id tells that the same bytes are in a fonds that one may not read."""
        catalog.fonds.add("jiwei", "纪委")
        catalog.fonds.add("jia", "甲")
        (hidden,) = catalog.add([replace(arrival("/a", DUTY), fonds="jiwei")])
        mine = replace(arrival("/b", DUTY), fonds="jia", readable=frozenset({"jia"}))
        assert catalog.seen("/b", mine.sha256, mine.readable) is None
        (found,) = catalog.add([mine])
        assert (found.status, found.id is None or len(found.id)) == ("added", 10)
        assert found.id != hidden.id
        (third,) = catalog.add([replace(arrival("/c", DUTY), readable=HERE)])
        assert (third.status, len(third.id or "")) == ("added", 10)
        (known,) = catalog.add([replace(arrival("/d", DUTY), fonds="jia", readable=frozenset({"jia", "jiwei"}))])
        assert (known.status, known.id) == ("duplicate", hidden.id)
        assert list(catalog.duplicates()) == [Duplicate("/d", "d", hidden.id or "", "jia")]

    def test_what_lies_in_the_trash_of_others_does_not_come_back(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        name = one(catalog, "/a", DUTY)
        catalog.remove(name)
        (found,) = catalog.add([replace(arrival("/b", DUTY), fonds="jiwei", readable=frozenset({"jiwei"}))])
        assert found.status == "added"
        assert found.id != name
        assert catalog.record(name) is None

    def test_files_without_a_report_imports_and_rosters_belong_to_one(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        catalog.add([replace(unreadable("/x", "x"), fonds="jiwei")])
        catalog.rosters.save(Roster("名单", ("甲局",), fonds="jiwei"))
        number = catalog.imports.begin("page", "a", fonds="jiwei")
        begun = catalog.imports.get(number)
        assert begun is not None
        assert [file.fonds for file in catalog.unread()] == ["jiwei"]
        assert [roster.fonds for roster in catalog.rosters.all()] == ["jiwei"]
        assert begun.fonds == "jiwei"
        assert catalog.fonds.all()[0] == Fonds("jiwei", "纪委", catalog.fonds.all()[0].saved_at)

    def test_what_is_asked_of_some_fonds(self, catalog: Catalog) -> None:
        """Ids, duplicates and edits of some fonds, and where a report lies, live or in the trash."""
        catalog.fonds.add("jiwei", "纪委")
        here = one(catalog, "/a", DUTY)
        (there,) = catalog.add([replace(arrival("/b", OTHER), fonds="jiwei")])
        gone = one(catalog, "/c", DUTY + OTHER)
        catalog.remove(gone)
        assert there.id is not None
        assert (catalog.ids(), catalog.ids(HERE), catalog.ids(frozenset())) == ((here, there.id), (here,), ())
        assert catalog.fonds.of([here, there.id, gone, "none"]) == {here: "", there.id: "jiwei", gone: ""}
        catalog.edit_all({here: {"unit": "甲局"}, there.id: {"unit": "甲局"}})
        catalog.edit(there.id, {"unit": "乙局"})
        numbers = [edit.number for edit in catalog.edits.recent()]
        assert list(catalog.edits.touching(frozenset({"", "jiwei"}))) == numbers
        assert list(catalog.edits.touching(HERE)) == numbers[1:]
        assert list(catalog.edits.touching(frozenset())) == []
        catalog.add([arrival("/d", DUTY), replace(arrival("/e", DUTY), fonds="jiwei")])
        assert [copy.location for copy in catalog.duplicates()] == ["/d", "/e"]
        assert [copy.location for copy in catalog.duplicates(HERE)] == ["/d"]
        assert list(catalog.duplicates(frozenset({"jiwei"}))) == [], "whose copy it is may not be told"

    def test_a_file_that_gave_no_report_stays_in_its_fonds(self, catalog: Catalog) -> None:
        catalog.fonds.add("jiwei", "纪委")
        catalog.add([replace(unreadable("/x", "x"), fonds="jiwei")])
        catalog.add([unreadable("/x", "y")])
        assert [file.fonds for file in catalog.unread()] == ["jiwei"]
        name = one(catalog, "/x", DUTY)
        assert catalog.fonds.of([name]) == {name: "jiwei"}
